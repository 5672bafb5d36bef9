"""Each kind of conflict by example: what is told, what is just not one, and what the clocks do to it."""

from dataclasses import replace
from datetime import date

import pytest

from flextime.conflicts.detector import Detector
from flextime.conflicts.errors import UnknownConflict, UnknownZone
from flextime.conflicts.model import (
    Cause,
    Changes,
    CloseDays,
    Conflict,
    ConflictId,
    KnowSeason,
    KnowVenue,
    OpenDays,
    Place,
    Remove,
    SetCalendar,
)
from flextime.conflicts.numbers import Championship, Numbers
from flextime.league.ids import GameId, VenueId
from flextime.league.model import AcademicCalendar, Closure, DateSpan, ScheduledGame, Sport
from tests.conflict_worlds import TEAMS, arena, found, game, opening, place, plan

BOTH: tuple[Sport, ...] = ("MBB", "WBB")
SHORT_GAMES = Numbers(
    game_hours={**Numbers().game_hours, **dict.fromkeys(BOTH, 1 / 3)},
    setup_hours={**Numbers().setup_hours, **dict.fromkeys(BOTH, 0.0)},
    clearing_hours={**Numbers().clearing_hours, **dict.fromkeys(BOTH, 0.0)},
)  # twenty minutes, and nothing to be set up


def sentences(kind: str, *games: ScheduledGame) -> list[str]:
    return [conflict.sentence for conflict in found(kind, *games)]


def span(first: str, last: str = "") -> DateSpan:
    return DateSpan(first=date.fromisoformat(first), last=date.fromisoformat(last or first))


# Buildings and networks ----------------------------------------------------------------------------------------------


def test_a_partial_overlap_of_ten_minutes_is_a_double_booking_across_sports() -> None:
    men = game("WVU@KU", "2026-03-05", "10:00")
    women = game("BYU@KU", "2026-03-05", "10:10", season="wbb")
    detector = Detector(Numbers())
    detector.apply([*opening(), place(men), place(women)])
    (overlap,) = [conflict for conflict in detector.conflicts() if conflict.kind == "venue-overlap"]
    assert overlap.severity == "critical"
    assert overlap.games == (men.game, women.game)
    assert overlap.sentence == "KU arena: WVU at KU (MBB) on 2026-03-05 at 10:00 and BYU at KU (WBB) at 10:10 overlap."


@pytest.mark.parametrize(("second", "overlaps"), [("10:10", True), ("10:19", True), ("10:20", False)])
def test_games_of_twenty_minutes_overlap_until_the_first_is_over(second: str, overlaps: bool) -> None:
    two = (game("WVU@KU", "2026-03-05", "10:00"), game("BYU@KU", "2026-03-05", second, season="wbb"))
    assert bool(found("venue-overlap", *two, numbers=SHORT_GAMES)) == overlaps


def test_a_building_needs_two_hours_between_games_and_twelve_before_gymnastics() -> None:
    early = game("WVU@KU", "2026-03-05", "10:00")
    assert sentences("venue-overlap", early, game("BYU@KU", "2026-03-05", "14:59", season="wbb")) == [
        "KU arena: WVU at KU (MBB) on 2026-03-05 at 10:00 and BYU at KU (WBB) at 14:59 have 1 h 59 min between them, "
        "not 2 h."
    ]
    assert found("venue-overlap", early, game("BYU@KU", "2026-03-05", "15:00", season="wbb")) == []
    late = game("BYU@KU", "2026-03-06", "00:00", season="gym")
    assert [conflict.severity for conflict in found("venue-overlap", early, late)] == ["high"]
    assert found("venue-overlap", early, game("BYU@KU", "2026-03-06", "10:00", season="gym")) == []


def test_one_day_of_a_series_is_enough_to_take_a_building() -> None:
    series = game("WVU@KU", "2026-03-05", "12:00", season="bsb")
    (overlap,) = found("venue-overlap", series, game("BYU@KU", "2026-03-07", "13:00"))
    assert (overlap.severity, overlap.venue) == ("critical", VenueId("ku-arena"))
    assert found("venue-overlap", series, game("BYU@KU", "2026-03-08", "13:00")) == []


