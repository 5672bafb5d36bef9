"""`python -m flextime_query_api`: serve the query API on FLEXTIME_QUERY_API until SIGTERM."""

import asyncio
import logging
import os
import signal
import sys
from urllib.parse import urlsplit

from granian.constants import Interfaces
from granian.server.embed import Server

from flextime_query_api.app import create_app
from flextime_schemas.settings import Settings

log = logging.getLogger("flextime_query_api")


async def serve(settings: Settings) -> None:
    """Serve in this process, so that it dies as one and no worker is left behind by a SIGKILL."""
    address = urlsplit(settings.query_api)
    front = create_app(settings)
    server = Server(
        front,
        address=address.hostname or "127.0.0.1",
        port=address.port or 8102,
        interface=Interfaces.ASGI,
        websockets=False,
        log_enabled=False,
    )

    def stop() -> None:
        front.end_streams()  # the server waits for open connections, and a stream never ends by itself
        server.stop()  # type: ignore[no-untyped-call]  # of granian

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop)
    log.info("api=listening address=%s", settings.query_api)
    await server.serve()
    log.info("api=stopped")


def main() -> int:
    """Run the API; 1 when set-up has not run."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("elastic_transport").setLevel(logging.ERROR)  # it logs a line for each request
    settings = Settings.from_environment(os.environ)
    if not settings.schema_ids_file.exists():
        log.critical("api=cannot_start why='set-up has not run: run python -m flextime_schemas.setup'")
        return 1
    asyncio.run(serve(settings))
    return 0


if __name__ == "__main__":
    sys.exit(main())
