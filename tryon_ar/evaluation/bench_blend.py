"""How fast and how exact the blend is, against OpenCV and a direct solution.

Every figure of one call comes from one run on one machine; ratios travel, milliseconds
do not.
"""

import statistics
import time
from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.roi import Roi
from tryon_ar.core.types import BgrImage, Mask
from tryon_ar.rendering.poisson import (
    Field,
    PoissonProblem,
    PoissonSolver,
    SeamlessCloner,
    cloning_problem,
)
from tryon_ar.rendering.poisson_numba import NumbaPoissonSolver
from tryon_ar.rendering.poisson_onnx import OnnxPoissonSolver
from tryon_ar.rendering.relight import ShadingTransfer, cylinder_shading, relight
from tryon_ar.rendering.tone import measure_tone

SIDE_PX = 400


def bench_blend(
    source_bgr: BgrImage | None = None, target_bgr: BgrImage | None = None, repeats: int = 30
) -> dict[str, float | str]:
    """Clone a 400 x 400 disc, cold and warm, with Numba, ONNX Runtime and OpenCV.

    Parameters
    ----------
    source_bgr, target_bgr : ndarray of shape (h, w, 3), uint8, optional
        Real pictures, scaled to 402 x 402; textured ones are made up when left out.
    repeats : int
        Runs of each; the fastest counts, the median is given as well.

    Returns
    -------
    dict of str to float or str
        ``*_ms`` fastest run, ``*_median_ms``; ``*_error_mean`` and ``*_error_max`` in grey
        levels against the direct solution; ``*_ratio`` how many times as fast as
        ``cv2.seamlessClone`` (fastest over fastest). ``cold`` knows nothing of earlier
        frames, not even the mask. ``warm`` continues from the frame before, whose target
        had other noise and whose source lay 0.7 px to the side.
    """
    pictures = _pictures(source_bgr, target_bgr)
    found: dict[str, float | str] = {}
    found |= _timed("seamless_clone", _seamless_clone(pictures), repeats)
    for name, make in _SOLVERS.items():
        solver = make()
        found[f"{name}_provider"] = solver.provider
        count = repeats if name == "numba" else max(3, repeats // 6)
        found |= _bench_solver(name, solver, pictures, count)
    for key in [key for key in found if key.endswith(("cold_ms", "warm_ms", "general_ms"))]:
        ratio = float(found["seamless_clone_ms"]) / float(found[key])
        found[key.removesuffix("_ms") + "_ratio"] = ratio
    return found


def bench_shading(repeats: int = 30) -> dict[str, float]:
    """Time the steps of relighting a 320 x 380 garment in a 640 x 480 frame.

    Returns
    -------
    dict of str to float
        ``shading_ms`` (warm-started, body moving), ``cylinder_ms``, ``relight_ms`` and
        ``tone_ms``, each the fastest run, and ``*_median_ms``.
    """
    frame = _made_up(np.random.default_rng(1), 480, 640).astype(np.uint8)
    roi = Roi(160, 90, 480, 470)
    ys, xs = np.mgrid[: roi.height, : roi.width]
    body = ((xs - 160) / 150.0) ** 4 + ((ys - 190) / 180.0) ** 4 < 1
    coverage = np.asarray(cv2.GaussianBlur(body.astype(np.float32), (0, 0), 1), np.float32)
    layer = np.dstack([coverage * 0.5] * 3 + [coverage]).astype(np.float32)
    transfer = ShadingTransfer(NumbaPoissonSolver())
    frames = [np.roll(frame, shift, axis=1) for shift in range(4)]
    turn = iter(range(10**9))
    shading = transfer.worn_shading(frame, coverage, coverage, roi, 150.0)

    def next_shading() -> object:
        return transfer.worn_shading(frames[next(turn) % 4], coverage, coverage, roi, 150.0)

    found = _timed("shading", next_shading, repeats)
    found |= _timed("cylinder", lambda: cylinder_shading(coverage, 30.0), repeats)
    found |= _timed("relight", lambda: relight(layer, shading), repeats)
    return found | _timed("tone", lambda: measure_tone(frame), repeats)


class _Pictures:
    """Two frames of a clone: source, target, the disc, and both frames' exact solutions."""

    def __init__(self, source: Field, target: Field) -> None:
        rng = np.random.default_rng(7)
        shift = np.array([[1, 0, 0.7], [0, 1, 0.4]], np.float32)
        size = (source.shape[1], source.shape[0])
        edge = cv2.BORDER_REPLICATE
        moved = cv2.warpAffine(source, shift, size, borderMode=edge)
        noisy = np.clip(target + rng.normal(0, 2.5, target.shape), 0, 255)
        # Earlier frame first.
        self.sources = [np.asarray(moved, np.float32), source]
        self.targets = [noisy.astype(np.float32), target]
        ys, xs = np.mgrid[: size[1], : size[0]]
        middle = (SIDE_PX + 1) / 2
        self.inside: Mask = (ys - middle) ** 2 + (xs - middle) ** 2 < (SIDE_PX / 2) ** 2
        self.exact = exact_solution(cloning_problem(source, target, self.inside))


_SOLVERS: dict[str, Callable[[], PoissonSolver]] = {
    "numba": NumbaPoissonSolver,
    "onnx_cpu": lambda: OnnxPoissonSolver("cpu"),
}


def _bench_solver(
    name: str, solver: PoissonSolver, pictures: _Pictures, repeats: int
) -> dict[str, float]:
    source, target, inside = pictures.sources[1], pictures.targets[1], pictures.inside
    smaller = np.zeros_like(inside)
    smaller[1:] = inside[:-1]

    def another_mask() -> None:
        """Leave the solver with operators that do not fit."""
        solver.solve(cloning_problem(source, target, smaller))

    def cold() -> Field:
        return SeamlessCloner(solver).clone(source, target, inside)

    def general() -> Field:
        return solver.solve(cloning_problem(source, target, inside))

    found = _timed(f"{name}_cold", cold, repeats, before=another_mask)
    found |= _errors(f"{name}_cold", cold(), pictures)
    found |= _timed(f"{name}_general", general, repeats, before=another_mask)
    found |= _errors(f"{name}_general", general(), pictures)
    cloner = SeamlessCloner(solver)

    def last_frame() -> None:
        cloner.clone(pictures.sources[0], pictures.targets[0], inside)

    def warm() -> Field:
        return cloner.clone(source, target, inside)

    found |= _timed(f"{name}_warm", warm, repeats, before=last_frame)
    last_frame()
    return found | _errors(f"{name}_warm", warm(), pictures)


def _errors(name: str, found: Field, pictures: _Pictures) -> dict[str, float]:
    error = np.abs(found - pictures.exact)[pictures.inside]
    return {f"{name}_error_mean": float(error.mean()), f"{name}_error_max": float(error.max())}


def _timed(
    name: str, run: Callable[[], object], repeats: int, before: Callable[[], None] | None = None
) -> dict[str, float]:
    taken: list[float] = []
    for k in range(repeats + 1):
        if before is not None:
            before()
        start = time.perf_counter()
        run()
        if k > 0:  # the first one compiles
            taken.append(1e3 * (time.perf_counter() - start))
    return {f"{name}_ms": min(taken), f"{name}_median_ms": statistics.median(taken)}


def _seamless_clone(pictures: _Pictures) -> Callable[[], object]:
    source, target = (p[1].astype(np.uint8) for p in (pictures.sources, pictures.targets))
    mask = pictures.inside.astype(np.uint8) * 255
    middle = (SIDE_PX // 2 + 1, SIDE_PX // 2 + 1)
    return lambda: cv2.seamlessClone(source, target, mask, middle, cv2.NORMAL_CLONE)


def exact_solution(problem: PoissonProblem) -> NDArray[np.float64]:
    """Solve a cloning problem to a hundred-thousandth of a grey level.

    V-cycles in float32 on the residual taken in float64 (iterative refinement), so that
    the program needs no sparse direct solver; tests hold it to one.
    """
    solver = NumbaPoissonSolver()
    inside = problem.inside[..., None]
    fixed = np.zeros_like(problem.inside) if problem.fixed is None else problem.fixed
    values = np.zeros(problem.shape) if problem.fixed_values is None else problem.fixed_values
    known = problem.inside | fixed
    total = np.where(inside, 0.0, np.where(fixed[..., None], values, 0.0)).astype(np.float64)
    nothing = np.zeros(problem.shape, np.float32)
    for _ in range(12):
        left = _float64_residual(total, problem, known)
        if np.abs(left).max() < 1e-6:
            break
        scale = max(float(np.abs(left).max()), 1e-12)
        step = (-left / scale).astype(np.float32)
        correction = PoissonProblem(
            problem.inside, step, fixed, nothing, problem.screening, tolerance=1e-4
        )
        total += np.where(inside, solver.solve(correction) * scale, 0.0)
    return total


def _float64_residual(
    field: NDArray[np.float64], problem: PoissonProblem, known: Mask
) -> NDArray[np.float64]:
    """``-div g - (s - Laplacian) u`` inside, zero elsewhere."""
    screening = np.asarray(problem.screening, np.float64)
    screening = screening[..., None] if screening.ndim == 2 else screening
    left = -problem.divergence.astype(np.float64) - screening * field
    for axis in (0, 1):
        step = np.diff(field, axis=axis)
        first = (slice(None, -1), slice(None)) if axis == 0 else (slice(None), slice(None, -1))
        second = (slice(1, None), slice(None)) if axis == 0 else (slice(None), slice(1, None))
        counted = step * (known[first] & known[second])[..., None]
        left[first] += counted
        left[second] -= counted
    return np.where(problem.inside[..., None], left, 0.0)


def _pictures(source_bgr: BgrImage | None, target_bgr: BgrImage | None) -> _Pictures:
    rng = np.random.default_rng(5)
    side = SIDE_PX + 2
    both = [
        _made_up(rng, side, side)
        if picture is None
        else np.asarray(cv2.resize(picture, (side, side)), np.float32)
        for picture in (source_bgr, target_bgr)
    ]
    return _Pictures(both[0], both[1])


def _made_up(rng: np.random.Generator, height: int, width: int) -> Field:
    """Make up checks, stripes, a weave and noise, (height, width, 3), 0 to 255."""
    ys, xs = np.mgrid[:height, :width].astype(np.float32)
    checks = 50 * ((np.sin(xs / 9) > 0) ^ (np.sin(ys / 9) > 0))
    stripes = 40 * (np.sin((xs + 2 * ys) / 5) > 0.3)
    weave = 12 * np.sin(xs * 2.1) * np.sin(ys * 1.9)
    noise = rng.normal(0, 4, (height, width))
    light = 60 + 60 * xs / width + checks + stripes + weave + noise
    tinted = np.clip(light[..., None] * rng.uniform(0.7, 1.2, 3), 0, 255)
    return np.asarray(tinted, np.float32)
