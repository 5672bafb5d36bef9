"""What the plans and rulebooks of all sports are made of."""

from collections.abc import Iterable
from datetime import date, timedelta

from flextime.league.big12_members import SCHOOLS, VENUES
from flextime.league.ids import RuleId, SchoolCode, SeasonId
from flextime.league.model import HomeVenue, Rivalry, SeasonPlan, Sport, Window, WindowKind
from flextime.rules.model import Parameter, Rule

YEAR = "2025-26"
DAY, WEEK = timedelta(days=1), timedelta(days=7)
Dates = tuple[WindowKind, tuple[date, ...]]


def members() -> tuple[SchoolCode, ...]:
    """Return the codes of the full members, in order."""
    return tuple(sorted(school.code for school in SCHOOLS if school.status == "full"))


def home_venue(team: SchoolCode, sport: Sport) -> HomeVenue:
    """Return where a team plays a sport at home. Raises StopIteration where no building of it is known."""
    return HomeVenue(team=team, venue=next(v.id for v in VENUES if v.school == team and sport in v.sports))


def hard(kind: str, rule_id: str = "", **given: Parameter) -> Rule:
    """Return a hard rule of a kind; its id is the kind's name unless said."""
    return Rule(id=RuleId(rule_id or kind), kind=kind, hardness="hard", weight=1.0, parameters=given)


def soft(kind: str, weight: float, rule_id: str = "", **given: Parameter) -> Rule:
    """Return a soft rule of a kind; its id is the kind's name unless said."""
    return Rule(id=RuleId(rule_id or kind), kind=kind, hardness="soft", weight=weight, parameters=given)


BYU_NO_SUNDAY = hard("no-sunday", "byu-no-sunday", teams=("BYU",))
LDS_CONFERENCE = hard(
    "no-host-dates",
    "lds-general-conference",
    teams=("BYU",),
    days=("2025-10-04..2025-10-05", "2026-04-04..2026-04-05"),
    reason="LDS General Conference",
)
EVENINGS = hard("tip-off-window", weekday_from=17, weekday_to=21, weekend_from=12, weekend_to=20, eastern_to=22)


def _rivalry(first: str, second: str, name: str = "") -> Rivalry:
    return Rivalry(first=SchoolCode(first), second=SchoolCode(second), name=name)


RIVALRIES: tuple[Rivalry, ...] = (
    _rivalry("KU", "KSU", "Sunflower Showdown"),
    _rivalry("ARIZ", "ASU", "Territorial Cup"),
    _rivalry("BYU", "UTAH", "Holy War"),
    _rivalry("TTU", "TCU"),
    _rivalry("ISU", "KSU", "Farmageddon"),
    _rivalry("COL", "UTAH", "Rumble in the Rockies"),
    _rivalry("CIN", "WVU"),
    _rivalry("BAY", "TCU", "Revivalry"),
    _rivalry("OKST", "TTU"),
    _rivalry("OKST", "ISU"),
)


def plan_of(
    sport: Sport,
    name: str,
    games: int,
    windows: Iterable[Dates],
    *,
    playing: str = "",
    days_per_game: int = 1,
) -> SeasonPlan:
    """Return the plan of a sport: the teams are those named, one space between two, or all members."""
    teams = tuple(sorted(map(SchoolCode, playing.split()))) or members()
    numbered = tuple(Window(number=n, kind=kind, dates=dates) for n, (kind, dates) in enumerate(windows))
    return SeasonPlan(
        id=SeasonId(f"{sport.lower()}-{YEAR}"),
        sport=sport,
        year=YEAR,
        name=f"{name} {YEAR}",
        first=numbered[0].dates[0],
        last=numbered[-1].dates[-1] + (days_per_game - 1) * DAY,
        games_per_team=games,
        teams=teams,
        windows=numbered,
        home_venues=tuple(home_venue(team, sport) for team in teams),
        rivalries=tuple(each for each in RIVALRIES if {each.first, each.second} <= set(teams)),
        days_per_game=days_per_game,
    )


def rules_of_every_sport(
    *, free_days: int, away: int, opponents: dict[str, int], meetings: int = 1, between: int = 4, miles: float = 1.0
) -> tuple[Rule, ...]:
    """Return the rules that all sports have, with their figures in this one. BYU's are in each that it plays.

    `miles` is the weight of a mile: below 1 where trips may grow rather than that a rule gives way.
    """
    return (
        hard("game-count"),
        hard("opponent-multiplicity", "", **opponents),
        hard("home-away-balance"),
        hard("one-game-a-day", hours=20),
        hard("min-rest", free_days=free_days),
        hard("max-consecutive-away", games=away),
        hard("academic-blackout"),
        hard("graduation"),
        hard("venue-closure"),
        hard("shared-venue", between=between),
        hard("season-window"),
        hard("protected-rivalry", meetings=meetings),
        soft("travel-miles", miles),
        soft("travel-balance", 0.7, percent=20.0),
        soft("max-consecutive-home", 0.7, games=3),
    )
