"""Backward flow of a spline on a coarse grid, its error bound, scale and folds.

The spline is evaluated where the lines of a grid cross; :mod:`tryon_ar.kernels.remap`
interpolates between them, row by row, with Catmull-Rom cubics while it gathers texels.
Those cubics reproduce quadratics, and r^2 log r scaled by h is h^2 r^2 log r plus a
quadratic; so the error of one radial term on a grid of step h is h^2 times a fixed
function of the distance in steps. That gives a bound before anything is drawn, and the
step is the largest whose bound is small enough.
"""

from dataclasses import dataclass

import numpy as np
from numba import types
from numpy.typing import NDArray

from tryon_ar.kernels._jit import kernel, read, write
from tryon_ar.kernels.region import Roi
from tryon_ar.kernels.tps import TpsFit

# Grid steps tried, coarsest first. At 1 every pixel is a node and the bound is 0.
STEPS_PX = (32, 24, 16, 12, 8, 6, 4, 3, 2, 1)
# |error| of interpolating r^2 log r on the unit grid <= min(_NEAR, _FAR / r), wherever
# in its cell the knot lies (scanned numerically; a test scans again).
_NEAR = 0.495
_FAR = 0.135

_LN2 = float(np.log(2.0))
# Bit pattern of sqrt(1/2), less 1024 in the exponent, so that shifted numbers stay positive.
_LOG_SHIFT = np.int64(0x3FE6A09E667F3BCD - (1024 << 52))
_MAGIC_BITS = np.int64(0x4330000000000000)
_MAGIC = 4503599627370496.0


