"""Why something is as it is: of the streams that its facts live in, the events that made them, each as a sentence."""

from collections.abc import Collection
from dataclasses import dataclass

from flextime.conflicts.model import Cause, ConflictId
from flextime.conflicts.provenance import TELLING, provenance
from flextime.league.ids import SeasonId
from flextime.season.streams import CONFLICTS_STREAM, season_stream
from flextime_query_api.reading.past import Folds
from flextime_query_api.reading.rows import Place
from flextime_schemas.conflict_documents import StepDocument
from flextime_schemas.rows.common import moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a story is of: facts, the seasons of the games among them, and a conflict or none."""

    causes: Collection[Cause]
    seasons: Collection[SeasonId]
    conflict: ConflictId | None = None

    def streams(self) -> set[str]:
        """Return the streams in which all of it is told."""
        told = {_stream(cause) for cause in self.causes if cause.kind != "game"}
        told |= {season_stream(season) for season in self.seasons}
        return told | ({CONFLICTS_STREAM} if self.conflict else set())


async def story_of(folds: Folds, place: Place, subject: Subject) -> list[StepDocument]:
    """Return the steps up to a place, in order. Raises Undecodable, RegistryAway."""
    recorded = await folds.recorded(place, subject.streams(), TELLING)
    events = ((one.envelope, one.event) for one in recorded)
    return [
        {
            "sequence": envelope.sequence,
            "time": moment(envelope.time),
            "actor": envelope.actor,
            "sentence": sentence,
        }
        for envelope, sentence in provenance(subject.causes, events, subject.conflict)
    ]


def _stream(cause: Cause) -> str:
    """Name the stream in which a fact is told: a closure's is its venue's, a calendar's its school's."""
    match cause.kind:
        case "closure":
            return f"venue/{cause.key.rpartition(' ')[0]}"
        case "calendar":
            return f"school/{cause.key.rpartition(' ')[0]}"
        case kind:
            return f"{kind}/{cause.key}"
