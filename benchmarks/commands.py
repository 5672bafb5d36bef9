"""Command to visible event, and the sustained rate, on a running stack: `python -m benchmarks.commands --data FOLDER`.

Latency is from handing a command to the producer until a read_committed consumer has its event: queueing, the writer's
batch, its transaction and the fetch. The generator and the observer share the machine with what they measure. The
writer's own CPU time stands beside the rates: a machine that is busy elsewhere stretches the clock, not that.
"""

import argparse
import json
import os
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import psutil
from confluent_kafka import Consumer, Producer, TopicPartition

from flextime.league.big12 import SCHOOLS, VENUES
from flextime.league.ids import ConferenceId, VenueId
from flextime.league.model import DateSpan
from flextime.season.decide import Command
from flextime.season.members import AdmitSchool, RegisterConference
from flextime.season.venues import CloseVenue, RegisterVenue, ReopenVenue
from flextime_cli.stack.folder import DataFolder
from flextime_cli.stack.running import RunningStack
from flextime_schemas.codec import Codec
from flextime_schemas.envelope import CommandEnvelope, command_headers
from flextime_schemas.kafka import consumer_config, producer_config
from flextime_schemas.messages import full_name
from flextime_schemas.settings import Settings
from flextime_schemas.topics import COMMANDS, EVENTS, partition_of

PATIENCE_SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency:
    """Milliseconds at a rate of commands a second; `achieved` is the rate that the generator really held."""

    what: str
    commands: int
    achieved: float
    p50_ms: float
    p99_ms: float
    worst_ms: float
    writer_cpu_us: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Commands a second when all are there at once, and the writer's CPU microseconds for each."""

    what: str
    commands: int
    per_second: float
    writer_cpu_us: float


class Bench:
    """A conference of its own on a running stack: sends commands, sees their events."""

    def __init__(self, stack: RunningStack) -> None:
        self._stack = stack
        self._settings = Settings.from_environment(stack.environment)
        self._codec = Codec.load(self._settings)
        self._producer = Producer(producer_config(self._settings))
        self.conference = ConferenceId(f"bench-{os.getpid()}")
        self._values: dict[Command, bytes] = {}
        self.sent: dict[str, float] = {}
        self.seen: dict[str, float] = {}
        self._observer = Consumer(consumer_config(self._settings, "bench"))
        partition = partition_of(self.conference.encode(), self._settings.partitions)
        self._observer.list_topics(EVENTS.name, timeout=30)
        where = TopicPartition(EVENTS.name, partition)
        _, where.offset = self._observer.get_watermark_offsets(where, timeout=30)
        self._observer.assign([where])

    def send(self, command: Command) -> None:
        """Hand a command to the producer, and note when."""
        envelope = CommandEnvelope(
            id=str(uuid4()),
            type=full_name(type(command)),
            conference=self.conference,
            time=datetime.now(UTC),
            actor="bench",
            correlation="bench",
        )
        headers: Any = command_headers(envelope)
        if command not in self._values:
            self._values[command] = self._codec.encode(command)
        value = self._values[command]
        self.sent[envelope.id] = time.perf_counter()
        self._producer.produce(COMMANDS.name, key=self.conference.encode(), value=value, headers=headers)
        self._producer.poll(0)

    def observe(self, until: Callable[[], bool]) -> None:
        """Note when each event becomes visible, until all are. Raises TimeoutError."""
        deadline = time.perf_counter() + PATIENCE_SECONDS
        while not until():
            if time.perf_counter() > deadline:
                raise TimeoutError(f"{len(self.seen)} of {len(self.sent)} events")
            for message in self._observer.consume(500, 0.001):
                if message.error() is None:
                    headers: Any = message.headers()
                    self.seen[dict(headers)["ce_causationid"].decode()] = time.perf_counter()

    def writer_cpu_seconds(self) -> float:
        times = psutil.Process(self._stack.pid_of("writer")).cpu_times()
        return float(times.user + times.system)

    def forget(self) -> None:
        self.sent.clear()
        self.seen.clear()

    def close(self) -> None:
        self._producer.flush(10)
        self._observer.close()


@contextmanager
def benching(stack: RunningStack) -> Iterator[Bench]:
    """Found a conference with a school and a venue, to close and reopen."""
    bench = Bench(stack)
    try:
        school, venue = SCHOOLS[0], next(each for each in VENUES if each.school == SCHOOLS[0].code)
        opening = (RegisterConference(name="Bench"), AdmitSchool(school=school), RegisterVenue(venue=venue))
        for command in opening:
            bench.send(command)
        bench.observe(lambda: len(bench.seen) == len(opening))
        yield bench
    finally:
        bench.close()


