"""Exams: how many games a school plays in an examination period of its academic calendar."""

from collections.abc import Iterator
from dataclasses import dataclass

from flextime.limits import DayCount
from flextime.limits.model import Price
from flextime.rules.calendars import span_days, spans_of
from flextime.rules.kind import Finding, RuleKind, everyone, plural
from flextime.rules.parameters import number, team_set
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Exams:
    """Games allowed in one examination period: basketball two, most sports none."""

    games: int = number(2, "games", least=0, most=10)
    teams: tuple[str, ...] = team_set()


def sentence(given: Exams, _facts: SeasonFacts) -> str:
    most = f"at most {plural(given.games, 'game')}" if given.games else "no game"
    return f"{everyone(given.teams, 'plays', 'play')} {most} in a period of exams."


def check(given: Exams, view: SeasonView) -> Iterator[Finding]:
    for team in view.chosen(given.teams):
        for span in spans_of(view.facts, team, "exams"):
            games = [game for game in view.by_team[team] if view.first_day(game, span.__contains__)]
            if len(games) > given.games:
                said = f"{team} plays {plural(len(games), 'game')} in its exams of {span.first} to {span.last}."
                yield Finding(sentence=said, amount=len(games) - given.games, teams=(team,), games=tuple(games))


def limits(given: Exams, price: Price, frame: Frame) -> Iterator[DayCount]:
    for team in frame.numbers(given.teams):
        for span in spans_of(frame.facts, frame.teams[team], "exams"):
            if days := span_days(span, frame):
                yield DayCount(price=price, teams=(team,), mode="HA", days=days, least=0, most=given.games)


KIND = RuleKind(
    name="exams",
    title="Examination periods",
    category="Academic",
    parameters=Exams,
    points=80.0,
    sentence=sentence,
    check=check,
    compile=limits,
)
