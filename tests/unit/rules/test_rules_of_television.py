"""Television and the table: windows, networks, evenings, days, and opponents in common."""

from dataclasses import replace

import pytest

from flextime.league.model import ScheduledGame
from flextime.rules.check import sentence, validate_rule
from flextime.rules.errors import RuleError
from flextime.rules.model import Parameter
from flextime.solve.problem import SeasonFacts
from tests.rulings import Play, broken, rule


def shown(play: Play, text: str, network: str) -> ScheduledGame:
    return replace(play(text), network=network)


NOON = rule("television-windows", windows=("Saturday 12:00 FOX/FS1 1", "Tuesday 22:30 ESPN 2"))


def test_a_game_on_a_network_is_in_one_of_its_windows(four_team_league: SeasonFacts, play: Play) -> None:
    # The league's clocks are an hour behind the East.
    kept = [
        shown(play, "BBB@AAA 01-03 11:00", "FS1"),
        shown(play, "BBB@CCC 01-06 21:30", "ESPN"),
        play("BBB@DDD 01-10"),
    ]
    assert broken(four_team_league, NOON, kept) == []
    for text, network in (
        ("BBB@AAA 01-03 12:00", "FOX"),
        ("BBB@AAA 01-03 11:00", "ESPN"),
        ("BBB@AAA 01-04 11:00", "FOX"),
        ("BBB@AAA 01-05 23:30", "ESPN"),  # Tuesday in the East, Monday to those who play
    ):
        assert len(broken(four_team_league, NOON, [shown(play, text, network)])) == 1
    assert broken(four_team_league, NOON, [shown(play, "BBB@AAA 01-03 12:00", "FOX")]) == [
        "BBB at AAA on Saturday, 2026-01-03, at 13:00 Eastern is in no window of FOX."
    ]


def test_a_window_of_television_holds_so_many_games_a_date(four_team_league: SeasonFacts, play: Play) -> None:
    first, second = shown(play, "BBB@AAA 01-03 11:00", "FOX"), shown(play, "CCC@DDD 01-03 11:00", "FS1")
    later = shown(play, "CCC@DDD 01-10 11:00", "FOX")
    assert broken(four_team_league, NOON, [first, later]) == []
    assert broken(four_team_league, NOON, [first, second]) == [
        "2 games are on FOX/FS1 at 12:00 Eastern on 2026-01-03, not 1."
    ]


@pytest.mark.parametrize(
    "told", ["Saturday 12:00 FOX", "Sat 12:00 FOX 2", "Saturday noon FOX 2", "Saturday 12:00 FOX some", ""]
)
def test_a_window_that_cannot_be_read_is_refused(four_team_league: SeasonFacts, told: str) -> None:
    with pytest.raises(RuleError, match="write Saturday 12:00 FOX/FS1 2"):
        validate_rule(rule("television-windows", windows=(told,)), four_team_league)


def test_a_contract_is_for_so_many_games(four_team_league: SeasonFacts, play: Play) -> None:
    games = [shown(play, "BBB@AAA 01-03", "FOX"), shown(play, "CCC@DDD 01-03", "FS1"), play("BBB@DDD 01-06")]
    assert broken(four_team_league, rule("network-minimum", games=1), games) == []
    assert broken(four_team_league, rule("network-minimum", games=2), games) == ["1 game is on FOX, not 2."]
    assert broken(four_team_league, rule("network-minimum", games=2, networks=("FOX", "FS1")), games) == []
    assert broken(four_team_league, rule("network-minimum", games=3, networks=()), games) == [
        "2 games are on any network, not 3."
    ]


def test_prime_time_is_told_by_the_clock_of_the_east(four_team_league: SeasonFacts, play: Play) -> None:
    games = [play("BBB@AAA 01-03 18:00"), play("CCC@AAA 01-06 17:59"), play("DDD@AAA 01-10 23:30")]
    own: dict[str, Parameter] = {"teams": ("AAA",)}
    assert broken(four_team_league, rule("prime-time", least=2, most=2, **own), games) == []
    assert broken(four_team_league, rule("prime-time", least=0, most=1, **own), games) == [
        "AAA plays 2 games from 19:00 Eastern on."
    ]
    assert len(broken(four_team_league, rule("prime-time", least=3, **own), games)) == 1
    with pytest.raises(RuleError, match="at least 3 and at most 2"):
        validate_rule(rule("prime-time", least=3, most=2), four_team_league)


def test_television_takes_so_many_games_from_the_saturday(four_team_league: SeasonFacts, play: Play) -> None:
    thursday, friday = play("BBB@AAA 01-08"), play("CCC@DDD 01-09")
    saturdays = [play("BBB@CCC 01-10"), play("AAA@DDD 01-10")]
    totals = rule("weekday-totals", thursday=1, friday=1, saturday_percent=50)
    assert broken(four_team_league, totals, [thursday, friday, *saturdays]) == []
    assert broken(four_team_league, totals, [thursday, friday, play("DDD@CCC 01-16"), *saturdays]) == [
        "The league plays 2 games on Fridays, not 1.",
        "2 of 5 games are on Saturdays, not 3.",
    ]
    assert broken(four_team_league, rule("weekday-totals", thursday=0, saturday_percent=0), [thursday]) == [
        "The league plays 1 game on Thursdays, not 0."
    ]


def test_a_table_is_fair_by_opponents_in_common(four_team_league: SeasonFacts, play: Play) -> None:
    games = [play("AAA@CCC 01-03"), play("DDD@AAA 01-06"), play("BBB@CCC 01-10"), play("DDD@BBB 01-13")]
    one = rule("common-opponents", opponents=1)
    assert broken(four_team_league, one, games) == [
        f"{pair} have 0 opponents in common, not 1."
        for pair in ("AAA and CCC", "AAA and DDD", "BBB and CCC", "BBB and DDD")
    ]
    assert broken(four_team_league, one, [*games, play("AAA@BBB 01-17"), play("CCC@DDD 01-17")]) == []


@pytest.mark.parametrize(
    ("kind", "parameters", "said"),
    [
        (
            "television-windows",
            {"windows": ("Saturday 12:00 FOX/FS1 2", "Thursday 19:30 ESPN 1")},
            "Games on a network begin in one of its windows by Eastern time, and no date has more in one than stand "
            "here: Saturday 12:00 on FOX or FS1 (2), Thursday 19:30 on ESPN (1).",
        ),
        (
            "network-minimum",
            {"networks": ("ESPN", "ESPN2"), "games": 20},
            "At least 20 games of the season are on ESPN or ESPN2.",
        ),
        ("prime-time", {}, "Every team plays 2 to 5 games that begin at 19:00 Eastern or later."),
        (
            "weekday-totals",
            {},
            "The league plays at most 6 games on Thursdays and 8 on Fridays, and at least 80 % of its games on "
            "Saturdays.",
        ),
        ("common-opponents", {}, "Any two teams have at least 5 opponents in common."),
    ],
)
def test_the_sentence_has_the_numbers(
    four_team_league: SeasonFacts, kind: str, parameters: dict[str, Parameter], said: str
) -> None:
    assert sentence(rule(kind, **parameters), four_team_league) == said
