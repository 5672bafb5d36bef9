"""What is wrong with a season's games, as a part of its page."""

from html import escape
from urllib.parse import quote

from flextime_query_api.rendering.schedule import Document, Schedule


def conflicts_section(schedule: Schedule, origin: str) -> str:
    """Return the section with the season's conflicts, the gravest first; nothing where nothing is wrong."""
    if not schedule.conflicts:
        return ""
    base = f"{origin}/v1/conferences/{quote(schedule.season['conference'])}/conflicts"
    rows = "".join(_row(conflict, base) for conflict in schedule.conflicts)
    return (
        "<section><h2>What is wrong</h2><table class='list'><thead class='said'><tr><th scope='col'>Severity</th>"
        "<th scope='col'>Conflict</th><th scope='col'>Ways out</th></tr></thead>"
        f"<tbody>{rows}</tbody></table></section>"
    )


def _row(conflict: Document, base: str) -> str:
    here = escape(f"{base}/{quote(conflict['id'], safe='')}")
    said = "" if conflict["status"] == "open" else f"{conflict['status']}: {conflict['because']}".removesuffix(": ")
    tag = f"<span class='tag'>{escape(said)}</span>" if said else ""
    return (
        f"<tr><td>{escape(conflict['severity'])}</td><td>{escape(conflict['sentence'])}{tag}</td>"
        f"<td class='where'><a href='{here}/ways-out'>ways out</a> · <a href='{here}/story'>why</a></td></tr>"
    )
