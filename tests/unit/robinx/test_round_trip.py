"""What is written as RobinX reads as it was."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flextime.limits import BR1, BR2, CA1, CA2, CA3, CA4, FA2, GA1, SE1, SE2, RoundRobin, Tournament, TournamentLimit
from flextime.limits.model import Fixture, Price
from flextime.robinx import Claim, RobinXError, read_instance, read_solution, write_instance, write_solution
from tests.timetables import SLOTS, TEAMS, modes, pairs, some_slots, some_teams

ORDER = ("CA1", "CA2", "CA3", "CA4", "GA1", "BR1", "BR2", "FA2", "SE1", "SE2")  # by class, as the file has them
names = st.text(st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(" &<>\"'"), max_size=12).map(str.strip)
prices = st.builds(
    lambda penalty, is_hard: Price(rule="", weight=penalty) if is_hard else Price(rule="", points=penalty),
    st.integers(0, 50).map(float),
    st.booleans(),
)
counts = st.integers(0, 9)
bounds = st.tuples(counts, counts).map(sorted)
slot_pairs = st.sets(st.tuples(counts, counts).filter(lambda p: p[0] < p[1] < SLOTS), min_size=1).map(tuple)
miles = st.lists(st.integers(0, 5000).map(float), min_size=TEAMS * TEAMS, max_size=TEAMS * TEAMS).map(
    lambda flat: tuple(tuple(flat[TEAMS * team : TEAMS * (team + 1)]) for team in range(TEAMS))
)


@st.composite
def limits(draw: st.DrawFn) -> TournamentLimit:
    price, teams, others, slots, mode = draw(prices), draw(some_teams), draw(some_teams), draw(some_slots), draw(modes)
    (least, most), flag = draw(bounds), draw(st.booleans())
    each: list[TournamentLimit] = [
        CA1(price=price, teams=teams, places=slots, mode=mode, least=least, most=most),
        CA2(
            price=price, teams=teams, opponents=others, slots=slots, mode=mode, least=least, most=most, each=flag
        ),
        CA3(
            price=price, teams=teams, length=draw(st.integers(1, 5)), mode=mode, most=most,
            unit="games" if flag else "slots", opponents=None if len(others) > 2 else others[:2],
        ),
        CA4(
            price=price, home_side=teams, other_side=others, slots=slots, mode=mode, least=least, most=most,
            each_slot=flag,
        ),
        GA1(price=price, meetings=draw(pairs), slots=slots, least=least, most=most),
        BR1(price=price, teams=teams, slots=slots, mode=mode, most=most),
        BR2(price=price, teams=teams, slots=slots, most=most),
        FA2(price=price, teams=teams, slots=slots, most=most),
        SE1(price=price, teams=teams, least=least),
        SE2(price=price, pairs=draw(slot_pairs)),
    ]  # fmt: skip
    return draw(st.sampled_from(each))


def named(found: list[TournamentLimit]) -> tuple[TournamentLimit, ...]:
    """Order limits by class and name them by kind and ordinal, as a file does."""
    ordinals = Counter[str]()
    ordered = []
    for limit in sorted(found, key=lambda limit: ORDER.index(type(limit).__name__)):
        kind = type(limit).__name__
        ordinals[kind] += 1
        ordered.append(replace(limit, price=replace(limit.price, rule=f"{kind}-{ordinals[kind]}")))
    return tuple(ordered)


tournaments = st.builds(
    Tournament,
    name=names,
    teams=st.tuples(*[names] * TEAMS),
    slots=st.just(SLOTS),
    slot_names=st.tuples(*[names] * SLOTS),
    base=st.builds(
        RoundRobin, rounds=st.integers(1, 3), phased=st.booleans(), compact=st.booleans(), all_games=st.booleans()
    ),
    limits=st.lists(limits(), max_size=6).map(named),
    miles=st.none() | miles,
)


@settings(max_examples=100, deadline=None)
@given(tournaments)
def test_a_tournament_reads_as_it_was_written(tournament: Tournament) -> None:
    assert read_instance(write_instance(tournament)) == tournament


@settings(max_examples=50, deadline=None)
@given(
    tournaments,
    st.dictionaries(pairs.map(lambda found: found[0]), st.integers(0, SLOTS - 1)),
    st.integers(0, 9999),
    st.integers(0, 99999) | st.floats(0, 1e6),
)
def test_a_timetable_reads_as_it_was_written(
    tournament: Tournament, slots: dict[tuple[int, int], int], infeasibility: int, objective: float
) -> None:
    games = tuple(Fixture(home, away, slot) for (home, away), slot in slots.items())
    data = write_solution(tournament, games, infeasibility=infeasibility, objective=objective)
    found = read_solution(data, tournament)
    claim = Claim(infeasibility=infeasibility, objective=objective)
    assert (found.fixtures, found.claim, found.ignored) == (games, claim, ())


def tournament_with(limit: TournamentLimit) -> Tournament:
    teams, slots = ("Bergen", "Oslo"), ("1 Sep", "2 Mar")
    return Tournament(name="Two", teams=teams, slots=2, slot_names=slots, base=RoundRobin(), limits=(limit,))


def test_what_the_format_cannot_say_is_refused() -> None:
    first_games = CA1(price=Price(rule="CA1-1"), teams=(0,), places=(0,), mode="H", least=0, most=1, unit="games")
    with pytest.raises(RobinXError, match="RobinX has no CA1 on a team's first or last games"):
        write_instance(tournament_with(first_games))
    half_a_point = SE1(price=Price(rule="SE1-1", points=0.5), teams=(0, 1), least=1)
    with pytest.raises(RobinXError, match=r"a penalty is a whole number in RobinX, not 0\.5"):
        write_instance(tournament_with(half_a_point))
