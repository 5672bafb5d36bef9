"""A schedule as a page: key figures, teams by windows, what it asks of each team, and the games by date."""

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape
from itertools import groupby
from urllib.parse import quote

from flextime_query_api.rendering.conflicts import conflicts_section
from flextime_query_api.rendering.grid import Column, Entry, Grid, grid_of
from flextime_query_api.rendering.report import render_report, report_figures
from flextime_query_api.rendering.schedule import Document, Schedule, off_words, pairing, tip_off
from flextime_query_api.rendering.style import STYLE

LEGEND = (
    '<li><span class="home">TCU</span>at home against TCU</li>'
    '<li><span class="away">@TCU</span>away at TCU</li>'
    '<li><span class="neutral">n TCU</span>on neutral ground</li>'
    '<li><span class="bye">·</span>bye</li>'
    '<li><span class="home pinned">TCU</span>pinned: stays where it is</li>'
    '<li><span class="home changed">TCU</span>not published so</li>'
    '<li><span class="home off">TCU</span>postponed, cancelled or forfeited</li>'
)


def render_html(schedule: Schedule, origin: str = "") -> bytes:
    """Return the page, UTF-8, whole in itself. `origin` ("http://127.0.0.1:18001") makes its links absolute: opened as
    a file, the page has no other way back."""
    season = schedule.season
    rules = render_report(schedule.report) if schedule.report else ""
    body = [_header(schedule, origin), _figures(schedule), conflicts_section(schedule, origin), rules]
    if schedule.games:
        body += [_grid(schedule), _teams(schedule), _list(schedule)]
    else:
        body.append('<p class="none">No game has a date yet: request a schedule and adopt a candidate.</p>')
    body.append(f"<footer>FlexTime, {escape(schedule.position)}. Miles are great-circle, venue to venue.</footer>")
    return document(season["name"], "".join(body))


