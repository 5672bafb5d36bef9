"""Events become rows and documents: the Big 12 of 2025-26, and a piece of a played season."""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import reduce
from itertools import groupby
from typing import Any

import pytest

from flextime.league.big12 import CLOSURES, SCHOOLS, VENUES
from flextime.league.distance import great_circle_miles
from flextime.league.ids import CandidateId, ConferenceId, RuleId, SchoolCode
from flextime.league.model import Closure, DateSpan
from flextime.rules.check import score
from flextime.season.conflicts import ConflictCleared
from flextime.season.decide import Event, empty, evolve
from flextime.season.reports import draft_findings
from flextime.season.rulebook import RuleRetired
from flextime.season.runs import CandidateProposed, MemberFailed, RunFailed, RunFoundInfeasible, ScheduleRequested
from flextime.season.schedules import CandidateAdopted, GameMoved, GamePinned, GameUnpinned, SchedulePublished
from flextime.season.state import Conference, season_facts
from flextime.season.venues import VenueChanged, VenueClosed, VenueReopened
from flextime.solve.problem import Budget
from tests.histories import (
    GAMES,
    PLAYED,
    RULES,
    RUN,
    SEASON,
    big12_drafted,
    big12_members,
    big12_opened,
    conflicts_recorded,
    moved,
    played_2019_20,
    played_before_its_venue,
    postponed,
    rules_reported,
    under_way,
)

Project = Callable[[Iterable[Event]], Any]
CAMPUS = {school.code: school for school in SCHOOLS}
OPENER = GAMES[0]


def document(rows: Iterable[dict[str, Any]], key: str) -> dict[str, Any]:
    found = next(row for row in rows if row["id"] == key)
    parsed: dict[str, Any] = json.loads(found["document"])
    return parsed


def state_of(events: Iterable[Event]) -> Conference:
    return reduce(evolve, events, empty(ConferenceId("big12")))


def row(rows: Iterable[dict[str, Any]], key: str) -> dict[str, Any]:
    return next(one for one in rows if one["id"] == key)


def test_members_are_rows_with_their_venues_and_calendars(project: Project) -> None:
    tables = project(big12_members())
    kansas = document(tables.rows("schools"), "KU")
    assert kansas["name"] == "Kansas"
    assert "Allen Fieldhouse" in [venue["name"] for venue in kansas["venues"]]
    assert [calendar["year"] for calendar in kansas["calendars"]] == ["2025-26"]
    assert len(tables.rows("venues")) == len(VENUES)
    assert document(tables.rows("conferences"), "big12")["schools"] == len(SCHOOLS)


def test_a_closure_shows_on_its_venue_and_goes_when_it_reopens(project: Project) -> None:
    closure = CLOSURES[0]
    shut = project(big12_members())
    assert document(shut.rows("venues"), closure.venue)["closures"][0]["reason"] == closure.reason
    events = [*big12_members(), VenueReopened(closure=closure)]
    opened = project(events)
    assert document(opened.rows("venues"), closure.venue)["closures"] == []


def test_a_rule_is_said_as_the_planner_says_it_and_stays_when_retired(project: Project) -> None:
    rule = next(rule for rule in RULES if rule.id == "byu-no-sunday")
    tables = project([*big12_opened(), RuleRetired(season=SEASON, rule=rule, because="never")])
    shown = document(tables.rows("rules"), "byu-no-sunday")
    assert shown["sentence"] == "BYU plays no Sunday."
    assert (shown["in_force"], shown["because"]) == (False, "never")
    assert document(tables.rows("seasons"), SEASON)["rules"] == len(RULES) - 1


