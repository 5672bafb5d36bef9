"""A timetable from a RobinX solution."""

from dataclasses import dataclass

from flextime.limits.model import Fixture
from flextime.limits.tournament import Tournament
from flextime.robinx.errors import RobinXError
from flextime.robinx.tree import Element, parse
from flextime.robinx.values import integer, number, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a file says its timetable is worth. Some files are wrong."""

    infeasibility: float
    objective: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """A game that repeats those on earlier lines, so that it does not count."""

    line: int
    game: Fixture
    earlier: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """The games in the file's order, its claim if it makes one, and the games that do not count."""

    fixtures: tuple[Fixture, ...]
    claim: Claim | None
    ignored: tuple[Ignored, ...]


def read_solution(data: bytes, tournament: Tournament) -> Solution:
    """Return the timetable. Raises RobinXError, with the line, for what is malformed or not of this tournament."""
    root = parse(data, "Solution")
    games = root.find("Games")
    if games is None:
        raise RobinXError("there are no Games in it: a milestone tells a value, no timetable", root.line)
    fixtures: list[Fixture] = []
    ignored: list[Ignored] = []
    lines: dict[tuple[int, int], list[int]] = {}
    for element in games.children:
        game = _game(element, tournament)
        earlier = lines.setdefault((game.home, game.away), [])
        if len(earlier) == tournament.base.most_hosted:
            ignored.append(Ignored(line=element.line, game=game, earlier=tuple(earlier)))
            continue
        earlier.append(element.line)
        fixtures.append(game)
    return Solution(fixtures=tuple(fixtures), claim=_claim(root), ignored=tuple(ignored))


def _game(element: Element, tournament: Tournament) -> Fixture:
    if element.tag != "ScheduledMatch":
        raise RobinXError(f"Games are ScheduledMatch, not {element.tag}", element.line)
    home, away = (_within(element, name, len(tournament.teams)) for name in ("home", "away"))
    if home == away:
        raise RobinXError(f"ScheduledMatch: team {home} does not play itself", element.line)
    return Fixture(home, away, _within(element, "slot", tournament.slots))


def _within(element: Element, name: str, known: int) -> int:
    found = integer(element, name, text(element, name))
    if not 0 <= found < known:
        raise RobinXError(f"ScheduledMatch: {name} is 0 to {known - 1}, not {found}", element.line)
    return found


def _claim(root: Element) -> Claim | None:
    """Return the claim; a value of -1 is how some files say that they make none."""
    element = root.find("MetaData", "ObjectiveValue")
    if element is None:
        return None
    claim = Claim(infeasibility=number(element, "infeasibility"), objective=number(element, "objective"))
    return claim if claim.infeasibility >= 0 and claim.objective >= 0 else None
