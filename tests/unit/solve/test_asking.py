"""Why not this game on that date: a schedule that has it and passes the checker, or rules that do forbid it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flextime.league.big12 import CALENDARS, CLOSURES, SCHOOLS, VENUES, mbb_plan, mbb_rules
from flextime.league.ids import RuleId, SchoolCode
from flextime.league.model import ScheduledGame
from flextime.rules.check import check, score
from flextime.rules.model import Rule
from flextime.solve import rule_costs, solve, why_not
from flextime.solve.answers import Alternative, Answer, Forbidden, Plain, Possible, Question, Undecided
from flextime.solve.problem import Budget, Problem, Schedule, SeasonFacts, Solved
from tests.unit.solve.test_solve import small_rules
from tests.watches import CountingWatch

ANSWER = Budget(evaluations=0, anneals=1, seconds=1e9)
SMALL_DAYS = tuple(date(2026, 1, day) for day in (3, 4, 5, 6, 7, 10, 11, 12, 13, 14, 17, 18, 19, 20, 21, 24, 25, 26))
TEAMS = ("AAA", "BBB", "CCC", "DDD")


@pytest.fixture(scope="module")
def big12_mbb() -> Problem:
    facts = SeasonFacts(plan=mbb_plan(), schools=SCHOOLS, venues=VENUES, closures=CLOSURES, calendars=CALENDARS)
    return Problem(facts=facts, rules=mbb_rules())


@pytest.fixture(scope="module")
def big12_draft(big12_mbb: Problem) -> Schedule:
    return scheduled(big12_mbb)


def scheduled(problem: Problem) -> Schedule:
    found = solve(problem, ANSWER, 1, CountingWatch())
    assert isinstance(found, Solved)
    return found.best


def ask(problem: Problem, schedule: Schedule, question: Question, budget: Budget = ANSWER) -> Answer:
    return why_not(problem, schedule, question, budget=budget, seed=1, watch=CountingWatch())


def question(text: str) -> Question:
    """Read "KU@TCU 2026-01-14"."""
    who, day = text.split()
    away, home = who.split("@")
    return Question(home=SchoolCode(home), away=SchoolCode(away), date=date.fromisoformat(day))


def another_day(schedule: Schedule, problem: Problem) -> tuple[ScheduledGame, date]:
    """Return a game, and a day of the window after the one that it stands in, on which no rule bars it alone."""
    game = next(game for game in schedule.games if game.window == 7)
    return game, problem.facts.plan.windows[9].dates[1]


def assert_answers(found: Alternative, problem: Problem, present: Schedule, asked: Question) -> None:
    """It has the game on the date, keeps every hard rule and pin, and its differences are the scores'."""
    games = found.schedule.games
    assert [broken for broken in check(problem.facts, problem.rules, games) if broken.hardness == "hard"] == []
    assert (asked.home, asked.away, asked.date) in {(game.home, game.away, game.date) for game in games}
    assert set(problem.pinned) <= set(games)
    now = score(problem.facts, problem.rules, games)
    assert found.price == pytest.approx(now.price - present.score.price)
    assert found.miles == pytest.approx(now.miles - present.score.miles)
    assert found.price == pytest.approx(sum(change.now - change.was for change in found.rules))
    stayed = set(present.games) & set(games)
    assert {moved.now for moved in found.moved} == set(games) - stayed
    assert {moved.was for moved in found.moved} == set(present.games) - stayed


def moved_counts(answer: Possible) -> Sequence[int]:
    return [len(found.moved) for found in answer.alternatives]


def test_a_game_of_the_big_12_moves_with_few_others(big12_mbb: Problem, big12_draft: Schedule) -> None:
    game, day = another_day(big12_draft, big12_mbb)
    asked = Question(home=game.home, away=game.away, date=day)
    answer = ask(big12_mbb, big12_draft, asked)
    assert isinstance(answer, Possible)
    for found in answer.alternatives:
        assert_answers(found, big12_mbb, big12_draft, asked)
    assert moved_counts(answer)[0] < len(big12_draft.games) / 2
    assert moved_counts(answer) == sorted(moved_counts(answer))
    prices = [found.price for found in answer.alternatives]
    assert prices == sorted(prices, reverse=True)


