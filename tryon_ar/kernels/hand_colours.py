"""Histograms of colours by which a person's skin is told from what they wear.

A colour is (Y, Cr, Cb) of ITU-R BT.601 with the chroma it would have in even light: shade takes
colour away in proportion, so (Cr, Cb) - 128 is scaled by (M + D) / (Y + D), within bounds.
"""

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from tryon_ar.kernels._jit import kernel, read, write

F32 = NDArray[np.float32]
U8 = NDArray[np.uint8]

#: Bins of luma and of either chroma.
LUMA_BINS, CHROMA_BINS = 16, 48
#: Levels of likeness for one unit of a logarithm of odds, and the one that speaks neither for skin
#: nor for cloth.
LEVELS_A_UNIT, NEUTRAL = 32, 128
#: Levels of a place for one unit, and the one of even odds; 0 is out of reach.
PLACE_LEVELS_A_UNIT, PLACE_EVEN = 32, 128
# Logarithms of odds for labels that are wholly bare, wholly cloth and wholly nobody: with colours
# to ask, and without. Bare labels are doubted where colours speak at least so much against them.
_TOLD = np.float32(3.0), np.float32(-1.5), np.float32(-2.6)
_UNTOLD = np.float32(4.0), np.float32(-5.0), np.float32(-5.0)
_DOUBTED_BARE, _DOUBT = np.float32(2.0), np.float32(-0.5)
_STEEPNESS = np.float32(1.5)
# On places at least so sure a hand may lie before the head, wholly so much surer.
_BEFORE_HEAD, _WHOLLY = np.float32(0.0), np.float32(1.0)
_LUMA_WIDTH, _CHROMA_WIDTH = np.float32(16.0), np.float32(4.0)
_MIDDLE, _DIMMEST = np.float32(128.0), np.float32(16.0)
_LEAST_GAIN, _MOST_GAIN = np.float32(0.6), np.float32(2.2)

_COUNTS = write(types.float32, 4)


@njit(inline="always")
def _chroma_bin(value: np.float32) -> int:
    place = int(value / _CHROMA_WIDTH + np.float32(CHROMA_BINS / 2))
    return min(max(place, 0), CHROMA_BINS - 1)


@njit(inline="always")
def _bins(luma: np.float32, cr: np.float32, cb: np.float32) -> tuple[int, int, int]:
    gain = (_MIDDLE + _DIMMEST) / (luma + _DIMMEST)
    gain = min(max(gain, _LEAST_GAIN), _MOST_GAIN)
    level = min(max(int(luma / _LUMA_WIDTH), 0), LUMA_BINS - 1)
    return level, _chroma_bin(cr * gain), _chroma_bin(cb * gain)


@kernel(read(types.float32, 3), read(types.float32, 3), _COUNTS)
def count_colours_nb(colours: F32, weights: F32, counts: F32) -> None:
    """Add colours to histograms.

    Parameters
    ----------
    colours : ndarray of shape (h, w, 3), float32
        Y, Cr, Cb, 0 to 255, as seen.
    weights : ndarray of shape (K, h, w), float32
        How much each pixel counts in each histogram.
    counts : ndarray of shape (K, LUMA_BINS, CHROMA_BINS, CHROMA_BINS), float32
        Added to.
    """
    middle = np.float32(128.0)
    for k in range(weights.shape[0]):
        for y in range(colours.shape[0]):
            for x in range(colours.shape[1]):
                if weights[k, y, x] > np.float32(0.0):
                    seen = colours[y, x]
                    i, u, v = _bins(seen[0], seen[1] - middle, seen[2] - middle)
                    counts[k, i, u, v] += weights[k, y, x]


@kernel(read(types.uint8, 3), read(types.uint8, 3), write(types.uint8, 2))
def look_up_nb(bgr: U8, table: U8, likeness: U8) -> None:
    """Write what a table says of every pixel of a picture.

    Parameters
    ----------
    bgr : ndarray of shape (h, w, 3), uint8
    table : ndarray of shape (LUMA_BINS, CHROMA_BINS, CHROMA_BINS), uint8
    likeness : ndarray of shape (h, w), uint8
        Written.
    """
    for y in range(likeness.shape[0]):
        for x in range(likeness.shape[1]):
            b, g, r = np.float32(bgr[y, x, 0]), np.float32(bgr[y, x, 1]), np.float32(bgr[y, x, 2])
            luma = np.float32(0.114) * b + np.float32(0.587) * g + np.float32(0.299) * r
            cr, cb = np.float32(0.713) * (r - luma), np.float32(0.564) * (b - luma)
            i, u, v = _bins(luma, cr, cb)
            likeness[y, x] = table[i, u, v]


@kernel(
    read(types.uint8, 2),
    read(types.uint8, 3),
    read(types.uint8, 2),
    types.boolean,
    write(types.uint8, 2),
)
def weigh_hands_nb(place: U8, labels: U8, likeness: U8, told: bool, share: U8) -> None:
    """Add up what place, labels and colours say, and write how surely a pixel is hand.

    Parameters
    ----------
    place : ndarray of shape (h, w), uint8
        Odds by the place: ``PLACE_EVEN`` are even ones, ``PLACE_LEVELS_A_UNIT`` more a unit of
        their logarithm; 0 where no hand can be.
    labels : ndarray of shape (4, h, w), uint8
        Shares of bare arms, of cloth, of nobody, and of hair, face and neck.
    likeness : ndarray of shape (h, w), uint8
        To skin.
    told : bool
        Whether there is a likeness.
    share : ndarray of shape (h, w), uint8
        Written, 0 to 255.

    Notes
    -----
    With the weights w of its labels, the sum z of place, w and likeness makes a share of
    1 / (1 + exp(-s z)).
    """
    one, unit = np.float32(1.0), np.float32(1.0 / 255.0)
    by_bare, by_cloth, by_nobody = _TOLD if told else _UNTOLD
    for y in range(share.shape[0]):
        for x in range(share.shape[1]):
            if place[y, x] == 0:
                share[y, x] = 0
                continue
            by_place = np.float32(int(place[y, x]) - PLACE_EVEN) / np.float32(PLACE_LEVELS_A_UNIT)
            bare, cloth = np.float32(labels[0, y, x]), np.float32(labels[1, y, x])
            nobody, head = np.float32(labels[2, y, x]), np.float32(labels[3, y, x])
            colour = np.float32(int(likeness[y, x]) - NEUTRAL) / np.float32(LEVELS_A_UNIT)
            colour = colour if told else np.float32(0.0)
            doubt = min(max(colour / _DOUBT, np.float32(0.0)), one)
            bare *= by_bare + doubt * (_DOUBTED_BARE - by_bare)
            odds = by_place + colour + unit * (bare + cloth * by_cloth + nobody * by_nobody)
            before = min(max((by_place - _BEFORE_HEAD) / _WHOLLY, np.float32(0.0)), one)
            kept = one - head * unit * (one - before)
            share[y, x] = np.uint8(np.float32(255.0) * kept / (one + np.exp(-_STEEPNESS * odds)))
