"""What a draft breaks of its rules, and what that costs, as a part of the season's page."""

from collections.abc import Iterator
from html import escape

from flextime_query_api.rendering.schedule import Document

MOST_SHOWN = 15  # the rest is in the report itself


def render_report(report: Document) -> str:
    """Return the sections: rules that cannot hold together, and rules that are broken, the gravest first."""
    return "".join((*_contradiction(report), *_broken(report)))


def report_figures(report: Document) -> Iterator[tuple[str, str, str]]:
    """Yield the key figures of a report, each with its name and a note."""
    yield "Hard rules broken", str(report["hard_broken"]), "by the games as they stand"
    yield "Price of the soft rules", f"{report['price']:,.1f}", "as the games stand; lower is better"


def _contradiction(report: Document) -> Iterator[str]:
    if (found := report["cannot_hold"]) is not None:
        yield f"<section><h2>No schedule can keep all rules</h2><p>{escape(found['explanation'])}</p></section>"


def _broken(report: Document) -> Iterator[str]:
    if report["as_of"] is None:
        return
    broken = [one for one in report["rules"] if one["found"]]
    yield "<section><h2>Rules that the games break</h2>"
    if broken:
        heads = "".join(f"<th scope='col'>{name}</th>" for name in ("Rule", "Places", "Price"))
        yield f"<div class='scroll' tabindex='0'><table class='teams'><thead><tr>{heads}</tr></thead><tbody>"
        yield from map(_row, broken[:MOST_SHOWN])
        yield "</tbody></table></div>"
    kept = len(report["rules"]) - len(broken)
    more = f"{len(broken) - MOST_SHOWN} more are broken, and " if len(broken) > MOST_SHOWN else ""
    yield f"<p>{more}{kept} {'is' if kept == 1 else 'are'} kept.</p></section>"


def _row(one: Document) -> str:
    """Return a rule's row: its sentence, the dearest place where it is broken, how many places, the price."""
    price = "hard" if one["hardness"] == "hard" else f"{one['price']:,.1f}"
    said = f"{escape(one['sentence'])}<br><small>{escape(one['violations'][0]['sentence'])}</small>"
    return f"<tr><th scope='row'>{said}</th><td>{one['found']}</td><td>{price}</td></tr>"
