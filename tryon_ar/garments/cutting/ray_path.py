"""The cheapest smooth path round a fan of rays."""

import numpy as np
from numpy.typing import NDArray

_REACH = 3


def cheapest_path(cost: NDArray[np.float32], bend: float) -> NDArray[np.intp]:
    """Return the column of every row along the cheapest path from the first row to the last.

    Parameters
    ----------
    cost : ndarray of shape (N, K), float32
        Of passing through column k in row n; finite.
    bend : float
        Cost of a step of s columns from one row to the next is ``bend * s**2``; steps of more
        than three columns are not taken.

    Returns
    -------
    ndarray of shape (N,), int

    Notes
    -----
    Dynamic programming (Amini et al., Using dynamic programming for solving variational
    problems in vision, TPAMI 1990). O(N K).
    """
    rows, columns = cost.shape
    steps = np.arange(-_REACH, _REACH + 1)
    bending = (bend * steps.astype(np.float32) ** 2)[:, None]
    came_from = np.zeros((rows, columns), np.intp)
    # Column k is reached from column k - step; beyond both ends is no way.
    source = np.arange(columns)[None, :] - steps[:, None]
    blocked = (source < 0) | (source >= columns)
    source = np.clip(source, 0, columns - 1)
    total = cost[0].astype(np.float32)
    for row in range(1, rows):
        candidates = np.where(blocked, np.inf, total[source] + bending)
        best = candidates.argmin(axis=0)
        came_from[row] = source[best, np.arange(columns)]
        total = candidates[best, np.arange(columns)] + cost[row]
    path = np.zeros(rows, np.intp)
    path[-1] = total.argmin()
    for row in range(rows - 1, 0, -1):
        path[row - 1] = came_from[row, path[row]]
    return path
