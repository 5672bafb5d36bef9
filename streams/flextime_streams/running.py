"""A service that follows the events, from its settings to its end: what all of them are made of."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic

from flextime_schemas.codec import Codec
from flextime_schemas.fold import Folded
from flextime_schemas.topics import EVENTS
from flextime_streams.app import Agent, build_app, load_codec, log_to_stderr, run_agent
from flextime_streams.dead_letters import Letters, follow_letters
from flextime_streams.folding import K, Partition, Reader
from flextime_streams.following import Follower
from flextime_streams.producing import Sender
from flextime_streams.settings import StreamSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts(Generic[K]):
    """What a follower is given."""

    codec: Codec
    sender: Sender
    read: Callable[[int], Partition[K]]
    letters: Letters


def run_follower(
    name: str,
    make: Callable[[Parts[K]], Follower[K]],
    *,
    begin: Callable[[Folded], K],
    serves: Callable[[Folded], bool] = lambda _: True,
    tick_seconds: float = 2.0,
) -> int:
    """Run a service until SIGTERM, and return its exit status; SystemExit when it crashes.

    `begin` makes what is known of a conference out of a fold; `serves` says whether it can go on from a snapshot.
    """
    log_to_stderr()
    settings = StreamSettings.from_environment(os.environ)
    codec = load_codec(settings)
    sender = Sender(settings.base, codec)
    letters = Letters(name, sender)
    follow_letters(settings.base, codec, letters)
    reader = Reader(settings=settings.base, codec=codec, begin=begin, serves=serves, letters=letters)
    follower = make(Parts(codec=codec, sender=sender, read=reader.read, letters=letters))
    agent = Agent(
        name=name,
        topic=EVENTS,
        handle=follower.handle,
        bury=follower.bury,
        own=follower.own,
        tick=follower.tick,
        stop=follower.stop,
        health=follower.health,
        tick_seconds=tick_seconds,
    )
    run_agent(settings, agent, build_app(settings, name), sender)
    return 0
