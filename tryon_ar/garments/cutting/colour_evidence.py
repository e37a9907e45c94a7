"""The colours near a pixel, and how well its own fits them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

EVIDENCE_LIMIT = 5.0

_UPPER = ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2))
# What pixels further off count against those in the window: they decide where it holds none.
_FAR_WEIGHT = 1e-3


@dataclass(frozen=True, eq=False)
class LocalColours:
    """A Gaussian of colours around each of N pixels.

    Attributes
    ----------
    mean : ndarray of shape (N, 3), float32
    covariance : ndarray of shape (N, 6), float32
        Upper triangle, row by row.
    """

    mean: NDArray[np.float32]
    covariance: NDArray[np.float32]


def local_colours(
    picture: NDArray[np.float32],
    weight: NDArray[np.float32],
    where: tuple[NDArray[np.intp], NDArray[np.intp]],
    radius_px: int,
) -> LocalColours:
    """Fit a weighted Gaussian of colours in a square window around given pixels.

    Parameters
    ----------
    picture : ndarray of shape (H, W, 3), float32
    weight : ndarray of shape (H, W), float32
        0 for pixels not to be counted.
    where : (rows, columns)
        As from ``np.nonzero``.
    radius_px : int
        Half the side of the window; a window four times as wide decides where it is empty.
    """
    import cv2

    channels = cv2.split(picture)
    weighted = [weight * channel for channel in channels]
    products = [weighted[i] * channels[j] for i, j in _UPPER]
    sums = np.empty((len(where[0]), 10), np.float64)
    for k, moment in enumerate((weight, *weighted, *products)):
        near, far = (
            cv2.blur(moment, (2 * radius + 1,) * 2)[where] for radius in (radius_px, 4 * radius_px)
        )
        sums[:, k] = near + _FAR_WEIGHT * far
    total = np.maximum(sums[:, :1], 1e-9)
    mean = sums[:, 1:4] / total
    covariance = sums[:, 4:] / total
    for k, (i, j) in enumerate(_UPPER):
        covariance[:, k] -= mean[:, i] * mean[:, j]
    return LocalColours(mean.astype(np.float32), covariance.astype(np.float32))


def with_spread_towards_black(model: LocalColours, levels: NDArray[np.float32]) -> LocalColours:
    """Return colours that may also be darker or lighter by some levels: a ground in shadow.

    Parameters
    ----------
    model : LocalColours
    levels : ndarray of shape (N,), float32
        Standard deviation of the brightest channel; the others follow in proportion.
    """
    brightest = np.maximum(model.mean.max(axis=1, keepdims=True), 1.0)
    shift = model.mean / brightest * levels[:, None]
    extra = np.stack([shift[:, i] * shift[:, j] for i, j in _UPPER], axis=1)
    return LocalColours(model.mean, model.covariance + extra.astype(np.float32))


def log_likelihood(
    colours: NDArray[np.float32], model: LocalColours, noise_levels: float
) -> NDArray[np.float32]:
    """Return the log density of colours under the Gaussian at their own place.

    Parameters
    ----------
    colours : ndarray of shape (N, 3), float32
    model : LocalColours
    noise_levels : float
        Standard deviation added to every direction.

    Returns
    -------
    ndarray of shape (N,), float32
    """
    a, b, c, d, e, f = model.covariance.astype(np.float64).T
    floor = noise_levels**2
    a, d, f = (np.maximum(v, 0) + floor for v in (a, d, f))
    x, y, z = (colours - model.mean).astype(np.float64).T
    ca, cb, cc = d * f - e * e, c * e - b * f, b * e - c * d
    cd, ce, cf = a * f - c * c, b * c - a * e, a * d - b * b
    determinant = np.maximum(a * ca + b * cb + c * cc, 1e-3 * floor**3)
    square = ca * x * x + cd * y * y + cf * z * z + 2 * (cb * x * y + cc * x * z + ce * y * z)
    density = -0.5 * (np.maximum(square, 0) / determinant + np.log(determinant))
    narrowed: NDArray[np.float32] = density.astype(np.float32)
    return narrowed
