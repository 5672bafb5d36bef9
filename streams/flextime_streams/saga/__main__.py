"""`python -m flextime_streams.saga`: the table of what the saga is made of."""

import os
import sys

from flextime_schemas.topics import EVENTS, SOLVE_JOBS
from flextime_streams.app import Agent, build_app, load_codec, log_to_stderr, run_agent
from flextime_streams.producing import Sender
from flextime_streams.saga.memory import read_partition
from flextime_streams.saga.service import Saga
from flextime_streams.settings import StreamSettings


async def _nothing() -> None:
    """Have nothing to stop: every proposal was awaited."""


def main() -> int:
    log_to_stderr()
    settings = StreamSettings.from_environment(os.environ)
    codec = load_codec(settings)
    sender = Sender(settings.base, codec)
    saga = Saga(
        codec=codec,
        sender=sender,
        read=lambda partition: read_partition(settings.base, codec, partition),
        job_partitions=sender.partitions_when_there(SOLVE_JOBS.name),
    )
    agent = Agent(
        name="saga",
        topic=EVENTS,
        handle=saga.handle,
        own=saga.own,
        tick=saga.tick,
        stop=_nothing,
        health=saga.health,
    )
    run_agent(settings, agent, build_app(settings, agent.name), sender)
    return 0


if __name__ == "__main__":
    sys.exit(main())
