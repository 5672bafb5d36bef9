"""The conference's sixty-four rules, by the numbers of its catalogue, and the kinds that carry each so far."""

from collections.abc import Mapping
from types import MappingProxyType

# Kinds of this folder that no number asks for.
BEYOND = ("day-spread", "venue-rotation")

# Wholly or in part: a title, and the kinds.
CARRIED: Mapping[int, tuple[str, tuple[str, ...]]] = MappingProxyType({
    1: ("Exact number of conference games", ("game-count",)),
    2: ("Opponents met twice, once and not at all", ("opponent-multiplicity",)),
    4: ("Balance of home and away", ("home-away-balance",)),
    5: ("One game a day", ("one-game-a-day",)),
    6: ("Rest days", ("min-rest", "ideal-rest")),
    7: ("Rest after long travel", ("rest-after-travel",)),
    8: ("Away games in a row", ("max-consecutive-away",)),
    9: ("Home games in a row", ("max-consecutive-home",)),
    10: ("Not four of five on the road", ("road-in-five",)),
    11: ("No two sets of back-to-back road games", ("road-pairs",)),
    12: ("Opponents off an open week", ("plays-after-byes",)),
    13: ("Like recovery after Thursday games", ("like-recovery",)),
    14: ("A home game early and late in a football season", ("first-last-balance",)),
    15: ("Three weeks without a home game", ("home-within",)),
    16: ("Weeks of football byes", ("bye-weeks",)),
    17: ("Where byes lie", ("bye-placement",)),
    18: ("Plays after byes", ("plays-after-byes",)),
    19: ("Exact byes", ("idle-weeks",)),
    20: ("First four, last four; opening and closing on the road", ("first-last-balance", "open-close-road")),
    21: ("Weekend home games; share of weekends", (
        "weekend-home", "weekend-home-spread", "weekend-share", "saturday-share",
    )),
    22: ("No Saturday, Monday, Wednesday", ("no-saturday-monday-wednesday",)),
    23: ("How a team comes to Big Monday", ("big-monday",)),
    24: ("How often Big Monday is, and a team in it", ("big-monday",)),
    25: ("Rematches apart", ("rematch-separation",)),
    27: ("Three games in five days, games in a week", ("games-in-days",)),
    30: ("Doubleheaders", ("doubleheaders",)),
    31: ("Cadence of weeks", ("week-cadence",)),
    32: ("Final match on a weekday", ("final-weekday",)),
    34: ("No away Wednesday after an away Saturday; split weekends", ("away-after-away", "split-weeks")),
    36: ("Pods", ("must-meet",)),
    37: ("Altitude", ("altitude",)),
    40: ("BYU on Sundays", ("no-sunday", "sunday-travel")),
    41: ("LDS General Conference", ("no-host-dates",)),
    42: ("Exams", ("exams", "academic-blackout")),
    43: ("Graduations", ("graduation",)),
    44: ("Home during exams", ("home-in-exams",)),
    45: ("Weekday games of a week; class days missed", ("weekday-games", "class-days")),
    46: ("Holidays", ("holidays",)),
    47: ("Closed venues", ("venue-closure",)),
    52: ("Television's windows of football", ("television-windows", "weekday-totals", "prime-time")),
    53: ("Least games of a network", ("network-minimum", "holidays")),
    54: ("Prime time spread over teams", ("prime-time",)),
    55: ("Television's windows of basketball", ("tip-off-window",)),
    56: ("The season's first and last day", ("season-window",)),
    57: ("Rivals, and when they meet", ("protected-rivalry", "rivalry-dates")),
    58: ("Miles", ("travel-miles",)),
    59: ("Balance of miles between teams", ("travel-balance",)),
    60: ("Road trips", ("road-trips",)),
    61: ("Time zones crossed", ("time-zones",)),
    62: ("Means of transport and budget", ("transport-budget",)),
    63: ("Weather", ("cold-venues", "heat")),
    64: ("Seeding, class time, budget and carbon", (
        "common-opponents", "class-days", "transport-budget", "transport-carbon",
    )),
})  # fmt: skip

MISSING: Mapping[int, str] = MappingProxyType({
    3: "Complete round robin",
    26: "Men and women at home on the same day",
    28: "Series kept together",
    29: "Home series of baseball, and the same opponent again",
    33: "No home match on a football date",
    35: "Travel partners' weekends",
    38: "Men's and women's tennis at one site; Easter",
    39: "Divisions and affiliates of wrestling",
    48: "One event in a shared venue",
    49: "Priority in a shared venue",
    50: "Load of a venue",
    51: "Stress of a campus",
})  # fmt: skip