@dataclass(frozen=True, eq=False)
class FlowGrid:
    """Backward flow over a region, at the nodes of a coarse grid.

    Attributes
    ----------
    nodes : ndarray of shape (R, 2, C), float32
        ``nodes[r, :, c]`` is the source (x, y), photo pixels, of the frame pixel
        ``(x0 + (c - 1) * step_px, y0 + (r - 1) * step_px)``: one node beyond the region
        before its first pixel, two after its last.
    step_px : int
        Distance of the nodes in frame pixels.
    roi : (int, int, int, int)
        Region x0, y0, x1, y1 of the frame, half-open.
    error_px : float
        Bound on the distance, source pixels, between interpolated and exact flow.
    """

    nodes: NDArray[np.float32]
    step_px: int
    roi: Roi
    error_px: float

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width of the region in pixels."""
        x0, y0, x1, y1 = self.roi
        return y1 - y0, x1 - x0

    def cut(self, roi: Roi) -> "FlowGrid":
        """Return the same flow over part of its region, grown up and left to the next nodes.

        Parameters
        ----------
        roi : (int, int, int, int)
            Within the grid's region, not empty.

        Raises
        ------
        ValueError
            When the part reaches outside the region.
        """
        x0, y0, x1, y1 = self.roi
        left, top, right, bottom = roi
        if not (x0 <= left < right <= x1 and y0 <= top < bottom <= y1):
            raise ValueError(f"{roi} is no part of the flow's region {self.roi}")
        step = self.step_px
        column, row = (left - x0) // step, (top - y0) // step
        left, top = x0 + column * step, y0 + row * step
        rows, columns = -(-(bottom - top) // step) + 3, -(-(right - left) // step) + 3
        nodes = self.nodes[row : row + rows, :, column : column + columns]
        return FlowGrid(
            np.ascontiguousarray(nodes), step, (left, top, right, bottom), self.error_px
        )

    def landing_on(self, rectangle: tuple[float, float, float, float]) -> Roi | None:
        """Return the part of the region whose flow may land on a rectangle of the photo.

        Parameters
        ----------
        rectangle : (float, float, float, float)
            x0, y0, x1, y1 in photo pixels.

        Returns
        -------
        (int, int, int, int) or None
            In whole cells of the grid; None when nothing lands there.
        """
        r0, r1, c0, c1 = _landing_nb(self.nodes, *(float(value) for value in rectangle))
        if r1 <= r0:
            return None
        x0, y0, x1, y1 = self.roi
        step = self.step_px
        right, bottom = min(x0 + c1 * step, x1), min(y0 + r1 * step, y1)
        return x0 + c0 * step, y0 + r0 * step, right, bottom

    def scale(self, source_size: tuple[int, int] | None = None) -> float:
        """Return how many source pixels fall on one frame pixel (above 1: minified).

        Parameters
        ----------
        source_size : (int, int), optional
            Width and height of the photo: count only nodes that land on it, when any do.

        Returns
        -------
        float
            Median over nodes of the root mean square of the Jacobian's two singular
            values (its Frobenius norm over the square root of 2), by central differences.
        """
        nodes = self.nodes
        across = nodes[1:-1, :, 2:] - nodes[1:-1, :, :-2]
        down = nodes[2:, :, 1:-1] - nodes[:-2, :, 1:-1]
        squared = (across**2 + down**2).sum(axis=1) / (8.0 * self.step_px**2)
        if source_size is not None:
            x, y = nodes[1:-1, 0, 1:-1], nodes[1:-1, 1, 1:-1]
            inside = (x >= 0) & (y >= 0) & (x < source_size[0]) & (y < source_size[1])
            if inside.any():
                squared = squared[inside]
        return float(np.sqrt(np.median(squared)))


def coarse_flow(
    fit: TpsFit, roi: Roi, tolerance_px: float = 0.1, *, step_px: int | None = None
) -> FlowGrid:
    """Evaluate a spline on the coarsest grid that keeps the error bound.

    Parameters
    ----------
    fit : TpsFit
        Backward spline.
    roi : (int, int, int, int)
        Region x0, y0, x1, y1 of the frame, half-open, not empty.
    tolerance_px : float
        Largest bound accepted, in pixels of the photo.
    step_px : int, optional
        Use this step whatever the bound.

    Returns
    -------
    FlowGrid
        Its ``error_px`` is the bound reached.

    Raises
    ------
    ValueError
        When the region is empty, or the tolerance or step is not positive.

    Notes
    -----
    O(nodes x N) in float64, stored as float32. Releases the GIL.
    """
    x0, y0, x1, y1 = roi
    if x1 <= x0 or y1 <= y0:
        raise ValueError(f"the region {roi} is empty")
    if tolerance_px <= 0 or (step_px is not None and step_px < 1):
        raise ValueError("tolerance_px and step_px must be positive")
    steps = STEPS_PX if step_px is None else (step_px,)
    step, bound = steps[-1], 0.0
    for step in steps:
        bound = error_bound_px(fit, step)
        if bound <= tolerance_px:
            break
    rows, columns = -(-(y1 - y0) // step) + 3, -(-(x1 - x0) // step) + 3
    nodes = np.empty((rows, 2, columns), np.float32)
    start = (np.array([x0, y0]) - step - fit.origin_px) / fit.extent_px
    _coarse_nb(
        fit.knots_norm, fit.weights, fit.affine, start[0], start[1], step / fit.extent_px, nodes
    )
    return FlowGrid(nodes, step, roi, bound)


def error_bound_px(fit: TpsFit, step_px: int) -> float:
    """Bound the flow's interpolation error on a grid of some step.

    Parameters
    ----------
    fit : TpsFit
        The spline.
    step_px : int
        Distance of the nodes in frame pixels.

    Returns
    -------
    float
        Source pixels; holds anywhere in the plane.

    Notes
    -----
    The error at p is at most h^2 sum_j |w_j| E(|p - p_j| / h), E falling. With k the knot
    nearest to p, |p - p_j| >= |p_k - p_j| / 2, so the greatest over k of
    h^2 sum_j |w_j| E(|p_k - p_j| / 2h) holds for every p. Usually two to eight times the
    error really made.
    """
    if step_px == 1:
        return 0.0
    return float(_bound_nb(fit.knots_norm, fit.weights, step_px / fit.extent_px))


def fold_rate(
    fit: TpsFit, roi: Roi, step_px: int = 4, *, source_size: tuple[int, int] | None = None
) -> float:
    """Return the share of a region where the flow folds over (det J <= 0).

    Parameters
    ----------
    fit : TpsFit
        The spline.
    roi : (int, int, int, int)
        Region x0, y0, x1, y1 of the frame, half-open.
    step_px : int
        Distance of the points looked at.
    source_size : (int, int), optional
        Width and height of the photo: look only at points that land on it.

    Returns
    -------
    float
        0 to 1; 0 when there is nothing to look at.

    Notes
    -----
    Exact derivatives in NumPy, O(points x N): for checks and reports, not for each frame.
    """
    x0, y0, x1, y1 = roi
    x, y = np.meshgrid(np.arange(x0, x1, step_px), np.arange(y0, y1, step_px))
    points = np.column_stack([x.ravel(), y.ravel()]).astype(np.float64)
    if source_size is not None:
        source = fit.evaluate(points)
        points = points[((source >= 0) & (source < source_size)).all(axis=1)]
    if not len(points):
        return 0.0
    return float(np.mean(np.linalg.det(fit.jacobian(points)) <= 0))


_F64 = types.float64


@kernel(read(types.float32, 3), *(_F64,) * 4, returns=types.UniTuple(types.int64, 4))
def _landing_nb(
    nodes: NDArray[np.float32], x0: float, y0: float, x1: float, y1: float
) -> tuple[int, int, int, int]:
    """Return the rows and columns, half-open, of the cells that may land on a rectangle.

    A cell lands within the box of its corners, but for the bend of the flow in between:
    boxes are grown by half their size.
    """
    rows, columns = nodes.shape[0] - 3, nodes.shape[2] - 3
    top, bottom, left, right = rows, 0, columns, 0
    for r in range(rows):
        for c in range(columns):
            meets = True
            for i in range(2):
                a, b = nodes[r + 1, i, c + 1], nodes[r + 1, i, c + 2]
                d, e = nodes[r + 2, i, c + 1], nodes[r + 2, i, c + 2]
                low, high = min(min(a, b), min(d, e)), max(max(a, b), max(d, e))
                slack = 0.5 * (high - low) + 1.0
                meets &= low - slack <= (x1 if i == 0 else y1)
                meets &= high + slack >= (x0 if i == 0 else y0)
            if meets:
                top, bottom = min(top, r), max(bottom, r + 1)
                left, right = min(left, c), max(right, c + 1)
    return top, bottom, left, right


# Not reordered: that would multiply the magic number out of the exponent below.
@kernel(*(read(_F64, 2),) * 3, _F64, _F64, _F64, write(types.float32, 3), reorder=False)
def _coarse_nb(
    knots: NDArray[np.float64],
    weights: NDArray[np.float64],
    affine: NDArray[np.float64],
    x_start: float,
    y_start: float,
    step: float,
    nodes: NDArray[np.float32],
) -> None:
    """Evaluate affine + sum w_i r^2 log r at every node; lengths in extents."""
    rows, _, columns = nodes.shape
    across = np.empty(columns)
    u = np.empty(columns)
    v = np.empty(columns)
    for c in range(columns):
        across[c] = x_start + c * step
    for r in range(rows):
        y = y_start + r * step
        for c in range(columns):
            u[c] = affine[0, 0] + affine[1, 0] * across[c] + affine[2, 0] * y
            v[c] = affine[0, 1] + affine[1, 1] * across[c] + affine[2, 1] * y
        for i in range(knots.shape[0]):
            knot_x = knots[i, 0]
            down = (y - knots[i, 1]) ** 2
            # r^2 log r = (r^2 / 2) log r^2
            weight_u = 0.5 * weights[i, 0]
            weight_v = 0.5 * weights[i, 1]
            for c in range(columns):
                squared = (across[c] - knot_x) ** 2 + down
                # log x in straight-line code, so that the loop is vectorised (the library's
                # is a call): x = 2^e m with m in [sqrt(1/2), sqrt(2)), and
                # log m = 2 artanh s, s = (m - 1) / (m + 1). Relative error below 1e-11.
                # At x = 0 it gives a large finite number, and the product is 0.
                bits = np.float64(squared).view(np.int64)
                exponent = (bits - _LOG_SHIFT) >> 52
                m = np.int64(bits - ((exponent - 1024) << 52)).view(np.float64)
                e = np.int64(exponent | _MAGIC_BITS).view(np.float64) - (_MAGIC + 1024.0)
                s = (m - 1.0) / (m + 1.0)
                z = s * s
                series = 1.0 / 11.0 + z * (1.0 / 13.0 + z / 15.0)
                series = 1.0 / 7.0 + z * (1.0 / 9.0 + z * series)
                series = 1.0 + z * (1.0 / 3.0 + z * (1.0 / 5.0 + z * series))
                radial = squared * (e * _LN2 + 2.0 * s * series)
                u[c] += weight_u * radial
                v[c] += weight_v * radial
        for c in range(columns):
            nodes[r, 0, c] = u[c]
            nodes[r, 1, c] = v[c]


@kernel(read(_F64, 2), read(_F64, 2), _F64, returns=_F64)
def _bound_nb(knots: NDArray[np.float64], weights: NDArray[np.float64], step: float) -> float:
    """Return max_k h^2 sum_j |w_j| min(near, far * 2h / |p_k - p_j|)."""
    count = knots.shape[0]
    size = np.empty(count)
    for j in range(count):
        size[j] = np.sqrt(weights[j, 0] ** 2 + weights[j, 1] ** 2)
    worst = 0.0
    for k in range(count):
        total = 0.0
        for j in range(count):
            gap = np.sqrt((knots[k, 0] - knots[j, 0]) ** 2 + (knots[k, 1] - knots[j, 1]) ** 2)
            total += size[j] * min(_NEAR, _FAR * 2.0 * step / max(gap, 1e-12))
        worst = max(worst, total)
    return worst * step * step
