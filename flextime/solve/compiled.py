"""numba, in one place and with types: a function compiled on first use and cached beside its file."""

from collections.abc import Callable
from typing import TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., object])


def compiled(function: F) -> F:
    """Return the function as machine code, with the same face. It must be written in numba's part of Python."""
    return cast(F, numba.njit(cache=True)(function))
