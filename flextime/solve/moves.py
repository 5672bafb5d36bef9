"""The moves of the annealing, compiled. Each writes the cells it would change; none changes the rows.

A cell is (team, slot, new entry). Every move keeps each team at one game a slot; the first two keep who meets whom and
where, the others but turn_game keep each team's number of home games.
"""

from flextime.solve.arrays import Ints
from flextime.solve.compiled import compiled


@compiled
def draw(state: Ints, below: int) -> int:
    """Return a number from 0 to below - 1 (at most 2**31) from the 48-bit congruential generator of drand48.

    The same on every machine; its low bits have short periods and are not used. Compiled, the product loses the bits
    that the mask takes away anyhow.
    """
    state[0] = (int(state[0]) * 0x5DEECE66D + 0xB) & 0xFFFFFFFFFFFF
    number: int = (state[0] >> 17) % below
    return number


@compiled
def kempe_chain(rows: Ints, team: int, one: int, other: int, cells: Ints, seen: Ints) -> int:
    """Swap two slots for the teams connected to `team` by games in them (a Kempe chain; byes end it).

    Nothing when the chain takes more than half the teams: it is hardly ever taken, and what it does is what its
    complement does with the two slots renamed.
    """
    seen[:] = 0
    seen[team] = 1
    stack = cells[:, 3]
    stack[0] = team
    depth, count, members = 1, 0, 1
    while depth > 0:
        depth -= 1
        now = stack[depth]
        if rows[now, one] != rows[now, other]:
            count = _put(cells, count, now, one, rows[now, other])
            count = _put(cells, count, now, other, rows[now, one])
        for slot in (one, other):
            mate = abs(rows[now, slot]) - 1
            if mate >= 0 and seen[mate] == 0:
                if 2 * members >= rows.shape[0] and members >= 4:
                    return 0
                members += 1
                seen[mate] = 1
                stack[depth] = mate
                depth += 1
    return count


@compiled
def swap_slots(rows: Ints, one: int, other: int, cells: Ints) -> int:
    """Swap two whole slots."""
    count = 0
    for team in range(rows.shape[0]):
        count = _put(cells, count, team, one, rows[team, other])
        count = _put(cells, count, team, other, rows[team, one])
    return count


@compiled
def swap_homes(rows: Ints, team: int, slot: int, cells: Ints) -> int:
    """Swap the arenas of a pair's two meetings; nothing when they meet once."""
    entry = rows[team, slot]
    if entry == 0:
        return 0
    other = abs(entry) - 1
    for again in range(rows.shape[1]):
        if rows[team, again] == -entry:
            count = _flip(rows, cells, 0, team, other, slot)
            return _flip(rows, cells, count, team, other, again)
    return 0


@compiled
def turn_game(rows: Ints, team: int, slot: int, cells: Ints) -> int:
    """Let the guest of a game host it: where a pair meets an odd number of times, or not all games are played."""
    entry = rows[team, slot]
    return _flip(rows, cells, 0, team, abs(entry) - 1, slot) if entry != 0 else 0


@compiled
def turn_triangle(rows: Ints, team: int, state: Ints, cells: Ints) -> int:
    """Reverse a cycle of three hosts: a hosts b, b hosts c, c hosts a; each keeps its number of home games."""
    slots = rows.shape[1]
    first = draw(state, slots)
    if rows[team, first] <= 0:
        return 0
    second_team: int = rows[team, first] - 1
    start = draw(state, slots)
    for offset in range(slots):
        second = (start + offset) % slots
        third_team: int = rows[second_team, second] - 1
        if rows[second_team, second] <= 0 or third_team == team:
            continue
        for third in range(slots):
            if rows[third_team, third] == team + 1:
                count = _flip(rows, cells, 0, team, second_team, first)
                count = _flip(rows, cells, count, second_team, third_team, second)
                return _flip(rows, cells, count, third_team, team, third)
    return 0


@compiled
def exchange_guests(rows: Ints, team: int, slot: int, other_host: int, cells: Ints) -> int:
    """Let two hosts of a slot swap their guests: who plays at home stays, who meets whom changes."""
    if rows[team, slot] <= 0 or rows[other_host, slot] <= 0 or team == other_host:
        return 0
    guest, other_guest = rows[team, slot] - 1, rows[other_host, slot] - 1
    count = _put(cells, 0, team, slot, other_guest + 1)
    count = _put(cells, count, other_host, slot, guest + 1)
    count = _put(cells, count, guest, slot, -(other_host + 1))
    return _put(cells, count, other_guest, slot, -(team + 1))


@compiled
def swap_teams(rows: Ints, one: int, other: int, first: int, half: int, cells: Ints) -> int:
    """Let two teams take each other's games from a slot on until each has its own opponents again (PartialSwapTeams).

    With `half`, the slots of a phase, it stays within the phase of the first slot. For neighbours almost nobody's
    travel changes: the only move that is cheap when the search is cold. Where one of them has no such game left the
    chain ends, and who meets whom changes by that much.
    """
    many = half if half > 0 else rows.shape[1]
    begin = first - first % many
    done, count, slot = 0, 0, first
    wanted = abs(rows[one, first])
    while True:
        mine, theirs = rows[one, slot], rows[other, slot]
        if abs(mine) == other + 1 or mine == theirs:
            return 0
        done |= 1 << slot
        count = _take(cells, count, slot, one, theirs)
        count = _take(cells, count, slot, other, mine)
        if abs(theirs) == wanted:
            return count
        slot = _slot_against(rows, one, abs(theirs), begin, begin + many, done)
        if slot < 0:
            return count


