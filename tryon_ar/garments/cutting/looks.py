"""Landmarks of several looks at one photo, made one."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_FAINTEST = 1e-3


def fused_landmarks(looks: Sequence[NDArray[np.float32]], near_px: float) -> NDArray[np.float32]:
    """Return for every landmark where the surest look sees it, steadied by those that agree.

    Parameters
    ----------
    looks : sequence of ndarray of shape (N, 3), float32
        x, y in pixels of the photo and confidence, of the same landmarks in the same order.
    near_px : float
        How far from the surest look another one may see the landmark and still count.

    Returns
    -------
    ndarray of shape (N, 3), float32
        The mean place of the looks that agree, weighted by their confidence, and the mean
        confidence of all looks.

    Notes
    -----
    A plain mean would put what one look takes for the other side's between the two sides.
    """
    places = np.stack([look[:, :2] for look in looks])
    confidences = np.stack([look[:, 2] for look in looks])
    surest = places[confidences.argmax(0), np.arange(places.shape[1])]
    agrees = np.hypot(*np.moveaxis(places - surest, 2, 0)) <= near_px
    weights = ((confidences + _FAINTEST) * agrees)[..., None]
    mean = (places * weights).sum(0) / weights.sum(0)
    return np.concatenate([mean, confidences.mean(0)[:, None]], 1).astype(np.float32)
