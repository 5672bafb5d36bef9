"""Schedules as files and as a page."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from html import escape, unescape
from html.parser import HTMLParser
from urllib.parse import quote

import orjson
import pytest

from flextime_query_api.reading.conditions import Holds
from flextime_query_api.reading.past import rows_of_past
from flextime_query_api.rendering.calendar import render_ics
from flextime_query_api.rendering.grid import grid_of
from flextime_query_api.rendering.landing import render_landing
from flextime_query_api.rendering.page import render_html
from flextime_query_api.rendering.report import MOST_SHOWN
from flextime_query_api.rendering.schedule import Schedule, tip_off
from flextime_query_api.rendering.table import COLUMNS, render_csv
from flextime_schemas.ledger import Ledger
from tests.histories import GAMES, PLAN, PLAYED, RULES, SEASON

Scheduled = Callable[..., Schedule]

VOID = {"meta", "br", "img", "link", "input", "hr"}


class Tags(HTMLParser):
    """Reads a page: what was opened and not closed, what text each cell of the grid has, and what it refers to."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def entries(calendar: bytes) -> dict[str, dict[str, str]]:
    """Read a calendar's entries by their UID, lines unfolded."""
    text = calendar.decode().replace("\r\n ", "")
    found = {}
    for block in re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", text, re.DOTALL):
        entry = dict(line.split(":", 1) for line in block.splitlines())
        found[entry["UID"].removesuffix("@big12.flextime")] = entry
    return found


def game_of(home: str) -> str:
    """Name the first game that a team hosts."""
    return next(game.game for game in GAMES if game.home == home)


def test_the_csv_has_the_columns_of_the_contract_and_a_row_for_each_game(scheduled: Scheduled) -> None:
    rows = list(csv.reader(io.StringIO(render_csv(scheduled(SEASON)).decode())))
    assert rows[0] == [
        "game_id",
        "season",
        "home",
        "away",
        "venue",
        "date",
        "tip_off_local",
        "time_zone",
        "tip_off_utc",
        "status",
    ]
    assert {row[0] for row in rows[1:]} == {game.game for game in GAMES}
    assert [row[5] for row in rows[1:]] == sorted(row[5] for row in rows[1:])


def test_a_played_game_leaves_empty_what_the_record_does_not_say(scheduled: Scheduled) -> None:
    rows = list(csv.DictReader(io.StringIO(render_csv(scheduled(PLAYED)).decode())))
    assert rows[0] == dict.fromkeys(COLUMNS, "") | {
        "game_id": "mbb-2019-20.ku-at-tcu",
        "season": PLAYED,
        "home": "TCU",
        "away": "KU",
        "date": "2020-01-04",
        "status": "completed",
    }


def test_a_season_without_games_has_the_heading_alone(scheduled: Scheduled) -> None:
    empty = Schedule(season=scheduled(SEASON).season, games=[])
    assert render_csv(empty).decode() == ",".join(COLUMNS) + "\r\n"
    assert b"No game has a date yet" in render_html(empty)
    assert b"VEVENT" not in render_ics(empty)


@pytest.mark.parametrize(
    ("zone", "day", "utc"),
    [
        ("America/Chicago", "2026-03-07", "20260308T010000Z"),  # the day before the clocks change
        ("America/Chicago", "2026-03-08", "20260309T000000Z"),  # the day on which they have
        ("America/Phoenix", "2026-03-08", "20260309T020000Z"),  # Arizona keeps standard time
        ("America/New_York", "2026-01-03", "20260104T000000Z"),
    ],
)
def test_a_calendar_entry_begins_when_the_clock_of_the_venue_says(
    scheduled: Scheduled, zone: str, day: str, utc: str
) -> None:
    game = game_of("ARIZ")
    there = {"date": day, "tip_off_local": "19:00:00", "time_zone": zone}
    assert entries(render_ics(scheduled(SEASON, {game: there})))[game]["DTSTART"] == utc


def test_the_page_names_the_zone_that_holds_on_that_day(scheduled: Scheduled) -> None:
    game = game_of("COL")
    summer = scheduled(SEASON, {game: {"date": "2026-03-08", "tip_off_local": "19:00:00"}})
    assert [tip_off(each).tzname() for each in summer.games if each["id"] == game] == ["MDT"]  # type: ignore[union-attr]


