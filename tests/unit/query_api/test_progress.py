"""The newest word of each member of a run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from flextime.league.ids import ConferenceId, RunId, SeasonId
from flextime_query_api.reading import progress
from flextime_query_api.reading.progress import ProgressView
from flextime_schemas.messages import SolveProgress

BEGIN = datetime(2025, 9, 1, 12, tzinfo=UTC)


def told(member: int, second: int, *, run: str = "run-1", best: float | None = None) -> SolveProgress:
    return SolveProgress(
        run=RunId(run),
        conference=ConferenceId("big12"),
        season=SeasonId("mbb"),
        member=member,
        stage="annealing",
        evaluations=1000 * second,
        best=best,
        miles=None,
        seconds=float(second),
        message="",
        at=BEGIN + timedelta(seconds=second),
    )


def test_a_run_shows_the_newest_word_of_each_member_in_order() -> None:
    view = ProgressView()
    view.arrived([told(1, 1), told(0, 1), told(1, 2, best=7.5)])
    assert [(found["member"], found["best"], found["at"]) for found in view.documents("big12", "run-1")] == [
        (0, None, "2025-09-01T12:00:01Z"),
        (1, 7.5, "2025-09-01T12:00:02Z"),
    ]
    assert view.documents("big12", "run-2") == []


def test_an_older_word_does_not_take_the_place_of_a_newer_one() -> None:
    view = ProgressView()
    view.arrived([told(0, 5), told(0, 3)])
    assert view.documents("big12", "run-1")[0]["seconds"] == 5.0


def test_the_oldest_run_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "MOST_RUNS", 2)
    view = ProgressView()
    view.arrived([told(0, 1, run="a"), told(0, 2, run="b"), told(0, 3, run="a"), told(0, 4, run="c")])
    assert [bool(view.documents("big12", run)) for run in "abc"] == [True, False, True]
