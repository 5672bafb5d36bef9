"""A season's rules as a file that a person edits: written, read back, compared, and copied from year to year."""
