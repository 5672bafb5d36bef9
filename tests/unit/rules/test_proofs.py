"""What proves a season impossible is what every schedule that keeps the rules keeps: nothing feasible is excluded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, time
from typing import Any

from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from flextime.league.ids import RuleId, SchoolCode, VenueId, game_id
from flextime.league.model import ScheduledGame
from flextime.limits import (
    CA1,
    CA2,
    CA3,
    GA1,
    SE1,
    Approach,
    DayCount,
    DayRun,
    Limit,
    MeetingDays,
    PartnerWeekends,
    Rest,
    SplitWeeks,
    approach,
    ca1,
    ca2,
    ca3,
    days,
    ga1,
    meeting_days,
    partner_weekends,
    rest,
    se1,
    split_weeks,
)
from flextime.limits.days import DatedFixture
from flextime.limits.model import Deviation
from flextime.rules.catalogue import KINDS
from flextime.rules.check import RuleError, check, sentence, validate_rule
from flextime.rules.compiling import compile_rule
from flextime.rules.model import Parameter, Rule
from flextime.rules.parameters import spans
from flextime.solve.problem import SeasonFacts
from flextime.solve.timetable import fixture_of

ROUNDS = (((0, 1), (2, 3)), ((0, 2), (1, 3)), ((0, 3), (1, 2)))
TIPS = (time(12), time(17), time(19), time(21))
MEMBERS = {
    "teams": ("AAA", "BBB", "DDD"),
    "days": ("01-03", "02-29", "2026-01-04", "2026-01-05..2026-01-10", "2024-02-29"),
    "pairs": ("AAA-BBB", "DDD-CCC", "BBB-DDD"),
    "sports": ("FB", "MBB"),
    "networks": ("FOX", "ESPN"),
}
WINDOWS = ("Saturday 12:00 FOX/FS1 2", "Saturday 12:00 FOX/FS1 0", "noon")
TEXTS = ("Monday", "Wednesday", "Saturday", "1", "2-1-2", "0", "01-10", "03-15")


def rules_of_any_kind(kinds: Iterable[str] = KINDS) -> st.SearchStrategy[Rule]:
    return st.sampled_from(sorted(kinds)).flatmap(
        lambda kind: st.fixed_dictionaries(
            {}, optional={f.name: _values(f.metadata) for f in fields(KINDS[kind].parameters)}
        ).map(lambda given: Rule(id=RuleId("r"), kind=kind, parameters=given))
    )


def _values(declared: Mapping[str, Any]) -> st.SearchStrategy[Parameter]:
    if declared["type"] is bool:
        return st.booleans()
    if declared["type"] is int:
        return st.integers(declared["least"], declared["most"]) | st.integers(declared["least"], declared["least"] + 4)
    if declared["type"] is float:
        return st.floats(declared["least"], declared["most"])
    if declared["type"] is str:
        return st.sampled_from(TEXTS) | st.text(max_size=5)
    members = st.sampled_from(MEMBERS.get(declared["unit"], WINDOWS))
    return st.lists(members, max_size=3, unique=True).map(tuple)


@st.composite
def seasons(draw: st.DrawFn, facts: SeasonFacts) -> list[ScheduledGame]:
    """Draw a double round robin with byes, days and tip-offs at random."""
    windows = sorted(draw(st.permutations(facts.plan.windows))[:6], key=lambda window: window.number)
    order, names = draw(st.permutations([*ROUNDS, *ROUNDS])), draw(st.permutations(facts.plan.teams))
    met: set[tuple[int, int]] = set()
    games = []
    for window, pairs in zip(windows, order, strict=True):
        for one, other in pairs:
            first_leg = (one, other) not in met and (other, one) not in met
            swap = draw(st.booleans()) if first_leg else (one, other) in met
            home, away = (other, one) if swap else (one, other)
            met.add((home, away))
            day = draw(st.sampled_from(window.dates))
            games.append(_game(facts, names[away], names[home], day, draw(st.sampled_from(TIPS)), window.number))
    return games


def _game(  # noqa: PLR0917  six facts make a game
    facts: SeasonFacts, away: SchoolCode, home: SchoolCode, day: date, tip_off: time, window: int
) -> ScheduledGame:
    return ScheduledGame(
        game=game_id(facts.plan.id, away, home), home=home, away=away, venue=VenueId(f"{home.lower()}-arena"),
        date=day, tip_off=tip_off, window=window,
    )  # fmt: skip


def deviations(limit: Limit, facts: SeasonFacts, games: Sequence[ScheduledGame]) -> list[Deviation]:  # noqa: C901, PLR0911
    """Return what the games deviate from a limit that CP-SAT knows; nothing of one that it does not."""
    fixtures = [fixture_of(facts, game) for game in games]
    dated = [DatedFixture(fixture, game.date) for fixture, game in zip(fixtures, games, strict=True)]
    match limit:
        case CA1():
            return ca1.check(limit, fixtures)
        case CA2():
            return ca2.check(limit, fixtures)
        case CA3():
            return ca3.check(limit, fixtures, len(facts.plan.windows))
        case GA1():
            return ga1.check(limit, fixtures)
        case SE1():
            return se1.check(limit, fixtures)
        case DayCount():
            return days.check(limit, dated)
        case Rest() | DayRun():
            return rest.check(limit, dated)
        case Approach():
            return approach.check(limit, dated)
        case MeetingDays():
            return meeting_days.check(limit, dated)
        case PartnerWeekends():
            return partner_weekends.check(limit, fixtures)
        case SplitWeeks():
            return split_weeks.check(limit, fixtures)
        case _:
            return []


def possible(rule: Rule, facts: SeasonFacts) -> bool:
    try:
        validate_rule(rule, facts)
    except RuleError:
        return False
    return True


# The league of the fixture is a value: examples cannot change it.
whole_league = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@settings(whole_league, max_examples=300)
@given(st.data(), rules_of_any_kind())
def test_a_schedule_that_keeps_a_rule_breaks_nothing_that_could_prove_it_impossible(
    four_team_league: SeasonFacts, data: st.DataObject, rule: Rule
) -> None:
    assume(possible(rule, four_team_league))
    games = data.draw(seasons(four_team_league))
    assume(not any(found.rule == rule.id for found in check(four_team_league, [rule], games)))
    for limit in compile_rule(rule, four_team_league, necessary=True):
        assert deviations(limit, four_team_league, games) == []


@settings(whole_league, max_examples=200)
@given(st.data(), st.integers(0, 6), st.integers(0, 40))
def test_what_the_search_keeps_of_a_rematch_keeps_the_rule(
    four_team_league: SeasonFacts, data: st.DataObject, between: int, days_apart: int
) -> None:
    rule = Rule(id=RuleId("r"), kind="rematch-separation", parameters={"games": between, "days": days_apart})
    games = data.draw(seasons(four_team_league))
    (limit,) = compile_rule(rule, four_team_league)
    if not deviations(limit, four_team_league, games):
        assert not check(four_team_league, [rule], games)


FULLY_SEARCHED = ("altitude", "away-after-away", "cold-venues", "split-weeks", "week-cadence", "weekday-totals")


@settings(whole_league, max_examples=300)
@given(st.data(), rules_of_any_kind(FULLY_SEARCHED))
def test_what_the_search_keeps_of_a_rule_that_it_carries_whole_keeps_the_rule(
    four_team_league: SeasonFacts, data: st.DataObject, rule: Rule
) -> None:
    assume(possible(rule, four_team_league))
    games = data.draw(seasons(four_team_league))
    assume(not any(deviations(limit, four_team_league, games) for limit in compile_rule(rule, four_team_league)))
    assert not any(found.rule == rule.id for found in check(four_team_league, [rule], games))


any_days = st.from_regex(r"[0-9]{2}-[0-9]{2}", fullmatch=True) | st.text(max_size=24) | st.sampled_from(MEMBERS["days"])


@example("02-29", 2026)
@example("W53-1", 2025)
@example("2026-W01-1", 2026)
@example("\u0661\u0662-25", 2026)
@given(any_days, st.integers(1, 9998))
def test_days_that_are_accepted_can_be_read_in_every_season(part: str, year: int) -> None:
    try:
        spans([part], 2024, 2024)
    except ValueError:
        return
    for span in spans([part], year, year + 1):
        assert span.first <= span.last


@settings(whole_league, max_examples=300)
@given(st.data(), rules_of_any_kind())
def test_a_rule_that_is_accepted_is_said_checked_and_compiled_without_a_failure(
    four_team_league: SeasonFacts, data: st.DataObject, rule: Rule
) -> None:
    assume(possible(rule, four_team_league))
    games = data.draw(seasons(four_team_league))
    assert sentence(rule, four_team_league)
    check(four_team_league, [rule], games)
    check(four_team_league, [replace(rule, hardness="soft")], games[:1])
    compile_rule(rule, four_team_league)


def test_a_day_that_only_leap_years_have_is_skipped_in_the_others(four_team_league: SeasonFacts) -> None:
    leap = Rule(id=RuleId("leap"), kind="holidays", parameters={"days": ("02-29", "01-03")})
    validate_rule(leap, four_team_league)
    third = _game(four_team_league, SchoolCode("BBB"), SchoolCode("AAA"), date(2026, 1, 3), time(19), 0)
    assert [found.rule for found in check(four_team_league, [leap], [third])] == ["leap"]
