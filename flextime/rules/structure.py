"""What every schedule keeps whatever the rulebook: known teams, the right venue, a date of its window, no game twice.

These are not rules that a planner adds or waives; their violations carry the kinds below and are always hard.
"""

from collections import Counter
from collections.abc import Iterator

from flextime.league.ids import RuleId
from flextime.league.model import ScheduledGame
from flextime.rules.model import Violation
from flextime.rules.season_view import SeasonView

UNKNOWN_TEAM = "unknown-team"
WRONG_VENUE = "wrong-venue"
OUTSIDE_WINDOW = "outside-window"
DUPLICATE_GAME = "duplicate-game"
STRUCTURE_KINDS = (UNKNOWN_TEAM, WRONG_VENUE, OUTSIDE_WINDOW, DUPLICATE_GAME)


def _broken(kind: str, sentence: str, *games: ScheduledGame) -> Violation:
    return Violation(
        rule=RuleId(kind),
        kind=kind,
        hardness="hard",
        sentence=sentence,
        teams=tuple(dict.fromkeys(team for game in games for team in (game.home, game.away))),
        games=tuple(game.game for game in games),
        dates=tuple(sorted({game.date for game in games})),
    )


def check_structure(view: SeasonView) -> Iterator[Violation]:
    """Yield what no schedule may have."""
    for game in view.games:
        yield from _check_teams(game, view)
        yield from _check_venue(game, view)
        yield from _check_window(game, view)
    yield from _check_duplicates(view)


def _check_teams(game: ScheduledGame, view: SeasonView) -> Iterator[Violation]:
    for team in dict.fromkeys((game.home, game.away)):
        if team not in view.by_team:
            yield _broken(UNKNOWN_TEAM, f"{team} does not play in {view.plan.id}: {game.game}.", game)
    if game.home == game.away:
        yield _broken(UNKNOWN_TEAM, f"{game.home} cannot play itself: {game.game}.", game)


def _check_venue(game: ScheduledGame, view: SeasonView) -> Iterator[Violation]:
    venue = view.venues.get(game.venue)
    if venue is None:
        yield _broken(
            WRONG_VENUE, f"No school of the season plays {view.plan.sport} at {game.venue}: {game.game}.", game
        )
        return
    home = any(known.team == game.home and known.venue == game.venue for known in view.plan.home_venues)
    if not home and (venue.school != game.home or view.plan.sport not in venue.sports):
        yield _broken(WRONG_VENUE, f"{game.home} does not play at {venue.name}: {game.game}.", game)


def _check_window(game: ScheduledGame, view: SeasonView) -> Iterator[Violation]:
    window = view.windows.get(game.window)
    if window is None:
        yield _broken(OUTSIDE_WINDOW, f"There is no window {game.window}: {game.game}.", game)
    elif game.date not in window.dates:
        said = f"{game.date} is no date of window {game.window} ({', '.join(map(str, window.dates))}): {game.game}."
        yield _broken(OUTSIDE_WINDOW, said, game)


def _check_duplicates(view: SeasonView) -> Iterator[Violation]:
    names = Counter(game.game for game in view.games)
    pairs = Counter((game.home, game.away) for game in view.games)
    for name, count in names.items():
        if count > 1:
            same = [game for game in view.games if game.game == name]
            yield _broken(DUPLICATE_GAME, f"The game {name} stands {count} times.", *same)
    for (home, away), count in pairs.items():
        same = [game for game in view.games if (game.home, game.away) == (home, away)] if count > 1 else []
        if len({game.game for game in same}) > 1:
            yield _broken(DUPLICATE_GAME, f"{away} visits {home} {count} times.", *same)
