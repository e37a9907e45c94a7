"""The Poisson solver on the CPU: Galerkin multigrid with Jacobi smoothing, in Numba."""

import threading
from collections import OrderedDict

import numpy as np

from tryon_ar.core.types import Mask
from tryon_ar.kernels import galerkin, guidance, multigrid
from tryon_ar.kernels.dense import dense_inverse
from tryon_ar.rendering.poisson import Field, PoissonProblem

# Finest level: eigenvalues of D^-1 A reach 2 (five points). Coarser levels: 1.6 and a
# safety margin at ragged rims, where the smoother's diagonal keeps them below 2. What a
# cycle leaves behind sits at the rim, where the boundary has changed and the coarse
# correction fits worst: sweeps after it take more of that away than sweeps before it.
_BEFORE = multigrid.chebyshev_weights(2, 0.6, 2.0).astype(np.float32)
_AFTER = multigrid.chebyshev_weights(4, 0.3, 2.0).astype(np.float32)
_COARSE_BEFORE = multigrid.chebyshev_weights(1, 0.8, 1.6).astype(np.float32)
_COARSE_AFTER = multigrid.chebyshev_weights(3, 0.3, 1.6).astype(np.float32)

_KEPT_SIZES = 4


class Hierarchy:
    """The levels and scratch memory of one size of problem.

    Attributes
    ----------
    shapes : ndarray of shape (L, 2), int64
        Rows and columns of each level, finest first.
    starts : ndarray of shape (L,), int64
        Where each level begins in the flat buffers.
    diagonal, inverse : ndarray of shape (N,), float32
    couplings : ndarray of shape (4 N,), float32
    spans : ndarray of shape (sum of h + 3, 4), int32
        Columns in use in each level's rows.
    last_inverse : ndarray of shape (n, n), float32
        Dense inverse of the coarsest level.
    """

    def __init__(
        self, height: int, width: int, shapes: list[tuple[int, int]] | None = None
    ) -> None:
        levels = galerkin.level_shapes(height, width) if shapes is None else shapes
        self.shapes = np.array(levels, dtype=np.int64)
        sizes = (self.shapes[:, 0] + 3) * (self.shapes[:, 1] + 3)
        self.starts = np.concatenate(([0], np.cumsum(sizes)[:-1])).astype(np.int64)
        self.count = int(sizes.sum())
        self.inside = np.zeros((height + 3, width + 3), np.uint8)
        self.known = np.zeros_like(self.inside)
        self.flags = np.zeros(self.count, np.uint8)
        self.diagonal = np.zeros(self.count, np.float32)
        self.inverse = np.zeros(self.count, np.float32)
        self.couplings = np.zeros(4 * self.count, np.float32)
        self.spans = np.ones((int((self.shapes[:, 0] + 3).sum()), 4), np.int32)
        self.last_inverse = np.zeros((0, 0), np.float32)
        self._screening: Field | None = None

    def update(self, problem: PoissonProblem) -> bool:
        """Rebuild the operators if the masks or the screening changed; True if they did."""
        screening = np.atleast_2d(np.asarray(problem.screening, dtype=np.float32))
        fixed = _no_pixels(problem.inside) if problem.fixed is None else problem.fixed
        moved = guidance.pad_masks_nb(
            np.ascontiguousarray(problem.inside),
            np.ascontiguousarray(fixed),
            self.inside,
            self.known,
        )
        same = self._screening is not None and np.array_equal(screening, self._screening)
        if same and not moved:
            return False
        self._screening = np.ascontiguousarray(screening).copy()
        galerkin.build_hierarchy_nb(
            self.inside,
            self.known,
            self._screening,
            self.shapes,
            self.starts,
            self.flags,
            self.diagonal,
            self.inverse,
            self.couplings,
            self.spans,
        )
        h, w = (int(side) for side in self.shapes[-1])
        at, size = int(self.starts[-1]), (h + 3) * (w + 3)
        self.last_inverse = dense_inverse(
            self.diagonal[at : at + size].reshape(h + 3, w + 3),
            self.couplings[4 * at : 4 * (at + size)].reshape(4, h + 3, w + 3),
        )
        return True


