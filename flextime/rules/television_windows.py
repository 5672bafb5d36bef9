"""Television's windows of football: on which day, when and on which network games are shown, and how many at once."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import NamedTuple

from flextime.league.model import ScheduledGame
from flextime.rules.eastern import eastern
from flextime.rules.errors import RuleError
from flextime.rules.kind import Finding, RuleKind, nothing, plural
from flextime.rules.parameters import text_set
from flextime.rules.season_view import SeasonView
from flextime.rules.weeks import WEEKDAYS
from flextime.solve.problem import SeasonFacts


class TelevisionWindow(NamedTuple):
    """A weekday, 0 Monday; the tip-off in Eastern time; the networks that may have it; games on one date at most."""

    weekday: int
    tip_off: time
    networks: tuple[str, ...]
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TelevisionWindows:
    """The contracts' windows. A game without a network is in none, and needs none."""

    windows: tuple[str, ...] = text_set(
        "Saturday 12:00 FOX/FS1 2",
        "Saturday 15:30 ABC/ESPN 2",
        "Saturday 19:00 FOX/ABC 1",
        "Saturday 19:30 ESPN/ESPN2 1",
        "Saturday 22:30 ESPN/FS1 1",
        "Thursday 19:30 ESPN 1",
        "Friday 19:00 FOX/FS1 1",
        "Friday 21:00 ESPN2 1",
        unit="windows, as Saturday 12:00 FOX/FS1 2: day, Eastern tip-off, networks, games",
    )

    def __post_init__(self) -> None:
        for told in self.windows:
            _window(told)


def _window(told: str) -> TelevisionWindow:
    try:
        day, tip_off, networks, most = told.split()
        return TelevisionWindow(
            WEEKDAYS.index(day), time.fromisoformat(tip_off), tuple(networks.split("/")), max(0, int(most))
        )
    except ValueError as error:
        raise RuleError("parameters.windows", f"write Saturday 12:00 FOX/FS1 2, not {told!r}") from error


def sentence(given: TelevisionWindows, _facts: SeasonFacts) -> str:
    windows = map(_window, given.windows)
    told = [f"{WEEKDAYS[w.weekday]} {w.tip_off:%H:%M} on {' or '.join(w.networks)} ({w.most})" for w in windows]
    return (
        "Games on a network begin in one of its windows by Eastern time, and no date has more in one than stand "
        f"here: {', '.join(told) or 'none'}."
    )


def check(given: TelevisionWindows, view: SeasonView) -> Iterator[Finding]:
    windows = list(map(_window, given.windows))
    shown: dict[tuple[date, TelevisionWindow], list[ScheduledGame]] = defaultdict(list)
    for game in view.games:
        if game.network is None:
            continue
        found = next((window for window in windows if _is_in(view, game, window)), None)
        if found is not None:
            shown[game.date, found].append(game)
            continue
        _, begins = eastern(view, game)
        said = f"{game.away} at {game.home} on {game.date:%A}, {game.date}, at {begins:%H:%M} Eastern is in no window "
        yield Finding(sentence=f"{said}of {game.network}.", teams=(game.home, game.away), games=(game,))
    for (day, window), games in shown.items():
        if len(games) > window.most:
            said = f"{plural(len(games), 'game')} are on {'/'.join(window.networks)} at {window.tip_off:%H:%M} Eastern"
            over = len(games) - window.most
            yield Finding(sentence=f"{said} on {day}, not {window.most}.", amount=over, games=tuple(games))


def _is_in(view: SeasonView, game: ScheduledGame, window: TelevisionWindow) -> bool:
    here = (game.date.weekday(), *eastern(view, game)) == (window.weekday, False, window.tip_off)
    return here and game.network in window.networks


KIND = RuleKind(
    name="television-windows",
    title="Television's windows of football",
    category="Broadcast",
    parameters=TelevisionWindows,
    points=20.0,
    sentence=sentence,
    check=check,
    compile=nothing,
    default_hardness="soft",
    unsearched="it",  # networks are booked by people, when a season has its days
)
