"""Compile a kernel once, on its first call, for one explicit signature.

A plain lazy ``njit`` compiles again for every mix of read-only and writable arrays it
meets, in the middle of a frame; an eager one compiles while it is imported. A
:class:`Kernel` has the signature of the second and the patience of the first.
"""

import threading
from collections.abc import Callable
from pickle import PickleError
from typing import Any, Generic, ParamSpec, TypeVar

import numba
from numba import types

from tryon_ar.kernels._kept import keep_code_of

# What comes of files that cannot be written, are damaged, or do not fit on the disk.
_UNKEPT = (
    *(RuntimeError, OSError, EOFError, PickleError, ValueError, LookupError, ImportError),
    *(AttributeError, TypeError, MemoryError),
)

_P = ParamSpec("_P")
_R = TypeVar("_R")

# Never the licence to assume that nothing is infinite or NaN.
_FUSED = frozenset({"contract"})
_REORDERED = frozenset({"contract", "reassoc", "nsz", "arcp"})


def read(scalar: types.Type, dimensions: int) -> types.Array:
    """Return the type of a C-contiguous array that is only read (frozen or not)."""
    return types.Array(scalar, dimensions, "C", readonly=True)


def write(scalar: types.Type, dimensions: int) -> types.Array:
    """Return the type of a C-contiguous array that is written to."""
    return types.Array(scalar, dimensions, "C")


class Kernel(Generic[_P, _R]):
    """A function of plain loops, compiled when first called.

    Parameters
    ----------
    function : callable
        What to compile.
    signature : numba type
        Its only signature; arguments are converted to it or refused with ``TypeError``.
    reorder : bool
        Allow sums to be reordered. Multiply-adds may always be fused, and numbers are
        never assumed to be finite.

    Notes
    -----
    Thread safety: any number of threads may call at once; the first compiles, the others
    wait. The machine code releases the GIL, runs on one thread and is kept in Numba's
    cache, checked: beside the source, else in the user's cache folder, else nowhere.
    """

    def __init__(self, function: Callable[_P, _R], signature: types.Type, *, reorder: bool) -> None:
        self.__doc__ = function.__doc__
        self.python = function
        self._signature = signature
        self._fastmath = set(_REORDERED if reorder else _FUSED)
        self._lock = threading.Lock()
        self._compiled: Callable[_P, _R] | None = None

    def __call__(self, *args: _P.args, **kwargs: _P.kwargs) -> _R:
        compiled = self._compiled
        if compiled is None:
            compiled = self.compile()
        return compiled(*args, **kwargs)

    def compile(self) -> Callable[_P, _R]:
        """Compile, or load from the cache, unless that has been done."""
        with self._lock:
            if self._compiled is None:
                self._compiled = self._build()
            return self._compiled

    def _build(self) -> Callable[_P, _R]:
        options: dict[str, Any] = {
            "nogil": True,
            "error_model": "numpy",
            "fastmath": self._fastmath,
        }
        try:
            return self._kept(options)
        except _UNKEPT:
            pass  # what is wrong with the function itself is said by compiling it without a cache
        compiled: Callable[_P, _R] = numba.njit(self._signature, **options)(self.python)
        return compiled

    def _kept(self, options: dict[str, Any]) -> Callable[_P, _R]:
        """Return the function from Numba's cache, or compile and keep it."""
        dispatcher = numba.njit(**options)(self.python)
        kept = keep_code_of(dispatcher)
        usable = kept.drop_if_damaged()
        try:
            dispatcher.compile(self._signature)
        except _UNKEPT:
            kept.drop()
            raise
        dispatcher.disable_compile()
        if not usable:
            kept.seal()
        compiled: Callable[_P, _R] = dispatcher
        return compiled


def kernel(
    *arguments: types.Type, returns: types.Type = types.void, reorder: bool = True
) -> Callable[[Callable[_P, _R]], Kernel[_P, _R]]:
    """Declare a function as a :class:`Kernel` with these argument types."""

    def declare(function: Callable[_P, _R]) -> Kernel[_P, _R]:
        return Kernel(function, returns(*arguments), reorder=reorder)

    return declare
