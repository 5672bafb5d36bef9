"""The kernel that rules compile to: one file per kind of limit, with its encoding, its cost and its check.

Importing it loads neither numba nor OR-Tools: the encodings are given the model they write into.
"""

from flextime.limits.approach import Approach
from flextime.limits.br1 import BR1
from flextime.limits.br2 import BR2
from flextime.limits.ca1 import CA1
from flextime.limits.ca2 import CA2
from flextime.limits.ca3 import CA3
from flextime.limits.ca4 import CA4
from flextime.limits.days import DayCount
from flextime.limits.fa2 import FA2
from flextime.limits.ga1 import GA1
from flextime.limits.meeting_days import MeetingDays
from flextime.limits.off_bye import OffBye
from flextime.limits.partner_weekends import PartnerWeekends
from flextime.limits.rest import DayRun, Rest
from flextime.limits.round_robin import RoundRobin
from flextime.limits.se1 import SE1
from flextime.limits.se2 import SE2
from flextime.limits.split_weeks import SplitWeeks
from flextime.limits.tournament import Tournament, TournamentLimit
from flextime.limits.travel import Travel, TravelBalance

SlotLimit = TournamentLimit | OffBye | PartnerWeekends | SplitWeeks | Travel | TravelBalance
DayLimit = Approach | DayCount | DayRun | MeetingDays | Rest
Limit = SlotLimit | DayLimit

__all__ = [
    "BR1", "BR2", "CA1", "CA2", "CA3", "CA4", "FA2", "GA1", "SE1", "SE2", "Approach", "DayCount", "DayLimit", "DayRun",
    "Limit", "MeetingDays", "OffBye", "PartnerWeekends", "Rest", "RoundRobin", "SlotLimit", "SplitWeeks", "Tournament",
    "TournamentLimit", "Travel", "TravelBalance",
]  # fmt: skip
