"""A job that the scheduler cannot take stops no other: its letter is written, and its run does not wait for it."""

import asyncio

from flextime.season.runs import FailRun
from flextime_schemas.codec import Codec, Undecodable
from flextime_schemas.messages import DeadLetter
from flextime_schemas.registry import numbered_here
from flextime_schemas.settings import Settings
from flextime_schemas.topics import COMMANDS, DEAD_LETTERS, SOLVE_JOBS
from flextime_streams.dead_letters import Letters
from flextime_streams.producing import Outgoing
from flextime_streams.raw import Raw
from flextime_streams.scheduler.service import Scheduler
from flextime_streams.settings import StreamSettings
from flextime_streams.watchdog import Activity
from tests.unit.streams.test_jobs_and_answers import JOB

CODEC = Codec.without_registry(numbered_here())


class Kept:
    """A sender that keeps what it is given."""

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []

    async def send(self, outgoing: Outgoing) -> None:
        self.sent.append(outgoing)


def buried(value: bytes, why: Exception) -> list[Outgoing]:
    kept = Kept()

    async def run() -> None:
        settings = StreamSettings(base=Settings())
        letters = Letters("scheduler", kept)
        scheduler = Scheduler(settings, CODEC, kept, letters, Activity())  # type: ignore[arg-type]  # sends no telemetry
        raw = Raw(topic=SOLVE_JOBS.name, partition=1, offset=2, key=JOB.key.encode(), value=value, headers=())
        await scheduler.bury(raw, why)

    asyncio.run(run())
    return kept.sent


def test_a_bug_in_one_job_is_one_member_less_and_a_letter() -> None:
    letter, fail = buried(CODEC.encode(JOB), ZeroDivisionError("a bug"))
    assert (fail.topic, letter.topic) == (COMMANDS.name, DEAD_LETTERS.name)
    reason = "the scheduler failed: ZeroDivisionError: a bug"
    assert fail.record == FailRun(run=JOB.run, reason=reason, member=JOB.member)
    assert isinstance(letter.record, DeadLetter)
    assert (letter.record.parks, letter.record.offset) == (None, 2)


def test_what_is_no_job_is_a_letter_alone() -> None:
    (letter,) = buried(b"garbage", Undecodable("no Confluent framing"))
    assert isinstance(letter.record, DeadLetter)
    assert (letter.record.value, letter.record.reason) == (b"garbage", "no Confluent framing")
