"""Reading RobinX files for the commands that take them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from flextime.robinx import RobinXError
from flextime_cli.commands.common import content_of
from flextime_cli.errors import StackError

INSTANCE_FIRST = "An instance comes first. docs/robinx.md says what is read."

Read = TypeVar("Read")


class WrongFormat(StackError):
    """A file is no RobinX, or not the RobinX that is supported."""


def read_file(file: Path, read: Callable[[bytes], Read], advice: str) -> Read:
    """Return what a file says. Raises WrongFormat with the file, the line and the reason, and the advice."""
    try:
        return read(content_of(file))
    except RobinXError as error:
        raise WrongFormat(f"{file}: {error}.", advice=advice) from error
