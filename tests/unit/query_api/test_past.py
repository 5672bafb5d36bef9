"""Reads of the past: rows out of a fold, filtered, ordered and turned page by page as those of now."""

from __future__ import annotations

import asyncio
from datetime import date

import orjson
import pytest

from flextime_query_api.reading.conditions import ORDERS, AtLeast, AtMost, Condition, Either, Equals, Holds
from flextime_query_api.reading.past import rows_of_past
from flextime_query_api.routes.seasons import wanted_games
from flextime_query_api.web.paging import Paging, cursor_at
from flextime_schemas.ledger import Ledger
from flextime_schemas.rows import BUILDERS, keys_of
from tests.histories import GAMES, PLAYED, RULES, SEASON, big12_drafted, under_way
from tests.unit.query_api.conftest import ledger_of


@pytest.mark.parametrize("view", sorted(BUILDERS))
def test_every_key_has_a_row_in_the_views_order(big12: Ledger, view: str) -> None:
    rows = rows_of_past(big12, view, [], None)
    assert len(rows) == len(set(keys_of(big12, view))) > 0
    assert [row.place for row in rows] == sorted((row.place for row in rows), reverse=ORDERS[view].descending)


@pytest.mark.parametrize("view", ["games", "seasons", "runs", "rules"])
def test_pages_give_every_row_once(big12: Ledger, view: str) -> None:
    whole = [row.document for row in rows_of_past(big12, view, [], None)]
    turned, cursor = [], None
    while page := rows_of_past(big12, view, [], Paging(limit=7, cursor=cursor).behind(view))[:7]:
        turned += [row.document for row in page]
        cursor = cursor_at(page[-1].place)
    assert turned == whole


def test_games_are_found_by_team_opponent_venue_and_date(big12: Ledger) -> None:
    game = GAMES[0]
    conditions: list[Condition] = [
        Equals("season", SEASON),
        Either(("home", "away"), game.home),
        Either(("home", "away"), game.away),
        Equals("venue", game.venue),
        AtLeast("date", game.date),
        AtMost("date", game.date),
    ]
    [found] = rows_of_past(big12, "games", conditions, None)
    assert orjson.loads(found.document)["id"] == game.game


def test_games_are_found_by_their_state() -> None:
    ledger = ledger_of([*big12_drafted(), *under_way()])
    found = {
        status: {orjson.loads(row.document)["id"] for row in rows_of_past(ledger, "games", conditions, None)}
        for status in ("postponed", "cancelled", "forfeited")
        for conditions in [asyncio.run(wanted_games(status=status))]
    }
    assert found == {
        "postponed": set(),
        "cancelled": {GAMES[61].game, GAMES[63].game},
        "forfeited": {GAMES[62].game},
    }


def test_waivers_are_found_by_rule_kind_team_state_and_by_whether_they_hold(big12: Ledger) -> None:
    def found(*conditions: Condition) -> list[str]:
        return [orjson.loads(row.document)["id"] for row in rows_of_past(big12, "waivers", conditions, None)]

    assert found() == ["withdrawn", "refused", "granted", "asked"]  # the latest first
    assert found(Equals("status", "granted"), Equals("kind", RULES[0].kind)) == ["granted"]
    assert found(Equals("kind", RULES[0].kind), Equals("rule", "another")) == []
    assert found(Holds("teams", GAMES[2].away), Holds("games", GAMES[2].game)) == ["refused"]
    assert len(found(AtLeast("until", date(2026, 3, 7)))) == 4
    assert found(AtLeast("until", date(2026, 3, 8))) == []


def test_a_bound_leaves_out_what_is_unknown(big12: Ledger) -> None:
    condition = AtLeast("miles", 0.0)
    assert not condition.holds({"miles": None})
    known = rows_of_past(big12, "seasons", [condition], None)
    assert {orjson.loads(row.document)["id"] for row in known} == {SEASON, PLAYED}


def test_sql_and_memory_say_the_same_of_a_condition() -> None:
    conditions: list[Condition] = [Either(("home", "away"), "KU"), AtMost("date", date(2026, 2, 1))]
    assert [condition.as_sql().as_string() for condition in conditions] == [
        "(\"home\" = 'KU' OR \"away\" = 'KU')",
        "\"date\" <= '2026-02-01'::date",
    ]


def test_text_is_ordered_by_code_points_as_python_orders_it() -> None:
    order = ORDERS["seasons"]
    assert order.as_sql().as_string() == '"year" COLLATE "C" DESC, "id" COLLATE "C" DESC'
    behind = order.behind(("2025-26", "mbb")).as_string()
    assert behind == '("year" COLLATE "C", "id" COLLATE "C") < (\'2025-26\', \'mbb\')'
    assert order.is_behind({"year": "2025-26", "id": "a"}, ("2025-26", "mbb"))
