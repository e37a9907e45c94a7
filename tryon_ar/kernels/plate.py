"""Learn what lies behind a person, pixel by pixel."""

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from tryon_ar.kernels._jit import kernel, read, write
from tryon_ar.kernels.sampling import between_bytes

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]

#: Votes a pixel's value can gather: as many disagreeing looks are needed to replace it.
MOST_VOTES = 24


@njit(inline="always")
def _between(place: int, length: int, cells: int) -> tuple[int, int, np.float32]:
    """Return the two cells between whose centres a pixel lies, and how far from the first."""
    half = np.float32(0.5)
    at = (np.float32(place) + half) * (np.float32(cells) / np.float32(length)) - half
    at = min(max(at, np.float32(0.0)), np.float32(cells - 1))
    first = int(at)
    return first, min(first + 1, cells - 1), at - np.float32(first)


@kernel(
    write(types.float32, 3),
    write(types.uint8, 2),
    write(types.float32, 3),
    read(types.uint8, 3),
    read(types.uint8, 2),
    types.float32,
    returns=types.UniTuple(types.int64, 2),
)
def learn_plate_nb(
    plate: F32, votes: U8, drift: F32, frame_bgr: U8, hidden: U8, tolerance: np.float32
) -> tuple[int, int]:
    """Let every pixel that is background vote for its value, in place.

    The majority vote of one pass (R. S. Boyer, J. S. Moore, "MJRTY", 1981) with values that
    agree within a tolerance taken together: who agrees with what is kept adds a vote and is
    averaged in, with weight 1 / votes; who does not takes one away, and replaces a value that
    has none left.

    Parameters
    ----------
    plate : ndarray of shape (H, W, 3), float32
        BGR, 0 to 255. Changed.
    votes : ndarray of shape (H, W), uint8
        0 where the background was never seen. Changed.
    drift : ndarray of shape (r, c, 4), float32
        Written: over cells of the frame, the sum of what agreeing pixels show more than is kept,
        BGR, and how many there are.
    frame_bgr : ndarray of shape (H, W, 3), uint8
    hidden : ndarray of shape (H, W), uint8
        Over 127 where somebody may stand before the background.
    tolerance : float
        Grey levels, of the channel that differs most.

    Returns
    -------
    (int, int)
        Pixels that had two votes or more and were looked at, and how many of them disagreed.
    """
    known, differing = 0, 0
    high, wide = votes.shape
    rows, columns = drift.shape[:2]
    zero = np.float32(0.0)
    drift[:] = zero
    for y in range(high):
        for column in range(columns):
            blue, green, red, agreed = zero, zero, zero, 0
            for x in range(column * wide // columns, (column + 1) * wide // columns):
                if hidden[y, x] > 127:
                    continue
                count = int(votes[y, x])
                away_b = np.float32(frame_bgr[y, x, 0]) - plate[y, x, 0]
                away_g = np.float32(frame_bgr[y, x, 1]) - plate[y, x, 1]
                away_r = np.float32(frame_bgr[y, x, 2]) - plate[y, x, 2]
                agrees = max(abs(away_b), abs(away_g), abs(away_r)) <= tolerance
                if count > 1:
                    known += 1
                    differing += not agrees
                share = np.float32(1.0)
                if count == 0 or (count == 1 and not agrees):
                    votes[y, x] = 1
                elif agrees:
                    count = min(count + 1, MOST_VOTES)
                    votes[y, x] = count
                    share /= np.float32(count)
                    left = np.float32(1.0) - share
                    blue += left * away_b
                    green += left * away_g
                    red += left * away_r
                    agreed += 1
                else:
                    votes[y, x] = count - 1
                    continue
                plate[y, x, 0] += share * away_b
                plate[y, x, 1] += share * away_g
                plate[y, x, 2] += share * away_r
            cell = drift[y * rows // high, column]
            cell[0] += blue
            cell[1] += green
            cell[2] += red
            cell[3] += np.float32(agreed)
    return known, differing


@kernel(
    write(types.uint8, 3),
    read(types.uint8, 2),
    read(types.float32, 3),
    read(types.uint8, 2),
    read(types.uint8, 3),
    read(types.float32, 3),
    types.int64,
    types.int64,
)
def lay_plate_nb(
    picture: U8,
    wanted: U8,
    plate: F32,
    votes: U8,
    guess: U8,
    drift: F32,
    left: int,
    top: int,
) -> None:
    """Write what lies behind a person over part of a rectangle, in place.

    Parameters
    ----------
    picture : ndarray of shape (h, w, 3), uint8
        Changed.
    wanted : ndarray of shape (h, w), uint8
        0 where the picture stays.
    plate : ndarray of shape (H, W, 3), float32
        BGR, 0 to 255.
    votes : ndarray of shape (H, W), uint8
        0 where the background was never seen.
    guess : ndarray of shape (r, c, 3), uint8
        What may be there, smaller than the frame; sampled bilinearly.
    drift : ndarray of shape (r, c, 3), float32
        What has to be added to both, smaller still; sampled bilinearly.
    left, top : int
        The rectangle's first pixel in the frame.
    """
    zero, half, byte = np.float32(0.0), np.float32(0.5), np.float32(255.0)
    high, wide = votes.shape
    columns = drift.shape[1]
    along = np.empty((columns, 3), np.float32)
    more = np.empty(3, np.float32)
    for y in range(wanted.shape[0]):
        row, below, v = _between(top + y, high, drift.shape[0])
        for i in range(columns):
            for c in range(3):
                along[i, c] = drift[row, i, c] + v * (drift[below, i, c] - drift[row, i, c])
        row, below, v = _between(top + y, high, guess.shape[0])
        for x in range(wanted.shape[1]):
            if wanted[y, x] == 0:
                continue
            i, beside, u = _between(left + x, wide, columns)
            for c in range(3):
                more[c] = along[i, c] + u * (along[beside, c] - along[i, c]) + half
            if votes[top + y, left + x] > 0:
                for c in range(3):
                    value = plate[top + y, left + x, c] + more[c]
                    picture[y, x, c] = np.uint8(min(max(value, zero), byte))
                continue
            i, beside, u = _between(left + x, wide, guess.shape[1])
            for c in range(3):
                value = between_bytes(guess, row, below, i, beside, c, u, v) + more[c]
                picture[y, x, c] = np.uint8(min(max(value, zero), byte))
