"""What an API may answer instead of what was asked for.

StackError
|-- NotReached             nothing answers at the address, or only that it cannot serve now
`-- Problem                a problem document (RFC 9457): the request was understood and refused
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from flextime_cli.errors import StackError

JsonObject = dict[str, Any]


class NotReached(StackError):
    """Nothing answers at the address, or the API says that a server behind it is away."""

    def __init__(self, fact: str, *, retry_after: float = 1.0, advice: str = "") -> None:
        super().__init__(fact, advice=advice or "`flextime status` shows what is up, `flextime up` starts it.")
        self.retry_after = retry_after


class Problem(StackError):
    """A refusal with everything it came with; the evidence is its advice, a line each."""

    def __init__(self, status: int, document: Mapping[str, Any]) -> None:
        self.status = status
        self.document = dict(document)
        super().__init__(_sentence(status, document), advice="\n".join(evidence_lines(document)))

    @property
    def code(self) -> str:
        """The last word of the problem's type: "rule-broken"."""
        return str(self.document.get("type", "")).rstrip("/").replace(":", "/").rsplit("/", 1)[-1]


def evidence_lines(document: Mapping[str, Any]) -> list[str]:
    """Return the violations of a problem document, and the fields of a malformed request, as lines to read."""
    lines = [
        f"  {found['rule']} ({found['hardness']}): {found['sentence']}" for found in document.get("evidence") or ()
    ]
    lines += [f"  {found['field']}: {found['reason']}" for found in document.get("errors") or () if "reason" in found]
    return lines


def raise_for_problem(answer: httpx.Response) -> None:
    """Raise NotReached or Problem unless the answer is what was asked for."""
    if not answer.is_error:
        return
    document = _document(answer)
    if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE:
        wait = answer.headers.get("Retry-After", "1")
        raise NotReached(_sentence(503, document), retry_after=float(wait) if wait.isdecimal() else 1.0)
    raise Problem(answer.status_code, document)


def _document(answer: httpx.Response) -> JsonObject:
    try:
        found = answer.json()
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {"title": answer.reason_phrase, "detail": answer.text[:500]}


def _sentence(status: int, document: Mapping[str, Any]) -> str:
    title, detail, field = document.get("title"), document.get("detail"), document.get("field")
    said = ": ".join(str(part) for part in (title, detail) if part) or f"The API answers {status}."
    return f"{said} (field {field})" if field else said
