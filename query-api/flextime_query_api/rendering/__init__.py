"""A season's schedule as CSV, iCalendar and a page: pure functions of the read model's documents."""
