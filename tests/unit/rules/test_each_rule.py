"""Each rule alone: kept, at its boundary, broken; the sentence names its numbers."""

from dataclasses import replace
from datetime import date

import pytest

from flextime.league.big12 import SCHOOLS, VENUES, mbb_plan
from flextime.league.ids import SchoolCode, VenueId
from flextime.league.model import Closure, DateSpan, Meeting, ScheduledGame
from flextime.limits import GA1, DayCount, TravelBalance
from flextime.rules.catalogue import KINDS
from flextime.rules.check import check, sentence, validate_rule
from flextime.rules.compiling import compile_rule
from flextime.rules.errors import RuleError
from flextime.rules.model import Parameter
from flextime.solve.problem import SeasonFacts
from tests.rulings import Play, broken, rule

HOSTS_EVERY_OTHER = "BBB@AAA 01-06, CCC@AAA 01-13, DDD@AAA 01-20, BBB@AAA 01-27"  # of eight windows

# kind, parameters, games that keep it (some at the boundary), games that break it, how often
CASES: list[tuple[str, dict[str, Parameter], str, str, int]] = [
    (
        "one-game-a-day",
        {"hours": 20},
        "BBB@AAA 01-03 21:00, CCC@AAA 01-05 17:00",
        "BBB@AAA 01-04 21:00, CCC@AAA 01-05 16:00",
        1,
    ),
    ("min-rest", {"free_days": 1}, "BBB@AAA 01-03, CCC@AAA 01-05", "BBB@AAA 01-04, CCC@AAA 01-05", 1),
    ("ideal-rest", {"free_days": 2}, "BBB@AAA 01-03, CCC@AAA 01-06", "BBB@AAA 01-03, CCC@AAA 01-05", 1),
    (
        "max-consecutive-away",
        {"games": 2},
        "AAA@BBB 01-03, AAA@CCC 01-06, DDD@AAA 01-10",
        "AAA@BBB 01-03, AAA@CCC 01-06, AAA@DDD 01-13",
        1,
    ),
    (
        "max-consecutive-home",
        {"games": 2},
        "BBB@AAA 01-03, CCC@AAA 01-06, AAA@DDD 01-10",
        "BBB@AAA 01-03, CCC@AAA 01-06, DDD@AAA 01-13",
        1,
    ),
    (
        "road-in-five",
        {"games": 1, "stretch": 3},
        "AAA@BBB 01-03, CCC@AAA 01-06, DDD@AAA 01-10",
        "AAA@BBB 01-03, CCC@AAA 01-06, AAA@DDD 01-10",
        1,
    ),
    ("no-sunday", {"teams": ("AAA",)}, "BBB@AAA 01-03, CCC@DDD 01-04", "BBB@AAA 01-04, AAA@CCC 01-11", 2),
    (
        "no-host-dates",
        {"teams": ("AAA",), "days": ("2026-01-03..2026-01-04",)},
        "AAA@BBB 01-03, BBB@AAA 01-05",
        "BBB@AAA 01-04",
        1,
    ),
    ("holidays", {"days": ("01-05",)}, "BBB@AAA 01-06", "BBB@AAA 01-05", 1),
    ("exams", {"games": 1}, "BBB@AAA 01-05, CCC@DDD 01-06", "BBB@AAA 01-05, AAA@CCC 01-14", 1),
    ("graduation", {}, "AAA@BBB 01-10, CCC@AAA 01-12", "BBB@AAA 01-10", 1),
    ("academic-blackout", {}, "AAA@BBB 01-17, CCC@DDD 01-24", "BBB@AAA 01-17, AAA@CCC 01-24", 2),
    (
        "no-saturday-monday-wednesday",
        {},
        "BBB@AAA 01-03, AAA@CCC 01-05, DDD@AAA 01-10",
        "BBB@AAA 01-03, AAA@CCC 01-05, DDD@AAA 01-07",
        1,
    ),
    ("rematch-separation", {"games": 3, "days": 10}, "BBB@AAA 01-03, AAA@BBB 01-13", "BBB@AAA 01-03, AAA@BBB 01-12", 1),
    (
        "home-within",
        {"windows": 2, "teams": ("AAA",)},
        HOSTS_EVERY_OTHER,
        HOSTS_EVERY_OTHER.replace("CCC@AAA 01-13", "AAA@CCC 01-13"),
        2,
    ),
    (
        "road-pairs",
        {"pairs": 1},
        "AAA@BBB 01-03, AAA@CCC 01-06, DDD@AAA 01-10, AAA@DDD 01-13",
        "AAA@BBB 01-03, AAA@CCC 01-06, AAA@DDD 01-10, DDD@AAA 01-13",
        1,
    ),
    ("home-in-exams", {}, "BBB@AAA 01-05, CCC@DDD 01-06", "AAA@BBB 01-05, CCC@DDD 01-06", 1),
    (
        "weekday-games",
        {"games": 1},
        "BBB@AAA 01-05, CCC@AAA 01-10, DDD@AAA 01-12",
        "BBB@AAA 01-05, CCC@AAA 01-08, DDD@AAA 01-12",
        1,
    ),
    (
        "games-in-days",
        {"games": 2, "days": 5},
        "BBB@AAA 01-03, AAA@CCC 01-05, DDD@AAA 01-08",
        "BBB@AAA 01-03, AAA@CCC 01-05, DDD@AAA 01-07",
        1,
    ),
    (
        "must-meet",
        {"meetings": 1, "teams": ("AAA", "BBB", "CCC")},
        "BBB@AAA 01-03, AAA@CCC 01-05, CCC@BBB 01-10",
        "BBB@AAA 01-03, AAA@CCC 01-05, AAA@BBB 01-10",
        1,
    ),
    ("season-window", {}, "BBB@AAA 01-03", "BBB@AAA 01-02", 1),
    ("protected-rivalry", {"meetings": 2}, "BBB@AAA 01-03, AAA@BBB 01-17", "BBB@AAA 01-03", 1),
]


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_a_rule_is_kept_up_to_its_boundary_and_broken_past_it(
    four_team_league: SeasonFacts, play: Play, case: tuple[str, dict[str, Parameter], str, str, int]
) -> None:
    kind, parameters, good, bad, times = case
    kept = rule(kind, **parameters)
    assert broken(four_team_league, kept, [play(text) for text in good.split(", ")]) == []
    assert len(broken(four_team_league, kept, [play(text) for text in bad.split(", ")])) == times


