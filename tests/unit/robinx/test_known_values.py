"""Values that others have found: the official validator's, and those of published timetables and records."""

import csv
import gzip
import json
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import permutations
from pathlib import Path

import pytest

from flextime.limits import Tournament
from flextime.limits.evaluating import Evaluation, evaluate
from flextime.limits.model import Fixture
from flextime.robinx import RobinXError, read_instance, read_solution, write_instance
from tests.bench_data import bench_data
from tests.timetables import PAIRINGS

REAL_LEAGUES = ("ACC", "Big10", "B8", "B10K3", "B12K3", "B16", "AustrianSoccer", "DanishFootball")


@cache
def tournament(file: Path) -> Tournament:
    return read_instance(file.read_bytes())


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(newline="") as lines:
        return list(csv.DictReader(lines))


def without_zeros(points: Mapping[str, float]) -> dict[str, float]:
    return {kind: amount for kind, amount in points.items() if amount}


def value(found: Evaluation) -> tuple[float, float, dict[str, float], dict[str, float]]:
    return found.infeasibility, found.objective, without_zeros(found.hard), without_zeros(found.soft)


def test_every_public_solution_of_the_competition_is_worth_what_the_official_validator_says() -> None:
    folder = bench_data("itc2021")
    golden = rows(folder / "validator_golden.csv")
    assert len(golden) == 48
    for row in golden:
        league = tournament(folder / "instances" / f"{row['instance']}.xml")
        solution = read_solution((folder / "solutions" / row["solution_file"]).read_bytes(), league)
        by_type = json.loads(row["hard_by_type"]), json.loads(row["soft_by_type"])
        expected = (int(row["infeasibility"]), int(row["objective"]), *by_type)
        assert value(evaluate(league, solution.fixtures)) == expected, row["solution_file"]


def test_bad_timetables_are_as_bad_as_the_official_validator_says() -> None:
    folder = bench_data("itc2021")
    golden = json.loads(gzip.decompress((folder / "validator_golden_bad.json.gz").read_bytes()))
    assert len(golden) == 46
    for row in golden:
        league = tournament(folder / "instances" / f"{row['instance']}.xml")
        found = evaluate(league, [Fixture(*game) for game in row["games"]])
        expected = (row["infeasibility"], row["objective"], row["hard_by_type"], row["soft_by_type"])
        assert value(found) == expected, (row["instance"], row["name"])


@pytest.mark.parametrize("league", REAL_LEAGUES)
def test_real_leagues_timetables_have_their_published_values(league: str) -> None:
    folder = bench_data("real")
    (row,) = (row for row in rows(folder / "index.csv") if row["instance"] == league)
    instance = tournament(folder / "instances" / f"{league}.xml")
    solution = read_solution((folder / "solutions" / row["solution_file"]).read_bytes(), instance)
    found = evaluate(instance, solution.fixtures)
    assert (found.infeasibility, found.objective) == (int(row["best_infeasibility"]), int(row["best_objective"]))


def test_a_league_with_a_type_that_is_not_supported_is_refused_by_its_name() -> None:
    file = bench_data("real") / "instances" / "BasketballNewZealand.xml"
    with pytest.raises(RobinXError, match=r"^line \d+: constraint type FA5 is not supported"):
        read_instance(file.read_bytes())


def double_round_robins() -> Iterator[tuple[Fixture, ...]]:
    """All timetables of four teams in which each two meet twice, once in each arena."""
    for order in sorted(set(permutations([*PAIRINGS, *PAIRINGS]))):
        for choice in range(1 << 6):
            turned = {pair: bool(choice >> place & 1) for place, pair in enumerate(sum(PAIRINGS, ()))}
            games = []
            for slot, pairing in enumerate(order):
                for one, other in pairing:
                    games.append(Fixture(other, one, slot) if turned[one, other] else Fixture(one, other, slot))
                    turned[one, other] = not turned[one, other]
            yield tuple(games)


@pytest.mark.parametrize("league", ["NL4", "CIRC4"])
def test_the_best_of_all_small_travelling_timetables_is_the_record(league: str) -> None:
    folder = bench_data("ttp")
    (row,) = (row for row in rows(folder / "best_known.csv") if row["instance"] == league)
    instance = tournament(folder / "instances" / f"{league}.xml")
    found = [evaluate(instance, games) for games in double_round_robins()]
    assert len(found) == 5760
    assert min(one.objective for one in found if one.infeasibility == 0) == int(row["best_value"])


def test_every_instance_of_the_bench_reads_and_survives_being_written() -> None:
    folders = [bench_data(name) for name in ("itc2021", "ladder", "ttp")]
    files = [file for folder in folders for file in folder.rglob("instances/*.xml")]
    files += [bench_data("real") / "instances" / f"{league}.xml" for league in REAL_LEAGUES[1:]]
    assert len(files) == 24 + 39 + 16 + 7
    for file in files:
        assert read_instance(write_instance(tournament(file))) == tournament(file), file.name


def test_a_least_number_in_windows_is_written_as_the_limits_that_say_it() -> None:
    folder = bench_data("real")
    league = tournament(folder / "instances" / "ACC.xml")
    again = read_instance(write_instance(league))
    games = read_solution((folder / "solutions" / "ACC_Sol_Nemhauser.xml").read_bytes(), league).fixtures
    reversed_games = [Fixture(game.away, game.home, (game.slot * 5) % 18) for game in games]
    before, after = evaluate(league, reversed_games), evaluate(again, reversed_games)
    assert before.infeasibility == after.infeasibility > 0