def test_an_adopted_candidate_becomes_games_with_local_and_utc_time(project: Project) -> None:
    tables = project(big12_drafted())
    shown = row(tables.rows("games"), OPENER.game)
    assert shown["tip_off_local"] == OPENER.tip_off
    assert shown["tip_off_utc"] == datetime.combine(OPENER.date, OPENER.tip_off, tzinfo=UTC) + timedelta(hours=5)
    assert shown["time_zone"] == "America/New_York"
    text = json.loads(shown["document"])
    assert (text["home"]["name"], text["venue"]["city"]) == (CAMPUS[OPENER.home].name, CAMPUS[OPENER.home].city)
    assert text["miles"] == round(great_circle_miles(CAMPUS[OPENER.home], CAMPUS[OPENER.away]), 1)
    assert len(tables.rows("games")) == len(GAMES)


def test_a_moved_game_has_its_new_day_and_the_sequence_of_the_move(project: Project) -> None:
    day = OPENER.date + timedelta(days=1)
    events = [*big12_drafted(), moved(OPENER, day)]
    tables = project(events)
    shown = row(tables.rows("games"), OPENER.game)
    assert (shown["date"], shown["sequence"]) == (day, len(events))
    assert row(tables.rows("games"), GAMES[1].game)["sequence"] == len(events) - 1


def test_a_pin_shows_and_goes(project: Project) -> None:
    pinned = project([*big12_drafted(), GamePinned(season=SEASON, game=OPENER.game, at=OPENER)])
    assert row(pinned.rows("games"), OPENER.game)["pinned"] is True
    assert document(pinned.rows("seasons"), SEASON)["pinned"] == 1


def test_an_unpinned_game_is_free(project: Project) -> None:
    pin = GamePinned(season=SEASON, game=OPENER.game, at=OPENER)
    tables = project([*big12_drafted(), pin, GameUnpinned(season=SEASON, game=OPENER.game)])
    assert row(tables.rows("games"), OPENER.game)["pinned"] is False


def test_publication_activates_the_season_and_a_later_move_is_an_unpublished_change(project: Project) -> None:
    published = SchedulePublished(season=SEASON, revision=1, games=GAMES)
    tables = project([*big12_drafted(), published, moved(OPENER, OPENER.date + timedelta(days=1))])
    shown = document(tables.rows("seasons"), SEASON)
    assert (shown["status"], shown["revision"], shown["unpublished_changes"]) == ("active", 1, 1)
    assert shown["published_at"] is not None
    flags = {one["id"]: one["published"] for one in tables.rows("games")}
    assert (flags.pop(OPENER.game), set(flags.values())) == (False, {True})
    assert document(tables.rows("conferences"), "big12")["seasons"][0]["status"] == "active"


def test_a_postponed_game_shows_where_it_stood_and_is_no_game_of_the_draft(project: Project) -> None:
    tables = project([*big12_drafted(), postponed(OPENER)])
    shown = row(tables.rows("games"), OPENER.game)
    assert (shown["status"], shown["date"], shown["published"]) == ("postponed", OPENER.date, False)
    assert document(tables.rows("seasons"), SEASON)["games"] == len(GAMES) - 1
    hosted = sum(game.home == OPENER.home for game in GAMES)
    assert document(tables.rows("standings"), OPENER.home)["home"] == hosted - 1


def test_a_season_under_way_shows_each_game_s_state_and_what_the_public_sees(project: Project) -> None:
    tables = project([*big12_drafted(), *under_way()])
    first, second, third, fourth = (document(tables.rows("games"), game.game) for game in GAMES[60:64])
    assert [game["status"] for game in (first, second, third, fourth)] == [
        "scheduled", "cancelled", "forfeited", "cancelled",
    ]  # fmt: skip
    assert (first["date"], first["network"]) == ((GAMES[60].date + timedelta(days=1)).isoformat(), None)
    assert (third["forfeited_by"], fourth["forfeited_by"]) == (GAMES[62].away, None)
    # The cancelled one was never published, and so is published as it is; the made-up one waits for a revision.
    assert [game["published"] for game in (first, second, third, fourth)] == [False, True, True, False]
    season = document(tables.rows("seasons"), SEASON)
    assert (season["games"], season["unpublished_changes"]) == (len(GAMES) - 2, 2)


