"""Schools, venues and academic calendars from files: read whole, decided in advance, then sent as commands."""
