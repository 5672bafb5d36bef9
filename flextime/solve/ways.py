"""Ways: what a search may do: the kinds of moves, and the mix in which they are drawn."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from flextime.solve.arrays import Ints

# The kinds of moves, in the order of a mix.
(
    SWAP_SLOTS, KEMPE, SWAP_HOMES, TRIANGLE, SWAP_TEAMS, EXCHANGE_GUESTS, TRADE_GAMES, TRADE_ALL, TRADE_HALF, TURN_GAME,
) = range(10)  # fmt: skip
KINDS = 10


class Ways(NamedTuple):
    """What a search may do. `mix` holds, by kind of move, the hundredth of draws below which it is taken."""

    mix: Ints
    half: int  # slots of a phase: moves of slots stay within one; 0 without phases
    keeps_games: bool  # a move that loses what must be played is refused: small moves would not find it again
    most_hard: float  # a move that adds more hard deviations is refused unseen, whatever its soft price
    lengths: int  # how many limits there are to the slots of a trade, each a half of the one before: one is drawn


def ways(
    shares: Mapping[int, int], *, half: int = 0, keeps_games: bool = False, most_hard: float = 1e9, lengths: int = 1
) -> Ways:
    """Return the ways of a mix given in hundredths by kind. Raises ValueError unless they add up to 100."""
    if sum(shares.values()) != 100:
        raise ValueError(f"The shares of moves add up to {sum(shares.values())}, not to 100.")
    mix = np.cumsum([shares.get(kind, 0) for kind in range(KINDS)]).astype(np.int64)
    return Ways(mix, half, keeps_games, most_hard, lengths)


# A season is begun valid. A move that adds two hard deviations was never taken.
SEASON = ways(
    {SWAP_SLOTS: 2, KEMPE: 43, SWAP_HOMES: 12, TRIANGLE: 13, SWAP_TEAMS: 20, EXCHANGE_GUESTS: 10},
    keeps_games=True,
    most_hard=1.5,
)
