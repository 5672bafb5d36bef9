"""Watches of a solve for tests: no clock of theirs runs."""

from flextime.solve.problem import Progress, Schedule
from flextime.solve.timetabling import TournamentProgress


class Counting:
    """A watch whose clock counts calls; it can cancel after some reports."""

    def __init__(self, cancel_after: int | None = None) -> None:
        self.calls = 0
        self.reports: list[TournamentProgress] = []
        self.cancel_after = cancel_after

    def seconds(self) -> float:
        self.calls += 1
        return self.calls / 1000

    def report(self, progress: TournamentProgress) -> None:
        self.reports.append(progress)

    def cancelled(self) -> bool:
        return self.cancel_after is not None and len(self.reports) >= self.cancel_after


class CountingWatch:
    """The same for a season, with the schedules that it was told of."""

    def __init__(self, cancel_after: int | None = None) -> None:
        self.calls = 0
        self.reports: list[Progress] = []
        self.incumbents: list[Schedule] = []
        self.cancel_after = cancel_after

    def seconds(self) -> float:
        self.calls += 1
        return self.calls / 10

    def report(self, progress: Progress, incumbent: Schedule | None) -> None:
        self.reports.append(progress)
        if incumbent is not None:
            self.incumbents.append(incumbent)

    def cancelled(self) -> bool:
        return self.cancel_after is not None and len(self.reports) >= self.cancel_after
