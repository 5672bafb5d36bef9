"""Event to read model, and the rebuild from zero, on a running stack: `python -m benchmarks.projections --data FOLDER`.

Both use a topic, a database and an alias of their own. Latency is from produce to the moment a reader sees the
position in `read.positions`, polled every 2 ms. Rates are given with the projector's own CPU seconds, because a machine
that is busy elsewhere stretches the clock and not those.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Thread

import psycopg
from confluent_kafka import Producer

from flextime_cli.stack.folder import DataFolder
from flextime_cli.stack.running import RunningStack
from flextime_projections.rebuild import rebuild
from flextime_schemas.kafka import producer_config
from tests.histories import Record, big12_drafted, moves
from tests.projecting import Projecting, projecting_on, wait_until

CONFERENCES = ("big12", "acc", "sec", "big10", "mac", "wcc", "aac", "pac")
POLL_SECONDS = 0.002


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency:
    """Milliseconds from produce to read, at a rate of events a second."""

    rate: int
    events: int
    p50_ms: float
    p99_ms: float
    worst_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Events a second by the clock, and CPU microseconds of this process for each event."""

    what: str
    events: int
    per_second: float
    cpu_us_per_event: float


def latency(corner: Projecting, rate: int, seconds: float) -> Latency:
    """Send a conference's events at a steady rate to a projector process, and watch its position."""
    conference, opening = f"latency{rate}", len(big12_drafted())
    records = corner.history(conference, [*big12_drafted(), *moves(int(rate * seconds))])
    corner.send(records[:opening])
    with projector(corner):
        wait_until(lambda: corner.position(conference) == opening, "the season projected")
        sent: dict[int, float] = {}
        seen: dict[int, float] = {}
        observer = Thread(target=observe, args=(corner, conference, opening, len(records), seen), daemon=True)
        observer.start()
        send_steadily(corner, records[opening:], rate, sent)
        observer.join(60)
    waits = sorted((seen[sequence] - at) * 1000 for sequence, at in sent.items() if sequence in seen)
    return Latency(
        rate=rate,
        events=len(waits),
        p50_ms=round(statistics.median(waits), 1),
        p99_ms=round(waits[int(len(waits) * 0.99)], 1),
        worst_ms=round(waits[-1], 1),
    )


class projector:
    """A projector process for as long as the block lasts."""

    def __init__(self, corner: Projecting) -> None:
        self._process = corner.process("flextime_projections.postgres")

    def __enter__(self) -> "subprocess.Popen[bytes]":
        return self._process

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(30)


def send_steadily(corner: Projecting, records: list[Record], rate: int, sent: dict[int, float]) -> None:
    """Produce one record after the other at the rate; note when each was handed over.

    The first is not counted: a producer takes half a second to become idempotent, which is not the projection's.
    """
    producer = Producer(producer_config(corner.settings))
    produce(producer, corner.options.topic, records[0])
    producer.flush(30)
    begin = time.perf_counter()
    for number, record in enumerate(records[1:]):
        if (ahead := begin + number / rate - time.perf_counter()) > 0:
            time.sleep(ahead)
        sent[record.envelope.sequence] = time.perf_counter()
        produce(producer, corner.options.topic, record)
    producer.flush(30)


def produce(producer: Producer, topic: str, record: Record) -> None:
    """Hand a record over as the writer would."""
    producer.produce(topic, record.value, key=record.key, headers=list(record.headers))
    producer.poll(0)


def observe(corner: Projecting, conference: str, after: int, until: int, seen: dict[int, float]) -> None:
    """Note for each sequence when a reader first finds the view as far."""
    query = b"SELECT sequence FROM read.positions WHERE conference = %s"
    with psycopg.connect(corner.settings.postgres, autocommit=True) as connection:
        known = after
        while known < until:
            row = connection.execute(query, (conference,)).fetchone()
            now, position = time.perf_counter(), int(row[0]) if row else 0
            seen.update(dict.fromkeys(range(known + 1, position + 1), now))
            known = max(known, position)
            time.sleep(POLL_SECONDS)


def rates(corner: Projecting, events: int) -> list[Rate]:
    """Project a topic from zero as the live generation, then rebuild it beside, equal and swung."""
    each = events // len(CONFERENCES)
    for conference in CONFERENCES:
        corner.send(corner.history(conference, [*big12_drafted(), *moves(each)]))
    first = measured("first projection", lambda: corner.project().events)
    again = measured("rebuild, proved equal, swung", lambda: rebuilt(corner))
    return [first, again]


def rebuilt(corner: Projecting) -> int:
    done = rebuild(corner.settings, corner.options, corner.codec)
    if not done.swung:
        raise SystemExit(f"the rebuild differs in {done.different}")
    return done.events


def measured(what: str, work: Callable[[], int]) -> Rate:
    began, cpu = time.perf_counter(), time.process_time()
    count = work()
    seconds, spent = time.perf_counter() - began, time.process_time() - cpu
    return Rate(
        what=what, events=count, per_second=round(count / seconds), cpu_us_per_event=round(spent / count * 1e6, 1)
    )


def main() -> int:
    """Measure and print; JSON with --json."""
    parser = argparse.ArgumentParser(prog="benchmarks.projections", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(".flextime"), help="data folder of a running stack")
    parser.add_argument("--events", type=int, default=60_000, help="events of the rebuild")
    parser.add_argument("--seconds", type=float, default=10.0, help="how long each latency is measured")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    stack = RunningStack.of(DataFolder(root=given.data.resolve()))
    found: list[Latency | Rate] = []
    with projecting_on(stack) as corner:
        found += [latency(corner, rate, given.seconds) for rate in (20, 200)]
    with projecting_on(stack) as corner:
        found += rates(corner, given.events)
    for one in found:
        print(json.dumps(asdict(one)) if given.json else one, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
