"""Make textures of garment parts from a product photo."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryon_ar.kernels.pyramid import TexturePyramid, bleed_colours, build_pyramid

# Sizes below were tuned on photos this long; they scale with the photo.
_TUNED_SIDE_PX = 1024
_CLOSING_PX = 9
_OVERLAP_PX = 9
# Mattes are rarely quite 0 off the garment; below this is nothing.
_FLOOR = 16
# How far inside the matte's edge the background's colour is still mixed in.
_INSET_PX = 3
# Softens the cut between parts to about the sharpness of a photographed edge.
_CUT_BLUR_PX = 0.8


@dataclass(frozen=True, eq=False)
class CleanPhoto:
    """A product photo made ready to be cut into parts.

    Attributes
    ----------
    bgr : ndarray of shape (H, W, 3), uint8
        Cloth colours continue beyond the matte's edge; read-only.
    alpha : ndarray of shape (H, W), uint8
        Matte, closed and drawn in by a pixel; read-only.
    """

    bgr: NDArray[np.uint8]
    alpha: NDArray[np.uint8]


def clean_photo(photo_bgr: NDArray[np.uint8], alpha: NDArray[np.uint8]) -> CleanPhoto:
    """Rid a photo's edge of the background's colour.

    Parameters
    ----------
    photo_bgr : ndarray of shape (H, W, 3), uint8
        Product photo.
    alpha : ndarray of shape (H, W), uint8
        Its matte, 0 to 255.

    Returns
    -------
    CleanPhoto

    Raises
    ------
    ValueError
        When shapes disagree.

    Notes
    -----
    The matte's faint traces are dropped; it is closed (white trim on white is often
    missing from it) and eroded by a pixel, and the colours of sure pixels are bled
    outwards: without all this a pale fringe shows round the garment in a dark room.
    """
    import cv2

    lifted = cv2.subtract(alpha, np.full_like(alpha, _FLOOR))
    alpha = np.asarray(cv2.convertScaleAbs(lifted, alpha=255 / (255 - _FLOOR)), np.uint8)
    closing = _scaled(_CLOSING_PX, alpha.shape) | 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (closing, closing))
    bordered = cv2.copyMakeBorder(alpha, *(closing,) * 4, cv2.BORDER_REPLICATE)
    closed = cv2.morphologyEx(bordered, cv2.MORPH_CLOSE, disc)
    closed = closed[closing:-closing, closing:-closing]
    cross = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
    drawn_in = np.asarray(cv2.erode(closed, cross), np.uint8)
    # Holes that closing filled are cloth too pale for the matte: their own colour is right.
    # What it filled from outside, as between a sleeve and the trunk, shows the background.
    sure = np.where(_outside(alpha), np.uint8(0), drawn_in)
    colours = bleed_colours(photo_bgr, sure, inset_px=_scaled(_INSET_PX, alpha.shape))
    drawn_in.flags.writeable = colours.flags.writeable = False
    return CleanPhoto(colours, drawn_in)


def _outside(alpha: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return what is off the garment and connected to the picture's border."""
    import cv2

    off = np.asarray(alpha < 128, dtype=np.uint8)
    bordered = cv2.copyMakeBorder(off, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1)
    labels = cv2.connectedComponents(bordered, connectivity=4)[1]
    return np.asarray(labels[1:-1, 1:-1] == labels[0, 0], dtype=bool)


def part_texture(
    photo: CleanPhoto, part: NDArray[np.bool_], *, overlap_px: float | None = None
) -> TexturePyramid:
    """Cut a part out of a photo and prefilter it.

    Parameters
    ----------
    photo : CleanPhoto
        Of the whole garment.
    part : ndarray of shape (H, W), bool
        Where the part is.
    overlap_px : float, optional
        How far the part reaches under its neighbours, in photo pixels, so that seams do
        not gape when each part is bent by a spline of its own; None takes 9 in a photo
        1024 pixels long.

    Returns
    -------
    TexturePyramid
        Premultiplied; the photo's coordinates.

    Raises
    ------
    ValueError
        When shapes disagree.
    """
    import cv2

    if part.shape != photo.alpha.shape:
        raise ValueError(f"part {part.shape} and photo {photo.alpha.shape} differ in size")
    reach = _scaled(_OVERLAP_PX, part.shape) if overlap_px is None else round(overlap_px)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    mask = cv2.dilate(part.astype(np.uint8) * np.uint8(255), disc)
    mask = cv2.GaussianBlur(mask, (0, 0), _CUT_BLUR_PX)
    alpha = np.asarray(cv2.multiply(photo.alpha, mask, scale=1 / 255), np.uint8)
    return build_pyramid(photo.bgr, alpha)


def _scaled(size_px: int, shape: tuple[int, ...]) -> int:
    return max(1, round(size_px * max(shape[:2]) / _TUNED_SIDE_PX))
