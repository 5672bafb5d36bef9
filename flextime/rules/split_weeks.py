"""Split weeks: a team that plays at home and away in one week travels for one game; better both here or there."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flextime.league.model import ScheduledGame
from flextime.limits import SplitWeeks as SplitWeeksLimit
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind, everyone, plural
from flextime.rules.parameters import number, team_set
from flextime.rules.season_view import Frame, SeasonView
from flextime.rules.weeks import by_week, week_of
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitWeeks:
    """At most `weeks`, from Monday to Sunday, with a home game and an away game."""

    weeks: int = number(2, "weeks", least=0, most=60)
    teams: tuple[str, ...] = team_set()


def sentence(given: SplitWeeks, _facts: SeasonFacts) -> str:
    who = everyone(given.teams, "plays", "play")
    return f"{who} both at home and away in at most {plural(given.weeks, 'week')} of the season."


def check(given: SplitWeeks, view: SeasonView) -> Iterator[Finding]:
    for team in view.chosen(given.teams):
        weeks: dict[date, list[ScheduledGame]] = defaultdict(list)
        for game in view.by_team[team]:
            for week in dict.fromkeys(map(week_of, view.days_of(game))):
                weeks[week].append(game)
        split = [week for week, games in weeks.items() if len({game.home == team for game in games}) == 2]
        if len(split) > given.weeks:
            said = f"{team} plays both at home and away in {plural(len(split), 'week')}: {', '.join(map(str, split))}."
            games = tuple(dict.fromkeys(game for week in split for game in weeks[week]))
            yield Finding(sentence=said, amount=len(split) - given.weeks, teams=(team,), games=games)


def limits(given: SplitWeeks, price: Price, frame: Frame) -> Iterator[SplitWeeksLimit]:
    weeks = tuple(filter(None, map(frame.slots_within, by_week(frame.days()).values())))
    if len(weeks) > given.weeks:
        yield SplitWeeksLimit(price=price, teams=frame.numbers(given.teams), weeks=weeks, most=given.weeks)


KIND = RuleKind(
    name="split-weeks",
    title="Split weeks",
    category="Travel",
    parameters=SplitWeeks,
    points=100.0,  # as with away-after-away, which is kept or broken with it
    sentence=sentence,
    check=check,
    compile=limits,
    default_hardness="soft",
    unsearched="games in windows that reach from one week into the next",
)
