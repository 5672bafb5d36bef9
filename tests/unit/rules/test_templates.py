"""Templates: each becomes a rule of a season as it stands, or once the one thing is filled in that it asks for."""

from dataclasses import replace

import pytest

from flextime.league.big12 import mbb_plan, season_facts
from flextime.rules.check import sentence, validate_rule
from flextime.rules.compiling import compile_rule
from flextime.rules.model import Parameter
from flextime.rules.templates import TEMPLATES, Template

FACTS = season_facts(mbb_plan())
FILLED: dict[str, Parameter] = {"teams": ("BYU", "UTAH"), "days": ("2026-02-14",)}


def test_there_are_twenty_to_start_from_with_names_of_their_own() -> None:
    names = [template.rule.id for template in TEMPLATES]
    assert len(names) == len(set(names)) >= 20


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.rule.id)
def test_a_template_is_a_valid_rule_that_says_something_of_its_own(template: Template) -> None:
    given = {template.wants: FILLED[template.wants]} if template.wants else {}
    rule = replace(template.rule, parameters=dict(template.rule.parameters) | given)
    validate_rule(rule, FACTS)
    assert sentence(rule, FACTS).endswith(".")
    compile_rule(rule, FACTS)
    assert (sentence(rule, FACTS) != sentence(template.rule, FACTS)) == bool(template.wants)