def document(title: str, body: str) -> bytes:
    """Return a page around its body."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    ).encode()


def _header(schedule: Schedule, origin: str) -> str:
    season = schedule.season
    base = escape(f"{origin}/v1/conferences/{quote(season['conference'])}/seasons/{quote(season['id'], safe='')}")
    links = " · ".join(
        f'<a href="{base}/{path}">{name}</a>'
        for path, name in (
            ("schedule.csv", "CSV"),
            ("schedule.ics", "Calendar"),
            ("schedule", "JSON"),
            ("rules", "Rules"),
            *([("rules/report", "Rules kept and broken")] if schedule.report else ()),
            ("standings", "Figures"),
        )
    )
    span = f"{_long(season['first'])} to {_long(season['last'])}"
    return (
        f"<header><h1>{escape(season['name'])}</h1><p>{escape(season['conference'])} · {escape(span)} · "
        f"{escape(_state(season))}</p><nav aria-label='Other forms'><p>{links}</p></nav></header>"
    )


def _state(season: Document) -> str:
    if season["played"]:
        return "as it was played"
    if not season["revision"]:
        return "a draft, not published yet" if season["games"] else "not scheduled yet"
    changes = season["unpublished_changes"]
    tail = f", {changes} changed since" if changes else ""
    return f"published as revision {season['revision']} on {season['published_at'][:10]}{tail}"


def _figures(schedule: Schedule) -> str:
    season = schedule.season
    figures: list[tuple[str, str, str]] = [("Games", str(season["games"]), f"{len(season['teams'])} teams")]
    if schedule.games and schedule.standings:
        figures += _asked(schedule)
    figures += _prices(schedule)
    if season["pinned"]:
        figures.append(("Pinned", str(season["pinned"]), "games that stay"))
    if owed := sum(game["status"] == "postponed" for game in schedule.games):
        figures.append(("Owed", str(owed), "postponed, and not made up yet"))
    cells = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}<small>{escape(note)}</small></dd></div>"
        for name, value, note in figures
    )
    return f'<dl class="figures">{cells}</dl>'


def _prices(schedule: Schedule) -> Iterator[tuple[str, str, str]]:
    """Yield what the rules say of the games as they stand; before the first look, of the candidate as proposed."""
    if schedule.report is not None and schedule.report["as_of"] is not None:
        yield from report_figures(schedule.report)
    elif (score := schedule.season["score"]) is not None:
        yield "Price of the soft rules", f"{score['price']:,.1f}", "as proposed; lower is better"


def _asked(schedule: Schedule) -> Iterator[tuple[str, str, str]]:
    """Yield what the schedule asks of the teams: the sum and the extremes."""
    rows = schedule.standings
    miles = sorted((row["miles"], row["team"]["id"]) for row in rows)
    (least, nearest), (most, farthest) = miles[0], miles[-1]
    total = schedule.season["miles"] or sum(found for found, _ in miles)
    yield "Miles", f"{total:,.0f}", f"{nearest} {least:,.0f} to {farthest} {most:,.0f}"
    yield "Breaks", str(sum(row["breaks"] for row in rows)), "same side twice running"
    yield "Longest away run", str(max(row["longest_away_run"] for row in rows)), "games"
    rests = [row["shortest_rest_days"] for row in rows if row["shortest_rest_days"] is not None]
    if rests:
        yield "Shortest rest", f"{min(rests)} d", "free days between games"
    weekend = [row["weekend_home"] for row in rows]
    yield "Weekend home games", f"{min(weekend)}-{max(weekend)}", "of each team, Friday to Sunday"


def _grid(schedule: Schedule) -> str:
    grid = grid_of(schedule)
    names = {team["id"]: team["name"] for team in schedule.season["teams"]}
    heads = "".join(_column_head(column) for column in grid.columns)
    rows = "".join(_grid_row(grid, team, names.get(team, team)) for team in grid.teams)
    return (
        "<section aria-labelledby='grid'><h2 id='grid'>Teams and windows</h2>"
        "<div class='scroll' tabindex='0' role='region' aria-labelledby='grid'><table class='grid'>"
        "<caption>Each row is a team, each column a window; a blue line marks weekends.</caption>"
        f"<thead><tr><th scope='col'>Team</th>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
        f"<ul class='legend' aria-label='Legend'>{LEGEND}</ul></section>"
    )


def _column_head(column: Column) -> str:
    days = f"{column.first:%a}" if column.first == column.last else f"{column.first:%a}-{column.last:%a}"
    kind = " class='weekend'" if column.weekend else ""
    return f"<th scope='col'{kind}>{days}<br>{column.first:%b} {column.first.day}</th>"


def _grid_row(grid: Grid, team: str, name: str) -> str:
    cells = "".join(_cell(grid.cells.get((team, index), [])) for index in range(len(grid.columns)))
    return f"<tr><th scope='row' title='{escape(name)}'>{escape(team)}</th>{cells}</tr>"


def _cell(entries: Sequence[Entry]) -> str:
    if not entries:
        return "<td class='bye'><span aria-hidden='true'>·</span><span class='said'>bye</span></td>"
    return f"<td>{''.join(map(_entry, entries))}</td>"


def _entry(entry: Entry) -> str:
    game = entry.game
    marks = {"pinned": game["pinned"], "changed": not game["published"], "off": off_words(game) is not None}
    classes = [entry.side, *(mark for mark, holds in marks.items() if holds)]
    result = f" {entry.result}" if entry.result else ""
    return f"<span class='{' '.join(classes)}' title='{escape(_title(game))}'>{escape(entry.text)}{result}</span>"


def _title(game: Document) -> str:
    """Return a game in one line: what stands over a cell when one points at it."""
    parts = [pairing(game), off_words(game), f"{game['weekday']} {_long(game['date'])}", _clock(game)]
    return ", ".join(filter(None, [*parts, game["venue"] and game["venue"]["name"], game["network"]]))


def _teams(schedule: Schedule) -> str:
    played = any(row["wins"] is not None for row in schedule.standings)
    most = max((row["miles"] for row in schedule.standings), default=0.0) or 1.0
    names = [*(["W-L"] if played else []), "Home", "Away", "Neutral", "Breaks", "Away run", "Home run", "Weekend home"]
    heads = "".join(f"<th scope='col'>{name}</th>" for name in (*names, "Shortest rest", "Miles"))
    rows = "".join(
        f"<tr><th scope='row'>{escape(row['team']['name'])}</th>{_team_cells(row, played=played)}"
        f"<td class='bars'><span class='bar' style='width:{100 * row['miles'] / most:.0f}%'></span></td></tr>"
        for row in sorted(schedule.standings, key=lambda row: (-row["miles"], row["team"]["id"]))
    )
    return (
        "<section><h2>What it asks of each team</h2><div class='scroll' tabindex='0'><table class='teams'><thead><tr>"
        f"<th scope='col'>Team</th>{heads}<td></td></tr></thead><tbody>{rows}</tbody></table></div></section>"
    )


def _team_cells(row: Document, *, played: bool) -> str:
    rest = row["shortest_rest_days"]
    cells = [f"{row['wins'] or 0}-{row['losses'] or 0}"] if played else []
    cells += [str(row[name]) for name in ("home", "away", "neutral", "breaks", "longest_away_run")]
    cells += [str(row["longest_home_run"]), str(row["weekend_home"]), "" if rest is None else f"{rest} d"]
    cells.append(f"{row['miles']:,.0f}")
    return "".join(f"<td>{cell}</td>" for cell in cells)


def _list(schedule: Schedule) -> str:
    days = "".join(_day(day, list(games)) for day, games in groupby(schedule.games, key=lambda game: game["date"]))
    return f"<section><h2>By date</h2>{days}</section>"


def _day(day: str, games: Sequence[Document]) -> str:
    heading = f"{games[0]['weekday']}, {_long(day)}"
    rows = "".join(_list_row(game) for game in games)
    return (
        f"<h3>{escape(heading)}</h3><table class='list'><thead class='said'><tr><th scope='col'>Tip-off</th>"
        f"<th scope='col'>Game</th><th scope='col'>Venue</th></tr></thead><tbody>{rows}</tbody></table>"
    )


def _list_row(game: Document) -> str:
    venue = game["venue"]
    where = ", ".join(filter(None, (venue["name"], venue["city"], venue["state"]))) if venue else ""
    tags = [off_words(game), game["network"], "pinned" if game["pinned"] else None]
    tags.append(None if game["published"] else "not published so")
    if game["attendance"] is not None:
        tags.append(f"{game['attendance']:,} people")
    shown = "".join(f"<span class='tag'>{escape(tag)}</span>" for tag in tags if tag)
    won = _winner(game)
    return (
        f"<tr><td>{escape(_clock(game) or '')}</td><td>{escape(pairing(game))}{won}{shown}</td>"
        f"<td class='where'>{escape(where)}</td></tr>"
    )


def _winner(game: Document) -> str:
    if game["home_won"] is None:
        return ""
    winner = game["home"] if game["home_won"] else game["away"]
    return f"<span class='tag'>{escape(winner['name'])} won</span>"


def _clock(game: Document) -> str | None:
    starts = tip_off(game)
    return f"{starts:%H:%M} {starts.tzname()}" if starts else None


def _long(day: str) -> str:
    """Write a day as a person reads it: "February 14, 2026"."""
    found = date.fromisoformat(day)
    return f"{found:%B} {found.day}, {found.year}"
