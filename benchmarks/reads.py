"""Reads of a running stack: `python -m benchmarks.reads --data FOLDER`.

Rates are measured with a client that costs little beside the server: sixteen kept connections in one process, a request
out as soon as the answer is in, none in the air twice on one connection. They come with the server's own CPU
microseconds for each answer, because a machine that is busy elsewhere stretches the clock and not those.
"""

import argparse
import json
import selectors
import socket
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import psutil

from flextime.league.ids import GameId
from flextime.season.schedules import PinGame, UnpinGame
from flextime_cli.apis.commands import CommandApi
from flextime_cli.stack.folder import DataFolder
from flextime_cli.stack.running import RunningStack
from flextime_schemas.settings import Settings
from tests.four_teams import GAMES, SEASON
from tests.query_reading import drafted

CONNECTIONS = 16
TRIALS = 200
PATIENCE_SECONDS = 60.0

Paths = Iterator[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Answers a second by the clock, and the server's CPU microseconds for each."""

    what: str
    answers: int
    per_second: float
    server_cpu_us: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency:
    """Milliseconds of one read after another."""

    what: str
    trials: int
    p50_ms: float
    p99_ms: float
    worst_ms: float


class Caller:
    """One kept connection."""

    def __init__(self, address: str, headers: str) -> None:
        split = urlsplit(address)
        self.socket = socket.create_connection((split.hostname or "127.0.0.1", split.port or 80))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._tail = f" HTTP/1.1\r\nHost: {split.netloc}\r\n{headers}\r\n".encode()
        self._answer = b""
        self._length = 0

    def ask(self, path: str) -> None:
        self._answer, self._length = b"", 0
        self.socket.sendall(b"GET " + path.encode() + self._tail)

    def answered(self) -> bool:
        """Take in what has come; True when the answer is whole. Raises ConnectionError for any status but 200, 304."""
        part = self.socket.recv(1 << 16)
        if not part:
            raise ConnectionError("the server has closed the connection")
        self._answer += part
        if not self._length and (head := self._answer.find(b"\r\n\r\n")) > 0:
            self._length = head + 4 + self._body_length(self._answer[:head].lower())
        return 0 < self._length <= len(self._answer)

    def _body_length(self, head: bytes) -> int:
        status = head[9:12]
        if status not in (b"200", b"304"):
            raise ConnectionError(f"the server has answered {head.decode()}")
        _, _, after = head.partition(b"content-length: ")
        return int(after.split(b"\r\n", 1)[0]) if after and status == b"200" else 0


def rate(what: str, settings: Settings, paths: Paths, seconds: float, headers: str = "") -> Rate:
    """Ask for as long as told, and count the answers."""
    server = _server(settings)
    callers = [Caller(settings.query_api, headers) for _ in range(CONNECTIONS)]
    with selectors.DefaultSelector() as ready:
        for caller in callers:
            ready.register(caller.socket, selectors.EVENT_READ, caller)
            caller.ask(next(paths))
        began, cpu, answers = time.monotonic(), _cpu(server), 0
        while (spent := time.monotonic() - began) < seconds:
            for key, _ in ready.select(timeout=1.0):
                if key.data.answered():
                    answers += 1
                    key.data.ask(next(paths))
        cpu = _cpu(server) - cpu
    for caller in callers:
        caller.socket.close()
    return Rate(
        what=what, answers=answers, per_second=round(answers / spent), server_cpu_us=round(1e6 * cpu / answers, 1)
    )


def latency(what: str, trial: Callable[[int], float], trials: int = TRIALS) -> Latency:
    """Make trials one after the other; each returns its seconds."""
    found = sorted(1000 * trial(number) for number in range(trials))
    return Latency(
        what=what,
        trials=trials,
        p50_ms=round(statistics.median(found), 2),
        p99_ms=round(found[int(0.99 * (trials - 1))], 2),
        worst_ms=round(found[-1], 2),
    )


def positioned(commands: CommandApi, http: httpx.Client, base: str) -> Callable[[int], float]:
    """Return a trial: decide a command, then read behind its position; the seconds of the read alone."""
    game = GameId(GAMES[3].game)

    def trial(number: int) -> float:
        kind = UnpinGame if number % 2 else PinGame
        sent = commands.decide(kind(season=SEASON, game=game))
        began = time.perf_counter()
        answer = http.get(f"{base}/games/{game}", params={"min_position": str(sent.position)})
        spent = time.perf_counter() - began
        if answer.json()["pinned"] == bool(number % 2):
            raise AssertionError(f"a stale answer to {sent.position}: {answer.text}")
        return spent

    return trial


def _server(settings: Settings) -> psutil.Process:
    port = urlsplit(settings.query_api).port
    listening = (found for found in psutil.net_connections("tcp") if found.status == psutil.CONN_LISTEN)
    return psutil.Process(
        next(found.pid for found in listening if found.laddr and found.laddr.port == port and found.pid)
    )


def _cpu(server: psutil.Process) -> float:
    used = server.cpu_times()
    return float(used.user + used.system)


def _forever(path: str) -> Paths:
    return (path for _ in count())


def main() -> int:
    """Measure and print; JSON with --json."""
    parser = argparse.ArgumentParser(prog="benchmarks.reads", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(".flextime"), help="data folder of a running stack")
    parser.add_argument("--seconds", type=float, default=5.0, help="how long each rate is measured")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    settings = Settings.from_environment(RunningStack.of(DataFolder(root=given.data.resolve())).environment)
    conference = f"bench-reads-{uuid4().hex[:6]}"
    base = f"/v1/conferences/{conference}"
    with (
        CommandApi(settings.command_api, conference, patience_seconds=PATIENCE_SECONDS) as commands,
        httpx.Client(base_url=settings.query_api, timeout=PATIENCE_SECONDS) as http,
    ):
        adopted = drafted(settings, commands)
        season = f"{base}/seasons/{SEASON}"
        etag = http.get(season, params={"min_position": str(adopted.position)}).headers["ETag"]
        for found in measured(settings, given.seconds, season, etag):
            print(json.dumps(asdict(found)) if given.json else found, flush=True)
        behind = latency("read behind a command's position", positioned(commands, http, base))
        print(json.dumps(asdict(behind)) if given.json else behind, flush=True)
    return 0


def measured(settings: Settings, seconds: float, season: str, etag: str) -> Iterator[Rate]:
    """Yield the rates: from memory, unchanged, and each for the first time."""
    yield rate("document from memory", settings, _forever(season), seconds)
    yield rate("unchanged document (304)", settings, _forever(season), seconds, f"If-None-Match: {etag}\r\n")
    yield rate("schedule page from memory", settings, _forever(f"{season}/schedule.html"), seconds)
    firsts = (f"{season}/games?team=BYU&from={date.fromordinal(1 + n)}" for n in count())  # never the same twice
    yield rate("filtered games, each for the first time", settings, firsts, seconds)


if __name__ == "__main__":
    sys.exit(main())
