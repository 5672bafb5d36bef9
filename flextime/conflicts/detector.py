"""The detector: conflicts kept up to date edit by edit, over all seasons of a conference.

An edit is taken in four steps:
1. What is known changes, and so do the indices.
2. What has to be looked at again is noted: the game, its neighbours in a building or on a network, and those of its
   two teams.
3. The conflicts that were found there are put aside.
4. It is looked at again; the difference is the answer.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple, assert_never

from flextime.conflicts.catalogue import GAME_KINDS, NEIGHBOUR_KINDS, PAIR_KINDS, TEAM_KINDS
from flextime.conflicts.errors import UnknownConflict, UnknownSeason, UnknownZone
from flextime.conflicts.facts import Facts
from flextime.conflicts.index import GameIndex
from flextime.conflicts.kind import Line, Reads
from flextime.conflicts.model import (
    ChangedConflict,
    Changes,
    CloseDays,
    Conflict,
    ConflictId,
    Edit,
    KnowSchool,
    KnowSeason,
    KnowVenue,
    OpenDays,
    Place,
    Remove,
    SetCalendar,
    Team,
    urgency,
)
from flextime.conflicts.numbers import Numbers
from flextime.conflicts.placed import PlacedGame, is_zone
from flextime.league.ids import GameId, SeasonId
from flextime.league.model import AcademicCalendar, Closure


class _Follower(NamedTuple):
    """A team's game, to be looked at beside its next."""

    team: Team
    game: GameId


_Spot = tuple[str, GameId | _Follower | Team]  # a kind's name, and where it is looked for
_Found = dict[ConflictId, Conflict]


