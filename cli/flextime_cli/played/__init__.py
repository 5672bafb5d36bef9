"""Seasons as they were played, from a CSV file: every row is looked at before anything is sent."""
