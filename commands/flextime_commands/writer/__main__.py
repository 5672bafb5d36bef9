"""`python -m flextime_commands.writer`: decide the commands of this process's share of the partitions until SIGTERM."""

import logging
import os
import signal
import sys
import threading
from collections.abc import Mapping

from confluent_kafka import KafkaException

from flextime_commands.writer.errors import CannotStart, Fenced, StartAgain
from flextime_commands.writer.service import Share, Writer
from flextime_commands.writer.watch import Figures, Watchdog
from flextime_schemas.codec import Codec
from flextime_schemas.health import serve_health
from flextime_schemas.registry import RegistryAway
from flextime_schemas.settings import SettingMissing, Settings

log = logging.getLogger("flextime_commands.writer")

CANNOT_START_EXIT = 2
FENCED_EXIT = 3
# Between two ownerships: the broker is back 4 s after a kill, and its group coordinator half a second later.
REST_SECONDS = 0.5


def main() -> int:
    """Run the writer; the exit code says why it ended (0 stopped, 2 cannot start, 3 fenced, 4 watchdog)."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    settings, share = Settings.from_environment(os.environ), share_from_environment(os.environ)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    figures, watchdog = Figures(), Watchdog()
    watchdog.start()
    serve_health(settings.health_port, figures.health)
    try:
        own_until_stopped(settings, share, figures, watchdog, stop)
    except CannotStart as error:
        log.critical("writer=cannot_start why=%r", str(error))
        return CANNOT_START_EXIT
    except Fenced as error:
        log.error("writer=fenced by=another_writer why=%r", str(error))
        return FENCED_EXIT
    log.info("writer=stopped decided=%d", figures.decided)
    return 0


def own_until_stopped(
    settings: Settings, share: Share, figures: Figures, watchdog: Watchdog, stop: threading.Event
) -> None:
    """Own the partitions, again and again: after each failure the log alone says what is true."""
    while not stop.is_set():
        try:
            codec = Codec.load(settings)
            with Writer(settings, codec, share, figures=figures, watchdog=watchdog, stop=stop) as writer:
                writer.run()
        except FileNotFoundError:
            figures.say("starting", "set-up has not run: run python -m flextime_schemas.setup")
        except (StartAgain, RegistryAway, KafkaException) as error:
            if not stop.is_set():
                figures.say("starting", f"starting again: {error}")
        watchdog.rest()
        stop.wait(REST_SECONDS)


def share_from_environment(environ: Mapping[str, str]) -> Share:
    """Read FLEXTIME_WRITER_ORDINAL and FLEXTIME_WRITER_COUNT. Raises SettingMissing when they make no sense."""
    texts = environ.get("FLEXTIME_WRITER_ORDINAL", "0"), environ.get("FLEXTIME_WRITER_COUNT", "1")
    if not all(text.isdecimal() for text in texts) or not int(texts[0]) < int(texts[1]):
        raise SettingMissing(
            f"FLEXTIME_WRITER_ORDINAL={texts[0]} of FLEXTIME_WRITER_COUNT={texts[1]}: it is a number below the count."
        )
    return Share(ordinal=int(texts[0]), count=int(texts[1]))


if __name__ == "__main__":
    sys.exit(main())
