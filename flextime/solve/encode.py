"""States limits in CP-SAT, each by its own file."""

from collections.abc import Iterable

from flextime.limits import (
    BR1,
    BR2,
    CA1,
    CA2,
    CA3,
    CA4,
    FA2,
    GA1,
    SE1,
    SE2,
    Approach,
    DayCount,
    DayRun,
    Limit,
    MeetingDays,
    PartnerWeekends,
    Rest,
    SplitWeeks,
    approach,
    br1,
    br2,
    ca1,
    ca2,
    ca3,
    ca4,
    days,
    fa2,
    ga1,
    meeting_days,
    partner_weekends,
    rest,
    se1,
    se2,
    split_weeks,
)
from flextime.limits.encoding import Encoding


def encode(limits: Iterable[Limit], to: Encoding, *, soft: bool) -> None:
    """State the hard limits, and with `soft` those with a price. Limits without a CP-SAT face are left out."""
    for limit in limits:
        if limit.price.points is None or soft:
            _encode(limit, to)


def _encode(limit: Limit, to: Encoding) -> None:  # noqa: C901, PLR0912  one line a kind
    match limit:
        case CA1():
            ca1.encode(limit, to)
        case CA2():
            ca2.encode(limit, to)
        case CA3():
            ca3.encode(limit, to)
        case CA4():
            ca4.encode(limit, to)
        case GA1():
            ga1.encode(limit, to)
        case SE1():
            se1.encode(limit, to)
        case SE2():
            se2.encode(limit, to)
        case BR1():
            br1.encode(limit, to)
        case BR2():
            br2.encode(limit, to)
        case FA2():
            fa2.encode(limit, to)
        case SplitWeeks():
            split_weeks.encode(limit, to)
        case DayCount():
            days.encode(limit, to)
        case Rest() | DayRun():
            rest.encode(limit, to)
        case MeetingDays():
            meeting_days.encode(limit, to)
        case PartnerWeekends():
            partner_weekends.encode(limit, to)
        case Approach():
            approach.encode(limit, to)
        case _:
            pass  # travel and plays after byes are priced by the annealing alone
