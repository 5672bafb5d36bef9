"""Travel that cannot be done: from one game's end to the next one's begin there is no time for the way between them.

Hours are those that pass, whatever the clocks of the two venues show.
"""

from flextime.conflicts.facts import Facts
from flextime.conflicts.kind import Finding, NeighbourKind, hours
from flextime.conflicts.model import Cause, Team
from flextime.conflicts.numbers import HOUR
from flextime.conflicts.placed import PlacedGame


def find(team: Team, one: PlacedGame, other: PlacedGame, facts: Facts) -> Finding | None:
    numbers = facts.numbers
    miles = facts.miles(one.place, other.place)
    available = other.start - one.end
    way = miles / numbers.miles_per_hour + numbers.travel_buffer_hours + numbers.travel_rest_hours
    if miles == 0 or not 0 <= available < way * HOUR:  # who plays twice at once is double booked, not late
        return None
    told = f"{team}: {hours(available)} from {one} on {one.days[-1]} to {other} on {other.game.date}"
    return Finding(
        key=(team.sport, team.school, one.id, other.id),
        severity="high",
        sentence=f"{told}; {miles:,.0f} miles take {hours(way * HOUR)}.",
        games=(one, other),
        teams=(team.school,),
        causes=(Cause("school", str(one.place)), Cause("school", str(other.place))),
    )


KIND = NeighbourKind(name="travel", priority=8, find=find)
