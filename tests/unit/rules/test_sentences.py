"""The men's rulebook as a planner reads it: every default rule's sentence, word by word."""

from flextime.league.big12 import CALENDARS, CLOSURES, SCHOOLS, VENUES, mbb_plan, mbb_rules
from flextime.rules.check import sentence
from flextime.solve.problem import SeasonFacts

RULEBOOK = """
game-count
    Every team plays exactly 18 conference games.
opponent-multiplicity
    Every team meets 3 opponents twice, home and home, and 12 once.
home-away-balance
    Every team plays as many home games as away games.
one-game-a-day
    A team plays once in a window and once a day, with 20 hours between tip-offs.
min-rest
    Every team has at least 1 free day between two games.
max-consecutive-away
    Every team plays at most 2 away games in a row.
first-last-balance
    Of its first 4 games and of its last 4, a team plays at least 2 at home and 2 away.
weekend-home
    Every team has at least 4 home games from Friday to Sunday.
weekend-home-spread
    The weekend home games of any two teams differ by at most 2.
no-saturday-monday-wednesday
    Every team is spared a Saturday game followed by games on the next Monday and Wednesday.
rematch-separation
    Two meetings of a pair lie at least 3 games or 10 days apart.
byu-no-sunday
    BYU plays no Sunday.
lds-general-conference
    BYU hosts no game on 2025-10-04 to 2025-10-05 and 2026-04-04 to 2026-04-05: LDS General Conference.
exams
    Every team plays at most 2 games in a period of exams.
academic-blackout
    Every team hosts no game on days that its calendar closes to hosting, and has none at all on days closed to
    play.
graduation
    Every team hosts no game on the days of a graduation of its own.
venue-closure
    No game is played in a venue on a day on which it is closed.
shared-venue
    No home game is played within 2 hours of another sport's in the same venue; each takes 3 hours.
holidays
    No game is played on 12-25 and 01-01.
season-window
    Every game is played from 2026-01-02 to 2026-03-07.
protected-rivalry
    Rivals meet twice: KU-KSU, ARIZ-ASU, BYU-UTAH, TTU-TCU, ISU-KSU, COL-UTAH, CIN-WVU, BAY-TCU, OKST-TTU,
    OKST-ISU.
byu-no-sunday-travel
    BYU does not travel between Saturday evening and Monday morning: after a Saturday away game no Monday game
    beyond 300 miles from it, and Saturday away games begin by 18:00 home time.
tip-off-window
    Games begin from 17:00 to 21:00 on weekdays and from 12:00 to 20:00 on weekends by the clock of their venue,
    and by 22:00 Eastern.
travel-miles
    Every mile that a team travels costs 0.1 points.
travel-balance
    The miles of each team lie within 20 % of the mean.
max-consecutive-home
    Every team plays at most 3 home games in a row.
road-in-five
    A team plays at most 3 away games in any 5 games.
open-close-road
    A team should have a home game among its first 2 games and among its last 2.
bye-placement
    Byes fall in midweek, and in the middle third of the season, 2026-01-24 to 2026-02-15.
plays-after-byes
    No team meets more than 1 opponent coming off a bye, unless it comes off one too.
weekend-share
    At least 50 % of a team's games are from Friday to Sunday.
saturday-share
    At least 95 % of the weekend games are on a Saturday.
day-spread
    There are at most 4 games of the league on one day from Monday to Wednesday, and 1 game on a Thursday.
rivalry-dates
    Rivals do not meet before 2026-01-23, and have at least 1 meeting from 2026-02-15 on.
ideal-rest
    A team should have at least 2 free days between two games.
big-monday
    At least 6 Mondays have one game, no team is in two within 14 days. Unless the two are within 300 miles of
    each other, the visitor's game in the 5 days before was at home and the host's on the road.
venue-rotation
    Two teams that met once last year and meet once this year change the host.
"""


def test_the_default_rulebook_reads_as_it_is_meant() -> None:
    facts = SeasonFacts(plan=mbb_plan(), schools=SCHOOLS, venues=VENUES, closures=CLOSURES, calendars=CALENDARS)
    assert {str(rule.id): sentence(rule, facts) for rule in mbb_rules()} == read(RULEBOOK)


def read(text: str) -> dict[str, str]:
    """Read a rule's id on a line of its own, and its sentence on the indented lines below."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in text.strip().splitlines():
        if line.startswith(" "):
            found[name].append(line.strip())
        else:
            name = line
            found[name] = []
    return {rule: " ".join(lines) for rule, lines in found.items()}
