"""`python -m flextime_projections.elasticsearch`: project the events into the search index."""

import sys

from flextime_projections.elasticsearch_store import ElasticsearchStore
from flextime_projections.options import Options
from flextime_projections.service import serve
from flextime_schemas.settings import Settings


def open_store(settings: Settings, options: Options) -> ElasticsearchStore:
    """Open the index that the alias shows now; after a swing it is another one."""
    return ElasticsearchStore(settings.elasticsearch_url, options.alias)


if __name__ == "__main__":
    sys.exit(serve(open_store))
