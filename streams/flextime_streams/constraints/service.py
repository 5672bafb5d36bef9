"""The service's hands: drafts are checked against rules as they change, and rules against each other.

Events only say where to look; the looks are made twice a second, at the newest state, so that a stream of events costs
no more of them. An event is acknowledged before its look: a worker that starts looks at everything that is there.
"""

import asyncio
import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

from flextime.league.ids import ConferenceId, SeasonId
from flextime.rules.report import Contradiction, hard_rules_digest
from flextime.season.decide import Command
from flextime.season.reports import RecordRuleComparison
from flextime.season.state import Conference
from flextime.solve.problem import Budget, Infeasible, Result
from flextime_schemas.codec import Codec
from flextime_streams.constraints.watching import Watch, rules_alone, uncompared
from flextime_streams.dead_letters import Letters
from flextime_streams.folding import Partition
from flextime_streams.following import Follower
from flextime_streams.proposals import proposal_record
from flextime_streams.receiving import Sends
from flextime_streams.scheduler.child import Child, ChildDied
from flextime_streams.scheduler.worker import Broken, Task
from flextime_streams.watched import Watched

log = logging.getLogger(__name__)

ACTOR = "constraints"
TICK_SECONDS = 0.5
COMPARER = "flextime_streams.constraints.comparing:compare"
COMPARING = Budget(evaluations=0, anneals=0, seconds=30.0)
SEED = 1
MOST_ATTEMPTS = 3  # at rules whose comparison fails: killed for memory, say

Pending = tuple[ConferenceId, SeasonId, str]  # the last is the digest of the rules to be compared


@dataclass(slots=True, kw_only=True)
class Part:
    """What is kept beside the folds of one partition: the watches, where to look, and where rules may have changed."""

    watches: dict[ConferenceId, Watch] = field(default_factory=dict)
    waiting: set[ConferenceId] = field(default_factory=set)
    changed: set[ConferenceId] = field(default_factory=set)


class Constraints(Follower[Watched]):
    """One worker's part of the service. `tick` is to be called every TICK_SECONDS, on one event loop."""

    def __init__(
        self, *, codec: Codec, sender: Sends, read: Callable[[int], Partition[Watched]], letters: Letters
    ) -> None:
        super().__init__(codec=codec, read=read, letters=letters)
        self._sender = sender
        self._parts: defaultdict[int, Part] = defaultdict(Part)
        self._settling: Set[Pending] = frozenset()
        self._compared: dict[tuple[ConferenceId, SeasonId], str] = {}  # what was compared last, recorded or not yet
        self._failed: Counter[Pending] = Counter()
        self._comparison: asyncio.Task[None] | None = None

    async def tick(self) -> None:
        """Look where something has changed, and compare rules that have been the same since the last tick.

        What was decided about dead letters comes first.
        """
        await super().tick()
        for partition, part in list(self._parts.items()):
            while part.waiting and (known := self._known.get(partition)) is not None:
                conference = part.waiting.pop()
                if self._may_act(known, conference) or conference in known.standing_before():
                    await self._or_park(partition, conference, partial(self._look, part, known.of(conference)))
        self._compare_next()

    async def stop(self) -> None:
        """End the comparison that is under way; a successor makes it anew."""
        if self._comparison is not None:
            self._comparison.cancel()
            await asyncio.gather(self._comparison, return_exceptions=True)

    def _lose(self, partition: int) -> None:
        self._parts.pop(partition, None)

    def _figures(self) -> Mapping[str, int]:
        watches = [watch for part in list(self._parts.values()) for watch in list(part.watches.values())]
        comparing = self._comparison is not None and not self._comparison.done()
        return {"broken": sum(watch.broken() for watch in watches), "comparing": int(comparing)}

    async def _act(self, partition: int, conferences: Iterable[ConferenceId]) -> None:
        self._parts[partition].waiting.update(conferences)

    async def _look(self, part: Part, known: Watched) -> None:
        state = known.folded.state
        watch = part.watches.setdefault(state.id, Watch(state))
        try:
            for command in await asyncio.to_thread(lambda: list(watch.look(state, known.folded.sequence))):
                await self._propose(known, command, f"rule-report/{command.season}")
        except BaseException:
            # What was found is not known to have been sent: the next look begins anew, with all that is unrecorded.
            part.watches.pop(state.id, None)
            part.waiting.add(state.id)
            raise
        part.changed.add(state.id)

    def _compare_next(self) -> None:
        """Start a comparison, one at a time: the process takes a core for two seconds, and 180 MB."""
        settled, self._settling = self._settling, frozenset()
        if self._is_comparing():
            return
        for partition, part in self._parts.items():
            for conference in sorted(part.changed):
                known = self._known[partition].of(conference)
                pending = self._pending(known.folded.state)
                if ready := sorted(pending & settled):
                    _, season, rules = ready[0]
                    self._compared[conference, season] = rules
                    work = partial(self._compare, known, season, rules)
                    self._comparison = asyncio.create_task(self._or_park(partition, conference, work))
                    return
                self._settling |= pending
                if not pending:
                    part.changed.discard(conference)

    def _pending(self, state: Conference) -> Set[Pending]:
        for season, known in state.seasons.items():
            digest = hard_rules_digest(known.rules.values())
            if self._compared.get((state.id, season), digest) != digest:
                del self._compared[state.id, season]  # should those rules come back, what came of them was not recorded
        return {
            (state.id, season, rules)
            for season, rules in uncompared(state)
            if self._compared.get((state.id, season)) != rules
        }

    def _is_comparing(self) -> bool:
        if self._comparison is None:
            return False
        if self._comparison.done():
            self._comparison.result()
            self._comparison = None
        return self._comparison is not None

    async def _compare(self, known: Watched, season: SeasonId, rules: str) -> None:
        task = Task(problem=rules_alone(known.folded.state, season), budget=COMPARING, seed=SEED, solver=COMPARER)
        try:
            found = await Child(task=task, on_progress=lambda _: None).run()
        except ChildDied as died:
            found = Broken(reason=str(died))
        if isinstance(found, Broken):
            conference = known.folded.state.id
            log.error("not compared conference=%s season=%s reason=%s", conference, season, found.reason)
            self._failed[conference, season, rules] += 1
            if self._failed[conference, season, rules] < MOST_ATTEMPTS:
                self._compared.pop((conference, season), None)
                for part in self._parts.values():
                    part.changed |= part.watches.keys() & {conference}
            return
        command = RecordRuleComparison(season=season, rules=rules, cannot_hold=_contradiction(found))
        await self._propose(known, command, f"rule-comparison/{season}/{rules}")

    async def _propose(self, known: Watched, command: Command, purpose: str) -> None:
        proposal = known.proposal(command, purpose)
        await self._sender.send(proposal_record(proposal, actor=ACTOR, now=datetime.now(UTC)))
        log.info("proposed conference=%s purpose=%s", proposal.conference, purpose)


def _contradiction(found: Result) -> Contradiction | None:
    if not isinstance(found, Infeasible):
        return None
    minimal = all(conflict.minimal for conflict in found.conflicts[:1])
    return Contradiction(rules=found.rules, explanation=found.explanation, minimal=minimal)
