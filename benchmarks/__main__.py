"""`make bench`: start a stack of its own, measure everything on it, stop it. docs/measurements.md keeps what it prints.

Each part is a process of its own: `python -m benchmarks.NAME` runs one alone on a stack that is up.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psutil

FLEXTIME = Path(sys.executable).with_name("flextime")
ON_A_STACK = ("commands", "projections", "reads")
ALONE = ("conflicts", "solver")  # they measure the cores, and need no server
PARTS = ("start", *ON_A_STACK, *ALONE)


def main() -> int:
    """Run the parts that are asked for, all by default."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; all when none is named")
    parser.add_argument("--data", type=Path, default=Path(".flextime-test/bench"), help="made, and deleted at the end")
    given = parser.parse_args()
    parts = given.parts or PARTS
    if strange := set(parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(strange))}: {', '.join(PARTS)}")
    print(_machine(), flush=True)
    failed = 0
    if set(parts) - set(ALONE):
        with _stack(given.data):
            failed += sum(_part(name, "--data", str(given.data)) for name in ON_A_STACK if name in parts)
            print(_memory(given.data), flush=True)
    failed += sum(_part(name) for name in ALONE if name in parts)
    return 1 if failed else 0


def _machine() -> str:
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{datetime.now(UTC):%Y-%m-%d}: {os.cpu_count()} cores ({_processor()}), {memory:.0f} GiB, "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    )


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if not cpuinfo.exists():
        return platform.processor()
    lines = cpuinfo.read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


@contextmanager
def _stack(data: Path) -> Iterator[None]:
    """First start, stop, second start, each timed; stopped and deleted at the end."""
    try:
        print("== start", flush=True)
        for which in ("first start, files at hand", "second start"):
            _timed("down", data)
            print(f"{which}: {_timed('up', data):.1f} s", flush=True)
        yield
    finally:
        print(f"stop: {_timed('down', data):.1f} s", flush=True)
        shutil.rmtree(data, ignore_errors=True)


def _timed(command: str, data: Path) -> float:
    began = time.monotonic()
    subprocess.run([FLEXTIME, command, "--data", data], check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - began


def _part(name: str, *arguments: str) -> int:
    print(f"== {name}", flush=True)
    return subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *arguments], check=False).returncode


def _memory(data: Path) -> str:
    shown = subprocess.run([FLEXTIME, "status", "--json", "--data", data], check=False, capture_output=True, text=True)
    rows = json.loads(shown.stdout)["rows"]
    lines = [f"{row['name']}: {row['memory'] / 1e6:.0f} MB" for row in rows]
    return "\n".join(["== memory after the measurements", *lines])


if __name__ == "__main__":
    sys.exit(main())
