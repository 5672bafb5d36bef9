"""The rules of a season: added, changed, retired."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flextime.league.ids import RuleId, SeasonId
from flextime.rules.check import RuleError, validate_rule
from flextime.rules.model import Rule
from flextime.season.refusal import AlreadyExists, Invalid, NotFound
from flextime.season.seasons import with_season
from flextime.season.state import Conference, season_facts

# Commands ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class AddRule:
    """Add a rule to a season. `asked_by` and `because` stay in the history for whoever asks later."""

    season: SeasonId
    rule: Rule
    asked_by: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRule:
    """Change a rule's parameters, hardness or weight; its kind stays."""

    season: SeasonId
    rule: Rule
    asked_by: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetireRule:
    """Take a rule out of force. `asked_by` and `because` stay in the history."""

    season: SeasonId
    rule: RuleId
    because: str = ""
    asked_by: str = ""


# Events --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleAdded:
    """A rule came into force."""

    season: SeasonId
    rule: Rule
    asked_by: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChanged:
    """A rule changed."""

    season: SeasonId
    was: Rule
    now: Rule
    asked_by: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRetired:
    """A rule went out of force."""

    season: SeasonId
    rule: Rule
    because: str = ""
    asked_by: str = ""


# Decide --------------------------------------------------------------------------------------------------------------


def add_rule(state: Conference, command: AddRule) -> Sequence[RuleAdded]:
    """Decide on a new rule: its kind must exist and its parameters fit the season."""
    season = state.season(command.season)
    require_fitting(state, command.season, command.rule)
    if (known := season.rules.get(command.rule.id)) is not None:
        if known == command.rule:
            return []
        raise AlreadyExists(f"{command.rule.id} is in force with other values: send ChangeRule.", field="rule.id")
    return [
        RuleAdded(season=command.season, rule=command.rule, asked_by=command.asked_by, because=command.because),
    ]


def change_rule(state: Conference, command: ChangeRule) -> Sequence[RuleChanged]:
    """Decide on a change: the rule must be in force and keep its kind."""
    was = _rule_in_force(state, command.season, command.rule.id)
    if was.kind != command.rule.kind:
        raise Invalid(f"{was.id} is of kind {was.kind}; another kind is another rule.", field="rule.kind")
    require_fitting(state, command.season, command.rule)
    if was == command.rule:
        return []
    return [
        RuleChanged(
            season=command.season, was=was, now=command.rule, asked_by=command.asked_by, because=command.because
        )
    ]


def retire_rule(state: Conference, command: RetireRule) -> Sequence[RuleRetired]:
    """Decide on taking a rule out of force; one that was retired is already so."""
    if command.rule in state.season(command.season).retired:
        return []
    rule = _rule_in_force(state, command.season, command.rule)
    return [RuleRetired(season=command.season, rule=rule, because=command.because, asked_by=command.asked_by)]


def require_fitting(state: Conference, season: SeasonId, rule: Rule) -> None:
    """Raise Invalid with the field and the reason when a rule cannot be meant as it is written."""
    try:
        validate_rule(rule, season_facts(state, season))
    except RuleError as error:
        raise Invalid(error.reason, field=f"rule.{error.field}") from error


def _rule_in_force(state: Conference, season: SeasonId, rule: RuleId) -> Rule:
    if (known := state.season(season).rules.get(rule)) is None:
        raise NotFound(f"No rule {rule} is in force in {season}.", field="rule")
    return known


# Evolve --------------------------------------------------------------------------------------------------------------


def rule_in_force(state: Conference, event: RuleAdded | RuleChanged) -> Conference:
    season = state.seasons[event.season]
    rule = event.rule if isinstance(event, RuleAdded) else event.now
    return with_season(
        state, replace(season, rules={**season.rules, rule.id: rule}, retired=season.retired - {rule.id})
    )


def rule_retired(state: Conference, event: RuleRetired) -> Conference:
    season = state.seasons[event.season]
    rules = {key: rule for key, rule in season.rules.items() if key != event.rule.id}
    return with_season(state, replace(season, rules=rules, retired=season.retired | {event.rule.id}))
