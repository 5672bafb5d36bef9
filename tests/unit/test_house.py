"""The house itself: purity, walls between the rooms, and files and functions of a size that can be read."""

import ast
import subprocess
import sys
from pathlib import Path
from statistics import quantiles

import pytest

from tests.lanes import ON_SERVERS, THE_REST

ROOT = Path(__file__).parents[2]
ROOMS = ("flextime", "schemas", "commands", "streams", "projections", "query-api", "cli")
SOURCES = [file for room in ROOMS for file in (ROOT / room).rglob("*.py")]


def test_the_domain_is_pure_and_rooms_do_not_import_each_other() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    found = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.parametrize(
    "module",
    [
        "flextime.season.decide",
        "flextime.rules.check",
        "flextime.robinx",
        "flextime.conflicts.repair",
        "flextime_schemas.codec",
    ],
)
def test_deciding_does_not_load_the_solver(module: str) -> None:
    code = f"import sys, {module}; sys.exit(any(name in sys.modules for name in ('ortools', 'numba')))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_modules_stay_under_four_hundred_lines() -> None:
    long = {str(file.relative_to(ROOT)): n for file in SOURCES if (n := len(file.read_text().splitlines())) > 400}
    assert long == {}


def test_every_folder_of_tests_is_in_one_of_the_lanes() -> None:
    folders = {str(file.relative_to(ROOT).parent) for file in (ROOT / "tests").rglob("test_*.py")}
    assert {folder for folder in folders if not folder.startswith((*ON_SERVERS, *THE_REST))} == set()


def test_nine_of_ten_function_bodies_have_at_most_25_lines() -> None:
    sizes = [size for file in SOURCES for size in _body_sizes(ast.parse(file.read_text()))]
    assert quantiles(sizes, n=10)[-1] <= 25


def _body_sizes(tree: ast.AST) -> list[int]:
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [_last(node) - _first_after_docstring(node) + 1 for node in functions]


def _last(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return node.body[-1].end_lineno or node.body[-1].lineno


def _first_after_docstring(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    has_docstring = ast.get_docstring(node) is not None and len(node.body) > 1
    return node.body[1 if has_docstring else 0].lineno
