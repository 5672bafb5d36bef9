"""Stage 4b: tip-off, venue and network for each game whose day is known."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from flextime.league.ids import SchoolCode, game_id
from flextime.league.model import ScheduledGame
from flextime.limits.model import Fixture
from flextime.solve.problem import SeasonFacts

MONDAY, SATURDAY, SUNDAY = 0, 5, 6
BIG_MONDAY_TIP_OFF = time(20)
BIG_MONDAY_NETWORK = "ESPN"
# Tip-offs local to the venue, in the order in which games from east to west take them: the conference's windows.
TIP_OFFS = {
    SATURDAY: (time(14), time(16), time(18), time(20)),
    SUNDAY: (time(12), time(14), time(16), time(18)),
}
WEEKDAY_TIP_OFFS = (time(19), time(19), time(19), time(21))  # a late game for television, three for families


def tip_off_games(
    facts: SeasonFacts, days: Mapping[Fixture, date], pinned: Sequence[ScheduledGame]
) -> tuple[ScheduledGame, ...]:
    """Return the games with everything settled, in order of date, tip-off and id; pinned ones as they were given."""
    kept = {(game.home, game.away): game for game in pinned}
    games = []
    for day in sorted(set(days.values())):
        today = [fixture for fixture in days if days[fixture] == day]
        for fixture, tip_off in _tip_offs(facts, day, today):
            home, away = facts.plan.teams[fixture.home], facts.plan.teams[fixture.away]
            games.append(kept.get((home, away)) or _game(facts, home, away, day, tip_off, fixture.slot))
    return tuple(sorted(games, key=lambda game: (game.date, game.tip_off, game.game)))


def _tip_offs(facts: SeasonFacts, day: date, today: Sequence[Fixture]) -> list[tuple[Fixture, time]]:
    """Spread a day's games over its windows, the eastern ones first, so that television moves west with the evening."""
    if day.weekday() == MONDAY:
        return [(fixture, BIG_MONDAY_TIP_OFF) for fixture in today]
    slots = TIP_OFFS.get(day.weekday(), WEEKDAY_TIP_OFFS)
    ordered = sorted(today, key=lambda fixture: (_zone_hours(facts, day, fixture.home), fixture.home))
    return [(fixture, slots[at * len(slots) // len(ordered)]) for at, fixture in enumerate(ordered)]


def _zone_hours(facts: SeasonFacts, day: date, team: int) -> float:
    """Return how many hours west of Greenwich a team's arena keeps its clocks on a day."""
    venue = next(home.venue for home in facts.plan.home_venues if home.team == facts.plan.teams[team])
    zone = next(known.time_zone for known in facts.venues if known.id == venue)
    offset = datetime.combine(day, time(12), tzinfo=ZoneInfo(zone)).utcoffset()
    return -offset.total_seconds() / 3600 if offset is not None else 0.0


def _game(  # noqa: PLR0917  six facts make a game
    facts: SeasonFacts, home: SchoolCode, away: SchoolCode, day: date, tip_off: time, slot: int
) -> ScheduledGame:
    return ScheduledGame(
        game=game_id(facts.plan.id, away, home),
        home=home,
        away=away,
        venue=next(known.venue for known in facts.plan.home_venues if known.team == home),
        date=day,
        tip_off=tip_off,
        window=facts.plan.windows[slot].number,
        network=BIG_MONDAY_NETWORK if day.weekday() == MONDAY else None,
    )