ROUND_ROBIN = (
    "AAA@BBB 01-03, CCC@DDD 01-03, BBB@CCC 01-06, DDD@AAA 01-06, CCC@AAA 01-10, BBB@DDD 01-10, "
    "BBB@AAA 01-17, DDD@CCC 01-17, CCC@BBB 01-20, AAA@DDD 01-20, AAA@CCC 01-24, DDD@BBB 01-24"
)


@pytest.fixture
def round_robin(play: Play) -> list[ScheduledGame]:
    return [play(text) for text in ROUND_ROBIN.split(", ")]


@pytest.mark.parametrize("kind", ["game-count", "opponent-multiplicity", "home-away-balance"])
def test_a_double_round_robin_keeps_counts_and_loses_them_with_a_game(
    four_team_league: SeasonFacts, round_robin: list[ScheduledGame], kind: str
) -> None:
    assert broken(four_team_league, rule(kind, **({"least": 2} if kind.startswith("opp") else {})), round_robin) == []
    fewer = broken(four_team_league, rule(kind, **({"least": 2} if kind.startswith("opp") else {})), round_robin[1:])
    assert len(fewer) == (1 if kind.startswith("opp") else 2)


def test_two_meetings_in_one_arena_are_not_home_and_home(four_team_league: SeasonFacts, play: Play) -> None:
    games = [play("BBB@AAA 01-03"), replace(play("BBB@AAA 01-17"), game=play("AAA@BBB 01-03").game)]
    assert "AAA and BBB meet twice in one arena, that of AAA." in broken(
        four_team_league, rule("opponent-multiplicity", least=0), games
    )


