"""Any timetable of four teams in six slots, any piece of a limit, and what CP-SAT says of one given the other."""

from collections.abc import Callable, Iterable

from hypothesis import strategies as st
from ortools.sat.python import cp_model

from flextime.limits import SlotLimit
from flextime.limits.encoding import POINT_SCALE, Encoding
from flextime.limits.model import Fixture, Mode, Price
from flextime.solve.encode import encode

TEAMS, SLOTS = 4, 6
PAIRINGS = (((0, 1), (2, 3)), ((0, 2), (1, 3)), ((0, 3), (1, 2)))


@st.composite
def timetables(draw: st.DrawFn, *, byes: bool = True) -> list[Fixture]:
    """Any games of four teams in six slots, each team at most once a slot; without byes exactly once."""
    games = []
    for slot in range(SLOTS):
        order = draw(st.permutations(range(TEAMS)))
        for first, second in ((order[0], order[1]), (order[2], order[3])):
            if not byes or draw(st.booleans()) or draw(st.booleans()):
                games.append(Fixture(first, second, slot))
    return games


@st.composite
def round_robins(draw: st.DrawFn) -> list[Fixture]:
    """A double round robin of four teams, and often enough with one game moved, reversed, repeated or lost."""
    rounds = draw(st.permutations([*PAIRINGS, *PAIRINGS]))
    turned = {pair: draw(st.booleans()) for pairing in PAIRINGS for pair in pairing}
    games = []
    for slot, pairing in enumerate(rounds):
        for one, other in pairing:
            games.append(Fixture(one, other, slot) if turned[one, other] else Fixture(other, one, slot))
            turned[one, other] = not turned[one, other]
    place = draw(st.integers(0, len(games) - 1))
    game = games[place]
    match draw(st.sampled_from(["kept", "kept", "lost", "moved", "reversed", "repeated"])):
        case "lost":
            games.pop(place)
        case "moved":
            games[place] = game._replace(slot=draw(st.integers(0, SLOTS - 1)))
        case "reversed":
            games[place] = Fixture(game.away, game.home, game.slot)
        case "repeated":
            games.append(game._replace(slot=draw(st.integers(0, SLOTS - 1))))
    return games


def prices() -> st.SearchStrategy[Price]:
    return st.sampled_from([Price(rule="hard"), Price(rule="soft", points=2.0), Price(rule="soft", points=0.5)])


modes: st.SearchStrategy[Mode] = st.sampled_from(["H", "A", "HA"])
some_teams = st.sets(st.integers(0, TEAMS - 1), min_size=1).map(lambda found: tuple(sorted(found)))
some_slots = st.sets(st.integers(0, SLOTS - 1), min_size=1).map(lambda found: tuple(sorted(found)))
bounds = st.tuples(st.integers(0, 3), st.integers(0, 3)).map(sorted)
pairs = st.sets(st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(lambda p: p[0] != p[1]), min_size=1).map(tuple)


def encoded_price(limit: SlotLimit, games: list[Fixture], *, most_byes: int = SLOTS) -> float | None:
    """Return the soft price that CP-SAT finds with the games fixed, None when it finds them impossible."""
    return stated_price(lambda to: encode([limit], to, soft=True), games, most_byes=most_byes)


def stated_price(
    state: Callable[[Encoding], None],
    games: Iterable[Fixture],
    *,
    most_byes: int,
    teams: int = TEAMS,
    slots: int = SLOTS,
) -> float | None:
    """Return the least price of what `state` says in CP-SAT with the games fixed, None when they are impossible."""
    model, played = cp_model.CpModel(), set(games)
    everything = [Fixture(h, a, s) for h in range(teams) for a in range(teams) if h != a for s in range(slots)]
    play = {game: model.new_bool_var("") for game in everything}
    for game, var in play.items():
        model.add(var == (game in played))
    encoding = Encoding(model, teams=teams, slots=slots, most_byes=most_byes, play=play)
    state(encoding)
    model.minimize(sum(points * excess for excess, points in encoding.penalties))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model)
    return solver.objective_value / POINT_SCALE if status == cp_model.OPTIMAL else None
