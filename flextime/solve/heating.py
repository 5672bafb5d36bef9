"""lower: how hot to anneal a tournament is found out by annealing it, quickly and from hot to cold.

How high prices are says little about how hot it must be: what keeps timetables apart is prices and hard limits both.
By the median by which moves change the price, Early 8 and NL10 are best begun at a third of it, Early 7 and 11 at three
and four times it, and colder ones end where they began. What they have in common is when the price falls.
"""

from collections.abc import Callable, Sequence
from statistics import median

from flextime.solve.annealing import Anneal, Cooling, Reading, typical_change

TYPICAL_MOVES = 400
# Of the probe, in typical changes: hot enough for any price, cold enough for most.
HOTTEST, COLDEST = 6.0, 0.05
PROBE_SHARE, HOT_SHARE = 0.12, 0.75  # of the evaluations; a reheated anneal from the best has the rest
# The hot anneal begins where so much of what the price falls by in the probe lies behind, and ends at half the
# temperature where next to all of it does, for the slower an anneal is, the colder it still finds something.
BEGUN, ENDED, SLOWER = 0.6, 0.97, 0.5
LEAST_RATIO, MOST_RATIO = 3.0, 12.0  # of its first temperature to its last
# Of the hot anneal, in typical changes, where the probe does not tell. A probe that has readings of few chunks, or
# lowers the price by less than a tenth, found hardly any timetables that keep the hard limits: there it is hot that
# prices fall.
STUCK, FEWEST_READINGS, LEAST_FALL = (3.6, 0.3), 10, 0.1
SHORT, SHORTEST_PROBE = (0.3, 0.05), 200_000  # and a short one finds nothing anywhere; so it is best in most leagues
REHEATED = (1.6, 0.4)  # the reheated one, in the last temperature of the hot one
# Where few timetables keep the hard limits, a search that has left them finds none again: Early 13 ended at the 1,473
# that it began with, and ends at 394.
STRAY_CHUNKS = 20
SMOOTHED = 5  # readings, of which the middle one counts

Search = Callable[[int, Cooling], Sequence[Anneal]]  # lets every member anneal from the best of all


def lower(run: Anneal, evaluations: int, search: Search) -> None:
    """Spend the evaluations of each member on a probe, a hot and a reheated anneal. `run` keeps every hard limit."""
    price, scale = run.best_price, typical_change(run, TYPICAL_MOVES)
    probe, hot = int(evaluations * PROBE_SHARE), int(evaluations * HOT_SHARE)
    probed = search(probe, probe_cooling(scale))
    readings = cheapest(probed).readings
    guess = SHORT if probe < SHORTEST_PROBE else STUCK
    warm, cold = fall(readings, price) or (guess[0] * scale, guess[1] * scale)
    search(hot, _cooling(warm, cold))
    search(evaluations - probe - hot, _cooling(REHEATED[0] * cold, REHEATED[1] * cold))


def cheapest(runs: Sequence[Anneal]) -> Anneal:
    """Return the run whose best costs least, the lowest member's where several do."""
    return min(runs, key=lambda run: run.best_price)


def probe_cooling(scale: float) -> Cooling:
    """Return the cooling of a probe; `scale` is the typical change."""
    return _cooling(HOTTEST * scale, COLDEST * scale)


def _cooling(warm: float, cold: float) -> Cooling:
    return Cooling(warm=warm, cold=cold, stray_chunks=STRAY_CHUNKS)


def fall(readings: Sequence[Reading], price: float) -> tuple[float, float] | None:
    """Return the temperatures between which the price falls, from `price` before the probe; None where unknown.

    >>> readings = [Reading(heat=20.0 - step, price=min(100.0, 20.0 + 10.0 * max(0, 12 - step))) for step in range(19)]
    >>> fall(readings, 100.0)  # doctest: +ELLIPSIS
    (11.0, 3.666...)
    """
    if len(readings) < FEWEST_READINGS:
        return None
    half = SMOOTHED // 2
    prices = [
        median(reading.price for reading in readings[max(0, number - half) : number + half + 1])
        for number in range(len(readings))
    ]
    top, bottom = max(price, prices[0]), min(prices)
    if top - bottom < LEAST_FALL * top:
        return None
    begun, ended = (top - share * (top - bottom) for share in (BEGUN, ENDED))
    warm, cold = (
        next(reading.heat for reading, each in zip(readings, prices, strict=True) if each <= level)
        for level in (begun, ended)
    )
    return warm, min(warm / LEAST_RATIO, max(warm / MOST_RATIO, SLOWER * cold))
