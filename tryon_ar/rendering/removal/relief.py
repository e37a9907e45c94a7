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
# Roundness is seen over so much of a limb.
_ROUND_SIGMA = 0.07
_ROUND_GAIN = 2.2


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
    ndarray of shape (box.height // step, box.width // step), float32
    """
    small = Roi(0, 0, max(1, box.width // step), max(1, box.height // step))
    unit = frame.unit_px / step
    corner = np.array([box.x0, box.y0])
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
    relief = _COLLARBONE_LIGHT * light - _CHIN_SHADE * _soft(chin, _CHIN_SIGMA * unit)
    shift = -frame.up * _SHADE_BELOW * unit
    relief -= _COLLARBONE_SHADE * _shifted(light, shift)
    return np.asarray(relief, np.float32)


def round_light(
    limb: NDArray[np.float32], light: NDArray[np.float32], unit: float
) -> NDArray[np.float32]:
    """Return how light from a side changes the log-luminance of round limbs.

    Parameters
    ----------
    limb : ndarray of shape (h, w), float32
        Shape of the limbs, 0 to 1.
    light : ndarray of shape (2,), float32
        Log-luminance that a face gains towards (the right, the bottom) of the picture.
    unit : float
        Shoulder width at this resolution.

    Returns
    -------
    ndarray of shape (h, w), float32
        ``light . n``, n the outward direction, longer the nearer to the outline, up to 1.
    """
    sigma = max(0.6, _ROUND_SIGMA * unit)
    soft = cv2.GaussianBlur(limb, (0, 0), sigma)
    gain = _ROUND_GAIN * sigma / 8.0
    outward = [-gain * cv2.Sobel(soft, cv2.CV_32F, 1 - axis, axis) for axis in (0, 1)]
    turned = sum(np.clip(each, -1.0, 1.0) * by for each, by in zip(outward, light, strict=True))
    return np.asarray(turned, np.float32)


def _soft(canvas: NDArray[np.uint8], sigma: float) -> NDArray[np.float32]:
    blurred = cv2.GaussianBlur(canvas, (0, 0), max(0.6, sigma))
    return np.asarray(blurred, np.float32) * np.float32(1 / 255)


def _shifted(values: NDArray[np.float32], shift: Points) -> NDArray[np.float32]:
    matrix = np.array([[1.0, 0.0, shift[0]], [0.0, 1.0, shift[1]]])
    return np.asarray(cv2.warpAffine(values, matrix, values.shape[::-1]), np.float32)
