"""The contract of the search index: one alias, its mapping, the shape of its documents, and how typed words are meant.

The server has neither synonyms nor accent folding, so both sides fold text by `normalise`, and the projector writes
every name that a thing goes by into its document. Games say who is the host: `home_names` and `away_names`.
"""

import re
import unicodedata
from typing import Any, Literal, TypedDict

SEARCH_ALIAS = "flextime-search"

Kind = Literal["game", "school", "venue", "rule", "event"]

_TEXT = {"type": "text", "analyzer": "standard"}
_KEYWORD = {"type": "keyword"}

MAPPINGS: dict[str, Any] = {
    "dynamic": "strict",
    "properties": {
        "conference": _KEYWORD,
        "kind": _KEYWORD,
        "id": _KEYWORD,
        "sequence": {"type": "long"},
        "season": _KEYWORD,
        "sport": _KEYWORD,
        "teams": _KEYWORD,  # codes: of the two sides, of the owner of a venue, of those whom a rule or event names
        "home": _KEYWORD,
        "away": _KEYWORD,
        "venue": _KEYWORD,
        "date": {"type": "date", "format": "strict_date"},
        "moment": {"type": "date"},  # of tip-off, or when an event was recorded
        "weekday": _KEYWORD,
        "month": _KEYWORD,
        "status": _KEYWORD,
        "network": _KEYWORD,
        "event_type": _KEYWORD,
        "actor": _KEYWORD,
        "title": _TEXT,  # as a person reads it; what to highlight
        "text": _TEXT,  # every word by which the thing may be found, folded
        "names": _KEYWORD,  # every whole name of it, folded: an exact one is worth more than its words
        "home_names": _KEYWORD,
        "away_names": _KEYWORD,
        "host_names": _KEYWORD,  # what may follow "at": the home team, the venue, the city
        "document": {
            "type": "object",
            "enabled": False,
        },  # the document of the read model, to show without a second look-up
    },
}
SETTINGS: dict[str, Any] = {"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "200ms"}


class SearchDocument(TypedDict, total=False):
    """A hit. `conference`, `kind`, `id`, `sequence`, `title`, `text`, `names` and `document` are always there."""

    conference: str
    kind: Kind
    id: str
    sequence: int
    season: str | None
    sport: str | None
    teams: list[str]
    home: str
    away: str
    venue: str | None
    date: str
    moment: str | None
    weekday: str
    month: str
    status: str
    network: str | None
    event_type: str
    actor: str
    title: str
    text: str
    names: list[str]
    home_names: list[str]
    away_names: list[str]
    host_names: list[str]
    document: dict[str, Any]


def normalise(text: str) -> str:
    """Fold text as both sides do: no accents, no punctuation, small letters, one blank between words.

    >>> normalise("Señor O'Neal @ TCU, Texas A&M")
    'senor oneal at tcu texas a m'
    """
    plain = unicodedata.normalize("NFKD", text.replace("@", " at ")).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall(r"[a-z0-9]+", plain.replace("'", "")))


_HOSTING = {"home", "host", "hosts", "hosting"}
_VISITING = {"away", "road", "visits", "visiting", "visitor"}
_EMPTY = {"the", "a", "an", "in", "on", "of", "vs", "v", "versus", "and", "game", "games", "for", "to", "against"}
_LONGEST_NAME = 4  # words: "university of central florida"


def search_query(typed: str, *, fuzzy: bool = False) -> dict[str, Any]:
    """Return the Elasticsearch query for what a person typed; filters go beside it in a bool query.

    "kansas at tcu february" is a visit of Kansas to TCU, "byu saturday home" a game that BYU hosts: words before "at"
    name the visitor, words after it the host, "home" and "away" the side of the team that is named. All other words
    must be found, the last one by its beginning. With `fuzzy` a letter or two may be wrong: for a second try.
    """
    words = normalise(typed).split()
    content = [word for word in words if word not in _EMPTY]
    if not content:
        return {"match_all": {}}
    roles = _roles(words, fuzzy=fuzzy)
    bare = [word for word in content if word not in _HOSTING | _VISITING | {"at"}]
    readings = [_found(content, fuzzy=fuzzy)]
    if roles:
        readings.append({"bool": {"must": [*([_found(bare, fuzzy=fuzzy)] if bare else []), *roles]}})
    return {
        "bool": {
            "must": [{"bool": {"should": readings, "minimum_should_match": 1}}],
            "should": [
                {"term": {"names": {"value": name, "boost": 4 * len(name.split()) ** 2}}} for name in _runs(bare)
            ],
        }
    }


def _found(words: list[str], *, fuzzy: bool) -> dict[str, Any]:
    """Every word stands in the text; the last one may still be being typed."""
    text = " ".join(words)
    if fuzzy:
        return {"match": {"text": {"query": text, "operator": "and", "fuzziness": "AUTO"}}}
    return {"match_bool_prefix": {"text": {"query": text, "operator": "and"}}}


def _roles(words: list[str], *, fuzzy: bool) -> list[dict[str, Any]]:
    """What "at", "home" and "away" demand; the words "at home" mean "home"."""
    demands = []
    named = [word for word in words if word not in _EMPTY]
    for index, word in enumerate(named):
        following = named[index + 1] if index + 1 < len(named) else ""
        if word == "at" and following not in _HOSTING | {""}:
            demands.append(_any_name("host_names", _starting(named[index + 1 :]), fuzzy=fuzzy))
            if before := named[:index]:
                demands.append(_any_name("away_names", _ending(before), fuzzy=fuzzy))
    others = [word for word in named if word not in _HOSTING | _VISITING | {"at"}]
    if others and _HOSTING & set(named):
        demands.append(_any_name("home_names", _runs(others), fuzzy=fuzzy))
    if others and _VISITING & set(named):
        demands.append(_any_name("away_names", _runs(others), fuzzy=fuzzy))
    return demands


def _any_name(field: str, names: list[str], *, fuzzy: bool) -> dict[str, Any]:
    if not fuzzy:
        return {"terms": {field: names}}
    return {"bool": {"should": [{"fuzzy": {field: {"value": name}}} for name in names], "minimum_should_match": 1}}


def _starting(words: list[str]) -> list[str]:
    return [" ".join(words[:length]) for length in range(1, min(_LONGEST_NAME, len(words)) + 1)]


def _ending(words: list[str]) -> list[str]:
    return [" ".join(words[-length:]) for length in range(1, min(_LONGEST_NAME, len(words)) + 1)]


def _runs(words: list[str]) -> list[str]:
    """Return every run of words that may be a name."""
    return [run for start in range(len(words)) for run in _starting(words[start:])]
