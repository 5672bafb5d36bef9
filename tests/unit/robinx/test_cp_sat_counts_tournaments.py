"""CP-SAT's view of whole tournaments: with a timetable fixed, it pays what the official validator counts."""

import gzip
import json

import pytest

from flextime.limits import Tournament, round_robin
from flextime.limits.encoding import Encoding
from flextime.limits.model import Fixture
from flextime.robinx import read_instance, read_solution
from flextime.solve.encode import encode
from tests.bench_data import bench_data
from tests.timetables import stated_price

# The competition's shapes: hard BR2, both hard CA3 with CA4, SE1, FA2; then byes, unplayed games and three rounds.
SOLVED = [
    ("itc2021", "ITC2021_Early_4", "Early_4_comp_best.xml", 512),
    ("itc2021", "ITC2021_Test6", "Test_6_comp_best.xml", 3144),
    ("itc2021", "ITC2021_Early_15", "Early15_3055.xml", 3055),
    ("real", "ACC", "ACC_Sol_Nemhauser.xml", 0),
    ("real", "Big10", "Big10_Sol_Zhang.xml", 0),
    ("real", "DanishFootball", "DanishFootball_Sol_Rasmussen.xml", 49),
]


def tournament(folder: str, name: str) -> Tournament:
    return read_instance((bench_data(folder) / "instances" / f"{name}.xml").read_bytes())


def price(league: Tournament, games: list[Fixture], *, hard: bool) -> float | None:
    def state(to: Encoding) -> None:
        if hard:
            round_robin.encode(league.base, to)
        encode((limit for limit in league.limits if hard or limit.price.points is not None), to, soft=True)

    return stated_price(state, games, most_byes=league.most_byes, teams=len(league.teams), slots=league.slots)


@pytest.mark.parametrize(("folder", "name", "file", "objective"), SOLVED)
def test_a_public_timetable_is_possible_at_its_price(folder: str, name: str, file: str, objective: int) -> None:
    league = tournament(folder, name)
    games = list(read_solution((bench_data(folder) / "solutions" / file).read_bytes(), league).fixtures)
    assert price(league, games, hard=True) == objective


@pytest.mark.parametrize("name", ["ITC2021_Early_1", "ITC2021_Test4"])
def test_a_bad_timetable_is_impossible_and_its_soft_price_is_right(name: str) -> None:
    golden = json.loads(gzip.decompress((bench_data("itc2021") / "validator_golden_bad.json.gz").read_bytes()))
    (row,) = (row for row in golden if (row["instance"], row["name"]) == (name, "shuffled"))
    league, games = tournament("itc2021", name), [Fixture(*game) for game in row["games"]]
    assert price(league, games, hard=False) == row["objective"]
    assert price(league, games, hard=True) is None
