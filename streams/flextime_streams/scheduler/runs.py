"""Which runs are over, and which members have answered: what the scheduler reads from the events.

A thread of its own reads every partition: each worker must hear of each cancelled run. It begins where the longest run
that can still be open began; a job that is older is not solved at all.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from flextime.league.ids import ConferenceId, RunId
from flextime.season.runs import CandidateProposed, MemberFailed, RunCancelled, RunFailed, RunFoundInfeasible
from flextime.season.schedules import CandidateAdopted
from flextime_schemas.codec import Codec, Undecodable
from flextime_schemas.envelope import BadEnvelope, read_event_envelope
from flextime_schemas.messages import FULL_NAMES, SolveJob
from flextime_schemas.registry import RegistryAway
from flextime_schemas.settings import Settings
from flextime_schemas.topics import EVENTS
from flextime_streams.patience import LONGEST_RUN, deadline
from flextime_streams.raw import Raw
from flextime_streams.topic_watch import TopicWatch

ENDINGS = (RunCancelled, RunFailed, RunFoundInfeasible, CandidateAdopted)
ANSWERS = (CandidateProposed, MemberFailed)
HEARD = {FULL_NAMES[event] for event in (*ENDINGS, *ANSWERS)}

Key = tuple[ConferenceId, RunId]


@dataclass(slots=True)
class Runs:
    """What is known of runs; filled from one thread, asked from another, by whole values only."""

    over: set[Key] = field(default_factory=set)
    answered: set[tuple[ConferenceId, RunId, int]] = field(default_factory=set)

    def unwanted(self, job: SolveJob, now: datetime) -> str | None:
        """Return why nobody wants a job solved any more; None when it is wanted."""
        if (job.conference, job.run) in self.over:
            return "its run is over"
        if (job.conference, job.run, job.member) in self.answered:
            return "it is answered already"
        if now >= deadline(job.requested_at, job.budget):
            return "its run is late, and given up"
        return None

    def hear(self, conference: ConferenceId, event: object) -> Key | None:
        """Take notice of an event; returns the run that it ended, if it did."""
        if isinstance(event, CandidateProposed | MemberFailed):
            self.answered.add((conference, event.run, event.member))
        if isinstance(event, RunCancelled | RunFailed | RunFoundInfeasible | CandidateAdopted):
            self.over.add((conference, event.run))
            return conference, event.run
        return None


class RunWatch:
    """Follows the events topic in a thread. `on_over` is called on the event loop that `start` was called on."""

    def __init__(self, settings: Settings, codec: Codec, on_over: Callable[[ConferenceId, RunId], None]) -> None:
        self.runs = Runs()
        self._settings = settings
        self._codec = codec
        self._on_over = on_over
        self._caught_up = asyncio.Event()
        self._watch: TopicWatch | None = None

    async def caught_up(self) -> None:
        """Return when everything that had happened at the start is known."""
        await self._caught_up.wait()

    def start(self, now: datetime) -> None:
        """Begin to follow, from where the longest run that may be open began."""
        loop = asyncio.get_running_loop()
        self._watch = TopicWatch(
            name="scheduler-runs",
            settings=self._settings,
            topic=EVENTS,
            hear=partial(self._hear, loop),
            on_caught_up=partial(_set_on, loop, self._caught_up),
            since=now - LONGEST_RUN,
        )
        self._watch.start()

    def close(self) -> None:
        if self._watch is not None:
            self._watch.close()

    def _hear(self, loop: asyncio.AbstractEventLoop, raw: Raw) -> None:
        try:
            if read_event_envelope(raw.headers).type not in HEARD:
                return
            recorded = raw.recorded(self._codec)
        except (BadEnvelope, Undecodable, RegistryAway):
            return  # no event that this version knows: a solve too many is all that it can cost
        if (ended := self.runs.hear(recorded.envelope.conference, recorded.event)) is not None:
            loop.call_soon_threadsafe(self._on_over, *ended)


def _set_on(loop: asyncio.AbstractEventLoop, flag: asyncio.Event) -> None:
    loop.call_soon_threadsafe(flag.set)
