"""What the annealing may do in tournaments that are no compact double round robins, and a timetable to begin from."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, permutations

from flextime.limits import GA1, SE2, Tournament
from flextime.limits.model import Fixture, Price
from flextime.solve.arrays import MOST_SLOTS, NEVER
from flextime.solve.grids import Grid, circle_method, grid_of
from flextime.solve.ways import (
    EXCHANGE_GUESTS,
    KEMPE,
    SWAP_HOMES,
    SWAP_SLOTS,
    SWAP_TEAMS,
    TRADE_ALL,
    TRADE_GAMES,
    TRADE_HALF,
    TRIANGLE,
    TURN_GAME,
    Ways,
    ways,
)

BASE = Price(rule="base", points=NEVER)
MOST_HARD = 1e5  # hard deviations that a move may add: any number, but none of the base rules

# In hundredths of draws. Where each pair meets as often in both arenas, moves keep that; elsewhere games also turn.
EVEN = {SWAP_SLOTS: 4, KEMPE: 36, SWAP_HOMES: 25, TRADE_ALL: 5}
EVEN_TRADES = 30
ODD = {SWAP_SLOTS: 3, KEMPE: 40, SWAP_HOMES: 10, TRADE_ALL: 4, TRIANGLE: 8, SWAP_TEAMS: 20, TURN_GAME: 15}
PARTIAL = ODD | {EXCHANGE_GUESTS: 10, KEMPE: 35, SWAP_TEAMS: 15}


def is_compact_double(tournament: Tournament) -> bool:
    """Return True for the shape that the search of double round robins has its moves for, and no limit it knows not."""
    base, teams = tournament.base, len(tournament.teams)
    compact = base.rounds == 2 and base.all_games and teams % 2 == 0 and tournament.slots == 2 * (teams - 1)
    return compact and can_be_annealed(tournament)


def can_be_annealed(tournament: Tournament) -> bool:
    """Return True when the annealing can count every limit: SE2 it knows not, nor more slots than a mask has bits."""
    return tournament.slots <= MOST_SLOTS and not any(isinstance(limit, SE2) for limit in tournament.limits)


def has_objective(tournament: Tournament) -> bool:
    """Return True when two timetables that keep the hard limits can be worth different prices."""
    return tournament.miles is not None or any(limit.price.points for limit in tournament.limits)


def shape_ways(tournament: Tournament) -> Ways:
    """Return the mix of moves for the shape. `shape_grid`'s GA1 refuse a move that loses a game or its phase."""
    base = tournament.base
    half = tournament.slots // base.rounds if _has_even_phases(tournament) else 0
    if not base.all_games:
        return ways(PARTIAL, half=half, most_hard=MOST_HARD)
    if base.rounds % 2:
        return ways(ODD, half=half, most_hard=MOST_HARD)
    trade = TRADE_HALF if half and base.rounds == 2 else TRADE_GAMES
    return ways(EVEN | {trade: EVEN_TRADES}, half=half, most_hard=MOST_HARD)


def shape_grid(tournament: Tournament, *, hard_only: bool = False) -> Grid:
    """Return a tournament's limits as the search sees them, and with them its base rules, as GA1 that moves keep."""
    grid = grid_of(tournament, hard_only=hard_only)
    return replace(grid, slot_limits=(*_base_limits(tournament), *grid.slot_limits))


def _has_even_phases(tournament: Tournament) -> bool:
    return tournament.base.phased and tournament.slots % tournament.base.rounds == 0


def _base_limits(tournament: Tournament) -> Iterator[GA1]:
    base, teams, everywhere = tournament.base, range(len(tournament.teams)), tuple(range(tournament.slots))
    least = base.rounds if base.all_games else 0
    for pair in permutations(teams, 2):
        hosted = least // 2
        yield GA1(price=BASE, meetings=(pair,), slots=everywhere, least=hosted, most=base.most_hosted)
    for one, other in combinations(teams, 2):
        meet = ((one, other), (other, one))
        yield GA1(price=BASE, meetings=meet, slots=everywhere, least=least, most=base.rounds)
        for phase in base.phases(tournament.slots):
            yield GA1(price=BASE, meetings=meet, slots=tuple(phase), least=int(base.all_games), most=1)


def opening_games(tournament: Tournament, order: Sequence[int]) -> list[Fixture]:
    """Return a round robin of the shape that looks at no limit: the circle method, round by round, from the first slot.

    `order` seats the teams; in an odd league an empty seat is the bye. Where slots are too few, games are missing.
    """
    seats = [*order, len(order)] if len(order) % 2 else list(order)
    double, length = circle_method(seats), len(seats) - 1
    stretches = tournament.base.phases(tournament.slots) or [
        range(number * length, min((number + 1) * length, tournament.slots)) for number in range(tournament.base.rounds)
    ]
    rounds = (
        (game, game.slot - number % 2 * length, stretch) for number, stretch in enumerate(stretches) for game in double
    )
    return [
        Fixture(game.home, game.away, stretch.start + place)
        for game, place, stretch in rounds
        if 0 <= place < min(length, len(stretch)) and len(order) not in game[:2]
    ]
