"""Where the face of a person in a photo is."""

import logging
import time

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.errors import TryOnError
from tryon_ar.core.types import Frame
from tryon_ar.tracking.pose import MediaPipePoseTracker, PoseTracker

_log = logging.getLogger(__name__)

# Nose, eyes, ears and mouth are the first eleven landmarks of BlazePose.
_FACE_LANDMARKS = 11
_LEAST_VISIBILITY = 0.9


def face_in_photo(
    photo_bgr: NDArray[np.uint8], tracker: PoseTracker | None = None
) -> NDArray[np.float32] | None:
    """Return the landmarks of a face, or None when no person is seen.

    Parameters
    ----------
    photo_bgr : ndarray of shape (H, W, 3), uint8
    tracker : PoseTracker, optional
        MediaPipe's, opened for this photo and closed again, by default.

    Returns
    -------
    ndarray of shape (11, 2), float32, or None
        Pixels of nose, eyes, ears and mouth, some of which may lie outside the photo. Also
        None where the pose network cannot be had (never fetched, no connection): the
        recognition of people is a courtesy that nothing else waits for.
    """
    used = tracker or MediaPipePoseTracker(still=True)
    try:
        body = used.track(Frame(photo_bgr, 0, 0.0, time.monotonic_ns()))
    except TryOnError as error:
        _log.warning("people in product photos are not recognised: %s", error.user_text)
        return None
    finally:
        if tracker is None:
            used.close()
    if body is None:
        return None
    if float(body.pose.visibility[:_FACE_LANDMARKS].mean()) < _LEAST_VISIBILITY:
        return None
    return np.asarray(body.pose.points_px[:_FACE_LANDMARKS], np.float32)
