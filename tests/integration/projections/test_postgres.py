"""The PostgreSQL projector on real servers: rows, exactly once, fenced, parked, rebuilt."""

import dataclasses
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from flextime.league.ids import SchoolCode
from flextime.season.members import SchoolAdmitted
from flextime_projections import generations
from flextime_projections.migrate import migrate_postgres
from flextime_projections.rebuild import rebuild
from flextime_projections.runner import Decided, Runner
from flextime_projections.store import Superseded
from flextime_projections.tables import generation_tables
from flextime_schemas.read_model import COMMON, VIEWS
from tests.histories import GAMES, RULES, SEASON, big12_drafted, big12_members, moved, moves, played_2019_20
from tests.projecting import Projecting, wait_until

pytestmark = pytest.mark.stack

HISTORY = [*big12_drafted(), played_2019_20(), *moves(200)]


def drive(runner: Runner, done: Callable[[], bool]) -> None:
    """Take batches until the condition holds; what the runner raises comes through."""
    while not done():
        runner.step()


def test_migrating_again_changes_nothing(projecting: Projecting) -> None:
    assert migrate_postgres(projecting.settings.postgres) == 1
    assert migrate_postgres(projecting.settings.postgres) == 1


def test_the_migrated_tables_are_those_of_the_contract(projecting: Projecting) -> None:
    with generations.engine(projecting.settings.postgres).connect() as connection:
        options = {"include_schemas": True, "include_name": lambda name, kind, _: kind != "schema" or name == "rm_1"}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, generation_tables("rm_1")) == []
        inspector = sa.inspect(connection)
        for view in VIEWS:
            shown = [column["name"] for column in inspector.get_columns(view.name, schema="read")]
            assert shown == list(view.column_names)


def test_a_history_becomes_rows_in_every_view(projecting: Projecting) -> None:
    projecting.send(projecting.history("big12", HISTORY))
    projecting.project()
    counts = {v.name: projecting.rows(f"SELECT count(*) FROM {v.full_name}")[0][0] for v in VIEWS}
    assert counts["events"] == projecting.position("big12") == len(HISTORY)
    assert (counts["games"], counts["seasons"], counts["rules"]) == (len(GAMES) + 3, 2, len(RULES))
    assert (counts["runs"], counts["candidates"], counts["parked"]) == (1, 1, 0)
    assert all(COMMON[4] in view.columns for view in VIEWS if view.name not in {"positions", "parked"})


def test_documents_are_served_as_they_were_made(projecting: Projecting) -> None:
    events = [*big12_drafted(), moved(GAMES[0], GAMES[0].date + timedelta(days=1))]
    projecting.send(projecting.history("big12", events))
    projecting.project()
    query = "SELECT document, date, sequence, tip_off_utc FROM read.games WHERE id = %s"
    ((document, day, sequence, tip_off),) = projecting.rows(query, GAMES[0].game)
    shown = json.loads(document)
    assert shown["date"] == day.isoformat() == (GAMES[0].date + timedelta(days=1)).isoformat()
    assert shown["tip_off_utc"] == tip_off.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert sequence == len(events)


def test_a_second_start_goes_on_where_the_first_ended(projecting: Projecting) -> None:
    records = projecting.history("big12", HISTORY)
    projecting.send(records[:150])
    projecting.project()
    projecting.send(records[150:])
    second = projecting.project()
    assert second.events == len(HISTORY) - 150
    assert projecting.position("big12") == len(HISTORY)


def test_ledgers_are_folded_anew_where_there_is_no_checkpoint(projecting: Projecting) -> None:
    """As after SIGKILL: the rows are there, the ledger is not."""
    records = projecting.history("big12", HISTORY)
    projecting.send(records[:150])
    projecting.project()
    projecting.execute("DELETE FROM rm_1.checkpoints")
    projecting.send(records[150:])
    assert projecting.project().events == len(HISTORY) - 150
    assert projecting.rows("SELECT count(*) FROM read.events")[0][0] == len(HISTORY)


def test_of_two_projectors_the_older_is_fenced(projecting: Projecting) -> None:
    records = projecting.history("big12", HISTORY)
    older = projecting.runner()
    older.start()
    newer = projecting.runner()
    newer.start()
    projecting.send(records)
    with pytest.raises(Superseded):
        drive(older, lambda: older.events == len(HISTORY))
    drive(newer, lambda: newer.events == len(HISTORY))
    older.close()
    newer.close()
    assert projecting.position("big12") == len(HISTORY)


def test_poison_parks_its_conference_with_one_dead_letter_and_the_others_go_on(projecting: Projecting) -> None:
    big12 = projecting.history("big12", big12_members())
    poison = dataclasses.replace(big12[3], value=b"\x00not a record")
    projecting.send([*big12[:3], poison, *big12[4:], *projecting.history("acc", HISTORY)])
    runner = projecting.project()
    projecting.project()  # a restart tries the poison again, and says nothing twice
    assert projecting.rows("SELECT conference, sequence FROM read.parked") == [("big12", 4)]
    assert (projecting.position("big12"), projecting.position("acc")) == (3, len(HISTORY))
    (letter,) = projecting.dead_letters()
    assert (letter.value, letter.key, letter.topic) == (poison.value, b"big12", projecting.options.topic)
    assert letter.headers["ce_sequence"] == b"4"
    assert "big12:4" in runner.health().detail