def test_first_and_last_games_are_balanced(four_team_league: SeasonFacts, play: Play) -> None:
    games = [play("AAA@BBB 01-03"), play("CCC@AAA 01-06"), play("AAA@DDD 01-10"), play("AAA@CCC 01-13")]
    found = broken(four_team_league, rule("first-last-balance", games=2, home=1, away=1), games)
    assert "AAA plays 0 home and 2 away in its last 2 games." in found
    assert "AAA plays 1 home and 1 away in its first 2 games." not in found


def test_opening_with_two_road_games_is_found(four_team_league: SeasonFacts, play: Play) -> None:
    games = [play("AAA@BBB 01-03"), play("AAA@CCC 01-06"), play("DDD@AAA 01-10"), play("BBB@AAA 01-13")]
    found = broken(four_team_league, rule("open-close-road"), games)
    assert "AAA opens with 2 games on the road, 2026-01-03 to 2026-01-06." in found
    assert not any(said.startswith("AAA closes") for said in found)


def test_weekend_home_games_are_counted_from_friday_to_sunday(four_team_league: SeasonFacts, play: Play) -> None:
    games = [play("BBB@AAA 01-03"), play("CCC@AAA 01-11"), play("DDD@AAA 01-06")]
    assert broken(four_team_league, rule("weekend-home", games=2, teams=("AAA",)), games) == []
    assert broken(four_team_league, rule("weekend-home", games=3, teams=("AAA",)), games) == [
        "AAA has 2 weekend home games, not 3."
    ]
    assert broken(four_team_league, rule("weekend-home-spread", spread=2), games) == []
    assert len(broken(four_team_league, rule("weekend-home-spread", spread=1), games)) == 1


def test_a_share_of_weekend_games_belongs_to_saturday(four_team_league: SeasonFacts, play: Play) -> None:
    games = [play("BBB@AAA 01-03"), play("CCC@DDD 01-04")]
    assert broken(four_team_league, rule("saturday-share", saturday_percent=50.0), games) == []
    assert len(broken(four_team_league, rule("saturday-share", saturday_percent=80.0), games)) == 1


def test_a_share_of_a_teams_games_is_on_weekends(four_team_league: SeasonFacts, play: Play) -> None:
    games = [play("BBB@AAA 01-03"), play("CCC@AAA 01-06")]
    assert broken(four_team_league, rule("weekend-share", percent=50.0), games) == [
        "CCC plays 0 of its 1 games from Friday to Sunday."
    ]
    assert "AAA plays 1 of its 2 games from Friday to Sunday." in broken(
        four_team_league, rule("weekend-share", percent=65.0), games
    )


def test_an_evening_in_midweek_has_its_share_of_the_games(four_team_league: SeasonFacts, play: Play) -> None:
    spread = rule("day-spread", games=1)
    assert broken(four_team_league, spread, [play("BBB@AAA 01-06"), play("CCC@DDD 01-07")]) == []
    assert broken(four_team_league, spread, [play("BBB@AAA 01-06"), play("CCC@DDD 01-06")]) == [
        "The league has 2 games on Tuesday, 2026-01-06."
    ]
    assert broken(four_team_league, spread, [play("BBB@AAA 01-10"), play("CCC@DDD 01-10")]) == []


def test_rivals_meet_when_the_season_has_begun_and_when_it_is_decided(
    four_team_league: SeasonFacts, play: Play
) -> None:
    dated = rule("rivalry-dates", quiet_weeks=1, late=1)
    late = play("AAA@BBB 01-26")
    facts = replace(four_team_league, plan=replace(four_team_league.plan, last=late.date))
    assert broken(facts, dated, [play("BBB@AAA 01-10"), late]) == []
    assert broken(facts, dated, [play("BBB@AAA 01-06"), late]) == [
        "AAA and BBB are rivals and meet as early as 2026-01-06."
    ]
    assert broken(facts, dated, [play("BBB@AAA 01-10"), play("CCC@DDD 01-03")]) == [
        "AAA and BBB are rivals and lack 1 meeting from 2026-01-20 on."
    ]


