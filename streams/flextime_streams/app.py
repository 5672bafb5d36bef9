"""A Faust app as this system runs it: one agent on one topic, raw bytes, committed records only, no web, no tables."""

import logging
import os
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import faust
from faust.worker import Worker

from flextime_schemas.codec import Codec
from flextime_schemas.health import Health, serve_health
from flextime_schemas.topics import Topic
from flextime_streams.producing import Sender
from flextime_streams.receiving import Bury, Handle, Receiver
from flextime_streams.settings import StreamSettings
from flextime_streams.transport import ReadCommitted
from flextime_streams.watchdog import Activity, watch

log = logging.getLogger(__name__)

# A dead worker's partitions go to another after this time (measured: 6.1 s at 6, 61 s at Faust's default 60). Below 6 s
# two busy cores miss heartbeats.
SESSION_SECONDS, HEARTBEAT_SECONDS = 8.0, 2.0
# Acknowledged offsets are committed this often; what lies between is delivered twice after a crash, which is harmless.
COMMIT_SECONDS = 1.0
# Records waiting in memory for each partition. A job is some 50 kB, and Faust would hold 4,096 of them.
BUFFERED_RECORDS = 64
# Faust's driver polls in a thread of its own, also while an agent works for an hour, so this bounds only a driver that
# hangs. Its livelock messages would call a long solve a fault; our watchdog tells the two apart.
POLL_INTERVAL_SECONDS = 300.0
LONGEST_HANDLING_SECONDS = 4 * 3600.0

SET_UP_PATIENCE_SECONDS = 120.0


@dataclass(slots=True, kw_only=True)
class Agent:
    """What tells one service from another. `own` is called with the partitions after each assignment, `tick` every
    `tick_seconds`, `stop` before the worker leaves."""

    name: str
    topic: Topic
    handle: Handle
    bury: Bury
    own: Callable[[frozenset[int]], Awaitable[None]]
    tick: Callable[[], Awaitable[None]]
    stop: Callable[[], Awaitable[None]]
    health: Callable[[], Health]
    tick_seconds: float = 2.0
    activity: Activity = field(default_factory=Activity)


def load_codec(settings: StreamSettings) -> Codec:
    """Load the codec; waits while the set-up has not run. Raises FileNotFoundError when it does not come."""
    deadline = time.monotonic() + SET_UP_PATIENCE_SECONDS
    while True:
        try:
            return Codec.load(settings.base)
        except FileNotFoundError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)


def build_app(settings: StreamSettings, name: str) -> faust.App:
    """Return the app, its driver and nothing else. The group is `flextime-NAME`."""
    folder = settings.base.data / "faust" / name  # Faust makes only the last part, and stores nothing of ours there
    folder.mkdir(parents=True, exist_ok=True)
    app = faust.App(
        f"flextime-{name}",
        broker=f"kafka://{settings.base.kafka}",
        datadir=str(folder),
        autodiscover=False,
        web_enabled=False,
        store="memory://",
        topic_allow_declare=False,
        topic_disable_leader=True,
        value_serializer="raw",
        key_serializer="raw",
        processing_guarantee="at_least_once",
        consumer_auto_offset_reset="earliest",
        consumer_group_instance_id=f"flextime-{name}-{settings.instance}" if settings.instance else None,
        consumer_max_fetch_size=32 * 1024 * 1024,
        broker_session_timeout=SESSION_SECONDS,
        broker_heartbeat_interval=HEARTBEAT_SECONDS,
        broker_commit_interval=COMMIT_SECONDS,
        broker_max_poll_interval=POLL_INTERVAL_SECONDS,
        broker_commit_livelock_soft_timeout=LONGEST_HANDLING_SECONDS,
        stream_processing_timeout=LONGEST_HANDLING_SECONDS,
        stream_buffer_maxsize=BUFFERED_RECORDS,
        # A rebalance must not wait for a solve of an hour: what is under way is delivered again instead.
        stream_wait_empty=False,
    )
    app.transport = ReadCommitted(app.conf.broker_consumer, app)
    return app


def run_agent(settings: StreamSettings, agent: Agent, app: faust.App, sender: Sender) -> None:
    """Run the service until SIGTERM, or until it crashes: then raises SystemExit with its reason logged."""
    assigned: set[int] = set()
    topic = app.topic(agent.topic.name, key_type=bytes, value_type=bytes, allow_empty=True)
    receiver = Receiver(
        service=agent.name, handle=agent.handle, bury=agent.bury, crash=app.crash, moved=agent.activity.note
    )

    async def take(stream: Any) -> None:  # noqa: ANN401 - Faust's StreamT
        await receiver.run(stream)

    async def on_assigned(*args: Any, **_: Any) -> None:  # noqa: ANN401 - Faust's signal
        (_app, partitions) = args
        now = {tp.partition for tp in partitions if tp.topic == agent.topic.name}
        assigned.clear()
        assigned.update(now)
        app.add_future(agent.own(frozenset(now)))

    async def on_shutdown(*_: Any, **__: Any) -> None:  # noqa: ANN401 - Faust's signal
        await agent.stop()

    app.agent(topic, name=agent.name, concurrency=1, isolated_partitions=True)(take)
    app.timer(agent.tick_seconds)(_timer(agent.tick))
    app.on_partitions_assigned.connect(on_assigned)
    app.on_before_shutdown.connect(on_shutdown)
    serve_health(settings.base.health_port, lambda: _health(agent, assigned))
    watch(settings.base, app.conf.id, agent.topic.name, agent.activity, lambda: frozenset(assigned))
    try:
        worker = Worker(app, quiet=True, redirect_stdouts=False, override_logging=False)
        worker.spinner = None  # it writes terminal codes into the log
        worker.execute_from_commandline()
    finally:
        sender.close()


def _timer(tick: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    async def ticking() -> None:
        await tick()

    return ticking


def _health(agent: Agent, assigned: set[int]) -> Health:
    # A worker beyond the number of partitions has none, and is as well as it can be; before the first assignment nobody
    # can tell the two apart, and the supervisor is told the truth.
    if not assigned:
        return Health(status="starting", detail="no partition is assigned yet")
    return agent.health()


def log_to_stderr() -> None:
    """Log one line per fact. Faust's own narration of each rebalance step is left out."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for noisy in ("faust", "mode", "aiokafka", "kafka"):
        logging.getLogger(noisy).setLevel(os.environ.get("FLEXTIME_FAUST_LOG", "WARNING"))
