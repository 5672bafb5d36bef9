"""`python -m flextime_commands.api`: serve the command API on FLEXTIME_COMMAND_API until SIGTERM."""

import asyncio
import logging
import os
import signal
import sys
from urllib.parse import urlsplit

from granian.constants import Interfaces
from granian.server.embed import Server

from flextime_commands.api.app import create_app
from flextime_schemas.settings import Settings

log = logging.getLogger("flextime_commands.api")


async def serve(settings: Settings) -> None:
    """Serve in this process, so that it dies as one and no worker is left behind by a SIGKILL."""
    address = urlsplit(settings.command_api)
    server = Server(
        create_app(settings),
        address=address.hostname or "127.0.0.1",
        port=address.port or 8101,
        interface=Interfaces.ASGI,
        websockets=False,
        log_enabled=False,
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, server.stop)
    log.info("api=listening address=%s", settings.command_api)
    await server.serve()
    log.info("api=stopped")


def main() -> int:
    """Run the API; 1 when set-up has not run."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    settings = Settings.from_environment(os.environ)
    if not settings.schema_ids_file.exists():
        log.critical("api=cannot_start why='set-up has not run: run python -m flextime_schemas.setup'")
        return 1
    asyncio.run(serve(settings))
    return 0


if __name__ == "__main__":
    sys.exit(main())
