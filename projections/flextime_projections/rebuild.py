"""`python -m flextime_projections.rebuild`: build the read model anew from the first event, beside the live one.

1. Make generation n+1, empty, and project into it from offset 0 until every partition is read to its end; with
   --workers by so many processes, each with its share of the partitions.
2. Wait until the live projector is as far, take its offset rows (it waits, readers do not), and read exactly so far.
3. Compare the rows of every view by digest. Different, without --accept-differences: keep the live one, say where.
4. Swing the views and name the new generation live, in the transaction of 2. The old projector's next batch is refused,
   and it goes on with the new generation.
5. Drop the old generation.

`--search` does the same for the index: ids and versions are compared instead of rows, and the alias is swung.
"""

import argparse
import os
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context

import sqlalchemy as sa
from confluent_kafka import KafkaException
from elasticsearch import ApiError, TransportError
from sqlalchemy.exc import OperationalError, ProgrammingError

from flextime_projections import generations, rebuild_search
from flextime_projections.options import Options
from flextime_projections.postgres_store import PostgresStore
from flextime_projections.runner import Runner
from flextime_projections.store import StoreError
from flextime_projections.tables import quoted, schema_of
from flextime_schemas.codec import Codec
from flextime_schemas.read_model import VIEWS, View
from flextime_schemas.registry import RegistryAway
from flextime_schemas.settings import Settings

TIMELESS = {"recorded_at", "at"}  # when a projector came to it, which no rebuild repeats
LIVE_PATIENCE_SECONDS = 30.0  # a live projector is milliseconds behind; one that is not by then does not run


class LiveIsBehind(Exception):
    """The live generation has not got what the new one has: nothing can be proved. Start the projector."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """What a rebuild did: `different` names the views whose rows are not those of the generation before."""

    target: str
    events: int
    seconds: float
    different: tuple[str, ...]
    swung: bool


def rebuild(
    settings: Settings, options: Options, codec: Codec, *, accept_differences: bool = False, workers: int = 1
) -> Rebuilt:
    """Rebuild PostgreSQL's read model; see the module. Raises LiveIsBehind, StoreError, OperationalError."""
    engine = generations.engine(settings.postgres)
    with engine.begin() as connection:
        live = generations.live_generation(connection)
        generation = live + 1
        generations.create_generation(connection, generation)
    began = time.monotonic()
    events = _project_shares(settings, options, generation, workers)
    store = PostgresStore(settings.postgres, generation)
    runner = Runner(settings, options, codec, store, tells=False)
    try:
        read_to_the_end(runner)
        seconds = time.monotonic() - began
        if not accept_differences:
            _wait_for_live(engine, runner, live)
        with engine.begin() as connection:
            different = _prove(connection, runner, live, generation)
            swung = not different or accept_differences
            if swung:
                generations.swing(connection, generation)
    finally:
        runner.close()
    with engine.begin() as connection:
        generations.drop_generation(connection, live if swung else generation)
    events += runner.events
    return Rebuilt(target=store.target, events=events, seconds=seconds, different=different, swung=swung)


def _project_shares(settings: Settings, options: Options, generation: int, workers: int) -> int:
    """Project every share in a process of its own, and return the events of all; what fails fails the rebuild."""
    if workers == 1:
        return 0
    shares = [replace(options, ordinal=ordinal, replicas=workers) for ordinal in range(workers)]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return sum(pool.map(partial(project_share, settings, generation), shares))


def project_share(settings: Settings, generation: int, options: Options) -> int:
    """Project one share of the partitions to their ends, save the ledgers, and return the events."""
    store = PostgresStore(settings.postgres, generation)
    runner = Runner(settings, options, Codec.load(settings), store, tells=False)
    try:
        read_to_the_end(runner)
    finally:
        runner.close()
    return runner.events


def read_to_the_end(runner: Runner) -> None:
    """Project until every partition is read to its end, telling how far it is. Raises StoreError, KafkaException."""
    runner.start()
    said = 0
    while not runner.caught_up():
        runner.step()
        if runner.events - said >= 100_000:
            said = runner.events
            print(f"{said} events, {runner.lag} to go", flush=True)


