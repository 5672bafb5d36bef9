"""Rules of series, of travel partners, and of what other seasons have in a school's buildings."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time

import pytest

from flextime.league.ids import GameId, RuleId, SchoolCode, SeasonId, VenueId
from flextime.league.model import AcademicCalendar, Booking, Closure, DateSpan, ScheduledGame, Sport
from flextime.limits import DayCount
from flextime.rules.catalogue import KINDS
from flextime.rules.check import check, sentence, validate_rule
from flextime.rules.compiling import compile_rule
from flextime.rules.errors import RuleError
from flextime.rules.model import Parameter, Rule
from flextime.solve.problem import SeasonFacts

Play = Callable[[str], ScheduledGame]


def rule(kind: str, **parameters: Parameter) -> Rule:
    return Rule(id=RuleId(kind), kind=kind, parameters=parameters)


def broken(facts: SeasonFacts, kept: Rule, *games: ScheduledGame) -> list[str]:
    return [found.sentence for found in check(facts, [kept], list(games)) if found.rule == kept.id]


def booked(day: date, hour: int, *, sport: Sport = "MBB", venue: str = "aaa-arena", days: int = 1) -> Booking:
    return Booking(
        season=SeasonId("other"), sport=sport, game=GameId("other:BBB@AAA"), school=SchoolCode("AAA"),
        venue=VenueId(venue), date=day, tip_off=time(hour), days=days,
    )  # fmt: skip


@pytest.fixture
def series_league(four_team_league: SeasonFacts) -> SeasonFacts:
    """The league of four teams, each of whose games is a series of three days."""
    return replace(four_team_league, plan=replace(four_team_league.plan, days_per_game=3))


def span(first: str, last: str) -> DateSpan:
    return DateSpan(first=date.fromisoformat(first), last=date.fromisoformat(last))


def test_a_series_begins_on_its_weekday_and_a_day_earlier_with_whom_plays_no_sunday(
    series_league: SeasonFacts, play: Play
) -> None:
    kept = rule("series", early_teams=("DDD",), early_days=("2026-01-22",))
    friday, thursday, last = play("BBB@AAA 01-09"), play("DDD@AAA 01-08"), play("BBB@CCC 01-22")
    assert broken(series_league, kept, friday, thursday, last) == []
    assert broken(series_league, kept, play("BBB@AAA 01-08")) == ["BBB at AAA begins on Thursday 2026-01-08."]
    assert broken(series_league, kept, play("DDD@AAA 01-09")) == ["DDD at AAA begins on Friday 2026-01-09."]
    assert broken(series_league, kept, play("BBB@CCC 01-23")) == []
    assert sentence(kept, series_league) == (
        "A series is 3 games in one venue on consecutive days from Friday; "
        "a day earlier where DDD plays and on 2026-01-22."
    )


def test_a_weekday_that_is_none_is_refused(series_league: SeasonFacts) -> None:
    with pytest.raises(RuleError, match="'Freitag' is no weekday"):
        validate_rule(rule("series", begins="Freitag"), series_league)


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (rule("no-sunday", teams=("AAA",)), "AAA plays no Sunday: 2026-01-11"),
        (rule("holidays", days=("01-11",)), "BBB at AAA falls on a holiday: 2026-01-11."),
        (rule("no-host-dates", days=("2026-01-11",), reason="fair"), "AAA hosts on 2026-01-11: fair."),
        (
            rule("graduation"),
            "AAA hosts on 2026-01-11, during its graduation of 2026-01-11 to 2026-01-12.",
        ),
        (rule("venue-closure"), "BBB at AAA on 2026-01-11: aaa-arena is closed (paint)."),
        (rule("exams", games=0), "BBB plays 1 game in its exams of 2026-01-11 to 2026-01-14."),
        (rule("home-in-exams"), "BBB is away for 1 game in its exams of 2026-01-11 to 2026-01-14."),
    ],
    ids=lambda value: value.kind if isinstance(value, Rule) else "",
)
def test_the_last_day_of_a_series_counts_like_its_first(
    series_league: SeasonFacts, play: Play, kept: Rule, said: str
) -> None:
    facts = replace(
        series_league,
        closures=(Closure(venue=VenueId("aaa-arena"), span=span("2026-01-11", "2026-01-11"), reason="paint"),),
        calendars=(
            AcademicCalendar(
                school=SchoolCode("AAA"), year=series_league.plan.year, graduations=(span("2026-01-11", "2026-01-12"),)
            ),
            AcademicCalendar(
                school=SchoolCode("BBB"), year=series_league.plan.year, exams=(span("2026-01-11", "2026-01-14"),)
            ),
        ),
    )
    assert broken(facts, kept, play("BBB@AAA 01-09")) == [said]
    assert broken(facts, kept, play("BBB@AAA 01-08")) == []


def test_rest_counts_from_the_last_day_of_a_series(series_league: SeasonFacts, play: Play) -> None:
    assert broken(series_league, rule("min-rest", free_days=2), play("BBB@AAA 01-09"), play("CCC@AAA 01-14")) == []
    assert broken(series_league, rule("min-rest", free_days=3), play("BBB@AAA 01-09"), play("CCC@AAA 01-14")) == [
        "AAA has 2 free days between 2026-01-11 and 2026-01-14, not 3."
    ]


@pytest.mark.parametrize(
    ("kept", "games", "said"),
    [
        (
            rule("rest-after-travel", home_hours=80),
            "BBB@AAA 01-03, CCC@AAA 01-08",
            ["AAA plays on 2026-01-05 and, 0 miles from there, on 2026-01-08, 72 hours later, not 80."],
        ),
        (
            rule("away-after-away", weekday="Wednesday", days=4, teams=("AAA",)),
            "AAA@BBB 01-08, AAA@CCC 01-14",
            ["AAA is away on Saturday, 2026-01-10, and again on Wednesday, 2026-01-14."],
        ),
        (
            rule("split-weeks", weeks=0, teams=("AAA",)),
            "BBB@AAA 01-04, AAA@CCC 01-09",
            ["AAA plays both at home and away in 1 week: 2026-01-05."],
        ),
        (rule("final-weekday", weekday="Sunday", teams=("AAA",)), "BBB@AAA 01-09", []),
        (
            rule("doubleheaders", most=1, days_apart=1, teams=("AAA",)),
            "BBB@AAA 01-09, CCC@AAA 01-10",
            ["AAA has 2 doubleheaders: 2026-01-10, 2026-01-11."],
        ),
    ],
    ids=lambda value: value.kind if isinstance(value, Rule) else "",
)
def test_a_rule_on_days_and_weeks_counts_every_day_of_a_series(
    series_league: SeasonFacts, play: Play, kept: Rule, games: str, said: list[str]
) -> None:
    found = broken(series_league, kept, *(play(text) for text in games.split(", ")))
    assert [one for one in found if one.startswith("AAA")] == said


def test_a_week_in_which_a_series_ends_is_not_idle(series_league: SeasonFacts, play: Play) -> None:
    idle = rule("idle-weeks", weeks=0, teams=("AAA",))
    before = broken(series_league, idle, play("BBB@AAA 01-06"))[0]
    after = broken(series_league, idle, play("BBB@AAA 01-10"))[0]
    assert (before, after) == ("AAA has 4 weeks without a game, not 0.", "AAA has 3 weeks without a game, not 0.")


def test_a_shared_venue_needs_hours_between_two_events(four_team_league: SeasonFacts, play: Play) -> None:
    facts = replace(four_team_league, bookings=(booked(date(2026, 1, 3), 12),))
    kept = rule("shared-venue", length=3, between=4)
    assert broken(facts, kept, play("BBB@AAA 01-03 19:00"), play("AAA@BBB 01-06 12:00")) == []
    assert broken(facts, kept, play("BBB@AAA 01-03 18:59")) == [
        "BBB at AAA on 2026-01-03 meets MBB in aaa-arena: other:BBB@AAA."
    ]


def test_a_venue_is_taken_on_every_day_of_another_seasons_series(four_team_league: SeasonFacts, play: Play) -> None:
    facts = replace(four_team_league, bookings=(booked(date(2026, 1, 2), 18, sport="SB", days=3),))
    assert len(broken(facts, rule("shared-venue"), play("BBB@AAA 01-04 18:00"))) == 1
    assert broken(facts, rule("shared-venue"), play("BBB@AAA 01-05 18:00")) == []


@pytest.mark.parametrize(("hour", "closed"), [(15, (date(2026, 1, 3),)), (20, ())])
def test_a_day_is_closed_to_the_solver_when_no_hour_is_left_on_it(
    four_team_league: SeasonFacts, hour: int, closed: tuple[date, ...]
) -> None:
    facts = replace(four_team_league, bookings=(booked(date(2026, 1, 3), hour),))  # a Saturday
    limits = compile_rule(rule("shared-venue"), facts)
    assert [day for limit in limits if isinstance(limit, DayCount) for day in limit.days] == list(closed)
    assert compile_rule(rule("shared-venue"), facts, necessary=True) == ()


def test_a_school_is_not_at_home_in_two_sports_nor_on_the_days_before(
    four_team_league: SeasonFacts, play: Play
) -> None:
    football = booked(date(2026, 1, 10), 15, sport="FB", venue="stadium")
    facts = replace(four_team_league, bookings=(football,))
    kept = rule("other-sport-home", sports=("FB",), days_before=2)
    assert broken(facts, kept, play("BBB@AAA 01-07"), play("AAA@BBB 01-10"), play("BBB@AAA 01-11")) == []
    assert broken(facts, kept, play("BBB@AAA 01-08")) == ["AAA hosts BBB on 2026-01-08, and FB on 2026-01-10."]
    assert sentence(kept, facts) == (
        "Every team hosts no game on a day on which the school is at home in FB, or in the 2 days before."
    )


def test_a_campus_sees_so_many_events_a_day(four_team_league: SeasonFacts, play: Play) -> None:
    facts = replace(
        four_team_league,
        bookings=(
            booked(date(2026, 1, 3), 12, sport="FB", venue="stadium"),
            booked(date(2026, 1, 3), 19, sport="WBB"),
            booked(date(2026, 1, 6), 19, sport="WBB"),
        ),
    )
    assert broken(facts, rule("events-a-day", games=2), play("BBB@AAA 01-06")) == []
    assert broken(facts, rule("events-a-day", games=2), play("BBB@AAA 01-03")) == [
        "AAA hosts BBB on 2026-01-03 beside 2 events of other sports."
    ]
    assert broken(facts, rule("events-a-day", games=2, campus=False), play("BBB@AAA 01-03")) == []


def test_partners_meet_both_of_another_pair_in_a_week_or_each_other(four_team_league: SeasonFacts, play: Play) -> None:
    kept = rule("partner-weekends", pairs=("AAA-BBB", "CCC-DDD"))
    whole = [play(text) for text in ("AAA@CCC 01-07", "BBB@DDD 01-07", "AAA@DDD 01-10", "BBB@CCC 01-10")]
    each_other = [play("AAA@BBB 01-13"), play("DDD@CCC 01-14")]
    assert broken(four_team_league, kept, *whole, *each_other) == []
    assert broken(four_team_league, kept, *whole[:3]) == [
        "AAA and BBB do not meet both of one other pair in the week of 2026-01-07.",
        "CCC and DDD do not meet both of one other pair in the week of 2026-01-07.",
    ]
    half_at_home = [*whole[:3], play("CCC@BBB 01-10")]
    assert len(broken(four_team_league, kept, *half_at_home)) == 2


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        (("AAA",), "'AAA' is no pair"),
        (("AAA-ZZZ",), "ZZZ does not play in"),
        (("AAA-BBB", "BBB-CCC"), "a team stands in two pairs"),
    ],
)
def test_partners_that_are_none_are_refused(four_team_league: SeasonFacts, pairs: tuple[str, ...], said: str) -> None:
    with pytest.raises(RuleError, match=said):
        validate_rule(rule("partner-weekends", pairs=pairs), four_team_league)


def test_a_settled_host_hosts(four_team_league: SeasonFacts, play: Play) -> None:
    kept = rule("must-host", pairs=("AAA-BBB", "CCC-DDD"))
    assert sentence(kept, four_team_league) == "AAA hosts BBB and CCC hosts DDD."
    assert broken(four_team_league, kept, play("BBB@AAA 01-03"), play("CCC@DDD 01-03")) == ["CCC does not host DDD."]


def test_a_sport_that_is_none_is_refused(four_team_league: SeasonFacts) -> None:
    with pytest.raises(RuleError, match="XXX is no sport"):
        validate_rule(rule("other-sport-home", sports=("XXX",)), four_team_league)


def test_every_rule_on_bookings_is_silent_where_there_are_none(four_team_league: SeasonFacts) -> None:
    for kind in ("shared-venue", "other-sport-home", "events-a-day"):
        assert kind in KINDS
        assert compile_rule(rule(kind), four_team_league) == ()
