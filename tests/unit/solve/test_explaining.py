"""Contradictions are minimal, and every way out is a schedule that the checker has seen."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flextime.league.ids import RuleId
from flextime.league.model import ScheduledGame
from flextime.rules.check import check
from flextime.rules.model import Parameter, Rule
from flextime.solve import solve
from flextime.solve.contradicting import Claim, case_of, ruling
from flextime.solve.explaining import explain
from flextime.solve.problem import Budget, Infeasible, Problem, SeasonFacts, Solved, WayOut
from flextime.solve.searching import Stopwatch
from tests.unit.conftest import Play
from tests.unit.solve.test_solve import small_rules
from tests.watches import CountingWatch

NO_ANNEALING = Budget(evaluations=0, anneals=1, seconds=1e9)
WEEKEND_DAYS = tuple(f"2026-01-{day:02}" for day in (3, 4, 10, 11, 17, 18, 24, 25))


def rule(name: str, kind: str, **parameters: Parameter) -> Rule:
    return Rule(id=RuleId(name), kind=kind, parameters=parameters)


SHUT_EARLY = rule("shut-early", "no-host-dates", teams=("CCC",), days=WEEKEND_DAYS[:4], reason="a fair")
SHUT_LATE = rule("shut-late", "no-host-dates", teams=("CCC",), days=WEEKEND_DAYS[4:], reason="another fair")
SHUT_TOO = rule("shut-too", "no-host-dates", teams=("DDD",), days=WEEKEND_DAYS, reason="a fair")
ONCE_TOO = rule("once-too", "weekend-home", games=1, teams=("DDD",))
WEEKENDS = rule("weekends", "weekend-home", games=4, teams=("AAA",))  # it hosts three, by balance as by opponents
SHUT = rule("shut", "no-host-dates", teams=("CCC",), days=WEEKEND_DAYS, reason="a fair")
ONCE = rule("once", "weekend-home", games=1, teams=("CCC",))
NO_SUNDAY = rule("no-sunday", "no-sunday", teams=("BBB",))


def explained(problem: Problem) -> Infeasible:
    found = explain(problem, 1, Stopwatch(NO_ANNEALING, CountingWatch()))
    assert found is not None
    return found


def solvable(problem: Problem) -> bool:
    return isinstance(solve(problem, NO_ANNEALING, 1, CountingWatch()), Solved)


def without(problem: Problem, rules: Sequence[str]) -> Problem:
    return replace(problem, rules=tuple(rule for rule in problem.rules if rule.id not in rules))


def assert_proved(problem: Problem, way: WayOut) -> None:
    """The schedule of a way out keeps every hard rule and pinned game that was not given up, and breaks what was."""
    rest = without(problem, way.rules)
    assert [found for found in check(rest.facts, rest.rules, way.games) if found.hardness == "hard"] == []
    assert {game for game in problem.pinned if game.game not in way.unpinned} <= set(way.games)
    assert {found.rule for found in way.broken} <= set(way.rules)
    assert all(found.price > 0 for found in way.broken)


def test_without_any_rule_of_a_minimal_set_the_season_can_be_played(four_team_league: SeasonFacts) -> None:
    problem = Problem(facts=four_team_league, rules=(*small_rules(), SHUT_EARLY, SHUT_LATE, ONCE))
    found = explained(problem)
    assert set(found.rules) == {"shut-early", "shut-late", "once"}
    for name in found.rules:
        assert solvable(without(problem, [name])), name
    assert not solvable(problem)


def test_every_way_out_is_proved_by_a_schedule_and_says_how_far_it_breaks_the_rule(
    four_team_league: SeasonFacts,
) -> None:
    problem = Problem(facts=four_team_league, rules=(*small_rules(), SHUT, ONCE))
    found = explained(problem)
    assert {way.rules for way in found.ways_out} == {("shut",), ("once",)}
    for way in found.ways_out:
        assert_proved(problem, way)
        assert len(way.broken) == 1  # one weekend at home would do, and one less
    assert "Without shut there is a schedule, for example with: CCC hosts on" in found.explanation


def test_of_two_contradictions_both_are_named_and_a_way_out_meets_both(four_team_league: SeasonFacts) -> None:
    problem = Problem(facts=four_team_league, rules=(*small_rules(), SHUT_TOO, ONCE_TOO, SHUT, ONCE))
    found = explained(problem)
    assert {frozenset(known.rules) for known in found.conflicts} == {
        frozenset({"shut-too", "once-too"}),
        frozenset({"shut", "once"}),
    }
    assert all(known.minimal for known in found.conflicts)
    assert {way.rules for way in found.ways_out} == {
        (one, other) for one in ("shut-too", "once-too") for other in ("shut", "once")
    }
    for way in found.ways_out:
        assert_proved(problem, way)
        for name in way.rules:  # none of them is given up in vain
            assert not solvable(without(problem, [other for other in way.rules if other != name]))


def test_a_rule_whose_giving_up_is_not_enough_is_no_way_out(four_team_league: SeasonFacts) -> None:
    problem = Problem(facts=four_team_league, rules=(*small_rules(), WEEKENDS))
    found = explained(problem)
    assert "weekends" in found.rules
    assert [way.rules for way in found.ways_out] == [("weekends",)]
    assert not solvable(without(problem, ["balance"]))


def test_a_pinned_game_is_named_and_may_be_unpinned(four_team_league: SeasonFacts, play: Play) -> None:
    sunday = play("BBB@AAA 01-04")
    problem = Problem(facts=four_team_league, rules=(*small_rules(), NO_SUNDAY), pinned=(sunday,))
    found = explained(problem)
    assert (found.rules, found.games) == (("no-sunday",), (sunday.game,))
    assert f"{sunday.game} stands on 2026-01-04." in found.explanation
    assert {(way.rules, way.unpinned) for way in found.ways_out} == {(("no-sunday",), ()), ((), (sunday.game,))}
    for way in found.ways_out:
        assert_proved(problem, way)


def test_two_pinned_games_of_a_team_on_one_day_need_no_rule_to_contradict(
    four_team_league: SeasonFacts, play: Play
) -> None:
    pinned = (play("BBB@AAA 01-03"), play("CCC@AAA 01-03"))
    found = explained(Problem(facts=four_team_league, rules=small_rules(), pinned=pinned))
    assert (found.rules, set(found.games)) == ((), {game.game for game in pinned})


def test_what_is_kept_is_never_given_up(four_team_league: SeasonFacts) -> None:
    problem = Problem(facts=four_team_league, rules=(*small_rules(), SHUT, ONCE))
    clock = Stopwatch(NO_ANNEALING, CountingWatch())
    found = explain(problem, 1, clock, kept=frozenset({Claim(rule=RuleId("once"))}))
    assert found is not None
    assert [way.rules for way in found.ways_out] == [("shut",)]


def test_a_season_that_can_be_played_is_not_explained(four_team_league: SeasonFacts) -> None:
    problem = Problem(facts=four_team_league, rules=(*small_rules(), NO_SUNDAY))
    assert explain(problem, 1, Stopwatch(NO_ANNEALING, CountingWatch())) is None


def test_the_same_seed_explains_the_same(four_team_league: SeasonFacts) -> None:
    problem = Problem(facts=four_team_league, rules=(*small_rules(), WEEKENDS, SHUT, ONCE))
    one, other = explained(problem), explained(problem)
    assert replace(one, seconds=0.0) == replace(other, seconds=0.0)


drawn_rules = st.lists(
    st.one_of(
        st.builds(
            lambda team, games: rule(f"weekend-{team}-{games}", "weekend-home", games=games, teams=(team,)),
            st.sampled_from(["AAA", "BBB", "CCC"]),
            st.integers(0, 4),
        ),
        st.builds(
            lambda team, days: rule(f"shut-{team}", "no-host-dates", teams=(team,), days=tuple(sorted(days))),
            st.sampled_from(["AAA", "BBB", "CCC", "DDD"]),
            st.sets(st.sampled_from(WEEKEND_DAYS), min_size=3),
        ),
        st.builds(lambda free: rule(f"rest-{free}", "min-rest", free_days=free), st.integers(1, 6)),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda drawn: drawn.id,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=drawn_rules)
def test_drawn_rules_contradict_whole_and_hold_less_one(four_team_league: SeasonFacts, drawn: list[Rule]) -> None:
    problem = Problem(facts=four_team_league, rules=(*small_rules(), *drawn))
    found = explain(problem, 1, Stopwatch(NO_ANNEALING, CountingWatch()))
    if found is None:
        return
    case = case_of(problem, 2, Stopwatch(NO_ANNEALING, CountingWatch()))
    for known in found.conflicts:
        only = replace(problem, rules=tuple(rule for rule in problem.rules if rule.id in known.rules))
        assert not solvable(only)
        claims = [Claim(rule=name) for name in known.rules]
        assert known.minimal
        for claim in claims:
            assert ruling(case, [other for other in claims if other != claim]).verdict == "hold"
    for way in found.ways_out:
        assert_proved(problem, way)


def test_a_closed_day_is_told_from_one_that_is_open_to_the_visitor(four_team_league: SeasonFacts, play: Play) -> None:
    shut = rule("shut-day", "no-host-dates", teams=("AAA",), days=("2026-01-03",))
    away: ScheduledGame = play("AAA@BBB 01-03")
    rules = (*small_rules(), shut)
    clock = Stopwatch(NO_ANNEALING, CountingWatch())
    assert explain(Problem(facts=four_team_league, rules=rules, pinned=(away,)), 1, clock) is None
    found = explained(Problem(facts=four_team_league, rules=rules, pinned=(play("BBB@AAA 01-03"),)))
    assert found.rules == ("shut-day",)