def test_a_game_after_midnight_meets_the_one_before_it_on_the_night_that_clocks_are_set() -> None:
    late = game("WVU@KU", "2026-03-07", "22:30")  # to 01:30, half an hour before 02:00 becomes 03:00
    assert [found.severity for found in found("venue-overlap", late, game("BYU@KU", "2026-03-08", "03:30"))] == ["high"]
    assert found("venue-overlap", late, game("BYU@KU", "2026-03-08", "04:30")) == []


def test_a_network_shows_one_game_at_a_time_by_one_clock() -> None:
    east = game("KU@WVU", "2026-03-05", "19:00", network="ESPN")
    assert sentences("television", east, game("BYU@ASU", "2026-03-05", "19:00", network="ESPN")) == [
        "ESPN has KU at WVU (MBB) and BYU at ASU (MBB) at once on 2026-03-05."
    ]
    assert found("television", east, game("BYU@ASU", "2026-03-05", "20:00", network="ESPN")) == []
    assert found("television", east, game("BYU@ASU", "2026-03-05", "19:00", network="FOX")) == []


def test_a_closed_venue_says_why_and_opens_again() -> None:
    detector = Detector()
    at_home = game("BYU@ASU", "2026-03-05")
    closure = Closure(venue=arena("ASU").id, span=span("2026-03-05", "2026-03-06"), reason="burst pipe")
    detector.apply([*opening(), place(at_home)])
    (shut,) = detector.apply([CloseDays(closure=closure)]).opened
    assert (
        shut.sentence == "ASU arena is closed on 2026-03-05 (burst pipe), and BYU at ASU (MBB) is to be played there."
    )
    assert Cause("closure", "asu-arena 2026-03-05..2026-03-06") in shut.depends_on
    assert detector.apply([CloseDays(closure=closure)]) == Changes()
    assert detector.apply([OpenDays(closure=closure)]).cleared == (shut,)


def test_a_venue_that_turns_out_to_lie_elsewhere_has_its_games_at_another_time() -> None:
    detector = Detector()
    first, other = game("KU@WVU", "2026-03-05", "19:00", network="ESPN"), game("BYU@ASU", "2026-03-05", network="ESPN")
    detector.apply([*opening(), place(first), place(other)])
    elsewhere = replace(arena("WVU"), time_zone="Pacific/Auckland")
    moved = detector.apply([KnowVenue(venue=elsewhere)])
    assert [conflict.kind for conflict in moved.cleared] == ["television"]


# A team's games ------------------------------------------------------------------------------------------------------


def test_two_tip_offs_of_a_team_are_twenty_hours_apart_whatever_the_clocks_show() -> None:
    east = game("KU@WVU", "2026-03-05", "15:00")
    assert sentences("team-double-booking", east, game("KU@ASU", "2026-03-06", "08:59")) == [
        "KU (MBB): KU at WVU (MBB) on 2026-03-05 and KU at ASU (MBB) on 2026-03-06 begin within 19 h 59 min, not 20 h."
    ]
    assert found("team-double-booking", east, game("KU@ASU", "2026-03-06", "09:00")) == []


def test_daylight_saving_takes_an_hour_from_the_night_in_denver_and_none_in_phoenix() -> None:
    def two(host: str) -> list[Conflict]:
        games = (game(f"KU@{host}", "2026-03-07", "15:00"), game(f"WVU@{host}", "2026-03-08", "11:30"))
        return found("team-double-booking", *games)

    assert [conflict.teams for conflict in two("BYU")] == [("BYU",)]
    assert two("ASU") == []


def test_a_team_that_plays_twice_at_once_is_double_booked_and_neither_late_nor_tired() -> None:
    two = (game("KU@WVU", "2026-03-05", "19:00"), game("KU@BYU", "2026-03-05", "19:00"))
    (booked,) = found("team-double-booking", *two)
    assert (booked.severity, booked.teams) == ("high", ("KU",))
    assert [*found("rest", *two), *found("back-to-back", *two), *found("travel", *two)] == []


