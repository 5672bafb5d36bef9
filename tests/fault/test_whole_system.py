"""A whole system of its own, with a season in it: servers taken away, everything stopped and started again."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from flextime_cli.apis.commands import CommandApi, Sent
from flextime_cli.apis.queries import QueryApi
from flextime_cli.auditing.reading import documents_of_read_model
from flextime_cli.main import app
from flextime_cli.stack import control, processes
from flextime_cli.stack.folder import DataFolder
from flextime_cli.stack.running import RunningStack
from flextime_schemas.problems import MEDIA_TYPE
from flextime_schemas.settings import Settings
from tests.four_teams import SEASON
from tests.query_reading import PATIENCE_SECONDS, drafted

pytestmark = [pytest.mark.stack, pytest.mark.fault, pytest.mark.timeout(300)]

SESSIONS = Path(__file__).parents[2] / ".flextime-test"
CONFERENCE = "whole"
BASE = f"/v1/conferences/{CONFERENCE}"


@pytest.fixture(scope="module")
def whole() -> Iterator[RunningStack]:
    """Every server and service, on a folder of this module's own."""
    folder = DataFolder(root=SESSIONS / f"{os.getpid()}-whole")
    control.ensure_jars()
    try:
        control.start(folder)
        yield RunningStack.of(folder)
    finally:
        control.destroy(folder)


@pytest.fixture(scope="module")
def season(whole: RunningStack) -> Sent:
    """A season with a draft; returns the position behind it."""
    settings = Settings.from_environment(whole.environment)
    with CommandApi(settings.command_api, CONFERENCE, patience_seconds=PATIENCE_SECONDS) as commands:
        return drafted(settings, commands)


@pytest.fixture
def queries(whole: RunningStack) -> Iterator[QueryApi]:
    """The query API, asked again for as long as it says that it will be back."""
    with QueryApi(whole.query_api, CONFERENCE, patience_seconds=PATIENCE_SECONDS) as api:
        yield api


@contextmanager
def away(stack: RunningStack, name: str) -> Iterator[None]:
    """Kill a server; nobody starts another until the block is left, and then the block's end waits for it."""
    supervisor = stack.pid_of("supervisor")
    os.kill(supervisor, signal.SIGSTOP)
    try:
        killed = stack.kill(name)
        yield
    finally:
        os.kill(supervisor, signal.SIGCONT)
    stack.wait_until_up(name, other_than=killed)


def first_failure(http: httpx.Client, path: str) -> httpx.Response:
    """Ask until the answer is no success: what the server had sent before it was killed may still arrive."""
    while (answer := http.get(path)).is_success:
        pass
    return answer


def lasting(page: dict[str, Any]) -> dict[str, Any]:
    """Return what a page of the query API tells, less the scores of hits and the order that follows from them.

    A score counts the words of deleted documents until Elasticsearch merges them away, which a restart may do.
    """
    if "facets" not in page:
        return page
    hits = [{name: value for name, value in hit.items() if name != "score"} for hit in page["items"]]
    return {**page, "items": sorted(hits, key=lambda hit: (hit["kind"], hit["id"]))}


@pytest.mark.parametrize(
    ("server", "path", "code"),
    [
        ("postgres", f"{BASE}/seasons/{SEASON}", "read-model-away"),
        ("postgres", f"{BASE}/seasons/{SEASON}/games?as_of=2099-01-01T00:00:00Z", "read-model-away"),
        ("elasticsearch", f"{BASE}/search?q=byu&limit=100", "search-away"),
    ],
)
def test_while_a_server_is_away_reads_of_it_are_503_with_retry_after_and_then_go_on(
    whole: RunningStack, season: Sent, queries: QueryApi, *, server: str, path: str, code: str
) -> None:
    queries.get(f"seasons/{SEASON}", min_position=season.position)
    queries.get("search", q="byu", min_position=season.position)
    with httpx.Client(base_url=whole.query_api, timeout=30) as http:
        before = http.get(path)
        assert before.status_code == 200
        with away(whole, server):
            answer = first_failure(http, path)
            others = http.get(f"{BASE}/schools")
        assert (answer.status_code, answer.headers["content-type"]) == (503, MEDIA_TYPE), answer.text
        assert answer.json()["type"] == f"urn:flextime:problem:{code}"
        assert int(answer.headers["Retry-After"]) >= 1
        assert others.status_code == (503 if server == "postgres" else 200)
    after = queries.ask("GET", path)
    assert after.status_code == 200
    assert lasting(after.json()) == lasting(before.json())


def flextime(stack: RunningStack, *arguments: str) -> str:
    result = CliRunner().invoke(app, [*arguments, "--data", str(stack.folder.root)])
    assert result.exit_code == 0, result.output
    return result.stdout


def as_it_is(stack: RunningStack, queries: QueryApi, season: Sent) -> dict[str, Any]:
    """What the log, the read model and the search index say."""
    assert season.sequence is not None
    hits = queries.items("search", q="utah at byu", kind="game", min_position=season.position)
    return {
        "replay": json.loads(flextime(stack, "replay", CONFERENCE, "--json")),
        "read model": documents_of_read_model(queries, season.sequence, past=False),
        "found": [hit["id"] for hit in hits],
    }


def test_down_and_up_bring_the_whole_system_back_as_it_was(
    whole: RunningStack, season: Sent, queries: QueryApi
) -> None:
    before = as_it_is(whole, queries, season)
    assert before["replay"]["verified"]
    assert before["replay"]["read_model"] == {"compared": True, "reason": None, "differences": []}
    assert before["found"] == ["mbb-test.utah-at-byu"]

    flextime(whole, "down")
    assert [name for name in whole.ports if processes.recorded(whole.folder, name)] == []
    flextime(whole, "up")

    assert as_it_is(whole, queries, season) == before
