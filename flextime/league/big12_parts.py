"""What the plans and rulebooks of all sports are made of."""

from flextime.league.big12_members import SCHOOLS, VENUES
from flextime.league.ids import RuleId, SchoolCode
from flextime.league.model import HomeVenue, Sport
from flextime.rules.model import Parameter, Rule


def members() -> tuple[SchoolCode, ...]:
    """Return the codes of the full members, in order."""
    return tuple(sorted(school.code for school in SCHOOLS if school.status == "full"))


def home_venue(team: SchoolCode, sport: Sport) -> HomeVenue:
    """Return where a team plays a sport at home. Raises StopIteration where no building of it is known."""
    return HomeVenue(team=team, venue=next(v.id for v in VENUES if v.school == team and sport in v.sports))


def hard(kind: str, rule_id: str = "", **given: Parameter) -> Rule:
    """Return a hard rule of a kind; its id is the kind's name unless said."""
    return Rule(id=RuleId(rule_id or kind), kind=kind, hardness="hard", weight=1.0, parameters=given)


def soft(kind: str, weight: float, **given: Parameter) -> Rule:
    """Return a soft rule of a kind, whose name is its id."""
    return Rule(id=RuleId(kind), kind=kind, hardness="soft", weight=weight, parameters=given)


LDS_CONFERENCE = hard(
    "no-host-dates",
    "lds-general-conference",
    teams=("BYU",),
    days=("2025-10-04..2025-10-05", "2026-04-04..2026-04-05"),
    reason="LDS General Conference",
)
