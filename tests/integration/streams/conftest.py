"""Fixtures of the agents' tests."""

import pytest

from flextime_cli.stack.running import RunningStack
from tests.planner import Planner


@pytest.fixture
def planner(system: RunningStack) -> Planner:
    """A planner with an open season of four teams, in a conference of its own."""
    found = Planner.of(system.environment)
    found.open_the_season_of_four()
    return found
