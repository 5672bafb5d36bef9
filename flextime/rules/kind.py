"""What one file of this folder offers: a kind of rule, with its parameters, sentence, check and limits."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Generic

from flextime.league.ids import SchoolCode
from flextime.league.model import ScheduledGame
from flextime.limits import Limit
from flextime.limits.model import Price
from flextime.rules.model import Hardness, Rule, Violation
from flextime.rules.parameters import P, default_of
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One place where a schedule breaks a rule: how far, in the rule's own unit, and the evidence."""

    sentence: str
    amount: float = 1.0
    teams: tuple[SchoolCode, ...] = ()
    games: tuple[ScheduledGame, ...] = ()
    dates: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleKind(Generic[P]):
    """A kind of rule. `points` is what a deviation of one costs at weight 1, in points of the objective.

    `check` is written from the sentence alone and never looks at the limits; the limits never look at the check.
    `compile` is what the search keeps, and may ask for more than the rule does. `necessary`, where it differs, is what
    every schedule that keeps the rule keeps for sure: only that may prove that there is none. `unsearched` names what
    of the sentence no limit can say, "it" for all of it: only the checker sees that.
    """

    name: str
    title: str
    category: str
    parameters: type[P]
    points: float
    sentence: Callable[[P, SeasonFacts], str]
    check: Callable[[P, SeasonView], Iterable[Finding]]
    compile: Callable[[P, Price, Frame], Iterable[Limit]]
    default_hardness: Hardness = "hard"
    necessary: Callable[[P, Price, Frame], Iterable[Limit]] | None = None
    unsearched: str = ""

    def defaults(self) -> dict[str, Any]:
        """Return each parameter's default."""
        return {declared.name: default_of(declared) for declared in fields(self.parameters)}


def violation(rule: Rule, points: float, finding: Finding) -> Violation:
    """Return the finding as the violation that the planner sees, with its price when the rule is soft."""
    return Violation(
        rule=rule.id,
        kind=rule.kind,
        hardness=rule.hardness,
        sentence=finding.sentence,
        price=0.0 if rule.hardness == "hard" else rule.weight * points * finding.amount,
        teams=finding.teams,
        games=tuple(game.game for game in finding.games),
        dates=finding.dates or tuple(sorted({game.date for game in finding.games})),
    )


def nothing(_parameters: object, _price: Price, _frame: Frame) -> tuple[Limit, ...]:
    """Compile to no limit: what is settled after the search keeps the rule, or none of the limits can say it."""
    return ()


def runs(items: Sequence[ScheduledGame], team: SchoolCode, *, home: bool) -> Iterator[list[ScheduledGame]]:
    """Yield each longest run of consecutive home, or away, games of a team."""
    run: list[ScheduledGame] = []
    for game in items:
        if (game.home == team) == home:
            run.append(game)
            continue
        if run:
            yield run
        run = []
    if run:
        yield run


def plural(count: int, noun: str) -> str:
    """Return "1 game", "2 games".

    >>> plural(2, "game"), plural(1, "game")
    ('2 games', '1 game')
    """
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def everyone(codes: Sequence[str], one: str, several: str) -> str:
    """Return who a rule speaks of, the teams named or "Every team", with the verb that goes with one or several.

    >>> everyone((), "plays", "play"), everyone(("BYU", "KU"), "plays", "play")
    ('Every team plays', 'BYU and KU play')
    """
    return f"{named(codes)} {several if len(codes) > 1 else one}" if codes else f"Every team {one}"


def named(codes: Sequence[str]) -> str:
    """Return names as they stand in a sentence.

    >>> named(("BYU",)), named(("BYU", "KU", "TCU"))
    ('BYU', 'BYU, KU and TCU')
    """
    return " and ".join(filter(None, (", ".join(codes[:-1]), *codes[-1:])))
