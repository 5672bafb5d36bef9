"""The kinds of limit that only tournaments have: their faces against each other, and what each says, by hand."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flextime.limits import (
    BR1,
    BR2,
    CA2,
    CA3,
    CA4,
    FA2,
    SE2,
    RoundRobin,
    TournamentLimit,
    br1,
    br2,
    breaks,
    ca3,
    fa2,
    round_robin,
)
from flextime.limits.ca4 import as_game_limits
from flextime.limits.evaluating import check
from flextime.limits.model import Deviation, Fixture, Price, counts_as, games_of, opponent
from flextime.solve.compiled import compiled
from tests.timetables import (
    SLOTS,
    TEAMS,
    capacity_limits,
    encoded_price,
    pattern_limits,
    round_robins,
    stated_price,
    timetables,
)

HARD, SOFT = Price(rule="hard"), Price(rule="soft", points=2.0)
ALL_SLOTS = tuple(range(SLOTS))


def agrees(limit: TournamentLimit, games: list[Fixture], most_byes: int) -> None:
    found = check(limit, games, SLOTS)
    if limit.price.points is None:
        assert (encoded_price(limit, games, most_byes=most_byes) is None) == bool(found)
    else:
        assert encoded_price(limit, games, most_byes=most_byes) == pytest.approx(sum(one.price for one in found))


@settings(max_examples=120, deadline=None)
@example([Fixture(0, 1, 0), Fixture(0, 1, 5)], BR1(price=SOFT, teams=(0, 1), slots=(5,), mode="HA", most=0))
@example([Fixture(0, 1, 2), Fixture(0, 1, 4)], FA2(price=SOFT, teams=(0, 1), slots=(3, 4, 5), most=0))
@example([Fixture(0, 1, 2)], SE2(price=HARD, pairs=((2, 3),)))
@given(timetables(), st.one_of(capacity_limits(), pattern_limits()))
def test_cp_sat_and_the_check_agree_with_byes(games: list[Fixture], limit: TournamentLimit) -> None:
    agrees(limit, games, most_byes=SLOTS)


@settings(max_examples=80, deadline=None)
@given(timetables(byes=False), st.one_of(capacity_limits(), pattern_limits()))
def test_cp_sat_and_the_check_agree_without_byes(games: list[Fixture], limit: TournamentLimit) -> None:
    agrees(limit, games, most_byes=0)


@settings(max_examples=100, deadline=None)
@given(
    st.one_of(round_robins(), timetables()),
    st.builds(
        RoundRobin, rounds=st.integers(1, 4), phased=st.booleans(), compact=st.booleans(), all_games=st.booleans()
    ),
)
def test_cp_sat_and_the_check_agree_on_what_must_be_played(games: list[Fixture], base: RoundRobin) -> None:
    found = round_robin.check(base, games, TEAMS, SLOTS)
    stated = stated_price(lambda to: round_robin.encode(base, to), games, most_byes=SLOTS)
    repeats = len(games) > len(set(games))  # the same game twice in one slot is one variable of the model
    if not repeats:
        assert (stated is None) == bool(found)


@settings(max_examples=100, deadline=None)
@given(timetables(), capacity_limits())
def test_games_between_two_sides_are_a_limit_on_games(games: list[Fixture], limit: TournamentLimit) -> None:
    if isinstance(limit, CA4):
        same = [one for counted in as_game_limits(limit) for one in check(counted, games, SLOTS)]
        assert [(one.amount, one.price) for one in check(limit, games, SLOTS)] == [(o.amount, o.price) for o in same]


def row_of(games: list[Fixture], team: int) -> list[int]:
    row = [0] * SLOTS
    for game in games_of(games, team):
        row[game.slot] = game.away + 1 if game.home == team else -(game.home + 1)
    return row


def bits(slots: tuple[int, ...]) -> int:
    return sum(1 << slot for slot in slots)


def cost(limit: TournamentLimit, games: list[Fixture]) -> int:
    """Count a limit as the search does, from rows and bits."""
    match limit:
        case BR1():
            rows = [row_of(games, team) for team in limit.teams]
            return sum(
                br1.cost(breaks.break_mask(row) & _side(row, limit.mode), bits(limit.slots), limit.most) for row in rows
            )
        case BR2():
            masks = [breaks.break_mask(row_of(games, team)) & bits(limit.slots) for team in limit.teams]
            return br2.cost(sum(mask.bit_count() for mask in masks), limit.most)
        case FA2():
            rows = [row_of(games, team) for team in limit.teams]
            each = [(one, other) for place, one in enumerate(rows) for other in rows[place + 1 :]]
            return sum(fa2.cost(one, other, bits(limit.slots), limit.most) for one, other in each)
        case CA3() if limit.opponents is not None:
            return sum(_windows_cost(limit, games_of(games, team), team) for team in limit.teams)
        case _:
            return int(sum(one.amount for one in check(limit, games, SLOTS)))


def _side(row: list[int], mode: str) -> int:
    sides = {"H": lambda entry: entry > 0, "A": lambda entry: entry < 0, "HA": lambda entry: entry != 0}
    return sum(1 << slot for slot, entry in enumerate(row) if sides[mode](entry))


def _windows_cost(limit: CA3, games: list[Fixture], team: int) -> int:
    places = SLOTS if limit.unit == "slots" else len(games)
    mask = 0
    for ordinal, game in enumerate(games):
        if counts_as(game, team, limit.mode) and opponent(game, team) in (limit.opponents or ()):
            mask |= 1 << (game.slot if limit.unit == "slots" else ordinal)
    return ca3.cost(mask, places, limit.length, limit.most)


@settings(max_examples=150, deadline=None)
@given(timetables(), st.one_of(pattern_limits(), capacity_limits()))
def test_the_cost_of_the_search_and_the_check_agree(games: list[Fixture], limit: TournamentLimit) -> None:
    assert cost(limit, games) == sum(one.amount for one in check(limit, games, SLOTS))


def test_the_costs_can_be_compiled() -> None:
    one, other = np.array([2, 3, 0, 4]), np.array([-1, 0, 3, 4])
    assert compiled(breaks.break_mask)(one) == 0b1010
    assert compiled(br1.cost)(0b1010, 0b1110, 1) == 1
    assert compiled(br2.cost)(7, 5) == 2
    assert compiled(fa2.cost)(one, other, 0b0011, 1) == 1


def amounts(found: list[Deviation]) -> list[tuple[tuple[int, ...], float]]:
    return [(one.teams, one.amount) for one in found]


def test_a_bye_does_not_end_a_run_of_home_games() -> None:
    games = [Fixture(0, 1, 0), Fixture(0, 2, 3), Fixture(3, 0, 4)]
    at_home = BR1(price=HARD, teams=(0,), slots=ALL_SLOTS, mode="H", most=0)
    assert [one.fixtures for one in check(at_home, games, SLOTS)] == [(Fixture(0, 2, 3),)]
    assert check(BR1(price=HARD, teams=(0,), slots=(0, 4), mode="HA", most=0), games, SLOTS) == []


def test_a_game_that_is_a_break_for_both_teams_counts_twice() -> None:
    games = [Fixture(0, 2, 0), Fixture(3, 1, 0), Fixture(0, 1, 1)]
    assert amounts(check(BR2(price=HARD, teams=(0, 1, 2, 3), slots=ALL_SLOTS, most=1), games, SLOTS)) == [
        ((0, 1, 2, 3), 1)
    ]


def test_a_pair_pays_for_its_worst_slot_once() -> None:
    games = [Fixture(0, 1, 0), Fixture(0, 2, 1), Fixture(0, 3, 2), Fixture(1, 0, 3)]
    limit = FA2(price=SOFT, teams=(0, 1), slots=ALL_SLOTS, most=1)
    (found,) = check(limit, games, SLOTS)
    assert (found.teams, found.amount, found.fixtures) == ((0, 1), 2, tuple(games[:3]))


def test_nobody_meets_itself_though_it_stands_among_its_opponents() -> None:
    limit = CA2(
        price=HARD, teams=(0,), opponents=(0, 1, 2), slots=ALL_SLOTS, mode="HA", least=1, most=2, each=True
    )  # fmt: skip
    assert amounts(check(limit, [Fixture(0, 1, 0)], SLOTS)) == [((0, 2), 1)]


def test_a_game_between_overlapping_sides_counts_once() -> None:
    limit = CA4(
        price=HARD, home_side=(0, 1), other_side=(0, 1, 2), slots=ALL_SLOTS, mode="HA", least=0, most=0, each_slot=False
    )  # fmt: skip
    assert amounts(check(limit, [Fixture(0, 1, 0)], SLOTS)) == [((0, 1), 1)]


def test_two_slots_with_the_same_pairings_may_swap_arenas() -> None:
    limit = SE2(price=SOFT, pairs=((0, 3),))
    games = [Fixture(0, 1, 0), Fixture(1, 0, 3), Fixture(2, 3, 3)]
    assert amounts(check(limit, games, SLOTS)) == [((2, 3), 1)]


def test_each_base_rule_costs_what_the_official_validator_says() -> None:
    games = [Fixture(0, 1, 0), Fixture(0, 1, 0), Fixture(0, 2, 0), Fixture(2, 0, 3)]
    found = round_robin.check(RoundRobin(phased=True), games, 3, 4)
    by_rule = {rule: sum(one.amount for one in found if one.rule == rule) for rule in {one.rule for one in found}}
    # 1-0, 1-2 and 2-1 are missing; team 0 plays three times in slot 0 and team 1 twice; 0-1 and 1-2 miss the phase.
    assert by_rule == {"missing": 3, "repeated": 1, "clash": 2 * 2 + 2, "phased": 2 * 2}