def test_a_discard_releases_a_parked_conference_and_a_rebuild_heeds_it(projecting: Projecting) -> None:
    big12 = projecting.history("big12", big12_members())
    strange = dataclasses.replace(big12[3], value=b"\x00not a record")
    projecting.send([*big12[:3], strange, *big12[3:]])
    runner = projecting.project()
    (letter,) = projecting.dead_letters()
    assert letter.parks == "big12"

    projecting.settle(letter, "replay")
    projecting.project()
    assert [again.id for again in projecting.dead_letters()] == [letter.id, letter.id], "it failed again, and says so"

    live = projecting.runner()
    live.start()
    projecting.settle(letter, "discard")

    def undecided() -> bool:
        live.step()
        live.heed()
        return False

    with pytest.raises(Decided, match="discard of projector-postgres@"):
        wait_until(undecided, "the decision heard")
    live.close()
    runner = projecting.project()
    assert projecting.position("big12") == len(big12)
    assert projecting.rows("SELECT conference FROM read.parked") == []
    assert runner.health().detail == "all conferences are projected"
    rebuilt = rebuild(projecting.settings, projecting.options, projecting.codec)
    assert (rebuilt.different, rebuilt.swung) == ((), True)


def test_garbage_that_is_no_event_is_a_dead_letter_and_nothing_more(projecting: Projecting) -> None:
    records = projecting.history("big12", big12_members())
    garbage = dataclasses.replace(records[0], key=b"nobody", value=b"garbage", headers=[])
    projecting.send([*records[:5], garbage, *records[5:]])
    projecting.project()
    assert [letter.value for letter in projecting.dead_letters()] == [b"garbage"]
    assert projecting.position("big12") == len(records)


def test_an_event_that_postgresql_cannot_hold_parks_its_conference(projecting: Projecting) -> None:
    """A NUL in a name: Avro and Kafka carry it, PostgreSQL's text does not."""
    members = big12_members()
    admitted = next(event for event in members if isinstance(event, SchoolAdmitted))
    nul = dataclasses.replace(admitted.school, code=SchoolCode("NUL"), name="Nul\x00l")
    projecting.send(projecting.history("big12", [*members, SchoolAdmitted(school=nul)]))
    projecting.send(projecting.history("acc", HISTORY))
    projecting.project()
    assert projecting.rows("SELECT conference, sequence FROM read.parked") == [("big12", len(members) + 1)]
    assert (projecting.position("big12"), projecting.position("acc")) == (len(members), len(HISTORY))


def test_a_rebuild_that_is_equal_takes_the_place_of_the_live_one(projecting: Projecting) -> None:
    projecting.send([*projecting.history("big12", HISTORY), *projecting.history("acc", big12_members())])
    live = projecting.runner()
    live.start()
    drive(live, lambda: live.events == len(HISTORY) + len(big12_members()))
    before = projecting.rows("SELECT conference, season, id, etag FROM read.games ORDER BY 1, 2, 3")
    done = rebuild(projecting.settings, projecting.options, projecting.codec, workers=2)
    assert (done.target, done.different, done.swung) == ("rm_2", (), True)
    assert projecting.rows("SELECT conference, season, id, etag FROM read.games ORDER BY 1, 2, 3") == before
    assert projecting.rows("SELECT 1 FROM pg_namespace WHERE nspname = 'rm_1'") == []
    projecting.send(projecting.history("sec", big12_members()))
    with pytest.raises(Superseded):
        drive(live, lambda: projecting.position("sec") > 0)
    assert not live.is_live()
    live.close()
    projecting.project()
    assert projecting.position("sec") == len(big12_members())


def test_a_rebuild_that_differs_says_where_and_changes_nothing(projecting: Projecting) -> None:
    projecting.send(projecting.history("big12", HISTORY))
    projecting.project()
    projecting.execute(f"UPDATE rm_1.games SET home = 'XXX' WHERE season = '{SEASON}'")
    done = rebuild(projecting.settings, projecting.options, projecting.codec)
    assert (done.different, done.swung) == (("games",), False)
    assert projecting.rows("SELECT generation FROM projections.live") == [(1,)]


def test_a_generation_of_another_contract_gives_way_to_an_empty_one_that_is_filled_from_the_log(
    projecting: Projecting,
) -> None:
    projecting.send(projecting.history("big12", HISTORY))
    projecting.project()
    before = projecting.rows("SELECT conference, season, id, etag FROM read.games ORDER BY 1, 2, 3")
    assert migrate_postgres(projecting.settings.postgres) == 1
    projecting.execute("DROP TABLE rm_1.conflicts CASCADE; COMMENT ON SCHEMA rm_1 IS 'as it was once'")
    assert migrate_postgres(projecting.settings.postgres) == 2
    assert projecting.rows("SELECT 1 FROM read.games") == []
    projecting.project()
    assert projecting.rows("SELECT conference, season, id, etag FROM read.games ORDER BY 1, 2, 3") == before
    assert projecting.rows("SELECT 1 FROM pg_namespace WHERE nspname = 'rm_1'") == []
    assert migrate_postgres(projecting.settings.postgres) == 2