def test_who_keeps_the_sunday_is_not_on_the_road_around_it(four_team_league: SeasonFacts, play: Play) -> None:
    kept = rule("sunday-travel", teams=("AAA",), near_miles=200)  # BBB lies 82 miles from AAA, CCC 220, DDD 529
    assert broken(four_team_league, kept, [play("BBB@AAA 01-03"), play("AAA@CCC 01-05")]) == []
    assert broken(four_team_league, kept, [play("AAA@BBB 01-03 18:00"), play("CCC@AAA 01-05")]) == []
    assert broken(four_team_league, kept, [play("AAA@CCC 01-03 18:00"), play("BBB@AAA 01-05")]) == [
        "AAA is away on Saturday, 2026-01-03, and 220 miles from there on Monday."
    ]
    assert broken(four_team_league, kept, [play("AAA@CCC 01-03 18:30"), play("CCC@DDD 01-10 21:00")]) == [
        "AAA is away on Saturday, 2026-01-03, at 18:30 of its own time."
    ]


@pytest.mark.parametrize(
    ("game", "said"),
    [
        ("BBB@AAA 01-03 12:00", None),
        ("BBB@AAA 01-03 20:00", None),
        ("BBB@AAA 01-06 17:00", None),
        ("BBB@AAA 01-06 21:00", None),
        ("BBB@AAA 01-03 11:30", "BBB at AAA on Saturday, 2026-01-03, begins at 11:30; allowed is 12:00 to 20:00."),
        ("BBB@AAA 01-06 16:59", "BBB at AAA on Tuesday, 2026-01-06, begins at 16:59; allowed is 17:00 to 21:00."),
        ("BBB@AAA 01-06 03:00", "BBB at AAA on Tuesday, 2026-01-06, begins at 03:00; allowed is 17:00 to 21:00."),
    ],
)
def test_a_game_begins_when_people_can_come(
    four_team_league: SeasonFacts, play: Play, game: str, said: str | None
) -> None:
    found = broken(four_team_league, rule("tip-off-window"), [play(game)])
    assert found == ([] if said is None else [said])


def test_a_game_in_the_mountains_begins_before_the_east_is_asleep(four_team_league: SeasonFacts, play: Play) -> None:
    mountain = tuple(replace(venue, time_zone="America/Denver") for venue in four_team_league.venues)
    facts = replace(four_team_league, venues=mountain)
    assert broken(facts, rule("tip-off-window"), [play("BBB@AAA 01-06 20:00")]) == []
    assert broken(facts, rule("tip-off-window"), [play("BBB@AAA 01-06 21:00")]) == [
        "BBB at AAA on 2026-01-06 begins at 23:00 Eastern, after 22:00."
    ]


def test_a_closed_venue_hosts_nothing(four_team_league: SeasonFacts, play: Play) -> None:
    span = DateSpan(first=date(2026, 1, 3), last=date(2026, 1, 4))
    closed = replace(four_team_league, closures=(Closure(venue=VenueId("aaa-arena"), span=span, reason="a concert"),))
    assert broken(closed, rule("venue-closure"), [play("AAA@BBB 01-03"), play("CCC@AAA 01-05")]) == []
    assert broken(closed, rule("venue-closure"), [play("BBB@AAA 01-04")]) == [
        "BBB at AAA on 2026-01-04: aaa-arena is closed (a concert)."
    ]


def test_a_single_meeting_changes_its_host_from_year_to_year(four_team_league: SeasonFacts, play: Play) -> None:
    met = Meeting(home=SchoolCode("AAA"), away=SchoolCode("BBB"))
    facts = replace(four_team_league, plan=replace(four_team_league.plan, last_year=(met,)))
    assert broken(facts, rule("venue-rotation"), [play("AAA@BBB 01-03")]) == []
    assert len(broken(facts, rule("venue-rotation"), [play("BBB@AAA 01-03")])) == 1
    assert broken(facts, rule("venue-rotation"), [play("BBB@AAA 01-03"), play("AAA@BBB 01-17")]) == []


