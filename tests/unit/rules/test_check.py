"""The rulebook's public face: impossible rules, structure, moves and scores."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from flextime.league.ids import RuleId, SchoolCode, VenueId
from flextime.league.model import ScheduledGame
from flextime.rules.check import RuleError, check, check_moves, score, validate_rule
from flextime.rules.model import Parameter, Rule
from flextime.solve.problem import SeasonFacts

Play = Callable[[str], ScheduledGame]
BYU_STYLE = Rule(id=RuleId("aaa-no-sunday"), kind="no-sunday", parameters={"teams": ("AAA",)})


@pytest.mark.parametrize(
    ("kind", "weight", "parameters", "field"),
    [
        ("no-such-kind", 1.0, {}, "kind"),
        ("min-rest", 1.5, {}, "weight"),
        ("min-rest", float("nan"), {}, "weight"),
        ("min-rest", 1.0, {"hours": 3}, "parameters.hours"),
        ("min-rest", 1.0, {"free_days": 15}, "parameters.free_days"),
        ("min-rest", 1.0, {"free_days": "2"}, "parameters.free_days"),
        ("min-rest", 1.0, {"free_days": True}, "parameters.free_days"),
        ("no-sunday", 1.0, {"teams": ("ZZZ",)}, "parameters.teams"),
        ("holidays", 1.0, {"days": ("13-40",)}, "parameters.days"),
        ("holidays", 1.0, {"days": ("2026-01-04..2026-01-03",)}, "parameters.days"),
        ("first-last-balance", 1.0, {"games": 3}, "parameters.games"),
        ("travel-balance", 1.0, {"percent": float("nan")}, "parameters.percent"),
    ],
)
def test_an_impossible_rule_is_refused_with_its_field(
    four_team_league: SeasonFacts, kind: str, weight: float, parameters: dict[str, Parameter], field: str
) -> None:
    with pytest.raises(RuleError) as refused:
        validate_rule(Rule(id=RuleId("r"), kind=kind, weight=weight, parameters=parameters), four_team_league)
    assert refused.value.field == field
    assert refused.value.reason


def test_whole_numbers_and_lists_are_read_where_reals_and_sets_are_wanted(four_team_league: SeasonFacts) -> None:
    validate_rule(Rule(id=RuleId("r"), kind="travel-balance", parameters={"percent": 20}), four_team_league)
    validate_rule(Rule(id=RuleId("r"), kind="no-sunday", parameters={"teams": "AAA"}), four_team_league)


def test_a_violation_carries_its_evidence(four_team_league: SeasonFacts, play: Play) -> None:
    (found,) = check(four_team_league, [BYU_STYLE], [play("BBB@AAA 01-04")])
    assert found.sentence == "AAA plays no Sunday: 2026-01-04"
    assert (found.rule, found.hardness, found.price) == ("aaa-no-sunday", "hard", 0.0)
    assert (found.teams, found.games, found.dates) == (("AAA",), ("small.bbb-at-aaa",), (date(2026, 1, 4),))


def test_structure_is_checked_without_any_rule(four_team_league: SeasonFacts, play: Play) -> None:
    game = play("BBB@AAA 01-03")
    games = {
        "unknown-team": replace(game, away=SchoolCode("ZZZ")),
        "wrong-venue": replace(game, venue=VenueId("bbb-arena")),
        "outside-window": replace(game, date=date(2026, 1, 9)),
    }
    for kind, wrong in games.items():
        assert [found.kind for found in check(four_team_league, [], [wrong])] == [kind]
    assert [found.kind for found in check(four_team_league, [], [replace(game, window=99)])] == ["outside-window"]
    assert [found.kind for found in check(four_team_league, [], [replace(game, venue=VenueId("x"))])] == ["wrong-venue"]
    assert [found.kind for found in check(four_team_league, [], [game, game])] == ["duplicate-game"]
    again = replace(play("BBB@AAA 01-17"), game=play("AAA@BBB 01-03").game)
    assert [found.kind for found in check(four_team_league, [], [game, again])] == ["duplicate-game"]
    assert "unknown-team" in {found.kind for found in check(four_team_league, [], [replace(game, away=game.home)])}


def test_a_move_answers_for_what_it_breaks_and_not_for_what_was_broken(
    four_team_league: SeasonFacts, play: Play
) -> None:
    sunday, other = play("BBB@AAA 01-04"), play("AAA@CCC 01-06")
    rest = Rule(id=RuleId("rest"), kind="min-rest")
    games = [sunday, other]
    assert check_moves(four_team_league, [BYU_STYLE, rest], games, [replace(other, date=date(2026, 1, 7))]) == ()
    broken = check_moves(four_team_league, [BYU_STYLE, rest], games, [replace(other, date=date(2026, 1, 5))])
    assert [found.rule for found in broken] == ["rest"]


RUN_OF_FOUR = ("AAA@BBB 01-03", "AAA@CCC 01-06", "AAA@DDD 01-10", "AAA@BBB 01-13")


def test_a_repair_that_shortens_what_is_broken_is_allowed(four_team_league: SeasonFacts, play: Play) -> None:
    away = Rule(id=RuleId("away"), kind="max-consecutive-away", parameters={"games": 1})
    first, second, third = (play(text) for text in RUN_OF_FOUR[:3])
    home = play("BBB@AAA 01-17")
    before = [first, second, third, home]
    assert check(four_team_league, [away], before)
    assert check_moves(four_team_league, [away], before, [replace(third, date=date(2026, 1, 20), window=5)]) == ()
    assert check_moves(four_team_league, [away], before, [replace(second, date=date(2026, 1, 7))]) == ()


def test_a_move_that_lengthens_what_is_broken_is_refused(four_team_league: SeasonFacts, play: Play) -> None:
    away = Rule(id=RuleId("away"), kind="max-consecutive-away", parameters={"games": 1})
    first, second, home, third = (
        play("AAA@BBB 01-03"), play("AAA@CCC 01-06"), play("BBB@AAA 01-10"), play("AAA@DDD 01-13"),
    )  # fmt: skip
    early = replace(home, date=date(2026, 1, 17), window=4)
    assert len(check_moves(four_team_league, [away], [first, second, home, third], [early])) == 1


def test_a_second_breach_of_a_broken_rule_is_refused(four_team_league: SeasonFacts, play: Play) -> None:
    sunday, other = play("BBB@AAA 01-04"), play("CCC@AAA 01-10")
    onto = replace(other, date=date(2026, 1, 11))
    assert [found.games for found in check_moves(four_team_league, [BYU_STYLE], [sunday, other], [onto])] == [
        (other.game,)
    ]
    assert check_moves(four_team_league, [BYU_STYLE], [sunday, other], [replace(sunday, date=date(2026, 1, 3))]) == ()


def test_a_soft_rule_does_not_refuse_a_move(four_team_league: SeasonFacts, play: Play) -> None:
    soft = replace(BYU_STYLE, hardness="soft")
    game = play("BBB@AAA 01-03")
    assert check_moves(four_team_league, [soft], [game], [replace(game, date=date(2026, 1, 4))]) == ()


def test_a_score_is_the_sum_of_its_soft_rules(four_team_league: SeasonFacts, play: Play) -> None:
    rules = [
        Rule(id=RuleId("miles"), kind="travel-miles", hardness="soft"),
        Rule(id=RuleId("rest"), kind="ideal-rest", hardness="preference", weight=0.5),
        BYU_STYLE,
    ]
    found = score(four_team_league, rules, [play("AAA@BBB 01-04"), play("AAA@CCC 01-05")])
    assert found.price == sum(part.price for part in found.soft)
    assert [part.rule for part in found.soft] == ["miles", "rest"]
    assert found.soft[1].price == 0.5 * 10.0 * 2
    team = found.teams[0]
    assert (team.team, team.home, team.away, team.longest_away_run, team.shortest_rest_days) == ("AAA", 0, 2, 2, 0)
    assert found.miles == sum(summary.miles for summary in found.teams)
