"""Documents of the search index out of a ledger: pure. The server folds nothing, so every name a thing goes by, every
abbreviation, month and weekday is written out here.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from flextime.league.ids import RuleId, SchoolCode, SeasonId, VenueId
from flextime.league.model import School, Venue
from flextime.season.decide import Event
from flextime.season.in_season import GameCancelled, GameForfeited, GameMadeUp, GamePostponed
from flextime.season.members import SchoolChanged
from flextime.season.schedules import GameMoved, GamePinned
from flextime.season.state import Conference
from flextime.season.venues import VenueChanged
from flextime.season.waivers import WaiverAsked, WaiverGranted, WaiverRefused, WaiverWithdrawn
from flextime_projections.row_building import documents_of, event_document
from flextime_projections.touched import RowKey
from flextime_schemas.fold import Recorded
from flextime_schemas.ledger import Ledger, rule_key
from flextime_schemas.rows.common import moment
from flextime_schemas.search_model import SearchDocument, normalise

SPORTS: Mapping[str, str] = {
    "FB": "football",
    "MBB": "men's basketball mens hoops",
    "WBB": "women's basketball womens hoops",
    "BSB": "baseball",
    "SB": "softball",
    "SOC": "women's soccer womens",
    "VB": "volleyball",
    "MTN": "men's tennis mens",
    "WTN": "women's tennis womens",
    "GYM": "gymnastics",
    "LAX": "lacrosse",
    "WRE": "wrestling",
}
OFF = ("postponed", "cancelled", "forfeited")  # states that the date of a game does not tell
SEARCHED = ("games", "schools", "venues", "rules")


def search_id(conference: str, kind: str, season: str, key: str) -> str:
    """Name a document: "big12:game:mbb-2025-26:mbb-2025-26.ku-at-tcu"."""
    return ":".join((conference, kind, season, key))


def search_documents(ledger: Ledger, keys: Iterable[RowKey]) -> dict[RowKey, SearchDocument | None]:
    """Return a document for each row that is searched for; None for one that is no more."""
    wanted = [key for key in keys if key.view in SEARCHED]
    return {
        key: None if shown is None else _BUILDERS[key.view](ledger, key, shown)
        for key, shown in documents_of(ledger, wanted).items()
    }


def school_names(school: School | None, code: str) -> list[str]:
    """Return every name that a school's team goes by, folded: "ku", "kansas", "jayhawks", "kansas jayhawks"."""
    if school is None:
        return [normalise(code)]
    plain = [code, school.name, *school.nicknames]
    return _distinct([*plain, *(f"{school.name} {nickname}" for nickname in school.nicknames)])


def _distinct(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, map(normalise, names))))


def _words(*parts: str | None) -> str:
    return normalise(" ".join(filter(None, parts)))


def _day_words(day: date) -> str:
    """Write a day in the words that people use: "saturday sat february feb 14 2026 2026-02-14"."""
    return day.strftime("%A %a %B %b %d %Y %Y-%m-%d ") + str(day.day)


def _game(ledger: Ledger, key: RowKey, shown: dict[str, Any]) -> SearchDocument:
    schools, day = ledger.state.schools, date.fromisoformat(shown["date"])
    home, away = shown["home"]["id"], shown["away"]["id"]
    home_names = school_names(schools.get(SchoolCode(home)), home)
    away_names = school_names(schools.get(SchoolCode(away)), away)
    place = [shown["venue"]["name"], shown["venue"]["city"]] if shown["venue"] else []
    if not shown["venue"] and (host := schools.get(SchoolCode(home))) and not shown["neutral"]:
        place = [host.city]
    title = f"{shown['away']['name']} at {shown['home']['name']}, {day:%A}, {day:%B} {day.day}, {day.year}"
    if shown["status"] in OFF:
        title += f" ({shown['status']})"
    return {
        **_common(ledger, "game", key, title, shown),
        "sport": shown["sport"],
        "teams": [home, away],
        "home": home,
        "away": away,
        "venue": shown["venue"]["id"] if shown["venue"] else None,
        "date": shown["date"],
        "moment": shown["tip_off_utc"],
        "weekday": f"{day:%A}".lower(),
        "month": f"{day:%B}".lower(),
        "status": shown["status"],
        "network": shown["network"],
        "text": _words(
            *home_names, *away_names, *place, _day_words(day), SPORTS.get(shown["sport"]), shown["sport"],
            shown["network"], shown["status"], _season_name(ledger.state, key.season),
            "pinned" if shown["pinned"] else "",
        ),
        "names": _distinct([*home_names, *away_names, *place]),
        "home_names": home_names,
        "away_names": away_names,
        "host_names": _distinct([*home_names, *place]),
    }  # fmt: skip


def _season_name(state: Conference, season: str) -> str:
    if (planned := state.seasons.get(SeasonId(season))) is not None:
        return f"{planned.plan.name} {planned.plan.year}"
    played = state.played.get(SeasonId(season))
    return f"{played.name} {played.year}" if played else ""


def _school(ledger: Ledger, key: RowKey, shown: dict[str, Any]) -> SearchDocument:
    names = school_names(ledger.state.schools[SchoolCode(key.id)], key.id)
    arenas = [venue["name"] for venue in shown["venues"]]
    return {
        **_common(ledger, "school", key, f"{shown['name']} ({key.id}), {shown['city']}, {shown['state']}", shown),
        "teams": [key.id],
        "status": shown["status"],
        "text": _words(*names, shown["city"], shown["state"], *arenas, "school"),
        "names": _distinct([*names, shown["city"]]),
    }


