"""Home-away balance: as many home games as away games, off by one where the number is odd."""

from collections.abc import Iterator
from dataclasses import dataclass

from flextime.limits import CA1
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind, everyone, named
from flextime.rules.parameters import number, team_set
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """`difference` of 0 becomes 1 where the number of games is odd."""

    difference: int = number(0, "games", least=0, most=10)
    teams: tuple[str, ...] = team_set()


def allowed(given: Balance, games: int) -> int:
    """Return the difference that is allowed for so many games."""
    return max(given.difference, games % 2)


def sentence(given: Balance, facts: SeasonFacts) -> str:
    most = allowed(given, facts.plan.games_per_team)
    if most == 0:
        return f"{everyone(given.teams, 'plays', 'play')} as many home games as away games."
    return f"The home and away games of {named(given.teams) or 'every team'} differ by at most {most}."


def check(given: Balance, view: SeasonView) -> Iterator[Finding]:
    most = allowed(given, view.plan.games_per_team)
    for team in view.chosen(given.teams):
        games = view.by_team[team]
        home = sum(game.home == team for game in games)
        away = len(games) - home
        if abs(home - away) > most:
            yield Finding(
                sentence=f"{team} plays {home} home and {away} away; the difference may be {most}.",
                amount=abs(home - away) - most,
                teams=(team,),
            )


def limits(given: Balance, price: Price, frame: Frame) -> Iterator[CA1]:
    # Rounded inward, so that a timetable that keeps the limit keeps the rule.
    most = (frame.games + allowed(given, frame.games)) // 2
    least = frame.games - most
    teams, places = frame.numbers(given.teams), tuple(range(frame.slots))
    yield CA1(price=price, teams=teams, places=places, mode="H", least=least, most=most)


KIND = RuleKind(
    name="home-away-balance",
    title="Home-away balance",
    category="Competitive",
    parameters=Balance,
    points=60.0,
    sentence=sentence,
    check=check,
    compile=limits,
)
