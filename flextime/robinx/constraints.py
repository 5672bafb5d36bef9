"""RobinX constraints as limits: one function a type, in the format's order, and the table of them at the foot."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flextime.limits.br1 import BR1
from flextime.limits.br2 import BR2
from flextime.limits.ca1 import CA1
from flextime.limits.ca2 import CA2
from flextime.limits.ca3 import CA3
from flextime.limits.ca4 import CA4
from flextime.limits.fa2 import FA2
from flextime.limits.ga1 import GA1
from flextime.limits.model import Mode, Price, Unit
from flextime.limits.se1 import SE1
from flextime.limits.se2 import SE2
from flextime.limits.tournament import TournamentLimit
from flextime.robinx.errors import RobinXError
from flextime.robinx.resources import Members
from flextime.robinx.tree import Element
from flextime.robinx.values import bounds, count, integer, items, word

MODES: dict[str, Mode] = {"H": "H", "A": "A", "HA": "HA"}
UNITS: dict[str, Unit] = {"SLOTS": "slots", "GAMES": "games"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What a constraint is read against: the teams and the slots."""

    teams: Members
    slots: Members

    def teams_of(self, element: Element, which: str = "") -> tuple[int, ...]:
        """Return the teams that a constraint names; `which` is "1" or "2" where it names two sets."""
        return self.teams.chosen(element, f"teams{which}", f"teamGroups{which}")

    def slots_of(self, element: Element) -> tuple[int, ...]:
        """Return the slots that a constraint names."""
        return self.slots.chosen(element, "slots", "slotGroups")

    def pairs_of(self, element: Element, name: str, members: Members) -> tuple[tuple[int, int], ...]:
        """Return a list like "0,1;1,2;". Raises RobinXError where it is empty or an item is no pair of members."""
        found = []
        for told in items(element, name):
            parts = [part.strip() for part in told.split(",")]
            if len(parts) != 2 or parts[0] == parts[1]:
                reason = f"{element.tag}: {name} are pairs of two {members.noun}s like 0,1, not '{told[:40]}'"
                raise RobinXError(reason, element.line)
            found.append((members.number(element, parts[0]), members.number(element, parts[1])))
        if not found:
            raise RobinXError(f"{element.tag} names no {name}", element.line)
        return tuple(dict.fromkeys(found))


def read_constraint(element: Element, ordinal: int, frame: Frame) -> list[TournamentLimit]:
    """Return the limits that say what a constraint says, named by its kind and ordinal. Raises RobinXError."""
    penalty = count(element, "penalty")
    hard = word(element, "type", {"HARD": True, "SOFT": False})
    rule = f"{element.tag}-{ordinal}"
    price = Price(rule=rule, weight=float(penalty)) if hard else Price(rule=rule, points=float(penalty))
    return list(READERS[element.tag](element, price, frame))


def _ca1(element: Element, price: Price, frame: Frame) -> Iterator[TournamentLimit]:
    least, most = bounds(element)
    yield CA1(
        price=price,
        teams=frame.teams_of(element),
        places=frame.slots_of(element),
        mode=word(element, "mode", MODES),
        least=least,
        most=most,
    )


def _ca2(element: Element, price: Price, frame: Frame) -> Iterator[TournamentLimit]:
    least, most = bounds(element)
    yield CA2(
        price=price,
        teams=frame.teams_of(element, "1"),
        opponents=frame.teams_of(element, "2"),
        slots=frame.slots_of(element),
        mode=word(element, "mode1", MODES),
        least=least,
        most=most,
        each=word(element, "mode2", {"GLOBAL": False, "EVERY": True}),
    )


def _ca3(element: Element, price: Price, frame: Frame) -> Iterator[TournamentLimit]:
    """Read a CA3; what its min says is said by a CA1 or CA2 on every window of slots."""
    (least, most), length = bounds(element), count(element, "intp", least=1)
    teams, named = frame.teams_of(element, "1"), frame.teams_of(element, "2")
    everyone = all(len({*named, team}) == len(frame.teams.names) for team in teams)
    opponents = None if everyone else named  # a team is never its own opponent, so that one may lack
    mode, unit = word(element, "mode1", MODES), word(element, "mode2", UNITS)
    if least == 0 or most < length:
        yield CA3(price=price, teams=teams, length=length, mode=mode, most=most, unit=unit, opponents=opponents)
    if least > 0 and unit == "games":
        raise RobinXError("CA3: a min above 0 is supported with mode2 SLOTS only", element.line)
    for first in range(len(frame.slots.names) - length + 1 if least > 0 else 0):
        window = tuple(range(first, first + length))
        if opponents is None:
            yield CA1(price=price, teams=teams, places=window, mode=mode, least=least, most=length)
        else:
            yield CA2(price=price, teams=teams, opponents=opponents, slots=window, mode=mode, least=least, most=length)


