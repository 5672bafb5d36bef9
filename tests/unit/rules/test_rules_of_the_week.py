"""Weeks, days and rest: each rule kept up to its boundary, broken past it, and what is said then."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from flextime.league.ids import SchoolCode
from flextime.league.model import AcademicCalendar, DateSpan, Window
from flextime.rules.check import sentence, validate_rule
from flextime.rules.compiling import compile_rule
from flextime.rules.errors import RuleError
from flextime.rules.model import Parameter
from flextime.solve.problem import SeasonFacts
from tests.rulings import Play, broken, rule

# AAA lies 82 miles from BBB, 220 from CCC and 531 from DDD, and CCC 751 from DDD.
# kind, parameters, games that keep it to the boundary, games that break it, what is said of those
CASES: list[tuple[str, dict[str, Parameter], str, str, list[str]]] = [
    (
        "rest-after-travel",
        {},
        "BBB@AAA 01-03 21:00, CCC@AAA 01-04 17:00",
        "BBB@AAA 01-03 21:00, CCC@AAA 01-04 16:00",
        ["AAA plays on 2026-01-03 and, 0 miles from there, on 2026-01-04, 19 hours later, not 20."],
    ),
    (
        "rest-after-travel",
        {"away_hours": 48},
        "AAA@BBB 01-03, CCC@AAA 01-05",
        "AAA@BBB 01-03, CCC@AAA 01-05 18:30",
        ["AAA plays on 2026-01-03 and, 82 miles from there, on 2026-01-05, 47.5 hours later, not 48."],
    ),
    (
        "rest-after-travel",
        {"far_miles": 530},
        "AAA@BBB 01-04 12:00, AAA@DDD 01-06 00:00",
        "AAA@BBB 01-04 12:00, AAA@DDD 01-05 23:00",
        ["AAA plays on 2026-01-04 and, 533 miles from there, on 2026-01-05, 35 hours later, not 36."],
    ),
    (
        "rest-after-travel",
        {"longest_miles": 700},
        "AAA@CCC 01-04, AAA@DDD 01-07",
        "AAA@CCC 01-04, AAA@DDD 01-06",
        ["AAA plays on 2026-01-04 and, 751 miles from there, on 2026-01-06, with 1 free day between, not 2."],
    ),
    (
        "like-recovery",
        {"weekday": "Tuesday", "before": 1},
        "AAA@BBB 01-03, CCC@DDD 01-04, AAA@CCC 01-06",
        "AAA@BBB 01-03, CCC@DDD 01-05, AAA@CCC 01-06",
        ["AAA at CCC on 2026-01-06: CCC has had 0 free days, AAA 2."],
    ),
    (
        "like-recovery",
        {"weekday": "Tuesday", "after": 1},
        "AAA@BBB 01-06, CCC@DDD 01-07, AAA@CCC 01-10",
        "AAA@BBB 01-06, CCC@DDD 01-04, AAA@CCC 01-10",
        ["AAA at CCC on 2026-01-10: CCC has had 5 free days, AAA 3."],
    ),
    (
        "doubleheaders",
        {"most": 2},
        "BBB@AAA 01-03, CCC@AAA 01-03, BBB@AAA 01-10, CCC@AAA 01-10",
        "BBB@AAA 01-03, CCC@AAA 01-03, BBB@AAA 01-04, CCC@AAA 01-04, BBB@AAA 01-17, CCC@AAA 01-17",
        [
            "AAA has 3 doubleheaders: 2026-01-03, 2026-01-04, 2026-01-17.",
            "AAA has doubleheaders on 2026-01-03 and 2026-01-04.",
        ],
    ),
    (
        "week-cadence",
        {"cadence": "1-2"},
        "BBB@AAA 01-03, BBB@CCC 01-05, BBB@DDD 01-10",
        "BBB@AAA 01-03, BBB@CCC 01-04, BBB@DDD 01-10",
        ["BBB plays 2 games in the week of 2025-12-29, not 1 at most."],
    ),
    (
        "week-cadence",
        {"cadence": "1", "begins": "Tuesday", "teams": ("AAA",)},
        "AAA@BBB 01-05, AAA@CCC 01-06, AAA@DDD 01-13",
        "AAA@BBB 01-06, AAA@CCC 01-12, AAA@DDD 01-13",
        ["AAA plays 2 games in the week of 2026-01-06, not 1 at most."],
    ),
    (
        "final-weekday",
        {"weekday": "Sunday"},
        "BBB@AAA 01-10, BBB@AAA 01-11, CCC@DDD 01-04",
        "BBB@AAA 01-11, CCC@DDD 01-03",
        [
            "CCC plays its last game on Saturday, 2026-01-03.",
            "DDD plays its last game on Saturday, 2026-01-03.",
        ],
    ),
    (
        "split-weeks",
        {"weeks": 1},
        "BBB@AAA 01-05, AAA@CCC 01-10, AAA@DDD 01-13, AAA@BBB 01-17",
        "BBB@AAA 01-05, AAA@CCC 01-10, AAA@DDD 01-13, BBB@AAA 01-17",
        ["AAA plays both at home and away in 2 weeks: 2026-01-05, 2026-01-12."],
    ),
    (
        "away-after-away",
        {},
        "AAA@BBB 01-03, CCC@AAA 01-07, AAA@DDD 01-10, AAA@BBB 01-13",
        "AAA@BBB 01-03, AAA@CCC 01-07",
        ["AAA is away on Saturday, 2026-01-03, and again on Wednesday, 2026-01-07."],
    ),
    (
        "class-days",
        {"week": 1},
        "AAA@DDD 01-05, AAA@BBB 01-13, DDD@AAA 01-17",  # of Sunday's travel no class is missed
        "AAA@DDD 01-05, AAA@BBB 01-13, AAA@DDD 01-17",
        ["AAA misses 2 class days in the week of 2026-01-12."],
    ),
    (
        "class-days",
        {"season": 2},
        "AAA@BBB 01-06, AAA@CCC 01-13, BBB@AAA 01-20",
        "AAA@BBB 01-06, AAA@CCC 01-13, AAA@BBB 01-20",
        ["AAA misses 3 class days in the season."],
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[f"{case[0]}-{number}" for number, case in enumerate(CASES)])
def test_a_rule_is_kept_up_to_its_boundary_and_says_what_is_past_it(
    four_team_league: SeasonFacts, play: Play, case: tuple[str, dict[str, Parameter], str, str, list[str]]
) -> None:
    kind, parameters, good, bad, said = case
    kept = rule(kind, **parameters)
    assert broken(four_team_league, kept, [play(text) for text in good.split(", ")]) == []
    assert broken(four_team_league, kept, [play(text) for text in bad.split(", ")]) == said


@pytest.mark.parametrize(
    ("kind", "parameters", "said"),
    [
        ("doubleheaders", {"most": 0, "teams": ("AAA", "BBB")}, "AAA and BBB play no two games on a day."),
        ("doubleheaders", {}, "Every team has at most 3 doubleheaders, at least 7 days apart."),
        ("week-cadence", {}, "Every team plays at most 2 games a week."),
        (
            "week-cadence",
            {"cadence": "1-2-2-1-2-2-1", "begins": "Tuesday"},
            "Every team plays at most 1, 2, 2, 1, 2, 2 and 1 games in the weeks of the season, each from Tuesday on.",
        ),
        ("final-weekday", {"teams": ("AAA", "BBB")}, "AAA and BBB play their last games on a Friday."),
        ("idle-weeks", {"weeks": 0}, "Every team has exactly 0 weeks without a game."),
        ("split-weeks", {}, "Every team plays both at home and away in at most 2 weeks of the season."),
        (
            "away-after-away",
            {},
            "Every team plays no away game on a Wednesday when the game before, up to 4 days earlier, was away.",
        ),
        (
            "like-recovery",
            {},
            "When two teams meet on a Thursday, their free days since the game before differ by at most 0; when one "
            "of them played that game on a Thursday, by at most 2.",
        ),
        (
            "rest-after-travel",
            {},
            "A team's next game begins at least 20 hours after a home game and 24 after an away game, 36 where the two "
            "are more than 500 miles apart, and with 2 free days between where they are more than 1,000.",
        ),
        (
            "class-days",
            {"week": 1},
            "Every team misses at most 1 class day a week and 15 a season: the day of an away game, and the day before "
            "one more than 300 miles from home.",
        ),
    ],
)
def test_the_sentence_has_the_numbers(
    four_team_league: SeasonFacts, kind: str, parameters: dict[str, Parameter], said: str
) -> None:
    assert sentence(rule(kind, **parameters), four_team_league) == said


@pytest.mark.parametrize(
    ("kind", "parameter", "value"),
    [
        ("week-cadence", "cadence", "1-two"),
        ("week-cadence", "cadence", "1-2-"),
        ("week-cadence", "cadence", "99"),
        ("week-cadence", "begins", "Caturday"),
        ("final-weekday", "weekday", "friday"),
        ("away-after-away", "weekday", ""),
        ("like-recovery", "weekday", "Thu"),
    ],
)
def test_a_day_or_a_cadence_that_cannot_be_read_is_refused(
    four_team_league: SeasonFacts, kind: str, parameter: str, value: str
) -> None:
    with pytest.raises(RuleError) as refused:
        validate_rule(rule(kind, **{parameter: value}), four_team_league)
    assert refused.value.field == f"parameters.{parameter}"


def test_a_break_costs_no_class_days(four_team_league: SeasonFacts, play: Play) -> None:
    spring = AcademicCalendar(
        school=SchoolCode("AAA"), year="2025-26", breaks=(DateSpan(first=date(2026, 1, 5), last=date(2026, 1, 6)),)
    )
    facts = replace(four_team_league, calendars=(spring,))
    none = rule("class-days", week=0, teams=("AAA",))
    assert broken(facts, none, [play("AAA@BBB 01-06")]) == []
    assert broken(facts, none, [play("AAA@BBB 01-07")]) == ["AAA misses 1 class day in the week of 2026-01-05."]
    assert len(broken(four_team_league, none, [play("AAA@BBB 01-06")])) == 1


def test_an_idle_week_is_one_whose_windows_are_all_empty(four_team_league: SeasonFacts, play: Play) -> None:
    days = ["01-03", "01-05", "01-10", "01-13", "01-24", "01-26"]  # five weeks hold windows: that of 12 January a bye
    games = [play(f"AAA@BBB {day}") for day in days]
    own = {"teams": ("AAA",)}
    assert broken(four_team_league, rule("idle-weeks", weeks=1, **own), games) == [
        "AAA has 0 weeks without a game, not 1."
    ]
    fewer = [game for game in games if game.date.day not in {5, 10}]
    assert broken(four_team_league, rule("idle-weeks", weeks=1, **own), fewer) == []
    assert broken(four_team_league, rule("idle-weeks", weeks=0, **own), fewer) == [
        "AAA has 1 week without a game, not 0."
    ]


def test_weeks_are_counted_as_windows_only_where_each_has_one(four_team_league: SeasonFacts) -> None:
    saturdays = tuple(Window(number=n, kind="weekend", dates=(date(2026, 1, 3 + 7 * n),)) for n in range(4))
    weekly = replace(four_team_league, plan=replace(four_team_league.plan, windows=saturdays))
    assert len(compile_rule(rule("idle-weeks"), weekly)) == 1
    assert compile_rule(rule("idle-weeks"), four_team_league) == ()


def test_doubleheaders_are_sought_only_where_windows_share_a_day(four_team_league: SeasonFacts) -> None:
    assert compile_rule(rule("doubleheaders"), four_team_league) == ()
    assert compile_rule(rule("doubleheaders", most=0), four_team_league) == ()
    shared = shared_saturdays(four_team_league)
    assert len(compile_rule(rule("doubleheaders", most=0), shared)) == 4
    assert len(compile_rule(rule("doubleheaders", days_apart=8), shared)) == 3


def shared_saturdays(facts: SeasonFacts) -> SeasonFacts:
    """Return the league with two windows on each of four Saturdays."""
    windows = tuple(
        Window(number=n, kind="weekend", dates=(date(2026, 1, 3) + timedelta(weeks=n // 2),)) for n in range(8)
    )
    return replace(facts, plan=replace(facts.plan, windows=windows))
