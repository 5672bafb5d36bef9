"""Solve public tournaments and set what comes out beside the best that is known: `python -m benchmarks.tournaments`.

    python -m benchmarks.tournaments --sets early ttp real small medium --seconds 300 --seeds 1 2 3

The files are read from FLEXTIME_BENCH_DATA, or from `../shared/bench` beside the checkout; where they are not, it says
so and ends. A file that the reader refuses is told by its reason. The clock of a row counts from the search's
beginning: compiling is done before the first.
"""

import argparse
import csv
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import played_seasons
from flextime.limits import Tournament
from flextime.robinx import RobinXError, read_instance
from flextime.solve import affordable, solve
from flextime.solve.timetabling import Timetabled, TournamentBudget, TournamentProgress
from tests.bench_data import bench_folder

SETS = {
    "early": ("itc2021/instances", [f"ITC2021_Early_{number}" for number in range(1, 16)]),
    "test": ("itc2021/instances", [f"ITC2021_Test{number}" for number in range(1, 9)]),
    "ttp": ("ttp/instances", ["NL4", "NL6", "NL8", "CIRC4", "CIRC6", "CIRC8", "NL10", "NL16"]),
    "real": ("real/instances", []),
    "small": ("ladder/small/instances", []),
    "medium": ("ladder/medium/instances", []),
}
PLAYED = "played"  # no files of the field's: seasons that were played, planned anew


class Clock:
    """The watch of a solve that nobody looks at."""

    def __init__(self) -> None:
        self.began = time.perf_counter()

    def seconds(self) -> float:
        return time.perf_counter() - self.began

    def report(self, progress: TournamentProgress) -> None:
        """Nobody looks."""

    def cancelled(self) -> bool:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A solve: its value, beside the best known one where there is one."""

    instance: str
    seed: int
    found: Timetabled
    known: float | None

    def __str__(self) -> str:
        first = "-" if self.found.seconds_to_first is None else f"{self.found.seconds_to_first:.1f}"
        known = "-" if self.known is None else f"{self.known:,.0f}"
        rate = self.found.evaluations / max(self.found.seconds, 1e-6)
        value = f"{self.found.infeasibility:,.0f} | {self.found.objective:,.0f} | {known}"
        return f"| {self.instance} | {self.seed} | {value} | {first} | {self.found.seconds:.0f} | {rate:,.0f} |"


def main() -> int:
    """Solve what is asked for and print a table."""
    given = _arguments()
    folder = bench_folder()
    if folder is None:
        print("The public instances are not here; FLEXTIME_BENCH_DATA names their folder.", file=sys.stderr)
        return 1
    if sets := [name for name in given.sets if name != PLAYED]:
        _solve_files(folder, sets, given)
    if PLAYED in given.sets:
        _replan_seasons(folder, given)
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")
    return 0


def _solve_files(folder: Path, sets: list[str], given: argparse.Namespace) -> None:
    known = dict(_known(folder))
    print(f"{given.seconds:.0f} s an instance, {given.members} members")
    print("| instance | seed | infeasibility | objective | best known | first s | s | evaluations/s and member |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    feasible = 0
    rows = [(file, seed) for file in _files(folder, sets, given.only) for seed in given.seeds]
    for file, seed in rows:
        try:
            tournament = read_instance(file.read_bytes())
        except RobinXError as error:
            print(f"| {file.stem} | {seed} | refused: {error} |", flush=True)
            continue
        found = _solved(tournament, given.seconds, given.members, seed)
        feasible += found.infeasibility == 0
        print(
            Row(instance=file.stem, seed=seed, found=found, known=known.get(file.stem)),
            flush=True,
        )
    print(f"{feasible} of {len(rows)} feasible")


def _replan_seasons(folder: Path, given: argparse.Namespace) -> None:
    print(f"{given.seconds:.0f} s a season, {given.members} members")
    print(played_seasons.HEADER)
    for season in played_seasons.read_seasons(folder / played_seasons.FILE):
        for seed in given.seeds if not given.only or season.name in given.only else ():
            print(
                played_seasons.replan(season, seconds=given.seconds, members=given.members, seed=seed),
                flush=True,
            )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.tournaments", description=__doc__)
    parser.add_argument(
        "--sets", nargs="+", choices=[*sorted(SETS), PLAYED], default=["early", "ttp", "small", "medium", PLAYED]
    )
    parser.add_argument("--only", nargs="+", default=[], help="instances of these names only")
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--members", type=int, default=2)
    return parser.parse_args()


def _files(folder: Path, sets: list[str], only: list[str]) -> Iterator[Path]:
    for name in sets:
        place, members = SETS[name]
        files = [folder / place / f"{member}.xml" for member in members] or sorted((folder / place).glob("*.xml"))
        yield from (file for file in files if not only or file.stem in only)


def _known(folder: Path) -> Iterator[tuple[str, float]]:
    tables = (
        ("itc2021/best_known.csv", "best_objective"),
        ("ttp/best_known.csv", "best_value"),
        ("real/index.csv", "best_objective"),
    )
    for file, column in tables:
        with (folder / file).open(newline="") as lines:
            for row in csv.DictReader(lines):
                yield row["instance"], float(row[column])


def _solved(tournament: Tournament, seconds: float, members: int, seed: int) -> Timetabled:
    evaluations = affordable(tournament, members, seconds, Clock())
    return solve(tournament, TournamentBudget(evaluations=evaluations, members=members, seconds=seconds), seed, Clock())


if __name__ == "__main__":
    sys.exit(main())
