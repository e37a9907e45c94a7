"""Where straps end: on the shoulder, over which they go on behind."""

import numpy as np

from tryon_ar.core.types import Points
from tryon_ar.fitting import anatomy
from tryon_ar.fitting.body_frame import BodyFrame
from tryon_ar.fitting.landmarks import SIDES, Landmarks
from tryon_ar.fitting.wearer import SIGN

# Shoulder widths: cloth is so thick, and nothing else is cut off within so much.
_THICK = 0.01
_FAR = 4.0


def bare_height(lateral: float) -> float:
    """Return how high above the joints a bare shoulder is, so far from its middle.

    Both in shoulder widths of somebody who faces the camera.
    """
    halves, heights = np.array(anatomy.BARE_SLOPE).T
    return float(np.interp(lateral, halves, heights))


def below_ridge(targets: Landmarks, frame: BodyFrame) -> Points:
    """Return the polygon within which straps are seen: down from the ridge of the shoulders.

    Parameters
    ----------
    targets : dict of str to ndarray of shape (2,)
        Where neck points lie in the frame: on the ridge.
    frame : BodyFrame

    Returns
    -------
    ndarray of shape (n, 2), float64
        Frame pixels. Open above the neck, where the inside of the back is seen.
    """
    unit_px, turn = frame.unit_px, max(frame.width_px / frame.unit_px, 0.05)
    corners: list[Points] = []
    for side in SIDES:
        outward, neck = frame.lateral * SIGN[side], targets[f"neck_{side}"]
        inner = float((neck - frame.shoulder_mid) @ outward) / (turn * unit_px)
        slope = [inner, *(half for half, _ in anatomy.BARE_SLOPE if half > inner)]
        ridge = [
            neck
            + outward * ((half - inner) * turn * unit_px)
            + frame.up * ((bare_height(half) - bare_height(inner) + _THICK) * unit_px)
            for half in slope
        ]
        beside = [
            ridge[0] + frame.up * (_FAR * unit_px),
            *ridge,
            ridge[-1] + outward * (_FAR * unit_px),
        ]
        below = beside[-1] - frame.up * (2 * _FAR * unit_px)
        path = [*beside, below]
        corners += path if side == SIDES[0] else path[::-1]
    return np.array(corners)
