"""What the search index knows of an event."""

from collections.abc import Callable, Iterable
from typing import Any

from flextime.season.decide import Event
from flextime.season.waivers import WaiverGranted
from flextime_projections.search_documents import event_search_document
from tests.histories import GAMES, RULES, big12_drafted, waivers_answered


def test_a_waiver_s_event_is_found_by_its_rule_teams_reasons_and_signature(
    project: Callable[[Iterable[Event]], Any],
) -> None:
    tables = project([*big12_drafted(), *waivers_answered()])
    ledger = tables.known.ledgers["big12"]
    events = [one for changes in tables.changes for one in changes.events]
    granted = next(one for one in events if isinstance(one.event, WaiverGranted))
    found = event_search_document(ledger, granted)
    home = GAMES[1].home
    assert found.get("title", "").startswith("Waiver granted: ")
    assert found.get("teams") == [home, GAMES[1].away]
    said = f" {found.get('text')} "
    for words in (RULES[0].kind.replace("-", " "), ledger.state.schools[home].name.lower(), "concert", "conference"):
        assert f" {words} " in said
