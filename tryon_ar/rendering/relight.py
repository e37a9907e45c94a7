"""Carry the light on the worn cloth over to the garment drawn on top of it.

The shading of the garment is a screened Poisson problem on log-luminance: its gradients
are those of the worn cloth without print edges, nothing is fixed at the rim (Neumann),
and the screening draws it back to the light expected there over some half of a shoulder's
width. Absolute colours of the neighbours never enter: they are skin, trousers or old cloth,
and every blend that took them as a boundary shifted the garment's own colour by more than
20 CIEDE2000.
"""

import logging
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.errors import TryOnError
from tryon_ar.core.roi import Roi
from tryon_ar.core.types import BgrImage, Mask, SoftMask
from tryon_ar.kernels.relight import shade_layer_nb
from tryon_ar.rendering.cloth_light import ClothLight, read_cloth
from tryon_ar.rendering.light_grid import LightGrid, step_for
from tryon_ar.rendering.planes import averaged, spread
from tryon_ar.rendering.poisson import Field, PoissonProblem, PoissonSolver

_log = logging.getLogger(__name__)

LARGEST_SHADING = 0.7  # log-luminance, either way
COVERED = 0.05  # less than this of a cell is no garment

_SCREENING_LENGTH = 0.6  # shoulder widths
_RIM = 0.06  # shoulder widths of worn cloth left out along its outline
_TOLERANCE = 0.004
# Hands that pass change at once what cloth can be seen: of a frame's shading so much is the last
# one's, or the garment would beat.
_KEPT = np.float32(0.6)
# The problem is posed on so many cells around the garment as well, and on others only when more
# of the garment than this lies beside them or fills less of them: making its operators costs more
# than solving it.
_AROUND_CELLS, _MOST_BESIDE, _LEAST_FILLED = 3, 0.004, 0.75
_UNITY, _NO_OFFSET = np.ones(3, np.float32), np.zeros(3, np.float32)


@dataclass(frozen=True, eq=False)
class _Solved:
    """A shading on the grid of every ``step``-th frame pixel, kept for the next frame."""

    field: Field
    column: int
    row: int
    step: int


class ShadingTransfer:
    """Finds the shading of one garment, frame after frame.

    Parameters
    ----------
    solver : PoissonSolver
    strength : float
        Factor on the shading before it is limited to ±0.7.

    Attributes
    ----------
    degraded : bool
        The last call could not solve and returned None: draw plain alpha.
    """

    def __init__(self, solver: PoissonSolver, strength: float = 1.0) -> None:
        self.degraded = False
        self._solver = solver
        self._strength = strength
        self._last: _Solved | None = None
        self._posed: Mask | None = None

    def forget(self) -> None:
        """Start afresh: another person, garment or source."""
        self._last = self._posed = None

    def worn_shading(
        self,
        frame_bgr: BgrImage,
        worn: SoftMask | NDArray[np.uint8],
        coverage: SoftMask,
        roi: Roi,
        shoulder_px: float,
    ) -> Field | None:
        """Return the shading of a region of a frame.

        Parameters
        ----------
        frame_bgr : ndarray of shape (H, W, 3), uint8
            The whole frame.
        worn : ndarray of shape (h, w), float32 or uint8
            How far each pixel of the region is worn cloth, 0 to 1 or 0 to 255 (the person's
            mask less face, hair, neck, arms and hands will do).
        coverage : ndarray of shape (h, w), float32
            How far the garment covers each pixel of the region, 0 to 1.
        roi : Roi
            The region, inside the frame.
        shoulder_px : float
            Shoulder width in the frame.

        Returns
        -------
        ndarray of shape (h, w), float32, or None
            Change of log-luminance, median 0 over the garment, within ±0.7; None when the
            solver failed (see :attr:`degraded`).
        """
        grid = self.grid(roi, shoulder_px)
        inside = grid.of_region(coverage) > COVERED
        cloth = inner_cloth(grid.of_region(worn), grid, shoulder_px)
        told = read_cloth(grid.shrunk_frame(frame_bgr), cloth)
        nothing = np.zeros(grid.shape, np.float32)
        field = self.on_grid(told, nothing, inside, grid, shoulder_px)
        return None if field is None else grid.enlarged(field)

    def grid(self, roi: Roi, shoulder_px: float) -> LightGrid:
        """Return the grid for a region: if it does, of the last frame's size."""
        last = None if self._posed is None else self._posed.shape
        return LightGrid(roi, step_for(shoulder_px), last)

    def on_grid(
        self,
        told: ClothLight,
        expected: NDArray[np.float32],
        inside: Mask,
        grid: LightGrid,
        shoulder_px: float,
    ) -> Field | None:
        """Return the shading on a grid, from :meth:`grid`.

        Parameters
        ----------
        told : ClothLight
        expected : ndarray of shape (rows, columns), float32
            Log-luminance that stands where the cloth tells nothing.
        inside : ndarray of shape (rows, columns), bool
            Where the garment is.
        grid : LightGrid
        shoulder_px : float

        Returns
        -------
        ndarray of shape (rows, columns), float32, or None
            As :meth:`worn_shading`.
        """
        self.degraded = False
        if not inside.any():
            return np.zeros(grid.shape, np.float32)
        posed = self._posed_on(inside)
        screening = (grid.step / (_SCREENING_LENGTH * shoulder_px)) ** 2
        # Rounded, so that a breathing shoulder width does not rebuild the operators.
        screening = float(2.0 ** (round(4 * np.log2(screening)) / 4))
        divergence = told.divergence(expected, posed)
        problem = PoissonProblem(posed, divergence, screening=screening, tolerance=_TOLERANCE)
        try:
            last = self._moved(grid, expected)
            guess = None if last is None else (last - expected)[:, :, None]
            solution = self._solver.solve(problem, guess)
        except (TryOnError, np.linalg.LinAlgError) as error:
            _log.warning("shading: %s", error)
            self.degraded, self._last = True, None
            return None
        if not np.isfinite(solution).all():
            self.degraded, self._last = True, None
            return None
        shading = solution[:, :, 0] + expected
        if last is not None:
            shading += _KEPT * (last - shading)
        self._last = _Solved(shading, grid.column, grid.row, grid.step)
        return self._finished(shading, inside)

    def _posed_on(self, inside: Mask) -> Mask:
        """Return the cells on which the problem is posed: those of the last frame if they do."""
        last = self._posed
        if last is not None and last.shape == inside.shape:
            count = int(np.count_nonzero(inside))
            beside = count - int(np.count_nonzero(inside & last))
            filled = count / max(1, int(np.count_nonzero(last)))
            if beside <= _MOST_BESIDE * count and filled >= _LEAST_FILLED:
                return last
        side = 2 * _AROUND_CELLS + 1
        wide = cv2.dilate(inside.astype(np.uint8), np.ones((side, side), np.uint8))
        self._posed = np.asarray(wide, np.bool_)
        return self._posed

    def _moved(self, grid: LightGrid, expected: Field) -> Field | None:
        """Return the last shading moved to this frame's grid, and what is expected beside it."""
        last = self._last
        if last is None or last.step != grid.step:
            return None
        guess = expected.copy()
        dy, dx = grid.row - last.row, grid.column - last.column
        h, w = last.field.shape[:2]
        y0, y1 = max(0, -dy), min(grid.rows, h - dy)
        x0, x1 = max(0, -dx), min(grid.columns, w - dx)
        if y1 > y0 and x1 > x0:
            guess[y0:y1, x0:x1] = last.field[y0 + dy : y1 + dy, x0 + dx : x1 + dx]
        return guess

    def _finished(self, shading: Field, inside: Mask) -> Field:
        some = shading[::4, ::4][inside[::4, ::4]]
        middle = float(np.median(some if some.size else shading[inside]))
        field = (shading - np.float32(middle)) * np.float32(self._strength)
        return np.asarray(np.clip(field, -LARGEST_SHADING, LARGEST_SHADING), np.float32)


