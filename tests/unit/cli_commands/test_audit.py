"""An auditor's walk over a conference's records: what was tampered with, lost or displaced is named by its place."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from flextime.conflicts.gathering import detector_of
from flextime.league.model import Closure, DateSpan
from flextime.season.conflicts import ConflictOpened
from flextime.season.decide import Event
from flextime.season.in_season import GamePostponed
from flextime.season.schedules import SchedulePublished
from flextime.season.streams import stream_of
from flextime.season.venues import VenueClosed
from flextime_cli.auditing.compare import Key, differences, documents_of_ledger
from flextime_cli.auditing.records import BadCopy, RawRecord, read_copy, write_copy
from flextime_cli.auditing.summary import summary
from flextime_cli.auditing.verify import Audit, Until, audit
from flextime_cli.main import app
from flextime_schemas.codec import Codec, type_name
from flextime_schemas.envelope import EventEnvelope, chained, derive_id, event_headers, read_event_envelope
from flextime_schemas.fold import start, state_digest
from flextime_schemas.registry import numbered_here
from flextime_schemas.rows import BUILDERS
from tests.four_teams import DRAFTED, FOUR, GAMES, SEASON, state_after
from tests.unit.season.test_waivers import ASKED

CODEC = Codec.without_registry(numbered_here())
BEGAN = datetime(2025, 9, 1, 12, tzinfo=UTC)
HISTORY = (*DRAFTED, SchedulePublished(season=SEASON, revision=1, games=GAMES))


def written(events: Sequence[Event]) -> list[RawRecord]:
    """Write a history as the writer would; every second offset is a transaction's marker."""
    records, folded = [], start(FOUR)
    for number, event in enumerate(events):
        value, stream = CODEC.encode(event), stream_of(event)
        envelope = EventEnvelope(
            id=derive_id(f"command-{number}", "0"),
            type=type_name(event),
            conference=FOUR,
            stream=stream,
            time=BEGAN + timedelta(minutes=number),
            actor="planner",
            correlation="request",
            causation=f"command-{number}",
            sequence=number + 1,
            stream_version=folded.versions.get(stream, 0) + 1,
            chain="",
        )
        envelope = chained(envelope, folded.chain, value)
        headers = tuple(event_headers(envelope))
        records.append(RawRecord(partition=0, offset=2 * number, key=b"four", value=value, headers=headers))
        folded = folded.after(envelope, event)
    return records


def with_header(record: RawRecord, name: str, value: str) -> RawRecord:
    headers = tuple((key, value.encode() if key == name else old) for key, old in record.headers)
    return replace(record, headers=headers)


def walked(records: Sequence[RawRecord], until: Until | None = None) -> Audit:
    return audit(FOUR, records, CODEC, until or Until())


def places(found: Audit) -> list[tuple[int, int | None]]:
    return [(fault.sequence, fault.offset) for fault in found.faults]


def test_an_untouched_history_folds_to_the_state_of_its_events() -> None:
    found = walked(written(HISTORY))
    assert found.faults == ()
    assert found.folded.sequence == found.records == len(HISTORY)
    assert state_digest(found.folded.state) == state_digest(state_after(*HISTORY))


def test_a_changed_value_is_named_and_the_fold_ends_before_it() -> None:
    records = written(HISTORY)
    records[4] = replace(records[4], value=records[5].value)
    found = walked(records)
    assert places(found) == [(5, 8)]
    assert "does not hang on the chain" in found.faults[0].what
    assert found.folded.sequence == 4


def test_one_flipped_bit_that_no_longer_decodes_is_named_with_the_reason() -> None:
    records = written(HISTORY)
    records[4] = replace(records[4], value=b"\x01" + records[4].value[1:])
    found = walked(records)
    assert places(found) == [(5, 8), (5, 8)]
    assert "no Confluent framing" in found.faults[1].what


def test_a_missing_record_is_named() -> None:
    records = written(HISTORY)
    del records[6]
    found = walked(records)
    assert places(found) == [(7, None)]
    assert found.faults[0].what == "missing between sequence 6 and 8"
    assert found.folded.sequence == 6


