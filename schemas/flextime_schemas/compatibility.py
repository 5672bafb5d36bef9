"""Whether a reader of one schema understands a writer of another, by Apache Avro's own rules."""

import json
from collections.abc import Sequence
from typing import Any

from avro.compatibility import ReaderWriterCompatibilityChecker, SchemaCompatibilityType
from avro.schema import parse

from flextime_schemas.topics import Compatibility


def breaks(schema: dict[str, Any], ancestors: Sequence[dict[str, Any]], level: Compatibility) -> list[str]:
    """Return why a schema cannot follow its ancestors at a level of compatibility; nothing when it can."""
    reasons = []
    for number, ancestor in enumerate(ancestors, start=1):
        reasons += [f"cannot read version {number}: {why}" for why in _misread(reader=schema, writer=ancestor)]
        if level == "FULL_TRANSITIVE":
            reasons += [f"version {number} cannot read it: {why}" for why in _misread(reader=ancestor, writer=schema)]
    return reasons


def _misread(*, reader: dict[str, Any], writer: dict[str, Any]) -> list[str]:
    checker = ReaderWriterCompatibilityChecker()  # type: ignore[no-untyped-call]  # the package annotates no constructor
    found = checker.get_compatibility(parse(json.dumps(reader)), parse(json.dumps(writer)))
    if found.compatibility is SchemaCompatibilityType.compatible:
        return []
    return sorted(found.messages) or [", ".join(sorted(found.locations))]