class Detector:
    """All games of a conference and what is wrong with them. It changes by `apply` alone."""

    def __init__(self, numbers: Numbers | None = None) -> None:
        self.facts = Facts(numbers or Numbers())
        self._index = GameIndex()
        self._found: dict[_Spot, _Found] = {}
        self._open: _Found = {}
        self._dirty: dict[_Spot, None] = {}
        self._reach = {kind.name: kind.reach(self.facts) for kind in PAIR_KINDS.values()}

    def conflicts(self) -> tuple[Conflict, ...]:
        """Return everything that is wrong now, in order of urgency."""
        return tuple(sorted(self._open.values(), key=urgency))

    def count(self) -> int:
        """Return how many conflicts there are."""
        return len(self._open)

    def conflict(self, conflict: ConflictId) -> Conflict:
        """Return an open conflict. Raises UnknownConflict."""
        if (found := self._open.get(conflict)) is None:
            raise UnknownConflict(f"No conflict {conflict} is open; it may have been cleared.")
        return found

    def of_season(self, season: SeasonId) -> Sequence[PlacedGame]:
        """Return a season's games in order of id."""
        return self._index.of_season(season)

    def of_team(self, team: Team) -> Sequence[PlacedGame]:
        """Return a team's games in order of tip-off."""
        return tuple(self._index.of_team(team))

    def apply(self, edits: Iterable[Edit]) -> Changes:
        """Take edits in, all of them or none, and return what they opened, cleared and changed together.

        Raises UnknownSeason, and UnknownZone.
        """
        taken = list(edits)
        self._require_sense(taken)
        for edit in taken:
            self._take(edit)
        return self._look_again()

    @contextmanager
    def looking_ahead(self, edits: Sequence[Place | Remove]) -> Iterator[Changes]:
        """Take moves in for the length of a `with` block, and then back. Raises UnknownSeason."""
        back = [self._undo(game) for game in dict.fromkeys(_game_of(edit) for edit in edits)]
        changes = self.apply(edits)
        try:
            yield changes
        finally:
            self.apply(back)

    def look_ahead(self, edits: Sequence[Place | Remove]) -> Changes:
        """Return what moves would bring about, and leave everything as it is. Raises UnknownSeason."""
        with self.looking_ahead(edits) as changes:
            return changes

    def _undo(self, game: GameId) -> Place | Remove:
        """Return the edit that brings a game back to where it stands now."""
        if (now := self._index.games.get(game)) is None:
            return Remove(game=game)
        return Place(season=now.season, game=now.game, by_hand=now.by_hand)

    def _require_sense(self, edits: Iterable[Edit]) -> None:
        known = set(self.facts.plans)
        for edit in edits:
            if isinstance(edit, KnowSeason):
                known.add(edit.plan.id)
            elif isinstance(edit, Place) and edit.season not in known:
                raise UnknownSeason(f"{edit.game.game} is of {edit.season}, whose plan is not known: give that first.")
            elif isinstance(edit, KnowVenue) and not is_zone(edit.venue.time_zone):
                raise UnknownZone(f"{edit.venue.id}: {edit.venue.time_zone!r} is no IANA time zone.")

    # 1 and 2: what is known, and what has to be looked at again -----------------------------------------------------

    def _take(self, edit: Edit) -> None:
        match edit:
            case Place():
                self._place(edit)
            case Remove():
                self._remove(edit.game)
            case CloseDays():
                self._close(edit.closure)
            case OpenDays():
                self._reopen(edit.closure)
            case SetCalendar():
                self._set(edit.calendar)
            case KnowSchool():
                self.facts.know_school(edit.school)
                for team in self._index.teams():
                    self._mark_team(team, self._index.of_team(team))
            case KnowVenue():
                self.facts.venues[edit.venue.id] = edit.venue
                self._place_again(self._index.at(edit.venue.id))
            case KnowSeason():
                self.facts.plans[edit.plan.id] = edit.plan
                self._place_again(self._index.of_season(edit.plan.id))
            case _:
                assert_never(edit)

    def _place(self, edit: Place) -> None:
        self._remove(edit.game.game)
        now = self.facts.place(edit)
        self._index.add(now, _lines(now))
        self._mark(now)

    def _remove(self, game: GameId) -> None:
        if (was := self._index.games.get(game)) is not None:
            self._index.take(was, _lines(was))
            self._mark(was)

    def _place_again(self, games: Iterable[PlacedGame]) -> None:
        for game in games:
            self._place(Place(season=game.season, game=game.game, by_hand=game.by_hand))

    def _close(self, closure: Closure) -> None:
        known = self.facts.closures.get(closure.venue, ())
        if not any(one.span == closure.span for one in known):
            self.facts.closures[closure.venue] = (*known, closure)
            self._mark_readers("closures", self._index.at(closure.venue), ())

    def _reopen(self, closure: Closure) -> None:
        known = self.facts.closures.get(closure.venue, ())
        self.facts.closures[closure.venue] = tuple(one for one in known if one.span != closure.span)
        self._mark_readers("closures", self._index.at(closure.venue), ())

    def _set(self, calendar: AcademicCalendar) -> None:
        self.facts.calendars[calendar.school, calendar.year] = calendar
        teams = [team for team in self._index.teams() if team.school == calendar.school]
        self._mark_readers("calendars", [game for team in teams for game in self._index.of_team(team)], teams)

    def _mark(self, game: PlacedGame) -> None:
        for name in (*GAME_KINDS, *PAIR_KINDS):
            self._dirty[name, game.id] = None
        for team in game.teams():
            before = self._index.before(team, game)
            self._mark_team(team, (game,) if before is None else (before, game))

    def _mark_team(self, team: Team, games: Iterable[PlacedGame]) -> None:
        """Note a team, and of its games those whose next one may be another."""
        for name in TEAM_KINDS:
            self._dirty[name, team] = None
        for game in games:
            follower = _Follower(team, game.id)
            for name in NEIGHBOUR_KINDS:
                self._dirty[name, follower] = None

    def _mark_readers(self, what: Reads, games: Iterable[PlacedGame], teams: Iterable[Team]) -> None:
        """Note the kinds that look at something beside the games, in these games and teams."""
        names = [kind.name for kind in GAME_KINDS.values() if kind.reads == what]
        self._dirty |= {(name, game.id): None for game in games for name in names}
        names = [kind.name for kind in TEAM_KINDS.values() if kind.reads == what]
        self._dirty |= {(name, team): None for team in teams for name in names}

    # 3 and 4: what was found, and what is found now ------------------------------------------------------------------

    def _look_again(self) -> Changes:
        dirty, self._dirty = self._dirty, {}
        before: _Found = {}
        for spot in dirty:
            before |= self._put_aside(spot)
        after: _Found = {}
        for spot in dirty:
            after |= self._find(spot)
        for gone in before.keys() - after.keys():
            del self._open[gone]
        self._open |= after
        return _difference(before, after)

    def _put_aside(self, spot: _Spot) -> _Found:
        name, _ = spot
        found = self._found.pop(spot, {})
        if name in PAIR_KINDS:  # a pair is kept with both of its games
            for conflict in found.values():
                for game in conflict.games:
                    self._found.get((name, game), {}).pop(conflict.id, None)
        return found

    def _find(self, spot: _Spot) -> _Found:
        name, where = spot
        if isinstance(where, Team):
            team_kind = TEAM_KINDS[name]
            games = self._index.of_team(where)
            return self._keep(spot, [team_kind.conflict(found) for found in team_kind.find(where, games, self.facts)])
        if isinstance(where, _Follower):
            return self._keep(spot, self._with_next(name, where))
        if (game := self._index.games.get(where)) is None:
            return {}
        if name in PAIR_KINDS:
            return self._pairs(name, game)
        game_kind = GAME_KINDS[name]
        return self._keep(spot, [game_kind.conflict(found) for found in game_kind.find(game, self.facts)])

    def _with_next(self, name: str, where: _Follower) -> list[Conflict]:
        kind, game = NEIGHBOUR_KINDS[name], self._index.games.get(where.game)
        if game is None or where.team not in game.teams() or (other := self._index.after(where.team, game)) is None:
            return []
        found = kind.find(where.team, game, other, self.facts)
        return [] if found is None else [kind.conflict(found)]

    def _keep(self, spot: _Spot, conflicts: Sequence[Conflict]) -> _Found:
        found = {conflict.id: conflict for conflict in conflicts}
        if found:
            self._found[spot] = found
        return found

    def _pairs(self, name: str, game: PlacedGame) -> _Found:
        kind = PAIR_KINDS[name]
        if (line := kind.line(game)) is None:
            return {}
        found: _Found = {}
        for other in self._index.near(game, line, self._reach[name]):
            first, second = sorted((game, other), key=lambda one: one.order)
            if (finding := kind.find(first, second, self.facts)) is not None:
                conflict = kind.conflict(finding)
                found[conflict.id] = conflict
                for place in (game, other):
                    self._found.setdefault((name, place.id), {})[conflict.id] = conflict
        return found


def _lines(game: PlacedGame) -> tuple[Line, ...]:
    return tuple(line for kind in PAIR_KINDS.values() if (line := kind.line(game)) is not None)


def _game_of(edit: Place | Remove) -> GameId:
    return edit.game if isinstance(edit, Remove) else edit.game.game


def _difference(before: _Found, after: _Found) -> Changes:
    changed = [
        ChangedConflict(was=before[one], now=after[one])
        for one in before.keys() & after.keys()
        if before[one] != after[one]
    ]
    return Changes(
        opened=tuple(sorted((after[one] for one in after.keys() - before.keys()), key=urgency)),
        cleared=tuple(sorted((before[one] for one in before.keys() - after.keys()), key=urgency)),
        changed=tuple(sorted(changed, key=lambda change: urgency(change.now))),
    )
