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
_WHOLE = np.eye(3)
# From (B, G, R) to (Cr, Cb), but for their middle.
_CHROMA = np.array([[-0.0813, -0.4187, 0.5], [0.5, -0.3313, -0.1687]])


def without_cloth(
    view: LabelView, hair_bgr: NDArray[np.float64] | None = None
) -> tuple[Plane, Plane]:
    """Return the shares of hair and of bare arms less what has the colour of the cloth.

    Parameters
    ----------
    view : LabelView
    hair_bgr : ndarray of shape (3,), float64, optional
        The whole head's; the view's own when left out.

    Returns
    -------
    hair, arms : ndarray
        Planes of the view, 0 to 255.

    Notes
    -----
    Colours are placed along the line from the mean of sure cloth to that of sure hair, or of
    the face; nothing is dropped where the two means are alike.
    """
    cloth = _mean(view, view.cloth)
    if cloth is None:
        return view.hair, view.arms
    hair = _mean(view, view.hair) if hair_bgr is None else hair_bgr
    skin = _mean(view, view.face)
    at_hair = _place(view, cloth, hair, _WHOLE, _HAIR_RAMP, _LEAST_HAIR_CONTRAST)
    at_skin = _place(view, cloth, skin, _CHROMA, _SKIN_RAMP, _LEAST_SKIN_CONTRAST)
    return (
        view.hair if at_hair is None else product(view.hair, at_hair),
        view.arms if at_skin is None else product(view.arms, at_skin),
    )


def _mean(view: LabelView, share: Plane) -> NDArray[np.float64] | None:
    """Return the mean colour where a share is sure, or None where there is too little."""
    sure = above(share, _SURE)
    if cv2.countNonZero(sure) < _LEAST_PIXELS:
        return None
    return np.array(cv2.mean(view.bgr, sure)[:3])


def _place(
    view: LabelView,
    cloth: NDArray[np.float64],
    other: NDArray[np.float64] | None,
    space: NDArray[np.float64],
    ramp: tuple[float, float],
    least_contrast: float,
) -> Plane | None:
    """Return 0 for the cloth's colour to 255 for the other's; None where they are alike."""
    if other is None:
        return None
    line = space @ (other - cloth)
    length = float(line @ line)
    if length < least_contrast**2:
        return None
    low, high = ramp
    weights = (line @ space) / (length * (high - low)) * 255.0
    offset = -float(cloth @ weights) - low * 255.0 / (high - low)
    return np.asarray(cv2.transform(view.bgr, np.append(weights, offset)[None]), np.uint8)
