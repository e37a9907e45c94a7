"""Weigh the colours of a parsed person against those of cloth and of skin.

Everything here works at the resolution of the labels, on the rectangle of them that holds
the person. Colours are (Y, Cr, Cb), levels of 255; differences between two of them count
chroma whole and luma by :data:`LUMA_WEIGHT`.
"""

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from tryon_ar.kernels._jit import kernel, read, write

F32 = NDArray[np.float32]
U8 = NDArray[np.uint8]

LUMA_WEIGHT = np.float32(0.3)
#: Cells of the coarse grid on which surroundings are averaged are so many labels wide.
CELL = 4
# Of the picture's pixels under a label no more than about so many squared are looked at.
_SAMPLES = 3
# Skin may be so dark and so bright, in medians of the face's luma.
_DARKEST, _BRIGHTEST = np.float32(0.35), np.float32(1.5)
# Skin brighter than this many medians may gleam, and lose colour down to this share.
_GLEAM, _PALEST = np.float32(0.95), np.float32(0.55)
# ... but what is labelled as cloth and has less than these shares of skin's colour is a badge or a
# print, if skin has so much colour that it tells.
_PALE_CLOTH = (np.float32(0.5), np.float32(0.8))
_LEAST_TINT = np.float32(5.0)
# Cloth whose colour is nearer to the skin's cannot be told from it.
_LEAST_CONTRAST = np.float32(13.0)
# Share of the way from skin to cloth at which a bare label is doubted, and dropped.
_DOUBT = (np.float32(0.45), np.float32(0.65))
# ... and at which worn cloth is taken for skin after all, where skin is near.
_TRUST = (np.float32(0.30), np.float32(0.18))
_TRUSTED_CONTRAST = np.float32(26.0)
_FAR_FROM_SKIN = (np.float32(7.0), np.float32(13.0))
# ... or proportionally less, where the cloth is nearer to skin than this: white on fair skin.
_FULL_CONTRAST = np.float32(24.0)
# Bare labels so far from skin, right beside worn cloth, are its blurred rim, whatever their colour.
_RIM = (np.float32(12.0), np.float32(20.0))
# Hair and lower clothes are what they are labelled as unless they are much nearer to the cloth.
_OTHER_DOUBT = (np.float32(0.55), np.float32(0.75))
# ... and surely the other label's below the first of these, asked where the label is half as sure:
# what hangs down beside hair, as a lanyard, may have its colour and a little of its label.
_OTHER_OWN, _MAYBE = (np.float32(0.25), np.float32(0.4)), (np.float32(0.4), np.float32(0.55))
_OTHER_CONTRAST = np.float32(22.0)
# Another garment's own colour is that of its pixels that least resemble the cloth above.
_OWN_QUANTILE = 0.6
# Light is evened out within these gains, and less so in the dark, where chroma is noise.
_DIMMEST = np.float32(16.0)
_LEAST_GAIN, _MOST_GAIN = np.float32(0.6), np.float32(2.2)
# Less of a share than this is not worth moving.
_TRACE = np.float32(0.02)
_LEVELS = 256

_PLANE, _PLANES = read(types.float32, 2), read(types.float32, 3)
_PLANES_OUT, _I64 = write(types.float32, 3), types.int64


@njit(inline="always")
def _ramp(value: np.float32, between: tuple[np.float32, np.float32]) -> np.float32:
    start, end = between
    return min(max((value - start) / (end - start), np.float32(0.0)), np.float32(1.0))


@njit(inline="always")
def _length(luma: np.float32, cr: np.float32, cb: np.float32) -> np.float32:
    luma *= LUMA_WEIGHT
    return np.float32(np.sqrt(luma * luma + cr * cr + cb * cb))


@njit(inline="always")
def _level(value: np.float32) -> int:
    return int(min(max(value + np.float32(0.5), np.float32(0.0)), np.float32(_LEVELS - 1)))


@njit(inline="always")
def _quantile(counts: NDArray[np.int64], share: float) -> int:
    """Return the first level at which a histogram reaches a share of its sum."""
    wanted = counts.sum() * share
    reached = 0
    for level in range(counts.size):
        reached += counts[level]
        if reached >= wanted:
            return level
    return counts.size - 1


