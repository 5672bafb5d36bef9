"""The endpoints, one file per group. Each parses, reads once, and answers."""