def test_a_pair_that_meets_once_at_most_may_miss_each_other_but_not_meet_where_it_did(
    four_team_league: SeasonFacts,
) -> None:
    plan = replace(four_team_league.plan, last_year=(Meeting(home=SchoolCode("BBB"), away=SchoolCode("AAA")),))
    twice = compile_rule(rule("venue-rotation"), replace(four_team_league, plan=plan))
    once = compile_rule(rule("venue-rotation"), replace(four_team_league, plan=replace(plan, games_per_team=3)))
    told = [(limit.meetings, limit.least, limit.most) for limit in (*twice, *once) if isinstance(limit, GA1)]
    assert told == [(((0, 1),), 1, 2), (((1, 0),), 0, 0)]


def test_the_search_leaves_other_days_what_byes_on_weekends_leave_of_them() -> None:
    facts = SeasonFacts(plan=mbb_plan(), schools=SCHOOLS, venues=VENUES)
    wish = rule("saturday-share", saturday_percent=95.0)
    sought, sure = (compile_rule(wish, facts, necessary=necessary) for necessary in (False, True))
    assert [limit.most for limit in (*sought, *sure) if isinstance(limit, DayCount)] == [3, 4]


def test_the_search_aims_inside_the_band_of_travel(four_team_league: SeasonFacts) -> None:
    (limit,) = compile_rule(rule("travel-balance", percent=20.0), four_team_league)
    assert isinstance(limit, TravelBalance)
    assert limit.percent == pytest.approx(17.0)


def test_opponents_that_were_missed_come_back_next_year(four_team_league: SeasonFacts, play: Play) -> None:
    met = [Meeting(home=SchoolCode(home), away=SchoolCode(away)) for home, away in ("BA", "CA", "BC")]
    last_year = tuple(replace(each, home=SchoolCode(each.home * 3), away=SchoolCode(each.away * 3)) for each in met)
    missed = rule("missed-opponents")
    assert broken(four_team_league, missed, []) == []  # last year is not known
    known = replace(four_team_league, plan=replace(four_team_league.plan, last_year=last_year[:2]))
    assert broken(known, missed, [play("BBB@CCC 01-03")]) == []
    assert broken(known, missed, [play("BBB@AAA 01-03")]) == ["BBB and CCC miss each other for a second year."]
    assert sentence(missed, known) == "Two teams that did not meet last year meet this year; 1 pair did not."


def test_byes_belong_in_the_middle_of_week_and_season(
    four_team_league: SeasonFacts, round_robin: list[ScheduledGame]
) -> None:
    found = broken(four_team_league, rule("bye-placement"), round_robin)
    assert len(found) == 4
    assert "AAA has a bye on the midweek of 2026-01-26." in found
    without_the_last_weekend = [game for game in round_robin if game.window != 6]
    paid = check(four_team_league, [replace(rule("bye-placement"), hardness="soft")], without_the_last_weekend)
    late = [found.price for found in paid if found.dates == (date(2026, 1, 24),)]
    assert late == [120.0] * 4  # on a weekend, and late: wrong in both


def test_meeting_a_rested_opponent_counts_unless_both_are(four_team_league: SeasonFacts, play: Play) -> None:
    games = [play("AAA@BBB 01-03"), play("AAA@CCC 01-06"), play("DDD@BBB 01-06"), play("AAA@DDD 01-10")]
    assert broken(four_team_league, rule("plays-after-byes", spread=0), games) == [
        "AAA meets 1 opponent coming off a bye.", "BBB meets 1 opponent coming off a bye.",
    ]  # fmt: skip
    assert broken(four_team_league, rule("plays-after-byes", spread=1), games) == []


