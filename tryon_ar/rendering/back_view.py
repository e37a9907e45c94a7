"""The outside of a garment's back, on the photo of its front.

Whoever looks at the wearer from behind sees the same outline with other cloth in it: no print, no
buttons, no opening. Where a garment has no photo of its back, cloth from the front's own sides is
mirrored into its middle, row by row, so that stripes go on and checks stay checks.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.roi import Roi
from tryon_ar.garments.garment import Garment, Part
from tryon_ar.rendering.segment_mask import PhotoMask, roi_around
from tryon_ar.rendering.texture import CleanPhoto

_TRUNK = (Part.TORSO, Part.COLLAR, Part.SKIRT)
_CLOTH = (Part.TORSO, Part.SKIRT)
# What of a row, from its ends to the middle, is the sides' own, and the band whose cloth is
# mirrored into the rest: prints and openings lie further in, seams and armpits further out.
_BAND = 0.06, 0.24
# The two sides meet in the middle, mixed over so much of the width.
_MIX = 0.05
# Rows' ends are smoothed over so much of the photo's height.
_SMOOTH_ROWS = 0.03
# Rows narrower than this, of the widest above the armpits, belong to the neck: what is below
# them is mirrored upwards.
_WHOLE_ROW = 0.75
# So are a hem's last rows, of the photo's height: a curved one has no sides there.
_HEM_ROWS = 0.01
# A collar seen from behind: so high, and so much wider than the neck points, of their distance.
_COLLAR_BAND, _COLLAR_ASIDE = 0.10, 0.04


def plain_back(photo: CleanPhoto, garment: Garment) -> tuple[CleanPhoto, PhotoMask] | None:
    """Make the outside of a garment's back from its front.

    Parameters
    ----------
    photo : CleanPhoto
        Of the front.
    garment : Garment
        An upper garment; its ``neck_…`` landmarks close the opening at the nape.

    Returns
    -------
    (CleanPhoto, PhotoMask) or None
        A picture in which the trunk's front is the back, in the photo's coordinates, and where
        it is. None where there is no trunk.
    """
    trunk = _parts(garment, _TRUNK)
    back = np.asarray(cv2.bitwise_or(trunk, _opening(garment, trunk)), np.uint8)
    roi = roi_around(back, 0)
    cloth = cv2.bitwise_and(_parts(garment, _CLOTH), photo.alpha)[roi.slices] > 127
    made = _mirrored(photo.bgr[roi.slices], cloth, garment, roi)
    if made is None:
        return None
    here = back[roi.slices] > 0
    bgr, alpha = photo.bgr.copy(), photo.alpha.copy()
    bgr[roi.slices][here] = made[here]
    _paint_collar(bgr, photo, garment, back)
    alpha[(back > 0) & (trunk == 0)] = 255
    bgr.flags.writeable = alpha.flags.writeable = False
    return CleanPhoto(bgr, alpha), PhotoMask(np.ascontiguousarray(back[roi.slices]), roi)


def _parts(garment: Garment, wanted: tuple[Part, ...]) -> NDArray[np.uint8]:
    table = np.zeros(256, np.uint8)
    table[list(wanted)] = 255
    return np.asarray(cv2.LUT(garment.parts, table), np.uint8)


def _opening(garment: Garment, trunk: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return what the back closes: the neck's opening, and that of an open front."""
    opening = cv2.bitwise_and(_parts(garment, (Part.INSIDE_BACK,)), garment.alpha)
    ends = [garment.landmarks.get(f"neck_{side}") for side in ("left", "right")]
    if ends[0] is None or ends[1] is None:
        return np.asarray(opening, np.uint8)
    left, right = np.array(ends[0]), np.array(ends[1])
    low = np.array(garment.landmarks.get("neck_front", tuple((left + right) / 2)))
    corners = np.rint(np.array([left, right, low])).astype(np.int32)
    cv2.fillConvexPoly(opening, corners, (255,))
    # Between the two halves of every row below the neck.
    inside = trunk > 0
    columns = np.arange(trunk.shape[1])
    first = np.where(inside.any(axis=1), np.argmax(inside, axis=1), trunk.shape[1])
    last = trunk.shape[1] - 1 - np.argmax(inside[:, ::-1], axis=1)
    between = (columns > first[:, None]) & (columns < last[:, None])
    between[: max(0, round(float(left[1] + right[1]) / 2))] = False
    opening[between] = 255
    opening[inside] = 0
    if (garment.parts == Part.HOOD).any():  # its inside is none of the back
        opening[: max(0, round(float(min(left[1], right[1]))))] = 0
    return np.asarray((opening > 127) * np.uint8(255), np.uint8)


