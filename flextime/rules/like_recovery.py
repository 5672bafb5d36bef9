"""Like recovery: two teams that meet on a short week, or after one, have had about the same time to recover."""

from collections.abc import Iterator
from dataclasses import dataclass

from flextime.league.ids import SchoolCode
from flextime.league.model import ScheduledGame
from flextime.rules.kind import Finding, RuleKind, nothing, plural
from flextime.rules.parameters import number, text
from flextime.rules.season_view import SeasonView
from flextime.rules.weeks import weekday_of
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class LikeRecovery:
    """By how much free days may differ: before a game on the weekday, and before the game after one.

    The two is what a Thursday's team has more than one of the Saturday before. A first game follows nothing.
    """

    weekday: str = text("Thursday", "a day of the week")
    before: int = number(0, "days", least=0, most=30)
    after: int = number(2, "days", least=0, most=30)

    def __post_init__(self) -> None:
        weekday_of(self.weekday, "weekday")


def sentence(given: LikeRecovery, _facts: SeasonFacts) -> str:
    return (
        f"When two teams meet on a {given.weekday}, their free days since the game before differ by at most "
        f"{given.before}; when one of them played that game on a {given.weekday}, by at most {given.after}."
    )


def check(given: LikeRecovery, view: SeasonView) -> Iterator[Finding]:
    weekday = weekday_of(given.weekday, "weekday")
    for game in view.games:
        before = {team: game_before(view, team, game) for team in (game.home, game.away)}
        last = [known for known in before.values() if known is not None]
        if len(last) < 2:
            continue
        home, away = (free_days(known, game) for known in last)
        short = game.date.weekday() == weekday
        most = given.before if short else given.after
        if (short or any(known.date.weekday() == weekday for known in last)) and abs(home - away) > most:
            said = (
                f"{game.away} at {game.home} on {game.date}: {game.home} has had {plural(home, 'free day')}, "
                f"{game.away} {away}."
            )
            over = abs(home - away) - most
            yield Finding(sentence=said, amount=over, teams=(game.home, game.away), games=(game, *last))


def game_before(view: SeasonView, team: SchoolCode, game: ScheduledGame) -> ScheduledGame | None:
    """Return a team's last game on a day before that of this one."""
    return next((known for known in reversed(view.by_team.get(team, [])) if known.date < game.date), None)


def free_days(one: ScheduledGame, other: ScheduledGame) -> int:
    """Return the whole days between two games."""
    return (other.date - one.date).days - 1


KIND = RuleKind(
    name="like-recovery",
    title="Like recovery around Thursdays",
    category="Rest",
    parameters=LikeRecovery,
    points=20.0,
    sentence=sentence,
    check=check,
    compile=nothing,
    default_hardness="soft",
    unsearched="it",  # no limit compares the days of two teams
)
