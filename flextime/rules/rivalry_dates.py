"""Dates of rivalries: not before the season has found its feet, and once when it is decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flextime.limits import GA1
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind, plural
from flextime.rules.pairs import meet_at_least
from flextime.rules.parameters import number
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class RivalryDates:
    """`quiet_weeks` from the season's first day without rivalries; `late` meetings in the last third of its days."""

    quiet_weeks: int = number(3, "weeks", least=0, most=30)
    late: int = number(1, "meetings", least=0, most=2)


def quiet_until(given: RivalryDates, facts: SeasonFacts) -> date:
    """Return the first day on which rivals may meet."""
    return facts.plan.first + timedelta(weeks=given.quiet_weeks)


def late_from(facts: SeasonFacts) -> date:
    """Return the first day of the last third of the season."""
    return facts.plan.last - (facts.plan.last - facts.plan.first) / 3 + timedelta(days=1)


def sentence(given: RivalryDates, facts: SeasonFacts) -> str:
    quiet, late = quiet_until(given, facts), late_from(facts)
    return f"Rivals do not meet before {quiet}, and have at least {plural(given.late, 'meeting')} from {late} on."


def check(given: RivalryDates, view: SeasonView) -> Iterator[Finding]:
    quiet, late = quiet_until(given, view.facts), late_from(view.facts)
    for rivalry in view.plan.rivalries:
        teams = (rivalry.first, rivalry.second)
        games = [game for game in view.games if {game.home, game.away} == set(teams)]
        for game in games:
            if game.date < quiet:
                said = f"{rivalry.first} and {rivalry.second} are rivals and meet as early as {game.date}."
                yield Finding(sentence=said, teams=teams, games=(game,))
        missing = given.late - sum(game.date >= late for game in games)
        if missing > 0:
            who = f"{rivalry.first} and {rivalry.second} are rivals and lack"
            said = f"{who} {plural(missing, 'meeting')} from {late} on."
            yield Finding(sentence=said, amount=missing, teams=teams, games=tuple(games))


def limits(given: RivalryDates, price: Price, frame: Frame) -> Iterator[GA1]:
    # By slots that lie wholly in the quiet weeks, or reach into the last third: what every choice of days keeps.
    days = frame.days()
    quiet, late = quiet_until(given, frame.facts), late_from(frame.facts)
    early_slots = frame.slots_within([day for day in days if day < quiet])
    late_slots = frame.slots_touching([day for day in days if day >= late])
    for rivalry in frame.facts.plan.rivalries:
        one, other = frame.numbers((rivalry.first, rivalry.second))
        both = ((one, other), (other, one))
        if early_slots:
            yield GA1(price=price, meetings=both, slots=early_slots, least=0, most=0)
        if given.late:
            yield meet_at_least(frame, price, (one, other), late_slots, given.late)


KIND = RuleKind(
    name="rivalry-dates",
    title="Dates of rivalries",
    category="Broadcast",
    parameters=RivalryDates,
    points=60.0,
    sentence=sentence,
    check=check,
    compile=limits,
    default_hardness="soft",
)
