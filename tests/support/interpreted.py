"""Run the kernels as Python, so that their lines can be counted: a plugin of pytest.

``NUMBA_DISABLE_JIT=1 python -m pytest -p tests.support.interpreted tests/kernels``

Numba computes with whole words (two bytes of 200 make 400) and divides by nought without a
fuss; NumPy's small numbers do neither. Arrays are therefore widened for a call and written back
after it. What is in the machine's own words is said in Python here.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

import numba
import numpy as np
import pytest
from hypothesis import settings

from tryon_ar.kernels import _gather
from tryon_ar.kernels._jit import Kernel

#: A tenth of what Hypothesis tries of machine code.
_EXAMPLES = 8
_WIDE = {"i": np.int64, "u": np.int64, "f": np.float64}


class _Widened:
    """The arguments of one call in whole words."""

    def __init__(self) -> None:
        self._arrays: dict[int, tuple[np.ndarray, np.ndarray]] = {}

    def widened(self, argument: Any) -> Any:
        if isinstance(argument, np.ndarray):
            return self._array(argument)
        if isinstance(argument, bool | np.bool_):
            return argument
        kind = np.asarray(argument).dtype.kind
        return _WIDE[kind](argument) if kind in _WIDE else argument

    def _array(self, array: np.ndarray) -> np.ndarray:
        wide = _WIDE.get(array.dtype.kind)
        if wide is None or array.dtype == wide:
            return array
        if id(array) not in self._arrays:
            for other, _ in self._arrays.values():
                written = array.flags.writeable or other.flags.writeable
                assert not (written and np.shares_memory(array, other)), "two views of one array"
            self._arrays[id(array)] = array, array.astype(wide)
        return self._arrays[id(array)][1]

    def write_back(self) -> None:
        for narrow, wide in self._arrays.values():
            if narrow.flags.writeable:
                np.copyto(narrow, wide, casting="unsafe")


def as_python(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a kernel's function as Python that computes like its machine code."""

    @wraps(function)
    def call(*arguments: Any) -> Any:
        given = _Widened()
        with np.errstate(all="ignore"):
            result = function(*map(given.widened, arguments))
            given.write_back()
        return result

    return call


def _texel(texture: np.ndarray, offset: int, stride: int, right: float, down: float) -> np.ndarray:
    texels = texture.reshape(-1, 4)
    at, below = offset // 4, (offset + stride) // 4
    upper = texels[at] + right * (texels[at + 1] - texels[at])
    lower = texels[below] + right * (texels[below + 1] - texels[below])
    texel: np.ndarray = upper + down * (lower - upper)
    return texel


def _put_texel(texture, offset, stride, right, down, layer, place, share):
    layer.reshape(-1, 4)[place // 4] = _texel(texture, offset, stride, right, down)


def _lay_texel(texture, offset, stride, right, down, layer, place, share):
    texel = share * _texel(texture, offset, stride, right, down)
    pixel = layer.reshape(-1, 4)[place // 4]
    pixel[:] = texel + (1 - texel[3]) * pixel


def pytest_configure() -> None:
    """Make every kernel Python for this run."""
    assert numba.config.DISABLE_JIT, "set NUMBA_DISABLE_JIT=1 before Python starts"
    Kernel._build = lambda self: as_python(self.python)  # type: ignore[method-assign]
    _gather._put_texel = _put_texel
    _gather._lay_texel = _lay_texel


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Try fewer examples: Python is slow."""
    for item in items:
        function = getattr(item, "obj", None)
        chosen = getattr(function, "_hypothesis_internal_use_settings", None)
        if chosen is not None:
            fewer = settings(chosen, max_examples=min(chosen.max_examples, _EXAMPLES))
            function._hypothesis_internal_use_settings = fewer
