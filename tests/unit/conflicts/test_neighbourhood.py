"""The last rung: a neighbourhood rearranged, with the fewest moves, and checked by who knows nothing of the model."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta
from itertools import combinations, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flextime.conflicts.board import Board, newly
from flextime.conflicts.detector import Detector
from flextime.conflicts.model import GRAVE, Conflict
from flextime.conflicts.neighbourhood import around
from flextime.conflicts.preview import Preview, Shift, assess, edits_of
from flextime.conflicts.rearranging import NARROW
from flextime.conflicts.repair import Option, ladder, rearranged, wider_ladder
from flextime.league.ids import RuleId, SchoolCode, VenueId, game_id
from flextime.league.model import Closure, DateSpan, HomeVenue, ScheduledGame
from flextime.rules.check import check
from flextime.rules.model import Rule
from flextime.solve.problem import SeasonFacts
from tests.unit.conflicts.test_repair import RULES, SEASON, closed, detector_of, round_robin

BALANCED = (*RULES, Rule(id=RuleId("balance"), kind="home-away-balance"))
RING = tuple(SchoolCode(code) for code in ("AAA", "BBB", "CCC", "DDD", "EEE", "FFF", "GGG", "HHH"))


@pytest.fixture
def ring(six_team_league: SeasonFacts) -> SeasonFacts:
    """Eight teams that play their two neighbours in a ring, in two windows: whoever moves one game moves all eight."""
    plan, first = six_team_league.plan, six_team_league.schools[0]
    schools = tuple(replace(first, code=team, name=team, latitude=39.0 + n / 10) for n, team in enumerate(RING))
    venues = tuple(replace(six_team_league.venues[0], id=_arena(team), school=team) for team in RING)
    homes = tuple(HomeVenue(team=team, venue=_arena(team)) for team in RING)
    small = replace(plan, teams=RING, windows=plan.windows[:2], games_per_team=2, home_venues=homes, rivalries=())
    return replace(six_team_league, plan=small, schools=schools, venues=venues, calendars=())


def _arena(team: SchoolCode) -> VenueId:
    return VenueId(f"{team.lower()}-arena")


def _ring_games(facts: SeasonFacts) -> list[ScheduledGame]:
    """Return A at home against B, C against D and so on in the first window, B against C and so on in the second."""
    return [
        ScheduledGame(
            game=game_id(SEASON, away, home), home=home, away=away, venue=_arena(home),
            date=facts.plan.windows[n % 2].dates[-n % 2], tip_off=time(19), window=n % 2,
        )
        for n, home in enumerate(RING)
        for away in [RING[(n + 1) % len(RING)]]
    ]  # fmt: skip


def _shut(facts: SeasonFacts, detector: Detector, venue: VenueId, window: int) -> tuple[SeasonFacts, Conflict]:
    """Close a venue on all days of a window and return the facts and the conflict."""
    days = facts.plan.windows[window].dates
    conflict = closed(detector, venue, days[0], days=len(days))
    shut = Closure(venue=venue, span=DateSpan(first=days[0], last=days[-1]), reason="snow")
    return replace(facts, closures=(shut,)), conflict


def test_where_a_whole_window_is_closed_two_rounds_trade_dates_and_that_is_proven_best(ring: SeasonFacts) -> None:
    games = _ring_games(ring)
    detector = detector_of(ring, games)
    facts, conflict = _shut(ring, detector, games[0].venue, 0)
    rungs = list(ladder({SEASON: Board(detector, facts, BALANCED)}, conflict))
    assert [any(option.clean for option in options) for options in rungs] == [False, False, False, True]
    best = rungs[-1][0]
    assert {shift.was.game: shift.now.window for shift in best.shifts} == {one.game: 1 - one.window for one in games}
    assert best.manner == "neighbourhood"
    assert best.proof is not None
    assert (best.proof.games, best.proof.fewest, best.proof.cheapest) == (8, True, True)
    assert best.sentence.startswith("Moves 8 games. Proven best among 8 games")


def test_where_one_of_the_games_that_have_to_trade_is_fixed_there_is_no_clean_way_out(ring: SeasonFacts) -> None:
    games = _ring_games(ring)
    detector = detector_of(ring, games)
    facts, conflict = _shut(ring, detector, games[0].venue, 0)
    board = Board(detector, facts, BALANCED, fixed={games[4].game})
    assert list(rearranged(board, conflict)) == []


def test_a_rule_that_is_broken_elsewhere_and_stays_so_does_not_stand_in_the_way(six_team_league: SeasonFacts) -> None:
    games = list(round_robin(six_team_league))
    place = next(n for n, game in enumerate(games) if game.window == 8)
    games[place] = replace(games[place], date=games[place].date + timedelta(days=1))  # and the next is on a Monday
    detector = detector_of(six_team_league, games)
    facts, conflict = _shut(six_team_league, detector, games[0].venue, 0)
    board = Board(detector, facts, BALANCED)
    assert {broken.rule for broken in board.verdict.broken} == {"rest", "closed"}
    assert next(rearranged(board, conflict)).clean


def test_a_season_that_owes_a_game_is_mended_all_the_same(six_team_league: SeasonFacts) -> None:
    games = round_robin(six_team_league)
    detector = detector_of(six_team_league, [game for game in games if game != games[1]])
    facts, conflict = _shut(six_team_league, detector, games[0].venue, 0)
    board = Board(detector, facts, BALANCED)
    assert "balance" in {broken.rule for broken in board.verdict.broken}
    assert next(len(option.shifts) for option in rearranged(board, conflict)) == 2


def test_where_the_best_swaps_hosts_it_says_so_and_one_that_keeps_them_comes_with_it(
    six_team_league: SeasonFacts,
) -> None:
    games = round_robin(six_team_league)
    detector = detector_of(six_team_league, games)
    facts, conflict = _shut(six_team_league, detector, games[0].venue, 0)
    swapped, kept = rearranged(Board(detector, facts, BALANCED), conflict)
    assert {shift.was.home for shift in swapped.shifts} == {games[0].home, games[0].away}
    assert swapped.sentence.startswith("Moves 2 games, 2 of them to the other team's home. Proven best")
    assert all(shift.was.game == shift.now.game for shift in kept.shifts)
    assert len(kept.shifts) > len(swapped.shifts)
    assert "among 24 games that keep their hosts" in kept.sentence


def test_what_is_found_far_off_keeps_its_hosts_is_clean_and_moves_no_more_than_what_is_found_near(
    six_team_league: SeasonFacts,
) -> None:
    games = round_robin(six_team_league)
    detector = detector_of(six_team_league, games)
    facts, conflict = _shut(six_team_league, detector, games[0].venue, 0)
    boards = {SEASON: Board(detector, facts, BALANCED)}
    near, *further = list(wider_ladder(boards, conflict))[3:]
    assert further
    kept = min(len(option.shifts) for option in near if option.clean and _keeps(option))
    far = [option for option in further[-1] if option not in near]
    assert all(option.clean and _keeps(option) for option in far)
    assert min(len(option.shifts) for option in further[-1] if option.clean and _keeps(option)) <= kept


def _keeps(option: Option) -> bool:
    return all(shift.was.game == shift.now.game for shift in option.shifts)


def test_of_all_that_a_neighbourhood_allows_nothing_moves_fewer_games_or_as_few_for_less(
    four_team_league: SeasonFacts,
) -> None:
    league = replace(four_team_league, plan=replace(four_team_league.plan, windows=four_team_league.plan.windows[:6]))
    games = round_robin(league)
    detector = detector_of(league, games)
    facts, conflict = _shut(league, detector, games[0].venue, 0)
    board = Board(detector, facts, RULES)
    best = next(rearranged(board, conflict))
    assert (best.proof and best.proof.cheapest, len(best.shifts)) == (True, 2)
    every = [(len(shifts), assess(board, shifts)) for shifts in _all_moves(board, conflict, 2)]
    ways_out = [(count, found.price) for count, found in every if _is_clean(found, conflict)]
    fewest, cheapest = min(ways_out)
    assert fewest == 2
    assert cheapest == pytest.approx(best.preview.price, abs=0.1)


def _all_moves(board: Board, conflict: Conflict, most: int) -> Iterator[tuple[Shift, ...]]:
    """Yield every choice of up to so many moves that leaves no team two games in a window."""
    hood = around(board, conflict, NARROW)
    for count in range(1, most + 1):
        for moving in combinations(hood.places, count):
            for places in product(*(hood.places[game] for game in moving)):
                after = [*(game for one, game in board.games.items() if one not in moving), *places]
                played = Counter((team, game.window) for game in after for team in (game.home, game.away))
                if max(played.values()) == 1:
                    yield tuple(Shift(was=board.games[game], now=now) for game, now in zip(moving, places, strict=True))


def _is_clean(found: Preview, conflict: Conflict) -> bool:
    graver = any(opened.severity in GRAVE for opened in found.conflicts.opened)
    return conflict in found.conflicts.cleared and not found.broken and not graver


@settings(
    deadline=None,
    max_examples=8,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_every_rearrangement_passes_the_checker_and_no_other_rung_does_better(
    six_team_league: SeasonFacts, data: st.DataObject
) -> None:
    games = list(round_robin(six_team_league))
    for place in data.draw(st.lists(st.integers(0, len(games) - 1), max_size=3, unique=True)):
        day = data.draw(st.sampled_from(six_team_league.plan.windows[games[place].window].dates))
        games[place] = replace(games[place], date=day, tip_off=data.draw(st.sampled_from([time(12), time(23)])))
    hurt = data.draw(st.sampled_from(games))
    fixed = data.draw(st.sets(st.sampled_from([game.game for game in games if game != hurt]), max_size=8))
    detector, other = detector_of(six_team_league, games), detector_of(six_team_league, games[::-1])
    facts, _ = _shut(six_team_league, detector, hurt.venue, hurt.window)
    _shut(six_team_league, other, hurt.venue, hurt.window)
    conflict = next(one for one in detector.conflicts() if one.kind == "closure" and one.games == (hurt.game,))
    board = Board(detector, facts, BALANCED, fixed=fixed)
    options = list(rearranged(board, conflict))
    assert options == list(rearranged(Board(other, facts, BALANCED, fixed=fixed), conflict))
    for option in options:
        _require_clean(board, facts, conflict, option)
    if options and options[0].proof and options[0].proof.cheapest:
        _require_best(board, conflict, options[0])


def _require_clean(board: Board, facts: SeasonFacts, conflict: Conflict, option: Option) -> None:
    """Ask the rulebook and the detector alone, which know nothing of the model."""
    assert board.fixed.isdisjoint(shift.was.game for shift in option.shifts)
    gone = {shift.was.game for shift in option.shifts}
    after = [*(one for game, one in board.games.items() if game not in gone), *(shift.now for shift in option.shifts)]
    before, then = (
        [one for one in check(facts, BALANCED, list(games)) if one.hardness == "hard"]
        for games in (board.games.values(), after)
    )
    assert newly(then, before) == ()
    changes = board.detector.look_ahead(edits_of(board, option.shifts))
    assert conflict in changes.cleared
    assert all(opened.severity not in GRAVE for opened in changes.opened)


def _require_best(board: Board, conflict: Conflict, best: Option) -> None:
    """Compare with what the other rungs find within the places of the neighbourhood."""
    places = around(board, conflict, NARROW).places
    for option in list(ladder({SEASON: board}, conflict))[2]:
        if option.clean and all(shift.now in places.get(shift.was.game, ()) for shift in option.shifts):
            assert len(option.shifts) >= len(best.shifts)
            if len(option.shifts) == len(best.shifts):
                assert option.preview.price >= best.preview.price - 0.1
