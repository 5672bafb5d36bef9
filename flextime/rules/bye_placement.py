"""Where byes fall: in the middle of the week and in the middle third of the season, never on a weekend."""

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


def good_slots(facts: SeasonFacts) -> tuple[int, ...]:
    """Return the slots in which a bye costs nothing: midweek windows of the middle third."""
    slots = len(facts.plan.windows)
    return tuple(
        n
        for n, window in enumerate(facts.plan.windows)
        if window.kind == "midweek" and slots // 3 <= n < slots - slots // 3
    )


def sentence(_given: ByePlacement, facts: SeasonFacts) -> str:
    middle = [facts.plan.windows[slot] for slot in good_slots(facts)]
    when = f", {middle[0].dates[0]} to {middle[-1].dates[-1]}" if middle else ", of which there are none"
    return f"Byes fall in midweek windows of the middle third of the season{when}."


def check(_given: ByePlacement, view: SeasonView) -> Iterator[Finding]:
    good = set(good_slots(view.facts))
    for team, games in view.by_team.items():
        played = {game.window for game in games}
        for slot, window in enumerate(view.plan.windows):
            if slot not in good and window.number not in played:
                said = f"{team} has a bye on the {window.kind} of {window.dates[0]}."
                yield Finding(sentence=said, teams=(team,), dates=(window.dates[0],))


def limits(_given: ByePlacement, price: Price, frame: Frame) -> Iterator[CA1]:
    good = set(good_slots(frame.facts))
    others = tuple(slot for slot in range(frame.slots) if slot not in good)
    yield CA1(price=price, teams=frame.numbers(), places=others, mode="HA", least=len(others), most=len(others))


KIND = RuleKind(
    name="bye-placement",
    title="Bye placement",
    category="Rest",
    parameters=ByePlacement,
    points=30.0,
    sentence=sentence,
    check=check,
    compile=limits,
    default_hardness="soft",
)
