"""Why a command was refused. The tree is the catalogue that callers branch on; `code` travels in outcomes and problems.

Refused
├── NotFound            something the command names does not exist
├── AlreadyExists       the name is taken by something else
├── Invalid             a value that cannot be: the field and the reason
├── NotNow              true in itself, but not in the present state
├── RuleBroken          a hard rule would be broken: the violations are the evidence
└── StaleVersion        the stream has moved on since the caller looked
"""

from collections.abc import Sequence
from typing import ClassVar

from flextime.rules.model import Violation


class Refused(Exception):
    """A command that is not accepted. `detail` is a sentence for a person, `field` names the part of the command."""

    code: ClassVar[str] = "refused"

    def __init__(self, detail: str, *, field: str | None = None, evidence: Sequence[Violation] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.field = field
        self.evidence = tuple(evidence)


class NotFound(Refused):
    """What the command names does not exist in this conference."""

    code = "not-found"


class AlreadyExists(Refused):
    """The name is taken by something that differs from what the command says."""

    code = "already-exists"


class Invalid(Refused):
    """A value that cannot be, whatever the state."""

    code = "invalid"


class NotNow(Refused):
    """The command would be right in another state: the run is over, the season has no schedule yet."""

    code = "not-now"


class RuleBroken(Refused):
    """A hard rule would be broken; `evidence` holds each violation."""

    code = "rule-broken"


class StaleVersion(Refused):
    """The stream is at another version than the caller expected."""

    code = "stale-version"
