"""From the network's coarse matte to a crisp one at the photo's full size."""

import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.cutting.clutter import remove_clutter
from tryon_ar.garments.cutting.flat_ground import strengthen
from tryon_ar.garments.cutting.outline import coarse_pixel_px
from tryon_ar.garments.cutting.reading import Reading
from tryon_ar.garments.cutting.segmentation import segment
from tryon_ar.garments.cutting.soft_edge import soft_edge

# Colours decide the outline at this size; the soft edge is drawn at full size.
_WORKING_SIDE_PX = 512
_GUIDE_RADIUS_PX = 4
_GUIDE_EPSILON = 20.0
# Thinner than this, a strap or a gap is blurred by the network to less than half its depth.
_THIN_COARSE_PX = 5
_THIN_GAIN = 1.7
_SEEN = 0.3
# A cut-out's own matte is believed when this much is neither all opaque nor all clear.
_MIN_CLEAR_SHARE = 0.02
_MIN_OPAQUE_SHARE = 0.02


def refine_matte(photo_bgr: NDArray[np.uint8], reading: Reading) -> NDArray[np.uint8]:
    """Return the matte of the garment at the photo's full size.

    Parameters
    ----------
    photo_bgr : ndarray of shape (H, W, 3), uint8
        Upright photo.
    reading : Reading
        What the network says about it.

    Returns
    -------
    ndarray of shape (H, W), uint8
        0 outside, 255 inside, a soft edge one or two pixels wide between; holes through which
        the background is seen are open; other objects are gone. All 0 when the network sees
        nothing.

    Raises
    ------
    ValueError
        When photo and reading differ in size.

    Notes
    -----
    What is half seen on a flat ground is made whole (:mod:`.flat_ground`). Colour
    statistics along the outline at 512 px (:mod:`.segmentation`), a guided filter
    (He et al., Guided image filtering, TPAMI 2013) that carries the outline to full size, and
    mixing colours along it there (:mod:`.soft_edge`).
    """
    import cv2

    if reading.alpha.shape != photo_bgr.shape[:2]:
        raise ValueError(f"a reading of {reading.alpha.shape} for a photo of {photo_bgr.shape[:2]}")
    height, width = photo_bgr.shape[:2]
    scale = min(1.0, _WORKING_SIDE_PX / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(photo_bgr, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
    coarse = cv2.resize(reading.alpha, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    coarse = strengthen(small, coarse)
    probability = segment(small, _deepen_thin(coarse))
    probability = remove_clutter(small, probability, coarse, reading.parts)
    full = _guided_to_full_size(photo_bgr, small, probability)
    alpha = soft_edge(photo_bgr, full, reach_px=max(2.0, 1.2 / scale))
    return np.round(alpha * 255).astype(np.uint8)


def matte_from_alpha(own_alpha: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    """Return the matte a cut-out picture carries itself, or None when it carries none.

    Parameters
    ----------
    own_alpha : ndarray of shape (H, W), uint8
        Alpha channel of the picture.

    Returns
    -------
    ndarray of shape (H, W), uint8, or None
        The channel without the soft shadow that some shops lay under their cut-outs; None when
        it is opaque nearly everywhere (rounded corners, no alpha at all) or nearly nowhere.
    """
    import cv2

    opaque, clear = float((own_alpha > 200).mean()), float((own_alpha < 16).mean())
    if clear < _MIN_CLEAR_SHARE or opaque < _MIN_OPAQUE_SHARE:
        return None
    reach = max(3, round(coarse_pixel_px(own_alpha.shape)))
    solid = (own_alpha > 160).astype(np.uint8)
    near = cv2.dilate(solid, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1,) * 2))
    faint = (own_alpha < 128) & (near == 0)
    return np.where(faint, 0, own_alpha).astype(np.uint8)


def _deepen_thin(alpha: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the matte with straps and gaps that the network blurred brought over one half."""
    import cv2

    side = 2 * round(_THIN_COARSE_PX * coarse_pixel_px(alpha.shape) / 2) + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    ridge = alpha - cv2.morphologyEx(alpha, cv2.MORPH_OPEN, disc)
    valley = cv2.morphologyEx(alpha, cv2.MORPH_CLOSE, disc) - alpha
    raised = np.where((ridge > 0.2) & (alpha > _SEEN), alpha * _THIN_GAIN, alpha)
    deep = (valley > 0.2) & (alpha < 1 - _SEEN) & (ridge < 0.1)
    deepened = np.where(deep, 1 - (1 - raised) * _THIN_GAIN, raised)
    return np.clip(deepened, 0, 1).astype(np.float32)


def _guided_to_full_size(
    photo_bgr: NDArray[np.uint8], small_bgr: NDArray[np.uint8], probability: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return the probability at full size, its edges where the photo's own edges are."""
    import cv2

    side = 2 * _GUIDE_RADIUS_PX + 1
    guide = cv2.cvtColor(small_bgr, cv2.COLOR_BGR2GRAY).astype(np.float32)

    def mean(values: NDArray[np.floating]) -> NDArray[np.float32]:
        return cv2.blur(values, (side, side)).astype(np.float32)

    mean_guide, mean_value = mean(guide), mean(probability)
    variance = mean(guide * guide) - mean_guide * mean_guide
    slope = (mean(guide * probability) - mean_guide * mean_value) / (variance + _GUIDE_EPSILON)
    offset = mean_value - slope * mean_guide
    size = photo_bgr.shape[1::-1]
    slope_full = cv2.resize(mean(slope), size, interpolation=cv2.INTER_LINEAR)
    offset_full = cv2.resize(mean(offset), size, interpolation=cv2.INTER_LINEAR)
    grey = cv2.cvtColor(photo_bgr, cv2.COLOR_BGR2GRAY).astype(np.float32)
    full: NDArray[np.float32] = np.clip(slope_full * grey + offset_full, 0, 1).astype(np.float32)
    return full