def test_byu_on_a_sunday_is_forbidden_by_name_and_the_way_out_keeps_the_game(
    big12_mbb: Problem, big12_draft: Schedule
) -> None:
    game = next(game for game in big12_draft.games if game.away == "BYU")
    asked = Question(home=game.home, away=game.away, date=date(2026, 2, 1))
    answer = ask(big12_mbb, big12_draft, asked)
    assert isinstance(answer, Forbidden)
    assert (answer.because.rules, answer.because.games) == (("byu-no-sunday",), (game.game,))
    assert answer.because.ways_out
    for way in answer.because.ways_out:
        assert (way.rules, way.unpinned) == (("byu-no-sunday",), ())
        assert (game.home, game.away, asked.date) in {(game.home, game.away, game.date) for game in way.games}


def test_the_same_seed_answers_the_same(big12_mbb: Problem, big12_draft: Schedule) -> None:
    game, day = another_day(big12_draft, big12_mbb)
    one, other = (ask(big12_mbb, big12_draft, Question(home=game.home, away=game.away, date=day)) for _ in range(2))
    assert isinstance(one, Possible)
    assert isinstance(other, Possible)
    assert one.alternatives == other.alternatives


def test_the_other_arena_turns_the_pair_round(four_team_league: SeasonFacts) -> None:
    facts = replace(four_team_league, plan=replace(four_team_league.plan, games_per_team=3))
    rules = (
        Rule(id=RuleId("count"), kind="game-count"),
        Rule(id=RuleId("meet"), kind="opponent-multiplicity", parameters={"most": 1}),
    )
    problem = Problem(facts=facts, rules=rules)
    draft = scheduled(problem)
    game = draft.games[0]
    asked = Question(home=game.away, away=game.home, date=game.date)
    answer = ask(problem, draft, asked)
    assert isinstance(answer, Possible)
    assert_answers(answer.alternatives[0], problem, draft, asked)
    turned = answer.alternatives[0].moved[0]
    assert (turned.was, turned.now is not None and turned.now.home) == (game, game.away)


def test_an_annealed_answer_is_never_dearer(four_team_league: SeasonFacts) -> None:
    problem = Problem(facts=four_team_league, rules=small_rules())
    draft = scheduled(problem)
    asked = Question(home=draft.games[0].home, away=draft.games[0].away, date=date(2026, 1, 20))
    plain, annealed = ask(problem, draft, asked), ask(problem, draft, asked, replace(ANSWER, evaluations=4000))
    assert isinstance(plain, Possible)
    assert isinstance(annealed, Possible)
    assert annealed.alternatives[-1].price <= plain.alternatives[-1].price
    for found in annealed.alternatives:
        assert_answers(found, problem, draft, asked)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("KU@AAA 2026-01-03", "KU does not play in small."),
        ("AAA@AAA 2026-01-03", "AAA cannot play itself."),
        ("BBB@AAA 2026-01-08", "small plays no games on 2026-01-08; the nearest days are 2026-01-07 and 2026-01-10."),
    ],
)
def test_facts_answer_without_a_search(four_team_league: SeasonFacts, text: str, said: str) -> None:
    problem = Problem(facts=four_team_league, rules=small_rules())
    nothing = Schedule(games=(), score=score(problem.facts, problem.rules, ()))
    assert ask(problem, nothing, question(text)) == Plain(sentence=said)


def test_a_game_that_stands_there_and_one_that_is_pinned_elsewhere_are_facts(four_team_league: SeasonFacts) -> None:
    problem = Problem(facts=four_team_league, rules=small_rules())
    draft = scheduled(problem)
    game = draft.games[0]
    there = ask(problem, draft, Question(home=game.home, away=game.away, date=game.date))
    assert there == Plain(sentence=f"{game.away} does visit {game.home} on {game.date}, at {game.tip_off:%H:%M}.")
    pinned = replace(problem, pinned=(game,))
    elsewhere = ask(pinned, draft, Question(home=game.home, away=game.away, date=date(2026, 1, 25)))
    assert elsewhere == Plain(sentence=f"{game.game} is pinned on {game.date}: unpin it, and ask again.")


def test_a_tip_off_outside_the_window_is_forbidden_by_that_rule(four_team_league: SeasonFacts) -> None:
    early = Rule(id=RuleId("early"), kind="tip-off-window", parameters={"weekday_to": 19, "weekend_to": 18})
    problem = Problem(facts=four_team_league, rules=(*small_rules(), early))
    draft = scheduled(problem)
    game = draft.games[0]
    late = ask(problem, draft, Question(home=game.home, away=game.away, date=date(2026, 1, 24), tip_off=time(22)))
    assert isinstance(late, Forbidden)
    assert late.because.rules == ("early",)


