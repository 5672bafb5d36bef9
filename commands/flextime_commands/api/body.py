"""A request's body to a command: bounded, strict, and wrong in all its fields at once."""

import math
from collections.abc import Iterator
from datetime import time
from difflib import get_close_matches

from starlette.requests import Request

from flextime.season.decide import Command
from flextime_schemas.messages import COMMAND_TYPES
from flextime_schemas.plain import FieldError, Malformed, from_json, to_python
from flextime_schemas.problems import Problem, problem

# A played season with 1,000 games takes 200 kB, a plan of 40 windows 10 kB.
LARGEST_BODY_BYTES = 1024 * 1024

KINDS: dict[str, type[Command]] = {kind.__name__: kind for kind in COMMAND_TYPES}

MOST, LEAST = 2**63 - 1, -(2**63)  # an Avro long


def command_type(name: str) -> type[Command]:
    """Return the command of a name. Raises a Problem that lists the commands, the nearest first."""
    if (kind := KINDS.get(name)) is not None:
        return kind
    near = get_close_matches(name, KINDS, n=1, cutoff=0.5)
    hint = f" Did you mean {near[0]}?" if near else ""
    raise problem("unknown-command", f"There is no command {name[:100]!r}.{hint} There are: {', '.join(KINDS)}.")


async def read_body(request: Request) -> bytes:
    """Return the body. Raises a Problem as soon as it is known to be too large: the rest is never held."""
    declared = request.headers.get("content-length", "0")
    if declared.isdecimal() and int(declared) > LARGEST_BODY_BYTES:
        raise _too_large(f"{declared} bytes")
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST_BODY_BYTES:
            raise _too_large(f"more than {LARGEST_BODY_BYTES} bytes")
        parts.append(part)
    return b"".join(parts)


def read_command(kind: type[Command], body: bytes) -> Command:
    """Read a command. Raises a Problem that names every field at fault."""
    if not body.strip():
        raise problem("malformed", f"The body is empty: send the fields of {kind.__name__} as a JSON object.")
    try:
        command = from_json(kind, body)
    except Malformed as error:
        raise _malformed(kind, error) from error
    if errors := tuple(_unstorable(to_python(command), "")):
        raise problem("invalid", f"{kind.__name__}.{errors[0].field} {errors[0].reason}.", errors=errors)
    return command


def _too_large(size: str) -> Problem:
    return problem("too-large", f"The body has {size}; a command takes at most {LARGEST_BODY_BYTES}.")


def _malformed(kind: type[Command], error: Malformed) -> Problem:
    first = error.errors[0]
    if first.reason.startswith("Invalid JSON"):
        return problem("malformed", f"The body is no JSON: {first.reason.removeprefix('Invalid JSON: ')}.")
    more = f" And {len(error.errors) - 1} more." if len(error.errors) > 1 else ""
    where = f"{kind.__name__}.{first.field}" if first.field else kind.__name__
    return problem("invalid", f"{where}: {first.reason}.{more}", errors=error.errors)


def _unstorable(value: object, path: str) -> Iterator[FieldError]:
    """Find what JSON can say and the records or the databases behind them cannot."""
    match value:
        case dict():
            for name, part in value.items():
                if "\0" in str(name):
                    yield FieldError(field=path, reason="has a name with the character NUL")
                yield from _unstorable(part, f"{path}.{name}" if path else str(name))
        case list() | tuple() | frozenset():
            for index, part in enumerate(value):
                yield from _unstorable(part, f"{path}[{index}]")
        case str() if "\0" in value:
            yield FieldError(field=path, reason="has the character NUL, which no text of ours may have")
        case int() if not LEAST <= value <= MOST:
            yield FieldError(field=path, reason="takes more than 64 bits")
        case float() if not math.isfinite(value):
            yield FieldError(field=path, reason="is no finite number")
        case time() if value.tzinfo is not None:
            yield FieldError(field=path, reason="is local to its venue: leave the zone out")
        case _:
            return
