"""Missed opponents: two teams that did not meet last year meet this year."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from flextime.league.ids import SchoolCode
from flextime.limits import GA1
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind, plural
from flextime.rules.pairs import games_between, meet_at_least
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedOpponents:
    """No parameters: last year's meetings are the plan's, or those of the season in the log."""


def sentence(_given: MissedOpponents, facts: SeasonFacts) -> str:
    missed = len(_missed(facts))
    known = f"{plural(missed, 'pair')} did not" if facts.plan.last_year else "last year is not known"
    return f"Two teams that did not meet last year meet this year; {known}."


def check(_given: MissedOpponents, view: SeasonView) -> Iterator[Finding]:
    for one, other in _missed(view.facts):
        if not games_between(view, one, other):
            yield Finding(sentence=f"{one} and {other} miss each other for a second year.", teams=(one, other))


def limits(_given: MissedOpponents, price: Price, frame: Frame) -> Iterator[GA1]:
    for one, other in _missed(frame.facts):
        pair = (frame.teams.index(one), frame.teams.index(other))
        yield meet_at_least(frame, price, pair, range(frame.slots), 1)


def _missed(facts: SeasonFacts) -> list[tuple[SchoolCode, SchoolCode]]:
    """Return the pairs of teams that both played last year, and not each other."""
    met = {frozenset((meeting.home, meeting.away)) for meeting in facts.plan.last_year}
    played = {team for pair in met for team in pair}
    there = [team for team in facts.plan.teams if team in played]
    return [(one, other) for one, other in combinations(there, 2) if frozenset((one, other)) not in met]


KIND = RuleKind(
    name="missed-opponents",
    title="Missed opponents come back",
    category="Competitive",
    parameters=MissedOpponents,
    points=60.0,
    sentence=sentence,
    check=check,
    compile=limits,
    default_hardness="soft",
)
