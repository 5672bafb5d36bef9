"""What can go wrong with the one-machine stack.

StackError                 every failure that the `flextime` command answers in plain words
|-- DownloadFailed         a jar could not be fetched, or what came does not match the lock
|-- NotStarted             a server or service did not come up; carries where its log is
|-- SetUpFailed            a set-up step (topics, schemas, migrations) ended with an error
|-- AlreadySupervised      a supervisor holds this data folder
|-- NotRunning             nothing runs on this data folder
`-- UnusableFolder         the data folder or an account cannot be used as asked
"""

from __future__ import annotations


class StackError(Exception):
    """The fact in one sentence; `advice` says what the person can do about it."""

    def __init__(self, fact: str, *, advice: str = "") -> None:
        super().__init__(fact)
        self.advice = advice


class DownloadFailed(StackError):
    """A file of the lock could not be brought into the cache folder, or came with other bytes than locked."""


class NotStarted(StackError):
    """A server or service did not answer within its time."""


class SetUpFailed(StackError):
    """A set-up step between servers and services ended with an error; its log has the reason."""


class AlreadySupervised(StackError):
    """Another supervisor holds the lock of this data folder."""


class NotRunning(StackError):
    """The command needs a running stack and there is none on this data folder."""


class UnusableFolder(StackError):
    """A folder cannot be written, or cannot be reached by the account that must own it."""
