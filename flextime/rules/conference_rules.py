"""The conference's sixty-four rules, by the numbers of its catalogue, and the kinds that carry each so far."""

from collections.abc import Mapping
from types import MappingProxyType

# Kinds of this folder that no number asks for.
BEYOND = ("day-spread", "venue-rotation")

_CARRIED: Mapping[int, tuple[str, tuple[str, ...]]] = MappingProxyType({
    1: ("Exact number of conference games", ("game-count",)),
    2: ("Opponents met twice, once and not at all", ("opponent-multiplicity",)),
    4: ("Balance of home and away", ("home-away-balance",)),
    5: ("One game a day", ("one-game-a-day",)),
    6: ("Rest days", ("min-rest", "ideal-rest")),
    8: ("Away games in a row", ("max-consecutive-away",)),
    9: ("Home games in a row", ("max-consecutive-home",)),
    10: ("Not four of five on the road", ("road-in-five",)),
    11: ("No two sets of back-to-back road games", ("road-pairs",)),
    14: ("A home game early and late in a football season", ("first-last-balance",)),
    15: ("Three weeks without a home game", ("home-within",)),
    16: ("Weeks of football byes", ("bye-weeks",)),
    17: ("Where byes lie", ("bye-placement",)),
    18: ("Plays after byes", ("plays-after-byes",)),
    20: ("First four, last four; opening and closing on the road", ("first-last-balance", "open-close-road")),
    21: ("Weekend home games; share of weekends", (
        "weekend-home", "weekend-home-spread", "weekend-share", "saturday-share",
    )),
    22: ("No Saturday, Monday, Wednesday", ("no-saturday-monday-wednesday",)),
    23: ("How a team comes to Big Monday", ("big-monday",)),
    24: ("How often Big Monday is, and a team in it", ("big-monday",)),
    25: ("Rematches apart", ("rematch-separation",)),
    27: ("Three games in five days, games in a week", ("games-in-days",)),
    36: ("Pods", ("must-meet",)),
    40: ("BYU on Sundays", ("no-sunday", "sunday-travel")),
    41: ("LDS General Conference", ("no-host-dates",)),
    42: ("Exams", ("exams", "academic-blackout")),
    43: ("Graduations", ("graduation",)),
    44: ("Home during exams", ("home-in-exams",)),
    45: ("Weekday games of a week", ("weekday-games",)),
    46: ("Holidays", ("holidays",)),
    47: ("Closed venues", ("venue-closure",)),
    55: ("Television's windows of basketball", ("tip-off-window",)),
    56: ("The season's first and last day", ("season-window",)),
    57: ("Rivals, and when they meet", ("protected-rivalry", "rivalry-dates")),
    58: ("Miles", ("travel-miles",)),
    59: ("Balance of miles between teams", ("travel-balance",)),
})  # fmt: skip

_MISSING: Mapping[int, str] = MappingProxyType({
    3: "Complete round robin",
    7: "Rest after long travel",
    12: "Opponents off an open week",
    13: "Like recovery after Thursday games",
    19: "Exact byes of other sports than men's basketball",
    26: "Men and women at home on the same day",
    28: "Series kept together",
    29: "Home series of baseball, and the same opponent again",
    30: "Doubleheaders",
    31: "Cadence of weeks",
    32: "Final match on a Friday",
    33: "No home match on a football date",
    34: "Split weekends of volleyball",
    35: "Travel partners' weekends",
    37: "Altitude",
    38: "Men's and women's tennis at one site; Easter",
    39: "Divisions and affiliates of wrestling",
    48: "One event in a shared venue",
    49: "Priority in a shared venue",
    50: "Load of a venue",
    51: "Stress of a campus",
    52: "Television's windows of football",
    53: "Least games of a network",
    54: "Prime time spread over teams",
    60: "Road trips",
    61: "Time zones crossed",
    62: "Means of transport and budget",
    63: "Weather",
    64: "Seeding, class time, budget and carbon",
})  # fmt: skip


def carried() -> Mapping[int, tuple[str, tuple[str, ...]]]:
    """Return the rules that kinds carry, wholly or in part, by number: a title, and those kinds."""
    return _CARRIED


def missing() -> Mapping[int, str]:
    """Return the titles of the rules that no kind carries yet, by number."""
    return _MISSING
