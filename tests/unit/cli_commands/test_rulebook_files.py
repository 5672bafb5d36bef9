"""A season's rules as a file: written and read back they are the same, and every mistake is told by its place."""

from __future__ import annotations

from dataclasses import Field, fields, replace
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from flextime.league.big12 import mbb_plan, mbb_rules, season_facts
from flextime.league.ids import RuleId
from flextime.rules.catalogue import KINDS
from flextime.rules.check import sentence, validate_rule
from flextime.rules.model import Rule
from flextime_cli.files.nodes import Mistakes
from flextime_cli.rulebooks.model import Asked, effective, faults, same
from flextime_cli.rulebooks.reading import Written, read_rulebook
from flextime_cli.rulebooks.writing import number, text, write_rulebook

FACTS = season_facts(mbb_plan())
SEASON = FACTS.plan.id
RULE = """\
season: mbb-2025-26
rules:
  - id: byu-no-sunday
    kind: no-sunday
    hardness: hard
    parameters:
      teams: [BYU]
    asked_by: BYU
    because: Religious observance
  - id: homes
    kind: max-consecutive-home
    hardness: soft
    weight: 0.5
    parameters:
      games: 3
"""


def read(content: str) -> tuple[tuple[Written, ...], list[str]]:
    mistakes = Mistakes()
    found = read_rulebook(content.encode(), FACTS, mistakes)
    return found, [str(mistake) for mistake in mistakes.in_order()]


def test_a_file_says_each_rule_with_who_asked_for_it_and_why() -> None:
    found, mistakes = read(RULE)
    assert mistakes == []
    no_sunday = Rule(id=RuleId("byu-no-sunday"), kind="no-sunday", parameters={"teams": ("BYU",)})
    homes = Rule(id=RuleId("homes"), kind="max-consecutive-home", hardness="soft", weight=0.5, parameters={"games": 3})
    assert [written.asked for written in found] == [
        Asked(rule=no_sunday, asked_by="BYU", because="Religious observance"),
        Asked(rule=homes),
    ]


def test_a_rule_is_as_hard_as_its_kind_unless_it_says_so() -> None:
    found, _ = read("rules:\n  - {id: a, kind: holidays}\n  - {id: b, kind: big-monday}\n")
    assert [(written.rule.hardness, written.rule.weight) for written in found] == [("hard", 1.0), ("soft", 1.0)]


