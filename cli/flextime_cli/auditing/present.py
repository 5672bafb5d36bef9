"""A conference as its log has it now, verified on the way."""

from __future__ import annotations

from pathlib import Path

from flextime.season.state import Conference
from flextime_cli.apis.addresses import find_settings
from flextime_cli.auditing.records import NoTopic, load_codec, read_copy, read_topic
from flextime_cli.auditing.verify import TO_THE_END, audit
from flextime_cli.errors import StackError
from flextime_schemas.codec import Codec
from flextime_schemas.registry import RegistryAway


class Untrusted(StackError):
    """The history has faults, so that nobody knows what it comes to."""


def conference_now(conference: str, *, data: Path | None, from_file: Path | None) -> Conference:
    """Fold a conference from the events topic, or from a copy of it. Raises NoTopic, BadCopy, Untrusted."""
    if from_file is not None:
        copied, copy, ids = read_copy(from_file)
        if copied != conference:
            raise NoTopic(f"{from_file} is a copy of {copied}, not of {conference}.")
        records, codec = copy, Codec.without_registry(ids)
    else:
        settings = find_settings(data)
        records, codec = list(read_topic(settings, conference)), load_codec(settings)
    if not records:
        raise NoTopic(f"There is no record of {conference} in the events topic.")
    try:
        found = audit(conference, records, codec, TO_THE_END)
    except RegistryAway as error:
        raise NoTopic(f"A record's schema is in no file, and {error}.", advice="`flextime up` starts it.") from error
    if found.faults:
        raise Untrusted(
            f"The history of {conference} has {len(found.faults)} faults.",
            advice=f"`flextime replay {conference}` names them.",
        )
    return found.folded.state
