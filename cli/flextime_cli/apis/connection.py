"""One HTTP client with patience: a server that is away for a moment is asked again until the patience ends."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, Self

import httpx

from flextime_cli.apis.problems import NotReached, raise_for_problem

# Longer than the longest the query API waits for a late view (2 s) and a command API for an outcome (what was asked).
ANSWER_SECONDS = 10.0


class Connection:
    """Speaks with one API. `patience_seconds` is how long a 503 or a closed port is asked again; 0 asks once."""

    def __init__(self, address: str, *, patience_seconds: float = 0.0) -> None:
        self.address = address.rstrip("/")
        self.http = httpx.Client(base_url=self.address, timeout=ANSWER_SECONDS)
        self._patience_seconds = patience_seconds

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def ask(  # noqa: PLR0917 - the parts of a request have one order
        self,
        method: str,
        path: str,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        wait_seconds: float = 0.0,
    ) -> httpx.Response:
        """Return the answer, which is no error. Raises Problem, or NotReached when the patience ends."""
        deadline = time.monotonic() + self._patience_seconds
        while True:
            try:
                answer = self.http.request(
                    method, path, params=params, headers=headers, content=content, timeout=ANSWER_SECONDS + wait_seconds
                )
                raise_for_problem(answer)
                return answer
            except httpx.TransportError as error:
                away = NotReached(f"Nothing answers at {self.address}: {error or type(error).__name__}.")
            except NotReached as error:
                away = error
            if time.monotonic() + away.retry_after > deadline:
                raise away
            time.sleep(away.retry_after)
