"""Home in exams: a team that plays during its own exams does so at home."""

from collections.abc import Iterator
from dataclasses import dataclass

from flextime.limits import DayCount
from flextime.limits.model import Price
from flextime.rules.calendars import span_days, spans_of
from flextime.rules.kind import Finding, RuleKind, everyone, plural
from flextime.rules.parameters import team_set
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeInExams:
    """Whom it concerns."""

    teams: tuple[str, ...] = team_set()


def sentence(given: HomeInExams, _facts: SeasonFacts) -> str:
    own = "no away game during exams of"
    return f"{everyone(given.teams, f'plays {own} its own', f'play {own} their own')}."


def check(given: HomeInExams, view: SeasonView) -> Iterator[Finding]:
    for team in view.chosen(given.teams):
        for span in spans_of(view.facts, team, "exams"):
            away = (game for game in view.by_team[team] if game.away == team)
            games = tuple(game for game in away if view.first_day(game, span.__contains__))
            if games:
                said = f"{team} is away for {plural(len(games), 'game')} in its exams of {span.first} to {span.last}."
                yield Finding(sentence=said, amount=len(games), teams=(team,), games=games)


def limits(given: HomeInExams, price: Price, frame: Frame) -> Iterator[DayCount]:
    for team in frame.numbers(given.teams):
        for span in spans_of(frame.facts, frame.teams[team], "exams"):
            if days := span_days(span, frame):
                yield DayCount(price=price, teams=(team,), mode="A", days=days, least=0, most=0)


KIND = RuleKind(
    name="home-in-exams",
    title="At home during exams",
    category="Academic",
    parameters=HomeInExams,
    points=40.0,
    sentence=sentence,
    check=check,
    compile=limits,
    default_hardness="soft",
)
