"""The room behind the person, learnt while they move."""

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.roi import Roi
from tryon_ar.core.types import BgrImage, SoftMask
from tryon_ar.kernels.plate import lay_plate_nb, learn_plate_nb
from tryon_ar.rendering.removal.plate_guess import guess_plate

# Webcam noise and flicker stay within so many grey levels; a moved thing does not.
_TOLERANCE = np.float32(22.0)
# The camera moved when so much of the background that was known looks otherwise.
_MOVED_SHARE = 0.4
_LEAST_KNOWN = 500
# Pixels of the mask above this may be the person; so far around as well (of the frame's height).
_PERSON = 0.06
_MARGIN = 0.018
_FRAMES_A_LOOK = 3
# Light comes and goes, cameras adapt: by how much the room looks otherwise than it was learnt is
# told over cells of so many pixels, from those around.
_CELL_PX = 16
_CELLS_AROUND = 2.5
_LITTLE_PX = 4.0
# The person is looked for at this fraction of the resolution; holes of less than so many pixels
# of it are filled.
_STEP, _HOLE = 4, 5
# Gaps are filled anew after so many looks if they got so much smaller, else after more; at first,
# when little is sure, as soon as three times as many looks were had.
_LOOKS_A_GUESS, _LOOKS_A_LASTING_GUESS = 3, 60
_SMALLER_GAP = 0.95


class CleanPlate:
    """Remembers the background of one scene.

    Notes
    -----
    One thread at a time. Looking takes about 1 ms at 640x480 and happens at every third frame.
    What was learnt is shown in the light of the last look.
    """

    def __init__(self) -> None:
        self._plate: NDArray[np.float32] | None = None
        self._votes: NDArray[np.uint8] | None = None
        self._seen = 0
        self._looks = 0
        self._latest: tuple[BgrImage, SoftMask] | tuple[()] = ()
        self._drift = np.zeros((1, 1, 3), np.float32)
        self._guess: NDArray[np.uint8] | None = None
        self._guessed_at = self._guessed_gap = 0

    def learn(self, frame_bgr: BgrImage, person: SoftMask) -> None:
        """Look at a frame.

        Parameters
        ----------
        frame_bgr : ndarray of shape (H, W, 3), uint8
        person : ndarray of shape (H, W), float32
            Person probability, 0 to 1.
        """
        if self._votes is None or self._votes.shape != frame_bgr.shape[:2]:
            self._plate = np.zeros(frame_bgr.shape, np.float32)
            self._votes = np.zeros(frame_bgr.shape[:2], np.uint8)
            self._guess = None
            self._seen = self._looks = 0
        self._seen += 1
        if self._seen > 1 and self._seen % _FRAMES_A_LOOK:
            return
        self._looks += 1
        self._latest = frame_bgr, person
        hidden = _maybe_person(person)
        known, differing = self._look(frame_bgr, hidden)
        if known > _LEAST_KNOWN and differing > _MOVED_SHARE * known:
            self._votes[:] = 0  # another place: what was learnt is of no use
            self._guess, self._looks = None, 1
            self._look(frame_bgr, hidden)

    def _look(self, frame_bgr: BgrImage, hidden: NDArray[np.uint8]) -> tuple[int, int]:
        assert self._plate is not None
        assert self._votes is not None
        height, width = hidden.shape
        sums = np.zeros((-(-height // _CELL_PX), -(-width // _CELL_PX), 4), np.float32)
        frame = np.ascontiguousarray(frame_bgr)
        counts = learn_plate_nb(self._plate, self._votes, sums, frame, hidden, _TOLERANCE)
        self._drift = _spread(sums)
        return counts

    def background(self, roi: Roi, wanted: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return what lies behind the person in a rectangle of the frame last looked at.

        Parameters
        ----------
        roi : Roi
            Within the frame.
        wanted : ndarray of shape (h, w), uint8
            0 where nobody looks.

        Returns
        -------
        ndarray of shape (h, w, 3), uint8
            BGR, black where it is not wanted. What was never seen is guessed from what is around.

        Raises
        ------
        ValueError
            When no frame was looked at.
        """
        if self._plate is None or self._votes is None:
            raise ValueError("no frame was looked at")
        picture = np.zeros((roi.height, roi.width, 3), np.uint8)
        guess = self._guess if self._guess is not None else np.zeros((1, 1, 3), np.uint8)
        never_seen = np.asarray(self._votes[roi.slices] == 0, np.uint8)
        if cv2.countNonZero(np.minimum(never_seen, wanted)):
            guess = self._guessed(self._plate, self._votes)
        learnt = self._plate, self._votes, guess, self._drift
        lay_plate_nb(picture, wanted, *learnt, roi.x0, roi.y0)
        return picture

    def _guessed(self, plate: NDArray[np.float32], votes: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return what may be in the gaps of the plate, made anew from time to time."""
        unseen = votes.size - cv2.countNonZero(votes)
        age = self._looks - self._guessed_at
        smaller = unseen < _SMALLER_GAP * self._guessed_gap and age >= _LOOKS_A_GUESS
        lasting = min(2 * self._guessed_at, _LOOKS_A_LASTING_GUESS)
        if self._guess is None or smaller or age >= lasting:
            self._guess = guess_plate(plate, votes, *self._latest)
            self._guessed_at, self._guessed_gap = self._looks, unseen
        return self._guess

    def seen_share(self, roi: Roi) -> float:
        """Return how much of a rectangle was ever seen, 0 to 1."""
        if self._votes is None:
            return 0.0
        return float(np.count_nonzero(self._votes[roi.slices])) / max(1, roi.width * roi.height)

    def forget(self) -> None:
        """Forget the scene."""
        self._plate = self._votes = self._guess = None
        self._latest = ()
        self._seen = 0


def _maybe_person(person: SoftMask) -> NDArray[np.uint8]:
    """Return over 127 where a person may be, a little widely, at a quarter of the work."""
    height, width = person.shape
    size = max(1, width // _STEP), max(1, height // _STEP)
    small = cv2.resize(person, size, interpolation=cv2.INTER_AREA)
    solid = np.asarray(small > _PERSON, np.uint8)
    reach = 2 * max(1, round(_MARGIN * height / _STEP)) + 1
    wide = cv2.dilate(solid, np.ones((reach, reach), np.uint8))
    # A small hole in a person is a mistake, seldom the room.
    wide = cv2.morphologyEx(wide, cv2.MORPH_CLOSE, np.ones((_HOLE, _HOLE), np.uint8))
    return np.asarray(cv2.resize(255 * wide, (width, height)), np.uint8)


def _spread(sums: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the mean of what the cells around show more than was learnt, (r, c, 3)."""
    blurred = np.asarray(cv2.GaussianBlur(sums, (0, 0), _CELLS_AROUND), np.float32)
    drift = blurred[..., :3] / (blurred[..., 3:] + np.float32(_LITTLE_PX))
    return np.ascontiguousarray(drift, np.float32)
