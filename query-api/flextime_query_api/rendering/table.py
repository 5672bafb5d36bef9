"""A schedule as CSV (RFC 4180): a row for each game, teams by their codes, what is unknown empty."""

import csv
import io

from flextime_query_api.rendering.schedule import Document, Schedule

COLUMNS = (
    "game_id", "season", "home", "away", "venue", "date", "tip_off_local", "time_zone", "tip_off_utc", "status",
)  # fmt: skip


def render_csv(schedule: Schedule) -> bytes:
    """Return the file, UTF-8, with its heading even where there is no game yet."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(_row(game) for game in schedule.games)
    return text.getvalue().encode()


def _row(game: Document) -> list[str]:
    venue = game["venue"]["id"] if game["venue"] else None
    cells = (
        game["id"],
        game["season"],
        game["home"]["id"],
        game["away"]["id"],
        venue,
        game["date"],
        game["tip_off_local"],
        game["time_zone"],
        game["tip_off_utc"],
        game["status"],
    )
    return ["" if cell is None else str(cell) for cell in cells]
