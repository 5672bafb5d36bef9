"""The steps between servers and services: topics and schemas, then tables and indices. Each is idempotent."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping

from flextime_cli.errors import SetUpFailed
from flextime_cli.stack.environment import environment
from flextime_cli.stack.folder import DataFolder
from flextime_cli.stack.processes import last_lines

# The schemas' step itself waits up to 120 s for the registry's first start; more waits for what will not come.
STEP_SECONDS = 180.0


def run_step(step: tuple[str, str], folder: DataFolder, ports: Mapping[str, int]) -> None:
    """Run `python -m module` with the contract's environment; raises SetUpFailed with its last words."""
    name, module = step
    log = folder.log_of(name)
    with log.open("wb") as stream:
        try:
            done = subprocess.run(
                (sys.executable, "-m", module),
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
                env={**os.environ, **environment(folder, ports)},
                cwd=folder.root,
                timeout=STEP_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise SetUpFailed(f"{module} did not end in {STEP_SECONDS:g} s.", advice=f"Its log: {log}") from None
    if done.returncode:
        last = " ".join(last_lines(log, 3))
        raise SetUpFailed(f"{module} failed: {last}", advice=f"Its log: {log}")
