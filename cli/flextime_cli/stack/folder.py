"""The data folder: everything of one stack that is not a download, in one place that can be moved aside or deleted."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flextime_cli.errors import AlreadySupervised, UnusableFolder


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFolder:
    """Names of what lies in a data folder; nothing is made before `create`."""

    root: Path

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def records(self) -> Path:
        """One small JSON file per living process: its pid and start time."""
        return self.root / "run"

    @property
    def ports_file(self) -> Path:
        return self.root / "ports.json"

    @property
    def state_file(self) -> Path:
        return self.root / "state.json"

    @property
    def lock_file(self) -> Path:
        return self.root / "supervisor.lock"

    @property
    def schema_ids(self) -> Path:
        """Written by the schemas' set-up; with it services start without waiting for the registry."""
        return self.root / "schema-ids.json"

    def log_of(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def create(self) -> None:
        """Make the folder and its fixed parts; raises UnusableFolder when it cannot be written."""
        try:
            for folder in (self.root, self.logs, self.records):
                folder.mkdir(parents=True, exist_ok=True)
            probe = self.root / f".writable.{os.getpid()}"
            probe.write_text("")
            probe.unlink()
        except OSError as error:
            raise UnusableFolder(
                f"The data folder {self.root} cannot be written: {error.strerror or error}.",
                advice="Name another with --data or FLEXTIME_DATA.",
            ) from error


def find_data_folder(told: Path | None = None) -> DataFolder:
    """What was told, else FLEXTIME_DATA, else `.flextime` in the checkout around the current folder or right here."""
    if told is None and (named := os.environ.get("FLEXTIME_DATA")):
        told = Path(named)
    if told is not None:
        return DataFolder(root=told.expanduser().resolve())
    here = Path.cwd()
    around = (folder for folder in (here, *here.parents) if _is_home(folder))
    return DataFolder(root=next(around, here) / ".flextime")


def _is_home(folder: Path) -> bool:
    project = folder / "pyproject.toml"
    return (folder / ".flextime").is_dir() or (project.is_file() and 'name = "flextime"' in project.read_text())


def write_json(path: Path, value: object) -> None:
    """Replace a small file in one step: a reader, or a kill, sees the old or the new text and never half of it."""
    aside = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    aside.write_text(json.dumps(value, indent=1) + "\n")
    aside.replace(path)


@contextmanager
def supervisor_lock(folder: DataFolder, *, patience_seconds: float = 0.0) -> Iterator[None]:
    """Hold the data folder as its only supervisor; raises AlreadySupervised when another does.

    The kernel drops the lock with the process, so a killed supervisor never leaves one behind. A supervisor has some
    patience, because `is_supervised` of another command takes the lock for an instant to look.
    """
    deadline = time.monotonic() + patience_seconds
    with folder.lock_file.open("w") as handle:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise AlreadySupervised(
                        f"A supervisor already runs on {folder.root}.", advice="See it with `flextime status`."
                    ) from None
                time.sleep(0.02)
        yield


def is_supervised(folder: DataFolder) -> bool:
    """Whether a supervisor holds the lock of this folder right now."""
    if not folder.lock_file.exists():
        return False
    try:
        with supervisor_lock(folder):
            return False
    except AlreadySupervised:
        return True
