"""The API keeps what its OpenAPI document promises, for requests that nobody thought of."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from flextime_cli.stack.running import RunningStack
from flextime_commands.api.openapi import document

pytestmark = pytest.mark.stack

# Six of each of 23 operations: the shapes are many, the code behind them is one.
EXAMPLES = 6
LONG_WAIT = re.compile(r"wait=\d+")
PROMISES: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]

schema = schemathesis.openapi.from_dict(document())


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.function_scoped_fixture],
)
def test_an_answer_is_what_the_document_promises(case: schemathesis.Case[Any], system: RunningStack) -> None:
    headers: dict[str, str] = dict(case.headers or {})
    if LONG_WAIT.fullmatch(headers.get("Prefer", "")):
        case.headers["Prefer"] = "wait=1"  # as promised, an id that nobody saw would be waited for
    response = case.call(base_url=system.command_api)
    case.validate_response(response, checks=PROMISES)


def test_the_document_that_is_served_is_the_one_that_is_tested(system: RunningStack) -> None:
    served = httpx.get(f"{system.command_api}/openapi.json", timeout=30).json()
    assert served == document()
