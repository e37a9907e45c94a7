"""A picture of what is known of a garment: its parts tinted, its outline, its landmarks named."""

import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.garment import Garment, Part

# BGR, apart from each other and from most cloth.
_TINTS = {
    Part.TORSO: (200, 120, 40),
    Part.LEFT_SLEEVE: (60, 60, 230),
    Part.RIGHT_SLEEVE: (60, 200, 60),
    Part.COLLAR: (0, 215, 255),
    Part.INSIDE_BACK: (200, 60, 200),
    Part.LEFT_LEG: (40, 140, 255),
    Part.RIGHT_LEG: (210, 210, 0),
    Part.SKIRT: (150, 90, 230),
    Part.HOOD: (130, 200, 200),
}
_TINT = 0.45
_FADE = 0.35
_SHORTEST_PX = 900
_DOT_BGR = (255, 255, 255)
_INK_BGR = (20, 20, 20)


def draw_overlay(garment: Garment, photo_bgr: NDArray[np.uint8] | None = None) -> NDArray[np.uint8]:
    """Return a garment's photo with its parts tinted, its outline drawn and its landmarks named.

    Parameters
    ----------
    garment : Garment
        What is shown.
    photo_bgr : ndarray of shape (H, W, 3), uint8, optional
        The photo before its colours were cleaned; the garment's own by default.

    Returns
    -------
    ndarray of shape (k H, k W, 3), uint8
        BGR; small photos are enlarged by a whole number ``k`` so that names can be read.
    """
    import cv2

    photo = garment.photo_bgr if photo_bgr is None else photo_bgr
    tints = np.zeros((256, 3), np.float32)
    for part, tint in _TINTS.items():
        tints[part] = tint
    alpha = garment.alpha.astype(np.float32)[:, :, None] / 255
    shown = photo * (1 - _TINT) + tints[garment.parts] * _TINT
    faded = photo * (1 - _FADE) + 255 * _FADE
    picture = np.asarray(shown * alpha + faded * (1 - alpha) + 0.5, np.uint8)
    times = max(1, -(-_SHORTEST_PX // max(picture.shape[:2])))
    if times > 1:
        large = cv2.resize(picture, None, fx=times, fy=times, interpolation=cv2.INTER_CUBIC)
        picture = np.asarray(large, np.uint8)
    unit = max(picture.shape[:2]) / 1000
    _draw_outline(picture, garment.alpha, times, unit)
    for name, point in sorted(garment.landmarks.items()):
        _draw_landmark(picture, name, point, times, unit)
    return picture


def _draw_outline(
    picture: NDArray[np.uint8], alpha: NDArray[np.uint8], times: int, unit: float
) -> None:
    import cv2

    large = cv2.resize(alpha, None, fx=times, fy=times, interpolation=cv2.INTER_LINEAR)
    solid = np.asarray(large > 127, np.uint8)
    lines, _ = cv2.findContours(solid, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    width = max(1, round(1.5 * unit))
    cv2.drawContours(picture, lines, -1, _INK_BGR, width + 2, cv2.LINE_AA)
    cv2.drawContours(picture, lines, -1, (0, 255, 255), width, cv2.LINE_AA)


def _draw_landmark(
    picture: NDArray[np.uint8], name: str, point: tuple[float, float], times: int, unit: float
) -> None:
    """Draw a dot and its name, on the side of the picture where there is more room."""
    import cv2

    x, y = (round((value + 0.5) * times - 0.5) for value in point)
    radius, size = max(3, round(6 * unit)), 0.5 * max(unit, 0.9)
    cv2.circle(picture, (x, y), radius + 2, _INK_BGR, -1, cv2.LINE_AA)
    cv2.circle(picture, (x, y), radius, _DOT_BGR, -1, cv2.LINE_AA)
    (width, height), _ = cv2.getTextSize(name, cv2.FONT_HERSHEY_SIMPLEX, size, 1)
    left = x + radius + 5 if x + radius + 5 + width < picture.shape[1] else x - radius - 5 - width
    at = (max(0, left), min(max(height + 2, y + height // 2), picture.shape[0] - 4))
    font = cv2.FONT_HERSHEY_SIMPLEX
    for right, down in ((-2, 0), (2, 0), (0, -2), (0, 2), (1, 1), (-1, -1), (0, 0)):
        ink = _INK_BGR if right or down else _DOT_BGR
        where = (at[0] + right, at[1] + down)
        cv2.putText(picture, name, where, font, size, ink, 1, cv2.LINE_AA)
