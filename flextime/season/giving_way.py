"""Who gave way: what each school asked others to put up with, and what it put up with for others."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from flextime.league.ids import SeasonId
from flextime.rules.waiving import Waiver
from flextime.season.state import Conference


@dataclass(frozen=True, slots=True, kw_only=True)
class GaveWay:
    """A school's account, or an office's: waivers that it asked for, and what became of them.

    `granted` are those that were not withdrawn since, lapsed ones too. `gave_way` counts its games in granted waivers
    of others, a game as often as it is named.
    """

    asker: str
    asked: int
    granted: int
    refused: int
    gave_way: int


def who_gave_way(state: Conference, season: SeasonId | None = None) -> tuple[GaveWay, ...]:
    """Return the account of everybody who asked or gave way, in one season or in all; the most yielding first."""
    asked, granted, refused, gave_way = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for known in state.waivers.values():
        waiver = known.waiver
        if season is not None and waiver.season != season:
            continue
        asked[waiver.asked_by] += 1
        refused[waiver.asked_by] += known.status == "refused"
        if known.status == "granted":
            granted[waiver.asked_by] += 1
            gave_way.update(_yielding(state, waiver))
    accounts = (
        GaveWay(asker=who, asked=asked[who], granted=granted[who], refused=refused[who], gave_way=gave_way[who])
        for who in {*asked, *gave_way}
    )
    return tuple(sorted(accounts, key=lambda one: (-one.gave_way, -one.asked, one.asker)))


def _yielding(state: Conference, waiver: Waiver) -> Iterator[str]:
    """Yield the teams of a waiver's games but the one who asked; of a game that is no more in the draft, none."""
    season = state.seasons[waiver.season]
    for game in waiver.games:
        if (found := season.games.get(game) or season.off.get(game)) is not None:
            yield from (team for team in (found.home, found.away) if team != waiver.asked_by)
