"""What may go wrong in an agent, by what has to be done about it.

StreamError
├── TryAgain        a server is away, or an answer has not come yet: the same record again after a pause
├── NotForUs        this record will never be taken: it goes to the dead letters, and the next one follows
└── Interrupted     this worker is on its way out, or lost the partition: the record stays unacknowledged
"""


class StreamError(Exception):
    """The root of everything that an agent's loop body classifies."""


class TryAgain(StreamError):
    """The same record should be handled again after a pause."""


class NotForUs(StreamError):
    """The record can never be handled: its bytes belong to the dead letters, with this reason."""


class Interrupted(StreamError):
    """The work was stopped before its end; the record must be delivered again, to whoever owns the partition then."""
