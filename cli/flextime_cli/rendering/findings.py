"""What a tournament's limits found, as sentences with the names of teams and slots."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flextime.limits import BR1, BR2, CA1, CA2, CA3, CA4, FA2, GA1, SE1, SE2, Tournament
from flextime.limits.evaluating import Finding
from flextime.limits.model import Deviation, Fixture, Mode

MOST_NAMED = 6  # teams, slots or pairs in one sentence; of more, their number is told
MOST_GAMES = 8  # games told as evidence of one finding; two lines of a terminal
GAMES: dict[Mode, str] = {"H": "home game", "A": "away game", "HA": "game"}
BREAKS: dict[Mode, str] = {"H": "home break", "A": "away break", "HA": "break"}


def number(value: float) -> str:
    """Return a number without needless decimals."""
    return f"{int(value):,}" if value == int(value) else f"{value:,.2f}"


def counted(count: float, noun: str) -> str:
    """Return a number with its noun."""
    return f"{number(count)} {noun}{'' if count == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one tournament's teams and slots."""

    tournament: Tournament

    def team(self, team: int) -> str:
        """Return a team's name."""
        return self.tournament.teams[team]

    def teams(self, teams: Sequence[int]) -> str:
        """Return the names of teams, or how many they are."""
        if len(teams) == len(self.tournament.teams):
            return "all teams"
        return _listed([self.team(team) for team in teams], "teams")

    def slots(self, slots: Sequence[int]) -> str:
        """Return the names of slots: as a stretch where they are one, else each, or how many they are."""
        names = self.tournament.slot_names
        if len(slots) == len(names):
            return "all slots"
        if len(slots) > 2 and list(slots) == list(range(slots[0], slots[-1] + 1)):
            return f"{names[slots[0]]} to {names[slots[-1]]}"
        return _listed([names[slot] for slot in slots], "slots")

    def game(self, game: Fixture) -> str:
        """Return a game, host first, with its slot."""
        return f"{self.team(game.home)}-{self.team(game.away)} ({self.tournament.slot_names[game.slot]})"

    def games(self, games: Sequence[Fixture]) -> str:
        """Return games in order of their slots, each once; of many, the first ones."""
        each = sorted(set(games), key=lambda game: (game.slot, game.home))
        more = f" and {len(each) - MOST_GAMES} more" if len(each) > MOST_GAMES else ""
        return ", ".join(self.game(game) for game in each[:MOST_GAMES]) + more

    def sentence(self, finding: Finding) -> str:
        """Return what was found and what the limit allows."""
        found = finding.deviation
        match finding.limit:
            case None:
                return self._base(finding.kind, found)
            case CA1() | CA2() | CA3() | CA4() | GA1():
                return self._counted(finding.limit, found)
            case BR1() as limit:
                return (
                    f"{self.team(found.teams[0])} has {counted(len(found.fixtures), BREAKS[limit.mode])} "
                    f"in {self.slots(limit.slots)}, at most {limit.most}"
                )
            case BR2() as limit:
                return (
                    f"{self.teams(limit.teams)} have {counted(len(found.fixtures), 'break')} "
                    f"in {self.slots(limit.slots)}, at most {limit.most}"
                )
            case FA2() | SE1() | SE2():
                return self._pair(finding.limit, found)

    def _pair(self, limit: FA2 | SE1 | SE2, found: Deviation) -> str:
        both = " and ".join(self.team(team) for team in found.teams)
        match limit:
            case FA2():
                slot = self.tournament.slot_names[max(game.slot for game in found.fixtures)]
                apart = counted(found.amount + limit.most, "home game")
                return f"{both} are {apart} apart after {slot}, at most {limit.most}"
            case SE1():
                between = counted(limit.least - found.amount, "slot")
                return f"{both} meet again with {between} between, at least {limit.least}"
            case SE2():
                pairs = [pair for pair in limit.pairs if found.fixtures[0].slot in pair]
                return f"{both} meet in only one of {' / '.join(self.slots(pair) for pair in pairs)}"

    def _base(self, kind: str, found: Deviation) -> str:
        one = self.team(found.teams[0])
        if kind == "clash":
            slot = self.tournament.slot_names[found.fixtures[0].slot]
            return f"{one} plays {counted(len(found.fixtures), 'game')} in {slot}, at most 1"
        other = self.team(found.teams[1])
        match kind:
            case "missing":
                return f"{one} lacks {counted(found.amount, 'home game')} against {other}"
            case "repeated":
                return f"{one} and {other} meet {counted(found.amount, 'time')} too often"
            case _:
                return f"{one} and {other} meet {counted(len(found.fixtures), 'time')} in one phase, exactly 1"

    def _counted(self, limit: CA1 | CA2 | CA3 | CA4 | GA1, found: Deviation) -> str:
        count = len(found.fixtures)
        match limit:
            case CA1():
                what = (
                    f"{self.team(found.teams[0])} has {counted(count, GAMES[limit.mode])} in {self.slots(limit.places)}"
                )
            case CA2():
                against = self.teams(found.teams[1:] or limit.opponents)
                what = (
                    f"{self.team(found.teams[0])} has {counted(count, GAMES[limit.mode])} "
                    f"against {against} in {self.slots(limit.slots)}"
                )
            case CA3():
                against = "" if limit.opponents is None else f" against {self.teams(limit.opponents)}"
                window = f"{limit.length} {limit.unit} in a row"
                return (
                    f"{self.team(found.teams[0])} has {counted(count, GAMES[limit.mode])}{against} in {window}, "
                    f"at most {limit.most}"
                )
            case CA4():
                where = f"in one of {self.slots(limit.slots)}" if limit.each_slot else f"in {self.slots(limit.slots)}"
                what = (
                    f"{self.teams(limit.home_side)} have {counted(count, GAMES[limit.mode])} "
                    f"against {self.teams(limit.other_side)} {where}"
                )
            case GA1():
                pairs = _listed([f"{self.team(home)}-{self.team(away)}" for home, away in limit.meetings], "meetings")
                what = f"{count} of {pairs} in {self.slots(limit.slots)}"
        return f"{what}, {_bounds(limit.least, limit.most)}"


def _bounds(least: int, most: int) -> str:
    if least == 0:
        return f"at most {most}"
    return f"exactly {most}" if least == most else f"{least} to {most}"


def _listed(names: Iterable[str], noun: str) -> str:
    each = list(names)
    return ", ".join(each) if len(each) <= MOST_NAMED else f"{len(each)} {noun}"
