"""Arithmetic of soft masks: arrays of shape (h, w), uint8, 0 to 255."""

import cv2
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.uint8]
# Bells of this sigma or more are drawn as two boxes.
_WIDE_SIGMA = 3.0


def union(*planes: Plane) -> Plane:
    """Return the larger value of every pixel."""
    found = planes[0]
    for plane in planes[1:]:
        found = np.asarray(cv2.max(found, plane), np.uint8)
    return found


def common(one: Plane, other: Plane) -> Plane:
    """Return the smaller value of every pixel."""
    return np.asarray(cv2.min(one, other), np.uint8)


def without(one: Plane, other: Plane) -> Plane:
    """Return one less the other, at least 0."""
    return np.asarray(cv2.subtract(one, other), np.uint8)


def together(one: Plane, other: Plane) -> Plane:
    """Return the sum, at most 255."""
    return np.asarray(cv2.add(one, other), np.uint8)


def product(one: Plane, other: Plane) -> Plane:
    """Return one times the other, 255 counting as 1."""
    return np.asarray(cv2.multiply(one, other, scale=1 / 255), np.uint8)


def inverse(plane: Plane) -> Plane:
    """Return 255 less every value."""
    return np.asarray(cv2.bitwise_not(plane), np.uint8)


def above(plane: Plane, level: int) -> Plane:
    """Return 255 where a value is above a level, 0 elsewhere."""
    return np.asarray(cv2.threshold(plane, level, 255, cv2.THRESH_BINARY)[1], np.uint8)


def averaged(plane: NDArray[np.float32], step: int) -> NDArray[np.float32]:
    """Average a plane over squares of ``step`` pixels; what lies beyond it continues its rim.

    Parameters
    ----------
    plane : ndarray of shape (h, w), float32
        Any strides.
    step : int

    Returns
    -------
    ndarray of shape (ceil(h / step), ceil(w / step)), float32

    Notes
    -----
    In whole squares because OpenCV is several times slower where they are not.
    """
    height, width = plane.shape
    rows, columns = -(-height // step), -(-width // step)
    whole = np.empty((rows * step, columns * step), np.float32)
    whole[:height, :width] = plane
    whole[height:, :width] = whole[height - 1, :width]
    whole[:, width:] = whole[:, width - 1 : width]
    return np.asarray(cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA), np.float32)


def spread(small: NDArray[np.float32], step: int, shape: tuple[int, int]) -> NDArray[np.float32]:
    """Interpolate averages over squares of ``step`` pixels back to a plane of some shape."""
    size = small.shape[1] * step, small.shape[0] * step
    whole = cv2.resize(small, size, interpolation=cv2.INTER_LINEAR)
    return np.ascontiguousarray(whole[: shape[0], : shape[1]], np.float32)


def shrunk(picture: NDArray[np.uint8], step: int) -> NDArray[np.uint8]:
    """Average a picture (h, w) or (h, w, n) over squares of ``step`` pixels.

    Returns
    -------
    ndarray of shape (ceil(h / step), ceil(w / step), ...), uint8
        What lies beyond the picture continues its rim.
    """
    height, width = picture.shape[:2]
    south, east = -height % step, -width % step
    if south or east:
        picture = np.asarray(
            cv2.copyMakeBorder(picture, 0, south, 0, east, cv2.BORDER_REPLICATE), np.uint8
        )
    size = (width + east) // step, (height + south) // step
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def blurred(values: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    """Blur a field with a bell, in pixels; a wide one is two boxes."""
    if sigma < _WIDE_SIGMA:
        return np.asarray(cv2.GaussianBlur(values, (0, 0), sigma), np.float32)
    side = 2 * round(sigma * np.sqrt(1.5) - 0.5) + 1  # two boxes of variance (side^2 - 1) / 12
    return np.asarray(cv2.blur(cv2.blur(values, (side, side)), (side, side)), np.float32)
