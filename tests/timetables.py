"""Any timetable of four teams in six slots, any piece of a limit, and what CP-SAT says of one given the other."""

from collections.abc import Callable, Iterable, Sequence

from hypothesis import strategies as st
from ortools.sat.python import cp_model

from flextime.limits import (
    BR1,
    BR2,
    CA1,
    CA2,
    CA3,
    CA4,
    FA2,
    GA1,
    SE1,
    SE2,
    RoundRobin,
    SlotLimit,
    Tournament,
    TournamentLimit,
)
from flextime.limits.encoding import POINT_SCALE, Encoding
from flextime.limits.model import Fixture, Mode, Price, Unit
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


def tournament_of(
    teams: int, *limits: TournamentLimit, phased: bool = False, miles: Sequence[Sequence[float]] | None = None
) -> Tournament:
    """Return a compact double round robin with these limits."""
    return Tournament(
        name=f"{teams} teams",
        teams=tuple(f"team {number}" for number in range(teams)),
        slots=2 * (teams - 1),
        slot_names=tuple(f"slot {number}" for number in range(2 * (teams - 1))),
        base=RoundRobin(phased=phased),
        limits=limits,
        miles=None if miles is None else tuple(tuple(row) for row in miles),
    )


def prices() -> st.SearchStrategy[Price]:
    return st.sampled_from([Price(rule="hard"), Price(rule="soft", points=2.0), Price(rule="soft", points=0.5)])


modes: st.SearchStrategy[Mode] = st.sampled_from(["H", "A", "HA"])
some_teams = st.sets(st.integers(0, TEAMS - 1), min_size=1).map(lambda found: tuple(sorted(found)))
some_slots = st.sets(st.integers(0, SLOTS - 1), min_size=1).map(lambda found: tuple(sorted(found)))
bounds = st.tuples(st.integers(0, 3), st.integers(0, 3)).map(sorted)
pairs = st.sets(st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(lambda p: p[0] != p[1]), min_size=1).map(tuple)


@st.composite
def slot_limits(draw: st.DrawFn) -> SlotLimit:
    """Any limit that both the encoding and the search know."""
    price, teams, mode = draw(prices()), draw(some_teams), draw(modes)
    least, most = draw(bounds)
    kind = draw(st.sampled_from(["CA1", "CA1 games", "CA2", "CA3", "CA3 games", "GA1", "SE1"]))
    if kind == "CA1":
        return CA1(price=price, teams=teams, places=draw(some_slots), mode=mode, least=least, most=most)
    if kind == "CA1 games":
        first = tuple(range(2)) if draw(st.booleans()) else (-2, -1)
        return CA1(
            price=price,
            teams=teams,
            places=first,
            mode=draw(st.sampled_from(["H", "A"])),
            least=0,
            most=1,
            unit="games",
        )
    if kind == "CA2":
        return CA2(
            price=price,
            teams=teams,
            opponents=draw(some_teams),
            slots=draw(some_slots),
            mode=mode,
            least=least,
            most=most,
        )
    if kind.startswith("CA3"):
        unit: Unit = "games" if kind.endswith("games") else "slots"
        return CA3(
            price=price, teams=teams, length=draw(st.integers(2, 4)), mode=mode, most=draw(st.integers(1, 3)), unit=unit
        )
    if kind == "GA1":
        return GA1(price=price, meetings=draw(pairs), slots=draw(some_slots), least=least, most=most)
    return SE1(price=price, teams=teams, least=draw(st.integers(0, 4)))


slot_pairs = st.lists(
    st.tuples(st.integers(0, SLOTS - 1), st.integers(0, SLOTS - 1)).filter(lambda pair: pair[0] != pair[1]),
    min_size=1,
    max_size=2,
).map(tuple)


@st.composite
def capacity_limits(draw: st.DrawFn) -> TournamentLimit:
    """CA2 against each opponent, CA3 against some, CA4: what seasons do without."""
    price, teams, others, mode = draw(prices()), draw(some_teams), draw(some_teams), draw(modes)
    least, most = draw(bounds)
    match draw(st.sampled_from(["CA2", "CA3", "CA4"])):
        case "CA2":
            return CA2(
                price=price, teams=teams, opponents=others, slots=draw(some_slots), mode=mode, least=least, most=most,
                each=draw(st.booleans()),
            )  # fmt: skip
        case "CA3":
            unit: Unit = draw(st.sampled_from(["slots", "games"]))
            length = draw(st.integers(1, 4))
            return CA3(price=price, teams=teams, length=length, mode=mode, most=most, unit=unit, opponents=others)
        case _:
            return CA4(
                price=price, home_side=teams, other_side=others, slots=draw(some_slots), mode=mode, least=least,
                most=most, each_slot=draw(st.booleans()),
            )  # fmt: skip


@st.composite
def pattern_limits(draw: st.DrawFn) -> TournamentLimit:
    """Limits on breaks, on home games so far, and on pairs of slots."""
    price, teams, slots = draw(prices()), draw(some_teams), draw(some_slots)
    match draw(st.sampled_from(["BR1", "BR2", "FA2", "SE2"])):
        case "BR1":
            return BR1(price=price, teams=teams, slots=slots, mode=draw(modes), most=draw(st.integers(0, 2)))
        case "BR2":
            return BR2(price=price, teams=teams, slots=slots, most=draw(st.integers(0, 6)))
        case "FA2":
            return FA2(price=price, teams=teams, slots=slots, most=draw(st.integers(0, 2)))
        case _:
            return SE2(price=price, pairs=draw(slot_pairs))


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