def test_a_question_that_is_cancelled_ends_undecided(four_team_league: SeasonFacts) -> None:
    problem = Problem(facts=four_team_league, rules=small_rules())
    draft = scheduled(problem)
    asked = Question(home=draft.games[0].home, away=draft.games[0].away, date=date(2026, 1, 20))
    answer = why_not(problem, draft, asked, budget=ANSWER, seed=1, watch=CountingWatch(cancel_after=0))
    assert isinstance(answer, Undecided)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pair=st.permutations(TEAMS).map(lambda teams: teams[:2]),
    day=st.sampled_from(SMALL_DAYS),
    closed=st.sets(st.sampled_from(SMALL_DAYS), max_size=5),
    pins=st.integers(0, 4),
)
def test_an_answer_is_a_valid_schedule_or_a_true_contradiction(
    four_team_league: SeasonFacts, pair: list[str], day: date, closed: set[date], pins: int
) -> None:
    shut = Rule(
        id=RuleId("shut"),
        kind="no-host-dates",
        parameters={"teams": ("AAA", "BBB"), "days": tuple(map(str, sorted(closed)))},
    )
    problem = Problem(facts=four_team_league, rules=(*small_rules(), shut))
    found = solve(problem, ANSWER, 1, CountingWatch())
    if not isinstance(found, Solved):
        return
    problem = replace(problem, pinned=found.best.games[: 2 * pins : 2])
    asked = Question(home=SchoolCode(pair[0]), away=SchoolCode(pair[1]), date=day)
    answer = ask(problem, found.best, asked)
    match answer:
        case Possible(alternatives=alternatives):
            for alternative in alternatives:
                assert_answers(alternative, problem, found.best, asked)
        case Forbidden(because=because):
            assert_contradicts(problem, found.best, asked, because.rules, because.games)
        case Plain():
            pass
        case Undecided(sentence=sentence):
            raise AssertionError(sentence)


def assert_contradicts(
    problem: Problem, draft: Schedule, asked: Question, rules: Sequence[str], games: Sequence[str]
) -> None:
    """The named rules alone, with the named games pinned, leave no season to be found by the solver."""
    game = next(game for game in draft.games if (game.home, game.away) == (asked.home, asked.away))
    window = next(window.number for window in problem.facts.plan.windows if asked.date in window.dates)
    wish = replace(game, date=asked.date, window=window)
    assert wish.game in games
    pinned = (*(known for known in problem.pinned if known.game in games), wish)
    named = tuple(rule for rule in problem.rules if rule.id in rules)
    only = replace(problem, rules=named, pinned=pinned)
    assert not isinstance(solve(only, ANSWER, 1, CountingWatch()), Solved)


def test_what_a_soft_rule_costs_is_what_the_score_says_and_no_more_is_claimed(
    big12_mbb: Problem, big12_draft: Schedule
) -> None:
    costs = rule_costs(big12_mbb, big12_draft, (), budget=ANSWER, seed=1, watch=CountingWatch())
    assert [(cost.rule, cost.violations, cost.price) for cost in costs] == [
        (part.rule, part.violations, part.price) for part in big12_draft.score.soft
    ]
    assert all(cost.elsewhere is None for cost in costs)


def test_what_is_saved_elsewhere_is_told_from_two_searches_of_one_length(four_team_league: SeasonFacts) -> None:
    problem = Problem(facts=four_team_league, rules=small_rules())
    draft = scheduled(problem)
    some = Budget(evaluations=20_000, anneals=1, seconds=1e9)
    asked = (RuleId("away"), RuleId("miles"))
    one, other = (rule_costs(problem, draft, asked, budget=some, seed=1, watch=CountingWatch()) for _ in range(2))
    assert one == other
    away, miles = one
    assert away.price == 0
    assert away.elsewhere is not None
    assert away.elsewhere > 0  # long trips save miles in a league of four
    assert miles.elsewhere == 0  # there is no other soft rule that could cost less


def test_a_search_that_is_cut_short_tells_no_saving(four_team_league: SeasonFacts) -> None:
    problem = Problem(facts=four_team_league, rules=small_rules())
    draft = scheduled(problem)
    some = Budget(evaluations=20_000, anneals=1, seconds=1e9)
    watch = CountingWatch(cancel_after=0)
    (cost,) = rule_costs(problem, draft, (RuleId("away"),), budget=some, seed=1, watch=watch)
    assert cost.elsewhere is None