def _wait_for_live(engine: sa.Engine, runner: Runner, live: int) -> None:
    """Wait until the live generation has at least what the new one has. Raises LiveIsBehind."""
    deadline = time.monotonic() + LIVE_PATIENCE_SECONDS
    while True:
        with engine.begin() as connection:
            offsets = _offsets(connection, live)
        if all(offsets.get(partition, 0) >= done for partition, done in runner.done.items()):
            return
        if time.monotonic() > deadline:
            raise LiveIsBehind(f"{schema_of(live)} is behind {runner.target}: start its projector and rebuild again")
        time.sleep(0.05)


def _offsets(connection: sa.Connection, generation: int, *, held: bool = False) -> Mapping[int, int]:
    lock = "FOR UPDATE" if held else ""
    rows = connection.execute(sa.text(f"SELECT partition, next_offset FROM {schema_of(generation)}.offsets {lock}"))
    return {int(partition): int(next_offset) for partition, next_offset in rows}


def _prove(connection: sa.Connection, runner: Runner, live: int, generation: int) -> tuple[str, ...]:
    """Hold the live projector, read the new generation exactly as far, and return the views that differ."""
    old, new = schema_of(live), schema_of(generation)
    until = _offsets(connection, live, held=True)
    while any(runner.done.get(partition, 0) < offset for partition, offset in until.items()):
        runner.step(until)
    connection.execute(sa.text(f"UPDATE {old}.offsets SET owner = 'rebuild'"))
    connection.execute(
        sa.text(f"""UPDATE {new}.dead_letters AS letter SET told = true FROM {old}.dead_letters AS sent
            WHERE sent.told AND sent.partition = letter.partition AND sent."offset" = letter."offset" """)
    )
    return tuple(v.name for v in VIEWS if digest(connection, old, v) != digest(connection, new, v))


def digest(connection: sa.Connection, schema: str, view: View) -> str:
    """Return one digest over all rows of a view in a schema, whatever their order; empty tables have one too."""
    columns = ", ".join(quoted(name) for name in view.column_names if name not in TIMELESS)
    rows = f"SELECT md5(row::text) AS one FROM (SELECT {columns} FROM {schema}.{view.name}) AS row"
    query = f"SELECT count(*) || ' ' || md5(coalesce(string_agg(one, '' ORDER BY one), '')) FROM ({rows}) AS rows"
    return str(connection.execute(sa.text(query)).scalar_one())


def main() -> int:
    """Rebuild one store; the exit status is 0 when the new generation is live."""
    parser = argparse.ArgumentParser(prog="flextime_projections.rebuild", description="Build the read model anew.")
    parser.add_argument("--search", action="store_true", help="the Elasticsearch index instead of PostgreSQL")
    parser.add_argument("--accept-differences", action="store_true", help="swing even where rows differ")
    parser.add_argument(
        "--workers",
        type=int,
        default=1,
        help="processes that share the partitions of PostgreSQL's rebuild; each takes 2 s to start",
    )
    given = parser.parse_args()
    settings, options = Settings.from_environment(os.environ), Options.from_environment(os.environ)
    work = rebuild_search.rebuild if given.search else partial(rebuild, workers=given.workers)
    try:
        done = work(settings, options, Codec.load(settings), accept_differences=given.accept_differences)
    except (LiveIsBehind, StoreError, KafkaException, RegistryAway, FileNotFoundError) as error:
        print(f"not rebuilt: {error}", file=sys.stderr)
        return 1
    except (OperationalError, ProgrammingError, ApiError, TransportError) as error:
        print(f"not rebuilt, a server is away or not migrated: {error}", file=sys.stderr)
        return 1
    rate = done.events / done.seconds if done.seconds else 0.0
    print(f"{done.target}: {done.events} events in {done.seconds:.1f} s, {rate:.0f}/s")
    print(f"different: {', '.join(done.different)}" if done.different else "equal to the generation before")
    print("swung" if done.swung else "kept the generation before: look, then --accept-differences")
    return 0 if done.swung else 1


if __name__ == "__main__":
    sys.exit(main())
