"""The indices of search: a versioned name behind one alias, so that a rebuild is swung by one call."""

from typing import Any

from elasticsearch import BadRequestError, Elasticsearch

from flextime_schemas.search_model import MAPPINGS, SETTINGS


def index_name(alias: str, generation: int) -> str:
    """Name an index: "flextime-search-3"."""
    return f"{alias}-{generation}"


# A late bulk to an index that a rebuild dropped would bring it back to life, without its mapping.
NEVER_BY_ITSELF = "-flextime-*,+*"
BOOKS = {  # the projector's own notes; `content` and the like are kept, not searched
    "dynamic": False,
    "properties": {"entry": {"type": "keyword"}, "told": {"type": "boolean"}, "partition": {"type": "integer"}},
}


def books_name(index: str) -> str:
    """Name the index of the projector's notes about another: "flextime-search-3-books"."""
    return f"{index}-books"


def live_index(client: Elasticsearch, alias: str) -> str | None:
    """Return the index that the alias shows; None before the first."""
    if not client.indices.exists_alias(name=alias):
        return None
    return next(iter(client.indices.get_alias(name=alias)))


def generation_of(alias: str, index: str) -> int:
    """Return the number at the end of an index's name."""
    return int(index.removeprefix(f"{alias}-"))


def create_index(client: Elasticsearch, alias: str, generation: int, *, fresh: bool = False) -> str:
    """Make an empty index and its books; those that are there already stay as they are, or go first if `fresh`."""
    index = index_name(alias, generation)
    if fresh:
        drop_index(client, index)
    _create(client, index, MAPPINGS)
    _create(client, books_name(index), BOOKS)
    return index


def _create(client: Elasticsearch, index: str, mappings: dict[str, Any]) -> None:
    try:
        client.indices.create(index=index, mappings=mappings, settings=SETTINGS)
    except BadRequestError as error:
        if error.error != "resource_already_exists_exception":
            raise


def drop_index(client: Elasticsearch, index: str) -> None:
    """Delete an index and its books, if they are there."""
    client.indices.delete(index=[index, books_name(index)], ignore_unavailable=True)


def ensure_index(client: Elasticsearch, alias: str) -> str:
    """Return the live index, made with its alias when there is none."""
    client.cluster.put_settings(persistent={"action.auto_create_index": NEVER_BY_ITSELF})
    if (index := live_index(client, alias)) is not None:
        return index
    index = create_index(client, alias, 1)
    point_alias(client, alias, index)
    return index


def point_alias(client: Elasticsearch, alias: str, index: str) -> None:
    """Let the alias show this index and no other, in one call."""
    was = live_index(client, alias)
    remove = [{"remove": {"index": was, "alias": alias}}] if was and was != index else []
    client.indices.update_aliases(actions=[*remove, {"add": {"index": index, "alias": alias}}])
