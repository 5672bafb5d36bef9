"""Avro schemas, derived from the record types; what is derived must equal what is committed in `schemas/avro`."""

import dataclasses
import types
from datetime import date, datetime, time
from typing import Any, Literal, NewType, Union, cast, get_args, get_origin, get_type_hints

from flextime_schemas.messages import FULL_NAMES

AvroSchema = dict[str, Any] | list[Any] | str

PRIMITIVES: dict[object, AvroSchema] = {
    str: "string",
    bool: "boolean",
    int: "long",
    float: "double",
    bytes: "bytes",
    type(None): "null",
    date: {"type": "int", "logicalType": "date"},
    time: {"type": "int", "logicalType": "time-millis"},
    datetime: {"type": "long", "logicalType": "timestamp-micros"},
}


def schema_of(record: type) -> dict[str, Any]:
    """Return the Avro schema of a record type, self-contained: a named record is written out where it first stands.

    Raises TypeError, naming the field, for a type that Avro cannot carry.
    """
    return cast("dict[str, Any]", _record(record, set()))


def _record(record: type, seen: set[str]) -> AvroSchema:
    name = FULL_NAMES.get(record, f"flextime.values.{record.__name__}")
    if name in seen:
        return name
    seen.add(name)
    namespace, short = name.rsplit(".", 1)
    hints = get_type_hints(record)
    fields = [_field(record, field, hints[field.name], seen) for field in dataclasses.fields(record)]
    return {"type": "record", "name": short, "namespace": namespace, "doc": _doc(record), "fields": fields}


def _doc(record: type) -> str:
    return (record.__doc__ or "").strip().split("\n\n")[0].replace("\n    ", " ")


def _field(record: type, field: "dataclasses.Field[Any]", hint: object, seen: set[str]) -> dict[str, Any]:
    try:
        schema = _type(hint, seen)
    except TypeError as error:
        raise TypeError(f"{record.__name__}.{field.name}: {error}") from error
    described: dict[str, Any] = {"name": field.name, "type": schema}
    has_default, default = _default(field)
    if has_default:
        described["type"] = _default_first(schema, default)
        described["default"] = default
    return described


def _default(field: "dataclasses.Field[Any]") -> tuple[bool, object]:
    if field.default is not dataclasses.MISSING:
        return True, _plain(field.default)
    if field.default_factory is not dataclasses.MISSING:
        return True, _plain(field.default_factory())
    return False, None


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    return list(value) if isinstance(value, tuple | frozenset) else value


def _default_first(schema: AvroSchema, default: object) -> AvroSchema:
    """Order a union so that its first branch is the default's, as the specification demands."""
    if isinstance(schema, list) and default is not None and schema[0] == "null":
        return [*schema[1:], "null"]
    return schema


def _type(hint: object, seen: set[str]) -> AvroSchema:  # noqa: PLR0911 - the table of types
    if isinstance(hint, NewType):
        return _type(hint.__supertype__, seen)
    if hint in PRIMITIVES:
        return PRIMITIVES[hint]
    origin, args = get_origin(hint), get_args(hint)
    if origin is Literal:
        return "string"  # not an enum: a new symbol would break readers of the old schema
    if origin in (tuple, frozenset):
        return {"type": "array", "items": _type(args[0], seen)}
    if origin is dict:
        return {"type": "map", "values": _type(args[1], seen)}
    if origin in (Union, types.UnionType):
        return _union(args, seen)
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return _record(hint, seen)
    raise TypeError(f"{hint} has no Avro type")


def _union(args: tuple[object, ...], seen: set[str]) -> AvroSchema:
    """Null stands first, so that an absent value is the natural default."""
    ordered = sorted(args, key=lambda arg: arg is not type(None))
    return [_type(arg, seen) for arg in ordered]
