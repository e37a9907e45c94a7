"""The room behind the person, learnt while they move."""

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.roi import Roi
from tryon_ar.core.types import BgrImage, SoftMask
from tryon_ar.kernels.plate import learn_plate_nb

# Webcam noise and flicker stay within so many grey levels; a moved thing does not.
_TOLERANCE = 22.0
# The camera moved when so much of the background that was known looks otherwise.
_MOVED_SHARE = 0.4
_LEAST_KNOWN = 500
# Pixels of the mask above this may be the person; so far around as well (of the frame's height).
_PERSON = 0.06
_MARGIN = 0.012
_FRAMES_A_LOOK = 3
# Gaps are filled at this fraction of the resolution.
_STEP = 4
_SMALLEST_PX = 3


class CleanPlate:
    """Remembers the background of one scene.

    Notes
    -----
    One thread at a time. Looking takes about 1 ms at 640x480 and happens at every third frame.
    """

    def __init__(self) -> None:
        self._plate: NDArray[np.float32] | None = None
        self._votes: NDArray[np.uint8] | None = None
        self._seen = 0

    def learn(self, frame_bgr: BgrImage, person: SoftMask) -> None:
        """Look at a frame.

        Parameters
        ----------
        frame_bgr : ndarray of shape (H, W, 3), uint8
        person : ndarray of shape (H, W), float32
            Person probability, 0 to 1.
        """
        plate, votes = self._plate, self._votes
        fresh = plate is None or votes is None or votes.shape != frame_bgr.shape[:2]
        if plate is None or votes is None or votes.shape != frame_bgr.shape[:2]:
            plate = self._plate = np.zeros(frame_bgr.shape, np.float32)
            votes = self._votes = np.zeros(frame_bgr.shape[:2], np.uint8)
        self._seen += 1
        if not fresh and self._seen % _FRAMES_A_LOOK:
            return
        hidden = _maybe_person(person)
        known, differing = learn_plate_nb(
            plate, votes, np.ascontiguousarray(frame_bgr), hidden, np.float32(_TOLERANCE)
        )
        if known > _LEAST_KNOWN and differing > _MOVED_SHARE * known:
            votes[:] = 0  # another place: what was learnt is of no use
            learn_plate_nb(
                plate, votes, np.ascontiguousarray(frame_bgr), hidden, np.float32(_TOLERANCE)
            )

    def background(self, roi: Roi) -> NDArray[np.uint8]:
        """Return what lies behind the person in a rectangle of the frame last looked at.

        Parameters
        ----------
        roi : Roi
            Within the frame.

        Returns
        -------
        ndarray of shape (h, w, 3), uint8
            BGR. What was never seen is filled smoothly from around.

        Raises
        ------
        ValueError
            When no frame was looked at.
        """
        if self._plate is None or self._votes is None:
            raise ValueError("no frame was looked at")
        votes = self._votes[roi.slices]
        plate = self._plate[roi.slices]
        if votes.all():
            return np.asarray(plate + 0.5, np.uint8)
        filled = _fill_gaps(plate, votes)
        filled[votes > 0] = plate[votes > 0]
        return np.asarray(filled + 0.5, np.uint8)

    def seen_share(self, roi: Roi) -> float:
        """Return how much of a rectangle was ever seen, 0 to 1."""
        if self._votes is None:
            return 0.0
        return float(np.count_nonzero(self._votes[roi.slices])) / max(1, roi.width * roi.height)

    def forget(self) -> None:
        """Forget the scene."""
        self._plate = self._votes = None
        self._seen = 0


def _maybe_person(person: SoftMask) -> NDArray[np.uint8]:
    """Return 255 where a person may be, a little widely, at a quarter of the work."""
    height, width = person.shape
    size = max(1, width // _STEP), max(1, height // _STEP)
    small = cv2.resize(person, size, interpolation=cv2.INTER_AREA)
    solid = np.asarray(small > _PERSON, np.uint8)
    reach = 2 * max(1, round(_MARGIN * height / _STEP)) + 1
    wide = cv2.dilate(solid, np.ones((reach, reach), np.uint8))
    return np.asarray(cv2.resize(wide, (width, height), interpolation=cv2.INTER_NEAREST), np.uint8)


def _fill_gaps(plate: NDArray[np.float32], votes: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the plate with its gaps filled by the averages of what lies around.

    Push-pull (S. J. Gortler et al., "The Lumigraph", 1996): averages of what is known go down
    a pyramid; what is missing comes back up from the first level that knows it.
    """
    height, width = votes.shape
    size = max(1, width // _STEP), max(1, height // _STEP)
    weight = np.asarray(votes > 0, np.float32)
    known = cv2.resize(weight, size, interpolation=cv2.INTER_AREA)
    colours = cv2.resize(plate * weight[..., None], size, interpolation=cv2.INTER_AREA)
    filled = _pull(np.asarray(colours, np.float32), np.asarray(known, np.float32))
    return np.asarray(cv2.resize(filled, (width, height)), np.float32)


def _pull(colours: NDArray[np.float32], known: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return colours (premultiplied by ``known``) made whole."""
    height, width = known.shape
    if min(height, width) <= _SMALLEST_PX or known.min() > 0.99:
        mean = colours.sum((0, 1)) / max(float(known.sum()), 1e-6)
        whole = np.where(known[..., None] > 1e-3, colours / (known[..., None] + 1e-6), mean)
        return np.asarray(whole, np.float32)
    down = cv2.pyrDown(colours), cv2.pyrDown(known)
    coarse = _pull(np.asarray(down[0], np.float32), np.asarray(down[1], np.float32))
    below = cv2.pyrUp(coarse, dstsize=(width, height))
    trust = np.clip(known, 0.0, 1.0)[..., None]
    return np.asarray(colours + (1.0 - trust) * below, np.float32)