def _ca4(element: Element, price: Price, frame: Frame) -> Iterator[TournamentLimit]:
    least, most = bounds(element)
    yield CA4(
        price=price,
        home_side=frame.teams_of(element, "1"),
        other_side=frame.teams_of(element, "2"),
        slots=frame.slots_of(element),
        mode=word(element, "mode1", MODES),
        least=least,
        most=most,
        each_slot=word(element, "mode2", {"GLOBAL": False, "EVERY": True}),
    )


def _ga1(element: Element, price: Price, frame: Frame) -> Iterator[TournamentLimit]:
    least, most = bounds(element)
    meetings = frame.pairs_of(element, "meetings", frame.teams)
    yield GA1(price=price, meetings=meetings, slots=frame.slots_of(element), least=least, most=most)


def _br1(element: Element, price: Price, frame: Frame) -> Iterator[TournamentLimit]:
    word(element, "mode1", {"LEQ": None}, absent="LEQ")
    yield BR1(
        price=price,
        teams=frame.teams_of(element),
        slots=frame.slots_of(element),
        mode=word(element, "mode2", MODES),
        most=count(element, "intp"),
    )


def _br2(element: Element, price: Price, frame: Frame) -> Iterator[TournamentLimit]:
    word(element, "homeMode", {"HA": None}, absent="HA")
    word(element, "mode1", {"REGULAR": None}, absent="REGULAR")
    word(element, "mode2", {"LEQ": None}, absent="LEQ")
    every_slot = tuple(range(len(frame.slots.names)))
    named = items(element, "slots") or items(element, "slotGroups")  # AustrianSoccer has neither, and means all
    slots = frame.slots_of(element) if named else every_slot
    yield BR2(price=price, teams=frame.teams_of(element), slots=slots, most=count(element, "intp"))


def _fa2(element: Element, price: Price, frame: Frame) -> Iterator[TournamentLimit]:
    word(element, "mode", {"H": None}, absent="H")
    yield FA2(price=price, teams=frame.teams_of(element), slots=frame.slots_of(element), most=count(element, "intp"))


def _se1(element: Element, price: Price, frame: Frame) -> Iterator[TournamentLimit]:
    """Read an SE1; its max is ignored, as the official validator does."""
    word(element, "mode1", {"SLOTS": None}, absent="SLOTS")
    yield SE1(price=price, teams=frame.teams_of(element), least=count(element, "min"))


def _se2(element: Element, price: Price, frame: Frame) -> Iterator[TournamentLimit]:
    if len(frame.teams_of(element)) < len(frame.teams.names):
        raise RobinXError("SE2 is supported for all teams only", element.line)
    yield SE2(price=price, pairs=frame.pairs_of(element, "slotPairs", frame.slots))


def _ba1(element: Element, _price: Price, _frame: Frame) -> Iterator[TournamentLimit]:
    """Make sure that a BA1 says that games need not all be played: it is no limit, but part of the base rules."""
    if (element.attributes["type"], integer(element, "penalty", element.attributes["penalty"])) != ("SOFT", 0):
        reason = "BA1 is supported with type SOFT and penalty 0 only: games need not all be played"
        raise RobinXError(reason, element.line)
    return iter(())


Reader = Callable[[Element, Price, Frame], Iterator[TournamentLimit]]
READERS: dict[str, Reader] = {
    "BA1": _ba1,
    "CA1": _ca1,
    "CA2": _ca2,
    "CA3": _ca3,
    "CA4": _ca4,
    "GA1": _ga1,
    "BR1": _br1,
    "BR2": _br2,
    "FA2": _fa2,
    "SE1": _se1,
    "SE2": _se2,
}
