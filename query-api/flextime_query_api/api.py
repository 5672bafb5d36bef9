"""The parts of a running API: made with the event loop, closed with it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager

import psycopg

from flextime_query_api.problems import wrong_parameter
from flextime_query_api.reading.past import Folds, Past
from flextime_query_api.reading.positions import Positions
from flextime_query_api.reading.postgres import look_at_present, no_such_conference, open_pool, read_parked
from flextime_query_api.reading.progress import ProgressReader, ProgressView
from flextime_query_api.reading.rows import Look, Place
from flextime_query_api.reading.search import Search
from flextime_query_api.reading.stories import Subject, story_of
from flextime_query_api.reading.ways_out import Detectors
from flextime_query_api.web.answers import HotAnswers
from flextime_query_api.web.parameters import AsOf
from flextime_schemas.codec import Codec, Undecodable
from flextime_schemas.conflict_documents import StepDocument
from flextime_schemas.fold import BrokenHistory
from flextime_schemas.problems import problem
from flextime_schemas.registry import RegistryAway
from flextime_schemas.settings import Settings

LATE_SECONDS = 2.0  # the projector takes some 10 ms; a reader who has waited this long is better told
RETRY_AFTER_SECONDS = 1
MOST_SEARCHES = 2  # for ways out in wide neighbourhoods: each takes a core for some 15 s


class Api:
    """Everything that the endpoints read from. `stopping` is set when the process is about to end."""

    def __init__(self, settings: Settings) -> None:
        codec = Codec.load(settings)
        self.pool = open_pool(settings.postgres)
        self.positions = Positions(self.pool)
        self.folds = Folds(self.pool, codec)
        self.detectors = Detectors()
        self.hot = HotAnswers()
        self.search = Search(settings.elasticsearch_url)
        self.progress = ProgressView()
        self._progress_reader = ProgressReader(settings, codec, self.progress, asyncio.get_running_loop())
        self.stopping = asyncio.Event()
        self.streams = 0
        self.searches = 0
        self.searching = ThreadPoolExecutor(MOST_SEARCHES, thread_name_prefix="search")

    async def start(self) -> None:
        """Begin; servers that are away are waited for when they are needed."""
        await self.pool.open(wait=False)
        self._progress_reader.start()

    async def stop(self) -> None:
        """End every stream, the reader of the progress topic, and the connections."""
        self.stopping.set()
        await asyncio.to_thread(self._progress_reader.stop)
        await self.pool.close()
        self.search.close()
        self.searching.shutdown(wait=False, cancel_futures=True)

    async def await_position(self, conference: str, sequence: int) -> None:
        """Wait until the views are there. Raises the Problem of a late view."""
        if await self.positions.reached(conference, sequence, LATE_SECONDS):
            return
        place = self.positions.known(conference)
        stands = f"stands at {place.sequence}" if place else "is not in it yet"
        reason = await read_parked(self.pool, conference)
        why = f" It is parked: {reason}." if reason else ""
        raise problem(
            "view-late",
            f"The read model waits for {conference}:{sequence}, and {conference} {stands}.{why}",
            retry_after=RETRY_AFTER_SECONDS,
            position=place.position if place else None,
        )

    @asynccontextmanager
    async def look(self, conference: str, as_of: AsOf | None = None) -> AsyncIterator[Look]:
        """Give a look at a conference as it is, or as it was. Raises Problem."""
        if as_of is None:
            async with look_at_present(self.pool, conference) as present:
                yield present
        else:
            yield await self.fold(conference, as_of)

    async def fold(self, conference: str, as_of: AsOf | None) -> Past:
        """Return a conference's fold, of now or of an earlier moment. Raises Problem."""
        sequence = await self._sequence(conference, as_of)
        with _told_as_problems(conference):
            return Past(self.pool, await self.folds.at(conference, sequence))

    async def story(self, place: Place, subject: Subject) -> list[StepDocument]:
        """Return the events up to a place that made something what it is. Raises Problem."""
        with _told_as_problems(place.conference):
            return await story_of(self.folds, place, subject)

    async def _sequence(self, conference: str, as_of: AsOf | None) -> int:
        await self.positions.refresh(older_than=0.0)  # a fold is never older than a row that was read before it
        if (place := self.positions.known(conference)) is None:
            raise no_such_conference(conference)
        if as_of is None:
            return place.sequence
        if as_of.sequence is not None:
            if as_of.sequence > place.sequence:
                raise wrong_parameter("as_of", f"is ahead of the read model: {conference} stands at {place.sequence}")
            return as_of.sequence
        assert as_of.moment is not None
        found = await self.folds.sequence_at(conference, as_of.moment)
        if found is None:
            raise problem("not-found", f"Nothing had been recorded of {conference} at {as_of.moment.isoformat()}.")
        return found

    async def is_reading(self) -> bool:
        """Say whether PostgreSQL answers."""
        try:
            await self.positions.refresh()
        except psycopg.Error:
            return False
        return True


@contextmanager
def _told_as_problems(conference: str) -> Iterator[None]:
    """Tell what can be wrong with a log as a Problem."""
    try:
        yield
    except (BrokenHistory, Undecodable) as error:
        raise problem("history-broken", f"{conference} cannot be folded: {error}", retry_after=60) from error
    except RegistryAway as error:
        raise problem("read-model-away", f"The schema registry does not answer: {error}", retry_after=2) from error
