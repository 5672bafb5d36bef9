"""Partner weekends: travel partners go about together, and in a weekend each meets both of another pair."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flextime.league.ids import SchoolCode
from flextime.league.model import ScheduledGame
from flextime.limits import PartnerWeekends as PartnerWeekendsLimit
from flextime.limits.model import Price
from flextime.rules.errors import RuleError
from flextime.rules.kind import Finding, RuleKind, named
from flextime.rules.parameters import pair_set, pairs_of
from flextime.rules.season_view import Frame, SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerWeekends:
    """The travel partners; no team has two."""

    pairs: tuple[str, ...] = pair_set()

    def __post_init__(self) -> None:
        teams = [team for pair in pairs_of(self.pairs) for team in pair]
        if len(set(teams)) < len(teams):
            raise RuleError("parameters.pairs", "a team stands in two pairs: each has one partner")


def sentence(given: PartnerWeekends, _facts: SeasonFacts) -> str:
    return (
        f"In a week, travel partners ({named(given.pairs) or 'none are named'}) meet both teams of one other pair, "
        "all at home or all away, or each other."
    )


def check(given: PartnerWeekends, view: SeasonView) -> Iterator[Finding]:
    partner = {team: other for one, two in pairs_of(given.pairs) for team, other in ((one, two), (two, one))}
    for pair in pairs_of(given.pairs):
        weeks: dict[tuple[int, int], list[ScheduledGame]] = defaultdict(list)
        for game in dict.fromkeys((*view.by_team[pair[0]], *view.by_team[pair[1]])):
            weeks[game.date.isocalendar()[:2]].append(game)
        for games in weeks.values():
            if not _is_kept(pair, partner, games):
                first = min(game.date for game in games)
                said = f"{pair[0]} and {pair[1]} do not meet both of one other pair in the week of {first}."
                yield Finding(sentence=said, teams=pair, games=tuple(games))


def _is_kept(
    pair: tuple[SchoolCode, SchoolCode], partner: dict[SchoolCode, SchoolCode], games: Sequence[ScheduledGame]
) -> bool:
    met = sorted((game.away, game.home) if game.home in pair else (game.home, game.away) for game in games)
    if len(games) == 1:
        return {games[0].home, games[0].away} == set(pair)
    other = met[0][0]
    others = {other, partner.get(other, other)}
    hosted = {game.home in pair for game in games}
    return len(others) == 2 and len(hosted) == 1 and met == sorted((one, own) for one in others for own in pair)


def limits(given: PartnerWeekends, price: Price, frame: Frame) -> Iterator[PartnerWeekendsLimit]:
    weeks: dict[tuple[int, int], list[int]] = defaultdict(list)
    for slot, window in enumerate(frame.facts.plan.windows):
        weeks[window.dates[0].isocalendar()[:2]].append(slot)
    pairs = tuple((frame.numbers((one,))[0], frame.numbers((other,))[0]) for one, other in pairs_of(given.pairs))
    if pairs and price.points is None:
        yield PartnerWeekendsLimit(price=price, pairs=pairs, weekends=tuple(tuple(slots) for slots in weeks.values()))


KIND = RuleKind(
    name="partner-weekends",
    title="Travel partners' weekends",
    category="Travel",
    parameters=PartnerWeekends,
    points=60.0,
    sentence=sentence,
    check=check,
    compile=limits,
)