@kernel(read(types.uint8, 3), *(types.float64,) * 3, _PLANES_OUT)
def sample_colours_nb(frame_bgr: U8, left: float, top: float, step: float, colours: F32) -> None:
    """Average the frame under every label, and turn it into (Y, Cr, Cb).

    Parameters
    ----------
    frame_bgr : ndarray of shape (H, W, 3), uint8
        Or a smaller copy. What lies outside continues its rim.
    left, top : float
        Corner of the first label, in its pixels (the edge, not the centre).
    step : float
        Side of a label in its pixels.
    colours : ndarray of shape (h, w, 3), float32
        Written: Y, Cr, Cb of ITU-R BT.601, 0 to 255.
    """
    height, width = frame_bgr.shape[:2]
    stride = max(1, int(step / _SAMPLES))
    starts = np.empty(colours.shape[1], np.int64)
    ends = np.empty(colours.shape[1], np.int64)
    for x in range(colours.shape[1]):
        starts[x] = min(max(int(np.floor(left + x * step + 0.5)), 0), width - 1)
        ends[x] = min(max(int(np.floor(left + (x + 1) * step + 0.5)), starts[x] + 1), width)
    for y in range(colours.shape[0]):
        y0 = min(max(int(np.floor(top + y * step + 0.5)), 0), height - 1)
        y1 = min(max(int(np.floor(top + (y + 1) * step + 0.5)), y0 + 1), height)
        for x in range(colours.shape[1]):
            blue, green, red, count = 0, 0, 0, 0
            for v in range(y0, y1, stride):
                for u in range(starts[x], ends[x], stride):
                    blue += frame_bgr[v, u, 0]
                    green += frame_bgr[v, u, 1]
                    red += frame_bgr[v, u, 2]
                    count += 1
            share = np.float32(1.0) / np.float32(count)
            b, g, r = np.float32(blue) * share, np.float32(green) * share, np.float32(red) * share
            luma = np.float32(0.114) * b + np.float32(0.587) * g + np.float32(0.299) * r
            colours[y, x, 0] = luma
            colours[y, x, 1] = np.float32(128.0) + np.float32(0.713) * (r - luma)
            colours[y, x, 2] = np.float32(128.0) + np.float32(0.564) * (b - luma)


@kernel(_PLANES, _PLANE, types.float32, write(types.float32, 1), returns=_I64)
def median_colour_nb(colours: F32, share: F32, least: float, median: F32) -> int:
    """Write the median, channel by channel, where a share is over a bound; return how many."""
    counts = np.zeros((3, _LEVELS), np.int64)
    for y in range(colours.shape[0]):
        for x in range(colours.shape[1]):
            if share[y, x] > least:
                for c in range(3):
                    counts[c, _level(colours[y, x, c])] += 1
    for c in range(3):
        median[c] = np.float32(_quantile(counts[c], 0.5))
    return int(counts[0].sum())


