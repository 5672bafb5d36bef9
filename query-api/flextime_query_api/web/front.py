"""The way in. An answer that was given before and still holds goes out without a route, a parameter or a query.

FastAPI's way through routing and parameters takes 300 µs; this one takes 20.
"""

import psycopg
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from flextime_query_api.api import Api
from flextime_query_api.web.answers import Hot


class Front:
    """An ASGI application before the application."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "GET":
            api: Api = self.app.state.api
            key = (scope["path"], scope["query_string"])
            hot = api.hot.find(key)
            if hot is not None:
                if await holds(api, hot):
                    await hot.served(scope, receive, send)
                    return
                api.hot.drop(key)
        await self.app(scope, receive, send)

    def end_streams(self) -> None:
        """Let every live stream end, so that the process can."""
        if (api := getattr(self.app.state, "api", None)) is not None:
            api.stopping.set()


async def holds(api: Api, hot: Hot) -> bool:
    """Say whether an answer is still the one: its conference has not moved since, nor been rebuilt.

    What is known of positions is at most FRESH_SECONDS old. A positioned read has its position in its query, so an
    answer found for it is of that position or a later one.
    """
    if hot.stamp is None:
        return True
    if not api.positions.is_fresh():
        try:
            await api.positions.refresh()
        except psycopg.Error:
            return False  # the slow way says what is wrong
    if hot.conference is None:
        return hot.stamp == api.positions.revision
    return hot.stamp == api.positions.known(hot.conference)