def test_reordered_records_are_named_and_not_called_missing() -> None:
    records = written(HISTORY)
    records[6], records[7] = records[7], records[6]
    found = walked(records)
    assert [(fault.sequence, fault.what) for fault in found.faults] == [
        (7, "out of order: it stands behind sequence 8")
    ]


def test_a_doubled_record_is_named_with_the_offset_of_the_first() -> None:
    records = written(HISTORY)
    records.insert(5, replace(records[4], offset=99))
    found = walked(records)
    assert [(fault.offset, fault.what) for fault in found.faults] == [(99, "stands twice, first at offset 8")]


def test_a_changed_number_is_told_from_a_missing_record_by_the_chain() -> None:
    records = written(HISTORY)
    records[4] = with_header(records[4], "ce_sequence", "1000000000")
    found = walked(records)
    assert places(found) == [(5, 8)]
    assert found.faults[0].what == "its number was changed: by the chain it is 5, and it calls itself 1000000000"


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("ce_actor", "somebody else"),
        ("ce_time", "2025-09-01T11:59:00Z"),
        ("ce_time", "2099-01-01T00:00:00Z"),
        ("ce_causationid", "another command"),
        ("ce_correlationid", "another request"),
        ("ce_source", "/elsewhere"),
        ("ce_streamversion", "40"),
    ],
)
def test_a_changed_who_when_or_why_is_named(header: str, value: str) -> None:
    records = written(HISTORY)
    records[4] = with_header(records[4], header, value)
    found = walked(records)
    assert places(found) == [(5, 8)]
    assert "does not hang on the chain" in found.faults[0].what


def test_a_number_or_a_time_that_was_changed_does_not_end_a_replay_before_its_stop() -> None:
    later = written(HISTORY)
    later[2] = with_header(later[2], "ce_time", "2099-01-01T00:00:00Z")
    assert places(walked(later, Until(moment=BEGAN + timedelta(minutes=4)))) == [(3, 4)]
    renumbered = written(HISTORY)
    renumbered[2] = with_header(renumbered[2], "ce_sequence", "1000")
    assert places(walked(renumbered, Until(sequence=5))) == [(3, 4)]


def test_a_changed_chain_shows_at_the_record_and_at_the_next() -> None:
    records = written(HISTORY)
    records[4] = with_header(records[4], "ce_chain", "f" * 64)
    assert places(walked(records)) == [(5, 8), (6, 10)]


def test_a_forger_who_mends_his_own_link_is_betrayed_by_the_next_record() -> None:
    honest, forged = written(HISTORY), written((*HISTORY[:4], HISTORY[5], *HISTORY[5:]))
    records = [*honest[:4], replace(forged[4], offset=8), *honest[5:]]
    found = walked(records)
    assert places(found)[0] == (6, 10)
    assert "or the record before it" in found.faults[0].what


def test_a_record_without_readable_headers_is_named() -> None:
    records = written(HISTORY)
    records[4] = replace(records[4], headers=())
    found = walked(records)
    assert places(found) == [(5, 8), (5, None)]
    assert "its headers cannot be read" in found.faults[0].what


def test_a_stream_version_that_does_not_follow_is_named() -> None:
    records = written(HISTORY)
    envelope = replace(read_event_envelope(records[-1].headers), stream_version=40)
    previous = read_event_envelope(records[-2].headers).chain
    envelope = chained(envelope, previous, records[-1].value)
    records[-1] = replace(records[-1], headers=tuple(event_headers(envelope)))
    found = walked(records)
    assert places(found) == [(len(HISTORY), records[-1].offset)]
    assert "calls itself version 40 of season/mbb-test" in found.faults[0].what


