"""`flextime replay`: a conference's history from the topic alone, verified, folded, compared with the read model."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from flextime_cli.apis.addresses import find_settings
from flextime_cli.apis.problems import NotReached, Problem
from flextime_cli.apis.queries import QueryApi
from flextime_cli.auditing.compare import Difference, differences, documents_of_ledger
from flextime_cli.auditing.reading import documents_of_read_model
from flextime_cli.auditing.records import NoTopic, RawRecord, load_codec, read_copy, read_topic, write_copy
from flextime_cli.auditing.summary import summary
from flextime_cli.auditing.verify import TO_THE_END, Audit, Fault, Until, audit, with_fault
from flextime_cli.commands.common import DataOption, complaints, console, plain_words
from flextime_cli.errors import StackError
from flextime_schemas.codec import Codec
from flextime_schemas.fold import state_digest
from flextime_schemas.registry import RegistryAway, SchemaIds
from flextime_schemas.rows import BUILDERS
from flextime_schemas.settings import Settings

MOST_SHOWN = 20  # faults and differences each; --json has them all
# A read model that is behind by more than this is behind, and said to be.
COMPARE_SECONDS = 5.0
MOST_REPLAYS = 3  # a conference that changes faster than it is replayed is compared at a sequence of the past


class BadStop(StackError):
    """`--to` is neither a sequence that exists nor a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The read model against the fold; `reason` says why they were not compared, else it is None."""

    differences: tuple[Difference, ...] = ()
    reason: str | None = None


def register(app: typer.Typer) -> None:
    """Hang `replay` into the command line."""
    app.command(name="replay")(replay)


def replay(
    conference: Annotated[str, typer.Argument(help="For example big12.")],
    *,
    to: Annotated[str | None, typer.Option("--to", help="A sequence, or a time like 2026-02-01T12:00:00Z.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Everything as JSON.")] = False,
    dump: Annotated[Path | None, typer.Option("--dump", help="Write a copy of the records here.")] = None,
    from_file: Annotated[Path | None, typer.Option("--from-file", help="Read such a copy, not the topic.")] = None,
    compare: Annotated[bool, typer.Option("--compare/--no-compare", help="With the read model, if it answers.")] = True,
    data: DataOption = None,
) -> None:
    """Replay a conference for an audit. Ends with 1 when a record is changed or missing, or the read model differs."""
    with plain_words():
        until = read_stop(to)
        settings = Settings() if from_file else find_settings(data)
        records, codec = _records_and_codec(settings, conference, from_file, dump)
        found = _audit(conference, records, codec, until)
        comparison = None
        if compare and from_file is None and not found.faults and found.folded.sequence > 0:
            found, comparison = _compared(settings, conference, found, codec, until)
    report = _json_report if as_json else _print_report
    report(conference, found, comparison)
    if found.faults or (comparison is not None and comparison.differences):
        raise typer.Exit(1)


def read_stop(text: str | None) -> Until:
    """Read `--to`. Raises BadStop."""
    if text is None:
        return TO_THE_END
    if text.isdecimal():
        return Until(sequence=int(text))
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadStop(f"--to {text!r} is neither a sequence nor a time like 2026-02-01T12:00:00Z.") from error
    if moment.tzinfo is None:
        raise BadStop(f"--to {text} has no zone.", advice=f"Write {text}Z for UTC, or an offset like {text}-06:00.")
    return Until(moment=moment)


def compare_with_read_model(api: QueryApi, found: Audit, *, past: bool) -> Comparison:
    """Compare a fold with what the query API serves at its position; one that does not answer is no difference."""
    try:
        read = documents_of_read_model(api, found.folded.sequence, past=past)
    except (NotReached, Problem) as error:
        return Comparison(reason=str(error))
    return Comparison(differences=tuple(differences(documents_of_ledger(found.ledger), read)))


def _compared(
    settings: Settings, conference: str, found: Audit, codec: Codec, until: Until
) -> tuple[Audit, Comparison]:
    """Compare; when the read model is ahead, history has gone on meanwhile, or its end is gone: replay it anew."""
    past = until != TO_THE_END
    with QueryApi(settings.query_api, conference, patience_seconds=COMPARE_SECONDS) as api:
        for _ in range(MOST_REPLAYS):
            comparison = compare_with_read_model(api, found, past=past)
            if past or comparison.reason is not None or (seen := api.sequence()) == found.folded.sequence:
                return found, comparison
            again = _audit(conference, list(read_topic(settings, conference)), codec, until)
            if again.folded.sequence < seen:
                return with_fault(again, _cut_off(again.folded.sequence, seen)), comparison
            found = again
        return found, compare_with_read_model(api, found, past=True)


def _cut_off(end: int, seen: int) -> Fault:
    """What no chain can show, since nothing hangs on the last record: the end of history is gone."""
    what = f"missing: the topic ends at sequence {end}, and the read model has seen {seen}"
    return Fault(sequence=end + 1, offset=None, what=what)


def _records_and_codec(
    settings: Settings, conference: str, from_file: Path | None, dump: Path | None
) -> tuple[Sequence[RawRecord], Codec]:
    if from_file is not None:
        copied, records, ids = read_copy(from_file)
        if copied != conference:
            raise NoTopic(f"{from_file} is a copy of {copied}, not of {conference}.")
        return records, Codec.without_registry(ids)
    codec = load_codec(settings)
    records = list(read_topic(settings, conference))
    if not records:
        raise NoTopic(f"There is no record of {conference} in the events topic at {settings.kafka}.")
    if dump is not None:
        write_copy(dump, conference, records, SchemaIds.load(settings.schema_ids_file))
        complaints.print(f"{dump}: a copy of {len(records)} records", soft_wrap=True)
    return records, codec


def _audit(conference: str, records: Sequence[RawRecord], codec: Codec, until: Until) -> Audit:
    try:
        found = audit(conference, records, codec, until)
    except RegistryAway as error:
        raise NoTopic(
            f"A record's schema is in no file, and {error}.", advice="`flextime up` starts the registry."
        ) from error
    if until.sequence is not None and not found.faults and found.folded.sequence < until.sequence:
        raise BadStop(f"There is no sequence {until.sequence}: the history ends at {found.folded.sequence}.")
    return found


def _json_report(conference: str, found: Audit, comparison: Comparison | None) -> None:
    report: dict[str, Any] = {
        "conference": conference,
        "records": found.records,
        "sequence": found.folded.sequence,
        "chain": found.folded.chain,
        "digest": state_digest(found.folded.state),
        "verified": not found.faults,
        "faults": [{"sequence": each.sequence, "offset": each.offset, "what": each.what} for each in found.faults],
        "state": summary(found.folded.state),
        "read_model": None,
    }
    if comparison is not None:
        report["read_model"] = {
            "compared": comparison.reason is None,
            "reason": comparison.reason,
            "differences": [str(each) for each in comparison.differences],
        }
    print(json.dumps(report, indent=1))


def _print_report(conference: str, found: Audit, comparison: Comparison | None) -> None:
    folded = found.folded
    for fault in found.faults[:MOST_SHOWN]:
        place = "not in the topic" if fault.offset is None else f"offset {fault.offset}"
        _say(f"[red]sequence {fault.sequence}, {place}[/red]: {escape(fault.what)}")
    if more := len(found.faults) - MOST_SHOWN:
        _say(f"... and {more} more; --json has them all" if more > 0 else "")
    if found.faults:
        _say(f"Faults: {len(found.faults)} in {found.records} records. What follows is the state before the first.")
    else:
        _say(f"[green]{found.records} records verified[/green]: no sequence is missing, and the chain holds.")
    _say(f"{conference}:{folded.sequence}" + (f" at {found.last_event_at.isoformat()}" if found.last_event_at else ""))
    _say(f"chain  {folded.chain}")
    _say(f"digest {state_digest(folded.state)}")
    for name, value in summary(folded.state).items():
        _say(f"  {name:<10} {escape(_words(value))}")
    if comparison is not None:
        _print_comparison(comparison)


def _print_comparison(comparison: Comparison) -> None:
    if comparison.reason is not None:
        _say(f"[yellow]Not compared with the read model[/yellow]: {escape(comparison.reason)}")
    elif not comparison.differences:
        _say(f"[green]The read model is equal[/green]: {', '.join(BUILDERS)}.")
    for found in comparison.differences[:MOST_SHOWN]:
        _say(f"[red]differs[/red] {escape(str(found))}")
    if len(comparison.differences) > MOST_SHOWN:
        _say(f"... {len(comparison.differences)} differences in all; --json has them")


def _words(value: object) -> str:
    if isinstance(value, dict):
        parts = (f"{key}: {_words(part)}" if isinstance(part, dict) else f"{key} {part}" for key, part in value.items())
        return "; ".join(parts) if any(isinstance(part, dict) for part in value.values()) else ", ".join(parts)
    return str(value)


def _say(line: str) -> None:
    if line:
        console.print(line, soft_wrap=True)
