"""The light that collarbones, chin and limbs' roundness leave on skin, as log-luminance."""

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.roi import Roi
from tryon_ar.core.types import Points, Pose
from tryon_ar.fitting.body_frame import BodyFrame, Joint
from tryon_ar.rendering import shapes

# Collarbones run from the pit of the neck outwards, in shoulder widths from the middle between
# the shoulder joints: (across, up).
_COLLARBONE = ((0.06, 0.05), (0.20, 0.075), (0.36, 0.12))
_COLLARBONE_LIGHT, _COLLARBONE_SHADE = 0.05, 0.10
_COLLARBONE_SIGMA = 0.022
_SHADE_BELOW = 0.035
# The chin lies so far beyond the mouth, in distances from nose to mouth; it shades the neck.
_CHIN = 1.1
_CHIN_SHADE = 0.28
_CHIN_HALF = (0.17, 0.13)
_CHIN_SIGMA = 0.05
# Both lie within this of the middle between the shoulder joints (shoulder widths).
_REACH = 0.75


def draw_relief(frame: BodyFrame, pose: Pose, box: Roi, step: int) -> NDArray[np.float32]:
    """Return the change of log-luminance on neck and chest over a rectangle.

    Parameters
    ----------
    frame : BodyFrame
    pose : Pose
    box : Roi
    step : int
        The picture is so many times smaller.

    Returns
    -------
    ndarray of shape (ceil(box.height / step), ceil(box.width / step)), float32
    """
    whole = Roi(0, 0, -(-box.width // step), -(-box.height // step))
    relief = np.zeros((whole.height, whole.width), np.float32)
    unit = frame.unit_px / step
    corner = np.array([box.x0, box.y0])
    small = _around((frame.shoulder_mid - corner) / step, _REACH * unit, whole)
    if small is None:
        return relief
    bones, chin = shapes.empty(small), shapes.empty(small)
    for side in (-1.0, 1.0):
        across, up = frame.across * side, frame.up
        points = [
            frame.shoulder_mid + (across * a + up * b) * frame.unit_px for a, b in _COLLARBONE
        ]
        shapes.fill_stroke(bones, small, (np.array(points) - corner) / step, 0.03 * unit + 2)
    mouth = (pose.points_px[Joint.MOUTH_LEFT] + pose.points_px[Joint.MOUTH_RIGHT]) / 2
    under = mouth + (mouth - pose.points_px[Joint.NOSE]) * _CHIN
    half = _CHIN_HALF[0] * unit, _CHIN_HALF[1] * unit
    shapes.fill_ellipse(chin, small, (under - corner) / step, half, 0.0)
    light = _soft(bones, _COLLARBONE_SIGMA * unit)
    below = _shifted(light, -frame.up * _SHADE_BELOW * unit)
    shade = _CHIN_SHADE * _soft(chin, _CHIN_SIGMA * unit) + _COLLARBONE_SHADE * below
    relief[small.slices] = _COLLARBONE_LIGHT * light - shade
    return relief


def _around(middle: Points, reach: float, whole: Roi) -> Roi | None:
    """Return the part of a rectangle around a point; None if there is none."""
    x0, y0 = (max(0, int(start)) for start in middle - reach)
    x1 = min(whole.x1, int(middle[0] + reach) + 1)
    y1 = min(whole.y1, int(middle[1] + reach) + 1)
    return Roi(x0, y0, x1, y1) if x1 > x0 and y1 > y0 else None


def _soft(canvas: NDArray[np.uint8], sigma: float) -> NDArray[np.float32]:
    blurred = cv2.GaussianBlur(canvas, (0, 0), max(0.6, sigma))
    return np.asarray(blurred, np.float32) * np.float32(1 / 255)


def _shifted(values: NDArray[np.float32], shift: Points) -> NDArray[np.float32]:
    matrix = np.array([[1.0, 0.0, shift[0]], [0.0, 1.0, shift[1]]])
    return np.asarray(cv2.warpAffine(values, matrix, values.shape[::-1]), np.float32)
