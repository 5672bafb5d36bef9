"""A solve of a tournament under way: what it has spent of its budget, and the best it has by the limits' own checks."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from flextime.limits import Tournament
from flextime.limits.evaluating import Evaluation, evaluate
from flextime.limits.model import Fixture
from flextime.solve.timetabling import Aim, Timetabled, TournamentBudget, TournamentProgress, TournamentWatch

# Evaluations that a unit of CP-SAT's deterministic time counts as. Either is then about two seconds of a core, of two
# at work: 0.36 to 0.65 units a second, and 0.8 to 1.4 million evaluations (ACC, Big Ten, Danish football).
UNIT = 2_000_000


@dataclass(slots=True)
class Course:
    """A solve under way. `proven`: no timetable keeps all hard limits."""

    tournament: Tournament
    budget: TournamentBudget
    seed: int
    watch: TournamentWatch
    games: Sequence[Fixture]
    spent: int = 0
    first_seconds: float | None = None
    proven: bool = False
    value: Evaluation = field(init=False)

    def __post_init__(self) -> None:
        self.value = evaluate(self.tournament, self.games)
        self._note_first()

    @property
    def left(self) -> int:
        """Return the evaluations left."""
        return self.budget.evaluations - self.spent

    @property
    def units_left(self) -> float:
        """Return what is left, in units of deterministic time."""
        return self.left / UNIT

    @property
    def feasible(self) -> bool:
        """Return True when the best keeps every hard limit."""
        return self.value.infeasibility == 0

    def over(self) -> bool:
        """Return True when the solve must return what it has."""
        return self.watch.cancelled() or self.watch.seconds() > self.budget.seconds

    def spend(self, units: float) -> None:
        """Count deterministic time, of the member that took most."""
        self.spent += max(1, round(units * UNIT))

    def offer(self, games: Sequence[Fixture]) -> None:
        """Keep a timetable when it is better than the best."""
        value = evaluate(self.tournament, games)
        if (value.infeasibility, value.objective) < (self.value.infeasibility, self.value.objective):
            self.games, self.value = games, value
        self._note_first()

    def _note_first(self) -> None:
        if self.feasible and self.first_seconds is None:
            self.first_seconds = self.watch.seconds()

    def report(self) -> None:
        """Tell the watch where the solve stands."""
        aim: Aim = "objective" if self.feasible else "limits"
        self.watch.report(
            TournamentProgress(
                aim=aim,
                evaluations=self.spent,
                infeasibility=self.value.infeasibility,
                objective=self.value.objective if self.feasible else None,
                seconds=self.watch.seconds(),
            )
        )

    def timetabled(self) -> Timetabled:
        """Return the outcome."""
        return Timetabled(
            fixtures=tuple(sorted(self.games, key=lambda game: (game.slot, game.home))),
            infeasibility=self.value.infeasibility,
            objective=self.value.objective,
            evaluations=self.spent,
            seconds_to_first=self.first_seconds,
            seconds=self.watch.seconds(),
            cut=self.over(),
            proven=self.proven,
        )