def test_teams_of_two_sports_of_a_school_are_two_teams() -> None:
    two = (game("KU@WVU", "2026-03-05", "19:00"), game("KU@BYU", "2026-03-05", "19:00", season="wbb"))
    assert found("team-double-booking", *two) == []


def test_a_way_that_cannot_be_done_in_time_says_how_long_it_takes() -> None:
    east = game("KU@WVU", "2026-03-05", "19:00")
    west = game("KU@ASU", "2026-03-07", "00:00")
    assert sentences("travel", east, west) == [
        "KU (MBB): 28 h from KU at WVU (MBB) on 2026-03-05 to KU at ASU (MBB) on 2026-03-07; 1,816 miles take "
        "32 h 56 min."
    ]
    assert found("travel", east, game("KU@ASU", "2026-03-07", "05:00")) == []


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (game("WVU@KU", "2026-03-05", "10:00"), game("BYU@KU", "2026-03-06", "08:59"), "home game it is 20 h."),
        (game("WVU@KU", "2026-03-05", "10:00"), game("BYU@KU", "2026-03-06", "09:00"), ""),
        (game("KU@BYU", "2026-03-05", "10:00"), game("KU@BYU", "2026-03-06", "12:59", id="mbb.2"), "away it is 24 h."),
        (game("KU@BYU", "2026-03-05", "10:00"), game("KU@BYU", "2026-03-06", "13:00", id="mbb.2"), ""),
        (game("KU@WVU", "2026-03-05", "10:00"), game("BYU@KU", "2026-03-06", "23:59"), "between them it is 36 h."),
        (game("KU@WVU", "2026-03-05", "10:00"), game("BYU@KU", "2026-03-07", "00:00"), ""),
    ],
)  # fmt: skip
def test_rest_is_longer_after_a_game_away_and_longest_after_a_long_way(
    first: ScheduledGame, second: ScheduledGame, told: str
) -> None:
    own = [conflict.sentence for conflict in found("rest", first, second) if conflict.teams == ("KU",)]
    assert [said.endswith(told) for said in own] == ([True] if told else [])


def test_consecutive_days_are_back_to_back_and_a_day_between_is_enough() -> None:
    first = game("KU@BYU", "2026-03-05")
    assert sentences("back-to-back", first, game("WVU@BYU", "2026-03-06")) == [
        "BYU (MBB) plays back to back: KU at BYU (MBB) on 2026-03-05 and WVU at BYU (MBB) on 2026-03-06."
    ]
    assert found("back-to-back", first, game("WVU@BYU", "2026-03-07")) == []


def test_three_games_over_three_thousand_miles_in_a_week_are_a_burden_and_two_are_not() -> None:
    trip = (game("KU@WVU", "2026-03-05"), game("KU@BYU", "2026-03-07"), game("KU@ASU", "2026-03-09"))
    assert found("travel-burden", *trip) == []  # 817, 1,671 and 472 miles
    there = (game("KU@WVU", "2026-03-05"), game("KU@ASU", "2026-03-07"))
    assert found("travel-burden", *there) == []
    back = (*there, game("KU@WVU", "2026-03-09", id="mbb.again"))
    assert sentences("travel-burden", *back) == [
        "KU (MBB) travels 4,449 miles for 3 games from 2026-03-05 to 2026-03-09."
    ]


def test_home_and_away_may_be_thirty_hundredths_apart_once_there_are_four_games() -> None:
    hosts = [
        game(f"{away}@KU", day) for away, day in (("BYU", "2026-03-05"), ("ASU", "2026-03-07"), ("WVU", "2026-03-09"))
    ]
    assert found("imbalance", *hosts) == []
    (told,) = found("imbalance", *hosts, game("KU@BYU", "2026-05-01"))
    assert (told.sentence, told.severity) == (
        "KU (MBB) has 3 home games and 1 away: 50% apart, not 30% at most.",
        "low",
    )


