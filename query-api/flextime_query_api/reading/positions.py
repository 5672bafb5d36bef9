"""How far the read model is: known to within some milliseconds, asked of PostgreSQL once for all who want to know."""

import asyncio

from flextime_query_api.reading.postgres import Pool, read_places
from flextime_query_api.reading.rows import Place

FRESH_SECONDS = 0.05  # an unpositioned read may be this much older than the views: 20 queries a second at full load
POLL_SECONDS = 0.01  # while somebody waits for a position: 10 ms on top of the projector's latency


class Positions:
    """The places of all conferences. `revision` rises whenever one of them changes."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._asking = asyncio.Lock()
        self._asked_at = float("-inf")
        self._known: dict[str, Place] = {}
        self.revision = 0

    def known(self, conference: str) -> Place | None:
        """Return where a conference stood when PostgreSQL was asked last."""
        return self._known.get(conference)

    def conferences(self) -> list[str]:
        """Name the conferences that are known."""
        return sorted(self._known)

    def is_fresh(self) -> bool:
        """Say whether what is known is young enough for an unpositioned read."""
        return asyncio.get_running_loop().time() - self._asked_at <= FRESH_SECONDS

    async def refresh(self, older_than: float = FRESH_SECONDS) -> None:
        """Ask again unless what is known is young enough; many askers at once cost one query. Raises psycopg.Error."""
        clock = asyncio.get_running_loop().time
        if clock() - self._asked_at <= older_than:
            return
        async with self._asking:
            if clock() - self._asked_at <= older_than:
                return
            asked_at = clock()  # before the query: a commit after it may not be in the answer
            found = await read_places(self._pool)
            if found != self._known:
                self._known = found
                self.revision += 1
            self._asked_at = asked_at

    async def reached(self, conference: str, sequence: int, seconds: float) -> bool:
        """Wait until the views show a conference at `sequence` or later; False when the time is over."""
        clock = asyncio.get_running_loop().time
        deadline = clock() + seconds
        while True:
            await self.refresh(older_than=POLL_SECONDS)
            place = self._known.get(conference)
            if place is not None and place.sequence >= sequence:
                return True
            if clock() >= deadline:
                return False
            await asyncio.sleep(POLL_SECONDS)
