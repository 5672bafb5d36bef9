"""Between record types and plain data: strict JSON from outside, dictionaries for Avro, JSON for documents.

Unknown fields and wrong types are refused here, before anything is decided.
"""

import dataclasses
from typing import Any, NewType, TypeVar, get_args, get_type_hints

from pydantic import ConfigDict, TypeAdapter, ValidationError

T = TypeVar("T")

_ADAPTERS: dict[type, TypeAdapter[Any]] = {}  # building one takes milliseconds

PLAIN_WORDS = {"unexpected_keyword_argument": "there is no such field", "missing_argument": "is missing"}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class FieldError:
    """What is wrong with one field: its path ("games[3].home") and the reason."""

    field: str
    reason: str


class Malformed(Exception):
    """Data that cannot be the record it should be; `errors` names every field at fault."""

    def __init__(self, record: str, errors: tuple[FieldError, ...]) -> None:
        first = errors[0] if errors else FieldError(field="", reason="cannot be read")
        super().__init__(f"{record}: {first.field or 'body'}: {first.reason}")
        self.record = record
        self.errors = errors


def adapter(record: type[T]) -> TypeAdapter[T]:
    """Return the validator of a record type; fields that it does not have are refused throughout."""
    found: TypeAdapter[T] | None = _ADAPTERS.get(record)
    if found is None:
        _forbid_unknown_fields(record, set())
        found = _ADAPTERS[record] = TypeAdapter(record)
    return found


def _forbid_unknown_fields(hint: object, seen: set[object]) -> None:
    if isinstance(hint, NewType) or hint in seen:
        return
    seen.add(hint)
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        hint.__pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[attr-defined]  # read by pydantic
        for field_hint in get_type_hints(hint).values():
            _forbid_unknown_fields(field_hint, seen)
    for arg in get_args(hint):
        _forbid_unknown_fields(arg, seen)


def from_json(record: type[T], text: bytes | str) -> T:
    """Read a record from JSON, strictly: no "18" for 18, no unknown field. Raises Malformed with every error."""
    try:
        return adapter(record).validate_json(text, strict=True)
    except ValidationError as error:
        raise Malformed(record.__name__, _errors(error)) from error


def from_python(record: type[T], data: object) -> T:
    """Read a record from what Avro's reader gives: dictionaries, lists, dates. Raises Malformed."""
    try:
        return adapter(record).validate_python(data)
    except ValidationError as error:
        raise Malformed(record.__name__, _errors(error)) from error


def to_python(record: object) -> dict[str, Any]:
    """Return a record as dictionaries, sequences and dates: what Avro's writer takes."""
    plain: dict[str, Any] = adapter(type(record)).dump_python(record)
    return plain


def to_json(record: object) -> bytes:
    """Return a record as JSON."""
    return adapter(type(record)).dump_json(record)


def _errors(error: ValidationError) -> tuple[FieldError, ...]:
    return tuple(
        FieldError(field=_path(found["loc"]), reason=PLAIN_WORDS.get(found["type"], found["msg"]))
        for found in error.errors(include_url=False)
    )


def _path(location: tuple[int | str, ...]) -> str:
    """Write a location as a person would: ("games", 3, "home") is "games[3].home"."""
    path = ""
    for part in location:
        path += f"[{part}]" if isinstance(part, int) else f".{part}"
    return path.lstrip(".")
