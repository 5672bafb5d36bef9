"""The rulebook's kinds by name: the one list that a new file of this folder is added to."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flextime.rules import (
    academic_blackout,
    away_run,
    balance,
    big_monday,
    bye_placement,
    bye_weeks,
    day_spread,
    events_a_day,
    exams,
    first_last,
    game_count,
    games_in_days,
    graduation,
    holidays,
    home_in_exams,
    home_run,
    home_within,
    ideal_rest,
    min_rest,
    missed_opponents,
    must_host,
    must_meet,
    no_host_dates,
    no_sunday,
    one_game_a_day,
    open_close,
    opponents,
    other_sport_home,
    partner_weekends,
    plays_after_byes,
    rematch,
    rivalry,
    rivalry_dates,
    road_in_five,
    road_pairs,
    sat_mon_wed,
    saturday_share,
    season_window,
    series,
    shared_venue,
    sunday_travel,
    tip_off_window,
    travel_balance,
    travel_miles,
    venue_closure,
    venue_rotation,
    weekday_games,
    weekend_home,
    weekend_home_spread,
    weekend_share,
)  # fmt: skip
from flextime.rules.kind import RuleKind

_FILES = (
    game_count, opponents, balance, one_game_a_day, min_rest, away_run, first_last, weekend_home, sat_mon_wed, rematch,
    no_sunday, no_host_dates, exams, academic_blackout, graduation, venue_closure, holidays, season_window, rivalry,
    travel_miles, travel_balance, home_run, road_in_five, open_close, bye_placement, plays_after_byes,
    weekend_home_spread, saturday_share, ideal_rest, big_monday, venue_rotation, day_spread, sunday_travel,
    tip_off_window, rivalry_dates, weekend_share, games_in_days, must_meet,
    bye_weeks, home_within, road_pairs, home_in_exams, weekday_games, shared_venue,
    other_sport_home, events_a_day, series, partner_weekends, must_host,
    missed_opponents,
)  # fmt: skip

KINDS: Mapping[str, RuleKind[Any]] = MappingProxyType({file.KIND.name: file.KIND for file in _FILES})
