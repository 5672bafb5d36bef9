"""What a look at a season's games says of its rules: how often each is broken, what that costs, and where first."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flextime.league.ids import RuleId
from flextime.rules.model import Hardness, Rule, Violation

MOST_TOLD = 3  # violations of one rule: the dearest tell what it is about, and the checker tells all of them
DIGEST_BYTES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFinding:
    """What games break of one rule: `found` counts the violations and `games` the games in them.

    `first` are the dearest violations, and of those that cost the same the first.
    """

    rule: RuleId
    hardness: Hardness
    found: int
    price: float
    games: int
    first: tuple[Violation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Hard rules that cannot hold together; without any one of them the others can, if that was proved (`minimal`)."""

    rules: tuple[RuleId, ...]
    explanation: str
    minimal: bool = True


def findings(violations: Iterable[Violation]) -> tuple[RuleFinding, ...]:
    """Return a finding for each rule that is broken, by rule."""
    broken: dict[RuleId, list[Violation]] = {}
    for violation in violations:
        broken.setdefault(violation.rule, []).append(violation)
    return tuple(_finding(rule, broken[rule]) for rule in sorted(broken))


def _finding(rule: RuleId, own: Sequence[Violation]) -> RuleFinding:
    return RuleFinding(
        rule=rule,
        hardness=own[0].hardness,
        found=len(own),
        price=sum(violation.price for violation in own),
        games=len({game for violation in own for game in violation.games}),
        first=tuple(sorted(own, key=lambda violation: -violation.price)[:MOST_TOLD]),
    )


def hard_rules_digest(rules: Iterable[Rule]) -> str:
    """Return a digest of the hard rules: the same for the same rules, in whatever order they were added."""
    said = sorted((rule.id, rule.kind, sorted(rule.parameters.items())) for rule in rules if rule.hardness == "hard")
    return hashlib.blake2b(repr(said).encode(), digest_size=DIGEST_BYTES).hexdigest()
