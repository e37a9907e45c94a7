"""Make textures of garment parts from a product photo."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.roi import Roi
from tryon_ar.kernels.bleeding import bleed_colours
from tryon_ar.kernels.pyramid import TexturePyramid, build_pyramid
from tryon_ar.rendering.segment_mask import PhotoMask, roi_around

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
_CUT_BLUR_REACH_PX = 4
# Kept round the garment: where its matte is closed nothing lies beyond its rectangle.
_RIM_PX = 2
# Neither 0 nor 255.
_FLOODED = 1


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

    if photo_bgr.shape != (*alpha.shape, 3):
        raise ValueError(f"photo {photo_bgr.shape} and matte {alpha.shape} do not belong together")
    lifted = np.asarray(cv2.subtract(alpha, np.full_like(alpha, _FLOOR)), np.uint8)
    box = roi_around(lifted, _RIM_PX)
    steepness = 255 / (255 - _FLOOR)
    lifted = np.asarray(cv2.convertScaleAbs(lifted[box.slices], alpha=steepness), np.uint8)
    drawn_in = _closed_and_drawn_in(lifted, _scaled(_CLOSING_PX, alpha.shape) | 1)
    # Holes that closing filled are cloth too pale for the matte: their own colour is right.
    # What it filled from outside, as between a sleeve and the trunk, shows the background.
    sure = np.asarray(cv2.subtract(drawn_in, _outside(lifted)), np.uint8)
    inset_px = _scaled(_INSET_PX, alpha.shape)
    colours = photo_bgr.copy()
    colours[box.slices] = bleed_colours(photo_bgr[box.slices], sure, inset_px=inset_px)
    matte = np.zeros_like(alpha)
    matte[box.slices] = drawn_in
    matte.flags.writeable = colours.flags.writeable = False
    return CleanPhoto(colours, matte)


def _closed_and_drawn_in(alpha: NDArray[np.uint8], closing_px: int) -> NDArray[np.uint8]:
    """Fill gaps of a matte narrower than so many pixels, then take a pixel off its edge."""
    import cv2

    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (closing_px, closing_px))
    bordered = cv2.copyMakeBorder(alpha, *(closing_px,) * 4, cv2.BORDER_REPLICATE)
    closed = cv2.morphologyEx(bordered, cv2.MORPH_CLOSE, disc)
    closed = closed[closing_px:-closing_px, closing_px:-closing_px]
    cross = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
    return np.asarray(cv2.erode(closed, cross), np.uint8)


def _outside(alpha: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return 255 for what is off the garment and connected to the picture's border."""
    import cv2

    off = cv2.inRange(alpha, np.array(0), np.array(127))
    bordered = cv2.copyMakeBorder(off, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=255)
    cv2.floodFill(bordered, None, (0, 0), _FLOODED, flags=4)
    return np.asarray(bordered[1:-1, 1:-1] == _FLOODED, np.uint8) * np.uint8(255)


def part_texture(
    photo: CleanPhoto, part: PhotoMask, *, overlap_px: float | None = None
) -> TexturePyramid:
    """Cut a part out of a photo and make it ready to be drawn at any size.

    Parameters
    ----------
    photo : CleanPhoto
        Of the whole garment.
    part : PhotoMask
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
        When the part reaches outside the photo.
    """
    import cv2

    shape = photo.alpha.shape
    inner = part.roi
    if inner.x1 > shape[1] or inner.y1 > shape[0]:
        raise ValueError(f"a part in {inner} reaches outside a photo of {shape[1]}x{shape[0]}")
    reach = _scaled(_OVERLAP_PX, shape) if overlap_px is None else round(overlap_px)
    margin = reach + _CUT_BLUR_REACH_PX
    outer = inner.grown(margin, Roi(0, 0, shape[1], shape[0]))
    mask = np.zeros((outer.height, outer.width), np.uint8)
    mask[inner.within(outer)] = part.pixels
    if reach:
        disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
        mask = np.asarray(cv2.dilate(mask, disc), np.uint8)
    mask = np.asarray(cv2.GaussianBlur(mask, (0, 0), _CUT_BLUR_PX), np.uint8)
    alpha = np.asarray(cv2.multiply(photo.alpha[outer.slices], mask, scale=1 / 255), np.uint8)
    return build_pyramid(photo.bgr, alpha, corner=(outer.x0, outer.y0))


def _scaled(size_px: int, shape: tuple[int, ...]) -> int:
    return max(1, round(size_px * max(shape[:2]) / _TUNED_SIDE_PX))
