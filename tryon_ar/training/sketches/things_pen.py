"""Things cut out of nothing: outlines drawn with a pen, shaded and laid on a picture."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from tryon_ar.training.sketches.backdrops_fields import (
    Colour,
    Field,
    Picture,
    Shape,
    blend,
    fractal,
    grain,
    ramp,
)

_SHIFT = 4
_STEPS = np.linspace(0, 1, 6, endpoint=False)[:, None]


def smooth_outline(points: ArrayLike) -> NDArray[np.float64]:
    """Return a closed curve through the points (Catmull and Rom's spline), six a segment."""
    p = np.asarray(points, np.float64)
    before, after, beyond = np.roll(p, 1, 0), np.roll(p, -1, 0), np.roll(p, -2, 0)
    t = _STEPS[None]
    a, b, c, d = (q[:, None] for q in (before, p, after, beyond))
    cubic = (3 * (b - c) + d - a) * t**3 + (2 * a - 5 * b + 4 * c - d) * t**2
    return np.asarray((b + 0.5 * ((c - a) * t + cubic)).reshape(-1, 2))


class Pen:
    """Draws in units of its own on an empty sheet.

    Parameters
    ----------
    shape : (int, int)
        Rows and columns of the sheet.
    place : ndarray of shape (2, 3)
        Takes units (x right, y down) to pixels.

    Attributes
    ----------
    colour_bgr : ndarray of shape (H, W, 3), uint8
    cover : ndarray of shape (H, W), uint8
        0 where nothing was drawn.
    """

    def __init__(self, shape: Shape, place: ArrayLike) -> None:
        self.colour_bgr = np.zeros((*shape, 3), np.uint8)
        self.cover = np.zeros(shape, np.uint8)
        self._place = np.asarray(place, np.float64)
        self._empty = True

    @property
    def scale(self) -> float:
        """Pixels per unit."""
        return float(np.sqrt(abs(np.linalg.det(self._place[:, :2]))))

    @property
    def origin(self) -> tuple[float, float]:
        """Where (0, 0) lies, x and y in pixels."""
        return float(self._place[0, 2]), float(self._place[1, 2])

    def _pixels(self, points: ArrayLike) -> NDArray[np.int32]:
        xy = np.asarray(points, np.float64) @ self._place[:, :2].T + self._place[:, 2]
        return np.round(np.clip(xy, -2000, 3000) * (1 << _SHIFT)).astype(np.int32)

    def _paint(self, colour: Colour) -> tuple[float, ...]:
        """Return the colour for OpenCV; the first one also lies under all soft edges."""
        bgr = tuple(float(c) for c in np.clip(colour, 0, 255))
        if self._empty:
            self.colour_bgr[:] = np.array(bgr, np.uint8)
            self._empty = False
        return bgr

    def fill(self, outline: ArrayLike, colour: Colour) -> None:
        """Fill a closed outline, shape (N, 2)."""
        polygon = [self._pixels(outline)]
        cv2.fillPoly(self.colour_bgr, polygon, self._paint(colour), cv2.LINE_AA, _SHIFT)
        cv2.fillPoly(self.cover, polygon, 255, cv2.LINE_AA, _SHIFT)

    def blob(self, points: ArrayLike, colour: Colour) -> None:
        """Fill a smooth outline through the points."""
        self.fill(smooth_outline(points), colour)

    def disc(
        self, x: float, y: float, rx: float, ry: float, colour: Colour, turn: float = 0.0
    ) -> None:
        """Fill an ellipse of half axes ``rx`` and ``ry``, turned by radians."""
        self.fill(_ellipse(x, y, rx, ry, turn), colour)

    def box(self, left: float, top: float, right: float, bottom: float, colour: Colour) -> None:
        """Fill an upright rectangle."""
        self.fill([(left, top), (right, top), (right, bottom), (left, bottom)], colour)

    def stroke(
        self, points: ArrayLike, width: float, colour: Colour, *, closed: bool = False
    ) -> None:
        """Draw a line of a width in units, at least a pixel."""
        thick = max(1, round(width * self.scale))
        line = [self._pixels(points)]
        paint = self._paint(colour)
        cv2.polylines(self.colour_bgr, line, closed, paint, thick, cv2.LINE_AA, _SHIFT)
        cv2.polylines(self.cover, line, closed, 255, thick, cv2.LINE_AA, _SHIFT)

    def ring(self, x: float, y: float, r: float, width: float, colour: Colour) -> None:
        """Draw a circle."""
        self.stroke(_ellipse(x, y, r, r, 0.0), width, colour, closed=True)

    def hole(self, outline: ArrayLike) -> None:
        """Cut a closed outline out of what was drawn."""
        cv2.fillPoly(self.cover, [self._pixels(outline)], 0, cv2.LINE_AA, _SHIFT)


def _ellipse(x: float, y: float, rx: float, ry: float, turn: float) -> NDArray[np.float64]:
    angle = np.linspace(0, 2 * np.pi, 28, endpoint=False)
    cos, sin = np.cos(turn), np.sin(turn)
    along, across = rx * np.cos(angle), ry * np.sin(angle)
    return np.stack([x + cos * along - sin * across, y + sin * along + cos * across], 1)


def placement(x_px: float, y_px: float, scale_px: float, turn: float = 0.0) -> NDArray[np.float64]:
    """Return the matrix for a :class:`Pen` with its origin at a pixel, turned by radians."""
    cos, sin = np.cos(turn) * scale_px, np.sin(turn) * scale_px
    return np.array([[cos, -sin, x_px], [sin, cos, y_px]])


def soft(field: Field, radius_px: float) -> Field:
    """Blur widely and quickly: on a quarter of the size where the radius allows."""
    factor = 4 if radius_px > 6 else 1
    rows, columns = field.shape
    small = cv2.resize(field, (columns // factor, rows // factor), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), max(0.3, radius_px / factor))
    return np.asarray(cv2.resize(small, (columns, rows)), np.float32)


def with_shadow(rng: np.random.Generator, picture: Picture, cover: Field) -> Picture:
    """Return the picture darkened beside a thing: a soft shadow, a contact shadow, or both.

    Parameters
    ----------
    cover : ndarray of shape (H, W), float32
        0 to 1.
    """
    dark = np.zeros(cover.shape, np.float32)
    angle = rng.uniform(0, 2 * np.pi)
    for radius, strength in ((rng.uniform(4, 16), 0.45), (rng.uniform(0.8, 3), 0.5)):
        if rng.random() < 0.3:
            continue
        away = rng.uniform(0.2, 1.2) * radius
        move = np.array([[1, 0, away * np.cos(angle)], [0, 1, away * np.sin(angle)]])
        size = cover.shape[::-1]
        moved = cv2.warpAffine(soft(cover, radius), move, size, borderMode=cv2.BORDER_REPLICATE)
        dark = np.maximum(dark, moved * np.float32(rng.uniform(0.05, strength)))
    return np.asarray(picture * (1 - dark)[:, :, None], np.float32)


def lay(
    rng: np.random.Generator, picture: Picture, pen: Pen, within: Field | None = None
) -> tuple[Picture, Field]:
    """Return the picture with a drawn thing on it, shaded, and where it covers the picture.

    Parameters
    ----------
    within : ndarray of shape (H, W), float32 or None
        Where it may be seen, 0 to 1.

    Returns
    -------
    picture : ndarray of shape (H, W, 3), float32
    cover : ndarray of shape (H, W), float32
        0 to 1.
    """
    cover = np.asarray(pen.cover / 255, np.float32)
    shape = (cover.shape[0], cover.shape[1])
    light = np.asarray(1 + rng.uniform(0, 0.2) * ramp(rng, shape), np.float64)
    if rng.random() < 0.7:
        light = light + rng.uniform(0, 0.5) * (soft(cover, rng.uniform(2, 14)) - 0.8)
    if rng.random() < 0.4:
        light = light + rng.uniform(0, 0.12) * fractal(rng, shape, rng.uniform(5, 40))
    if rng.random() < 0.3:
        light = light + rng.uniform(0, 0.1) * grain(rng, shape)
    if within is not None:
        cover = np.asarray(cover * within, np.float32)
    if rng.random() < 0.7:
        picture = with_shadow(rng, picture, cover)
    shaded = pen.colour_bgr * np.clip(light, 0.2, 1.8).astype(np.float32)[:, :, None]
    return blend(picture, np.clip(shaded, 0, 255), cover), cover


def spread(rng: np.random.Generator, points: Sequence[tuple[float, float]], by: float) -> ArrayLike:
    """Return the points, each moved a little at random."""
    return np.asarray(points) + rng.normal(0, by, (len(points), 2))
