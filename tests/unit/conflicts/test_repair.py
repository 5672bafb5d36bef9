"""Ways out of conflicts: each clears what it is for, does what it says, and leaves fixed games where they are."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flextime.conflicts.board import Board, newly
from flextime.conflicts.detector import Detector
from flextime.conflicts.errors import UnknownGame
from flextime.conflicts.model import CloseDays, Conflict, Edit, KnowSchool, KnowSeason, KnowVenue, Place
from flextime.conflicts.preview import edits_of
from flextime.conflicts.proposals import DEPTH, Proposal, Proposals
from flextime.conflicts.repair import ladder, legal_slots, repairs
from flextime.league.ids import GameId, RuleId, SeasonId, VenueId, game_id
from flextime.league.model import Closure, DateSpan, ScheduledGame
from flextime.rules.check import check, check_moves
from flextime.rules.model import Rule, Violation
from flextime.solve.problem import SeasonFacts

RULES = (
    Rule(id=RuleId("once"), kind="one-game-a-day"),
    Rule(id=RuleId("rest"), kind="min-rest"),
    Rule(id=RuleId("away"), kind="max-consecutive-away", parameters={"games": 3}),
    Rule(id=RuleId("closed"), kind="venue-closure"),
    Rule(id=RuleId("miles"), kind="travel-miles", hardness="soft"),
)
SEASON = SeasonId("small")


def round_robin(facts: SeasonFacts) -> tuple[ScheduledGame, ...]:
    """Return each two teams at each other's home in the first windows, by the circle method, on their first days."""
    ring, found = list(facts.plan.teams), []
    for number in range(2 * len(ring) - 2):
        window = facts.plan.windows[number]
        for place in range(len(ring) // 2):
            one, other = ring[place], ring[-1 - place]
            home, away = (one, other) if number % 2 else (other, one)
            found.append(
                ScheduledGame(
                    game=game_id(SEASON, away, home), home=home, away=away, venue=VenueId(f"{home.lower()}-arena"),
                    date=window.dates[0], tip_off=time(19), window=number,
                )
            )  # fmt: skip
        ring = [ring[0], ring[-1], *ring[1:-1]]
    return tuple(found)


def detector_of(facts: SeasonFacts, games: Sequence[ScheduledGame]) -> Detector:
    detector = Detector()
    known: tuple[Edit, ...] = (
        *(KnowSchool(school=school) for school in facts.schools),
        *(KnowVenue(venue=venue) for venue in facts.venues),
        KnowSeason(plan=facts.plan),
    )
    detector.apply([*known, *(Place(season=SEASON, game=game) for game in games)])
    return detector


@pytest.fixture
def detector(six_team_league: SeasonFacts) -> Detector:
    return detector_of(six_team_league, round_robin(six_team_league))


def closed(detector: Detector, venue: str, first: date, days: int = 1) -> Conflict:
    """Close a venue and return the first conflict that this opens."""
    span = DateSpan(first=first, last=first + timedelta(days=days - 1))
    return detector.apply([CloseDays(closure=Closure(venue=VenueId(venue), span=span, reason="snow"))]).opened[0]


def a_game(detector: Detector, window: int = 5) -> ScheduledGame:
    """Return a game of a Monday, whose window has Tuesday and Wednesday as well, or of another window's first day."""
    return next(game.game for game in detector.of_season(SEASON) if game.game.window == window)


def test_a_closed_arena_is_met_by_another_day_of_the_window_first(
    six_team_league: SeasonFacts, detector: Detector
) -> None:
    game = a_game(detector)
    conflict = closed(detector, game.venue, game.date)
    board = Board(detector, six_team_league, RULES)
    best = next(ladder({SEASON: board}, conflict))[0]
    assert (best.manner, best.clean, best.waivers) == ("slot", True, ())
    assert (best.shifts[0].now.window, best.teams) == (game.window, tuple(sorted((game.home, game.away))))
    assert best.preview.conflicts.cleared == (conflict,)


def test_each_rung_of_the_ladder_knows_what_the_one_before_knew(
    six_team_league: SeasonFacts, detector: Detector
) -> None:
    game = a_game(detector)
    window = next(one for one in six_team_league.plan.windows if one.number == game.window)
    conflict = closed(detector, game.venue, window.dates[0], days=len(window.dates))
    rungs = list(ladder({SEASON: Board(detector, six_team_league, RULES)}, conflict))
    assert len(rungs) == 3
    assert {option.manner for option in rungs[0]} <= {"slot", "hosts"}
    assert {option.manner for option in rungs[2]} & {"swap", "chain"}
    best = [(not options[0].clean, options[0].cost) for options in rungs]
    assert best == sorted(best, reverse=True)


def test_a_conflict_of_games_that_are_all_fixed_has_no_way_out(
    six_team_league: SeasonFacts, detector: Detector
) -> None:
    game = a_game(detector)
    conflict = closed(detector, game.venue, game.date)
    board = Board(detector, six_team_league, RULES, fixed={game.game})
    assert repairs({SEASON: board}, conflict) == ()
    assert legal_slots(board, game.game) == ()


def test_a_season_without_a_board_keeps_its_games(detector: Detector) -> None:
    game = a_game(detector)
    assert repairs({}, closed(detector, game.venue, game.date)) == ()


def test_legal_slots_come_before_those_that_need_a_waiver_and_the_waiver_has_a_price(
    six_team_league: SeasonFacts, detector: Detector
) -> None:
    saturdays = a_game(detector, window=4)
    options = legal_slots(Board(detector, six_team_league, RULES), saturdays.game)
    assert [option.clean for option in options] == sorted((option.clean for option in options), reverse=True)
    needing = [waiver for option in options for waiver in option.waivers]
    assert needing
    assert all(waiver.price > 0 and waiver.hardness == "hard" for waiver in needing)


def test_slots_of_a_game_that_is_not_of_the_season_are_refused(
    six_team_league: SeasonFacts, detector: Detector
) -> None:
    with pytest.raises(UnknownGame):
        legal_slots(Board(detector, six_team_league, RULES), GameId("chess.white-at-black"))


def test_a_chain_is_what_hangs_together_in_two_windows_and_not_longer_than_can_be_followed(
    six_team_league: SeasonFacts, detector: Detector
) -> None:
    board = Board(detector, six_team_league, RULES)
    found = 0
    for game in board.games.values():
        chains = {chain.shifts[0].now.window: chain for chain in Proposals(board).chains(game)}
        for window in range(10):
            steps = _together(list(board.games.values()), game, window)
            if window == game.window or len(steps) == 1 or max(steps.values()) > DEPTH:
                assert window not in chains
            else:
                found += 1
                assert {shift.was.game for shift in chains[window].shifts} == set(steps)
    assert found > 20


def _together(games: Sequence[ScheduledGame], game: ScheduledGame, window: int) -> dict[GameId, int]:
    """Return the games of two windows that hang together with one, and how far each is from it: ring by ring."""
    both = [one for one in games if one.window in (game.window, window)]
    steps, teams = {game.game: 0}, {game.home, game.away}
    for step in range(1, len(both)):
        ring = [one for one in both if one.game not in steps and not teams.isdisjoint((one.home, one.away))]
        steps |= {one.game: step for one in ring}
        teams |= {team for one in ring for team in (one.home, one.away)}
    return steps


def test_no_proposal_has_a_team_play_twice_in_a_window(six_team_league: SeasonFacts, detector: Detector) -> None:
    board = Board(detector, six_team_league, RULES)
    makers = Proposals(board)
    for game in list(board.games.values())[::5]:
        for proposal in (*makers.slots(game), *makers.hosts(game), *makers.swaps(game), *makers.chains(game)):
            assert proposal.shifts[0].was == game
            assert all(shift.now != shift.was for shift in proposal.shifts)
            _require_once_a_window(board, proposal)


def _require_once_a_window(board: Board, proposal: Proposal) -> None:
    gone = {shift.was.game for shift in proposal.shifts}
    games = [game for game in board.games.values() if game.game not in gone] + [shift.now for shift in proposal.shifts]
    played = [(team, game.window) for game in games for team in (game.home, game.away)]
    assert len(played) == len(set(played))
    windows = {window.number: window.dates for window in board.facts.plan.windows}
    assert all(game.date in windows[game.window] for game in games)


@settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_every_way_out_clears_its_conflict_says_what_it_breaks_and_moves_nothing_fixed(
    six_team_league: SeasonFacts, data: st.DataObject
) -> None:
    games = list(round_robin(six_team_league))
    windows = six_team_league.plan.windows
    for place in data.draw(st.lists(st.integers(0, len(games) - 1), max_size=4, unique=True)):
        day = data.draw(st.sampled_from(windows[games[place].window].dates))
        tip_off = data.draw(st.sampled_from([time(12), time(19), time(23)]))
        games[place] = replace(games[place], date=day, tip_off=tip_off)
    detector = detector_of(six_team_league, games)
    hurt = data.draw(st.sampled_from(games))
    last = hurt.date + timedelta(days=data.draw(st.integers(0, 4)))
    shut = Closure(venue=hurt.venue, span=DateSpan(first=hurt.date, last=last), reason="snow")
    detector.apply([CloseDays(closure=shut)])
    fixed = data.draw(st.sets(st.sampled_from([game.game for game in games]), max_size=8))
    conflict = data.draw(st.sampled_from(detector.conflicts()))
    board = Board(detector, six_team_league, RULES, fixed=fixed)
    before = [found for found in check(six_team_league, RULES, games) if found.hardness == "hard"]
    options = repairs({SEASON: board}, conflict)
    other = detector_of(six_team_league, games[::-1])
    other.apply([CloseDays(closure=shut)])
    assert options == repairs({SEASON: Board(other, six_team_league, RULES, fixed=fixed)}, conflict)
    for option in options:
        assert conflict in option.preview.conflicts.cleared
        assert fixed.isdisjoint(shift.was.game for shift in option.shifts)
        after = {**board.games}
        for shift in option.shifts:
            del after[shift.was.game]
        after |= {shift.now.game: shift.now for shift in option.shifts}
        hard = [one for one in check(six_team_league, RULES, list(after.values())) if one.hardness == "hard"]
        waived = {one.sentence for one in option.waivers}
        assert waived <= {one.sentence for one in hard}
        assert waived >= {one.sentence for one in hard if _broken_by(one) not in {_broken_by(was) for was in before}}
        if option.clean and option.manner == "slot":
            assert check_moves(six_team_league, RULES, games, [option.shifts[0].now]) == ()
        assert detector.look_ahead(edits_of(board, option.shifts)) == option.preview.conflicts


def _broken_by(violation: Violation) -> tuple[RuleId, frozenset[str], frozenset[GameId]]:
    return violation.rule, frozenset(violation.teams), frozenset(violation.games)


def test_a_violation_that_grows_needs_a_waiver_and_one_that_shrinks_is_mended() -> None:
    less = Violation(rule=RuleId("rest"), kind="min-rest", hardness="hard", sentence="1 day short", price=40.0)
    more = replace(less, sentence="2 days short", price=80.0)
    assert (newly([more], [less]), newly([less], [more])) == ((more,), ())
    assert newly([less, less], [less]) == (less,)


def test_a_building_that_two_sports_share_is_cleared_by_the_season_that_may_move(
    six_team_league: SeasonFacts, detector: Detector
) -> None:
    mens = a_game(detector)
    women = replace(six_team_league.plan, id=SeasonId("women"), sport="WBB")
    clash = replace(mens, game=GameId("women.visit"), tip_off=time(18))
    opened = detector.apply([KnowSeason(plan=women), Place(season=women.id, game=clash)]).opened
    (conflict,) = [one for one in opened if one.kind == "venue-overlap"]
    mens_board = Board(detector, six_team_league, RULES)
    womens_board = Board(detector, replace(six_team_league, plan=women), ())
    for boards in ([mens_board], [womens_board]):
        options = repairs({board.facts.plan.id: board for board in boards}, conflict)
        assert {option.season for option in options} == {boards[0].facts.plan.id}
    both = repairs({board.facts.plan.id: board for board in (mens_board, womens_board)}, conflict, most=30)
    assert {option.season for option in both} == {SEASON, women.id}


def test_a_game_outside_every_window_comes_back_into_one(six_team_league: SeasonFacts, detector: Detector) -> None:
    lost = replace(a_game(detector), date=date(2026, 6, 1), window=99)
    (conflict,) = [
        one for one in detector.apply([Place(season=SEASON, game=lost)]).opened if one.kind == "outside-window"
    ]
    best = repairs({SEASON: Board(detector, six_team_league, RULES)}, conflict)[0]
    assert best.shifts[0].now.date in six_team_league.plan.windows[best.shifts[0].now.window].dates
