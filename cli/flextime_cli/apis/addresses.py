"""Where the system is that a command speaks with."""

from __future__ import annotations

import os
from pathlib import Path

from flextime_cli.stack.control import ports_of
from flextime_cli.stack.environment import environment
from flextime_cli.stack.folder import find_data_folder
from flextime_schemas.settings import Settings

# Any of these in the environment means that somebody has said where the system is, `eval "$(flextime env)"` among them.
TOLD = ("FLEXTIME_COMMAND_API", "FLEXTIME_QUERY_API", "FLEXTIME_KAFKA")


def find_settings(data: Path | None) -> Settings:
    """Return the addresses: of the data folder that was named, else of the environment, else of the usual folder.

    Raises NotRunning for a folder that nothing ever ran on.
    """
    if data is None and any(name in os.environ for name in TOLD):
        return Settings.from_environment(os.environ)
    folder = find_data_folder(data)
    return Settings.from_environment(environment(folder, ports_of(folder)))
