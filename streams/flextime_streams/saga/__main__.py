"""`python -m flextime_streams.saga`: the table of what the saga is made of."""

import os
import sys

from flextime_schemas.topics import EVENTS, SOLVE_JOBS
from flextime_streams.app import Agent, build_app, load_codec, log_to_stderr, nothing, run_agent
from flextime_streams.dead_letters import Letters, follow_letters
from flextime_streams.folding import Reader
from flextime_streams.producing import Sender
from flextime_streams.saga.memory import Pursuit, can_go_on_from
from flextime_streams.saga.service import Saga
from flextime_streams.settings import StreamSettings


def main() -> int:
    log_to_stderr()
    settings = StreamSettings.from_environment(os.environ)
    codec = load_codec(settings)
    sender = Sender(settings.base, codec)
    letters = Letters("saga", sender)
    follow_letters(settings.base, codec, letters)
    reader = Reader(settings=settings.base, codec=codec, begin=Pursuit.begin, serves=can_go_on_from, letters=letters)
    saga = Saga(
        codec=codec,
        sender=sender,
        read=reader.read,
        letters=letters,
        job_partitions=sender.partitions_when_there(SOLVE_JOBS.name),
    )
    agent = Agent(
        name="saga",
        topic=EVENTS,
        handle=saga.handle,
        bury=saga.bury,
        own=saga.own,
        tick=saga.tick,
        stop=nothing,
        health=saga.health,
    )
    run_agent(settings, agent, build_app(settings, agent.name), sender)
    return 0


if __name__ == "__main__":
    sys.exit(main())
