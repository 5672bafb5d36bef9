"""Carbon: what the buses and charters of a team's road trips leave in the air in a season."""

from collections.abc import Iterator
from dataclasses import dataclass

from flextime.rules.kind import Finding, RuleKind, everyone, nothing, plural
from flextime.rules.parameters import number, team_set
from flextime.rules.season_view import SeasonView
from flextime.rules.transport import trips_of
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class TransportCarbon:
    """Tonnes of carbon dioxide for each team; a bus goes legs of at most `bus_miles`."""

    tonnes: int = number(80, "tonnes", least=0, most=10_000)
    bus_miles: int = number(300, "miles", least=0, most=1200)
    teams: tuple[str, ...] = team_set()


def sentence(given: TransportCarbon, _facts: SeasonFacts) -> str:
    who = everyone(given.teams, "emits", "emit")
    return (
        f"{who} at most {plural(given.tonnes, 'tonne')} of carbon dioxide on road trips, by bus where no leg is longer "
        f"than {given.bus_miles} miles, else by charter."
    )


def check(given: TransportCarbon, view: SeasonView) -> Iterator[Finding]:
    for team in view.chosen(given.teams):
        trips = list(trips_of(view, team, given.bus_miles))
        tonnes = sum(trip.tonnes for trip in trips)
        if tonnes > given.tonnes:
            said = f"{team} emits {tonnes:.1f} tonnes of carbon dioxide on {plural(len(trips), 'road trip')}."
            yield Finding(sentence=said, amount=tonnes - given.tonnes, teams=(team,))


KIND = RuleKind(
    name="transport-carbon",
    title="Carbon dioxide of travel",
    category="Travel",
    parameters=TransportCarbon,
    points=2.0,
    sentence=sentence,
    check=check,
    compile=nothing,
    default_hardness="soft",
    unsearched="it",  # no limit counts trips
)