def _venue(ledger: Ledger, key: RowKey, shown: dict[str, Any]) -> SearchDocument:
    venue: Venue = ledger.state.venues[VenueId(key.id)]
    owner = school_names(ledger.state.schools.get(venue.school), venue.school)
    sports = [f"{sport} {SPORTS.get(sport, '')}" for sport in venue.sports]
    return {
        **_common(ledger, "venue", key, f"{venue.name}, {shown['city']}, {shown['state']}", shown),
        "teams": [venue.school],
        "venue": venue.id,
        "text": _words(venue.name, *owner, shown["city"], shown["state"], *sports, "venue"),
        "names": _distinct([venue.name]),
    }


def _rule(ledger: Ledger, key: RowKey, shown: dict[str, Any]) -> SearchDocument:
    note = ledger.rules[rule_key(SeasonId(key.season), RuleId(key.id))]
    given = [text for value in note.rule.parameters.values() for text in _texts(value)]
    teams = [text for text in given if text in ledger.state.schools]
    named = [name for code in teams for name in school_names(ledger.state.schools[SchoolCode(code)], code)]
    return {
        **_common(ledger, "rule", key, note.sentence, shown),
        "teams": teams,
        "status": "in force" if note.in_force else "retired",
        "text": _words(
            note.sentence, key.id, note.rule.kind, note.rule.hardness, *given, *named, note.because, note.asked_by,
            _season_name(ledger.state, key.season), "rule",
        ),
        "names": _distinct([key.id, note.rule.kind]),
    }  # fmt: skip


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [one for one in value if isinstance(one, str)] if isinstance(value, list | tuple) else []


def _common(ledger: Ledger, kind: Any, key: RowKey, title: str, shown: dict[str, Any]) -> SearchDocument:  # noqa: ANN401
    return {
        "conference": ledger.state.id,
        "kind": kind,
        "id": key.id,
        "season": key.season or None,
        "title": title,
        "document": shown,
    }


def event_search_document(ledger: Ledger, recorded: Recorded) -> SearchDocument:
    """Return the document of an event: what happened, to what, by whom and why. Its fields stay in the event log."""
    envelope, event = recorded.envelope, recorded.event
    said = _said(event)
    happened = " ".join(re.findall(r"[A-Z][a-z]*", envelope.type.rpartition(".")[2])).capitalize()
    names, teams = _named_in(ledger.state, event)
    shown = event_document(recorded)
    del shown["data"]  # a candidate has 20 kB of games, and nobody looks for those here
    return {
        "conference": envelope.conference,
        "kind": "event",
        "id": envelope.id,
        "sequence": envelope.sequence,
        "season": getattr(event, "season", None),
        "teams": teams,
        "moment": moment(envelope.time),
        "event_type": envelope.type.rpartition(".")[2],
        "actor": envelope.actor,
        "title": ": ".join(filter(None, (happened, ", ".join(said)))) or happened,
        "text": _words(happened, *said, *names, envelope.actor, envelope.stream, _day_words(envelope.time.date())),
        "names": [],
        "document": shown,
    }


def _said(event: Event) -> list[str]:
    """Return the event's own short texts, and where a game went."""
    texts = [str(value) for field in fields(event) if isinstance(value := getattr(event, field.name), str) and value]
    if isinstance(event, GameMoved | GameMadeUp):
        texts.append(f"from {event.was.date} {event.was.tip_off:%H:%M} to {event.now.date} {event.now.tip_off:%H:%M}")
    elif isinstance(event, GamePostponed | GameCancelled):
        texts.append(f"from {event.was.date} {event.was.tip_off:%H:%M}")
    elif isinstance(event, WaiverAsked | WaiverGranted | WaiverRefused | WaiverWithdrawn):
        asked = event.waiver
        texts += [asked.id, asked.rule, asked.kind, *asked.games, f"until {asked.until}", asked.asked_by, asked.because]
    things = [getattr(event, name, None) for name in ("school", "venue", "rule", "plan", "closure")]
    for thing in (*things, event.now if isinstance(event, SchoolChanged | VenueChanged) else None):
        texts += [
            str(value) for part in ("code", "name", "id", "venue", "reason") if (value := getattr(thing, part, ""))
        ]
    return texts


def _named_in(state: Conference, event: Event) -> tuple[list[str], list[str]]:
    """Return the names and codes of the teams that an event is about."""
    codes: list[SchoolCode] = []
    if isinstance(event, GameMoved | GameMadeUp):
        codes = [event.now.home, event.now.away]
    elif isinstance(event, GamePostponed | GameCancelled):
        codes = [event.was.home, event.was.away]
    elif isinstance(event, GamePinned | GameForfeited):
        codes = [event.at.home, event.at.away]
    elif isinstance(event, WaiverAsked | WaiverGranted | WaiverRefused | WaiverWithdrawn):
        codes = [*event.waiver.teams]
    elif isinstance(event, SchoolChanged):
        codes = [event.now.code]
    elif school := getattr(event, "school", None):
        codes = [school.code]
    return [name for code in codes for name in school_names(state.schools.get(code), code)], [*codes]


_BUILDERS = {"games": _game, "schools": _school, "venues": _venue, "rules": _rule}
