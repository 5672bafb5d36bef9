"""Stage 4b: tip-off, venue and network for each game whose day is known."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time

from flextime.league.ids import SchoolCode, game_id
from flextime.league.model import ScheduledGame
from flextime.limits.model import Fixture
from flextime.rules.check import check
from flextime.rules.eastern import eastern
from flextime.rules.model import Rule
from flextime.rules.season_view import SeasonView
from flextime.solve.problem import SeasonFacts

MONDAY, SATURDAY, SUNDAY = 0, 5, 6
BIG_MONDAY_TIP_OFF = time(20)
BIG_MONDAY_NETWORK = "ESPN"
# Tip-offs local to the venue, with the part that each should have of a host's games and of a day's.
WEEKDAY_TIP_OFFS: Mapping[time, int] = {time(19): 4, time(20): 2, time(21): 2, time(18): 1}
WEEKEND_TIP_OFFS: Mapping[int, Mapping[time, int]] = {
    SATURDAY: {time(14): 3, time(16): 3, time(18): 3, time(12): 2, time(20): 2},
    SUNDAY: {time(14): 2, time(16): 2, time(12): 1, time(18): 1},
}
# What can be said of one game's tip-off without the others of its season.
TIP_OFF_KINDS = ("tip-off-window", "sunday-travel", "shared-venue")


@dataclass(slots=True)
class Tally:
    """How often each host has had each tip-off, and each day each hour of television's clock."""

    view: SeasonView  # the facts, without games
    rules: Sequence[Rule]
    big_mondays: bool  # a Monday's game is the week's national one
    of_host: Counter[tuple[SchoolCode, bool, time]] = field(default_factory=Counter)
    of_day: Counter[tuple[date, int]] = field(default_factory=Counter)

    def take(self, game: ScheduledGame) -> None:
        """Count a game that is settled."""
        self.of_host[game.home, game.date.weekday() >= SATURDAY, game.tip_off] += 1
        self.of_day[game.date, eastern(self.view, game)[1].hour] += 1

    def load(self, game: ScheduledGame, part: int) -> float:
        """Return how full a game's tip-off would be, among its host's and among its day's: divisors, as for seats."""
        host = self.of_host[game.home, game.date.weekday() >= SATURDAY, game.tip_off]
        return (host + 1) / part + self.of_day[game.date, eastern(self.view, game)[1].hour] / 4


def tip_off_games(
    facts: SeasonFacts, rules: Sequence[Rule], days: Mapping[Fixture, date], pinned: Sequence[ScheduledGame]
) -> tuple[ScheduledGame, ...]:
    """Return the games with everything settled, in order of date, tip-off and id; pinned ones as they were given."""
    kept = {(game.home, game.away): game for game in pinned}
    binding = [rule for rule in rules if rule.hardness == "hard" and rule.kind in TIP_OFF_KINDS]
    tally = Tally(SeasonView(facts, ()), binding, any(rule.kind == "big-monday" for rule in rules))
    for game in pinned:
        tally.take(game)
    games = list(pinned)
    for day in sorted(set(days.values())):
        drawn = [_game(tally, fixture, day) for fixture in sorted(days) if days[fixture] == day]
        open_games = [game for game in drawn if (game.home, game.away) not in kept]
        options = {game.game: list(_options(tally, game)) for game in open_games}
        for game in sorted(open_games, key=lambda game: (len(options[game.game]), game.home)):
            best, _ = min(options[game.game], key=lambda option: tally.load(*option))
            tally.take(best)
            games.append(best)
    return tuple(sorted(games, key=lambda game: (game.date, game.tip_off, game.game)))


def _options(tally: Tally, game: ScheduledGame) -> Iterator[tuple[ScheduledGame, int]]:
    """Yield the game at each tip-off that the rules leave it, with that tip-off's part; all of them if none is left."""
    day = game.date.weekday()
    national = day == MONDAY and tally.big_mondays
    offered = {BIG_MONDAY_TIP_OFF: 1} if national else WEEKEND_TIP_OFFS.get(day, WEEKDAY_TIP_OFFS)
    all_of_them = [(replace(game, tip_off=tip_off), part) for tip_off, part in offered.items()]
    allowed = [option for option in all_of_them if not _broken(tally, option[0])]
    yield from allowed or all_of_them


def _broken(tally: Tally, game: ScheduledGame) -> bool:
    return any(found.kind in TIP_OFF_KINDS for found in check(tally.view.facts, tally.rules, [game]))


def _game(tally: Tally, fixture: Fixture, day: date) -> ScheduledGame:
    facts = tally.view.facts
    home, away = facts.plan.teams[fixture.home], facts.plan.teams[fixture.away]
    return ScheduledGame(
        game=game_id(facts.plan.id, away, home),
        home=home,
        away=away,
        venue=next(known.venue for known in facts.plan.home_venues if known.team == home),
        date=day,
        tip_off=BIG_MONDAY_TIP_OFF,
        window=facts.plan.windows[fixture.slot].number,
        network=BIG_MONDAY_NETWORK if day.weekday() == MONDAY and tally.big_mondays else None,
    )
