"""Tournaments and timetables as RobinX files."""

from collections.abc import Iterable, Sequence
from xml.etree import ElementTree

from flextime.limits.br1 import BR1
from flextime.limits.br2 import BR2
from flextime.limits.ca1 import CA1
from flextime.limits.ca2 import CA2
from flextime.limits.ca3 import CA3
from flextime.limits.ca4 import CA4
from flextime.limits.fa2 import FA2
from flextime.limits.ga1 import GA1
from flextime.limits.model import Fixture, Price
from flextime.limits.se1 import SE1
from flextime.limits.se2 import SE2
from flextime.limits.tournament import Tournament, TournamentLimit
from flextime.robinx.errors import RobinXError

CLASSES = {"CA": "Capacity", "GA": "Game", "BR": "Break", "FA": "Fairness", "SE": "Separation"}

_Node = ElementTree.Element


def write_solution(
    tournament: Tournament, fixtures: Iterable[Fixture], *, infeasibility: float, objective: float, name: str = ""
) -> bytes:
    """Return the timetable as a solution that claims this value."""
    root = ElementTree.Element("Solution")
    about = ElementTree.SubElement(root, "MetaData")
    ElementTree.SubElement(about, "SolutionName").text = name or tournament.name
    ElementTree.SubElement(about, "InstanceName").text = tournament.name
    value = {"infeasibility": _number(infeasibility), "objective": _number(objective)}
    ElementTree.SubElement(about, "ObjectiveValue", value)
    games = ElementTree.SubElement(root, "Games")
    for home, away, slot in fixtures:
        ElementTree.SubElement(games, "ScheduledMatch", {"home": str(home), "away": str(away), "slot": str(slot)})
    return _file(root)


def write_instance(tournament: Tournament) -> bytes:
    """Return the tournament as an instance; limits keep their order within their class, and are named anew by it.

    Raises RobinXError for what the format cannot say: CA1 in games, and prices that are no whole numbers.
    """
    root = ElementTree.Element("Instance")
    ElementTree.SubElement(ElementTree.SubElement(root, "MetaData"), "InstanceName").text = tournament.name
    _add_structure(root, tournament)
    _add_resources(root, tournament)
    constraints = ElementTree.SubElement(root, "Constraints")
    basic = ElementTree.SubElement(constraints, "BasicConstraints")
    if not tournament.base.all_games:
        ElementTree.SubElement(basic, "BA1", {"penalty": "0", "type": "SOFT"})
    groups = {key: ElementTree.SubElement(constraints, f"{name}Constraints") for key, name in CLASSES.items()}
    everyone = range(len(tournament.teams))
    for limit in tournament.limits:
        kind = type(limit).__name__
        attributes = {**_attributes(limit, everyone), **_price(limit.price)}
        ElementTree.SubElement(groups[kind[:2]], kind, attributes)
    return _file(root)


def _add_structure(root: _Node, tournament: Tournament) -> None:
    structure = ElementTree.SubElement(root, "Structure")
    form = ElementTree.SubElement(structure, "Format", {"leagueIds": "0"})
    ElementTree.SubElement(form, "numberRoundRobin").text = str(tournament.base.rounds)
    ElementTree.SubElement(form, "compactness").text = "C" if tournament.base.compact else "R"
    ElementTree.SubElement(form, "gameMode").text = "P" if tournament.base.phased else "NULL"
    ElementTree.SubElement(structure, "AdditionalGames")
    function = ElementTree.SubElement(root, "ObjectiveFunction")
    ElementTree.SubElement(function, "Objective").text = "SC" if tournament.miles is None else "TR"
    distances = ElementTree.SubElement(ElementTree.SubElement(root, "Data"), "Distances")
    for one, row in enumerate(tournament.miles or ()):
        for other, miles in enumerate(row):
            pair = {"team1": str(one), "team2": str(other), "dist": _number(miles)}
            ElementTree.SubElement(distances, "distance", pair)


