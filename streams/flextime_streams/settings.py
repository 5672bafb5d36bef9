"""What the agents need beside the installation's settings: who this worker is, and how many solves it runs at once."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from flextime_schemas.settings import SettingMissing, Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamSettings:
    """`instance` names this worker for static membership (a pod's ordinal name): restarted under the same name it has
    its partitions back at once. Two workers must never share it; None is a dynamic member."""

    base: Settings
    instance: str | None = None
    solver_slots: int = 1

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "StreamSettings":
        """Read FLEXTIME_INSTANCE and FLEXTIME_SOLVER_SLOTS beside the rest. Raises SettingMissing."""
        slots = environ.get("FLEXTIME_SOLVER_SLOTS") or str(os.cpu_count() or 1)
        if not slots.isdecimal() or int(slots) < 1:
            raise SettingMissing(f"FLEXTIME_SOLVER_SLOTS must be a whole number from 1, not {slots!r}.")
        return cls(
            base=Settings.from_environment(environ),
            instance=environ.get("FLEXTIME_INSTANCE") or None,
            solver_slots=int(slots),
        )
