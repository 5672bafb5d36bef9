"""A double round robin that was played, planned anew on its own dates: as many games on each of them as there were.

1. Rounds: a date on which a team plays a second time begins the next one. Teams may have byes in them.
2. A travelling tournament on the rounds, that keeps the runs as short and the rematches as far apart as played.
3. Dates within the rounds, by CP-SAT: the same counts, no shorter rest and no closer rematch in days.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, groupby, pairwise

from ortools.sat.python import cp_model

from flextime.limits import CA3, GA1, SE1, RoundRobin, Tournament
from flextime.limits.days import DatedFixture
from flextime.limits.model import Fixture, Mode, Price, games_of
from flextime.limits.travel import season_miles
from flextime.solve.searching import Stopwatch, search

DETERMINISTIC_TIME = 30.0  # a season of ninety games takes less than one

Rounds = Sequence[Sequence[date]]
Miles = tuple[tuple[float, ...], ...]
Placed = dict[Fixture, list[tuple[date, cp_model.IntVar]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a dated season asks of its teams: miles chained as in the travelling tournament, runs in games.

    Rest and rematches are days from date to date, the shortest of any team or pair: Saturday to Monday is two.
    """

    miles: float
    longest_home_run: int
    longest_away_run: int
    shortest_rest: int
    closest_rematch: int

    def no_worse_than(self, other: "Figures") -> bool:
        """Return True when runs are no longer and days between games and meetings no fewer; miles are not asked."""
        return (
            self.longest_home_run <= other.longest_home_run
            and self.longest_away_run <= other.longest_away_run
            and self.shortest_rest >= other.shortest_rest
            and self.closest_rematch >= other.closest_rematch
        )


def rounds_of(games: Sequence[tuple[int, int, date]]) -> list[tuple[date, ...]]:
    """Return the dates of (home, away, day) parted into rounds in which no team plays twice, each as long as can be."""
    rounds: list[tuple[date, ...]] = []
    busy: set[int] = set()
    for day, own in groupby(sorted(games, key=lambda game: game[2]), key=lambda game: game[2]):
        teams = {team for home, away, _ in own for team in (home, away)}
        if not rounds or teams & busy:
            rounds.append(())
            busy = set()
        rounds[-1] = (*rounds[-1], day)
        busy |= teams
    return rounds


def on_rounds(games: Sequence[tuple[int, int, date]]) -> tuple[DatedFixture, ...]:
    """Return the games with the rounds they were played in, in order of date and host."""
    slot_of = {day: slot for slot, days in enumerate(rounds_of(games)) for day in days}
    dated = [DatedFixture(Fixture(home, away, slot_of[day]), day) for home, away, day in games]
    return tuple(sorted(dated, key=lambda game: (game.day, game.fixture.home)))


def figures_of(games: Sequence[DatedFixture], miles: Miles) -> Figures:
    """Return what the games ask, counted from their dates and hosts alone: it knows no round and no solver."""
    order = {day: place for place, day in enumerate(sorted({game.day for game in games}))}
    by_date = [game.fixture._replace(slot=order[game.day]) for game in games]
    days = sorted(order)
    own = [games_of(by_date, team) for team in range(len(miles))]
    return Figures(
        miles=sum(season_miles(by_date, miles)),
        longest_home_run=max(_longest(games, team, home=True) for team, games in enumerate(own)),
        longest_away_run=max(_longest(games, team, home=False) for team, games in enumerate(own)),
        shortest_rest=min((days[b.slot] - days[a.slot]).days for games in own for a, b in pairwise(games)),
        closest_rematch=min(
            abs((days[a.slot] - days[b.slot]).days) for a, b in combinations(by_date, 2) if {*a[:2]} == {*b[:2]}
        ),
    )


def _longest(games: Sequence[Fixture], team: int, *, home: bool) -> int:
    runs = groupby(games, key=lambda game: game.home == team)
    return max((len(list(run)) for at_home, run in runs if at_home == home), default=0)