def test_each_day_of_a_series_is_an_entry_at_the_hour_that_the_clock_of_the_venue_shows(scheduled: Scheduled) -> None:
    game = game_of("KU")  # in Lawrence, whose clocks go forward in the night to 8 March 2026
    series = {"days": 3, "date": "2026-03-06", "tip_off_local": "18:00:00"}
    found = entries(render_ics(scheduled(SEASON, {game: series})))
    ids = (game, f"{game}.day-2", f"{game}.day-3")
    assert [found[one]["DTSTART"] for one in ids] == ["20260307T000000Z", "20260308T000000Z", "20260308T230000Z"]
    assert found[ids[1]]["SUMMARY"].endswith("\\, game 2 of 3")
    assert not any("day-2" in other for other in found if not other.startswith(game))


@pytest.mark.parametrize("status", ["postponed", "cancelled", "forfeited"])
def test_a_game_that_is_not_played_on_its_day_is_called_off_in_calendars_and_struck_out_on_the_page(
    scheduled: Scheduled, status: str
) -> None:
    game, by = game_of("KU"), "KU" if status == "forfeited" else None
    told = scheduled(SEASON, {game: {"status": status, "forfeited_by": by, "published": True}})
    words = "forfeited by KU" if by else status
    found = entries(render_ics(told))
    assert (found[game]["STATUS"], found[game]["DESCRIPTION"].endswith(f"\\n{words}")) == ("CANCELLED", True)
    assert "CANCELLED" not in {entry["STATUS"] for other, entry in found.items() if other != game}
    page = render_html(told)
    assert f"<span class='tag'>{words}</span>".encode() in page
    assert (b"<dt>Owed</dt><dd>1<" in page) is (status == "postponed")
    struck = [attrs for tag, attrs in Tags(page).seen if "off" in (attrs.get("class") or "").split()]
    assert len(struck) == 3  # the cells of both teams, and the legend


def test_no_two_conferences_share_an_entry_of_a_calendar(scheduled: Scheduled) -> None:
    calendar = render_ics(scheduled(SEASON)).decode().replace("\r\n ", "")
    uids = re.findall(r"^UID:(.*)\r$", calendar, re.MULTILINE)
    assert sorted(uids) == sorted(f"{game.game}@big12.flextime" for game in GAMES)


def test_a_calendar_entry_has_the_games_id_its_last_change_and_its_place(scheduled: Scheduled) -> None:
    found = entries(render_ics(scheduled(SEASON)))
    assert len(found) == len(GAMES)
    home, away = next((game.home, game.away) for game in GAMES if game.home == "KU")
    entry = found[f"{SEASON}.{away.lower()}-at-{home.lower()}"]
    assert (entry["DTSTAMP"], entry["SEQUENCE"]) == ("20250901T120000Z", "7")
    assert entry["LOCATION"] == r"Allen Fieldhouse\, Lawrence\, KS"
    assert entry["SUMMARY"].endswith(" at Kansas")


def test_a_calendar_entry_without_tip_off_takes_the_whole_day(scheduled: Scheduled) -> None:
    entry = entries(render_ics(scheduled(PLAYED)))["mbb-2019-20.ku-at-tcu"]
    assert (entry["DTSTART;VALUE=DATE"], entry["DTEND;VALUE=DATE"]) == ("20200104", "20200105")


def test_lines_of_a_calendar_end_in_crlf_and_have_75_octets_at_most(scheduled: Scheduled) -> None:
    long = {game_of("KU"): {"network": "Ünïted Télévision " * 12}}
    calendar = render_ics(scheduled(SEASON, long))
    lines = calendar.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert max(map(len, lines)) <= 75
    assert all(b"\n" not in line for line in lines)
    assert "Ünïted Télévision Ünïted" in calendar.decode().replace("\r\n ", "")


def test_a_schedule_is_the_same_bytes_again(scheduled: Scheduled) -> None:
    for render in (render_csv, render_ics, render_html):
        assert render(scheduled(SEASON)) == render(scheduled(SEASON))


def test_the_grid_shows_each_game_in_the_rows_of_both_teams(scheduled: Scheduled) -> None:
    grid = grid_of(scheduled(SEASON))
    assert len(grid.columns) == len(PLAN.windows)
    for game in GAMES:
        assert [entry.text for entry in grid.cells[game.home, game.window]] == [game.away]
        assert [entry.text for entry in grid.cells[game.away, game.window]] == [f"@{game.home}"]