def test_a_run_shows_its_candidates_and_which_one_was_adopted(project: Project) -> None:
    tables = project(big12_drafted())
    run = document(tables.rows("runs"), RUN)
    assert (run["status"], run["requested_by"], run["candidates"][0]["adopted"]) == ("solved", "planner", True)
    assert run["ended_at"] is not None
    candidate = document(tables.rows("candidates"), f"{RUN}.0")
    assert (candidate["adopted"], len(candidate["games"])) == (True, len(GAMES))


def test_a_failed_run_tells_why(project: Project) -> None:
    request = ScheduleRequested(run=RUN, season=SEASON, seed=1, members=1, budget=Budget(), adopt_best=True)
    events = [
        *big12_opened(),
        request,
        MemberFailed(run=RUN, season=SEASON, member=0, reason="no schedule in 3 s"),
        RunFailed(run=RUN, season=SEASON, reason="no schedule in 3 s"),
    ]
    run = document(project(events).rows("runs"), RUN)
    assert (run["status"], run["reason"]) == ("failed", "no schedule in 3 s")
    assert run["failed_members"] == [{"member": 0, "reason": "no schedule in 3 s"}]


def test_an_infeasible_run_names_the_rules(project: Project) -> None:
    request = ScheduleRequested(run=RUN, season=SEASON, seed=1, members=1, budget=Budget(), adopt_best=True)
    found = RunFoundInfeasible(run=RUN, season=SEASON, rules=(RuleId("a"), RuleId("b")), explanation="both")
    run = document(project([*big12_opened(), request, found]).rows("runs"), RUN)
    assert run["infeasible"] == {"rules": ["a", "b"], "explanation": "both"}


def test_another_candidate_takes_the_games_of_the_one_before_away(project: Project) -> None:
    second, fewer = CandidateId(f"{RUN}.1"), GAMES[1:]
    (first,) = [event for event in big12_drafted() if isinstance(event, CandidateProposed)]
    proposal = CandidateProposed(
        candidate=second, run=RUN, season=SEASON, member=1, seed=8, evaluations=1, games=fewer, score=first.score
    )
    adoption = CandidateAdopted(season=SEASON, run=RUN, was=first.candidate, now=second, games=fewer)
    tables = project([*big12_drafted(), proposal, adoption])
    assert OPENER.game not in {one["id"] for one in tables.rows("games")}
    assert {one["id"]: one["adopted"] for one in tables.rows("candidates")} == {first.candidate: False, second: True}


def test_standings_say_what_the_score_of_the_rulebook_says(project: Project) -> None:
    """Two ways to the same miles, runs and rest: the projection's own, and the independent checker's."""
    tables = project(big12_drafted())
    facts = season_facts(tables.known.ledgers["big12"].state, SEASON)
    summaries = {team.team: team for team in score(facts, (), GAMES).teams}
    for shown in tables.rows("standings"):
        summary = summaries[SchoolCode(shown["team"])]
        assert shown["miles"] == pytest.approx(summary.miles, abs=0.051)
        assert (shown["home"], shown["away"]) == (summary.home, summary.away)
        assert shown["longest_away_run"] == summary.longest_away_run
        assert shown["longest_home_run"] == summary.longest_home_run
        assert shown["shortest_rest_days"] == summary.shortest_rest_days
        assert json.loads(shown["document"])["weekend_home"] == summary.weekend_home
        assert shown["breaks"] == breaks_of(SchoolCode(shown["team"]))


def breaks_of(team: SchoolCode) -> int:
    ordered = sorted(GAMES, key=lambda game: game.date)
    sides = [game.home == team for game in ordered if team in (game.home, game.away)]
    return sum(len(list(run)) - 1 for _, run in groupby(sides))


