"""What can end a writer's work, by what must happen next.

WriterStops
├── CannotStart     exit 2: the history is not what a writer may build upon; a person must look
├── Fenced          exit 3: another writer owns these partitions now
└── StartAgain      throw the producer away and start at step 1: nothing was lost, the log says what is true
MustAbort           the transaction failed, the writer has not: abort it and decide the batch again
"""


class WriterStops(Exception):
    """The present ownership is over."""


class CannotStart(WriterStops):
    """The history is broken, or of a newer version; the message names partition, offset and sequence."""


class Fenced(WriterStops):
    """Another writer with the same transactional id has begun."""


class StartAgain(WriterStops):
    """Whether the last transaction took effect is unknown here; the log knows."""


class MustAbort(Exception):
    """The open transaction cannot be committed."""
