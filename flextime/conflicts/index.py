"""Where games stand: by team in order of time, and by building and network as intervals."""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from flextime.conflicts.kind import Line
from flextime.conflicts.model import Team
from flextime.conflicts.placed import PlacedGame
from flextime.league.ids import GameId, SeasonId, VenueId

_Sitting = tuple[int, int, GameId]  # begin and end, in seconds since 1970


class GameIndex:
    """The games of a conference. Taking one in or out costs its two teams and its lines, whatever the rest."""

    def __init__(self) -> None:
        self.games: dict[GameId, PlacedGame] = {}
        self._teams: dict[Team, list[PlacedGame]] = defaultdict(list)
        self._lines: dict[Line, list[_Sitting]] = defaultdict(list)
        self._venues: dict[VenueId, set[GameId]] = defaultdict(set)
        self._seasons: dict[SeasonId, set[GameId]] = defaultdict(set)
        self._longest = 0  # sitting that ever was, in seconds: how far back a begin may lie of one that still goes on

    def add(self, game: PlacedGame, lines: Collection[Line]) -> None:
        """Take a game in that is not there."""
        self.games[game.id] = game
        self._venues[game.game.venue].add(game.id)
        self._seasons[game.season].add(game.id)
        for team in dict.fromkeys(game.teams()):
            insort(self._teams[team], game, key=_order)
        for line in lines:
            for begin, end in game.sittings:
                insort(self._lines[line], (begin, end, game.id))
                self._longest = max(self._longest, end - begin)

    def take(self, game: PlacedGame, lines: Collection[Line]) -> None:
        """Take a game out that is there."""
        del self.games[game.id]
        self._venues[game.game.venue].discard(game.id)
        self._seasons[game.season].discard(game.id)
        for team in dict.fromkeys(game.teams()):
            own = self._teams[team]
            del own[bisect_left(own, game.order, key=_order)]
        for line in lines:
            sittings = self._lines[line]
            for begin, end in game.sittings:
                del sittings[bisect_left(sittings, (begin, end, game.id))]

    def of_team(self, team: Team) -> Sequence[PlacedGame]:
        """Return a team's games in order of tip-off, then of id."""
        return self._teams.get(team, ())

    def before(self, team: Team, game: PlacedGame) -> PlacedGame | None:
        """Return a team's game before one, which may itself stand or not."""
        own = self._teams.get(team, ())
        place = bisect_left(own, game.order, key=_order)
        return own[place - 1] if place else None

    def after(self, team: Team, game: PlacedGame) -> PlacedGame | None:
        """Return a team's game after one that stands."""
        own = self._teams[team]
        place = bisect_left(own, game.order, key=_order) + 1
        return own[place] if place < len(own) else None

    def teams(self) -> Sequence[Team]:
        return tuple(self._teams)

    def at(self, venue: VenueId) -> Sequence[PlacedGame]:
        """Return the games in a building, in order of id."""
        return [self.games[game] for game in sorted(self._venues.get(venue, ()))]

    def of_season(self, season: SeasonId) -> Sequence[PlacedGame]:
        """Return a season's games, in order of id."""
        return [self.games[game] for game in sorted(self._seasons.get(season, ()))]

    def near(self, game: PlacedGame, line: Line, reach: int) -> Iterator[PlacedGame]:
        """Yield the other games on a line less than `reach` seconds from the game, or at the same time, each once."""
        found = dict.fromkeys(other for begin, end in game.sittings for other in self._within(line, begin, end, reach))
        return (self.games[other] for other in found if other != game.id)

    def _within(self, line: Line, begin: int, end: int, reach: int) -> Iterator[GameId]:
        sittings = self._lines[line]
        for place in range(bisect_left(sittings, (begin - reach - self._longest,)), len(sittings)):
            first, last, other = sittings[place]
            if first > end + reach:
                return
            if last >= begin - reach:
                yield other


def _order(game: PlacedGame) -> tuple[int, GameId]:
    return game.order
