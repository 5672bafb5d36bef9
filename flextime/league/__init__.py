"""Conferences, schools, venues, calendars, sport formats and the distances between them."""