def tournament_of(name: str, teams: tuple[str, ...], games: Sequence[DatedFixture], miles: Miles) -> Tournament:
    """Return the travelling tournament that plans a double round robin anew, keeping what was played as a bound."""
    was, rounds = figures_of(games, miles), rounds_of([(*game.fixture[:2], game.day) for game in games])
    everybody = tuple(range(len(teams)))
    compact = len(rounds) == 2 * (len(teams) - 1)
    apart = SE1(price=_hard("SE1-0"), teams=everybody, least=_least_between(rounds, was))
    return Tournament(
        name=name,
        teams=teams,
        slots=len(rounds),
        slot_names=tuple(f"{days[0]}" for days in rounds),
        base=RoundRobin(compact=compact),
        limits=(*_runs(everybody, was), apart, *(() if compact else _counts(everybody, games))),
        miles=miles,
    )


def _hard(name: str) -> Price:
    return Price(rule=name)


def _runs(teams: tuple[int, ...], was: Figures) -> Iterator[CA3]:
    modes: tuple[tuple[Mode, int], ...] = (("H", was.longest_home_run), ("A", was.longest_away_run))
    for number, (mode, most) in enumerate(modes):
        yield CA3(price=_hard(f"CA3-{number}"), teams=teams, length=most + 1, mode=mode, most=most)


def _least_between(rounds: Rounds, was: Figures) -> int:
    """Return how many rounds must lie between two so that some of their dates are as far apart as rematches were."""
    pairs = combinations(range(len(rounds)), 2)
    near = [b - a - 1 for a, b in pairs if (rounds[b][-1] - rounds[a][0]).days < was.closest_rematch]
    return max(near, default=-1) + 1


def _counts(teams: tuple[int, ...], games: Sequence[DatedFixture]) -> Iterator[GA1]:
    """Yield how many games a round has; with no slot to spare each has them all."""
    every_pair = tuple((home, away) for home in teams for away in teams if home != away)
    for slot, count in sorted(Counter(game.fixture.slot for game in games).items()):
        yield GA1(price=_hard(f"GA1-{slot}"), meetings=every_pair, slots=(slot,), least=count, most=count)


def dated(
    fixtures: Sequence[Fixture], games: Sequence[DatedFixture], was: Figures, *, seed: int, clock: Stopwatch
) -> tuple[DatedFixture, ...] | None:
    """Return the fixtures on the dates of the games played, as many on each; None when no dates keep rest and rematch.

    `fixtures` have the rounds of `games` as slots.
    """
    rounds = rounds_of([(*game.fixture[:2], game.day) for game in games])
    model = cp_model.CpModel()
    placed: Placed = {
        game: [(day, model.new_bool_var(f"{game} {day}")) for day in rounds[game.slot]] for game in fixtures
    }
    for options in placed.values():
        model.add_exactly_one(chosen for _, chosen in options)
    for day, count in Counter(game.day for game in games).items():
        model.add(sum(chosen for options in placed.values() for own, chosen in options if own == day) == count)
    for one, other, least in _apart(fixtures, was):
        for day, chosen in placed[one]:
            for later, also in placed[other]:
                if (later - day).days < least:
                    model.add_at_most_one(chosen, also)
    solver, status = search(model, seed=seed, deterministic_time=DETERMINISTIC_TIME, clock=clock)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    found = [(game, day) for game, options in placed.items() for day, on in options if solver.boolean_value(on)]
    return tuple(DatedFixture(*game) for game in sorted(found, key=lambda game: (game[1], game[0].home)))


def _apart(fixtures: Sequence[Fixture], was: Figures) -> Iterator[tuple[Fixture, Fixture, int]]:
    """Yield the pairs of games, the earlier first, that must be so many days apart."""
    for team in sorted({game.home for game in fixtures}):
        for one, other in pairwise(games_of(fixtures, team)):
            yield one, other, was.shortest_rest
    for one, other in combinations(sorted(fixtures, key=lambda game: game.slot), 2):
        if {*one[:2]} == {*other[:2]}:
            yield one, other, was.closest_rematch