def test_a_third_game_away_in_a_row_is_a_streak_over_byes_but_not_over_seasons() -> None:
    away = [
        game(f"KU@{host}", day) for host, day in (("BYU", "2025-10-30"), ("ASU", "2026-03-06"), ("WVU", "2026-05-03"))
    ]
    assert sentences("streak", *away) == [
        "KU (MBB) has 3 away games in a row from 2025-10-30 to 2026-05-03, not 2 at most."
    ]
    detector = Detector()
    other = plan("MBB", "next")
    last = Place(season=other.id, game=away[2])
    detector.apply([*opening(), KnowSeason(plan=other), place(away[0]), place(away[1]), last])
    assert not any(conflict.kind == "streak" for conflict in detector.conflicts())


# Days ----------------------------------------------------------------------------------------------------------------


def test_byu_plays_no_sunday_by_the_date_of_the_venue_nor_on_one_day_of_a_series() -> None:
    assert sentences("no-sunday", game("BYU@KU", "2026-03-08")) == [
        "BYU plays no Sunday: BYU at KU (MBB) is on 2026-03-08."
    ]
    assert found("no-sunday", game("KU@BYU", "2026-03-07", "23:30")) == []  # Sunday already in the East
    (series,) = found("no-sunday", game("BYU@KU", "2026-03-06", season="bsb"))
    assert series.dates == (date(2026, 3, 8),)
    assert found("no-sunday", game("BYU@KU", "2026-03-05", season="bsb")) == []


def test_no_game_of_the_season_is_on_a_day_of_its_sports_championship() -> None:
    final = Numbers(championships=(Championship(sport="MBB", span=span("2026-03-10")),))
    (told,) = found("championship", game("KU@BYU", "2026-03-10"), numbers=final)
    assert told.sentence.endswith("is on 2026-03-10, in the championship from 2026-03-10 to 2026-03-10.")
    assert found("championship", game("KU@BYU", "2026-03-10", season="wbb"), numbers=final) == []


def test_a_game_outside_its_window_or_the_season_is_told() -> None:
    assert sentences("outside-window", game("KU@BYU", "2026-04-01")) == [
        "KU at BYU (MBB) is on 2026-04-01, which is no date of its window, 18."
    ]
    assert sentences("outside-window", game("KU@BYU", "2026-05-06", season="bsb")) == [
        "KU at BYU (BSB) is from 2026-05-06 to 2026-05-08, and the season from 2025-10-30 to 2026-05-06."
    ]
    assert found("outside-window", game("KU@BYU", "2026-05-06")) == []


def test_baseball_is_cold_in_kansas_before_the_middle_of_march_and_not_in_utah() -> None:
    assert sentences("weather", game("BYU@KU", "2026-03-05", season="bsb")) == [
        "BYU at KU (BSB) is on 2026-03-05: at KU it is too cold before 2026-03-15."
    ]
    assert found("weather", game("KU@BYU", "2026-03-05", season="bsb")) == []
    assert found("weather", game("BYU@KU", "2026-03-05")) == []


@pytest.mark.parametrize(("tip_off", "hot"), [("17:59", True), ("18:00", False)])
def test_football_is_hot_in_arizona_on_a_september_afternoon(tip_off: str, hot: bool) -> None:
    detector = Detector()
    detector.apply([*opening(), KnowSeason(plan=plan("FB"))])
    changes = detector.apply([place(game("KU@ASU", "2025-09-20", tip_off, season="fb"))])
    assert any(conflict.kind == "weather" for conflict in changes.opened) == hot


