"""`python -m flextime_projections.postgres`: project the events into PostgreSQL, exactly once."""

import sys

from flextime_projections.options import Options
from flextime_projections.postgres_store import PostgresStore
from flextime_projections.service import serve
from flextime_schemas.settings import Settings


def open_store(settings: Settings, _options: Options) -> PostgresStore:
    """Open the generation that is live now; after a swing it is another one."""
    return PostgresStore(settings.postgres)


if __name__ == "__main__":
    sys.exit(serve(open_store))
