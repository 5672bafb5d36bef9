"""Elasticsearch as the store: documents with the sequence as their external version, so that writing twice is writing
once and an older owner overwrites nothing.

At least once, in order:
1. The bulk of documents; a version that is there already is refused with 409, which is as good as written.
2. Letters and parked conferences, by ids of their own: a second time changes nothing.
3. Every CHECKPOINT_EVENTS events and at a clean stop: the ledgers, then the offsets. A restart reads again from there.

Its books are an index beside the documents (`<index>-books`), read by id and so never out of date.
"""

import base64
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError
from elasticsearch.helpers import scan

from flextime.league.ids import ConferenceId
from flextime_projections.batch import Changes, Known, Letter, Parked
from flextime_projections.search_documents import SEARCHED, event_search_document, search_documents, search_id
from flextime_projections.search_index import books_name, generation_of, live_index
from flextime_projections.store import (
    CHECKPOINT_EVENTS,
    Saved,
    Start,
    StoreAway,
    Superseded,
    Unstorable,
    ledger_model,
    where_to_seek,
)
from flextime_projections.touched import RowKey
from flextime_schemas.fold import Recorded
from flextime_schemas.ledger import Ledger
from flextime_schemas.plain import Malformed, from_json, to_json
from flextime_schemas.search_model import Kind

SERVICE = "projector-elasticsearch"
LIVE_CHECK_SECONDS = 1.0  # after a swing so much may still be written to the old index; the new one reads it itself
CONFLICT = 409
GONE = 404  # with an error: the index is no more; without one: a document to be deleted was not there
KINDS: Mapping[str, Kind] = {"games": "game", "schools": "school", "venues": "venue", "rules": "rule"}

Action = dict[str, Any]


