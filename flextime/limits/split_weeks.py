"""SplitWeeks: in how many weeks a team plays both at home and away."""

from collections.abc import Sequence
from dataclasses import dataclass

from flextime.limits.encoding import Encoding
from flextime.limits.model import Deviation, Fixture, Price, deviation, games_of


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitWeeks:
    """Each of `teams` plays both at home and away in at most `most` of `weeks`: runs of slots that do not overlap."""

    price: Price
    teams: tuple[int, ...]
    weeks: tuple[tuple[int, ...], ...]
    most: int


def encode(limit: SplitWeeks, to: Encoding) -> None:
    """State the limit in CP-SAT. A week's literal must be true when it is split, and may be when it is not."""
    for team in limit.teams:
        split = [to.model.new_bool_var("") for _ in limit.weeks]
        for literal, week in zip(split, limit.weeks, strict=True):
            for home in to.statuses(team, week, "H"):
                for away in to.statuses(team, week, "A"):
                    to.model.add_bool_or(~home, ~away, literal)
        to.keep_between(split, 0, limit.most, limit.price)


def cost(home: int, away: int, firsts: int, lasts: int, most: int) -> int:
    """Return the deviation, from bits by slot: where the team plays at home and away, and where weeks begin and end."""
    over = -most
    while firsts:
        first, last = firsts & -firsts, lasts & -lasts
        week = 2 * last - first
        over += int(home & week != 0 and away & week != 0)
        firsts ^= first
        lasts ^= last
    return max(over, 0)


def check(limit: SplitWeeks, fixtures: Sequence[Fixture]) -> list[Deviation]:
    """Return each team's excess, with the games of its split weeks."""
    found = []
    for team in limit.teams:
        games = games_of(fixtures, team)
        weeks = [[game for game in games if game.slot in week] for week in limit.weeks]
        split = [week for week in weeks if len({game.home == team for game in week}) == 2]
        if len(split) > limit.most:
            hits = [game for week in split for game in week]
            found.append(deviation(limit.price, len(split) - limit.most, [team], hits))
    return found