def test_big_monday_wants_rested_visitors_and_mondays_apart(four_team_league: SeasonFacts, play: Play) -> None:
    one = rule("big-monday", games=1, near_miles=0)
    assert broken(four_team_league, one, [play("BBB@AAA 01-03"), play("AAA@CCC 01-05")]) == []
    assert broken(four_team_league, one, [play("AAA@BBB 01-03"), play("AAA@CCC 01-05")]) == [
        "AAA comes to the Monday game of 2026-01-05 after another road game."
    ]
    assert broken(four_team_league, one, [play("BBB@CCC 01-03"), play("AAA@CCC 01-05")]) == [
        "CCC hosts the Monday game of 2026-01-05 after another home game."
    ]
    near = rule("big-monday", games=1, near_miles=600)
    assert broken(four_team_league, near, [play("BBB@CCC 01-03"), play("AAA@CCC 01-05")]) == []
    twice = [play("AAA@CCC 01-05"), play("DDD@AAA 01-12")]
    assert "AAA plays on the Mondays 2026-01-05 and 2026-01-12." in broken(four_team_league, one, twice)


@pytest.mark.parametrize(
    ("missing", "off", "told"),
    [
        ((), 0, []),
        (("01-10",), 4, []),
        (("01-10",), 2, ["AAA, BBB, CCC and DDD are off in window 3, 2026-01-10."]),
        (("01-03", "01-10"), 4, ["AAA, BBB, CCC and DDD are off in window 1, 2026-01-03."]),
    ],
)
def test_byes_lie_within_their_windows_and_are_not_too_many(
    four_team_league: SeasonFacts, play: Play, missing: tuple[str, ...], off: int, told: list[str]
) -> None:
    days = [f"{window.dates[0]:%m-%d}" for window in four_team_league.plan.windows]
    games = [play(f"{pair} {day}") for day in days if day not in missing for pair in ("AAA@BBB", "CCC@DDD")]
    assert broken(four_team_league, rule("bye-weeks", first=3, last=4, off=off), games) == told


def test_bye_weeks_that_end_before_they_begin_are_refused(four_team_league: SeasonFacts) -> None:
    with pytest.raises(RuleError, match="window 5 comes after window 4"):
        validate_rule(rule("bye-weeks", first=5, last=4), four_team_league)


def test_miles_chain_away_games_and_return_home(four_team_league: SeasonFacts, play: Play) -> None:
    chained = check(four_team_league, [rule("travel-miles")], [play("AAA@BBB 01-03"), play("AAA@CCC 01-06")])
    apart = [play("AAA@BBB 01-03"), play("DDD@AAA 01-06"), play("AAA@CCC 01-10")]
    assert chained[0].teams == ("AAA",)
    assert (
        0 < _miles(four_team_league, [play("AAA@BBB 01-03"), play("AAA@CCC 01-06")]) < _miles(four_team_league, apart)
    )
    balance = rule("travel-balance", percent=200.0)
    assert any("AAA" in said for said in broken(four_team_league, balance, [play("AAA@BBB 01-03")]))


def _miles(facts: SeasonFacts, games: list[ScheduledGame]) -> float:
    soft = replace(rule("travel-miles"), hardness="soft")
    return sum(found.price for found in check(facts, [soft], games) if "AAA" in found.teams)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_speaks_with_its_defaults(four_team_league: SeasonFacts, kind: str) -> None:
    said = sentence(rule(kind), four_team_league)
    assert said.endswith(".")
    assert "{" not in said


def test_a_sentence_carries_its_numbers(four_team_league: SeasonFacts) -> None:
    assert sentence(rule("rematch-separation", games=4, days=15), four_team_league) == (
        "Two meetings of a pair lie at least 4 games or 15 days apart."
    )


def test_a_sentence_agrees_with_those_it_speaks_of(four_team_league: SeasonFacts) -> None:
    def said(kind: str, **parameters: Parameter) -> str:
        return sentence(rule(kind, **parameters), four_team_league)

    assert said("no-sunday", teams=("AAA",)) == "AAA plays no Sunday."
    assert said("no-sunday", teams=("AAA", "BBB")) == "AAA and BBB play no Sunday."
    assert said("min-rest", teams=("AAA", "BBB", "CCC")) == (
        "AAA, BBB and CCC have at least 1 free day between two games."
    )
    assert said("home-away-balance", difference=2, teams=("AAA", "BBB")) == (
        "The home and away games of AAA and BBB differ by at most 2."
    )
    assert (
        said("opponent-multiplicity", least=2) == "Any two teams meet twice; those that meet twice do so home and home."
    )
