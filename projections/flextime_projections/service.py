"""The frame of a projector's process: settings, health, signals."""

import logging
import os
import signal
import sys
from collections.abc import Callable
from threading import Event as Flag

from flextime_projections.options import Options
from flextime_projections.runner import Runner, run
from flextime_projections.store import Store
from flextime_schemas.codec import Codec
from flextime_schemas.health import Health, serve_health
from flextime_schemas.settings import Settings


def serve(open_store: Callable[[Settings, Options], Store]) -> int:
    """Run a projector until SIGTERM or SIGINT; its health is served from the first moment."""
    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO, format="time=%(asctime)s level=%(levelname)s %(message)s"
    )
    logging.getLogger("elastic_transport").setLevel(logging.ERROR)  # it logs a line for each request
    settings, options = Settings.from_environment(os.environ), Options.from_environment(os.environ)
    stop = Flag()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    telling: list[Callable[[], Health]] = [lambda: Health(status="starting")]
    serve_health(settings.health_port, lambda: telling[0]())  # noqa: PLW0108 - the first entry changes

    def open_runner() -> Runner:
        codec = Codec.load(settings)
        return Runner(settings, options, codec, open_store(settings, options))

    def shown(health: Callable[[], Health]) -> None:
        telling[0] = health

    return run(stop, open_runner, shown)
