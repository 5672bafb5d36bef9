"""What tells one good schedule from another for those who live with it: money, miles, rest, fairness, television.

Every figure is counted from the games and facts alone. Broadcast value: no contract tells FlexTime what a game is worth
to a network, so it is counted in what every such contract is about: rivalries in the hours when people watch, which are
Saturday, Sunday and whatever a network shows, and how many games a network shows at all.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from flextime.league.ids import SchoolCode
from flextime.league.model import ScheduledGame
from flextime.rules.kind import named, plural
from flextime.rules.season_view import SeasonView
from flextime.solve.problem import Difference, Schedule, SeasonFacts

SHORT_REST_DAYS = 2  # fewer free days than these are a short rest: 72 hours are the conference's wish in basketball
CROWDED_GAMES, CROWDED_DAYS = 3, 6  # Thursday, Saturday, Tuesday: a week's games of which no day is a school day
SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """The figures of a schedule. Rest is in free days between two games of a team, miles as everywhere chained.

    `crowded` names a team each time it plays three games in six days. A spread is the most of any team less the least.
    """

    price: float
    miles: float
    most_miles: float
    shortest_rest: int
    short_rests: int
    crowded: tuple[SchoolCode, ...]
    miles_spread: float
    weekend_home_spread: int
    away_run_spread: int
    showcased: int
    networked: int


def traits_of(facts: SeasonFacts, schedule: Schedule) -> Traits:
    """Return the figures of a schedule whose score is its own."""
    view, teams = SeasonView(facts, schedule.games), schedule.score.teams
    rests = [(b.date - a.date).days - 1 for games in view.by_team.values() for a, b in pairwise(games)]
    return Traits(
        price=schedule.score.price,
        miles=schedule.score.miles,
        most_miles=max(team.miles for team in teams),
        shortest_rest=min(rests, default=0),
        short_rests=sum(free < SHORT_REST_DAYS for free in rests),
        crowded=tuple(team for team, games in view.by_team.items() for _ in range(_crowds(games))),
        miles_spread=_spread([team.miles for team in teams]),
        weekend_home_spread=int(_spread([team.weekend_home for team in teams])),
        away_run_spread=int(_spread([team.longest_away_run for team in teams])),
        showcased=sum(_is_showcased(view, game) for game in view.games),
        networked=sum(game.network is not None for game in view.games),
    )


def _crowds(games: Sequence[ScheduledGame]) -> int:
    last = CROWDED_GAMES - 1
    spans = (games[n + last].date - games[n].date for n in range(len(games) - last))
    return sum(span.days < CROWDED_DAYS for span in spans)


def _spread(values: Sequence[float]) -> float:
    return max(values) - min(values)


def _is_showcased(view: SeasonView, game: ScheduledGame) -> bool:
    rivals = any({game.home, game.away} == {pair.first, pair.second} for pair in view.plan.rivalries)
    return rivals and (game.date.weekday() >= SATURDAY or game.network is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A respect in which schedules differ: how it is read, whether more of it is better, and how a change is said."""

    name: str
    of: Callable[[Traits], float]
    say: Callable[[float, Traits, Traits], str]
    more_is_better: bool = False

    def rank(self, traits: Traits) -> float:
        """Return the figure as a number of which less is better."""
        return -self.of(traits) if self.more_is_better else self.of(traits)


def _more(change: float, one: str, several: str) -> str:
    return f"{abs(change):,.0f} {'more' if change > 0 else 'fewer'} {one if round(abs(change)) == 1 else several}"


def _crowding(change: float, was: Traits, now: Traits) -> str:
    fuller = [team for team in dict.fromkeys(now.crowded) if now.crowded.count(team) > was.crowded.count(team)]
    who = f" (new for {named(fuller)})" if fuller else ""
    return f"{_more(change, 'stretch', 'stretches')} of three games in six days{who}"


# In the order in which a pool looks for them: one of miles, rest, fairness and television each, then the finer ones.
FIGURES: tuple[Figure, ...] = (
    Figure(name="miles", of=lambda t: t.miles, say=lambda d, _, __: _more(d, "mile", "miles")),
    Figure(
        name="short rests",
        of=lambda t: t.short_rests,
        say=lambda d, _, __: _more(d, "game on short rest", "games on short rest"),
    ),
    Figure(
        name="spread of miles",
        of=lambda t: t.miles_spread,
        say=lambda d, _, __: f"teams' miles {abs(d):,.0f} {'further apart' if d > 0 else 'nearer together'}",
    ),
    Figure(
        name="rivalries shown",
        of=lambda t: t.showcased,
        say=lambda d, _, __: f"{_more(d, 'rivalry game', 'rivalry games')} on weekends or television",
        more_is_better=True,
    ),
    Figure(
        name="most miles of a team",
        of=lambda t: t.most_miles,
        say=lambda d, _, __: f"{abs(d):,.0f} miles {'more' if d > 0 else 'less'} for the team that travels most",
    ),
    Figure(name="three games in six days", of=lambda t: len(t.crowded), say=_crowding),
    Figure(
        name="spread of weekend home games",
        of=lambda t: t.weekend_home_spread,
        say=lambda d, _, __: f"weekend home games {abs(d):,.0f} {'less' if d > 0 else 'more'} even",
    ),
    Figure(
        name="spread of longest road trips",
        of=lambda t: t.away_run_spread,
        say=lambda d, _, __: f"longest road trips {plural(round(abs(d)), 'game')} {'less' if d > 0 else 'more'} even",
    ),
    Figure(
        name="games on a network",
        of=lambda t: t.networked,
        say=lambda d, _, __: f"{_more(d, 'game', 'games')} on a network",
        more_is_better=True,
    ),
    Figure(
        name="shortest rest",
        of=lambda t: t.shortest_rest,
        say=lambda d, _, __: f"{plural(round(abs(d)), 'free day')} {'more' if d > 0 else 'fewer'} in the shortest rest",
        more_is_better=True,
    ),
    Figure(name="price", of=lambda t: t.price, say=lambda d, _, __: f"price {d:+,.0f}"),
)


def differences(best: Traits, other: Traits) -> tuple[Difference, ...]:
    """Return in what another schedule differs from the best, better things first; what rounds to 0 is left out."""
    found = []
    for figure in FIGURES:
        was, now = figure.of(best), figure.of(other)
        if round(abs(now - was)) > 0:
            better = figure.rank(other) < figure.rank(best)
            said = figure.say(now - was, best, other)
            found.append(Difference(figure=figure.name, was=was, now=now, better=better, sentence=said))
    return tuple(sorted(found, key=lambda difference: not difference.better))


def sentence(differences: Sequence[Difference]) -> str:
    """Return the differences as a planner reads them: "412 fewer miles, but 2 more games on short rest; price +310"."""
    price = [known.sentence for known in differences if known.figure == "price"]
    rest = [known for known in differences if known.figure != "price"]
    gains = [known.sentence for known in rest if known.better]
    losses = [known.sentence for known in rest if not known.better]
    sides = filter(None, (named(gains), named(losses)))
    return "; ".join(filter(None, (", but ".join(sides), *price)))
