"""Find a face in a photo, to tell a garment that is worn from one that is not."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.errors import TryOnError

if TYPE_CHECKING:
    from tryon_ar.garments.cutting.wearer import FaceFinder
    from tryon_ar.tracking.pose import PoseTracker

# MediaPipe's landmarks of nose, eyes, ears and mouth.
_FACE_POINTS = 11
_SEEN = 0.5

_logger = logging.getLogger(__name__)


@contextmanager
def face_finder() -> Iterator["FaceFinder"]:
    """Lend what finds the landmarks of a face; the networks are opened at its first call.

    Notes
    -----
    The tracker's networks are fetched when they are not here yet, as for the mirror; where
    they cannot be had, no face is ever found.
    """
    opened: list[PoseTracker] = []

    def face_in(photo_bgr: NDArray[np.uint8]) -> NDArray[np.float32] | None:
        try:
            if not opened:
                opened.append(_still_tracker())
            return _face(opened[0], photo_bgr)
        except TryOnError as error:
            _logger.info("faces are not looked for: %s", error)
            return None

    try:
        yield face_in
    finally:
        for tracker in opened:
            tracker.close()


def _still_tracker() -> "PoseTracker":
    from tryon_ar.tracking.models import ensure_models
    from tryon_ar.tracking.pose import MediaPipePoseTracker

    return MediaPipePoseTracker(still=True, models=ensure_models)


def _face(tracker: "PoseTracker", photo_bgr: NDArray[np.uint8]) -> NDArray[np.float32] | None:
    from tryon_ar.core.types import Frame

    # A frame freezes its picture; the caller's own stays as it is.
    body = tracker.track(Frame(np.ascontiguousarray(photo_bgr).view(), 0, 0.0, 0))
    if body is None or body.pose.visibility[:_FACE_POINTS].mean() < _SEEN:
        return None
    return np.asarray(body.pose.points_px[:_FACE_POINTS], np.float32)
