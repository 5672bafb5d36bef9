"""`python -m flextime_projections.migrate`: make the schemas of PostgreSQL and the indices of Elasticsearch.

Running it again changes nothing.
"""

import os
import sys
from importlib.resources import files

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from elasticsearch import ApiError, Elasticsearch, TransportError
from sqlalchemy.exc import OperationalError

from flextime_projections.generations import engine, keep_contract
from flextime_projections.options import Options
from flextime_projections.search_index import ensure_index
from flextime_projections.tables import BOOKS_SCHEMA
from flextime_schemas.settings import Settings

MIGRATION_LOCK = 7_311_502  # an advisory lock of PostgreSQL: two migrations at once wait for one another


def migrate_postgres(address: str) -> int:
    """Bring the database to today's migration and contract, and return the live generation.

    Raises OperationalError when it is away.
    """
    config = Config()
    config.set_main_option("script_location", str(files("flextime_projections") / "migrations"))
    with engine(address).begin() as connection:
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        connection.execute(sa.schema.CreateSchema(BOOKS_SCHEMA, if_not_exists=True))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        return keep_contract(connection)


def main() -> int:
    """Migrate both stores; say what is there."""
    settings = Settings.from_environment(os.environ)
    options = Options.from_environment(os.environ)
    try:
        generation = migrate_postgres(settings.postgres)
        print(f"postgres: views in schema read over generation {generation}", flush=True)
        with Elasticsearch(settings.elasticsearch_url, request_timeout=30) as client:
            index = ensure_index(client, options.alias)
        print(f"elasticsearch: alias {options.alias} over {index}", flush=True)
    except OperationalError as error:
        print(f"postgres does not answer: {str(error.orig).strip()}", file=sys.stderr)
        return 1
    except (ApiError, TransportError) as error:
        print(f"elasticsearch does not answer: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
