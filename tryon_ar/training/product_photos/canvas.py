"""The table on which pattern pieces are laid, one over the other."""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from tryon_ar.garments.garment import Part
from tryon_ar.training.product_photos.cloth import Cloth, evaluate
from tryon_ar.training.product_photos.folds import COARSE_PX_PER_CM
from tryon_ar.training.product_photos.noise import Field, blur
from tryon_ar.training.product_photos.outline import Curve, Wobble

Roi = tuple[slice, slice]
_SUBPIXEL_BITS = 6
_ROUND_PAD = 8
_FILL_EXCESS_PX = 0.65
CORNER_CM = 0.11


@dataclass(frozen=True)
class Panel:
    """A piece of cloth with an outline.

    Attributes
    ----------
    outline : ndarray of shape (N, 2)
        Closed polygon, cm.
    grain_degrees : float
        Direction of the cloth's ``v`` axis; 90 is downwards, 0 to the image's right.
    anchor : (float, float)
        Where u = v = 0, cm.
    thickness_cm : float
        Step it makes over what lies below; 0 for pieces sewn flush.
    rounding_cm : float
        Width over which its edge rounds off.
    shadow : float
        Darkening it casts around itself on what lies below, 0 to 1.
    shadow_cm : float
        Blur of that shadow.
    tint : float
        Gain on its colour (the wrong side of cloth is duller).
    """

    outline: Curve
    part: Part
    cloth: Cloth
    grain_degrees: float = 90.0
    anchor: tuple[float, float] = (0.0, 0.0)
    thickness_cm: float = 0.0
    rounding_cm: float = 0.25
    shadow: float = 0.0
    shadow_cm: float = 0.35
    tint: float = 1.0