def test_calendars_close_days_to_play_and_to_hosting_and_exams_allow_two_games_of_basketball() -> None:
    detector = Detector()
    detector.apply([*opening(), place(game("KU@BYU", "2026-03-05")), place(game("WVU@KU", "2026-03-07"))])
    calendar = AcademicCalendar(
        school=TEAMS[2],
        year="2025-26",
        exams=(span("2026-03-05", "2026-03-10"),),
        graduations=(span("2026-03-05"), span("2026-03-07")),
        no_play=(span("2026-03-05"),),
    )
    opened = detector.apply([SetCalendar(calendar=calendar)]).opened
    assert [conflict.sentence for conflict in opened] == [
        "WVU at KU (MBB) is on 2026-03-07, when KU has its graduation and may not host.",
        "KU at BYU (MBB) is on 2026-03-05, when KU may not compete.",
    ]
    third = detector.apply([place(game("ASU@KU", "2026-03-10"))]).opened
    assert "KU (MBB) has 3 games in its exams from 2026-03-05 to 2026-03-10, not 2 at most." in {
        conflict.sentence for conflict in third
    }
    assert detector.apply([SetCalendar(calendar=AcademicCalendar(school=TEAMS[2], year="2025-26"))]).opened == ()


def test_where_no_calendar_is_known_the_first_fortnight_of_may_has_exams_but_for_basketball() -> None:
    assert [told.teams for told in found("academic-dates", game("KU@BYU", "2026-05-02", season="gym"))] == [
        ("BYU",),
        ("KU",),
    ]
    assert found("academic-dates", game("KU@BYU", "2026-05-02")) == []


@pytest.mark.parametrize(
    ("played", "told"),
    [
        (game("KU@BYU", "2026-03-08", "02:30"), "which the clock of America/Denver skips; taken for 03:30."),
        (game("KU@BYU", "2025-11-02", "01:30"), "which the clock of America/Denver has twice; taken for the first."),
        (game("KU@ASU", "2026-03-08", "02:30"), None),  # Phoenix keeps its clocks
        (game("KU@ASU", "2025-11-02", "01:30"), None),
        (game("KU@BYU", "2026-03-08", "03:00"), None),
        (game("KU@BYU", "2025-11-02", "02:00"), None),
    ],
)
def test_a_tip_off_that_the_clock_skips_or_has_twice_is_told(played: ScheduledGame, told: str | None) -> None:
    assert [said.partition(", ")[2] for said in sentences("clock-change", played)] == ([told] if told else [])


# What a conflict says ------------------------------------------------------------------------------------------------


def test_a_conflict_stays_the_same_one_while_its_facts_change_and_knows_who_moved_what() -> None:
    detector = Detector()
    detector.apply([*opening(), place(game("WVU@KU", "2026-03-05")), place(game("BYU@KU", "2026-03-06", "19:00"))])
    (was,) = [conflict for conflict in detector.conflicts() if conflict.kind == "back-to-back"]
    assert was.id == "back-to-back:MBB:KU:mbb.wvu-at-ku:mbb.byu-at-ku"
    assert was.by_hand == ()
    changes = detector.apply([place(game("BYU@KU", "2026-03-06", "21:00"), by_hand=True)])
    (change,) = changes.changed
    assert (change.was, change.now.id, change.now.by_hand) == (was, was.id, (GameId("mbb.byu-at-ku"),))
    assert detector.conflict(was.id) == change.now
    assert detector.apply([Remove(game=GameId("mbb.byu-at-ku"))]).cleared == (change.now,)
    with pytest.raises(UnknownConflict, match="cleared"):
        detector.conflict(was.id)


def test_a_venue_without_a_time_zone_is_refused_and_nothing_is_taken_in() -> None:
    detector = Detector()
    detector.apply(opening())
    with pytest.raises(UnknownZone, match="Mars/Olympus"):
        detector.apply(
            [place(game("KU@BYU", "2026-03-08")), KnowVenue(venue=replace(arena("KU"), time_zone="Mars/Olympus"))]
        )
    assert detector.conflicts() == ()


def test_a_game_that_stands_nowhere_is_removed_already_and_a_conflict_that_is_not_open_is_told() -> None:
    assert Detector().apply([Remove(game=GameId("chess.white-at-black"))]) == Changes()
    with pytest.raises(UnknownConflict):
        Detector().conflict(ConflictId("rest:none"))
