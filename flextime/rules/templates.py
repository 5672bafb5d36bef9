"""Twenty rules to start from: what planners ask for most, each with its usual figures."""

from dataclasses import dataclass

from flextime.league.ids import RuleId
from flextime.rules.model import Parameter, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A rule that only waits for its season. `wants` names the parameter that a planner has to fill in, if any."""

    title: str
    rule: Rule
    wants: str = ""


def _hard(name: str, title: str, kind: str, wants: str = "", **given: Parameter) -> Template:
    return Template(title=title, rule=Rule(id=RuleId(name), kind=kind, hardness="hard", parameters=given), wants=wants)


def _soft(name: str, title: str, kind: str, weight: float, **given: Parameter) -> Template:
    return Template(
        title=title, rule=Rule(id=RuleId(name), kind=kind, hardness="soft", weight=weight, parameters=given)
    )


TEMPLATES: tuple[Template, ...] = (
    _hard("short-road-trips", "Short road trips", "max-consecutive-away", games=2),
    _soft("short-home-stands", "Short home stands", "max-consecutive-home", 0.7, games=3),
    _hard("one-trip-in-two", "Few back-to-back road games", "road-pairs", pairs=1),
    _soft("not-four-of-five-away", "Not four of five on the road", "road-in-five", 0.7, games=3, stretch=5),
    _hard("a-day-off", "A day off between games", "min-rest", free_days=1),
    _soft("two-days-off", "Two days off where it can be", "ideal-rest", 0.4, free_days=2),
    _soft("three-in-five-days", "Not three games in five days", "games-in-days", 0.2, games=2, days=5),
    _hard("no-sundays", "No Sundays", "no-sunday", "teams"),
    _hard("no-games-in-exams", "No games in exams", "exams", games=0),
    _soft("home-in-exams", "At home during exams", "home-in-exams", 0.8),
    _hard("campus-closed", "Days without a home game", "no-host-dates", "days"),
    _hard("holidays", "Free holidays", "holidays", days=("12-25", "01-01")),
    _hard("rivals-twice", "Rivals meet twice", "protected-rivalry", meetings=2),
    _soft("rivals-late", "Rivals meet late", "rivalry-dates", 0.7, quiet_weeks=3, late=1),
    _hard("rematches-apart", "Rematches apart", "rematch-separation", games=3, days=10),
    _hard("pod", "A pod that meets", "must-meet", "teams"),
    _hard("fair-start", "A fair start and finish", "first-last-balance", games=4, home=2, away=2),
    _hard("weekends-at-home", "Weekends at home", "weekend-home", games=4),
    _hard("fair-weekends", "Fair weekends", "weekend-home-spread", spread=2),
    _soft("byes-in-the-middle", "Byes in the middle", "bye-placement", 0.7),
    _hard("one-event-a-venue", "One event in a venue", "shared-venue", between=4),
    _soft("football-first", "Clear of football", "other-sport-home", 0.7, sports=("FB",)),
    _soft("few-miles", "Few miles", "travel-miles", 1.0),
    _soft("fair-miles", "Fair miles", "travel-balance", 0.7, percent=20.0),
    _soft("hosts-in-turn", "Hosts in turn", "venue-rotation", 0.9),
)
