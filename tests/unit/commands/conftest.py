"""A small conference for the writer's tests: what is asked, as the commands topic would have it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from flextime.league.ids import ConferenceId, SchoolCode, VenueId
from flextime.league.model import DateSpan, School, Venue
from flextime.season.decide import Command
from flextime.season.members import AdmitSchool, RegisterConference
from flextime.season.venues import CloseVenue, RegisterVenue
from flextime_commands.writer.batch import Batch
from flextime_commands.writer.books import Books
from flextime_commands.writer.letters import Received
from flextime_schemas.codec import Codec
from flextime_schemas.envelope import CommandEnvelope, command_headers
from flextime_schemas.messages import full_name
from flextime_schemas.registry import numbered_here
from flextime_schemas.topics import COMMANDS, partition_of

NOON = datetime(2026, 2, 1, 12, tzinfo=UTC)
BIG12 = ConferenceId("big12")
PARTITIONS = 12
HOME = partition_of(b"big12", PARTITIONS)

Ask = Callable[..., Received]
MakeBatch = Callable[[Books], Batch]


@pytest.fixture(scope="session")
def codec() -> Codec:
    return Codec.without_registry(numbered_here())


@pytest.fixture
def ask(codec: Codec) -> Ask:
    """Return a command as a record of the commands topic."""

    def make(command: Command, command_id: str, *, expected: int | None = None, partition: int = HOME) -> Received:
        envelope = CommandEnvelope(
            id=command_id,
            type=full_name(type(command)),
            conference=BIG12,
            time=NOON,
            actor="planner",
            correlation=command_id,
            expected_version=expected,
        )
        return Received(
            topic=COMMANDS.name,
            partition=partition,
            offset=0,
            key=b"big12",
            value=codec.encode(command),
            headers=tuple(command_headers(envelope)),
        )

    return make


@pytest.fixture
def batch_of(codec: Codec) -> MakeBatch:
    """Return a batch over some books."""

    def make(books: Books) -> Batch:
        return Batch(books, encode=codec.encode, decode=codec.decode, clock=lambda: NOON, partitions=PARTITIONS)

    return make


@pytest.fixture
def opening() -> list[Command]:
    """A conference, a school, and its venue."""
    kansas = School(
        code=SchoolCode("KU"),
        name="University of Kansas",
        city="Lawrence",
        state="KS",
        latitude=38.95,
        longitude=-95.25,
        time_zone="America/Chicago",
    )
    allen = Venue(
        id=VenueId("allen"),
        name="Allen Fieldhouse",
        school=SchoolCode("KU"),
        time_zone="America/Chicago",
        sports=("MBB",),
    )
    return [RegisterConference(name="Big 12"), AdmitSchool(school=kansas), RegisterVenue(venue=allen)]


@pytest.fixture
def close_allen() -> CloseVenue:
    day = date(2026, 2, 14)
    return CloseVenue(venue=VenueId("allen"), span=DateSpan(first=day, last=day), reason="Commencement")
