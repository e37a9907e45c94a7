"""What labels take for hair or bare skin although it has the colour of the cloth."""

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.rendering.label_view import LabelView
from tryon_ar.rendering.planes import Plane, above, product

_SURE = 217
_LEAST_PIXELS = 40
# Mean colours nearer than this cannot be told apart, in grey levels: of hair and cloth in BGR, of
# skin and cloth in (Cr, Cb), because arms are lit and shaded otherwise than faces.
_LEAST_HAIR_CONTRAST = 30.0
_LEAST_SKIN_CONTRAST = 12.0
# From the cloth's colour (0) to the other's (1): below the first it is cloth, above the second not.
_HAIR_RAMP = (0.2, 0.5)
_SKIN_RAMP = (0.15, 0.4)


def hair_without_cloth(view: LabelView) -> Plane:
    """Return the share of hair less what has the colour of the cloth, 0 to 255.

    Notes
    -----
    Colours are placed along the line from the mean of sure cloth to that of sure hair; nothing
    is dropped where the two means are alike.
    """
    place = _place(view.bgr, view.cloth, view.hair, _HAIR_RAMP, _LEAST_HAIR_CONTRAST)
    return view.hair if place is None else product(view.hair, place)


def arms_without_cloth(view: LabelView) -> Plane:
    """Return the share of bare arms less what has the colour of the cloth, 0 to 255.

    Notes
    -----
    As for hair, between the cloth's chroma and the face's.
    """
    ycrcb = np.asarray(cv2.cvtColor(view.bgr, cv2.COLOR_BGR2YCrCb), np.uint8)
    chroma = np.ascontiguousarray(ycrcb[..., 1:])
    place = _place(chroma, view.cloth, view.face, _SKIN_RAMP, _LEAST_SKIN_CONTRAST)
    return view.arms if place is None else product(view.arms, place)


def _place(
    colours: NDArray[np.uint8],
    cloth: Plane,
    other: Plane,
    ramp: tuple[float, float],
    least_contrast: float,
) -> Plane | None:
    """Return 0 for the cloth's colour to 255 for the other's; None where they are alike."""
    sure = above(cloth, _SURE), above(other, _SURE)
    if min(cv2.countNonZero(mask) for mask in sure) < _LEAST_PIXELS:
        return None
    channels = colours.shape[2]
    start, end = (np.array(cv2.mean(colours, mask)[:channels]) for mask in sure)
    line = end - start
    length = float(line @ line)
    if length < least_contrast**2:
        return None
    low, high = ramp
    weights = line / (length * (high - low)) * 255.0
    offset = -float(start @ weights) - low * 255.0 / (high - low)
    return np.asarray(cv2.transform(colours, np.append(weights, offset)[None]), np.uint8)