def test_the_grid_of_a_played_season_has_half_weeks_and_results(scheduled: Scheduled) -> None:
    grid = grid_of(scheduled(PLAYED))
    assert [(column.first.day, column.last.day) for column in grid.columns] == [(3, 5), (6, 9), (10, 12)]
    shown = {(team, column): (entry.text, entry.result) for (team, column), [entry] in grid.cells.items()}
    assert shown == {
        ("KU", 0): ("@TCU", "W"),
        ("TCU", 0): ("KU", "L"),
        ("KU", 1): ("@BAY", "L"),
        ("BAY", 1): ("KU", "W"),
        ("TCU", 2): ("n BAY", "L"),
        ("BAY", 2): ("n TCU", "W"),
    }


@pytest.mark.parametrize("season", [SEASON, PLAYED])
@pytest.mark.parametrize("origin", ["", "http://127.0.0.1:18001"])
def test_the_page_is_whole_in_itself_and_well_formed(scheduled: Scheduled, season: str, origin: str) -> None:
    tags = Tags(render_html(scheduled(season), origin))
    assert tags.open == []
    assert not [tag for tag, _ in tags.seen if tag in {"script", "link", "img", "iframe"}]
    links = [attrs["href"] or "" for tag, attrs in tags.seen if tag == "a"]
    assert links
    assert all(link.startswith(f"{origin}/v1/conferences/big12/") for link in links)
    assert [attrs["scope"] for tag, attrs in tags.seen if tag == "th"].count("row") >= 3


def test_the_page_says_in_words_what_it_says_in_colours(scheduled: Scheduled) -> None:
    pinned = {game_of("KU"): {"pinned": True}}
    page = render_html(scheduled(SEASON, pinned)).decode()
    byes = len(PLAN.teams) * len(PLAN.windows) - 2 * len(GAMES)
    assert page.count("<span class='said'>bye</span>") == byes
    assert "<span class='tag'>pinned</span>" in page
    assert "a draft, not published yet" in page


def test_the_page_tells_the_rules_that_are_broken_in_sentences_and_how_many_are_kept(scheduled: Scheduled) -> None:
    schedule = scheduled(SEASON)
    assert schedule.report is not None
    page = unescape(render_html(schedule).decode())
    broken = [one for one in schedule.report["rules"] if one["found"]]
    shown = [one["rule"] for one in broken if one["violations"][0]["sentence"] in page]
    assert shown[:MOST_SHOWN] == [one["rule"] for one in broken[:MOST_SHOWN]]
    assert all(one["sentence"] in page for one in broken[:MOST_SHOWN])
    assert f"{len(broken) - MOST_SHOWN} more are broken, and {len(RULES) - len(broken)} are kept." in page
    assert schedule.report["cannot_hold"]["explanation"] in page


def test_before_the_first_look_the_page_has_the_price_as_proposed(scheduled: Scheduled) -> None:
    schedule = scheduled(SEASON)
    assert schedule.report is not None
    unseen = replace(schedule, report={**schedule.report, "as_of": None, "cannot_hold": None})
    page = render_html(unseen).decode()
    assert "<dd>42.5<small>as proposed" in page
    assert "Rules that the games break" not in page


def test_a_name_is_no_markup(scheduled: Scheduled) -> None:
    schedule = scheduled(SEASON, {game_of("KU"): {"network": "<script>alert(1)</script>"}})
    assert b"<script" not in render_html(schedule)
    season = {"id": "x", "name": "<b>", "sport": "MBB", "year": "2025-26", "status": "planned"}
    assert b"<b>" not in render_landing([{"id": "x", "name": "<b>", "seasons": [season]}])


def test_the_landing_page_says_what_to_do_when_there_is_nothing() -> None:
    page = render_landing([])
    assert b"make demo" in page
    assert Tags(page).open == []


def test_the_page_tells_what_is_wrong_and_leads_to_the_ways_out(scheduled: Scheduled, big12: Ledger) -> None:
    wrong = [orjson.loads(row.document) for row in rows_of_past(big12, "conflicts", [Holds("seasons", SEASON)], None)]
    schedule = scheduled(SEASON)
    assert "What is wrong" not in render_html(schedule).decode()
    page = render_html(replace(schedule, conflicts=wrong)).decode()
    for conflict in wrong:
        assert escape(conflict["sentence"]) in page
        assert f"/v1/conferences/big12/conflicts/{quote(conflict['id'], safe='')}/ways-out" in page
    assert "overridden: both teams agreed" in page
