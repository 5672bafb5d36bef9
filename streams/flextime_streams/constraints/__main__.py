"""`python -m flextime_streams.constraints`: the table of what the service is made of."""

import os
import sys

from flextime_schemas.topics import EVENTS
from flextime_streams.app import Agent, build_app, load_codec, log_to_stderr, run_agent
from flextime_streams.constraints.service import TICK_SECONDS, Constraints
from flextime_streams.dead_letters import Letters, follow_letters
from flextime_streams.folding import Reader
from flextime_streams.producing import Sender
from flextime_streams.settings import StreamSettings
from flextime_streams.watched import Watched


def main() -> int:
    log_to_stderr()
    settings = StreamSettings.from_environment(os.environ)
    codec = load_codec(settings)
    sender = Sender(settings.base, codec)
    letters = Letters("constraints", sender)
    follow_letters(settings.base, codec, letters)
    reader = Reader(settings=settings.base, codec=codec, begin=Watched.begin, serves=lambda _: True, letters=letters)
    constraints = Constraints(codec=codec, sender=sender, read=reader.read, letters=letters)
    agent = Agent(
        name="constraints",
        topic=EVENTS,
        handle=constraints.handle,
        bury=constraints.bury,
        own=constraints.own,
        tick=constraints.tick,
        stop=constraints.stop,
        health=constraints.health,
        tick_seconds=TICK_SECONDS,
    )
    run_agent(settings, agent, build_app(settings, agent.name), sender)
    return 0


if __name__ == "__main__":
    sys.exit(main())
