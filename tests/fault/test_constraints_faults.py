"""The constraint service killed in the middle of a stream of moves and rules: nothing missed, nothing told twice."""

from collections import Counter
from collections.abc import Iterator

import pytest

from flextime.league.ids import RuleId
from flextime.league.model import ScheduledGame
from flextime.rules.model import Rule
from flextime.rules.report import hard_rules_digest
from flextime.season.decide import Command
from flextime.season.reports import RuleReportRecorded, draft_findings, report_of
from flextime.season.rulebook import AddRule, RuleAdded
from flextime.season.runs import RequestSchedule
from flextime.season.schedules import CandidateAdopted
from flextime.season.state import Conference
from flextime_cli.stack.running import RunningStack
from tests.fault.test_conflicts_faults import BRIEF
from tests.four_teams import RUN, SEASON, TEAMS
from tests.planner import Planner

pytestmark = [pytest.mark.stack, pytest.mark.fault]


def rules(games: tuple[ScheduledGame, ...]) -> Iterator[Command]:
    """For each game a rule that it breaks: its host is to host nothing on its day, hard and soft by turns."""
    for number, game in enumerate(games):
        rule = Rule(
            id=RuleId(f"closed-{number}"),
            kind="no-host-dates",
            hardness="soft" if number % 2 else "hard",
            parameters={"teams": (game.home,), "days": (f"{game.date}",)},
        )
        yield AddRule(season=SEASON, rule=rule)


def is_reported(state: Conference, *added: RuleId) -> bool:
    report, rules = report_of(state, SEASON), state.seasons[SEASON].rules
    found = {finding.rule: finding for finding in draft_findings(state, SEASON)}
    return {*added} <= rules.keys() and (report.findings, report.compared) == (found, hard_rules_digest(rules.values()))


def test_a_killed_constraint_service_misses_and_doubles_nothing(system: RunningStack) -> None:
    planner = Planner.of(system.environment)
    planner.open_the_season_of_four()
    planner.send(RequestSchedule(run=RUN, season=SEASON, members=1, budget=BRIEF))
    adopted = planner.wait_for(CandidateAdopted).event
    assert isinstance(adopted, CandidateAdopted)
    commands = list(rules(adopted.games))
    assert len(commands) == len(TEAMS) * (len(TEAMS) - 1) // 2

    planner.send(*commands[:3])
    planner.wait_for(RuleReportRecorded, when=lambda event: isinstance(event, RuleReportRecorded) and bool(event.now))
    killed = system.kill("constraints")
    planner.send(*commands[3:])
    planner.wait_for(RuleAdded, when=lambda event: isinstance(event, RuleAdded) and event.rule.id == "closed-5")
    system.wait_until_up("constraints", other_than=killed)

    added = [command.rule.id for command in commands if isinstance(command, AddRule)]
    planner.wait_until(lambda state: SEASON in state.seasons and is_reported(state, *added))
    told = Counter[str]()
    for event in planner.events():
        if isinstance(event, RuleReportRecorded):
            told.update(finding.rule for finding in event.now)
    assert told == dict.fromkeys(added, 1), "each rule is broken from its first moment on, and told once"
