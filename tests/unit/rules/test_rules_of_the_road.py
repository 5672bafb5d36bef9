"""The road and the sky: places, trips, zones, what they cost; each kept up to its boundary, and broken past it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from flextime.league.big12 import SCHOOLS, VENUES, mbb_plan
from flextime.league.model import ScheduledGame
from flextime.rules.check import check, sentence, validate_rule
from flextime.rules.errors import RuleError
from flextime.rules.model import Parameter, Rule
from flextime.rules.season_view import SeasonView
from flextime.rules.transport import Trip, trips_of
from flextime.solve.problem import SeasonFacts
from tests.rulings import Play, broken, rule

CHAIN = "AAA@BBB 01-03, AAA@CCC 01-05"  # 82, 246 and 220 miles
ROUNDABOUT = "AAA@BBB 01-04, AAA@CCC 01-07, AAA@DDD 01-10"  # shortest with CCC first


def played(play: Play, text: str) -> list[ScheduledGame]:
    return [play(each) for each in text.split(", ")]


def zoned(facts: SeasonFacts, **zones: str) -> SeasonFacts:
    """Return the league with some teams and their arenas in other time zones."""
    return replace(
        facts,
        schools=tuple(replace(each, time_zone=zones.get(each.code, each.time_zone)) for each in facts.schools),
        venues=tuple(replace(each, time_zone=zones.get(each.school, each.time_zone)) for each in facts.venues),
    )


def test_thin_air_is_for_those_who_live_there(four_team_league: SeasonFacts, play: Play) -> None:
    high = rule("altitude", visits=1, places=("CCC", "DDD"))
    assert broken(four_team_league, high, played(play, "AAA@CCC 01-03, AAA@BBB 01-06, CCC@DDD 01-10")) == []
    assert broken(four_team_league, high, played(play, "AAA@CCC 01-03, AAA@DDD 01-06, DDD@AAA 01-10")) == [
        "AAA plays 2 away games in high places: CCC on 2026-01-03, DDD on 2026-01-06."
    ]


def test_places_of_other_seasons_are_left_out(four_team_league: SeasonFacts, play: Play) -> None:
    tennis = replace(mbb_plan(), teams=tuple(team for team in mbb_plan().teams if team != "COL"))
    assert sentence(rule("altitude"), SeasonFacts(plan=tennis, schools=SCHOOLS, venues=VENUES)) == (
        "A team from the plains plays at most 2 away games in high places: BYU and UTAH."
    )
    assert sentence(rule("cold-venues"), four_team_league) == (
        "No home game from 01-01 to before 03-15 in cold places: none of this season's."
    )
    assert broken(four_team_league, rule("cold-venues"), [play("AAA@BBB 01-03")]) == []


@pytest.mark.parametrize(
    ("given", "games", "said"),
    [
        ({"games": 2}, CHAIN, []),
        ({"games": 1}, "AAA@BBB 01-03, AAA@CCC 01-07", []),
        ({"games": 1}, CHAIN, ["AAA's road trip of 2026-01-03 to 2026-01-05 has 2 games."]),
        ({"days_apart": 2}, CHAIN, []),
        (
            {"days_apart": 3},
            CHAIN,
            ["AAA's road trip of 2026-01-03 to 2026-01-05 has games on 2026-01-03 and 2026-01-05."],
        ),
        ({"miles": 548}, CHAIN, []),
        ({"miles": 547}, CHAIN, ["AAA's road trip of 2026-01-03 to 2026-01-05 is 548 miles."]),
        ({"miles": 0}, "AAA@DDD 01-03, BBB@AAA 01-06", []),
        ({"detour": 1.0}, "AAA@CCC 01-04, AAA@BBB 01-07, AAA@DDD 01-10", []),
        ({"detour": 1.06}, ROUNDABOUT, []),
        (
            {"detour": 1.05},
            ROUNDABOUT,
            ["AAA's road trip of 2026-01-04 to 2026-01-10 is 1,610 miles; the shortest way is 1,531."],
        ),
    ],
)
def test_a_road_trip_is_short_and_its_games_apart(
    four_team_league: SeasonFacts, play: Play, given: dict[str, Parameter], games: str, said: list[str]
) -> None:
    assert broken(four_team_league, rule("road-trips", **given), played(play, games)) == said


def test_a_time_zone_is_crossed_in_winter_and_two_in_summer(four_team_league: SeasonFacts, play: Play) -> None:
    facts = zoned(four_team_league, BBB="America/Phoenix")
    one = rule("time-zones", zones=1)
    winter = [play("AAA@BBB 01-03"), play("CCC@AAA 01-06")]
    summer = [replace(game, date=date(2026, 7, game.date.day)) for game in winter]
    assert broken(facts, one, winter) == []
    assert broken(facts, one, summer) == ["AAA crosses 2 time zones between 2026-07-03 and 2026-07-06."]


def test_a_trip_to_far_time_zones_is_counted_once(four_team_league: SeasonFacts, play: Play) -> None:
    facts = zoned(four_team_league, BBB="America/Los_Angeles", CCC="America/Los_Angeles", DDD="America/Denver")
    once = rule("time-zones", trips=1)
    together = played(play, "AAA@BBB 01-03, AAA@CCC 01-06, DDD@AAA 01-10, AAA@DDD 01-13")
    assert broken(facts, once, together) == []
    apart = [*together[::2], replace(together[1], date=date(2026, 1, 20), window=5), play("BBB@AAA 01-17")]
    assert broken(facts, once, apart) == ["AAA makes 2 road trips of 2 time zones or more: 2026-01-03, 2026-01-20."]


def trips(facts: SeasonFacts, games: Sequence[ScheduledGame], bus_miles: int) -> list[Trip]:
    return list(trips_of(SeasonView(facts, games), facts.plan.teams[0], bus_miles))


def test_a_trip_goes_by_bus_as_far_as_a_bus_goes(four_team_league: SeasonFacts, play: Play) -> None:
    (bus,) = trips(four_team_league, played(play, CHAIN), 247)
    assert (bus.by, bus.tonnes) == ("bus", 2.1)
    assert bus.dollars == pytest.approx(1500 + 2.80 * 1.25 * 547.6, abs=0.2)
    (charter,) = trips(four_team_league, played(play, CHAIN), 246)
    assert (charter.by, charter.tonnes) == ("charter", 12.5)
    assert charter.dollars == pytest.approx(24_000 + 30 * 47.6, abs=2)
    (dear,) = trips(four_team_league, played(play, "AAA@DDD 01-03, AAA@CCC 01-06"), 300)
    assert dear.dollars == 50_000


@pytest.mark.parametrize(
    ("kept", "past", "said"),
    [
        (
            rule("transport-budget", teams=("AAA",), budget=43),
            rule("transport-budget", teams=("AAA",), budget=42),
            "AAA spends $42,963 on 1 road trip by bus and 1 by charter.",
        ),
        (
            rule("transport-carbon", teams=("AAA",), tonnes=15),
            rule("transport-carbon", teams=("AAA",), tonnes=14),
            "AAA emits 14.6 tonnes of carbon dioxide on 2 road trips.",
        ),
    ],
)
def test_trips_are_paid_up_to_the_budget(
    four_team_league: SeasonFacts, play: Play, kept: Rule, past: Rule, said: str
) -> None:
    games = played(play, "AAA@DDD 01-03, BBB@AAA 01-06, AAA@BBB 01-10")
    assert broken(four_team_league, kept, games) == []
    assert broken(four_team_league, past, games) == [said]


@pytest.mark.parametrize(
    ("given", "games", "said"),
    [
        ({}, "BBB@AAA 03-15", []),
        ({}, "AAA@BBB 03-14", []),
        ({}, "BBB@AAA 03-14", ["AAA hosts BBB as early as 2026-03-14, before 03-15."]),
        ({"until": "01-04"}, "BBB@AAA 01-04, CCC@AAA 11-20", []),
    ],
)
def test_a_cold_place_hosts_nothing_before_spring(
    four_team_league: SeasonFacts, play: Play, given: dict[str, Parameter], games: str, said: list[str]
) -> None:
    cold = rule("cold-venues", places=("AAA",), **given)
    assert broken(four_team_league, cold, played(play, games)) == said


@pytest.mark.parametrize("until", ["3-15", "02-30", "spring", ""])
def test_a_spring_that_is_no_day_is_refused(four_team_league: SeasonFacts, until: str) -> None:
    with pytest.raises(RuleError, match="write a day of the year as 03-15"):
        validate_rule(rule("cold-venues", until=until), four_team_league)


@pytest.mark.parametrize(
    ("game", "said"),
    [
        ("BBB@AAA 09-30 18:00", []),
        ("BBB@AAA 10-01 12:00", []),
        ("AAA@BBB 09-30 12:00", []),
        ("BBB@AAA 08-01 17:30", ["BBB at AAA on 2026-08-01 begins at 17:30, in the heat."]),
    ],
)
def test_games_in_the_heat_wait_for_the_evening(
    four_team_league: SeasonFacts, play: Play, game: str, said: list[str]
) -> None:
    assert broken(four_team_league, rule("heat", places=("AAA",)), [play(game)]) == said


def test_hot_months_that_end_before_they_begin_are_refused(four_team_league: SeasonFacts) -> None:
    with pytest.raises(RuleError, match="8 comes before month 9"):
        validate_rule(rule("heat", first_month=9, last_month=8), four_team_league)


def test_what_is_checked_and_not_searched_for_is_priced(four_team_league: SeasonFacts, play: Play) -> None:
    soft = replace(rule("transport-carbon", tonnes=10, teams=("AAA",)), hardness="soft", weight=0.5)
    (found,) = [each for each in check(four_team_league, [soft], [play("AAA@DDD 01-03")]) if each.rule == soft.id]
    assert found.price == 0.5 * 2.0 * 2.5


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (
            "road-trips",
            "A road trip of any team, away games each within 3 days of the last, has at most 4 games, at least 2 days "
            "apart; one of several games is at most 2,000 miles, and at most 1.3 times the shortest way through its "
            "places.",
        ),
        (
            "time-zones",
            "Every team crosses at most 2 time zones from one game to the next, and has at most 2 road trips with a "
            "game 2 time zones or more from home.",
        ),
        (
            "transport-budget",
            "Every team spends at most $325,000 on road trips, by bus where no leg is longer than 300 miles, else by "
            "charter.",
        ),
        (
            "transport-carbon",
            "Every team emits at most 80 tonnes of carbon dioxide on road trips, by bus where no leg is longer than "
            "300 miles, else by charter.",
        ),
        ("altitude", "A team from the plains plays at most 2 away games in high places: BYU, COL and UTAH."),
        ("cold-venues", "No home game from 01-01 to before 03-15 in cold places: COL, ISU, KSU, KU and WVU."),
        (
            "heat",
            "Games from August to September begin at 18:00 or later in hot places: ARIZ, ASU, BAY, HOU, TCU, TTU and "
            "UCF.",
        ),
    ],
)
def test_the_sentence_has_the_numbers(kind: str, said: str) -> None:
    assert sentence(rule(kind), SeasonFacts(plan=mbb_plan(), schools=SCHOOLS, venues=VENUES)) == said
