"""The cache of compiled functions never serves what was compiled from other code, and what a move calls is lean."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FunctionType
from typing import Protocol, cast, runtime_checkable

from flextime.solve import chunks

ROOT = Path(__file__).parents[3]
INNER = "from flextime.solve.compiled import {how}\n\n\n@{how}\ndef inner(x: int) -> int:\n    return x + {amount}\n"
NAMED = """import numpy as np
from flextime.solve.compiled import {how}


@{how}
def inner(x: int) -> int:
    return np.{name}(x)
"""
OUTER = """from flextime.solve.compiled import compiled
from inner import inner


@compiled
def outer(x: int) -> int:
    return between(x) * 10


@compiled
def between(x: int) -> int:  # further down than its caller
    return inner(x)


print(outer(1), sum(outer.stats.cache_hits.values()))
"""


def told(folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "outer.py"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NUMBA_CACHE_DIR": str(folder / "cache")},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_a_changed_callee_is_compiled_anew_though_its_caller_is_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "outer.py").write_text(OUTER)
    for how in ("compiled", "inlined"):
        (tmp_path / "inner.py").write_text(INNER.format(how=how, amount=1))
        assert told(tmp_path) == "20 0"
        assert told(tmp_path) == "20 1"
        (tmp_path / "inner.py").write_text(INNER.format(how=how, amount=2))
        assert told(tmp_path) == "30 0"


def test_a_callee_that_names_something_else_is_another_though_its_code_is_the_same(tmp_path: Path) -> None:
    (tmp_path / "outer.py").write_text(OUTER)
    for how in ("compiled", "inlined"):
        (tmp_path / "inner.py").write_text(NAMED.format(how=how, name="negative"))
        assert told(tmp_path) == "-10 0"
        (tmp_path / "inner.py").write_text(NAMED.format(how=how, name="square"))
        assert told(tmp_path) == "10 0"


@runtime_checkable
class Compiled(Protocol):
    """What numba makes of a function."""

    @property
    def py_func(self) -> Callable[..., object]: ...
    @property
    def targetoptions(self) -> dict[str, object]: ...


def compiled_within(made: object) -> Iterator[Compiled]:
    """Yield a compiled function and all that it calls."""
    assert isinstance(made, Compiled)
    yield made
    function = cast(FunctionType, made.py_func)
    for name in function.__code__.co_names:
        if isinstance(callee := function.__globals__.get(name), Compiled):
            yield from compiled_within(callee)


def test_nothing_that_a_move_calls_counts_references() -> None:
    called = {each.py_func.__name__: each.targetoptions for each in compiled_within(chunks._try_moves)}
    assert {"accept", "kempe_chain", "ca1_deviations", "cost"} < set(called)
    assert [name for name, options in called.items() if options.get("_nrt", True)] == []