class ElasticsearchStore:
    """One index and its books. `index` None means the one that the alias shows."""

    service = SERVICE

    def __init__(self, url: str, alias: str, index: str | None = None) -> None:
        self._client = Elasticsearch(url, request_timeout=30, max_retries=0)
        self._alias = alias
        with self._errors():
            found = index or live_index(self._client, alias)
        if found is None:
            raise StoreAway(f"there is no alias {alias}: run python -m flextime_projections.migrate")
        self.index = found
        self._books = books_name(found)
        self._done: dict[int, int] = {}
        self._saved: dict[ConferenceId, int] = {}
        self._unsaved = 0
        self._looked = time.monotonic()

    @property
    def target(self) -> str:
        """The index that is written to."""
        return self.index

    def is_live(self) -> bool:
        """Say whether the alias shows this index."""
        with self._errors():
            return live_index(self._client, self._alias) == self.index

    def claim(self, partitions: Sequence[int]) -> Start:
        """See Store.claim. Nobody is fenced: the versions of the documents see to it."""
        owned = set(partitions)
        with self._errors():
            self._client.indices.refresh(index=self._books)
            books = list(scan(self._client, index=self._books, size=20))
        self._done = {p: 0 for p in partitions}
        saved: list[Saved] = []
        parked: list[Parked] = []
        for entry in (one["_source"] for one in books if one["_source"]["partition"] in owned):
            match entry["entry"]:
                case "offset":
                    self._done[entry["partition"]] = entry["offset"]
                case "ledger":
                    saved.append(_saved(entry))
                case "parked":
                    parked.append(_parked(entry))
        self._saved = {one.conference: one.sequence for one in saved}
        return self._start(saved, parked)

    def _start(self, saved: Sequence[Saved], parked: Sequence[Parked]) -> Start:
        poison: dict[int, list[int]] = {}
        for one in parked:
            poison.setdefault(one.partition, []).append(one.offset)
        known = Known(
            ledgers={one.conference: one.ledger for one in saved if one.ledger},
            written={one.conference: one.sequence for one in saved},
            parked={one.conference: one for one in parked},
        )
        return Start(seek=where_to_seek(self._done, saved, poison), done=dict(self._done), known=known)

    def write(self, changes: Changes, known: Known) -> None:
        """See Store.write; at least once."""
        if time.monotonic() - self._looked > LIVE_CHECK_SECONDS:
            if not self._is_read():
                raise Superseded(f"{self.index} is no longer what {self._alias} shows")
            self._looked = time.monotonic()
        self._bulk(_document_actions(self.index, changes, known))
        self._bulk(self._trouble_actions(changes))
        self._done |= {p: max(offset, self._done.get(p, 0)) for p, offset in changes.next_offsets.items()}
        self._unsaved += len(changes.events)
        if self._unsaved >= CHECKPOINT_EVENTS:
            self.checkpoint(known)

    def _is_read(self) -> bool:
        """Say whether anybody will read the index: the alias shows it, or it is newer than what the alias shows."""
        with self._errors():
            shown = live_index(self._client, self._alias)
        return shown is None or generation_of(self._alias, shown) <= generation_of(self._alias, self.index)

    def checkpoint(self, known: Known) -> None:
        """See Store.checkpoint: the ledgers first, so that the offsets never run ahead of them."""
        grown = {c: ledger for c, ledger in known.ledgers.items() if ledger.sequence > self._saved.get(c, 0)}
        for conference, ledger in grown.items():
            entry = _ledger_entry(conference, ledger)
            self._bulk([_index(self._books, f"ledger:{conference}", entry)])  # one by one: 5 MB each
        self._bulk(
            _index(self._books, f"offset:{p}", {"entry": "offset", "partition": p, "offset": offset})
            for p, offset in self._done.items()
        )
        self._saved |= {conference: ledger.sequence for conference, ledger in grown.items()}
        self._unsaved = 0

    def _trouble_actions(self, changes: Changes) -> Iterator[Action]:
        for parked in changes.parked:
            yield _index(self._books, f"parked:{parked.conference}", _parked_entry(parked))
        for conference in changes.released:
            yield {"delete": {"_index": self._books, "_id": f"parked:{conference}"}}
        for letter in changes.letters:
            place = f"letter:{letter.partition}:{letter.offset}"
            yield {"create": {"_index": self._books, "_id": place}, "source": _letter_entry(letter)}

    def _bulk(self, actions: Iterable[Action]) -> None:
        """Send actions in one request. Raises Unstorable when the server understands and refuses one."""
        lines: list[Action] = []
        for action in actions:
            source = action.pop("source", None)
            lines += [action] if source is None else [action, source]
        if not lines:
            return
        with self._errors():
            answer = self._client.bulk(operations=lines)
        for item in answer["items"] if answer["errors"] else ():
            (result,) = item.values()
            if result["status"] >= 500 or result["status"] == 429:
                raise StoreAway(f"{result['status']} for {result['_id']}")
            if result["status"] == GONE and "error" in result:
                raise Superseded(f"{self.index} is gone")
            if result["status"] != CONFLICT and "error" in result:
                raise Unstorable(f"{result['_id']}: {result['error'].get('reason')}")

    def untold(self) -> Sequence[Letter]:
        """See Store.untold."""
        with self._errors():
            self._client.indices.refresh(index=self._books)
            query = {"query": {"bool": {"filter": [{"term": {"entry": "letter"}}, {"term": {"told": False}}]}}}
            return [_letter(one["_source"]) for one in scan(self._client, index=self._books, query=query)]

    def told(self, letters: Sequence[Letter]) -> None:
        """See Store.told."""
        self._bulk(
            _index(self._books, f"letter:{one.partition}:{one.offset}", _letter_entry(one) | {"told": True})
            for one in letters
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except NotFoundError as error:
            raise Superseded(f"an index is gone: {error}") from error
        except (ApiError, TransportError) as error:
            raise StoreAway(str(error)) from error


def _index(index: str, key: str, source: Mapping[str, Any]) -> Action:
    return {"index": {"_index": index, "_id": key}, "source": source}


def _document_actions(index: str, changes: Changes, known: Known) -> list[Action]:
    """Return what the batch does to the documents. Raises Unstorable when one cannot be built."""
    try:
        return [
            *(action for c, rows in changes.rows.items() for action in _row_actions(index, known.ledgers[c], rows)),
            *(_event_action(index, known, recorded) for recorded in changes.events),
        ]
    except Exception as error:
        raise Unstorable(f"a document cannot be built: {error!r}") from error


def _row_actions(index: str, ledger: Ledger, rows: Mapping[RowKey, int]) -> Iterator[Action]:
    for key, document in search_documents(ledger, (key for key in rows if key.view in SEARCHED)).items():
        place = {
            "_index": index,
            "_id": search_id(ledger.state.id, KINDS[key.view], key.season, key.id),
            "version": rows[key],
            "version_type": "external",
        }
        if document is None:
            yield {"delete": place}
        else:
            yield {"index": place, "source": {**document, "sequence": rows[key]}}


def _event_action(index: str, known: Known, recorded: Recorded) -> Action:
    envelope = recorded.envelope
    place = {
        "_index": index,
        "_id": search_id(envelope.conference, "event", "", envelope.id),
        "version": envelope.sequence,
        "version_type": "external",
    }
    return {"index": place, "source": event_search_document(known.ledgers[envelope.conference], recorded)}


def _ledger_entry(conference: str, ledger: Ledger) -> dict[str, Any]:
    return {
        "entry": "ledger",
        "conference": conference,
        "partition": ledger.last_partition,
        "sequence": ledger.sequence,
        "model": ledger_model(),
        "content": base64.b64encode(to_json(ledger)).decode(),
    }


def _saved(entry: Mapping[str, Any]) -> Saved:
    ledger = None
    if entry["model"] == ledger_model():
        try:
            ledger = from_json(Ledger, base64.b64decode(entry["content"]))
        except Malformed:
            ledger = None  # the events are the truth: fold them again
    conference = ConferenceId(entry["conference"])
    return Saved(conference=conference, partition=entry["partition"], sequence=entry["sequence"], ledger=ledger)


def _parked_entry(parked: Parked) -> dict[str, Any]:
    return {
        "entry": "parked",
        "conference": parked.conference,
        "partition": parked.partition,
        "offset": parked.offset,
        "sequence": parked.sequence,
        "reason": parked.reason,
    }


def _parked(entry: Mapping[str, Any]) -> Parked:
    return Parked(
        conference=ConferenceId(entry["conference"]),
        sequence=entry["sequence"],
        partition=entry["partition"],
        offset=entry["offset"],
        reason=entry["reason"],
    )


def _letter_entry(letter: Letter) -> dict[str, Any]:
    return {
        "entry": "letter",
        "partition": letter.partition,
        "offset": letter.offset,
        "told": False,
        "reason": letter.reason,
        "key": None if letter.key is None else letter.key.hex(),
        "content": None if letter.value is None else letter.value.hex(),
        "headers": [[name, value.hex()] for name, value in letter.headers],
    }


def _letter(entry: Mapping[str, Any]) -> Letter:
    return Letter(
        partition=entry["partition"],
        offset=entry["offset"],
        key=None if entry["key"] is None else bytes.fromhex(entry["key"]),
        value=None if entry["content"] is None else bytes.fromhex(entry["content"]),
        headers=tuple((name, bytes.fromhex(text)) for name, text in entry["headers"]),
        reason=entry["reason"],
    )
