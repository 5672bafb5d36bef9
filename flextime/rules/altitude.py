"""Altitude: how often a team plays in thin air, where those who live there have the better of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from flextime.limits import GA1
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind, plural
from flextime.rules.parameters import number, team_set
from flextime.rules.places import places_in, spoken
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Altitude:
    """Two visits are one of a pair of travel partners, BYU and Utah: with one more both pairs of the height are met."""

    visits: int = number(2, "games", least=0, most=30)
    places: tuple[str, ...] = team_set("BYU", "COL", "UTAH")


def sentence(given: Altitude, facts: SeasonFacts) -> str:
    most = f"at most {plural(given.visits, 'away game')}"
    return f"A team from the plains plays {most} in high places: {spoken(given.places, facts)}."


def check(given: Altitude, view: SeasonView) -> Iterator[Finding]:
    places = places_in(given.places, view.facts)
    for team, games in view.by_team.items():
        high = tuple(game for game in games if game.home in places and team not in places)
        if len(high) > given.visits:
            where = ", ".join(f"{game.home} on {game.date}" for game in high)
            said = f"{team} plays {plural(len(high), 'away game')} in high places: {where}."
            yield Finding(sentence=said, amount=len(high) - given.visits, teams=(team,), games=high)


def limits(given: Altitude, price: Price, frame: Frame) -> Iterator[GA1]:
    places = places_in(given.places, frame.facts)
    if not places:
        return
    high, slots = frame.numbers(places), tuple(range(frame.slots))
    for team in frame.numbers():
        if team not in high:
            visits = tuple((place, team) for place in high)
            yield GA1(price=price, meetings=visits, slots=slots, least=0, most=given.visits)


KIND = RuleKind(
    name="altitude",
    title="Visits to high places",
    category="Competitive",
    parameters=Altitude,
    points=30.0,
    sentence=sentence,
    check=check,
    compile=limits,
    default_hardness="soft",
)
