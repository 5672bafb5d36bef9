"""The price of a timetable, compiled: each team's row by the cost functions of the limits, and what spans teams."""

from flextime.limits import br1, ca1, ca3, off_bye, se1, split_weeks, travel
from flextime.solve.arrays import HARD, LAST_GAMES, SLOTS, Floats, Ints, Limits
from flextime.solve.compiled import compiled, inlined

# Columns of a team's masks: home, away, any game by slot, the same by game, the number of games, breaks by slot.
HOME, AWAY, ANY = range(3)
BY_GAME = 3
GAMES = 6
HOME_BREAKS, AWAY_BREAKS = 7, 8
MASKS = 9
EVERYWHERE = -1  # all bits

_br1_cost = compiled(br1.cost)
_ca1_cost = compiled(ca1.cost)
_ca3_cost = compiled(ca3.cost)
_se1_cost = compiled(se1.cost)
_splits_cost = compiled(split_weeks.cost)
_opponent_mask = compiled(ca3.opponent_mask)
_off_bye_meetings = compiled(off_bye.meetings)
trip_miles = compiled(travel.trip_miles)
_imbalance = compiled(travel.imbalance)


@inlined
def fill_masks(row: Ints, masks: Ints) -> None:
    """Fill in a team's masks from its row."""
    home, away = 0, 0
    for slot in range(row.size):  # without branches: where a team plays at home no processor can guess
        home |= int(row[slot] > 0) << slot
        away |= int(row[slot] < 0) << slot
    masks[HOME], masks[AWAY] = home, away
    fill_pattern(masks, row.size)


@inlined
def fill_pattern(masks: Ints, slots: int) -> None:
    """Fill in the masks of a team that follow from those of its home and away games."""
    home, away = masks[HOME], masks[AWAY]
    masks[ANY] = home | away
    if masks[ANY] == (1 << slots) - 1:  # no byes: games are slots
        masks[BY_GAME + HOME], masks[BY_GAME + AWAY], masks[BY_GAME + ANY] = home, away, home | away
        masks[GAMES] = slots
        masks[HOME_BREAKS], masks[AWAY_BREAKS] = home & (home << 1), away & (away << 1)
    else:
        _fill_around_byes(masks, slots)


@inlined
def _fill_around_byes(masks: Ints, slots: int) -> None:
    home_games, away_games, games = 0, 0, 0
    home_breaks, away_breaks, was_home, was_away = 0, 0, 0, 0
    for slot in range(slots):
        is_home, is_away = (masks[HOME] >> slot) & 1, (masks[AWAY] >> slot) & 1
        home_games |= is_home << games
        away_games |= is_away << games
        home_breaks |= (is_home & was_home) << slot
        away_breaks |= (is_away & was_away) << slot
        bye = 1 - (is_home | is_away)
        was_home, was_away = is_home | (was_home & bye), is_away | (was_away & bye)
        games += 1 - bye
    masks[BY_GAME + HOME], masks[BY_GAME + AWAY], masks[BY_GAME + ANY] = home_games, away_games, home_games | away_games
    masks[GAMES] = games
    masks[HOME_BREAKS], masks[AWAY_BREAKS] = home_breaks, away_breaks


@inlined
def pattern_cost(limits: Limits, at: int, masks: Ints, slots: int) -> float:
    """Return the deviations of a pattern from the limits at an offset, times their points (1 when hard)."""
    total = 0.0
    for k in range(limits.ca3_at[at], limits.ca3_at[at + 1]):
        total += ca3_deviations(limits, k, masks, slots) * abs(limits.ca3_points[k])
    for k in range(limits.ca1_at[at], limits.ca1_at[at + 1]):
        total += ca1_deviations(limits, k, masks) * abs(limits.ca1_points[k])
    for k in range(limits.br1_at[at], limits.br1_at[at + 1]):
        total += br1_deviations(limits, k, masks) * abs(limits.br1_points[k])
    for k in range(limits.splits_at[at], limits.splits_at[at + 1]):
        firsts, lasts, most = limits.splits[k, 0], limits.splits[k, 1], limits.splits[k, 2]
        total += _splits_cost(masks[HOME], masks[AWAY], firsts, lasts, most) * abs(limits.splits_points[k])
    return total


