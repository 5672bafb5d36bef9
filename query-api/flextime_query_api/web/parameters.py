"""The parameters that many endpoints take, each with what the OpenAPI document says of it."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated

from fastapi import Path, Query

from flextime_query_api.problems import wrong_parameter

CONFERENCE = r"^[a-z0-9][a-z0-9-]{0,62}$"
# Ids are chosen by whoever sends the commands; PostgreSQL cannot hold a NUL, and nobody types a control character.
IDENTIFIER = r"^[^\x00-\x1f\x7f]{1,200}$"
POSITION = r"^[a-z0-9][a-z0-9-]{0,62}:[0-9]{1,18}$"
REASONS = {
    CONFERENCE: "is 1 to 63 small letters, digits and hyphens, and begins with no hyphen",
    IDENTIFIER: "is 1 to 200 characters, none of them a control character",
    POSITION: "is a position like big12:42",
}
MOST_BIGINT = 2**63 - 1

DEFAULT_LIMIT = 100
MOST_LIMIT = 1_000  # a season of twenty teams has 200 games; documents take about 1 kB

ConferencePath = Annotated[str, Path(pattern=CONFERENCE, description="The conference.", examples=["big12"])]
SeasonPath = Annotated[str, Path(pattern=IDENTIFIER, description="The season.", examples=["mbb-2025-26"])]
MinPosition = Annotated[
    str | None,
    Query(
        pattern=POSITION,
        description="Answer from this position or a later one. A command's outcome names its position: with it one "
        "reads what one has written. The read waits up to 2 s; a view that is later than that is a 503.",
        examples=["big12:42"],
    ),
]
AsOfText = Annotated[
    str | None,
    Query(
        max_length=80,
        description="Answer as it was: after the event with this sequence (`42`), or at this moment "
        "(`2026-02-01T12:00:00Z`). The log is folded up to there.",
        examples=["42"],
    ),
]
Limit = Annotated[int, Query(ge=1, le=MOST_LIMIT, description="The most items of one page.")]
Cursor = Annotated[
    str | None, Query(max_length=2_000, description="Where the page begins: from `next` of the page before.")
]
Team = Annotated[
    str | None, Query(pattern=IDENTIFIER, description="A school's code, at home or away.", examples=["KU"])
]
From = Annotated[date | None, Query(alias="from", description="On this day or later.", examples=["2026-02-01"])]
To = Annotated[date | None, Query(alias="to", description="On this day or earlier.", examples=["2026-02-28"])]


@dataclass(frozen=True, slots=True)
class AsOf:
    """An earlier moment, by its sequence or by its time."""

    sequence: int | None = None
    moment: datetime | None = None


def read_as_of(text: str, conference: str) -> AsOf:
    """Read a sequence ("42" or "big12:42") or an RFC 3339 time. Raises Problem.

    A "+" of the zone that was not encoded arrives as a blank, and is meant as "+".
    """
    text = text.removeprefix(f"{conference}:").strip()
    if re.fullmatch(r"[0-9]{1,18}", text):
        if int(text) == 0:
            raise wrong_parameter("as_of", "begins with 1, the sequence of the first event")
        return AsOf(sequence=int(text))
    try:
        moment = datetime.fromisoformat(re.sub(r" (?=\d\d:\d\d$)", "+", text).replace("z", "Z"))
    except ValueError:
        raise wrong_parameter("as_of", "is a sequence like 42, or a time like 2026-02-01T12:00:00Z") from None
    if moment.tzinfo is None:
        raise wrong_parameter("as_of", "has no zone: write 2026-02-01T12:00:00Z, or with an offset")
    try:
        return AsOf(moment=moment.astimezone(UTC))  # PostgreSQL knows no offset of 16 hours or more
    except OverflowError:
        raise wrong_parameter("as_of", "lies before the year 1 or after 9999") from None


def read_position(text: str) -> tuple[str, int]:
    """Split a position that has the form POSITION: "big12:42"."""
    conference, _, sequence = text.rpartition(":")
    return conference, int(sequence)
