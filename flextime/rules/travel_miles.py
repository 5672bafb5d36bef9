"""Travel: every mile of every team, its away games chained from venue to venue."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flextime.league.ids import SchoolCode
from flextime.league.model import ScheduledGame
from flextime.limits import Travel
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind
from flextime.rules.parameters import real
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts

POINTS_PER_MILE = 0.1  # the catalogue's weight of travel beside 5 for a run and 6 for balance; ten miles are a point


@dataclass(frozen=True, slots=True, kw_only=True)
class TravelMiles:
    """`free` is what each team travels at no price."""

    free: float = real(0.0, "miles", least=0.0, most=100_000.0)


def sentence(given: TravelMiles, _facts: SeasonFacts) -> str:
    beyond = f" beyond {given.free:g}" if given.free else ""
    return f"Every mile that a team travels{beyond} costs {POINTS_PER_MILE:g} points."


def team_miles(view: SeasonView, team: SchoolCode) -> float:
    """Return a team's miles of the season: from home through each run of away games and back."""
    return _walk(view, team, view.by_team[team])


def _walk(view: SeasonView, team: SchoolCode, games: Sequence[ScheduledGame]) -> float:
    at, total = team, 0.0
    for game in games:
        if game.home in view.by_team:  # a stranger's game is a violation of its own, and has no distance
            total += view.miles[at, game.home]
            at = game.home
    return total + view.miles[at, team]


def check(given: TravelMiles, view: SeasonView) -> Iterator[Finding]:
    for team in view.teams:
        miles = team_miles(view, team)
        if miles > given.free:
            yield Finding(sentence=f"{team} travels {miles:,.0f} miles.", amount=miles - given.free, teams=(team,))


def limits(_given: TravelMiles, price: Price, frame: Frame) -> Iterator[Travel]:
    # The free miles are the same for every schedule of a season, so the search may leave them out.
    yield Travel(price=price, miles=frame.miles())


KIND = RuleKind(
    name="travel-miles",
    title="Total travel",
    category="Travel",
    parameters=TravelMiles,
    points=POINTS_PER_MILE,
    sentence=sentence,
    check=check,
    compile=limits,
    default_hardness="soft",
)
