"""numba, in one place and with types: a function compiled on first use and cached beside its file.

Compiled code lets go of Python's lock, so that the members of a portfolio run on a core each, as threads.
"""

import hashlib
from collections.abc import Callable
from types import FunctionType
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., object])

_marks: dict[object, str] = {}  # by what was compiled: a digest of its code and of all that it calls


def compiled(function: F) -> F:
    """Return the function as machine code, with the same face. It must be written in numba's part of Python."""
    return _compiled(function)


def inlined(function: F) -> F:
    """Return it compiled into each of its callers: for the innermost functions, when they are given whole `Limits`.

    A call would copy the forty arrays of those, some 300 ns; evaluations were ten times slower by it.
    """
    return _compiled(function, forceinline=True)


def _compiled(function: F, *, forceinline: bool = False) -> F:
    """Compile, and make the cache look at the callees too.

    numba takes what it has cached while the function's own file is unchanged. A change in a file that it calls into
    would go unnoticed, and old code would price new limits.
    """
    made: Any
    if forceinline:
        made = numba.njit(cache=True, nogil=True, error_model="numpy", forceinline=True)(function)
    else:  # without the option: with it, even as False, nothing is inlined, and evaluations take four times as long
        made = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    mark = _mark_of(cast(FunctionType, function), f"forceinline={forceinline}")
    _marks[made] = mark
    if cache := getattr(made, "_cache", None):  # not with NUMBA_DISABLE_JIT, where `made` is the function itself
        file = cache._cache_file
        file._source_stamp = (*file._source_stamp, mark)
    return cast(F, made)


def _mark_of(function: FunctionType, options: str) -> str:
    """Return a digest of a function's code, its constants, and the marks or values of what it names."""
    code = function.__code__
    named = [function.__globals__.get(name) for name in code.co_names]
    told = [_marks.get(value, "") if callable(value) else repr(value) for value in named if _is_plain(value)]
    how = _compiled.__code__
    return hashlib.sha256(
        repr((code.co_code, code.co_consts, told, options, how.co_code, how.co_consts)).encode()
    ).hexdigest()


def _is_plain(value: object) -> bool:
    return callable(value) or isinstance(value, int | float | str | tuple)
