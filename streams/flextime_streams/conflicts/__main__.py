"""`python -m flextime_streams.conflicts`: the table of what the service is made of."""

import os
import sys

from flextime_schemas.topics import EVENTS
from flextime_streams.app import Agent, build_app, load_codec, log_to_stderr, nothing, run_agent
from flextime_streams.conflicts.service import Conflicts
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
    letters = Letters("conflicts", sender)
    follow_letters(settings.base, codec, letters)
    reader = Reader(settings=settings.base, codec=codec, begin=Watched.begin, serves=lambda _: True, letters=letters)
    conflicts = Conflicts(codec=codec, sender=sender, read=reader.read, letters=letters)
    agent = Agent(
        name="conflicts",
        topic=EVENTS,
        handle=conflicts.handle,
        bury=conflicts.bury,
        own=conflicts.own,
        tick=conflicts.tick,
        stop=nothing,
        health=conflicts.health,
    )
    run_agent(settings, agent, build_app(settings, agent.name), sender)
    return 0


if __name__ == "__main__":
    sys.exit(main())
