"""Learn what lies behind a person, pixel by pixel."""

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from tryon_ar.kernels._jit import kernel, read, write

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]

#: Votes a pixel's value can gather: as many disagreeing looks are needed to replace it.
MOST_VOTES = 24


@njit(inline="always")
def _differs(seen: U8, kept: F32) -> np.float32:
    """Return by how many levels the channel that differs most does."""
    away = np.float32(0.0)
    for c in range(3):
        away = max(away, abs(np.float32(seen[c]) - kept[c]))
    return away


@kernel(
    write(types.float32, 3),
    write(types.uint8, 2),
    read(types.uint8, 3),
    read(types.uint8, 2),
    types.float32,
    returns=types.UniTuple(types.int64, 2),
)
def learn_plate_nb(
    plate: F32, votes: U8, frame_bgr: U8, hidden: U8, tolerance: np.float32
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
    frame_bgr : ndarray of shape (H, W, 3), uint8
    hidden : ndarray of shape (H, W), uint8
        Not 0 where somebody may stand before the background.
    tolerance : float
        Grey levels, of the channel that differs most.

    Returns
    -------
    (int, int)
        Pixels that had two votes or more and were looked at, and how many of them disagreed.
    """
    known, differing = 0, 0
    for y in range(votes.shape[0]):
        for x in range(votes.shape[1]):
            if hidden[y, x] != 0:
                continue
            seen, kept = frame_bgr[y, x], plate[y, x]
            count = int(votes[y, x])
            agrees = _differs(seen, kept) <= tolerance
            if count > 1:
                known += 1
                differing += not agrees
            if count == 0 or (count == 1 and not agrees):
                kept[0], kept[1], kept[2] = seen[0], seen[1], seen[2]
                votes[y, x] = 1
            elif agrees:
                votes[y, x] = min(count + 1, MOST_VOTES)
                share = np.float32(1.0) / np.float32(min(count + 1, MOST_VOTES))
                for c in range(3):
                    kept[c] += share * (np.float32(seen[c]) - kept[c])
            else:
                votes[y, x] = count - 1
    return known, differing


@kernel(
    write(types.uint8, 3),
    read(types.uint8, 2),
    read(types.float32, 3),
    read(types.uint8, 2),
    read(types.uint8, 3),
    types.int64,
    types.int64,
)
def lay_plate_nb(
    picture: U8, wanted: U8, plate: F32, votes: U8, guess: U8, left: int, top: int
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
    left, top : int
        The rectangle's first pixel in the frame.
    """
    one, half = np.float32(1.0), np.float32(0.5)
    rows, columns = guess.shape[:2]
    scale_x = np.float32(columns) / np.float32(votes.shape[1])
    scale_y = np.float32(rows) / np.float32(votes.shape[0])
    for y in range(wanted.shape[0]):
        for x in range(wanted.shape[1]):
            if wanted[y, x] == 0:
                continue
            if votes[top + y, left + x] > 0:
                for c in range(3):
                    picture[y, x, c] = np.uint8(plate[top + y, left + x, c] + half)
                continue
            at_x = max((np.float32(left + x) + half) * scale_x - half, np.float32(0.0))
            at_y = max((np.float32(top + y) + half) * scale_y - half, np.float32(0.0))
            i, j = min(int(at_x), columns - 1), min(int(at_y), rows - 1)
            right, below = min(i + 1, columns - 1), min(j + 1, rows - 1)
            u, v = at_x - np.float32(i), at_y - np.float32(j)
            for c in range(3):
                upper = (one - u) * guess[j, i, c] + u * guess[j, right, c]
                lower = (one - u) * guess[below, i, c] + u * guess[below, right, c]
                picture[y, x, c] = np.uint8(upper + v * (lower - upper) + half)
