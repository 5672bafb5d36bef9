"""Least games of a network: what its contract was sold for."""

from collections.abc import Iterator
from dataclasses import dataclass

from flextime.rules.kind import Finding, RuleKind, nothing, plural
from flextime.rules.parameters import number, text_set
from flextime.rules.season_view import SeasonView
from flextime.solve.problem import SeasonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkMinimum:
    """The games that the networks of one contract show together; no network named is any."""

    games: int = number(20, "games", least=0, most=1000)
    networks: tuple[str, ...] = text_set("FOX", unit="networks")


def sentence(given: NetworkMinimum, _facts: SeasonFacts) -> str:
    return f"At least {plural(given.games, 'game')} of the season are on {shown_on(given)}."


def shown_on(given: NetworkMinimum) -> str:
    """Return the networks as they stand in a sentence."""
    return " or ".join(given.networks) or "any network"


def check(given: NetworkMinimum, view: SeasonView) -> Iterator[Finding]:
    shown = sum(_counts(given, game.network) for game in view.games)
    if shown < given.games:
        said = f"{plural(shown, 'game')} {'is' if shown == 1 else 'are'} on {shown_on(given)}, not {given.games}."
        yield Finding(sentence=said, amount=given.games - shown)


def _counts(given: NetworkMinimum, network: str | None) -> bool:
    return network is not None and (not given.networks or network in given.networks)


KIND = RuleKind(
    name="network-minimum",
    title="Least games of a network",
    category="Broadcast",
    parameters=NetworkMinimum,
    points=5.0,
    sentence=sentence,
    check=check,
    compile=nothing,
    default_hardness="soft",
    unsearched="it",  # networks are booked by people, when a season has its days
)
