"""The servers' jars: fetched once into a shared cache, and never used without matching the lock.

`jars.lock` names every file with its coordinate, SHA-256 and size. jgo 3.2 fetches well but writes straight to the
final path and once took a truncated jar silently, so what it brings is hashed here and fetched again if it differs.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tarfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import requests
from jgo.constants import MAVEN_CENTRAL_URL
from jgo.maven import MavenContext
from jgo.maven._resolver import PythonResolver

from flextime_cli.errors import DownloadFailed

# Eight at a time: the files are many and small, so round trips and not bandwidth take the time.
PARALLEL_DOWNLOADS = 8
# Three tries: one for a dropped connection, one for a truncated file, then a person should look.
ATTEMPTS = 3
# jgo's own 10 s time-out is between two reads and was too short for a slow mirror.
READ_TIMEOUT_SECONDS = 60

ProgressCallback = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedFile:
    """One line of the lock. `server` is who needs it: kafka, elasticsearch or registry."""

    server: str
    coordinate: str  # group:artifact:packaging:classifier:version, classifier may be empty
    name: str
    sha256: str
    size: int  # bytes

    @property
    def path(self) -> Path:
        """Where it lies below the Maven folder of the cache."""
        group, artifact, _, _, version = self.coordinate.split(":")
        return Path(*group.split("."), artifact, version, self.name)


def cache_folder() -> Path:
    """The folder that all data folders of this user share: FLEXTIME_CACHE, or ~/.cache/flextime."""
    told = os.environ.get("FLEXTIME_CACHE")
    return Path(told).expanduser().resolve() if told else Path.home() / ".cache" / "flextime"


def read_lock(text: str | None = None) -> list[LockedFile]:
    """The files of the lock in its order; lines that begin with # are comments."""
    if text is None:
        text = (files("flextime_cli.servers") / "jars.lock").read_text()
    rows = [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [
        LockedFile(server=server, coordinate=coordinate, name=name, sha256=sha256, size=int(size))
        for server, coordinate, name, sha256, size in rows
    ]


def sha256_of(path: Path) -> str:
    """Hex SHA-256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def is_intact(entry: LockedFile, cache: Path) -> bool:
    """Whether the cached file is there with exactly the locked bytes; the size is compared first, it costs nothing."""
    path = cache / "maven" / entry.path
    return path.is_file() and path.stat().st_size == entry.size and sha256_of(path) == entry.sha256


def missing(entries: Sequence[LockedFile], cache: Path) -> list[LockedFile]:
    """The entries that must be fetched: absent, or with other bytes than the lock says."""
    with ThreadPoolExecutor(PARALLEL_DOWNLOADS) as pool:
        intact = list(pool.map(lambda entry: _is_usable(entry, cache), entries))
    return [entry for entry, good in zip(entries, intact, strict=True) if not good]


def fetch(entries: Sequence[LockedFile], cache: Path, progress: ProgressCallback | None = None) -> None:
    """Bring the entries into the cache and check each against the lock.

    One process at a time fetches into a cache folder; a second one waits, and finds the work done.
    Raises DownloadFailed with the first file that could not be had.
    """
    cache.mkdir(parents=True, exist_ok=True)
    with _only_one_fetches(cache), ThreadPoolExecutor(PARALLEL_DOWNLOADS) as pool:
        context = _context(cache, progress)
        list(pool.map(lambda entry: _fetch_one(entry, cache, context), missing(entries, cache)))
    for entry in entries:
        if entry.name.endswith(".tar.gz"):
            unpack(entry, cache)


def class_path_files(server: str, cache: Path) -> list[Path]:
    """The jars of one server, in the order of the lock."""
    return [cache / "maven" / entry.path for entry in read_lock() if entry.server == server]


def unpacked_folder(entry: LockedFile, cache: Path) -> Path:
    """Where an archive of the lock is unpacked; named by its hash, so that another version never mixes in."""
    return cache / "unpacked" / f"{entry.name.removesuffix('.tar.gz')}-{entry.sha256[:12]}"


def unpack(entry: LockedFile, cache: Path) -> Path:
    """Unpack an archive once: into a folder aside, then one rename, so that half an archive is never seen."""
    target = unpacked_folder(entry, cache)
    if _is_unpacked_whole(target):
        return target
    archive = cache / "maven" / entry.path
    aside = target.with_name(target.name + f".{os.getpid()}")
    shutil.rmtree(target, ignore_errors=True)
    with tarfile.open(archive) as tar:
        tar.extractall(aside, filter="data")
    _write_inventory(aside)
    aside.rename(target)
    return target


def _is_usable(entry: LockedFile, cache: Path) -> bool:
    if entry.name.endswith(".tar.gz"):
        return is_intact(entry, cache) and _is_unpacked_whole(unpacked_folder(entry, cache))
    return is_intact(entry, cache)


def _write_inventory(folder: Path) -> None:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [f"{path.stat().st_size} {path.relative_to(folder)}" for path in found]
    (folder / ".inventory").write_text("\n".join(lines) + "\n")


def _is_unpacked_whole(folder: Path) -> bool:
    """By size only: the archive itself is hashed, and hashing 170 MB more at every start would cost half a second."""
    inventory = folder / ".inventory"
    if not inventory.is_file():
        return False
    rows = (line.split(" ", 1) for line in inventory.read_text().splitlines())
    return all((folder / name).is_file() and (folder / name).stat().st_size == int(size) for size, name in rows)


def _context(cache: Path, progress: ProgressCallback | None) -> MavenContext:
    # A mirror close by is named with FLEXTIME_MAVEN; jgo's own settings file is not read, a build must not hang on it.
    repository = os.environ.get("FLEXTIME_MAVEN", MAVEN_CENTRAL_URL)
    return MavenContext(
        resolver=PythonResolver(progress_callback=progress),
        repo_cache=cache / "maven",
        remote_repos={"central": repository},
        timeout=READ_TIMEOUT_SECONDS,
    )


@contextmanager
def _only_one_fetches(cache: Path) -> Iterator[None]:
    with (cache / "fetch.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _fetch_one(entry: LockedFile, cache: Path, context: MavenContext) -> None:
    group, artifact, packaging, classifier, version = entry.coordinate.split(":")
    wanted = context.project(group, artifact).at_version(version).artifact(classifier, packaging)
    path = cache / "maven" / entry.path
    reason = ""
    for _ in range(ATTEMPTS):
        if is_intact(entry, cache):
            return
        path.unlink(missing_ok=True)
        try:
            context.resolver.download(wanted)
            reason = "its bytes differ from the lock"
        except (requests.RequestException, OSError, RuntimeError) as error:
            reason = str(error)
    if not is_intact(entry, cache):
        raise DownloadFailed(
            f"{entry.coordinate} could not be fetched: {reason}",
            advice="Check the network and run the same command again: what is already here stays. "
            "FLEXTIME_MAVEN names another Maven repository.",
        )
