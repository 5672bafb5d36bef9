"""Which commands were accepted, and by their digests what they said."""

import hashlib
from collections import OrderedDict

from flextime.league.ids import ConferenceId
from flextime.season.decide import Command
from flextime_schemas.messages import full_name
from flextime_schemas.plain import to_json

# What keys were used for, and what is pending, is remembered: 40 MB when full.
MOST_REMEMBERED = 200_000


class Remembered:
    """The digests of commands accepted since the start, or not decided at the start, newest last. Best effort: of what
    was decided before a restart the outcomes alone tell."""

    def __init__(self) -> None:
        self._digests: OrderedDict[str, bytes] = OrderedDict()

    def __contains__(self, command: str) -> bool:
        return command in self._digests

    def __len__(self) -> int:
        return len(self._digests)

    def digest(self, command: str) -> bytes | None:
        return self._digests.get(command)

    def add(self, command: str, digest: bytes) -> None:
        self._digests[command] = digest
        while len(self._digests) > MOST_REMEMBERED:
            self._digests.popitem(last=False)


def digest_of(conference: ConferenceId, command: Command, expected_version: int | None) -> bytes:
    """Return what must be equal for two requests to be the same one: not the white space of their bodies."""
    said = f"{conference}/{full_name(type(command))}/{expected_version}/".encode() + to_json(command)
    return hashlib.sha256(said).digest()[:16]
