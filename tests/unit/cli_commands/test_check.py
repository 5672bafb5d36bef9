"""`flextime check`: the value of a timetable, what it breaks with names, and an exit code for each outcome."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from flextime_cli.main import app
from tests.robinx_files import GAMES, INSTANCE, solution

Games = tuple[tuple[int, int, int], ...]
# Porto hosts in the first slot, which it must not; Bergen hosts Lisbon in the autumn as well as in the spring.
BAD: Games = ((2, 0, 0), (1, 3, 0), (0, 3, 1), *GAMES[3:])


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    file = tmp_path / "four.xml"
    file.write_text(INSTANCE, encoding="utf-8")
    return file


def checked(instance: Path, text: str, *options: str) -> Result:
    file = instance.with_name("timetable.xml")
    file.write_text(text, encoding="utf-8")
    return CliRunner().invoke(app, ["check", str(instance), str(file), *options])


def test_a_feasible_timetable_ends_with_0_and_tells_what_it_costs(instance: Path) -> None:
    result = checked(instance, solution())
    assert result.exit_code == 0
    assert "Four by the sea: 4 teams, 6 slots, 9 limits; 12 games" in result.output
    assert "feasible: infeasibility 0, objective 120" in result.output
    assert "SE1-1, soft 20: Bergen and Lisbon meet again with 1 slot between, at least 3" in result.output
    assert "    Lisbon-Bergen (8 Sep), Bergen-Lisbon (2 Mar)" in result.output
    assert "claims" not in result.output


def test_an_infeasible_timetable_ends_with_2_and_names_what_it_breaks(instance: Path) -> None:
    result = checked(instance, solution(BAD))
    assert result.exit_code == 2
    assert "infeasible: infeasibility" in result.output
    assert "CA1-1, hard 1: Porto has 1 home game in 1 Sep, 2 Mar, at most 0\n    Porto-Bergen (1 Sep)" in result.output
    assert "missing, hard 1: Lisbon lacks 1 home game against Bergen" in result.output
    hard, soft = result.output.index(", hard "), result.output.index(", soft ")
    assert hard < soft


def test_a_wrong_claim_and_repeated_games_are_told(instance: Path) -> None:
    result = checked(instance, solution((*GAMES, GAMES[0]), claim=(0, 2)))
    assert result.exit_code == 0
    assert "The file claims infeasibility 0, objective 2: that is wrong." in result.output
    assert "line 17: Bergen-Porto (1 Sep) repeats line 5 and does not count" in result.output


def test_a_true_claim_is_no_news(instance: Path) -> None:
    assert "claims" not in checked(instance, solution(claim=(0, 120))).output


def test_programs_get_everything_as_json(instance: Path) -> None:
    result = checked(instance, solution(BAD, claim=(0, 1)), "--json")
    assert result.exit_code == 2
    found = json.loads(result.stdout)
    assert found["feasible"] is False
    assert (
        found["infeasibility"]
        == sum(found["hard"].values())
        == sum(one["points"] for one in found["findings"] if one["hard"])
    )
    assert found["claim"] == {"infeasibility": 0, "objective": 1}
    (porto,) = (one for one in found["findings"] if one["limit"] == "CA1-1")
    assert porto["games"] == [{"home": "Porto", "away": "Bergen", "slot": "1 Sep"}]


def test_fifty_findings_are_told_and_all_on_request(instance: Path) -> None:
    narrow = INSTANCE.replace('<SE1 min="3"', '<SE1 min="5"')
    many = '<CA1 max="0" min="0" mode="HA" penalty="1" slots="0" teams="0;1;2;3" type="SOFT"/>\n' * 20
    instance.write_text(narrow.replace("<CapacityConstraints>", f"<CapacityConstraints>{many}"), encoding="utf-8")
    short, whole = checked(instance, solution()), checked(instance, solution(), "--all")
    told = short.output.count(", soft ")
    assert told == 50
    assert f"... and {whole.output.count(', soft ') - 50} findings more (--all tells them)" in short.output
    assert "findings more" not in whole.output


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        (solution(((0, 9, 0),)), "timetable.xml: line 4: ScheduledMatch: away is 0 to 3, not 9."),
        ("home,away,slot", "timetable.xml: line 1: this is no XML: syntax error."),
        (INSTANCE, "timetable.xml: line 2: this is a file of Instance, not of Solution."),
    ],
)
def test_a_wrong_file_ends_with_1_and_two_lines(instance: Path, text: str, fact: str) -> None:
    result = checked(instance, text)
    assert result.exit_code == 1
    first, second = result.stderr.splitlines()
    assert first.endswith(fact)
    assert second.startswith("Is it a solution of four.xml?")
    assert result.stdout == ""


def test_a_file_that_is_not_there_ends_with_1(instance: Path) -> None:
    result = CliRunner().invoke(app, ["check", str(instance), str(instance.with_name("none.xml"))])
    assert result.exit_code == 1
    assert "none.xml cannot be read: No such file or directory." in result.stderr


def sentences(instance: Path, games: Games) -> set[str]:
    return {one["says"] for one in json.loads(checked(instance, solution(games), "--json").stdout)["findings"]}


def test_every_kind_of_finding_is_a_sentence(instance: Path) -> None:
    pairs = '<SE2 penalty="1" slotPairs="0,3;" teams="0;1;2;3" type="SOFT"/></SeparationConstraints>'
    each = '<CA2 max="1" min="1" mode1="H" mode2="EVERY" penalty="1" slots="1;2" teams1="3" teams2="0;1" type="SOFT"/>'
    text = INSTANCE.replace("</SeparationConstraints>", pairs).replace(
        "</CapacityConstraints>", f"{each}</CapacityConstraints>"
    )
    instance.write_text(text, encoding="utf-8")
    clashing: Games = ((0, 1, 1), (0, 2, 1), (0, 3, 2), (3, 0, 0), (2, 1, 1), (3, 2, 2), (3, 1, 3))
    assert sentences(instance, clashing) >= {
        "Oslo lacks 1 home game against Bergen",
        "Bergen plays 2 games in 8 Sep, at most 1",
        "Bergen and Lisbon meet 2 times in one phase, exactly 1",
        "Bergen has 3 home games in 3 slots in a row, at most 2",
        "Bergen has 3 games against Porto, Lisbon in 1 Sep to 15 Sep, at most 1",
        "Lisbon has 0 home games against Oslo in 8 Sep, 15 Sep, exactly 1",
        "0 of Bergen-Oslo, Oslo-Bergen in 16 Mar, exactly 1",
        "Bergen and Porto are 2 home games apart after 15 Sep, at most 1",
        "Oslo and Lisbon meet in only one of 1 Sep, 2 Mar",
    }
