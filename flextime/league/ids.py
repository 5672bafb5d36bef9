"""The names things go by. Each is text that a person can read in a topic, a URL or a log line."""

from typing import NewType

ConferenceId = NewType("ConferenceId", str)  # "big12"
SchoolCode = NewType("SchoolCode", str)  # "KU"
VenueId = NewType("VenueId", str)  # "ku-allen-fieldhouse"
SeasonId = NewType("SeasonId", str)  # "mbb-2025-26"
RuleId = NewType("RuleId", str)  # "byu-no-sunday"
RunId = NewType("RunId", str)  # "run-1"
CandidateId = NewType("CandidateId", str)  # "run-1.0"
GameId = NewType("GameId", str)  # "mbb-2025-26.ku-at-tcu"
WaiverId = NewType("WaiverId", str)  # "byu-one-sunday"


def game_id(season: SeasonId, away: SchoolCode, home: SchoolCode, leg: int = 1) -> GameId:
    """Name a game by who visits whom; `leg` tells a second visit to the same host in one season.

    >>> game_id(SeasonId("mbb-2025-26"), SchoolCode("KU"), SchoolCode("TCU"))
    'mbb-2025-26.ku-at-tcu'
    """
    suffix = "" if leg == 1 else f".{leg}"
    return GameId(f"{season}.{away.lower()}-at-{home.lower()}{suffix}")
