"""The rebuild of the search index: a new one beside the live one, compared by ids and versions, swung by the alias."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from elasticsearch import Elasticsearch
from elasticsearch.helpers import scan

from flextime_projections.elasticsearch_store import ElasticsearchStore
from flextime_projections.options import Options
from flextime_projections.runner import Runner
from flextime_projections.search_index import create_index, drop_index, ensure_index, generation_of, point_alias
from flextime_schemas.codec import Codec
from flextime_schemas.settings import Settings

COMPARISONS = 5  # the live index is being written to: a difference that stays through so many rounds is one


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRebuilt:
    """What a rebuild did; `different` has up to ten ids whose documents or versions are not those of before."""

    target: str
    events: int
    seconds: float
    different: tuple[str, ...]
    swung: bool


def rebuild(settings: Settings, options: Options, codec: Codec, *, accept_differences: bool = False) -> SearchRebuilt:
    """Rebuild the index behind the alias. Raises StoreError, ApiError, TransportError, KafkaException."""
    with Elasticsearch(settings.elasticsearch_url, request_timeout=60) as client:
        live = ensure_index(client, options.alias)
        generation = generation_of(options.alias, live) + 1
        index = create_index(client, options.alias, generation, fresh=True)
        began = time.monotonic()
        store = ElasticsearchStore(settings.elasticsearch_url, options.alias, index)
        runner = Runner(settings, options, codec, store, tells=False)
        try:
            runner.start()
            different = _caught_up_and_compared(client, runner, live, index)
            seconds = time.monotonic() - began
        finally:
            runner.close()
        swung = not different or accept_differences
        if swung:
            point_alias(client, options.alias, index)
        drop_index(client, live if swung else index)
    return SearchRebuilt(target=index, events=runner.events, seconds=seconds, different=different, swung=swung)


def _caught_up_and_compared(client: Elasticsearch, runner: Runner, live: str, index: str) -> tuple[str, ...]:
    different: tuple[str, ...] = ()
    for _ in range(COMPARISONS):
        runner.read_on()
        while not runner.caught_up():
            runner.step()
        client.indices.refresh(index=[live, index])
        if not (different := tuple(_differences(client, live, index))[:10]):
            return ()
    return different


def _differences(client: Elasticsearch, live: str, index: str) -> Iterator[str]:
    """Yield the ids that one index has and the other has not so."""
    known = dict(_versions(client, live))
    for key, version in _versions(client, index):
        if known.pop(key, None) != version:
            yield key
    yield from known


def _versions(client: Elasticsearch, index: str) -> Iterator[tuple[str, int]]:
    query = {"query": {"match_all": {}}, "version": True, "_source": False}
    return ((hit["_id"], hit["_version"]) for hit in scan(client, query=query, index=index, size=5_000))
