"""The page at `/`: what is here, for a person who has only the address."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from flextime_query_api.rendering.page import document


def render_landing(conferences: Sequence[Mapping[str, Any]]) -> bytes:
    """Return the page: conferences with their seasons, and where the API is described."""
    if conferences:
        shown = "".join(map(_conference, conferences))
    else:
        shown = '<p class="none">No conference is registered yet. <code>make demo</code> makes one.</p>'
    return document(
        "FlexTime",
        "<header><h1>FlexTime</h1><p>Seasons of college athletic conferences, as the log of their decisions has them."
        "</p><nav><p><a href='/docs'>API</a> · <a href='/openapi.json'>OpenAPI document</a> · "
        f"<a href='/v1/conferences'>Conferences</a> · <a href='/health'>Health</a></p></nav></header>{shown}",
    )


def _conference(found: Mapping[str, Any]) -> str:
    base = f"/v1/conferences/{escape(found['id'])}"
    links = " · ".join(
        f"<a href='{base}/{path}'>{name}</a>"
        for path, name in (("schools", "Schools"), ("venues", "Venues"), ("events", "Events"), ("search?q=", "Search"))
    )
    rows = "".join(_season(base, season) for season in found["seasons"])
    return (
        f"<section><h2><a href='{base}'>{escape(found['name'])}</a></h2><p>{links}</p><table class='list'><thead><tr>"
        "<th scope='col'>Year</th><th scope='col'>Season</th><th scope='col'>Status</th><th scope='col'>Schedule</th>"
        f"</tr></thead><tbody>{rows}</tbody></table></section>"
    )


def _season(base: str, season: Mapping[str, Any]) -> str:
    path = f"{base}/seasons/{escape(season['id'])}"
    forms = " · ".join(
        f"<a href='{path}/schedule{end}'>{name}</a>"
        for end, name in ((".html", "Page"), (".csv", "CSV"), (".ics", "Calendar"), ("", "JSON"))
    )
    return (
        f"<tr><td>{escape(season['year'])}</td><td><a href='{path}'>{escape(season['name'])}</a></td>"
        f"<td>{escape(season['status'])}</td><td>{forms}</td></tr>"
    )
