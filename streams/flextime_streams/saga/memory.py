"""What the saga knows of a conference: its fold and its pursued runs, up to one event."""

from dataclasses import dataclass, field

from flextime_schemas.fold import Folded, Recorded
from flextime_streams.saga.process import Memory, interested, remember


@dataclass(frozen=True, slots=True, kw_only=True)
class Pursuit:
    """A conference and the saga's memory of its runs, at one sequence."""

    folded: Folded
    memory: Memory = field(default_factory=dict)

    @classmethod
    def begin(cls, folded: Folded) -> "Pursuit":
        """Return the pursuit that goes on from a fold in which no run may still need something."""
        return cls(folded=folded)

    def after(self, recorded: Recorded) -> "Pursuit":
        """Return the pursuit with the next event. Raises BrokenHistory when it is not the next one."""
        self.folded.verify(recorded)
        folded = self.folded.after(recorded.envelope, recorded.event)
        memory = self.memory
        if interested(recorded.event):
            memory = remember(memory, folded.state, recorded.envelope, recorded.event)
        return Pursuit(folded=folded, memory=memory)


def can_go_on_from(folded: Folded) -> bool:
    """Return False when a season's latest run is open, or solved without its best having become the draft.

    A snapshot does not tell who asked for a run and for what problem: a conference with a run that may still need
    something is folded from its first event instead. That is so for minutes, and then no more.
    """
    state = folded.state
    latest = {run.season: run for run in state.runs.values()}
    return not any(
        run.status == "requested"
        or (run.status == "solved" and run.adopt_best and state.seasons[run.season].adopted not in run.candidates)
        for run in latest.values()
    )
