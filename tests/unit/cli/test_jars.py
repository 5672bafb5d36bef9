"""The lock of the servers' jars and what is done about files that differ from it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from flextime_cli.servers import jars
from flextime_cli.servers.jars import LockedFile

BODY = b"the bytes of a jar"
JAR = LockedFile(
    server="kafka",
    coordinate="org.example:thing:jar::1.0",
    name="thing-1.0.jar",
    sha256=hashlib.sha256(BODY).hexdigest(),
    size=len(BODY),
)


def cached(cache: Path, body: bytes) -> Path:
    path = cache / "maven" / JAR.path
    path.parent.mkdir(parents=True)
    path.write_bytes(body)
    return path


def test_the_lock_names_every_file_once_with_hash_and_size() -> None:
    entries = jars.read_lock()
    assert {entry.server for entry in entries} == {"kafka", "elasticsearch", "registry"}
    assert len({(entry.server, entry.name) for entry in entries}) == len(entries)
    assert all(len(entry.sha256) == 64 and entry.size > 0 for entry in entries)


def test_kafkas_own_jars_are_all_of_one_version() -> None:
    own = [entry for entry in jars.read_lock() if entry.coordinate.startswith("org.apache.kafka:")]
    assert {entry.coordinate.rsplit(":", 1)[1] for entry in own} == {"4.4.0"}


def test_a_comment_in_the_lock_is_no_file() -> None:
    assert jars.read_lock("# words\n\nkafka g:a:jar::1 a-1.jar ab 7\n") == [
        LockedFile(server="kafka", coordinate="g:a:jar::1", name="a-1.jar", sha256="ab", size=7)
    ]


def test_a_file_with_the_locked_bytes_is_not_fetched_again(tmp_path: Path) -> None:
    cached(tmp_path, BODY)
    assert jars.missing([JAR], tmp_path) == []


@pytest.mark.parametrize("body", [BODY[:-1], BODY[:-1] + b"?", b""], ids=["truncated", "altered", "empty"])
def test_a_damaged_file_is_fetched_again(tmp_path: Path, body: bytes) -> None:
    cached(tmp_path, body)
    assert jars.missing([JAR], tmp_path) == [JAR]


def test_an_absent_file_is_fetched(tmp_path: Path) -> None:
    assert jars.missing([JAR], tmp_path) == [JAR]
