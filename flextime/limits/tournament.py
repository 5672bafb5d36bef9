"""A tournament as the field states it: teams, slots, what must be played, and the limits on it."""

from dataclasses import dataclass

from flextime.limits.br1 import BR1
from flextime.limits.br2 import BR2
from flextime.limits.ca1 import CA1
from flextime.limits.ca2 import CA2
from flextime.limits.ca3 import CA3
from flextime.limits.ca4 import CA4
from flextime.limits.fa2 import FA2
from flextime.limits.ga1 import GA1
from flextime.limits.round_robin import RoundRobin
from flextime.limits.se1 import SE1
from flextime.limits.se2 import SE2

TournamentLimit = CA1 | CA2 | CA3 | CA4 | GA1 | BR1 | BR2 | FA2 | SE1 | SE2


@dataclass(frozen=True, slots=True, kw_only=True)
class Tournament:
    """Teams and slots are numbers from 0, named here. A limit's price names it by kind and ordinal: "CA1-3".

    With `miles`, `miles[i][j]` from team i's venue to j's, it is a travelling tournament: its objective is the way.
    """

    name: str
    teams: tuple[str, ...]
    slots: int
    slot_names: tuple[str, ...]
    base: RoundRobin
    limits: tuple[TournamentLimit, ...]
    miles: tuple[tuple[float, ...], ...] | None = None

    @property
    def most_byes(self) -> int:
        """How many slots a team may leave empty."""
        games = self.base.rounds * (len(self.teams) - 1) if self.base.all_games else 0
        return max(0, self.slots - games)
