"""What a projector may be told beside the addresses: which topic, which alias, which share of the partitions."""

from collections.abc import Mapping
from dataclasses import dataclass

from flextime_schemas.search_model import SEARCH_ALIAS
from flextime_schemas.settings import SettingMissing
from flextime_schemas.topics import DEAD_LETTERS, EVENTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """`ordinal` of `replicas` owns the partitions whose number leaves that remainder: a StatefulSet's pods share them.

    `topic` is another one than the events topic only for a copy of it, as in an audit or a test.
    """

    topic: str = EVENTS.name
    dead_letters: str = DEAD_LETTERS.name
    alias: str = SEARCH_ALIAS
    ordinal: int = 0
    replicas: int = 1

    def owns(self, partition: int) -> bool:
        return partition % self.replicas == self.ordinal

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Options":
        """Read the FLEXTIME_PROJECTOR_* variables. Raises SettingMissing when a share is none."""
        ordinal, _, replicas = environ.get("FLEXTIME_PROJECTOR_SHARE", "0/1").partition("/")
        if not (ordinal.isdecimal() and replicas.isdecimal() and int(ordinal) < int(replicas)):
            raise SettingMissing("FLEXTIME_PROJECTOR_SHARE is written ordinal/replicas, like 0/2.")
        return cls(
            topic=environ.get("FLEXTIME_PROJECTOR_TOPIC", EVENTS.name),
            dead_letters=environ.get("FLEXTIME_PROJECTOR_DEAD_LETTERS", DEAD_LETTERS.name),
            alias=environ.get("FLEXTIME_PROJECTOR_ALIAS", SEARCH_ALIAS),
            ordinal=int(ordinal),
            replicas=int(replicas),
        )
