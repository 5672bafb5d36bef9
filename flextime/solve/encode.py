"""States limits in CP-SAT, each by its own file."""

from collections.abc import Iterable

from flextime.limits import (
    CA1,
    CA2,
    CA3,
    GA1,
    SE1,
    Approach,
    DayCount,
    DayRun,
    Limit,
    Rest,
    approach,
    ca1,
    ca2,
    ca3,
    days,
    ga1,
    rest,
    se1,
)
from flextime.limits.encoding import Encoding


def encode(limits: Iterable[Limit], to: Encoding, *, soft: bool) -> None:
    """State the hard limits, and with `soft` those with a price. Limits without a CP-SAT face are left out."""
    for limit in limits:
        if limit.price.points is None or soft:
            _encode(limit, to)


def _encode(limit: Limit, to: Encoding) -> None:
    match limit:
        case CA1():
            ca1.encode(limit, to)
        case CA2():
            ca2.encode(limit, to)
        case CA3():
            ca3.encode(limit, to)
        case GA1():
            ga1.encode(limit, to)
        case SE1():
            se1.encode(limit, to)
        case DayCount():
            days.encode(limit, to)
        case Rest() | DayRun():
            rest.encode(limit, to)
        case Approach():
            approach.encode(limit, to)
        case _:
            pass  # travel and plays after byes are priced by the annealing alone
