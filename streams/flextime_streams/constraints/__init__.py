"""The service that checks drafts against rules, and rules against each other, as they change."""
