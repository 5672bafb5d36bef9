"""`flextime submit`: send one command and print what became of it."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

import typer
from rich.markup import escape

from flextime_cli.apis.addresses import find_settings
from flextime_cli.apis.commands import CommandApi, Sent
from flextime_cli.apis.problems import NotReached, Problem
from flextime_cli.apis.queries import QueryApi
from flextime_cli.commands.common import DataOption, complaints, console, plain_words
from flextime_cli.errors import StackError
from flextime_cli.rendering.rulebook import broken_lines
from flextime_schemas.settings import Settings

RULES_MEASURED = ("AddRule", "ChangeRule")
PATIENCE_SECONDS = 10.0  # for a view that is late
UNDECIDED = 3  # exit code: neither accepted nor refused in the time asked for; 1 is refused, 2 typer's usage error


class BadBody(StackError):
    """The fields of a command cannot be read from what was given."""


def register(app: typer.Typer) -> None:
    """Hang `submit` into the command line."""
    app.command(name="submit")(submit)


def submit(
    conference: Annotated[str, typer.Argument(help="For example big12.")],
    command: Annotated[str, typer.Argument(help="For example MoveGame; GET /docs of the command API lists all.")],
    *,
    source: Annotated[str | None, typer.Argument(metavar="[FILE|-]", help="The command's fields as JSON.")] = None,
    field: Annotated[
        list[str] | None,
        typer.Option("--field", "-f", help="NAME=VALUE; JSON where it is JSON, else text. a.b=1 goes into a."),
    ] = None,
    wait: Annotated[
        float, typer.Option("--wait", min=0, max=3_600, help="Seconds to wait for the outcome; 0 does not.")
    ] = 5.0,
    if_match: Annotated[int | None, typer.Option("--if-match", help="Only at this version of the stream.")] = None,
    idempotency_key: Annotated[
        str | None, typer.Option("--idempotency-key", help="The same key is the same command, however often sent.")
    ] = None,
    actor: Annotated[str, typer.Option("--actor", help="Who asks; stands in the history.")] = "planner",
    as_json: Annotated[bool, typer.Option("--json", help="The outcome as JSON.")] = False,
    data: DataOption = None,
) -> None:
    """Send a command. Ends with 0 when accepted, 1 when refused (with the evidence), 3 when not decided yet."""
    with plain_words():
        body, settings = read_body(source, field or ()), find_settings(data)
        with CommandApi(settings.command_api, conference, actor=actor) as api:
            content = json.dumps(body).encode()
            sent = api.send(command, content, wait_seconds=wait, headers=_headers(if_match, idempotency_key))
    if as_json:
        print(json.dumps(asdict(sent)))
    else:
        console.print(escape(outcome_line(command, sent)), soft_wrap=True)
        if command in RULES_MEASURED and sent.events:
            _tell_broken(settings, conference, body, sent)
    if sent.status == "pending" and wait > 0:
        raise typer.Exit(UNDECIDED)


def _tell_broken(settings: Settings, conference: str, body: dict[str, Any], sent: Sent) -> None:
    """Say which games of the draft break a rule that was just added or changed. The command stands, whatever comes."""
    below = f"seasons/{body['season']}/rules/{quote(body['rule']['id'], safe='')}/violations"
    try:
        with QueryApi(settings.query_api, conference, patience_seconds=PATIENCE_SECONDS) as queries:
            found = queries.get(below, min_position=sent.position)
    except (NotReached, Problem) as error:
        complaints.print(escape(f"What the draft breaks of it cannot be said now: {error}"), soft_wrap=True)
        return
    for line in broken_lines([(each["sentence"], each["games"]) for each in found["violations"]], found["found"]):
        console.print(line, soft_wrap=True)


def outcome_line(command: str, sent: Sent) -> str:
    """Return an outcome as a sentence with what the next step needs: the position and the stream's version."""
    if sent.status == "pending":
        return f"{command} was sent and is not decided yet; its outcome will stand at /v1/commands/{sent.id}"
    at = f"{sent.stream} is at version {sent.stream_version}; position {sent.position}"
    if not sent.events:
        return f"{command} accepted: it was so already. {at}"
    return f"{command} accepted: {len(sent.events)} event{'s' * (len(sent.events) > 1)}. {at}"


def read_body(source: str | None, fields: Sequence[str]) -> dict[str, Any]:
    """Return a command's fields from a file (`-` is standard input) and from NAME=VALUE, which go on top.

    Raises BadBody.
    """
    body = _read_source(source)
    for assignment in fields:
        name, equals, text = assignment.partition("=")
        if not equals or not name:
            raise BadBody(f"--field {assignment!r} is not written NAME=VALUE.")
        _put(body, name.split("."), _value(text))
    return body


def _read_source(source: str | None) -> dict[str, Any]:
    if source is None:
        return {}
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8")
        body = json.loads(text)
    except OSError as error:
        raise BadBody(f"{source} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise BadBody(f"{source} holds no JSON: {error}") from error
    if not isinstance(body, dict):
        raise BadBody(f"{source} holds no JSON object: a command's fields stand in one.")
    return body


def _put(body: dict[str, Any], path: Sequence[str], value: object) -> None:
    *parents, last = path
    for name in parents:
        inner = body.setdefault(name, {})
        if not isinstance(inner, dict):
            raise BadBody(f"--field {'.'.join(path)}: {name} is no object.")
        body = inner
    body[last] = value


def _value(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _headers(if_match: int | None, idempotency_key: str | None) -> dict[str, str]:
    headers = {}
    if if_match is not None:
        headers["If-Match"] = f'"{if_match}"'
    if idempotency_key is not None:
        headers["Idempotency-Key"] = idempotency_key
    return headers
