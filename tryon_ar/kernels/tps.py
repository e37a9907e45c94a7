"""Fit thin-plate splines.

Every spline here maps **backwards**, from the picture of the person to the photo of the
garment: the *target* points are on the person, in frame pixels, and are the spline's
knots; the *source* points are on the garment, in photo pixels, and are its values. For
each pixel of the frame it says which place of the photo to show there.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numba import types
from numpy.typing import ArrayLike, NDArray

from tryon_ar.kernels._jit import kernel, read, write

# Two knots closer than this fraction of the extent are the same point.
_SAME_POINT = 1e-5
# Points whose cloud is thinner than this fraction of its length are on a line.
_SAME_LINE = 1e-4
_CHUNK = 16_384


@dataclass(frozen=True, slots=True)
class FitFailure:
    """Why no spline could be fitted; false in a condition.

    Attributes
    ----------
    reason : str
        For the log and the HUD, such as ``"target points 3 and 7 coincide"``.
    """

    reason: str

    def __bool__(self) -> Literal[False]:
        return False


@dataclass(frozen=True, eq=False)
class TpsFit:
    """A thin-plate spline from frame pixels to garment-photo pixels.

    Attributes
    ----------
    knots_norm : ndarray of shape (N, 2), float64
        Target points as ``(target - origin_px) / extent_px``, within 0 to 1.
    weights : ndarray of shape (N, 2), float64
        Of the radial terms, in source pixels.
    affine : ndarray of shape (3, 2), float64
        Rows: constant, x, y, in source pixels.
    origin_px : ndarray of shape (2,), float64
        Least x and y of the targets.
    extent_px : float
        Longer side of the targets' bounding box.
    unit_px : float
        The length the regularisation was measured in.
    """

    knots_norm: NDArray[np.float64]
    weights: NDArray[np.float64]
    affine: NDArray[np.float64]
    origin_px: NDArray[np.float64]
    extent_px: float
    unit_px: float

    def __bool__(self) -> Literal[True]:
        return True

    def evaluate(self, points_px: ArrayLike) -> NDArray[np.float64]:
        """Return where in the source some target points come from, exactly.

        Parameters
        ----------
        points_px : array_like of shape (..., 2)
            (x, y) in frame pixels.

        Returns
        -------
        ndarray of shape (..., 2), float64
            (x, y) in source pixels.

        Notes
        -----
        Plain NumPy in double precision, O(points x N): the yardstick for
        :mod:`tryon_ar.kernels.flow`, and for a few landmarks a frame.
        """
        points = np.asarray(points_px, dtype=np.float64)
        flat = (points.reshape(-1, 2) - self.origin_px) / self.extent_px
        out: NDArray[np.float64] = self.affine[0] + flat @ self.affine[1:]
        for start in range(0, len(flat), _CHUNK):
            rows = slice(start, start + _CHUNK)
            out[rows] += _radial(flat[rows], self.knots_norm) @ self.weights
        return out.reshape(points.shape)

    def jacobian(self, points_px: ArrayLike) -> NDArray[np.float64]:
        """Return the spline's derivatives at some target points.

        Parameters
        ----------
        points_px : array_like of shape (..., 2)
            (x, y) in frame pixels.

        Returns
        -------
        ndarray of shape (..., 2, 2), float64
            ``[..., i, j]`` is d source_i / d target_j, source pixels per frame pixel.

        Notes
        -----
        grad (r^2 log r) = (2 log r + 1) (p - p_i), taken as 0 at the knot itself.
        """
        points = np.asarray(points_px, dtype=np.float64)
        flat = (points.reshape(-1, 2) - self.origin_px) / self.extent_px
        out = np.empty((len(flat), 2, 2))
        for start in range(0, len(flat), _CHUNK):
            away = flat[start : start + _CHUNK, None] - self.knots_norm[None]
            squared = np.einsum("pnk,pnk->pn", away, away)
            slope = np.log(np.where(squared > 0, squared, 1.0)) + 1.0
            bend = np.einsum("pn,pnj,ni->pij", slope, away, self.weights)
            out[start : start + _CHUNK] = (bend + self.affine[1:].T) / self.extent_px
        return out.reshape(*points.shape[:-1], 2, 2)

    def bending_energy(self) -> float:
        """Return the integral of the squared second derivatives, up to the factor 8 pi.

        Notes
        -----
        w^T K w summed over x and y [1]_: 0 for an affine map. In source pixels squared.
        """
        kernel = _radial(self.knots_norm, self.knots_norm)
        return float(np.sum(self.weights * (kernel @ self.weights)))


def fit_tps(
    source_points: ArrayLike,
    target_points: ArrayLike,
    regularisation: float = 0.0,
    *,
    unit_px: float | None = None,
) -> TpsFit | FitFailure:
    """Fit the backward spline that takes each target point to its source point.

    Parameters
    ----------
    source_points : array_like of shape (N, 2)
        (x, y) on the garment photo, pixels. N >= 3.
    target_points : array_like of shape (N, 2)
        The same places (x, y) on the person, frame pixels; may lie outside the frame.
    regularisation : float
        >= 0; 0 passes through every point. Added to the diagonal of the matrix of radial
        terms with lengths in ``unit_px``, so it means the same at any frame resolution.
        A value tuned with lengths in units of ``d`` pixels becomes
        ``value * (d / unit_px) ** 2``: 0.02 with d = 200 is 0.011 of a shoulder width of
        270 px.
    unit_px : float, optional
        The length that regularisation is measured in, such as the person's shoulder
        width in the frame; None takes the longer side of the targets' bounding box.

    Returns
    -------
    TpsFit or FitFailure
        A failure, false in a condition, when there are fewer than three points, one is not
        finite, two coincide or all lie on a line (on either side), or the system
        cannot be solved. Never NaN.

    Raises
    ------
    ValueError
        When shapes disagree, or the regularisation or unit is out of bounds.

    Notes
    -----
    Solves [K + lambda I, P; P^T, 0] [w; a] = [v; 0] with K_ij = r^2 log r [1]_, with
    the targets scaled to 0 to 1 (one scale for both axes: the spline stays free of
    orientation) and in float64. In raw pixels the matrix's condition number is some 1e12
    times larger. O(N^3); 48 points take about 0.1 ms, most of it calls.

    References
    ----------
    .. [1] F. L. Bookstein, Principal Warps: Thin-Plate Splines and the Decomposition of
       Deformations, IEEE TPAMI 11(6), 1989, 10.1109/34.24792.
    """
    source = np.array(source_points, dtype=np.float64)
    target = np.array(target_points, dtype=np.float64)
    _require(source, target, regularisation, unit_px)
    reason = _degeneracy(source, "source") or _degeneracy(target, "target")
    if reason:
        return FitFailure(reason)
    origin = target.min(axis=0)
    extent = float(np.ptp(target, axis=0).max())
    unit = extent if unit_px is None else unit_px
    knots = (target - origin) / extent
    solution = _solve(knots, source, regularisation * (unit / extent) ** 2)
    if solution is None:
        return FitFailure("the control points give no solvable system")
    count = len(knots)
    return TpsFit(knots, solution[:count], solution[count:], origin, extent, unit)


def _require(
    source: NDArray[np.float64],
    target: NDArray[np.float64],
    regularisation: float,
    unit_px: float | None,
) -> None:
    if source.ndim != 2 or source.shape[1] != 2 or source.shape != target.shape:
        raise ValueError(f"points must be two (N, 2) arrays, not {source.shape}, {target.shape}")
    if not (np.isfinite(regularisation) and regularisation >= 0):
        raise ValueError(f"regularisation must be finite and >= 0, not {regularisation}")
    if unit_px is not None and not (np.isfinite(unit_px) and unit_px > 0):
        raise ValueError(f"unit_px must be finite and > 0, not {unit_px}")


def _degeneracy(points: NDArray[np.float64], side: str) -> str:
    if len(points) < 3:
        return f"{len(points)} control points; a spline needs 3"
    if not np.isfinite(points).all():
        return f"a {side} point is not finite"
    extent = float(np.ptp(points, axis=0).max())
    if extent < 1e-9:
        return f"all {side} points coincide"
    gap, first, second, thinness = _closest_nb((points - points.min(axis=0)) / extent)
    if gap < _SAME_POINT:
        return f"{side} points {int(first)} and {int(second)} coincide"
    if thinness < _SAME_LINE:
        return f"the {side} points are on a line"
    return ""


_F64 = types.float64


@kernel(read(_F64, 2), returns=types.UniTuple(_F64, 4))
def _closest_nb(points: NDArray[np.float64]) -> tuple[float, float, float, float]:
    """Return the least distance, between which two, and the cloud's width by its length.

    Width and length are root mean squares along the principal axes.
    """
    count = points.shape[0]
    least, first, second = np.inf, 0, 0
    x = y = xx = xy = yy = 0.0
    for i in range(count):
        for j in range(i + 1, count):
            gap = (points[i, 0] - points[j, 0]) ** 2 + (points[i, 1] - points[j, 1]) ** 2
            if gap < least:
                least, first, second = gap, i, j
        x += points[i, 0] / count
        y += points[i, 1] / count
    for i in range(count):
        xx += (points[i, 0] - x) ** 2
        xy += (points[i, 0] - x) * (points[i, 1] - y)
        yy += (points[i, 1] - y) ** 2
    # Eigenvalues of the scatter matrix; the smaller as determinant by the larger.
    larger = 0.5 * (xx + yy) + np.sqrt(0.25 * (xx - yy) ** 2 + xy * xy)
    smaller = max(xx * yy - xy * xy, 0.0) / larger
    return np.sqrt(least), float(first), float(second), np.sqrt(smaller / larger)


def _solve(
    knots: NDArray[np.float64], values: NDArray[np.float64], smoothing: float
) -> NDArray[np.float64] | None:
    count = len(knots)
    middle = values.mean(axis=0)
    # One row an unknown: the matrix, then the two right-hand sides.
    system = np.zeros((count + 3, count + 5))
    system[:count, count + 3 :] = values - middle
    solution = np.empty((count + 3, 2))
    _fill_nb(knots, smoothing, system)
    if not _eliminate_nb(system, solution):
        return None
    solution[count] += middle
    return solution if np.isfinite(solution).all() else None


@kernel(read(_F64, 2), _F64, write(_F64, 2))
def _fill_nb(knots: NDArray[np.float64], smoothing: float, system: NDArray[np.float64]) -> None:
    """Write [K + lambda I, P; P^T, .] into a matrix of zeros."""
    count = knots.shape[0]
    for i in range(count):
        for j in range(i):
            squared = (knots[i, 0] - knots[j, 0]) ** 2 + (knots[i, 1] - knots[j, 1]) ** 2
            system[i, j] = system[j, i] = 0.5 * squared * np.log(squared)
        system[i, i] = smoothing
        system[i, count] = system[count, i] = 1.0
        system[i, count + 1] = system[count + 1, i] = knots[i, 0]
        system[i, count + 2] = system[count + 2, i] = knots[i, 1]


# LAPACK would cost more in calls than in sums.
@kernel(write(_F64, 2), write(_F64, 2), returns=types.boolean, reorder=False)
def _eliminate_nb(system: NDArray[np.float64], solution: NDArray[np.float64]) -> bool:
    """Solve by elimination with partial pivoting; False when a pivot is 0."""
    size = system.shape[0]
    for k in range(size):
        best = k + np.argmax(np.abs(system[k:, k]))
        if system[best, k] == 0.0:
            return False
        for c in range(k, size + 2):
            system[k, c], system[best, c] = system[best, c], system[k, c]
        for r in range(k + 1, size):
            factor = system[r, k] / system[k, k]
            for c in range(k + 1, size + 2):
                system[r, c] -= factor * system[k, c]
    for axis in range(2):
        for k in range(size - 1, -1, -1):
            total = system[k, size + axis]
            for c in range(k + 1, size):
                total -= system[k, c] * solution[c, axis]
            solution[k, axis] = total / system[k, k]
    return True


def _radial(points: NDArray[np.float64], knots: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return r^2 log r = (r^2 / 2) log r^2 of every pair, 0 where they coincide."""
    dx = points[:, 0, None] - knots[None, :, 0]
    dy = points[:, 1, None] - knots[None, :, 1]
    squared = dx * dx + dy * dy
    return 0.5 * squared * np.log(np.where(squared > 0, squared, 1.0))