class Canvas:
    """Colour, height, shade and labels of what lies on the table.

    Parameters
    ----------
    x0, y0, x1, y1 : float
        The table's edges in cm.
    px_per_cm : float
        Resolution at which it is drawn.
    wobble : Wobble
        Displaces everything drawn.
    folds : ndarray
        Height of the folds in cm at :data:`COARSE_PX_PER_CM`, as :meth:`coarse_grid` gives it.

    Attributes
    ----------
    colour : ndarray of shape (H, W, 3), float32
        Linear RGB before light.
    height : ndarray of shape (H, W), float32
        Relief above the folds, cm.
    shade : ndarray of shape (H, W), float32
        Occlusion, a gain from 0 to 1.
    cover : ndarray of shape (H, W), float32
        Coverage by the garment.
    parts : ndarray of shape (H, W), uint8
        Values of :class:`Part`.
    variation : ndarray of shape (H, W), float32
        Unevenness of handwork along seams, about -1 to 1.
    """

    def __init__(
        self, box_cm: tuple[float, float, float, float], px_per_cm: float, wobble: Wobble
    ) -> None:
        self.x0, self.y0, x1, y1 = box_cm
        self.scale = px_per_cm
        self.wobble = wobble
        self.shape = (round((y1 - self.y0) * px_per_cm), round((x1 - self.x0) * px_per_cm))
        self.colour = np.zeros((*self.shape, 3), np.float32)
        self.height = np.zeros(self.shape, np.float32)
        self.shade = np.ones(self.shape, np.float32)
        self.cover = np.zeros(self.shape, np.float32)
        self.sheen = np.zeros(self.shape, np.float32)
        self.parts = np.zeros(self.shape, np.uint8)
        self.folds = np.zeros(self.shape, np.float32)
        self.variation = np.zeros(self.shape, np.float32)
        self._shift = self._displacement()
        self._slope: tuple[Field, Field] | None = None

    def coarse_grid(self) -> tuple[Field, Field]:
        """Return x and y in cm of the coarse grid that folds are computed on."""
        rows = int(self.shape[0] / self.scale * COARSE_PX_PER_CM) + 1
        columns = int(self.shape[1] / self.scale * COARSE_PX_PER_CM) + 1
        xs = self.x0 + (np.arange(columns) + 0.5) / COARSE_PX_PER_CM
        ys = self.y0 + (np.arange(rows) + 0.5) / COARSE_PX_PER_CM
        x, y = np.meshgrid(xs.astype(np.float32), ys.astype(np.float32))
        return x, y

    def set_folds(self, coarse: Field) -> None:
        """Lay the cloth in folds: a height in cm on the coarse grid."""
        factor = self.scale / COARSE_PX_PER_CM
        size = (int(coarse.shape[1] * factor) + 1, int(coarse.shape[0] * factor) + 1)
        fine = cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC)
        self.folds = np.ascontiguousarray(fine[: self.shape[0], : self.shape[1]])
        soft = blur(self.folds, 0.5 * self.scale)
        gy, gx = np.gradient(soft)
        self._slope = (
            np.asarray(gx * self.scale, np.float32),
            np.asarray(gy * self.scale, np.float32),
        )

    def to_px(self, points_cm: ArrayLike) -> Curve:
        """Return where points (N, 2) in cm come to lie, in pixels (centres at integers)."""
        moved = self.wobble(points_cm)
        at = (moved - np.array([self.x0, self.y0])) * self.scale - 0.5
        return np.asarray(at, np.float64)

    def mask(self, polygon_cm: ArrayLike, pad_cm: float = 0.0) -> tuple[Roi, Field] | None:
        """Return the window of a polygon and its smooth coverage there, or None outside."""
        points = self.to_px(polygon_cm)
        pad = 3 + int(pad_cm * self.scale)
        low = np.maximum(np.floor(points.min(0)).astype(int) - pad, 0)
        high = np.minimum(np.ceil(points.max(0)).astype(int) + pad + 1, self.shape[::-1])
        if (high <= low).any():
            return None
        cover = np.zeros((high[1] - low[1], high[0] - low[0]), np.uint8)
        fixed = np.round((points - low) * (1 << _SUBPIXEL_BITS)).astype(np.int32)
        cv2.fillPoly(cover, [fixed], 255, lineType=cv2.LINE_AA, shift=_SUBPIXEL_BITS)
        soft = _rounded(cover.astype(np.float32) / 255.0, CORNER_CM * self.scale)
        return (slice(low[1], high[1]), slice(low[0], high[0])), soft

    def stroke(self, curve_cm: ArrayLike, width_cm: float) -> tuple[Roi, Field] | None:
        """Return the window of a line and its coverage there, or None outside."""
        points = self.to_px(curve_cm)
        pad = 4 + int(2 * width_cm * self.scale)
        low = np.maximum(np.floor(points.min(0)).astype(int) - pad, 0)
        high = np.minimum(np.ceil(points.max(0)).astype(int) + pad + 1, self.shape[::-1])
        if (high <= low).any():
            return None
        cover = np.zeros((high[1] - low[1], high[0] - low[0]), np.uint8)
        fixed = np.round((points - low) * (1 << _SUBPIXEL_BITS)).astype(np.int32)
        thickness = max(1, round(width_cm * self.scale))
        cv2.polylines(cover, [fixed], False, 255, thickness, cv2.LINE_AA, _SUBPIXEL_BITS)
        return (slice(low[1], high[1]), slice(low[0], high[0])), cover.astype(np.float32) / 255.0

    def cloth_coordinates(self, roi: Roi, panel: Panel) -> tuple[Field, Field]:
        """Return (u, v) in cm of a window: turned to the grain and bent over the folds."""
        rows, columns = roi
        x = (np.arange(columns.start, columns.stop) + 0.5) / self.scale + self.x0
        y = (np.arange(rows.start, rows.stop) + 0.5) / self.scale + self.y0
        px = x[None, :].astype(np.float32) - self._shift[rows, columns, 0] - panel.anchor[0]
        py = y[:, None].astype(np.float32) - self._shift[rows, columns, 1] - panel.anchor[1]
        if self._slope is not None:
            px = px + 0.5 * self._slope[0][rows, columns]
            py = py + 0.5 * self._slope[1][rows, columns]
        turn = np.radians(panel.grain_degrees)
        c, s = np.float32(np.cos(turn)), np.float32(np.sin(turn))
        return np.asarray(s * px - c * py, np.float32), np.asarray(c * px + s * py, np.float32)

    def lay(self, panel: Panel) -> None:
        """Lay a piece of cloth on what is there."""
        window = self.mask(panel.outline, pad_cm=3 * panel.shadow_cm)
        if window is None:
            return
        roi, cover = window
        u, v = self.cloth_coordinates(roi, panel)
        colour, relief = evaluate(panel.cloth, u, v)
        self.paint(roi, cover, colour * panel.tint, relief, panel)

    def paint(
        self, roi: Roi, cover: Field, colour: NDArray[np.float32], relief: Field, panel: Panel
    ) -> None:
        """Put colour and height of a covered window on the table, with edge and shadow."""
        if panel.shadow > 0:
            dark = blur(cover, panel.shadow_cm * self.scale)
            drop = max(1, int(0.35 * panel.shadow_cm * self.scale))
            self.shade[roi] *= 1 - panel.shadow * np.roll(dark, (drop, drop // 2), (0, 1))
        if panel.thickness_cm > 0:
            relief = relief + edge_profile(cover, panel.rounding_cm * self.scale) * (
                panel.thickness_cm
            )
        keep = 1 - cover
        self.colour[roi] = self.colour[roi] * keep[:, :, None] + colour * cover[:, :, None]
        self.height[roi] = self.height[roi] * keep + relief * cover
        self.shade[roi] = self.shade[roi] * keep + cover
        self.sheen[roi] = self.sheen[roi] * keep + panel.cloth.sheen * cover
        self.cover[roi] = np.maximum(self.cover[roi], cover)
        self.parts[roi][cover >= 0.5] = panel.part

    def _displacement(self) -> NDArray[np.float32]:
        step = 8
        rows, columns = self.shape[0] // step + 2, self.shape[1] // step + 2
        y, x = np.mgrid[0:rows, 0:columns] * (step / self.scale)
        coarse = self.wobble.displacement(x + self.x0, y + self.y0).astype(np.float32)
        fine = cv2.resize(coarse, (columns * step, rows * step), interpolation=cv2.INTER_LINEAR)
        return np.ascontiguousarray(fine[: self.shape[0], : self.shape[1]])


def _rounded(cover: Field, deviation_px: float) -> Field:
    """Round a mask's corners as folded cloth does: blur it, then steepen the edge again."""
    deviation = max(0.5, deviation_px)
    # Where the blurred edge comes to lie of a polygon that was filled a little too wide.
    level = 0.5 * (1 + math.erf(_FILL_EXCESS_PX / (deviation * math.sqrt(2))))
    steep = max(1.5 * deviation, 0.55 / (1 - level))
    wide = np.pad(cover, _ROUND_PAD)
    soft = cv2.GaussianBlur(wide, (0, 0), deviation)
    soft = soft[_ROUND_PAD:-_ROUND_PAD, _ROUND_PAD:-_ROUND_PAD]
    return np.asarray(np.clip((soft - level) * steep + 0.5, 0.0, 1.0), np.float32)


def edge_profile(cover: Field, width_px: float) -> Field:
    """Return a height that rises from 0 at the edge of a mask to 1, rounded like cloth."""
    inside = (cover >= 0.5).astype(np.uint8)
    distance = cv2.distanceTransform(inside, cv2.DIST_L2, 5)
    t = np.clip(distance / max(width_px, 1.0), 0.0, 1.0)
    return np.asarray(np.sqrt(np.clip(1 - (1 - t) ** 2, 0.0, 1.0)), np.float32)