def test_a_history_rewritten_whole_is_named_where_it_contradicts_itself() -> None:
    without_season = [event for event in HISTORY if type(event).__name__ != "SeasonOpened"]
    folded_honestly = [event for event in without_season if "season" not in stream_of(event)]
    records = written(folded_honestly)
    orphan = written(HISTORY)[len(folded_honestly) + 1]
    last = walked(records).folded
    event = HISTORY[len(folded_honestly) + 1]
    envelope = EventEnvelope(
        id="forged", type=type_name(event), conference=FOUR, stream=stream_of(event), time=BEGAN, actor="forger",
        correlation="forged", causation="forged", sequence=last.sequence + 1, stream_version=1, chain="",
    )  # fmt: skip
    envelope = chained(envelope, last.chain, orphan.value)
    found = walked([*records, replace(orphan, headers=tuple(event_headers(envelope)))])
    assert [fault.what for fault in found.faults] == ["it speaks of 'mbb-test', which nothing before it brought about"]


def test_a_replay_to_a_sequence_stops_behind_it() -> None:
    found = walked(written(HISTORY), Until(sequence=3))
    assert found.folded.sequence == 3
    assert found.folded.state == state_after(*HISTORY[:3])


def test_a_replay_to_a_moment_holds_what_had_happened_by_then() -> None:
    found = walked(written(HISTORY), Until(moment=BEGAN + timedelta(minutes=2)))
    assert found.folded.sequence == 3
    assert found.last_event_at == BEGAN + timedelta(minutes=2)


def test_a_fault_behind_the_stop_is_not_this_replays_business() -> None:
    records = written(HISTORY)
    records[-1] = replace(records[-1], value=records[0].value)
    assert walked(records, Until(sequence=3)).faults == ()


def test_a_copy_on_disk_holds_the_records_byte_for_byte(tmp_path: Path) -> None:
    records = [*written(HISTORY), RawRecord(partition=0, offset=99, key=b"\xff", value=b"", headers=(("x", b"\xfe"),))]
    file = tmp_path / "copy.jsonl"
    write_copy(file, FOUR, records, numbered_here())
    conference, again, ids = read_copy(file)
    assert (conference, again) == (FOUR, records)
    assert walked(again[:-1]) == audit(FOUR, records[:-1], Codec.without_registry(ids))


@pytest.mark.parametrize("text", ["", "[]", '{"format": "other"}', "no json"])
def test_a_file_that_is_no_copy_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "copy.jsonl"
    file.write_text(text)
    with pytest.raises(BadCopy):
        read_copy(file)


def test_a_copy_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(BadCopy, match="There is no file"):
        read_copy(tmp_path / "nowhere")


def test_the_summary_counts_what_there_is() -> None:
    told = summary(state_after(*HISTORY))
    assert json.loads(json.dumps(told)) == told
    assert (told["schools"], told["candidates"], told["runs"]) == (4, 2, {"solved": 1})
    assert told["seasons"][SEASON] == {
        "status": "active", "rules": 1, "adopted": "run-1.0", "games": 6, "pinned": 0, "revision": 1, "unpublished": 0,
        "postponed": 0, "cancelled": 0, "forfeited": 0,
    }  # fmt: skip


def test_the_summary_counts_games_that_are_off_as_unpublished_until_the_next_revision() -> None:
    game = GAMES[0]
    gone = GamePostponed(season=SEASON, game=game.game, was=game, because="storm")
    told = summary(state_after(*HISTORY, gone))["seasons"][SEASON]
    assert (told["games"], told["postponed"], told["unpublished"]) == (5, 1, 1)


def served(found: Audit) -> dict[Key, dict[str, Any]]:
    """The documents that a read model has which was projected rightly."""
    return {key: dict(document) for key, document in documents_of_ledger(found.ledger).items()}


def test_every_view_with_rows_is_compared() -> None:
    span = DateSpan(first=GAMES[0].date, last=GAMES[0].date)
    flooded = (*HISTORY, VenueClosed(closure=Closure(venue=GAMES[0].venue, span=span, reason="flood")))
    conflict = detector_of(state_after(*flooded)).conflicts()[0]
    found = walked(written((*flooded, ConflictOpened(conflict=conflict, as_of=len(flooded)), ASKED)))
    assert {key[0] for key in documents_of_ledger(found.ledger)} == set(BUILDERS)
    assert differences(documents_of_ledger(found.ledger), served(found)) == []


