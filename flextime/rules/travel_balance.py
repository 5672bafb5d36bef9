"""Travel balance: no team travels far more, or far less, than the others."""

from collections.abc import Iterator
from dataclasses import dataclass

from flextime.limits import TravelBalance as TravelBalanceLimit
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind
from flextime.rules.parameters import real
from flextime.rules.season_view import Frame, SeasonView
from flextime.rules.travel_miles import team_miles
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class TravelBalance:
    """How far a team's miles may lie from the mean, in percent of it."""

    percent: float = real(20.0, "percent", least=0.0, most=200.0)


def sentence(given: TravelBalance, _facts: SeasonFacts) -> str:
    return f"The miles of each team lie within {given.percent:g} % of the mean."


def check(given: TravelBalance, view: SeasonView) -> Iterator[Finding]:
    miles = {team: team_miles(view, team) for team in view.teams}
    mean = sum(miles.values()) / len(miles)
    for team, own in miles.items():
        over = abs(own - mean) - mean * given.percent / 100
        if over > 0:
            said = f"{team} travels {own:,.0f} miles; the mean is {mean:,.0f}."
            yield Finding(sentence=said, amount=over, teams=(team,))


MARGIN = 0.85  # of the band, that the search aims for: at its very edge a team ends just outside as often as inside


def limits(given: TravelBalance, price: Price, frame: Frame) -> Iterator[TravelBalanceLimit]:
    yield TravelBalanceLimit(price=price, miles=frame.miles(), percent=MARGIN * given.percent)


KIND = RuleKind(
    name="travel-balance",
    title="Travel balance across teams",
    category="Travel",
    parameters=TravelBalance,
    points=0.1,  # what a mile costs: with less, who is far off goes on; Orlando and Morgantown lie apart in any case
    sentence=sentence,
    check=check,
    compile=limits,
    default_hardness="soft",
)
