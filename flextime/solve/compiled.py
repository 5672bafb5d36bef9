"""numba, in one place and with types: a function compiled on first use and cached beside its file.

Compiled code lets go of Python's lock, so that the members of a portfolio run on a core each, as threads.
"""

import hashlib
from collections.abc import Callable
from types import FunctionType
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., object])

_sources: dict[object, tuple[FunctionType, str]] = {}  # by what was compiled: its function, and how it was compiled
_marks: dict[object, str] = {}  # by the same, filled when asked for: a digest of its code and of all that it calls


def compiled(function: F) -> F:
    """Return the function as machine code, with the same face. It must be written in numba's part of Python.

    It makes no arrays, and so counts no references to those that it is given: numba would do so for each of the forty
    of `Limits`, at every mention, by atomic operations that nothing can be moved across. Evaluations took six to
    twelve times as long by it.
    """
    return _compiled(function, _nrt=False)


def allocating(function: F) -> F:
    """Return it compiled so that it may make arrays: for what is called once a chunk of moves, not once a move."""
    return _compiled(function)


def inlined(function: F) -> F:
    """Return it compiled into each of its callers: for the innermost functions, when they are given whole `Limits`.

    A call would copy the forty arrays of those, some 300 ns. It makes no arrays, as `compiled`.
    """
    return _compiled(function, _nrt=False, forceinline=True)


def _compiled(function: F, **options: bool) -> F:
    """Compile, and make the cache look at the callees too.

    numba takes what it has cached while the function's own file is unchanged. A change in a file that it calls into
    would go unnoticed, and old code would price new limits.
    """
    # No option is given as its default: with forceinline, even as False, nothing is inlined, and evaluations take four
    # times as long.
    njit: Any = numba.njit  # whose types do not name `_nrt`
    made = njit(cache=True, nogil=True, error_model="numpy", **options)(function)
    _sources[made] = (cast(FunctionType, function), repr(sorted(options.items())))
    if cache := getattr(made, "_cache", None):  # not with NUMBA_DISABLE_JIT, where `made` is the function itself
        file = cache._cache_file
        file._source_stamp = _Stamp(file._source_stamp, made)
    return cast(F, made)


class _Stamp:
    """numba's stamp of a function's file, and with it the digest of all that the function calls.

    It is taken when the cache is first asked: callees further down the file are not there yet when it is decorated, and
    a change in what they call went unnoticed.
    """

    def __init__(self, of_file: tuple[object, ...], made: object) -> None:
        self._of_file, self._made = of_file, made

    def _told(self) -> tuple[object, ...]:
        return (*self._of_file, _mark_of(self._made))

    def __eq__(self, other: object) -> bool:
        return self._told() == other

    def __hash__(self) -> int:
        return hash(self._told())

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        """What is kept is a tuple."""
        return tuple, (self._told(),)


def _mark_of(made: object) -> str:
    """Return a digest of a function's code, its constants, its names, and the marks or values of what they name.

    The code has only numbers for names: where another field of a tuple is read, it is the same.
    """
    if made not in _marks:
        _marks[made] = ""  # for a function that calls itself
        function, options = _sources[made]
        code, how = function.__code__, _compiled.__code__
        named = [function.__globals__.get(name) for name in code.co_names]
        told = [_told_of(value) for value in named if _is_plain(value)]
        parts = (code.co_code, code.co_consts, code.co_names, told, options, how.co_code, how.co_consts)
        _marks[made] = hashlib.sha256(repr(parts).encode()).hexdigest()
    return _marks[made]


def _told_of(value: object) -> str:
    if callable(value):
        return _mark_of(value) if value in _sources else ""
    return repr(value)


def _is_plain(value: object) -> bool:
    return callable(value) or isinstance(value, int | float | str | tuple)
