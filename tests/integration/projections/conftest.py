"""A corner of the real servers for the projections' tests."""

from collections.abc import Iterator

import pytest

from flextime_cli.stack.running import RunningStack
from tests.projecting import Projecting, projecting_on


@pytest.fixture
def projecting(stack: RunningStack) -> Iterator[Projecting]:
    with projecting_on(stack) as corner:
        yield corner