def test_each_difference_is_told_by_its_view_and_key_with_both_values() -> None:
    found = walked(written(HISTORY))
    read = served(found)
    del read["games", SEASON, "mbb-test.utah-at-byu"]
    read["schools", "KU"] = {"id": "KU"}
    read["games", SEASON, "mbb-test.asu-at-ariz"]["date"] = "2026-01-04"
    read["venues", "byu-marriott-center"]["closures"] = [{"first": "2026-02-01"}]
    read["runs", "run-1"]["requested_by"] = "somebody else"
    read["candidates", "run-1.1"]["seed"] = 2
    read["standings", SEASON, "BYU"]["team"] = {"id": "BYU", "name": "Brigham"}
    del read["seasons", SEASON]["revision"]
    assert [str(difference) for difference in differences(documents_of_ledger(found.ledger), read)] == [
        "candidates run-1.1: seed is 1 in the log and 2 in the read model",
        "games mbb-test mbb-test.asu-at-ariz: date is '2026-01-03' in the log and '2026-01-04' in the read model",
        "games mbb-test mbb-test.utah-at-byu: is in the log and not in the read model",
        "runs run-1: requested_by is 'planner' in the log and 'somebody else' in the read model",
        "schools KU: is in the read model and not in the log",
        "seasons mbb-test: revision is 1 in the log and None in the read model",
        "standings mbb-test BYU: team.name is 'BYU' in the log and 'Brigham' in the read model",
        "venues byu-marriott-center: closures is [] in the log and [{'first': '2026-02-01'}] in the read model",
    ]


def test_a_value_in_a_list_is_told_by_its_place_and_a_long_one_is_cut() -> None:
    log: dict[Key, dict[str, Any]] = {
        ("candidates", "c"): {"games": [{"date": "2026-01-03"}, {"date": "2026-01-04"}], "text": "a" * 500}
    }
    read: dict[Key, dict[str, Any]] = {
        ("candidates", "c"): {"games": [{"date": "2026-01-03"}, {"date": "2026-01-05"}], "text": ""}
    }
    first, second = (str(difference) for difference in differences(log, read))
    assert first == "candidates c: games[1].date is '2026-01-04' in the log and '2026-01-05' in the read model"
    assert second.endswith("aaa... in the log and '' in the read model")


def replayed(file: Path, *options: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["replay", FOUR, "--from-file", str(file), *options])
    return result.exit_code, result.output


def test_a_copy_is_replayed_without_any_server(tmp_path: Path) -> None:
    file = tmp_path / "copy.jsonl"
    write_copy(file, FOUR, written(HISTORY), numbered_here())
    code, output = replayed(file, "--json")
    report = json.loads(output)
    assert (code, report["verified"], report["sequence"]) == (0, True, len(HISTORY))
    assert report["digest"] == state_digest(state_after(*HISTORY))


def test_a_copy_that_was_tampered_with_ends_with_1_and_names_the_record(tmp_path: Path) -> None:
    file = tmp_path / "copy.jsonl"
    records = written(HISTORY)
    records[4] = replace(records[4], value=records[5].value)
    write_copy(file, FOUR, records, numbered_here())
    code, output = replayed(file)
    assert code == 1
    assert "sequence 5, offset 8: " in output
    assert f"Faults: 1 in {len(HISTORY)} records" in output
    assert f"digest {state_digest(state_after(*HISTORY[:4]))}" in output


def test_a_sequence_that_was_never_reached_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "copy.jsonl"
    write_copy(file, FOUR, written(HISTORY), numbered_here())
    code, output = replayed(file, "--to", "99")
    assert code == 1
    assert f"There is no sequence 99: the history ends at {len(HISTORY)}." in output


def test_a_copy_of_another_conference_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "copy.jsonl"
    write_copy(file, "sec", written(HISTORY), numbered_here())
    code, output = replayed(file)
    assert code == 1
    assert "is a copy of sec, not of four" in output
