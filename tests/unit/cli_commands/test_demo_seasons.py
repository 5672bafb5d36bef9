"""`flextime demo --sport`: which seasons there are, and what is said of those that there are not."""

import pytest

from flextime_cli.demo.conference import BadAsk, season_and_rules, season_of


def test_men_play_18_games_unless_20_are_asked_for_and_both_can_stand() -> None:
    eighteen, _ = season_of("MBB", None)
    twenty, _ = season_of("MBB", 20)
    assert (eighteen.games_per_team, twenty.games_per_team) == (18, 20)
    assert eighteen.id != twenty.id


def test_a_season_is_opened_with_every_rule_of_its_book() -> None:
    plan, rules = season_of("FB", None)
    opened = list(season_and_rules(plan, rules))
    assert len(opened) == 1 + len(rules)


@pytest.mark.parametrize(
    ("sport", "games", "told"),
    [
        ("MBB", 19, "18 or 20 conference games, not 19"),
        ("FB", 12, "Football 2025-26 has 9 conference games, not 12"),
        ("GOLF", None, "There is no plan of 'GOLF'"),
    ],
)
def test_a_season_that_is_not_there_is_refused_with_what_is(sport: str, games: int | None, told: str) -> None:
    with pytest.raises(BadAsk, match=told):
        season_of(sport, games)
