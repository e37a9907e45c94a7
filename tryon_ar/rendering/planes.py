"""Arithmetic of soft masks: arrays of shape (h, w), uint8, 0 to 255."""

import cv2
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.uint8]


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
