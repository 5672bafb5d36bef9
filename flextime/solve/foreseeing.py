"""What limits on days cost whatever days are chosen: told to the annealing, which sees slots alone.

What is hard and closes whole slots the timetable has already. Here is what has a price: an exam that covers a weekend
costs in the slot of that weekend, and a midweek game away after a weekend away does on every day of the two slots.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from flextime.limits import CA1, Approach, DayCount
from flextime.solve.timetable import Timetable, most_in_slots


def foreseen(table: Timetable) -> Timetable:
    """Return the table with the prices of days that slots alone decide."""
    return replace(table, slot_limits=(*table.slot_limits, *_slot_prices(table)))


def _slot_prices(table: Timetable) -> Iterator[CA1]:
    for limit in table.day_limits:
        if limit.price.points is None:
            continue
        if isinstance(limit, DayCount) and not limit.together:
            yield from most_in_slots(limit, table.days)
        if isinstance(limit, Approach) and {limit.mode, limit.before} == {"H", "A"} and not limit.exempt:
            yield from _approaches(limit, table.days)


def _approaches(limit: Approach, days: Sequence[Sequence[date]]) -> Iterator[CA1]:
    """Yield that two games of one side do not follow each other where all days of the two slots are near enough."""
    for slot in range(1, len(days)):
        near = (days[slot][-1] - days[slot - 1][0]).days <= limit.within_days
        if near and set(days[slot]) <= set(limit.days):
            places = (slot - 1, slot)
            yield CA1(price=limit.price, teams=limit.teams, places=places, mode=limit.mode, least=0, most=1)