@kernel(_PLANES_OUT, _PLANES, types.float32, types.float32, _PLANES_OUT)
def even_light_nb(colours: F32, shares: F32, luma: float, sure: float, cells: F32) -> None:
    """Give colours the chroma they would have under the light that gives a luma, and add up cloth.

    Shade takes colour away in proportion: (Cr, Cb) - 128 over luma stays.

    Parameters
    ----------
    colours : ndarray of shape (h, w, 3), float32
        Changed.
    shares : ndarray of shape (2, h, w), float32
        Of worn cloth, and of bare arms and neck.
    luma : float
    sure : float
        Cloth is where its share is over this.
    cells : ndarray of shape (ceil(h / CELL), ceil(w / CELL), 5), float32
        Written: the sums of sure cloth's colours, how many they are, and the bare share's sum,
        all over the labels in a cell.
    """
    cells[:] = np.float32(0.0)
    for y in range(colours.shape[0]):
        for x in range(colours.shape[1]):
            gain = (luma + _DIMMEST) / (colours[y, x, 0] + _DIMMEST)
            gain = min(max(gain, _LEAST_GAIN), _MOST_GAIN)
            for c in range(1, 3):
                colours[y, x, c] = np.float32(128.0) + (colours[y, x, c] - np.float32(128.0)) * gain
            cell = cells[y // CELL, x // CELL]
            cell[4] += shares[1, y, x]
            if shares[0, y, x] > sure:
                for c in range(3):
                    cell[c] += colours[y, x, c]
                cell[3] += np.float32(1.0)


@kernel(_PLANES, _PLANES, read(types.float32, 1), _PLANES_OUT)
def weigh_nb(colours: F32, cloth: F32, skin: F32, evidence: F32) -> None:
    """Compare every colour with the face's and with that of the cloth around.

    Parameters
    ----------
    colours, cloth : ndarray of shape (h, w, 3), float32
    skin : ndarray of shape (3,), float32
    evidence : ndarray of shape (h, w, 3), float32
        Written, 0 to 1: for cloth against a bare label, for the rim of cloth, for skin against a
        worn label.

    Notes
    -----
    Gleams have no colour: where a pixel is bright and pale the skin it is compared with is too,
    but pale things on cloth are not taken for skin: they are badges and prints.
    """
    low, high = _DARKEST * skin[0], _BRIGHTEST * skin[0]
    tint_r, tint_b = skin[1] - np.float32(128.0), skin[2] - np.float32(128.0)
    tint = max(tint_r * tint_r + tint_b * tint_b, np.float32(1.0))
    coloured = tint > _LEAST_TINT * _LEAST_TINT
    one = np.float32(1.0)
    for y in range(colours.shape[0]):
        for x in range(colours.shape[1]):
            luma = colours[y, x, 0]
            cr, cb = colours[y, x, 1] - np.float32(128.0), colours[y, x, 2] - np.float32(128.0)
            along = (cr * tint_r + cb * tint_b) / tint
            pale = min(max(along, _PALEST), one) if luma > _GLEAM * skin[0] else one
            off_luma = luma - min(max(luma, low), high)
            off_skin = _length(off_luma, cr - pale * tint_r, cb - pale * tint_b)
            worn, worn_r, worn_b = cloth[y, x, 0], cloth[y, x, 1], cloth[y, x, 2]
            off_cloth = _length(luma - worn, colours[y, x, 1] - worn_r, colours[y, x, 2] - worn_b)
            apart = worn - min(max(worn, low), high)
            contrast = _length(apart, worn_r - skin[1], worn_b - skin[2])
            place = off_skin / max(off_skin + off_cloth, np.float32(1e-3))
            told = contrast > _LEAST_CONTRAST
            fair = min(contrast / _FULL_CONTRAST, one)
            like_cloth = _ramp(place, _DOUBT) * _ramp(off_skin / fair, _FAR_FROM_SKIN)
            evidence[y, x, 0] = like_cloth if told else np.float32(0.0)
            evidence[y, x, 1] = _ramp(off_skin, _RIM) if told else np.float32(0.0)
            trusted = _ramp(place, _TRUST)
            if coloured:
                trusted *= _ramp(along, _PALE_CLOTH)
            evidence[y, x, 2] = trusted if contrast > _TRUSTED_CONTRAST else np.float32(0.0)


@njit(error_model="numpy")
def _find_own_colour_nb(share: F32, colours: F32, cloth: F32, off: F32, own: F32) -> None:
    """Write how far colours are from the cloth's, and the median of those that are furthest."""
    lengths = np.zeros(2 * _LEVELS, np.int64)
    for y in range(share.shape[0]):
        for x in range(share.shape[1]):
            if share[y, x] > _TRACE:
                seen, near = colours[y, x], cloth[y, x]
                off[y, x] = _length(seen[0] - near[0], seen[1] - near[1], seen[2] - near[2])
                if share[y, x] > np.float32(0.5):
                    lengths[min(int(off[y, x] * np.float32(2.0)), 2 * _LEVELS - 1)] += 1
    least = np.float32(_quantile(lengths, _OWN_QUANTILE)) * np.float32(0.5)
    counts = np.zeros((3, _LEVELS), np.int64)
    for y in range(share.shape[0]):
        for x in range(share.shape[1]):
            if share[y, x] > np.float32(0.5) and off[y, x] >= least:
                for c in range(3):
                    counts[c, _level(colours[y, x, c])] += 1
    for c in range(3):
        own[c] = np.float32(_quantile(counts[c], 0.5))


@kernel(_PLANES_OUT, _PLANE, _PLANES, _PLANES, types.boolean)
def move_other_nb(shares: F32, beside: F32, colours: F32, cloth: F32, both: bool) -> None:
    """Move what of another label has the colour of the upper clothes near by to them, in place.

    Parameters
    ----------
    shares : ndarray of shape (2, h, w), float32
        Of the upper clothes and of the other label. Changed.
    beside : ndarray of shape (h, w), float32
        How much upper cloth is near, 0 to 1.
    colours, cloth : ndarray of shape (h, w, 3), float32
        Seen, and of the upper clothes near by.
    both : bool
        What may be the other label, and surely has its colour, goes the other way.
    """
    height, width = beside.shape
    off = np.empty((height, width), np.float32)
    own = np.empty(3, np.float32)
    _find_own_colour_nb(shares[1], colours, cloth, off, own)
    for y in range(height):
        for x in range(width):
            if shares[1, y, x] > _TRACE:
                near, seen = cloth[y, x], colours[y, x]
                contrast = _length(near[0] - own[0], near[1] - own[1], near[2] - own[2])
                if contrast > _OTHER_CONTRAST:
                    off_own = _length(seen[0] - own[0], seen[1] - own[1], seen[2] - own[2])
                    place = off_own / max(off_own + off[y, x], np.float32(1e-3))
                    gate = min(np.float32(4.0) * beside[y, x], np.float32(1.0))
                    moved = shares[1, y, x] * _ramp(place, _OTHER_DOUBT) * gate
                    if both:
                        maybe = _ramp(shares[1, y, x], _MAYBE)
                        sure = np.float32(1.0) - _ramp(place, _OTHER_OWN)
                        moved -= shares[0, y, x] * maybe * sure
                    shares[1, y, x] -= moved
                    shares[0, y, x] += moved
