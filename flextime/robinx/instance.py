"""A tournament from a RobinX instance."""

from collections import Counter
from collections.abc import Iterator

from flextime.limits.round_robin import RoundRobin
from flextime.limits.tournament import Tournament
from flextime.robinx.constraints import READERS, Frame, read_constraint
from flextime.robinx.errors import RobinXError
from flextime.robinx.resources import Members, read_members
from flextime.robinx.tree import Element, parse
from flextime.robinx.values import integer, number, text

SECTIONS = ("MetaData", "Structure", "ObjectiveFunction", "Data", "Resources", "Constraints")
NONE = ("", "NULL")


def read_instance(data: bytes) -> Tournament:
    """Return the tournament. Raises RobinXError, with the line, for what is malformed or not supported."""
    root = parse(data, "Instance")
    constraints = list(_constraints(root))
    resources = root.get("Resources")
    if (leagues := resources.find("Leagues")) and len(leagues.children) > 1:
        raise RobinXError("several leagues in one instance are not supported", leagues.line)
    frame = Frame(teams=read_members(resources, "team"), slots=read_members(resources, "slot"))
    if len(frame.teams.names) < 2:
        raise RobinXError("a tournament has at least two teams", resources.line)
    ordinals = Counter[str]()
    limits = []
    for element in constraints:
        ordinals[element.tag] += 1
        limits += read_constraint(element, ordinals[element.tag], frame)
    return Tournament(
        name=name.text if (name := root.find("MetaData", "InstanceName")) else "",
        teams=frame.teams.names,
        slots=len(frame.slots.names),
        slot_names=frame.slots.names,
        base=_base(root, len(frame.slots.names), all_games=ordinals["BA1"] == 0),
        limits=tuple(limits),
        miles=_miles(root, frame.teams),
    )


def _constraints(root: Element) -> Iterator[Element]:
    """Yield the constraints. Raises RobinXError for a type that is not supported, before anything else is looked at."""
    for section in root.children:
        if section.tag == "Constraints":
            for group in section.children:
                yield from map(_supported, group.children)
                if group.attributes:  # a constraint that stands outside the group of its class
                    yield _supported(group)
        elif section.tag not in SECTIONS:
            _supported(section)
            raise RobinXError(f"{section.tag} stands outside of Constraints", section.line)


def _supported(element: Element) -> Element:
    if element.tag not in READERS:
        reason = f"constraint type {element.tag} is not supported; {', '.join(READERS)} are"
        raise RobinXError(reason, element.line)
    return element


def _base(root: Element, slots: int, *, all_games: bool) -> RoundRobin:
    structure = root.get("Structure", "Format")
    told = structure.get("numberRoundRobin")
    rounds = integer(told, "its text", told.text)
    if not 1 <= rounds <= slots:
        raise RobinXError(f"numberRoundRobin is 1 to {slots}, the number of slots, not {rounds}", told.line)
    if (more := root.find("Structure", "AdditionalGames")) and more.children:
        raise RobinXError("AdditionalGames are not supported", more.line)
    return RoundRobin(
        rounds=rounds,
        phased=_one_of(structure, "gameMode", ("P", *NONE)) == "P",
        compact=_one_of(structure, "compactness", ("C", "R", *NONE)) == "C",
        all_games=all_games,
    )


def _one_of(parent: Element, tag: str, known: tuple[str, ...]) -> str:
    element = parent.find(tag)
    if element is None:
        return ""
    if element.text not in known:
        expected = ", ".join(word or "empty" for word in known)
        raise RobinXError(f"{tag} is one of {expected}, not '{element.text[:40]}'", element.line)
    return element.text


def _miles(root: Element, teams: Members) -> tuple[tuple[float, ...], ...] | None:
    """Return the distances where they are the objective (TR), else None."""
    function = root.find("ObjectiveFunction")
    if function is None or _one_of(function, "Objective", ("SC", "NONE", "TR", *NONE)) != "TR":
        return None
    distances = root.get("Data", "Distances")
    told: dict[tuple[int, int], float] = {}
    for element in distances.all("distance"):
        pair = (teams.number(element, text(element, "team1")), teams.number(element, text(element, "team2")))
        told[pair] = number(element, "dist")
        if told[pair] < 0:
            raise RobinXError(f"distance: dist is at least 0, not {told[pair]:g}", element.line)
    everyone = range(len(teams.names))
    for pair in ((one, other) for one in everyone for other in everyone if one != other):
        if pair not in told:
            raise RobinXError(f"there is no distance from team {pair[0]} to team {pair[1]}", distances.line)
    return tuple(tuple(told.get((one, other), 0.0) for other in everyone) for one in everyone)
