"""The Poisson solver as an ONNX graph: the GPU's form of the Numba solver."""

import functools
import threading
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tryon_ar.inference.session import Session, open_session
from tryon_ar.kernels import guidance, multigrid
from tryon_ar.rendering.poisson import Field, PoissonProblem
from tryon_ar.rendering.poisson_numba import Hierarchy

# Eigenvalues of D^-1 A as for Numba; the graph sweeps as often before as after.
FINE_WEIGHTS = multigrid.chebyshev_weights(3, 0.4, 2.0)
COARSE_WEIGHTS = multigrid.chebyshev_weights(2, 0.6, 1.6)

_MOST_LEVELS = 6
_SMALLEST_COARSE_SIDE = 5


@functools.cache
def _session(levels: int, requested: str) -> Session:
    from tryon_ar.inference.poisson_graph import Plan, build_poisson_graph

    fine, coarse = FINE_WEIGHTS.tolist(), COARSE_WEIGHTS.tolist()
    # On a CPU the Numba solver is several times as fast: no graph takes over from a GPU there.
    graph = build_poisson_graph(Plan(levels, fine, coarse))
    return open_session(graph, requested, down_to_cpu=False)


def padded_shape(height: int, width: int) -> tuple[int, int, int]:
    """Return (rows, columns, levels): sides one more than a multiple of 2^(levels - 1)."""
    levels = 1
    while levels < _MOST_LEVELS and max(height, width) >> levels >= _SMALLEST_COARSE_SIDE:
        levels += 1
    unit = 1 << (levels - 1)
    rows, columns = (max(1, -(-(side - 1) // unit)) * unit + 1 for side in (height, width))
    return rows, columns, levels


class _Operators:
    """The graph's operator inputs for one size, kept while masks stay as they are."""

    def __init__(self, height: int, width: int) -> None:
        rows, columns, self.levels = padded_shape(height, width)
        self.size = rows, columns
        shapes = [(rows, columns)]
        for _ in range(1, self.levels):
            shapes.append((shapes[-1][0] // 2 + 1, shapes[-1][1] // 2 + 1))
        self.hierarchy = Hierarchy(rows, columns, shapes)
        self.feeds: dict[str, Field] = {}

    def update(self, problem: PoissonProblem) -> None:
        """Compute the operators anew if the problem's masks or screening changed."""
        if self.hierarchy.update(_padded(problem, self.size)) or not self.feeds:
            self.feeds = {}
            for level in range(self.levels):
                self._read_level(level)
            self.feeds["last_inverse"] = self.hierarchy.last_inverse

    def _read_level(self, level: int) -> None:
        tree = self.hierarchy
        h, w = (int(side) for side in tree.shapes[level])
        at, size = int(tree.starts[level]), (h + 3) * (w + 3)
        diagonal = tree.diagonal[at : at + size].reshape(h + 3, w + 3)
        inverse = tree.inverse[at : at + size].reshape(h + 3, w + 3)
        planes = {"diagonal": diagonal, "inverse": inverse, "mask": inverse > 0}
        for name, plane in planes.items():
            inner = plane[1 : h + 1, 1 : w + 1].astype(np.float32)
            self.feeds[f"{name}{level}"] = inner[None, None]
        if level > 0:
            stored = tree.couplings[4 * at : 4 * (at + size)].reshape(4, h + 3, w + 3)
            self.feeds[f"coupling{level}"] = _eight_couplings(stored, h, w)[None]


def _eight_couplings(stored: Field, h: int, w: int) -> Field:
    """Spread the four stored couplings to all eight neighbours, (8, h, w)."""
    offsets = ((0, 1), (1, 0), (1, 1), (1, -1))
    planes = []
    for k, (dy, dx) in enumerate(offsets):
        planes.append(stored[k, 1 : h + 1, 1 : w + 1])
        planes.append(stored[k, 1 - dy : h + 1 - dy, 1 - dx : w + 1 - dx])
    return np.stack(planes)


def _padded(problem: PoissonProblem, size: tuple[int, int]) -> PoissonProblem:
    """Add pixels to the south and east that are neither unknown nor fixed."""
    height, width, _ = problem.shape
    grow = ((0, size[0] - height), (0, size[1] - width))
    fixed = None if problem.fixed is None else np.pad(problem.fixed, grow)
    given = problem.fixed_values
    given = None if given is None else np.pad(given, (*grow, (0, 0)))
    screening = problem.screening
    if isinstance(screening, np.ndarray) and screening.ndim == 2:
        screening = np.pad(screening, grow)
    inside, divergence = np.pad(problem.inside, grow), np.pad(problem.divergence, (*grow, (0, 0)))
    return PoissonProblem(inside, divergence, fixed, given, screening, problem.tolerance)


class OnnxPoissonSolver:
    """Multigrid as a graph that ONNX Runtime runs on CUDA, DirectML, CoreML or the CPU.

    Parameters
    ----------
    requested : {"auto", "cpu", "cuda"}
        See :func:`tryon_ar.inference.session.open_session`.
    max_cycles : int
        V-cycles at the finest level at most.

    Raises
    ------
    ProviderUnavailable
        When the provider asked for cannot be used.
    """

    def __init__(self, requested: str = "auto", max_cycles: int = 12) -> None:
        self.max_cycles = max_cycles
        self.cycles_made = 0
        self._requested = requested
        self._lock = threading.Lock()
        self._operators: dict[tuple[int, int], _Operators] = {}
        self._session = _session(_MOST_LEVELS, requested)

    @property
    def provider(self) -> str:
        """What really runs, e.g. ``ONNX CUDA``."""
        return f"ONNX {self._session.provider}"

    def solve(self, problem: PoissonProblem, initial: Field | None = None) -> Field:
        """Solve a problem; see :class:`tryon_ar.rendering.poisson.PoissonSolver`.

        Raises
        ------
        InferenceError
            When the provider fails; it stays down then.
        """
        if 0 in problem.shape:
            return np.zeros(problem.shape, np.float32)
        with self._lock:
            return self._solve(problem, initial)

    def _solve(self, problem: PoissonProblem, initial: Field | None) -> Field:
        height, width, channels = problem.shape
        if len(self._operators) > 4 and (height, width) not in self._operators:
            self._operators.clear()
        operators = self._operators.setdefault((height, width), _Operators(height, width))
        operators.update(problem)
        tree, (rows, columns) = operators.hierarchy, operators.size
        padded = _padded(problem, operators.size)
        given = padded.divergence if padded.fixed_values is None else padded.fixed_values
        side = np.zeros((channels, rows + 3, columns + 3), np.float32)
        guidance.load_right_side_nb(
            np.ascontiguousarray(padded.divergence), given, tree.inside, tree.known,
            tree.spans, side,
        )  # fmt: skip
        guess = np.zeros((channels, 1, rows, columns), np.float32)
        if initial is not None:
            wanted = np.where(problem.inside[..., None], initial, np.float32(0))
            guess[:, 0, :height, :width] = np.moveaxis(wanted, 2, 0)
        feeds: dict[str, NDArray[Any]] = {
            **operators.feeds,
            "rhs": np.ascontiguousarray(side[:, None, 1 : rows + 1, 1 : columns + 1]),
            "initial": guess,
            "tolerance": np.array(problem.tolerance, np.float32),
            "max_cycles": np.array(self.max_cycles, np.int64),
        }
        self._session = _session(operators.levels, self._requested)
        solution, cycles = self._session.run(feeds)
        self.cycles_made = int(cycles)
        return self._assembled(problem, solution[:, 0, :height, :width])

    @staticmethod
    def _assembled(problem: PoissonProblem, solution: Field) -> Field:
        out = np.where(problem.inside[..., None], np.moveaxis(solution, 0, 2), np.float32(0))
        if problem.fixed is not None and problem.fixed_values is not None:
            given = problem.fixed & ~problem.inside
            out[given] = problem.fixed_values[given]
        return np.ascontiguousarray(out, dtype=np.float32)
