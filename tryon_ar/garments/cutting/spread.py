"""Carry values from where they are known to where they are not."""

import numpy as np
from numpy.typing import NDArray

# Spread colours are smooth: of a large photo, half the size shows all there is to them.
_LARGE_SIDE_PX = 800


def spread_colours(photo_bgr: NDArray[np.uint8], known: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Return the colours of known pixels carried over all the others.

    Parameters
    ----------
    photo_bgr : ndarray of shape (H, W, 3), uint8
    known : ndarray of shape (H, W), bool

    Returns
    -------
    ndarray of shape (H, W, 3), float32
        To be used where pixels are not known; elsewhere about the photo's own.
    """
    import cv2

    height, width = known.shape
    weight = known.astype(np.float32)
    if max(height, width) < _LARGE_SIDE_PX:
        return spread(photo_bgr.astype(np.float32), weight)
    size = ((width + 1) // 2, (height + 1) // 2)
    half = cv2.resize(photo_bgr, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    wholly = cv2.resize(weight, size, interpolation=cv2.INTER_AREA) > 0.999
    return _resize(spread(half, wholly.astype(np.float32)), (width, height), cv2.INTER_LINEAR)


def spread(values: NDArray[np.float32], weight: NDArray[np.float32]) -> NDArray[np.float32]:
    """Fill unknown pixels smoothly from known ones near by.

    Parameters
    ----------
    values : ndarray of shape (H, W) or (H, W, C), float32
    weight : ndarray of shape (H, W), float32
        1 where the value is known, 0 where it is not, or between.

    Returns
    -------
    ndarray like ``values``
        ``values`` where the weight is 1; finite everywhere, 0 if nothing at all is known.

    Notes
    -----
    Push-pull on a pyramid of halved pictures (Gortler et al., The Lumigraph, SIGGRAPH 1996,
    section 3.4): each level keeps what it knows and takes the rest from the level above.
    O(H W).
    """
    import cv2

    height, width = weight.shape
    shaped = values.reshape(height, width, -1)
    known = weight[:, :, None]
    if max(height, width) <= 2:
        total = max(float(weight.sum()), 1e-6)
        mean = (shaped * known).sum(axis=(0, 1)) / total
        settled: NDArray[np.float32] = known * shaped + (1 - known) * mean
        return settled.reshape(values.shape).astype(np.float32)
    size = ((width + 1) // 2, (height + 1) // 2)
    half_weight = cv2.resize(weight, size, interpolation=cv2.INTER_AREA)
    half = _resize(shaped * known, size, cv2.INTER_AREA) / np.maximum(half_weight, 1e-6)[:, :, None]
    above = spread(half.astype(np.float32), np.minimum(4 * half_weight, 1).astype(np.float32))
    filled = _resize(above, (width, height), cv2.INTER_LINEAR)
    mixed = known * shaped + (1 - known) * filled
    result: NDArray[np.float32] = mixed.reshape(values.shape).astype(np.float32)
    return result


def _resize(picture: NDArray[np.float32], size: tuple[int, int], how: int) -> NDArray[np.float32]:
    import cv2

    # OpenCV shrinks pictures of up to four channels only.
    layers = picture.reshape(*picture.shape[:2], -1)
    resized = [
        cv2.resize(layers[:, :, start : start + 4], size, interpolation=how)
        for start in range(0, layers.shape[2], 4)
    ]
    shaped: NDArray[np.float32] = np.concatenate(
        [part.reshape(size[1], size[0], -1) for part in resized], axis=2
    ).astype(np.float32)
    return shaped