def inner_cloth(worn: NDArray[Any], grid: LightGrid, shoulder_px: float) -> NDArray[np.uint8]:
    """Return 1 on worn cloth of a grid, 0 to 1 or 0 to 255, well inside its outline."""
    half = 127 if worn.dtype == np.uint8 else 0.5
    cloth = (worn > half).astype(np.uint8)
    rim = max(1, round(_RIM * shoulder_px / grid.step))
    return np.asarray(cv2.erode(cloth, np.ones((2 * rim + 1,) * 2, np.uint8)), np.uint8)


def cylinder_shading(coverage: SoftMask, radius_px: float, depth: float = 0.12) -> Field:
    """Darken a garment towards its outline, as cloth that turns away from the viewer.

    ``-depth (1 - d / radius)^2.2``, d the distance to where coverage falls below a half.

    Parameters
    ----------
    coverage : ndarray of shape (H, W), float32
        The garment before anything in front is taken out of it.
    radius_px : float
        About 0.28 shoulder widths for a trunk, 0.12 for an arm.
    depth : float
        Log-luminance at the outline.

    Returns
    -------
    ndarray of shape (H, W), float32
        Not above 0.
    """
    shrink = max(1, round(radius_px / 8))
    small = averaged(coverage, shrink)
    # A border, so that a garment cut by the region's edge is not shaded along the cut.
    solid = cv2.copyMakeBorder((small > 0.5).astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_REPLICATE)
    distance = cv2.distanceTransform(solid, cv2.DIST_L2, 3)[1:-1, 1:-1]
    near = np.clip(1.0 - distance * np.float32(shrink / radius_px), 0.0, 1.0)
    deep = np.asarray(cv2.pow(np.asarray(near, np.float32), 2.2), np.float32)
    shade = cv2.GaussianBlur(np.float32(-depth) * deep, (0, 0), 1.0)
    return spread(np.asarray(shade, np.float32), shrink, coverage.shape)


def relight(
    layer: Field,
    shading: Field | None,
    gain: NDArray[np.float32] = _UNITY,
    offset: NDArray[np.float32] = _NO_OFFSET,
) -> None:
    """Shade a layer in linear light and match its tone, in place.

    Parameters
    ----------
    layer : ndarray of shape (H, W, 4), float32
        Premultiplied BGRA, 0 to 1; C-contiguous and writable. Changed.
    shading : ndarray of shape (H, W), float32, or None
        Change of log-luminance, within ±1.1; None leaves the light alone.
    gain, offset : ndarray of shape (3,), float32
        From :mod:`tryon_ar.rendering.tone`.

    Raises
    ------
    ValueError
        When the shapes disagree.
    """
    if shading is None:
        shading = np.zeros(layer.shape[:2], np.float32)
    if shading.shape != layer.shape[:2] or layer.shape[2:] != (4,):
        raise ValueError(f"a shading of shape {shading.shape} does not fit {layer.shape}")
    shade_layer_nb(layer, np.ascontiguousarray(shading), gain, offset)
