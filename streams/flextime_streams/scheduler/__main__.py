"""`python -m flextime_streams.scheduler`: the table of what the scheduler is made of."""

import os
import sys

from flextime_schemas.topics import SOLVE_JOBS
from flextime_streams.app import Agent, build_app, load_codec, log_to_stderr, run_agent
from flextime_streams.dead_letters import Letters
from flextime_streams.producing import Sender
from flextime_streams.scheduler.service import Scheduler
from flextime_streams.settings import StreamSettings
from flextime_streams.watchdog import Activity


def main() -> int:
    log_to_stderr()
    settings = StreamSettings.from_environment(os.environ)
    codec = load_codec(settings)
    sender = Sender(settings.base, codec)
    sender.partitions_when_there(SOLVE_JOBS.name)
    activity = Activity()
    scheduler = Scheduler(settings, codec, sender, Letters("scheduler", sender), activity)
    agent = Agent(
        name="scheduler",
        topic=SOLVE_JOBS,
        handle=scheduler.handle,
        bury=scheduler.bury,
        own=scheduler.own,
        tick=scheduler.tick,
        stop=scheduler.stop,
        health=scheduler.health,
        activity=activity,
    )
    run_agent(settings, agent, build_app(settings, agent.name), sender)
    return 0


if __name__ == "__main__":
    sys.exit(main())
