"""The service's hands: it folds the events as they come, and reports what each opened, changed and cleared."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime

from flextime.conflicts.model import Conflict, ConflictId
from flextime.league.ids import ConferenceId
from flextime_schemas.codec import Codec
from flextime_streams.conflicts.watching import Watch, reports
from flextime_streams.dead_letters import Letters
from flextime_streams.folding import Partition
from flextime_streams.following import Follower
from flextime_streams.proposals import proposal_record
from flextime_streams.receiving import Sends
from flextime_streams.watched import Watched

log = logging.getLogger(__name__)

ACTOR = "conflicts"


class Conflicts(Follower[Watched]):
    """One worker's part of the service."""

    def __init__(
        self, *, codec: Codec, sender: Sends, read: Callable[[int], Partition[Watched]], letters: Letters
    ) -> None:
        super().__init__(codec=codec, read=read, letters=letters)
        self._sender = sender
        self._watches: defaultdict[int, dict[ConferenceId, Watch]] = defaultdict(dict)

    def _lose(self, partition: int) -> None:
        self._watches.pop(partition, None)

    def _figures(self) -> Mapping[str, int]:
        return {"conflicts": sum(watch.open() for watches in self._watches.values() for watch in watches.values())}

    async def _act(self, partition: int, conferences: Iterable[ConferenceId]) -> None:
        for conference in conferences:
            known = self._known[partition].of(conference)
            try:
                await self._follow(self._watches[partition], known)
            except BaseException:
                # What was found is not known to have been sent: the next look begins anew, with all that is unrecorded.
                self._watches[partition].pop(conference, None)
                raise

    async def _follow(self, watches: dict[ConferenceId, Watch], known: Watched) -> None:
        state = known.folded.state
        if (watch := watches.get(state.id)) is None:
            watch = watches[state.id] = await asyncio.to_thread(Watch, state, known.folded.sequence)
            await self._report(known, *watch.overdue(), purpose="conflicts-anew")
        elif watch.follows_a_late_look(state):
            watch.follow(state)
            await self._report(known, *watch.overdue(), purpose="conflicts-anew")
        else:
            changes = watch.follow(state)
            found = (*changes.opened, *(changed.now for changed in changes.changed))
            await self._report(known, found, [gone.id for gone in changes.cleared], purpose="conflicts")

    async def _report(
        self, known: Watched, found: Iterable[Conflict], gone: Iterable[ConflictId], *, purpose: str
    ) -> None:
        for number, command in enumerate(reports(found, gone, known.folded.sequence)):
            proposal = known.proposal(command, f"{purpose}/{number}")
            await self._sender.send(proposal_record(proposal, actor=ACTOR, now=datetime.now(UTC)))
            log.info(
                "reported conference=%s as_of=%d found=%d gone=%d",
                proposal.conference, command.as_of, len(command.found), len(command.gone),
            )  # fmt: skip