@compiled
def trade_games(rows: Ints, one: int, other: int, first: int, most: int, cells: Ints) -> int:
    """Let two teams of a double round robin take each other's games from a slot on, home for home and away for away,
    until each has every ordered pair once again (PartialSwapTeams). Nothing where they meet, or for over `most`
    slots."""
    slots = rows.shape[1]
    done, count, slot = 0, 0, first
    wanted = rows[one, first]
    if abs(wanted) == other + 1 or wanted == rows[other, first]:
        return 0
    while True:
        mine, theirs = rows[one, slot], rows[other, slot]
        done |= 1 << slot
        count = _take(cells, count, slot, one, theirs)
        count = _take(cells, count, slot, other, mine)
        if theirs == wanted:
            return count
        most -= 1
        slot = _slot_of(rows, one, theirs, 0, slots, done)
        if slot < 0 or most == 0 or abs(rows[other, slot]) == one + 1:
            return 0


@compiled
def trade_all_games(rows: Ints, one: int, other: int, cells: Ints) -> int:
    """Let two teams take each other's whole season, but for the games between them (SwapTeams)."""
    count = 0
    for slot in range(rows.shape[1]):
        mine, theirs = rows[one, slot], rows[other, slot]
        if abs(mine) != other + 1 and mine != theirs:
            count = _take(cells, count, slot, one, theirs)
            count = _take(cells, count, slot, other, mine)
    return count


@compiled
def trade_half(rows: Ints, one: int, other: int, first: int, most: int, cells: Ints) -> int:
    """Let two teams take each other's opponents from a slot on, within the half of the season that it lies in
    (PartialSwapTeams, phased). Where that turns who hosted an opponent, the game of the other half turns as well.
    Nothing where they meet, or for over `most` slots."""
    slots = rows.shape[1]
    half = slots // 2
    begin = 0 if first < half else half
    done, count, slot = 0, 0, first
    wanted = abs(rows[one, first])
    if wanted == other + 1:
        return 0
    while True:
        mine, theirs = rows[one, slot], rows[other, slot]
        done |= 1 << slot
        count = _take(cells, count, slot, one, theirs)
        count = _take(cells, count, slot, other, mine)
        count = _turn_return_games(rows, one, other, theirs, begin, cells, count)
        if abs(theirs) == wanted:
            return count
        most -= 1
        slot = _slot_against(rows, one, abs(theirs), begin, begin + half, done)
        if slot < 0 or most == 0 or abs(rows[other, slot]) == one + 1:
            return 0


@compiled
def _turn_return_games(rows: Ints, one: int, other: int, theirs: int, begin: int, cells: Ints, count: int) -> int:
    """Turn both teams' games of the other half against an opponent that one hosted and the other visited."""
    half = rows.shape[1] // 2
    opponent = abs(theirs)
    met = _slot_against(rows, one, opponent, begin, begin + half, 0)
    if met < 0 or rows[one, met] == theirs:
        return count
    later = half - begin
    for team in (one, other):
        slot = _slot_against(rows, team, opponent, later, later + half, 0)
        if slot >= 0:
            count = _flip(rows, cells, count, team, opponent - 1, slot)
    return count


@compiled
def _slot_of(rows: Ints, team: int, entry: int, begin: int, end: int, done: int) -> int:
    """Return the first slot that has the entry and is not among the bits of `done`, -1 for none."""
    for slot in range(begin, end):
        if rows[team, slot] == entry and (done >> slot) & 1 == 0:
            return slot
    return -1


@compiled
def _slot_against(rows: Ints, team: int, opponent: int, begin: int, end: int, done: int) -> int:
    """Return the first slot against an opponent, counted from 1, that is not among the bits of `done`, -1 for none."""
    for slot in range(begin, end):
        if abs(rows[team, slot]) == opponent and (done >> slot) & 1 == 0:
            return slot
    return -1


@compiled
def _take(cells: Ints, count: int, slot: int, team: int, entry: int) -> int:
    """Give a team the game of an entry, or the bye, and tell its opponent."""
    count = _put(cells, count, team, slot, entry)
    if entry > 0:
        return _put(cells, count, entry - 1, slot, -(team + 1))
    if entry < 0:
        return _put(cells, count, -entry - 1, slot, team + 1)
    return count


@compiled
def _flip(rows: Ints, cells: Ints, count: int, one: int, other: int, slot: int) -> int:
    count = _put(cells, count, one, slot, -rows[one, slot])
    return _put(cells, count, other, slot, -rows[other, slot])


@compiled
def _put(cells: Ints, count: int, team: int, slot: int, entry: int) -> int:
    cells[count, 0] = team
    cells[count, 1] = slot
    cells[count, 2] = entry
    return count + 1
