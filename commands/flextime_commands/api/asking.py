"""Who asks, and how: the headers of a request, read once and checked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast, get_args
from uuid import UUID, uuid4

from flextime.league.ids import ConferenceId
from flextime_commands.api.problems import wrong_header
from flextime_schemas.envelope import derive_id
from flextime_schemas.plain import FieldError
from flextime_schemas.problems import Problem, problem

Role = Literal["admin", "university", "coach", "viewer", "service"]

CONFERENCE = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")  # it stands in URLs, record keys and positions ("big12:1042")
TRACEPARENT = re.compile(r"00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
LONGEST_WAIT_SECONDS = 30.0  # proxies give up on a silent answer after a minute
LONGEST_KEY = 200
LONGEST_NAME = 100

# What agents report is no planner's to say; a viewer only looks.
SERVICE_COMMANDS = frozenset(
    {
        "ProposeCandidate", "ReportInfeasible", "FailRun", "RecordConflicts", "RecordRuleReport",
        "RecordRuleComparison",
    }
)  # fmt: skip
SERVICE_ROLES: frozenset[Role] = frozenset({"service", "admin"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A request to decide a command. `keyed` says that the caller chose the id, so that sending again is safe."""

    id: str
    keyed: bool
    actor: str
    role: Role
    correlation: str
    wait_seconds: float | None
    expected_version: int | None
    traceparent: str | None


def read_asking(headers: Mapping[str, str], conference: ConferenceId) -> Asking:
    """Read the headers of a submission. Raises Problem."""
    command_id, keyed = _id(headers, conference)
    return Asking(
        id=command_id,
        keyed=keyed,
        actor=_name(headers, "X-FlexTime-Actor", "planner"),
        role=_role(headers),
        correlation=_name(headers, "X-FlexTime-Correlation", command_id),
        wait_seconds=read_wait(headers),
        expected_version=_expected_version(headers),
        traceparent=_traceparent(headers),
    )


def read_conference(text: str) -> ConferenceId:
    """Read a conference id. Raises Problem."""
    if not CONFERENCE.fullmatch(text):
        reason = "is 1 to 63 small letters, digits and hyphens, and begins with none of these last"
        raise problem("invalid", f"A conference id {reason}.", errors=(FieldError(field="conference", reason=reason),))
    return ConferenceId(text)


def require_right(role: Role, command: str) -> None:
    """Raise a Problem unless the role may send the command."""
    if role == "viewer":
        raise problem("forbidden", "A viewer may look, and send no command.")
    if command in SERVICE_COMMANDS and role not in SERVICE_ROLES:
        raise problem("forbidden", f"{command} is sent by services and admins, not by the role {role}.")


def read_wait(headers: Mapping[str, str]) -> float | None:
    """Return for how many seconds `Prefer: wait` asks, at most LONGEST_WAIT_SECONDS; None when it does not.

    Preferences that we do not know are ignored, as RFC 7240 has it. Raises Problem for a wait that is no number.
    """
    for preference in re.split("[,;]", headers.get("prefer", "")):
        name, _, value = (part.strip() for part in preference.partition("="))
        if name.lower() == "wait":
            value = value.strip('"')
            if not re.fullmatch(r"\d{1,6}", value, re.ASCII):
                raise wrong_header("Prefer", "takes wait=SECONDS, a whole number")
            return min(float(value), LONGEST_WAIT_SECONDS)
    return None


def _id(headers: Mapping[str, str], conference: ConferenceId) -> tuple[str, bool]:
    key, given = headers.get("idempotency-key"), headers.get("command-id")
    if key is not None and given is not None:
        raise wrong_header("Command-Id", "and Idempotency-Key exclude each other: each of them names the command")
    if given is not None:
        try:
            return str(UUID(given)), True
        except ValueError:
            raise wrong_header("Command-Id", "is no UUID") from None
    if key is None:
        return str(uuid4()), False
    if not 1 <= len(key) <= LONGEST_KEY or not key.isprintable():
        raise wrong_header("Idempotency-Key", f"has 1 to {LONGEST_KEY} printable characters")
    return derive_id(f"idempotency-key/{conference}", key), True


def _name(headers: Mapping[str, str], header: str, default: str) -> str:
    value = headers.get(header.lower())
    if value is None:
        return default
    if not 1 <= len(value.strip()) <= LONGEST_NAME or not value.isprintable():
        raise wrong_header(header, f"has 1 to {LONGEST_NAME} printable characters")
    return value.strip()


def _role(headers: Mapping[str, str]) -> Role:
    value = headers.get("x-flextime-role", "admin")
    if value not in get_args(Role):
        raise wrong_header("X-FlexTime-Role", f"is one of {', '.join(get_args(Role))}")
    return cast(Role, value)


def _expected_version(headers: Mapping[str, str]) -> int | None:
    value = headers.get("if-match")
    if value is None:
        return None
    if not (found := re.fullmatch(r'"?(\d{1,18})"?', value.strip(), re.ASCII)):
        raise wrong_header("If-Match", 'takes the stream version that you saw, like "7"')
    return int(found[1])


def _traceparent(headers: Mapping[str, str]) -> str | None:
    """Return the caller's trace; one that cannot be read is as none, as W3C Trace Context demands."""
    value = headers.get("traceparent", "")
    return value if TRACEPARENT.fullmatch(value) else None


__all__ = ["Asking", "Problem", "Role", "read_asking", "read_conference", "read_wait", "require_right"]