def test_a_played_season_has_games_standings_and_miles(project: Project) -> None:
    tables = project([*big12_members(), played_2019_20()])
    season = document(tables.rows("seasons"), PLAYED)
    assert (season["status"], season["played"], season["games"]) == ("completed", True, 3)
    kansas = document([one for one in tables.rows("standings") if one["season"] == PLAYED], "KU")
    there = [("KU", "TCU"), ("TCU", "BAY"), ("BAY", "KU")]
    miles = sum(great_circle_miles(CAMPUS[SchoolCode(a)], CAMPUS[SchoolCode(b)]) for a, b in there)
    assert kansas["miles"] == pytest.approx(miles, abs=0.051)
    assert (kansas["away"], kansas["breaks"], kansas["wins"], kansas["losses"]) == (2, 1, 1, 1)
    game = row(tables.rows("games"), "mbb-2019-20.ku-at-tcu")
    assert (game["date"], game["tip_off_utc"], game["status"]) == (date(2020, 1, 4), None, "completed")


def test_neutral_ground_counts_on_neither_side(project: Project) -> None:
    tables = project([*big12_members(), played_2019_20()])
    baylor = document([one for one in tables.rows("standings") if one["season"] == PLAYED], "BAY")
    assert (baylor["home"], baylor["away"], baylor["neutral"], baylor["breaks"]) == (1, 0, 1, 0)


def test_the_event_log_keeps_fields_and_bytes(project: Project) -> None:
    events = [*big12_drafted(), moved(OPENER, OPENER.date + timedelta(days=1))]
    last = project(events).rows("events")[-1]
    shown = json.loads(last["document"])
    assert (last["type"], last["stream"]) == ("flextime.events.GameMoved", f"season/{SEASON}")
    assert shown["data"]["because"] == "television"
    assert shown["data"]["was"]["tip_off"] == OPENER.tip_off.isoformat() == time(19).isoformat()
    assert last["value"].startswith(b"\x00")


def test_a_conflict_is_a_row_with_what_planners_said_of_it_until_it_is_cleared(project: Project) -> None:
    events = big12_drafted()
    history = [*events, *conflicts_recorded(events, len(events))]
    tables = project(history)
    conflicts = state_of(history).conflicts
    assert [found["id"] for found in tables.rows("conflicts")] == sorted(conflicts)
    known = next(one for one in conflicts.values() if one.status == "overridden")
    shown = document(tables.rows("conflicts"), known.conflict.id)
    assert (shown["status"], shown["because"], shown["answered_by"]) == ("overridden", "both teams agreed", "planner")
    assert (shown["sentence"], shown["games"]) == (known.conflict.sentence, list(known.conflict.games))
    assert [team["id"] for team in shown["teams"]] == list(known.conflict.teams)
    cells = row(tables.rows("conflicts"), known.conflict.id)
    assert f"|{known.conflict.teams[0]}|" in cells["teams"]
    cleared = project([*history, ConflictCleared(was=known.conflict, as_of=9_999)])
    assert len(cleared.rows("conflicts")) == len(conflicts) - 1


def test_a_report_tells_every_rule_the_broken_hard_ones_first_then_the_dear_ones(project: Project) -> None:
    events = big12_drafted()
    shown = document(project([*events, *rules_reported(events, 200)]).rows("rule_reports"), SEASON)
    findings = {one.rule: one for one in draft_findings(state_of(events), SEASON)}
    assert shown["as_of"] == 200
    assert {one["rule"] for one in shown["rules"]} == {rule.id for rule in RULES}
    assert {one["rule"]: one["found"] for one in shown["rules"] if one["found"]} == {
        rule: one.found for rule, one in findings.items()
    }
    hard = [one.rule for one in findings.values() if one.hardness == "hard"]
    assert shown["hard_broken"] == len(hard) > 0
    assert {one["rule"] for one in shown["rules"][: len(hard)]} == set(hard)
    prices = [one["price"] for one in shown["rules"][len(hard) :]]
    assert prices == sorted(prices, reverse=True)
    assert shown["price"] == pytest.approx(sum(one.price for one in findings.values()))
    big_monday = next(one for one in shown["rules"] if one["rule"] == "big-monday")
    told = [violation["sentence"] for violation in big_monday["violations"]]
    assert told == [violation.sentence for violation in findings[RuleId("big-monday")].first]


