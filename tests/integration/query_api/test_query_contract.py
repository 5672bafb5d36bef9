"""The query API keeps what its OpenAPI document promises, for requests that nobody thought of."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from flextime_cli.stack.running import RunningStack
from flextime_query_api.app import create_app
from flextime_schemas.settings import Settings
from tests.query_reading import Reading

pytestmark = pytest.mark.stack

EXAMPLES = 8  # of each of 38 reads: the shapes are many, the code behind them is one
# A 500 is in no promise; a 503 is in each, while a server is away.
PROMISES: list[Any] = [status_code_conformance, content_type_conformance, response_schema_conformance]

document = create_app(Settings()).app.openapi()
document["paths"] = {path: found for path, found in document["paths"].items() if not path.endswith("/stream")}
schema = schemathesis.openapi.from_dict(document)


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.function_scoped_fixture],
)
def test_an_answer_is_what_the_document_promises(
    case: schemathesis.Case[Any], system: RunningStack, reading: Reading
) -> None:
    if "conference" in case.path_parameters:  # hardly any read would get beyond it otherwise
        case.path_parameters["conference"] = reading.conference
    case.query.pop("min_position", None)  # a position of somebody else's is 422, one of the future a wait of 2 s
    response = case.call(base_url=system.query_api)
    case.validate_response(response, checks=PROMISES)