@inlined
def meetings_cost(limits: Limits, at: int, row: Ints, masks: Ints, last: Ints) -> float:
    """Return the deviations of who is met when from the limits at an offset, times their points (1 when hard)."""
    total = rematch_cost(limits, at // 2, row, last, at % 2 == 0)
    for k in range(limits.against_at[at], limits.against_at[at + 1]):
        total += against_deviations(limits, k, row, masks) * abs(limits.against_points[k])
    return total


@inlined
def ca3_deviations(limits: Limits, k: int, masks: Ints, slots: int) -> int:
    """Return by how much a pattern deviates from one of its CA3 limits that name no opponents."""
    return _windows_deviations(limits.ca3, k, masks, slots, EVERYWHERE)


@inlined
def against_deviations(limits: Limits, k: int, row: Ints, masks: Ints) -> int:
    """Return by how much a row, with its masks filled, deviates from one of its CA3 limits that name opponents."""
    among = _against(row, limits.against[k, 4], limits.against[k, 1] == SLOTS)
    return _windows_deviations(limits.against, k, masks, row.size, among)


@inlined
def _windows_deviations(limits: Ints, k: int, masks: Ints, slots: int, among: int) -> int:
    """Return the deviation from a CA3 limit of the games at the places `among`, given as bits."""
    by_slot = limits[k, 1] == SLOTS
    mode: int = limits[k, 0] if by_slot else limits[k, 0] + BY_GAME
    mask: int = masks[mode] & among
    deviations: int = _ca3_cost(mask, slots if by_slot else masks[GAMES], limits[k, 2], limits[k, 3])
    return deviations


@inlined
def ca1_deviations(limits: Limits, k: int, masks: Ints) -> int:
    """Return by how much the row of these masks deviates from one of its CA1 limits."""
    unit, places = limits.ca1[k, 1], limits.ca1[k, 2]
    mode: int = limits.ca1[k, 0] if unit == SLOTS else limits.ca1[k, 0] + BY_GAME
    mask: int = masks[mode]
    if unit != SLOTS:
        if unit == LAST_GAMES and masks[GAMES] > places:
            mask >>= masks[GAMES] - places
        places = (1 << places) - 1
    deviations: int = _ca1_cost(mask, places, limits.ca1[k, 3], limits.ca1[k, 4])
    return deviations


@inlined
def br1_deviations(limits: Limits, k: int, masks: Ints) -> int:
    """Return by how much the row of these masks deviates from one of its BR1 limits."""
    mode: int = limits.br1[k, 0]
    mask: int = masks[HOME_BREAKS] | masks[AWAY_BREAKS] if mode == 2 else masks[HOME_BREAKS + mode]
    deviations: int = _br1_cost(mask, limits.br1[k, 1], limits.br1[k, 2])
    return deviations


@inlined
def _against(row: Ints, opponents: int, by_slot: bool) -> int:
    """Return where a row names one of the opponents, as bits by slot or by game."""
    if by_slot:
        return _opponent_mask(row, opponents)
    mask, games = 0, 0
    for slot in range(row.size):
        if row[slot] != 0:
            mask |= ((opponents >> (abs(row[slot]) - 1)) & 1) << games
            games += 1
    return mask


@inlined
def rematch_cost(limits: Limits, team: int, row: Ints, last: Ints, hard: bool) -> float:
    """Return the deviations of a row from the hard, or the soft, separations, times their points (1 when hard)."""
    total = 0.0
    for k in range(limits.se1_points.size):
        if (limits.se1[k, 0] >> team) & 1 and (limits.se1_points[k] == HARD) == hard:
            total += _se1_cost(row, team, limits.se1[k, 0], limits.se1[k, 1], last) * abs(limits.se1_points[k])
    return total


@inlined
def league_cost(limits: Limits, rows: Ints, team_miles: Floats) -> float:
    """Return the soft price of what spans teams: the balance of travel, and plays after byes."""
    total = 0.0
    if limits.balance_points > 0.0:
        total += limits.balance_points * _imbalance(team_miles, limits.balance_percent)
    for k in range(limits.off_bye_points.size):
        for team in range(rows.shape[0]):
            if (limits.off_bye[k, 0] >> team) & 1:
                over = _off_bye_meetings(rows, team) - limits.off_bye[k, 1]
                if over > 0:
                    total += over * max(0.0, limits.off_bye_points[k])
    return total
