"""`GET /health` for services that serve nothing else: a person, a probe and the supervisor ask the same question."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version
from typing import Literal

HealthStatus = Literal["starting", "ok", "failing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How a service is: `detail` says it in words, `figures` in numbers (lag, positions, parked conferences)."""

    status: HealthStatus
    detail: str = ""
    figures: dict[str, int | float | str | list[str]] | None = None

    def body(self) -> bytes:
        return json.dumps(
            {"status": self.status, "detail": self.detail, "version": version("flextime"), **(self.figures or {})}
        ).encode()


def serve_health(port: int | None, ask: Callable[[], Health]) -> ThreadingHTTPServer | None:
    """Answer on loopback in a thread of its own; None when no port is asked for. 200 when ok, else 503."""
    if port is None:
        return None

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            health = ask()
            body = health.body()
            self.send_response(200 if health.status == "ok" else 503)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: a probe every second is no news."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name="health", daemon=True).start()
    return server