def test_before_the_first_look_a_report_has_all_rules_and_says_nothing_of_them(project: Project) -> None:
    shown = document(project(big12_opened()).rows("rule_reports"), SEASON)
    assert (shown["as_of"], shown["compared"], shown["cannot_hold"], shown["price"]) == (None, False, None, 0.0)
    assert len(shown["rules"]) == len(RULES)


def test_a_contradiction_is_told_while_the_hard_rules_are_those_that_were_compared(project: Project) -> None:
    events = big12_drafted()
    history = [*events, *rules_reported(events, 200)]
    told = document(project(history).rows("rule_reports"), SEASON)
    assert (told["compared"], len(told["cannot_hold"]["rules"]), told["cannot_hold"]["minimal"]) == (True, 2, True)
    gone = next(rule for rule in RULES if rule.id == told["cannot_hold"]["rules"][0])
    other = document(project([*history, RuleRetired(season=SEASON, rule=gone)]).rows("rule_reports"), SEASON)
    assert (other["compared"], other["cannot_hold"]) == (False, None)
    assert gone.id not in [one["rule"] for one in other["rules"]]


def test_a_venue_that_no_team_has_is_told_beside_the_rules(project: Project) -> None:
    strange = next(venue for venue in VENUES if "MBB" not in venue.sports)
    events = [
        *big12_drafted(),
        GameMoved(season=SEASON, game=OPENER.game, was=OPENER, now=replace(OPENER, venue=strange.id), because=""),
    ]
    shown = document(project([*events, *rules_reported(events, 200)]).rows("rule_reports"), SEASON)
    told = next(one for one in shown["rules"] if one["rule"] == "wrong-venue")
    assert (told["hardness"], told["found"]) == ("hard", 1)
    assert OPENER.game in told["sentence"]


def test_a_renamed_venue_is_renamed_in_its_conflicts(project: Project) -> None:
    venue = next(one for one in VENUES if one.id == OPENER.venue)
    span = DateSpan(first=OPENER.date, last=OPENER.date)
    events = [*big12_drafted(), VenueClosed(closure=Closure(venue=venue.id, span=span, reason="flood"))]
    renamed = VenueChanged(was=venue, now=replace(venue, name="The Barn"))
    tables = project([*events, *conflicts_recorded(events, len(events)), renamed])
    shut = document(tables.rows("conflicts"), f"closure:{OPENER.game}:{OPENER.date}..{OPENER.date}")
    assert shut["venue"] == {"id": venue.id, "name": "The Barn"}


def test_a_venue_closed_twice_shows_both_closures(project: Project) -> None:
    first = CLOSURES[0]
    later = VenueClosed(closure=type(first)(venue=first.venue, span=first.span, reason="concert"))
    shown = document(project([*big12_members(), later]).rows("venues"), first.venue)
    assert [closure["reason"] for closure in shown["closures"]] == [first.reason, "concert"]


def test_a_venue_registered_after_a_season_was_played_there_shows_in_its_rows(project: Project) -> None:
    imported, registered = played_before_its_venue()
    tables = project([*big12_members(), imported, registered])
    assert document(tables.rows("games"), "mbb-2018-19.tcu-at-ku")["venue"]["name"] == "Old Hall"
    to_waco_and_back = 2 * great_circle_miles(CAMPUS[SchoolCode("TCU")], CAMPUS[SchoolCode("BAY")])
    assert document(tables.rows("standings"), "TCU")["miles"] == pytest.approx(to_waco_and_back, abs=0.1)
    assert document(tables.rows("seasons"), "mbb-2018-19")["miles"] > to_waco_and_back