def _add_resources(root: _Node, tournament: Tournament) -> None:
    resources = ElementTree.SubElement(root, "Resources")
    leagues = ElementTree.SubElement(resources, "Leagues")
    ElementTree.SubElement(leagues, "league", {"id": "0", "name": "League 0"})
    teams = ElementTree.SubElement(resources, "Teams")
    for number, name in enumerate(tournament.teams):
        ElementTree.SubElement(teams, "team", {"id": str(number), "league": "0", "name": name})
    slots = ElementTree.SubElement(resources, "Slots")
    for number, name in enumerate(tournament.slot_names):
        ElementTree.SubElement(slots, "slot", {"id": str(number), "name": name})


def _attributes(limit: TournamentLimit, everyone: Sequence[int]) -> dict[str, str]:
    match limit:
        case CA1() | CA2() | CA3() | CA4():
            return _capacity(limit, everyone)
        case GA1():
            return {"meetings": _pairs(limit.meetings), "slots": _list(limit.slots), **_bounds(limit)}
        case BR1() | BR2() | FA2():
            named = {"teams": _list(limit.teams), "slots": _list(limit.slots), "intp": str(limit.most)}
            return {**named, **_modes(limit)}
        case SE1():
            return {"teams": _list(limit.teams), "min": str(limit.least), "mode1": "SLOTS"}
        case SE2():
            return {"teams": _list(everyone), "slotPairs": _pairs(limit.pairs)}


def _modes(limit: BR1 | BR2 | FA2) -> dict[str, str]:
    match limit:
        case BR1():
            return {"mode1": "LEQ", "mode2": limit.mode}
        case BR2():
            return {"homeMode": "HA", "mode2": "LEQ"}
        case FA2():
            return {"mode": "H"}


def _capacity(limit: CA1 | CA2 | CA3 | CA4, everyone: Sequence[int]) -> dict[str, str]:
    match limit:
        case CA1():
            if limit.unit == "games":
                raise RobinXError(f"{limit.price.rule}: RobinX has no CA1 on a team's first or last games")
            return {"teams": _list(limit.teams), "slots": _list(limit.places), "mode": limit.mode, **_bounds(limit)}
        case CA2():
            named = {"teams1": _list(limit.teams), "teams2": _list(limit.opponents), "slots": _list(limit.slots)}
            return {**named, "mode1": limit.mode, "mode2": "EVERY" if limit.each else "GLOBAL", **_bounds(limit)}
        case CA3():
            opponents = everyone if limit.opponents is None else limit.opponents
            named = {"teams1": _list(limit.teams), "teams2": _list(opponents), "intp": str(limit.length)}
            return {**named, "mode1": limit.mode, "mode2": limit.unit.upper(), "min": "0", "max": str(limit.most)}
        case CA4():
            sides = {"teams1": _list(limit.home_side), "teams2": _list(limit.other_side), "slots": _list(limit.slots)}
            return {**sides, "mode1": limit.mode, "mode2": "EVERY" if limit.each_slot else "GLOBAL", **_bounds(limit)}


def _bounds(limit: CA1 | CA2 | CA4 | GA1) -> dict[str, str]:
    return {"min": str(limit.least), "max": str(limit.most)}


def _price(price: Price) -> dict[str, str]:
    penalty = price.weight if price.points is None else price.points
    if penalty != int(penalty):
        raise RobinXError(f"{price.rule}: a penalty is a whole number in RobinX, not {penalty}")
    return {"penalty": str(int(penalty)), "type": "HARD" if price.points is None else "SOFT"}


def _list(numbers: Iterable[int]) -> str:
    return ";".join(map(str, numbers))


def _pairs(pairs: Iterable[tuple[int, int]]) -> str:
    return "".join(f"{one},{other};" for one, other in pairs)


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


def _file(root: _Node) -> bytes:
    ElementTree.indent(root)
    content: bytes = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return content + b"\n"