def _no_pixels(like: Mask) -> Mask:
    return np.zeros_like(like)


class _Scratch:
    """Fields of every level for one size and number of channels."""

    def __init__(self, height: int, width: int, channels: int) -> None:
        self.levels = Hierarchy(height, width)
        count = channels * self.levels.count
        self.field = np.zeros(count, np.float32)
        self.spare = np.zeros(count, np.float32)
        self.rhs = np.zeros(count, np.float32)
        self.row = np.zeros(2 * width + 16, np.float32)
        top = channels * (height + 3) * (width + 3)
        shape = (channels, height + 3, width + 3)
        self.top_field = self.field[:top].reshape(shape)
        self.top_spare = self.spare[:top].reshape(shape)
        self.top_rhs = self.rhs[:top].reshape(shape)

    def clear(self) -> None:
        """Forget everything: a changed mask must not see values of the old one.

        The field's finest level is written whole before it is read, warm or cold.
        """
        self.field[self.top_field.size :] = 0.0
        self.spare[:] = 0.0


class NumbaPoissonSolver:
    """Multigrid on one core; releases the GIL, reuses its memory from frame to frame.

    Parameters
    ----------
    max_cycles : int
        V-cycles at the finest level at most (each takes about a tenth of the error away).
    """

    provider = "Numba"

    def __init__(self, max_cycles: int = 12) -> None:
        self.max_cycles = max_cycles
        self.cycles_made = 0
        self._lock = threading.Lock()
        self._scratch: OrderedDict[tuple[int, int, int], _Scratch] = OrderedDict()

    def solve(self, problem: PoissonProblem, initial: Field | None = None) -> Field:
        """Solve a problem; see :class:`tryon_ar.rendering.poisson.PoissonSolver`."""
        with self._lock:
            return self._solve(problem, initial)

    def _solve(self, problem: PoissonProblem, initial: Field | None) -> Field:
        height, width, channels = problem.shape
        if height == 0 or width == 0:
            return np.zeros(problem.shape, np.float32)
        scratch = self._memory(height, width, channels)
        levels = scratch.levels
        if levels.update(problem):
            scratch.clear()
        divergence = np.ascontiguousarray(problem.divergence, dtype=np.float32)
        given = problem.fixed_values
        given = divergence if given is None else np.ascontiguousarray(given, dtype=np.float32)
        guidance.load_right_side_nb(
            divergence, given, levels.inside, levels.known, levels.spans, scratch.top_rhs
        )
        if initial is not None:
            guess = np.ascontiguousarray(initial, dtype=np.float32)
            guidance.load_field_nb(guess, levels.inside, scratch.top_field)
        self.cycles_made = multigrid.solve_nb(
            channels, levels.shapes, levels.starts, scratch.field, scratch.spare, scratch.rhs,
            levels.diagonal, levels.inverse, levels.couplings, levels.spans, scratch.row,
            _BEFORE, _AFTER, _COARSE_BEFORE, _COARSE_AFTER, levels.last_inverse,
            self.max_cycles, problem.tolerance, initial is not None,
        )  # fmt: skip
        out = np.empty(problem.shape, np.float32)
        guidance.store_field_nb(scratch.top_field, given, levels.inside, levels.known, out)
        return out

    def _memory(self, height: int, width: int, channels: int) -> _Scratch:
        key = (height, width, channels)
        if key in self._scratch:
            self._scratch.move_to_end(key)
            return self._scratch[key]
        self._scratch[key] = _Scratch(height, width, channels)
        if len(self._scratch) > _KEPT_SIZES:
            self._scratch.popitem(last=False)
        return self._scratch[key]
