"""The constraint service on a fold, with the process that compares rules. No servers are needed."""

import asyncio
from collections.abc import Coroutine, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import psutil

from flextime.league.ids import RuleId
from flextime.rules.model import Rule
from flextime.rules.report import hard_rules_digest
from flextime.season.decide import Event
from flextime.season.reports import RecordRuleComparison, RecordRuleReport, RulesCompared
from flextime.season.rulebook import RuleAdded, RuleRetired
from flextime_schemas.codec import Codec
from flextime_schemas.fold import Recorded
from flextime_schemas.registry import numbered_here
from flextime_schemas.topics import EVENTS
from flextime_streams.constraints.service import Constraints
from flextime_streams.dead_letters import Letters
from flextime_streams.folding import Partition
from flextime_streams.producing import Outgoing
from flextime_streams.raw import Raw
from flextime_streams.watched import Watched
from tests.four_teams import DRAFTED, NO_SUNDAY, OPENED, SEASON
from tests.histories import recorded_history
from tests.planner import COUNT
from tests.unit.season.test_rule_reports import BROKEN, PLAYED_ON_SUNDAY

CODEC = Codec.without_registry(numbered_here())
PATIENCE_SECONDS = 120.0
TWO_GAMES = Rule(id=RuleId("two-games"), kind="game-count", parameters={"games": 2})
IMPOSSIBLE: tuple[Event, ...] = (
    *OPENED, RuleAdded(season=SEASON, rule=COUNT), RuleAdded(season=SEASON, rule=TWO_GAMES),
)  # fmt: skip


def messages(events: Sequence[Event]) -> Iterator[Raw]:
    """Yield events as Faust hands them over."""
    for offset, one in enumerate(recorded_history(CODEC, "four", events)):
        yield Raw(
            topic=EVENTS.name, partition=0, offset=offset, key=one.key, value=one.value, headers=tuple(one.headers)
        )


def folded(events: Sequence[Event]) -> Partition[Watched]:
    found = Partition(begin=Watched.begin)
    for offset, one in enumerate(recorded_history(CODEC, "four", events)):
        found.take(Recorded(envelope=one.envelope, event=one.event, value=one.value, partition=0, offset=offset))
    return found


@dataclass(slots=True, kw_only=True)
class Service:
    """The service over one partition, with what it proposed."""

    events: Sequence[Event]
    sent: list[Outgoing] = field(default_factory=list)
    told: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, outgoing: Outgoing) -> None:
        self.sent.append(outgoing)
        self.told.set()

    async def begun(self) -> Constraints:
        letters = Letters("constraints", self)
        made = Constraints(codec=CODEC, sender=self, read=lambda _: folded(self.events), letters=letters)
        await made.own([0])
        return made

    @property
    def commands(self) -> list[Any]:
        return [outgoing.record for outgoing in self.sent]


def is_comparing(worker: Constraints) -> bool:
    return bool((worker.health().figures or {})["comparing"])


def run(coroutine: Coroutine[None, None, None]) -> None:
    asyncio.run(coroutine)
    assert not [child for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline())]


def test_a_worker_that_starts_tells_what_is_unrecorded_and_its_successor_the_same_proposal() -> None:
    async def scenario() -> None:
        proposals = []
        for _ in range(2):
            service = Service(events=PLAYED_ON_SUNDAY)
            await (await service.begun()).tick()
            assert service.commands == [
                RecordRuleReport(season=SEASON, as_of=len(PLAYED_ON_SUNDAY), findings=(BROKEN,))
            ]
            proposals.append(dict(service.sent[0].headers or [])["ce_id"])
        assert proposals[0] == proposals[1]

    run(scenario())


def test_events_that_came_together_are_looked_at_together() -> None:
    async def scenario() -> None:
        service = Service(events=DRAFTED)
        worker = await service.begun()
        for message in list(messages(PLAYED_ON_SUNDAY)):
            await worker.handle(message)
        assert service.sent == []
        await worker.tick()
        assert [command.as_of for command in service.commands] == [len(PLAYED_ON_SUNDAY)]

    run(scenario())


def test_rules_that_cannot_hold_together_are_told_when_they_have_been_the_same_for_two_ticks() -> None:
    async def scenario() -> None:
        service = Service(events=IMPOSSIBLE[:-1])
        worker = await service.begun()
        await worker.tick()
        for message in list(messages(IMPOSSIBLE)):
            await worker.handle(message)
        await worker.tick()
        assert not is_comparing(worker)
        await worker.tick()
        assert is_comparing(worker)
        await asyncio.wait_for(service.told.wait(), PATIENCE_SECONDS)
        [command] = service.commands
        assert isinstance(command, RecordRuleComparison)
        assert command.cannot_hold is not None
        assert (set(command.cannot_hold.rules), command.cannot_hold.minimal) == ({COUNT.id, TWO_GAMES.id}, True)
        await worker.tick()
        assert not is_comparing(worker)

    run(scenario())


def test_rules_that_come_back_are_compared_again() -> None:
    without = hard_rules_digest([NO_SUNDAY, COUNT])
    back: tuple[Event, ...] = (
        *IMPOSSIBLE,
        RulesCompared(season=SEASON, rules=hard_rules_digest([NO_SUNDAY, COUNT, TWO_GAMES]), was=None, now=None),
        RuleRetired(season=SEASON, rule=TWO_GAMES),
        RulesCompared(season=SEASON, rules=without, was=None, now=None),
        IMPOSSIBLE[-1],
    )

    async def scenario() -> None:
        service = Service(events=IMPOSSIBLE)
        worker = await service.begun()
        for history in (IMPOSSIBLE, back[:-2], back):
            for message in list(messages(history)):
                await worker.handle(message)
            service.told.clear()
            await worker.tick()
            await worker.tick()
            await asyncio.wait_for(service.told.wait(), PATIENCE_SECONDS)
        assert [command.rules == without for command in service.commands] == [False, True, False]

    run(scenario())


def test_a_worker_that_stops_leaves_no_process_and_tells_nothing() -> None:
    async def scenario() -> None:
        service = Service(events=IMPOSSIBLE)
        worker = await service.begun()
        await worker.tick()
        await worker.tick()
        assert is_comparing(worker)
        await worker.stop()
        assert service.sent == []

    run(scenario())
