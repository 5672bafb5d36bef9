"""What can be wrong with what the detector is told, and with what it is asked.

ConflictError
├── UnknownSeason       a game of a season whose plan was not given
├── UnknownZone         a venue whose time zone is none
├── UnknownGame         a game that does not stand in its season
├── UnknownConflict     no such conflict is open
└── NoSuchMove          a move that cannot be meant: no change, no window, a venue that is not known
"""


class ConflictError(ValueError):
    """The root; its text says what to do."""


class UnknownSeason(ConflictError):
    """A game belongs to a season whose plan was not given: give the season first."""


class UnknownZone(ConflictError):
    """A venue's time zone is no IANA name, so that no game there has a time."""


class UnknownGame(ConflictError):
    """The game does not stand in the season that is asked."""


class UnknownConflict(ConflictError):
    """No conflict of this id is open: it may have been cleared."""


class NoSuchMove(ConflictError):
    """A move that cannot be meant; the text says which part of it."""
