"""Prime time: every team is seen in the evening, and none plays there all season."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time

from flextime.rules.eastern import eastern
from flextime.rules.errors import RuleError
from flextime.rules.kind import Finding, RuleKind, everyone, nothing, plural
from flextime.rules.parameters import number, team_set
from flextime.rules.season_view import SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class PrimeTime:
    """From `least` to `most` games of a team that begin at `hour` in the East, or later."""

    least: int = number(2, "games", least=0, most=40)
    most: int = number(5, "games", least=0, most=40)
    hour: int = number(19, "hours", least=12, most=23)
    teams: tuple[str, ...] = team_set()

    def __post_init__(self) -> None:
        if self.least > self.most:
            raise RuleError("parameters.least", f"no team plays at least {self.least} and at most {self.most} games")


def sentence(given: PrimeTime, _facts: SeasonFacts) -> str:
    who = everyone(given.teams, "plays", "play")
    return f"{who} {given.least} to {plural(given.most, 'game')} that begin at {given.hour}:00 Eastern or later."


def check(given: PrimeTime, view: SeasonView) -> Iterator[Finding]:
    from_hour = (False, time(given.hour))
    for team in view.chosen(given.teams):
        games = tuple(game for game in view.by_team[team] if eastern(view, game) >= from_hour)
        over = max(given.least - len(games), len(games) - given.most)
        if over > 0:
            said = f"{team} plays {plural(len(games), 'game')} from {given.hour}:00 Eastern on."
            yield Finding(sentence=said, amount=over, teams=(team,), games=games)


KIND = RuleKind(
    name="prime-time",
    title="Prime time spread over teams",
    category="Broadcast",
    parameters=PrimeTime,
    points=10.0,
    sentence=sentence,
    check=check,
    compile=nothing,
    default_hardness="soft",
    unsearched="it",  # tip-offs are settled game by game, after the search
)