def test_an_empty_rulebook_is_one_without_rules() -> None:
    assert read(write_rulebook(FACTS, [])) == ((), [])


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("season: mbb-2025-26", "season: mbb-2024-25",
         "line 1, column 9: the file is of mbb-2024-25, and these are the rules of mbb-2025-26: "
         "write mbb-2025-26 here, if it is to have them"),
        ("season:", "seson:", "line 1, column 1: there is no field 'seson', did you mean season?"),
        ("id: byu-no-sunday", "id:", "line 3, column 8: id is empty"),
        ("id: byu-no-sunday\n    ", "", "line 3, column 5: id is missing"),
        ("id: byu-no-sunday", "id: homes", "line 10, column 9: homes stands on line 3 already"),
        ("kind: no-sunday", "kind: no-sundays",
         "line 4, column 11: there is no kind of rule 'no-sundays', did you mean no-sunday or no-host-dates?"),
        ("kind: no-sunday", "kind: zzz",
         "line 4, column 11: there is no kind of rule 'zzz', `flextime rules` tells them all"),
        ("hardness: hard", "hardness: firm",
         "line 5, column 15: hardness: there is no 'firm'; there are hard, preference, soft"),
        ("hardness: hard", "hardnes: hard", "line 5, column 5: there is no field 'hardnes', did you mean hardness?"),
        ("weight: 0.5", "weight: 50", "line 13, column 13: weight is a number from 0 to 1 (its share), not '50'"),
        ("weight: 0.5", "weight: .nan",
         "line 13, column 13: weight is a number from 0 to 1 (its share), not '.nan'"),
        ("teams: [BYU]", "team: [BYU]",
         "line 7, column 7: team: the kind no-sunday has no such parameter; it has teams"),
        ("teams: [BYU]", "teams: [BYU, YALE]", "line 7, column 20: teams: YALE does not play in mbb-2025-26"),
        ("teams: [BYU]", "teams: [[BYU]]", "line 7, column 14: teams is a list of single values"),
        ("teams: [BYU]", "teams: {BYU: 1}", "line 7, column 14: teams is a value or a list, not a group of fields"),
        ("teams: [BYU]", "teams:", "line 7, column 13: teams has no value: leave it out, and it is at its default"),
        ("games: 3", "games: 30", "line 15, column 14: games: must be 1 to 20 games, not 30"),
        ("games: 3", "games: 3 days", "line 15, column 14: games: must be a whole number (games), not '3 days'"),
        ("games: 3", "games: 3.5", "line 15, column 14: games: must be a whole number (games), not 3.5"),
        ("games: 3", "games: '3'", "line 15, column 14: games: must be a whole number (games), not '3'"),
        ("games: 3", "games: yes", "line 15, column 14: games: must be a whole number (games), not True"),
        ("games: 3", "games: [3]", "line 15, column 15: games: must be a whole number (games), not ('3',)"),
        ("parameters:\n      games: 3", "parameters: 3",
         "line 14, column 17: parameters is a group of fields, as games: 3"),
        ("asked_by: BYU", "asked_by: [BYU]", "line 8, column 15: asked_by is text, not a list or a group of fields"),
        ("because: Religious observance", 'because: "\\0"',
         "line 9, column 14: because has the character NUL, which no text of ours may have"),
        ("  - id: byu-no-sunday", "  - homes\n  - id: byu-no-sunday",
         "line 3, column 5: a rule is a group of fields: id, kind, hardness, weight, parameters, asked_by, because"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_by_its_line_and_column(was: str, now: str, told: str) -> None:
    assert was in RULE
    assert read(RULE.replace(was, now, 1))[1] == [told]


def test_days_are_looked_at_one_by_one() -> None:
    parameters = "{teams: [BYU], days: [2026-04-04, 2026-02-30, 12-25, soon]}"
    _, mistakes = read(f"rules:\n  - {{id: a, kind: no-host-dates, parameters: {parameters}}}\n")
    hint = "is not a day: write 2026-04-04, 2026-04-04..2026-04-05 or 12-25"
    assert mistakes == [
        f"line 2, column 80: days: '2026-02-30' {hint}",
        f"line 2, column 99: days: 'soon' {hint}",
    ]


def test_all_mistakes_are_told_at_once() -> None:
    wrong = RULE.replace("[BYU]", "[YALE, BYU, MIT]").replace("kind: max", "kind: min").replace("0.5", "x")
    assert [mistake.partition(":")[0] for mistake in read(wrong)[1]] == [
        "line 7, column 15", "line 7, column 26", "line 11, column 11", "line 13, column 13",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("- id: a\n", "line 1, column 1: the file begins with `rules:`, and a list of them follows"),
        ("season: mbb-2025-26\n", "line 1, column 1: rules is missing"),
        ("rules: 5\n", "line 1, column 8: rules is a list: each begins with a hyphen; [] is none"),
    ],
)
def test_a_file_that_is_no_rulebook_says_what_it_should_be(content: str, told: str) -> None:
    assert read(content) == ((), [told])


def test_a_rule_stands_under_its_sentence_with_what_its_parameters_may_be() -> None:
    rule = Rule(id=RuleId("no"), kind="exams", hardness="soft", weight=0.5, parameters={"games": 3})
    asked = Asked(rule=rule, asked_by="WVU", because="Finals: all week")
    _, _, written = write_rulebook(FACTS, [asked]).partition("rules:\n")
    assert written == (
        "  # Every team plays at most 3 games in a period of exams.\n"
        '  - id: "no"\n'
        "    kind: exams\n"
        "    hardness: soft\n"
        "    weight: 0.5\n"
        "    parameters:\n"
        "      games: 3  # 0 to 10 games\n"
        "      # teams: []  # teams\n"
        "    asked_by: WVU\n"
        '    because: "Finals: all week"\n'
    )


def test_a_default_that_is_taken_out_of_its_comment_is_still_the_default() -> None:
    rules = [Asked(rule=rule) for rule in mbb_rules()]
    lines = write_rulebook(FACTS, rules).splitlines()
    bare = [line.replace("# ", "", 1) if line.lstrip().startswith("# ") and "  # " in line.lstrip() else line
            for line in lines]  # fmt: skip
    bare = ["    parameters:" if line == "    # parameters:" else line for line in bare]
    found, mistakes = read("\n".join(bare))
    assert mistakes == []
    assert all(set(written.rule.parameters) == set(KINDS[written.rule.kind].defaults()) for written in found)
    assert all(same(written.rule, asked.rule) for written, asked in zip(found, rules, strict=True))


def test_a_rule_of_a_kind_that_is_no_more_is_written_and_said_to_be() -> None:
    written = write_rulebook(FACTS, [Asked(rule=Rule(id=RuleId("old"), kind="forgotten", parameters={"n": 3}))])
    assert "# a kind of rule that this version does not know\n  - id: old" in written
    assert yaml.safe_load(written)["rules"] == [
        {"id": "old", "kind": "forgotten", "hardness": "hard", "parameters": {"n": 3}}
    ]


def test_rules_are_the_same_when_a_default_is_written_out() -> None:
    short = Rule(id=RuleId("a"), kind="exams")
    assert same(short, replace(short, parameters={"games": 2, "teams": ()}))
    assert not same(short, replace(short, parameters={"games": 3}))
    assert not same(short, replace(short, hardness="soft"))
    assert effective(replace(short, parameters={"teams": "BYU"}))["teams"] == ("BYU",)


