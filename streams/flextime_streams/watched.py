"""What a service that reports on states knows of a conference: its fold, and which event came last."""

from dataclasses import dataclass

from flextime.season.decide import Command
from flextime_schemas.envelope import EventEnvelope
from flextime_schemas.fold import Folded, Recorded
from flextime_streams.proposals import Proposal


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A conference's fold and the envelope of its last event; None when a snapshot is all that was read."""

    folded: Folded
    last: EventEnvelope | None = None

    @classmethod
    def begin(cls, folded: Folded) -> "Watched":
        """Return what goes on from a fold."""
        return cls(folded=folded)

    def after(self, recorded: Recorded) -> "Watched":
        """Return the conference with the next event. Raises BrokenHistory when it is not the next one."""
        self.folded.verify(recorded)
        return Watched(folded=self.folded.after(recorded.envelope, recorded.event), last=recorded.envelope)

    def proposal(self, command: Command, purpose: str) -> Proposal:
        """Return a proposal that the last event brought about.

        A fold that came whole from a snapshot knows its place in the chain, and no event.
        """
        return Proposal(
            conference=self.folded.state.id,
            command=command,
            cause=self.last.id if self.last else self.folded.chain,
            purpose=purpose,
            correlation=self.last.correlation if self.last else self.folded.chain,
        )
