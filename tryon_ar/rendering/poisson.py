"""The Poisson equation of the blend: the problem, and the protocol its solvers share.

On the pixels ``inside`` a field u is sought whose differences follow a guidance field g
and which may be pulled to zero by a screening weight s >= 0 (Bhat, Curless, Cohen,
Zitnick, "Fourier Analysis of the 2D Screened Poisson Equation", ECCV 2008)::

    minimise  sum over edges (u_q - u_p - g_pq)^2  +  sum over inside s_p u_p^2

whose normal equations, (s - Laplacian) u = -div g, read at a pixel p ::

    (s_p + |N_p|) u_p - sum of u_q over q in N_p inside
        = -sum of g_pq over q in N_p  +  sum of fixed values over q in N_p fixed

N_p holds those of the four neighbours that are inside or fixed. Fixed neighbours are the
Dirichlet boundary (with s = 0 this is seamless cloning: Pérez, Gangnet, Blake, "Poisson
Image Editing", SIGGRAPH 2003); any other neighbour, the border of the picture included,
has no edge at all, which is the natural (Neumann) boundary.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.errors import InferenceError, ProviderUnavailable
from tryon_ar.core.types import Mask

_log = logging.getLogger(__name__)

Field = NDArray[np.float32]

# Grey levels. With it the mean error stays under 0.1 and hardly a pixel is off by one; the
# error of a correction sits at the rim, where twice the last move is a safe bound.
CLONING_TOLERANCE = 0.5
CORRECTION_TOLERANCE = 0.75


@dataclass(frozen=True, eq=False)
class PoissonProblem:
    """One masked, screened Poisson problem.

    Attributes
    ----------
    inside : ndarray of shape (H, W), bool
        Unknown pixels.
    divergence : ndarray of shape (H, W, C), float32
        div g at unknown pixels, over the edges that take part; ignored elsewhere.
    fixed : ndarray of shape (H, W), bool, or None
        Given pixels; where also ``inside``, the pixel counts as unknown.
    fixed_values : ndarray of shape (H, W, C), float32, or None
        Their values; ignored elsewhere.
    screening : float or ndarray of shape (H, W), float32
        Weight of the pull to zero, >= 0; 1 / s is the square of a length in pixels.
    tolerance : float
        In units of u: solvers stop once no pixel would still move by more in a sweep.

    Raises
    ------
    ValueError
        When shapes disagree, the screening is negative, or nothing (neither a fixed
        pixel nor screening) says where zero is. A part of the mask that touches no fixed
        pixel, without screening, is determined up to a constant only.
    """

    inside: Mask
    divergence: Field
    fixed: Mask | None = None
    fixed_values: Field | None = None
    screening: float | Field = 0.0
    tolerance: float = 0.1

    def __post_init__(self) -> None:
        shape = self.inside.shape
        if self.divergence.ndim != 3 or self.divergence.shape[:2] != shape:
            raise ValueError(f"divergence must be {shape} + (C,), not {self.divergence.shape}")
        if (self.fixed is None) != (self.fixed_values is None):
            raise ValueError("fixed and fixed_values are given together or not at all")
        if self.fixed is not None and self.fixed.shape != shape:
            raise ValueError(f"fixed must be {shape}, not {self.fixed.shape}")
        if self.fixed_values is not None and self.fixed_values.shape != self.divergence.shape:
            raise ValueError(f"fixed_values must be {self.divergence.shape}")
        self._check_screening(shape)

    def _check_screening(self, shape: tuple[int, ...]) -> None:
        weight = np.asarray(self.screening, dtype=np.float32)
        if weight.ndim not in (0, 2) or (weight.ndim == 2 and weight.shape != shape):
            raise ValueError(f"screening must be a number or {shape}, not {weight.shape}")
        if weight.size and not weight.min() >= 0:
            raise ValueError("screening must not be negative")
        anchored = bool(weight.size and weight.max() > 0) or (
            self.fixed is not None and bool(self.fixed.any())
        )
        if not anchored and self.inside.any():
            raise ValueError("a problem without fixed pixels needs screening above zero")

    @property
    def shape(self) -> tuple[int, int, int]:
        """Rows, columns, channels."""
        height, width, channels = self.divergence.shape
        return height, width, channels


class PoissonSolver(Protocol):
    """Solves :class:`PoissonProblem`; safe to call from any thread, one call at a time runs."""

    @property
    def provider(self) -> str:
        """What really does the work, as shown to people."""
        ...

    def solve(self, problem: PoissonProblem, initial: Field | None = None) -> Field:
        """Solve a problem.

        Parameters
        ----------
        problem : PoissonProblem
        initial : ndarray of shape (H, W, C), float32, optional
            A guess, as a rule the last frame's solution; read at unknown pixels.

        Returns
        -------
        ndarray of shape (H, W, C), float32
            u where inside, the given values where fixed, zero elsewhere.
        """
        ...


def cloning_problem(source: Field, target: Field, inside: Mask) -> PoissonProblem:
    """Pose seamless cloning: gradients of ``source`` inside, ``target`` all around.

    Parameters
    ----------
    source, target : ndarray of shape (H, W, C), float32
    inside : ndarray of shape (H, W), bool
        Where the source goes; pixels at the border of the picture are allowed.
    """
    from tryon_ar.kernels.guidance import laplacian_nb

    divergence = np.empty(source.shape, np.float32)
    laplacian_nb(np.ascontiguousarray(source, dtype=np.float32), divergence)
    return PoissonProblem(inside, divergence, ~inside, target, tolerance=CLONING_TOLERANCE)


class SeamlessCloner:
    """Clones one picture into another, frame after frame.

    What is solved for is the correction u - source: it is smooth inside whatever the
    pictures hold, changes little from frame to frame even while the source moves, and so
    starts well from the last frame's (the membrane of Pérez et al., section 3).

    Parameters
    ----------
    solver : PoissonSolver
    """

    def __init__(self, solver: PoissonSolver) -> None:
        self._solver = solver
        self._correction: Field | None = None

    def clone(self, source: Field, target: Field, inside: Mask) -> Field:
        """Return ``target`` with ``source`` cloned in where ``inside``.

        Parameters
        ----------
        source, target : ndarray of shape (H, W, C), float32
            Grey levels, 0 to 255.
        inside : ndarray of shape (H, W), bool

        Returns
        -------
        ndarray of shape (H, W, C), float32
            Not clipped.
        """
        difference = target - source
        still = np.zeros_like(difference)
        problem = PoissonProblem(inside, still, ~inside, difference, tolerance=CORRECTION_TOLERANCE)
        guess = self._correction
        if guess is not None and guess.shape != difference.shape:
            guess = None
        # Where nothing was solved the last time the correction is the difference: no jump.
        self._correction = self._solver.solve(problem, guess)
        return source + self._correction

    def forget(self) -> None:
        """Start afresh with other pictures."""
        self._correction = None


def guided_problem(
    gx: Field, gy: Field, inside: Mask, screening: float | Field, tolerance: float
) -> PoissonProblem:
    """Pose a screened problem without fixed pixels from wanted differences.

    Parameters
    ----------
    gx, gy : ndarray of shape (H, W, C), float32
        ``gx[y, x]`` is wanted of u[y, x + 1] - u[y, x], ``gy[y, x]`` of
        u[y + 1, x] - u[y, x].
    inside : ndarray of shape (H, W), bool
    screening, tolerance
        As in :class:`PoissonProblem`.
    """
    from tryon_ar.kernels.guidance import edge_divergence_nb

    divergence = np.empty_like(gx)
    edge_divergence_nb(gx, gy, inside, np.zeros_like(inside), divergence)
    return PoissonProblem(inside, divergence, screening=screening, tolerance=tolerance)


def open_poisson_solver(requested: str = "auto") -> PoissonSolver:
    """Return the solver to blend with.

    Parameters
    ----------
    requested : {"auto", "cpu", "cuda"}
        ``cpu`` is the Numba solver, ``cuda`` the ONNX graph on the GPU, ``auto`` the
        faster of the two where there is a GPU, else Numba: on a CPU alone the same
        equation takes ONNX Runtime several times as long.

    Raises
    ------
    ProviderUnavailable
        When ``cuda`` is asked for and missing.
    """
    from tryon_ar.rendering.poisson_numba import NumbaPoissonSolver

    if requested == "cpu":
        return NumbaPoissonSolver()
    from tryon_ar.inference.session import gpu_provider
    from tryon_ar.rendering.poisson_onnx import OnnxPoissonSolver
    from tryon_ar.rendering.poisson_twinned import TwinnedSolver

    if requested == "cuda":
        return TwinnedSolver(OnnxPoissonSolver("cuda"), NumbaPoissonSolver)
    if gpu_provider() is None:
        return NumbaPoissonSolver()

    def on_gpu() -> PoissonSolver:
        return TwinnedSolver(OnnxPoissonSolver("cuda"), NumbaPoissonSolver)

    return faster_solver([NumbaPoissonSolver, on_gpu])


def faster_solver(makers: list[Callable[[], PoissonSolver]]) -> PoissonSolver:
    """Return the solver that takes least time on a 192 x 192 shading problem.

    One that cannot be made or fails is passed over.

    Raises
    ------
    ProviderUnavailable
        When none works.
    """
    import time

    ys, xs = np.mgrid[:192, :192]
    inside = (ys - 96) ** 2 + (xs - 96) ** 2 < 90**2
    divergence = np.sin(xs / 5.0).astype(np.float32)[..., None] * 0.01
    problem = PoissonProblem(inside, divergence, screening=1e-3, tolerance=1e-3)
    timed: list[tuple[float, PoissonSolver]] = []
    for make in makers:
        try:
            solver = make()
            solver.solve(problem)
        except InferenceError as error:
            _log.warning("a solver is passed over: %s", error)
            continue
        start = time.perf_counter()
        for _ in range(5):
            solver.solve(problem)
        timed.append((time.perf_counter() - start, solver))
    if not timed:
        raise ProviderUnavailable("No solver works on this computer.", "Use --provider cpu.")
    return min(timed, key=lambda pair: pair[0])[1]