def of_type(declared: Field[Any]) -> st.SearchStrategy[Any]:
    """Draw a value that a parameter may have."""
    meta = declared.metadata
    days = st.sampled_from(["2026-04-04", "12-25", "01-01", "2026-04-04..2026-04-05"])
    match meta["type"].__name__:
        case "int":
            return st.integers(meta["least"], meta["most"])
        case "float":
            return st.floats(meta["least"], meta["most"]) | st.integers(int(meta["least"]), int(meta["most"]))
        case "str":
            return words()
        case _:
            members = st.sampled_from(FACTS.plan.teams) if meta["unit"] == "teams" else days
            return st.lists(members, max_size=4).map(tuple)


def words() -> st.SearchStrategy[str]:
    """Draw text that a person, or a program, may have given: quotes, colons, hashes, line breaks, any script."""
    tricky = st.sampled_from(
        ["no", "null", "~", "1e3", "12:30", "- a", "a: b", "# a", "'", '"', "*a", "&a", "!a", " a "]
    )
    return tricky | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@st.composite
def rulebooks(draw: st.DrawFn) -> list[Asked]:
    """Draw rules of any kinds, with any of their parameters at any value that can be."""
    ids = draw(st.lists(words().filter(bool), max_size=5, unique=True))
    return [
        Asked(
            rule=draw(rules(identity).filter(lambda rule: not list(faults(rule, FACTS)))),
            asked_by=draw(words()),
            because=draw(words()),
        )
        for identity in ids
    ]


@st.composite
def rules(draw: st.DrawFn, identity: str) -> Rule:
    kind = KINDS[draw(st.sampled_from(sorted(KINDS)))]
    chosen = draw(st.lists(st.sampled_from(list(fields(kind.parameters))), unique_by=lambda each: each.name)) if fields(
        kind.parameters
    ) else []  # fmt: skip
    return Rule(
        id=RuleId(identity),
        kind=kind.name,
        hardness=draw(st.sampled_from(["hard", "soft", "preference"])),
        weight=draw(st.floats(0.0, 1.0)),
        parameters={declared.name: draw(of_type(declared)) for declared in chosen},
    )


@settings(max_examples=100, deadline=None)
@given(rulebooks())
def test_what_is_written_is_read_back_as_it_was(book: list[Asked]) -> None:
    found, mistakes = read(write_rulebook(FACTS, book))
    assert mistakes == []
    assert [written.asked for written in found] == book


@settings(max_examples=200, deadline=None)
@given(words())
def test_text_is_text_to_every_yaml_reader(given_words: str) -> None:
    assert yaml.safe_load(f"a: {text(given_words)}") == {"a": given_words}


@settings(max_examples=200, deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_a_number_to_every_yaml_reader(real: float) -> None:
    assert yaml.safe_load(number(real)) == real


def test_every_fault_of_a_rule_is_found_where_the_rulebook_stops_at_the_first() -> None:
    rule = Rule(
        id=RuleId("a"), kind="exams", weight=2.0, parameters={"games": 99, "teams": ("YALE", "BYU", "MIT"), "day": 1}
    )
    assert [fault.told.partition(":")[0] for fault in faults(rule, FACTS)] == [
        "weight", "day", "games", "teams", "teams",
    ]  # fmt: skip
    assert next(faults(replace(rule, kind="zzz"), FACTS)).told.startswith("kind: there is no kind 'zzz'")


@pytest.mark.parametrize(
    ("given_hours", "told"),
    [
        ({"weekday_from": 20, "weekday_to": 18}, ["weekday_to: the last tip-off, 18:00, is before the first, 20:00"]),
        ({"weekday_from": 22}, ["weekday_to: the last tip-off, 21:00, is before the first, 22:00"]),
        ({"weekday_from": 10, "weekday_to": 11}, []),
    ],
)
def test_parameters_are_looked_at_together(given_hours: dict[str, int], told: list[str]) -> None:
    rule = Rule(id=RuleId("a"), kind="tip-off-window", parameters=dict(given_hours))
    assert [fault.told for fault in faults(rule, FACTS)] == told
    hours = "".join(f"\n      {name}: {hour}" for name, hour in given_hours.items())
    assert len(read(f"rules:\n  - id: a\n    kind: tip-off-window\n    parameters:{hours}\n")[1]) == len(told)


@pytest.mark.parametrize("rule", mbb_rules(), ids=lambda rule: rule.id)
def test_the_conferences_rules_have_no_faults(rule: Rule) -> None:
    validate_rule(rule, FACTS)
    assert list(faults(rule, FACTS)) == []
    assert sentence(rule, FACTS)
