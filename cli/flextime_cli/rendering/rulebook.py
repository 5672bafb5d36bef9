"""Changes of a rulebook, and its history, as lines to read; with rich markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.markup import escape

from flextime.rules.model import Rule
from flextime.season.decide import Event
from flextime.season.rulebook import RuleAdded, RuleChanged, RuleRetired
from flextime.solve.problem import SeasonFacts
from flextime_cli.rulebooks.changes import Changes, RuleChange
from flextime_cli.rulebooks.model import said, standing
from flextime_schemas.envelope import EventEnvelope

MOST_BROKEN = 6  # violations told of one rule
MOST_GAMES = 4  # named in one of them


def change_lines(found: Changes) -> Iterator[str]:
    """Yield what a rulebook changes, rule by rule, and the counts."""
    for change in found.changes:
        yield from _change(change, found.facts)
    for note in found.notes:
        yield f"[yellow]note[/yellow] {escape(note)}"
    counts = {
        "added": sum(change.was is None for change in found.changes),
        "changed": sum(None not in (change.was, change.now) for change in found.changes),
        "retired": sum(change.now is None for change in found.changes),
        "unchanged": found.unchanged,
    }
    yield ", ".join(f"{count} {what}" for what, count in counts.items())


def _change(change: RuleChange, facts: SeasonFacts) -> Iterator[str]:
    match change:
        case RuleChange(was=None, now=Rule() as now):
            yield f"[green]added[/green] {_whole(now, facts)}"
        case RuleChange(was=Rule() as was, now=None):
            yield f"[red]retired[/red] {_whole(was, facts)}"
        case RuleChange(was=Rule() as was, now=Rule() as now):
            yield f"[yellow]changed[/yellow] {escape(now.id)}"
            yield f"  was ({standing(was)}) {escape(said(was, facts))}"
            yield f"  now ({standing(now)}) {escape(said(now, facts))}"
    yield from broken_lines([(found.sentence, found.games) for found in change.broken], len(change.broken))


def _whole(rule: Rule, facts: SeasonFacts) -> str:
    return escape(f"{rule.id} ({standing(rule)}) {said(rule, facts)}")


def broken_lines(told: Sequence[tuple[str, Sequence[str]]], found: int) -> Iterator[str]:
    """Yield how often a draft breaks a rule, and the first violations, each a sentence with its games."""
    if not found:
        return
    yield f"  [red]the draft breaks it {'once' if found == 1 else f'{found} times'}[/red]:"
    for sentence, games in told[:MOST_BROKEN]:
        yield f"    {escape(sentence)}{_named(games)}"
    if found > MOST_BROKEN:
        yield f"    ... and {found - MOST_BROKEN} more"


def _named(games: Sequence[str]) -> str:
    """Name games without their season, which everybody knows here: "ku-at-tcu", of a second visit "ku-at-tcu.2"."""
    names = [game.partition(".")[2] or game for game in games]
    more = f" and {len(names) - MOST_GAMES} more" if len(names) > MOST_GAMES else ""
    return f" ({escape(', '.join(names[:MOST_GAMES]))}{more})" if names else ""


def history_lines(events: Iterable[tuple[EventEnvelope, Event]], facts: SeasonFacts, rule: str | None) -> Iterator[str]:
    """Yield what became of a season's rules, or of one of them, in order of time: what, by whom, and why."""
    for envelope, event in events:
        if not isinstance(event, RuleAdded | RuleChanged | RuleRetired) or event.season != facts.plan.id:
            continue
        now = event.now if isinstance(event, RuleChanged) else event.rule
        if rule is None or now.id == rule:
            yield from _happened(envelope, event, now, facts)


def _happened(
    envelope: EventEnvelope, event: RuleAdded | RuleChanged | RuleRetired, now: Rule, facts: SeasonFacts
) -> Iterator[str]:
    word = {RuleAdded: "added", RuleChanged: "changed", RuleRetired: "retired"}[type(event)]
    at = f"{envelope.time:%Y-%m-%d %H:%M} {envelope.conference}:{envelope.sequence}"
    yield escape(f"{at} {word} {now.id}, sent by {envelope.actor}")
    if isinstance(event, RuleChanged):
        yield f"  was ({standing(event.was)}) {escape(said(event.was, facts))}"
    yield f"  {'now ' if isinstance(event, RuleChanged) else ''}({standing(now)}) {escape(said(now, facts))}"
    who, why = event.asked_by or "nobody named", " ".join(event.because.split()) or "no reason given"
    yield escape(f"  asked by {who}: {why}")