def _mirrored(
    bgr: NDArray[np.uint8], cloth: NDArray[np.bool_], garment: Garment, roi: Roi
) -> NDArray[np.uint8] | None:
    """Return rows in which the sides' cloth goes on, mirrored to and fro, to the middle."""
    widths = cloth.sum(axis=1)
    below = [garment.landmarks[f"armpit_{side}"][1] for side in ("left", "right")]
    top = max(1, min(round(min(below)) - roi.y0, len(widths)))
    whole = np.flatnonzero(widths >= max(_WHOLE_ROW * widths[:top].max(), 2))
    if not len(whole):
        return None
    everywhere = np.arange(len(widths))
    # Neck rows take what lies as far below the first whole row as they lie above it.
    source = np.where(everywhere < whole[0], 2 * whole[0] - everywhere, everywhere)
    last_row = max(whole[0], whole[-1] - round(_HEM_ROWS * garment.alpha.shape[0]))
    source = np.where(source > last_row, np.maximum(2 * last_row - source, 0), source)
    first = np.argmax(cloth[whole], axis=1).astype(np.float32)
    last = cloth.shape[1] - 1.0 - np.argmax(cloth[whole][:, ::-1], axis=1).astype(np.float32)
    ends = np.stack([np.interp(everywhere, whole, side) for side in (first, last)], axis=1)
    sigma = max(_SMOOTH_ROWS * garment.alpha.shape[0], 1.0)
    smooth = cv2.GaussianBlur(ends.astype(np.float32), (1, 0), sigmaX=0.01, sigmaY=sigma)
    return _tiled(bgr, np.asarray(smooth, np.float32)[source], source.astype(np.float32))


def _tiled(
    bgr: NDArray[np.uint8], ends: NDArray[np.float32], source: NDArray[np.float32]
) -> NDArray[np.uint8]:
    """Return every row from its two bands; ``ends`` (H, 2) and ``source`` (H,) say from where."""
    columns = np.arange(bgr.shape[1], dtype=np.float32)
    first = ends[:, :1]
    width = np.maximum(ends[:, 1:] - first, 1.0)
    place = (columns - first) / width
    rows = np.ascontiguousarray(np.broadcast_to(source[:, None], place.shape))
    low, high = _BAND
    period = np.float32(2.0 * (high - low))
    picked = []
    for from_right in (False, True):
        share = 1.0 - place if from_right else place
        # A triangle wave between the band's ends, in step with the own cloth beside it.
        phase = np.mod(share - np.float32(high), period)
        wave = np.float32(high) - np.minimum(phase, period - phase)
        share = np.where(share < high, np.maximum(share, 0.0), wave)
        across = first + (1.0 - share if from_right else share) * width
        taken = cv2.remap(bgr, across, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        picked.append(taken)
    right = np.clip((place - 0.5) / _MIX + 0.5, 0.0, 1.0).astype(np.float32)
    mixed = cv2.blendLinear(picked[0], picked[1], 1.0 - right, right)
    return np.asarray(mixed, np.uint8)


def _paint_collar(
    bgr: NDArray[np.uint8], photo: CleanPhoto, garment: Garment, back: NDArray[np.uint8]
) -> None:
    """Lay the collar's band along the nape, in place, where there is a collar to take it from."""
    ends = [garment.landmarks.get(f"neck_{side}") for side in ("left", "right")]
    collar = (garment.parts == Part.COLLAR) & (photo.alpha > 127)
    if ends[0] is None or ends[1] is None or not collar.any():
        return
    low, high = sorted((float(ends[0][0]), float(ends[1][0])))
    aside, height = _COLLAR_ASIDE * (high - low), _COLLAR_BAND * (high - low)
    x0, x1 = max(0, round(low - aside)), round(high + aside) + 1
    columns = back[:, x0:x1] > 0
    top = np.where(columns.any(axis=0), np.argmax(columns, axis=0), len(columns))
    depth = np.arange(len(columns))[:, None] - top
    band = columns & (depth >= 0) & (depth < height)
    bgr[:, x0:x1][band] = np.median(photo.bgr[collar], axis=0).astype(np.uint8)
