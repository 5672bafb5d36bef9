"""A run of the solver: where it stands, and the best that it has so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Document = Mapping[str, Any]
# How a run that is over ended, in words.
ENDINGS = {"solved": "solved", "infeasible": "cannot be solved", "failed": "failed", "cancelled": "was cancelled"}


def progress_of(run: Document) -> Sequence[Document]:
    """Return the newest word of each member of the portfolio, in the order of the members."""
    progress: Sequence[Document] = run.get("progress") or ()
    return sorted(progress, key=lambda told: told["member"])


def best_of(run: Document) -> float | None:
    """Return the lowest soft price that any member or candidate has, None before the first schedule."""
    prices = [told["best"] for told in progress_of(run)] + [found["price"] for found in run["candidates"]]
    return min((price for price in prices if price is not None), default=None)


def run_line(run: Document) -> str:
    """Return a run in one line: "run-1: best 1,234.5, 98,765 miles; member 0 annealing (12.3 s), ..."."""
    best = best_of(run)
    told = [member_line(found) for found in progress_of(run)]
    known = {found["member"] for found in progress_of(run)}
    told += [f"member {found['member']} done" for found in run["candidates"] if found["member"] not in known]
    head = "no schedule yet" if best is None else f"best {best:,.1f}{_miles(run)}"
    return f"{run['id']}: {head}" + (f"; {', '.join(told)}" if told else "")


def member_line(told: Document) -> str:
    """Return where one member stands: "member 0 annealing 12.3 s, 3,000,000 tried, best 1,234.5"."""
    tried = f", {told['evaluations']:,} tried" if told["evaluations"] else ""
    best = "" if told["best"] is None else f", best {told['best']:,.1f}"
    return f"member {told['member']} {told['stage']} {told['seconds']:.0f} s{tried}{best}"


def ending_line(run: Document) -> str:
    """Return how a run ended, with the reason where it has no schedule."""
    reason = run.get("reason") or (run.get("infeasible") or {}).get("explanation") or ""
    best = best_of(run)
    value = f", best {best:,.1f}{_miles(run)}, {len(run['candidates'])} candidates" if best is not None else ""
    return f"{run['id']} {ENDINGS.get(run['status'], run['status'])}{value}" + (f": {reason}" if reason else "")


def _miles(run: Document) -> str:
    told = [found for found in (*progress_of(run), *run["candidates"]) if found.get("miles") is not None]
    if not told:
        return ""
    least = min(told, key=lambda found: found["best"] if "best" in found else found["price"])
    return f", {least['miles']:,.0f} miles"
