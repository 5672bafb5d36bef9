"""The OpenAPI document: complete, and true of its own examples."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from flextime_query_api.app import create_app
from flextime_schemas.settings import Settings

DOCUMENT: dict[str, Any] = create_app(Settings()).app.openapi()
GETS = {path: found["get"] for path, found in DOCUMENT["paths"].items()}
EXAMPLES = [
    (content["schema"], content["example"])
    for operation in GETS.values()
    for answer in operation["responses"].values()
    for content in answer.get("content", {}).values()
    if "example" in content
]


def test_every_read_is_described_with_its_parameters_and_problems() -> None:
    assert len(GETS) >= 29
    for path, operation in GETS.items():
        assert operation["description"], path
        assert all(parameter.get("description") for parameter in operation.get("parameters", ())), path
        if path != "/health":
            assert {"200", "404", "422", "503"} <= operation["responses"].keys(), path


@pytest.mark.parametrize(("schema", "example"), EXAMPLES, ids=map(str, range(len(EXAMPLES))))
def test_an_example_is_what_its_schema_says(schema: dict[str, Any], example: object) -> None:
    resolved = {**schema, "components": DOCUMENT["components"]}
    jsonschema.validate(example, resolved)


def test_every_schema_that_is_referred_to_is_there() -> None:
    def refs(part: object) -> set[str]:
        if isinstance(part, dict):
            own = {part["$ref"].rpartition("/")[2]} if isinstance(part.get("$ref"), str) else set()
            return own.union(*map(refs, part.values()))
        return set().union(*map(refs, part)) if isinstance(part, list) else set()

    assert refs(DOCUMENT) <= DOCUMENT["components"]["schemas"].keys()