def closures(count: int) -> list[Command]:
    """Return commands with one event each: a day is closed, then opened again."""
    venue = VenueId(next(each.id for each in VENUES if each.school == SCHOOLS[0].code))
    made: list[Command] = []
    for number in range(count):
        day = date(2026, 1, 1) + timedelta(days=number // 2 % 300)
        span = DateSpan(first=day, last=day)
        closes = number % 2 == 0
        made.append(CloseVenue(venue=venue, span=span, reason="") if closes else ReopenVenue(venue=venue, span=span))
    return made


def latency(bench: Bench, rate: int, seconds: float) -> Latency:
    """Send at a steady rate from a thread, and watch the events come."""
    bench.forget()
    commands = closures(int(rate * seconds) // 2 * 2)
    cpu, began = bench.writer_cpu_seconds(), time.perf_counter()

    def generate() -> None:
        for number, command in enumerate(commands):
            if (early := began + number / rate - time.perf_counter()) > 0:
                time.sleep(early)
            bench.send(command)

    generator = threading.Thread(target=generate)
    generator.start()
    bench.observe(lambda: not generator.is_alive() and len(bench.seen) == len(commands))
    generator.join()
    took = max(bench.sent.values()) - began
    millis = [1000 * (bench.seen[each] - at) for each, at in bench.sent.items()]
    cpu_us = 1e6 * (bench.writer_cpu_seconds() - cpu) / len(commands)
    return _latency(f"command to visible event, {rate}/s", millis, len(commands) / took, cpu_us)


def through_the_api(bench: Bench, address: str, count: int) -> Latency:
    """Post commands one after the other, each waiting for its outcome."""
    path, millis = f"/v1/conferences/{bench.conference}/commands/RegisterConference", []
    cpu, began = bench.writer_cpu_seconds(), time.perf_counter()
    with httpx.Client(base_url=address, timeout=PATIENCE_SECONDS, headers={"Prefer": "wait=30"}) as client:
        for _ in range(count):
            at = time.perf_counter()
            client.post(path, json={"name": "Bench"}).raise_for_status()
            millis.append(1000 * (time.perf_counter() - at))
    took = time.perf_counter() - began
    return _latency(
        "POST to outcome, one by one", millis, count / took, 1e6 * (bench.writer_cpu_seconds() - cpu) / count
    )


def sustained(bench: Bench, count: int) -> Rate:
    """Send everything as fast as it goes; the rate is that of the events from the first to the last."""
    bench.forget()
    commands = closures(count)
    cpu = bench.writer_cpu_seconds()
    for command in commands:
        bench.send(command)
    bench.observe(lambda: len(bench.seen) == len(commands))
    took = max(bench.seen.values()) - min(bench.sent.values())
    cpu_us = 1e6 * (bench.writer_cpu_seconds() - cpu) / count
    return Rate(what="sustained", commands=count, per_second=count / took, writer_cpu_us=cpu_us)


def _latency(what: str, millis: list[float], achieved: float, cpu_us: float) -> Latency:
    cuts = statistics.quantiles(millis, n=100)
    return Latency(
        what=what,
        commands=len(millis),
        achieved=achieved,
        p50_ms=cuts[49],
        p99_ms=cuts[98],
        worst_ms=max(millis),
        writer_cpu_us=cpu_us,
    )


def table(found: list[Latency | Rate]) -> str:
    """Return the figures as a person reads them."""
    lines = [f"{'':36} {'commands':>9} {'per s':>8} {'p50 ms':>8} {'p99 ms':>8} {'worst ms':>9} {'writer CPU us':>14}"]
    for one in found:
        if isinstance(one, Latency):
            middle = f"{one.achieved:8.0f} {one.p50_ms:8.1f} {one.p99_ms:8.1f} {one.worst_ms:9.1f}"
        else:
            middle = f"{one.per_second:8.0f} {'':8} {'':8} {'':9}"
        lines.append(f"{one.what:36} {one.commands:9} {middle} {one.writer_cpu_us:14.0f}")
    return "\n".join(lines)


def main() -> int:
    """Measure and print; JSON with --json."""
    parser = argparse.ArgumentParser(prog="benchmarks.commands", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(".flextime"), help="data folder of a running stack")
    parser.add_argument("--seconds", type=float, default=10.0, help="how long each latency is measured")
    parser.add_argument("--commands", type=int, default=20_000, help="commands of the sustained rate")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    stack = RunningStack.of(DataFolder(root=given.data.resolve()))
    with benching(stack) as bench:
        found: list[Latency | Rate] = [latency(bench, rate, given.seconds) for rate in (100, 1000)]
        found.append(sustained(bench, given.commands))
        found.append(through_the_api(bench, stack.command_api, 200))
    if given.json:
        for one in found:
            print(json.dumps(asdict(one)), flush=True)
    else:
        load, cores = os.getloadavg()[0], os.cpu_count()
        print(table(found), f"load {load:.1f} on {cores} cores", sep="\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
