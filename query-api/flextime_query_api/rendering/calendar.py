"""A schedule as iCalendar (RFC 5545): an entry for each day of each game, the same bytes for the same log.

UID is the game's id at its conference, SEQUENCE and DTSTAMP those of the event that changed the game last, so that a
calendar that has subscribed moves an entry instead of doubling it. Tip-offs are in UTC: no zone definitions, no doubt
about Arizona.

A game that will not be played on its day is CANCELLED there (RFC 5545, 3.8.1.11), also a postponed one: the standard
has no word for that, and when it is made up its entry moves and is confirmed again.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from flextime_query_api.rendering.schedule import Document, Schedule, off_words, pairing, tip_off

LENGTH = "PT2H"  # a college basketball game takes two hours and some minutes
LINE_OCTETS = 75  # of RFC 5545, 3.1, without the line break
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)  # where nobody knows when a game was changed last

STATUSES = dict.fromkeys(("postponed", "cancelled", "forfeited"), "CANCELLED")


def render_ics(schedule: Schedule) -> bytes:
    """Return the file, UTF-8, its lines folded and ended as the standard demands."""
    return "".join(f"{_folded(line)}\r\n" for line in _lines(schedule)).encode()


def _lines(schedule: Schedule) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//FlexTime//Schedule//EN"
    yield "CALSCALE:GREGORIAN"
    yield "METHOD:PUBLISH"
    yield f"X-WR-CALNAME:{escaped(schedule.season['name'])}"
    for game in schedule.games:
        for day in range(game["days"]):
            yield from _entry(schedule, game, day)
    yield "END:VCALENDAR"


def _entry(schedule: Schedule, game: Document, day: int) -> Iterator[str]:
    """Yield the entry of a game, or of a day of a series, counted from 0: no rule of recurrence, for clocks change."""
    change = schedule.changes.get(game["id"])
    yield "BEGIN:VEVENT"
    # RFC 7986, 5.3: no two entries anywhere share a UID, and game ids are unique within a conference only.
    part = f".day-{day + 1}" if day else ""
    yield f"UID:{escaped(game['id'])}{part}@{escaped(game['conference'])}.flextime"
    yield f"DTSTAMP:{_utc(change.at if change else EPOCH)}"
    yield f"SEQUENCE:{change.sequence if change else 0}"
    yield from _times(game, timedelta(days=day))
    which = f", game {day + 1} of {game['days']}" if game["days"] > 1 else ""
    yield f"SUMMARY:{escaped(pairing(game) + which)}"
    if game["venue"]:
        place = ", ".join(filter(None, (game["venue"]["name"], game["venue"]["city"], game["venue"]["state"])))
        yield f"LOCATION:{escaped(place)}"
    yield f"DESCRIPTION:{escaped(_description(schedule, game))}"
    yield f"STATUS:{STATUSES.get(game['status'], 'CONFIRMED' if game['published'] else 'TENTATIVE')}"
    yield f"CATEGORIES:{escaped(game['sport'])}"
    yield "END:VEVENT"


def _times(game: Document, later: timedelta) -> Iterator[str]:
    starts = tip_off(game)
    if starts is None:  # the day is known, the hour is not
        day = date.fromisoformat(game["date"]) + later
        yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
        return
    yield f"DTSTART:{_utc(starts + later)}"  # by the venue's clock, whatever it does at night
    yield f"DURATION:{LENGTH}"


def _description(schedule: Schedule, game: Document) -> str:
    starts = tip_off(game)
    local = f"Tip-off {starts:%H:%M} {starts.tzname()}" if starts else None
    return "\n".join(filter(None, (schedule.season["name"], local, game["network"], off_words(game))))


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def escaped(text: str) -> str:
    """Escape text as a value of iCalendar.

    >>> escaped("Hilton Coliseum, Ames; IA")
    'Hilton Coliseum\\\\, Ames\\\\; IA'
    """
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "".join(letter for letter in text.replace("\n", "\\n") if letter.isprintable())


def _folded(line: str) -> str:
    """Fold a line to 75 octets, never within a letter; what continues begins with a blank."""
    parts, part, octets = [], "", 0
    for letter in line:
        width = len(letter.encode())
        if octets + width > LINE_OCTETS:
            parts.append(part)
            part, octets = " ", 1
        part, octets = part + letter, octets + width
    return "\r\n".join([*parts, part])
