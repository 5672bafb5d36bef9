"""Where byes fall: in the middle of the week, and in the middle third of the season; wrong in both costs twice."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from flextime.limits import CA1
from flextime.limits.model import Price
from flextime.rules.kind import Finding, RuleKind
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class ByePlacement:
    """No parameters: weekends are the plan's, and so is the middle third of its windows."""


def early_or_late(facts: SeasonFacts) -> tuple[int, ...]:
    """Return the slots outside the middle third of the season."""
    slots = len(facts.plan.windows)
    return tuple(n for n in range(slots) if not slots // 3 <= n < slots - slots // 3)


def weekends(facts: SeasonFacts) -> tuple[int, ...]:
    """Return the slots of weekends."""
    return tuple(n for n, window in enumerate(facts.plan.windows) if window.kind == "weekend")


def sentence(_given: ByePlacement, facts: SeasonFacts) -> str:
    outside = early_or_late(facts)
    middle = [window for n, window in enumerate(facts.plan.windows) if n not in outside]
    return (
        f"Byes fall in midweek, and in the middle third of the season, {middle[0].dates[0]} to {middle[-1].dates[-1]}."
    )


def check(_given: ByePlacement, view: SeasonView) -> Iterator[Finding]:
    wrong = Counter((*early_or_late(view.facts), *weekends(view.facts)))
    for team, games in view.by_team.items():
        played = {game.window for game in games}
        for slot, window in enumerate(view.plan.windows):
            if wrong[slot] and window.number not in played:
                said = f"{team} has a bye on the {window.kind} of {window.dates[0]}."
                yield Finding(sentence=said, amount=wrong[slot], teams=(team,), dates=(window.dates[0],))


def limits(_given: ByePlacement, price: Price, frame: Frame) -> Iterator[CA1]:
    for places in (early_or_late(frame.facts), weekends(frame.facts)):
        if places:
            most = len(places)
            yield CA1(price=price, teams=frame.numbers(), places=places, mode="HA", least=most, most=most)


KIND = RuleKind(
    name="bye-placement",
    title="Bye placement",
    category="Rest",
    parameters=ByePlacement,
    points=60.0,  # byes cost no miles: dear enough to be heard at the end of an annealing
    sentence=sentence,
    check=check,
    compile=limits,
    default_hardness="soft",
)
