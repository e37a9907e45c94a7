"""What of a tucked top is out of sight."""

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.roi import Roi
from tryon_ar.fitting.fit import GarmentFit

# How far what is tucked in reaches sideways and down beyond its edge, in shoulder widths.
_BEYOND = 3.0
_SHIFT = 4


def tucked_away(fit: GarmentFit, roi: Roi) -> NDArray[np.uint8]:
    """Return where a tucked top lies within what is worn below.

    Parameters
    ----------
    fit : GarmentFit
        With ``tucked_along``.
    roi : Roi
        Within the frame.

    Returns
    -------
    ndarray of shape (h, w), uint8
        255 below the edge, 0 above, soft by a pixel.

    Raises
    ------
    ValueError
        When the garment hangs out.
    """
    if fit.tucked_along is None:
        raise ValueError("a garment that is not tucked in")
    line = fit.tucked_along
    reach = _BEYOND * fit.unit_px
    across = line[-1] - line[0]
    across = across / max(float(np.hypot(*across)), 1e-6)
    # Downwards is where the picture's y grows more, also for one who leans.
    down = np.array([-across[1], across[0]])
    down = down if down[1] >= 0 else -down
    ends = np.array([line[0] - across * reach, line[-1] + across * reach])
    corners = np.vstack(
        [ends[:1], line, ends[1:], ends[1:] + down * reach, ends[:1] + down * reach]
    )
    hidden = np.zeros((roi.height, roi.width), np.uint8)
    local = np.rint((corners - (roi.x0, roi.y0)) * (1 << _SHIFT)).astype(np.int32)
    cv2.fillPoly(hidden, [local], 255, cv2.LINE_AA, _SHIFT)
    return hidden
