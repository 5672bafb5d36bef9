"""Run all tests in two lanes at once, as `make test` does: those on real servers, which wait a lot, and the rest.

The servers' lane is seen as it goes, the other's output as soon as it ends. Each leaves what it covered in a file of
its own. The exit code is 1 where either failed.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

CHECKOUT = Path(__file__).parent.parent
ON_SERVERS = ("tests/integration", "tests/fault", "tests/docs")
THE_REST = ("tests/unit", "flextime")


def main() -> int:
    """Run both lanes, to their end after Ctrl-C as well: they have heard it, and stop their servers."""
    with TemporaryFile() as kept:
        rest, servers = _start("rest", THE_REST, kept), _start("servers", ON_SERVERS, None)
        signal.signal(signal.SIGINT, lambda *_: None)
        return int(any([_told(rest, kept), servers.wait()]))


def _start(name: str, tests: tuple[str, ...], output: IO[bytes] | None) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "pytest", "--cov=flextime", "--cov-report=", *tests],
        cwd=CHECKOUT,
        env={**os.environ, "COVERAGE_FILE": f".coverage.{name}"},
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
    )


def _told(lane: subprocess.Popen[bytes], kept: IO[bytes]) -> int:
    code = lane.wait()
    kept.seek(0)
    print(f"\n{kept.read().decode(errors='replace')}", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
