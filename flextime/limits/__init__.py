"""The kernel that rules compile to: one file per kind of limit, with its encoding, its cost and its check.

Importing it loads neither numba nor OR-Tools: the encodings are given the model they write into.
"""

from flextime.limits.approach import Approach
from flextime.limits.ca1 import CA1
from flextime.limits.ca2 import CA2
from flextime.limits.ca3 import CA3
from flextime.limits.days import DayCount
from flextime.limits.ga1 import GA1
from flextime.limits.off_bye import OffBye
from flextime.limits.rest import DayRun, Rest
from flextime.limits.se1 import SE1
from flextime.limits.travel import Travel, TravelBalance

SlotLimit = CA1 | CA2 | CA3 | GA1 | OffBye | SE1 | Travel | TravelBalance
DayLimit = Approach | DayCount | DayRun | Rest
Limit = SlotLimit | DayLimit

__all__ = [
    "CA1", "CA2", "CA3", "GA1", "SE1", "Approach", "DayCount", "DayLimit", "DayRun", "Limit", "OffBye", "Rest",
    "SlotLimit", "Travel", "TravelBalance",
]  # fmt: skip
