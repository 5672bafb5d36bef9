"""The topics, declared once as data. Set-up creates them, inspection lists them, infrastructure repeats them."""

from dataclasses import dataclass
from typing import Literal

DAY_MS = 24 * 60 * 60 * 1000
FOR_EVER = -1

Compatibility = Literal["FULL_TRANSITIVE", "BACKWARD_TRANSITIVE"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic: `partitions` None means as many as the commands topic, chosen once for an installation.

    `retention_ms` is -1 for ever. `largest_bytes` bounds one record.
    """

    name: str
    key: str
    production_partitions: int
    retention_ms: int
    follows_commands: bool = False
    one_machine_partitions: int = 12
    compacted: bool = False
    compatibility: Compatibility = "FULL_TRANSITIVE"
    largest_bytes: int = 4 * 1024 * 1024  # a candidate with 160 games takes 20 kB, a played season 10 kB

    def partitions(self, commands: int) -> int:
        """Return the partition count where the commands topic has `commands`."""
        return commands if self.follows_commands else self.one_machine_partitions

    def config(self) -> dict[str, str]:
        """Return the topic's settings as Kafka names them."""
        return {
            "cleanup.policy": "compact" if self.compacted else "delete",
            "retention.ms": str(self.retention_ms),
            "max.message.bytes": str(self.largest_bytes),
        }


COMMANDS = Topic(
    name="flextime.commands.v1",
    key="conference id",
    production_partitions=48,
    retention_ms=30 * DAY_MS,
    follows_commands=True,
    compatibility="BACKWARD_TRANSITIVE",
)
EVENTS = Topic(
    name="flextime.events.v1",
    key="conference id",
    production_partitions=48,
    retention_ms=FOR_EVER,
    follows_commands=True,
)
OUTCOMES = Topic(
    name="flextime.outcomes.v1",
    key="conference id",
    production_partitions=48,
    retention_ms=7 * DAY_MS,
    follows_commands=True,
)
SOLVE_JOBS = Topic(
    name="flextime.solve-jobs.v1", key="run id + member", production_partitions=120, retention_ms=7 * DAY_MS
)
PROGRESS = Topic(name="flextime.progress.v1", key="run id", production_partitions=48, retention_ms=DAY_MS)
SNAPSHOTS = Topic(
    name="flextime.snapshots.v1",
    key="conference id",
    production_partitions=48,
    retention_ms=FOR_EVER,
    follows_commands=True,
    compacted=True,
    largest_bytes=32 * 1024 * 1024,  # a whole conference: twelve seasons with their candidates come to some 5 MB
)
DEAD_LETTERS = Topic(
    name="flextime.dead-letters.v1",
    key="original key",
    production_partitions=12,
    retention_ms=90 * DAY_MS,
    largest_bytes=40 * 1024 * 1024,  # a letter holds any record of any topic whole, and says why
)

TOPICS = (COMMANDS, EVENTS, OUTCOMES, SOLVE_JOBS, PROGRESS, SNAPSHOTS, DEAD_LETTERS)


def partition_of(key: bytes, partitions: int) -> int:
    """Return the partition that murmur2_random, Java's and aiokafka's default give a key.

    >>> partition_of(b"big12", 12)
    8
    """
    return (murmur2(key) & 0x7FFFFFFF) % partitions


def murmur2(data: bytes) -> int:
    """Return the 32-bit MurmurHash2 of Kafka's clients (seed 0x9747b28c), unsigned."""
    mask, m = 0xFFFFFFFF, 0x5BD1E995
    h = (0x9747B28C ^ len(data)) & mask
    whole = len(data) & ~3
    for i in range(0, whole, 4):
        k = int.from_bytes(data[i : i + 4], "little") * m & mask
        k = (k ^ (k >> 24)) * m & mask
        h = (h * m & mask) ^ k
    if rest := data[whole:]:
        h = (h ^ int.from_bytes(rest, "little")) * m & mask
    h = (h ^ (h >> 13)) * m & mask
    return h ^ (h >> 15)
