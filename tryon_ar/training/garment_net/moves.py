"""Random turns, sizes, shifts and mirrorings of a fitted photo and of what is known about it."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.cutting.network import MIRRORED_LANDMARKS

Point = NDArray[np.float32]
_CLOSE = 0.5
# How much of the picture's side the landmarks' box fills in a close look.
_FILLED = (0.7, 0.92)


@dataclass(frozen=True, eq=False)
class Move:
    """One way to move a square picture.

    Attributes
    ----------
    matrix : ndarray of shape (2, 3), float64
        From pixels of the picture to pixels of the moved one, before mirroring.
    mirrored : bool
        Whether left and right change sides afterwards.
    """

    matrix: NDArray[np.float64]
    mirrored: bool

    def photo(self, photo_bgr: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return a square photo moved, its border repeated."""
        return self._warped(photo_bgr, cv2.INTER_LINEAR, cv2.BORDER_REPLICATE)

    def mask(self, mask: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return labels of a square moved, 0 beyond its border."""
        return self._warped(mask, cv2.INTER_NEAREST, cv2.BORDER_CONSTANT)

    def landmarks(self, landmarks: NDArray[np.float32], side_px: int) -> NDArray[np.float32]:
        """Return landmarks (25, 3) moved; those that leave the picture do not exist there.

        The wearer's left and right change places with the sides of the picture.
        """
        at = landmarks[:, :2] @ self.matrix[:, :2].T + self.matrix[:, 2]
        moved = np.concatenate([at, landmarks[:, 2:]], 1)
        if self.mirrored:
            moved[:, 0] = side_px - 1 - moved[:, 0]
            moved = moved[list(MIRRORED_LANDMARKS)]
        within = (moved[:, :2] > -0.5).all(1) & (moved[:, :2] < side_px - 0.5).all(1)
        moved[:, 2] *= within
        return np.asarray(moved, np.float32)

    def _warped(self, image: NDArray[np.uint8], flags: int, border: int) -> NDArray[np.uint8]:
        side = image.shape[0]
        warped = cv2.warpAffine(image, self.matrix, (side, side), flags=flags, borderMode=border)
        return np.ascontiguousarray(warped[:, ::-1] if self.mirrored else warped, np.uint8)


def random_move(
    side_px: int, rng: np.random.Generator, box: tuple[Point, Point] | None = None
) -> Move:
    """Return a small random move; half of them mirror.

    Parameters
    ----------
    side_px : int
    rng : numpy.random.Generator
    box : pair of ndarray of shape (2,), optional
        Low and high corner of the garment. Where it is known, half of the moves look at it
        closely, as the program's second look does.
    """
    middle = np.full(2, (side_px - 1) / 2)
    at, scale = middle, float(rng.uniform(0.75, 1.25))
    if box is not None and rng.random() < _CLOSE:
        at = (box[0] + box[1]) / 2
        scale = side_px * float(rng.uniform(*_FILLED)) / max(1.0, float((box[1] - box[0]).max()))
    turn = (float(at[0]), float(at[1]))
    matrix = np.asarray(cv2.getRotationMatrix2D(turn, float(rng.normal(0, 9)), scale), np.float64)
    # Garments come in all proportions: a wider or longer one is the same garment.
    matrix[0] *= np.exp(rng.normal(0, 0.06))
    matrix[:, 2] += middle - matrix @ np.array([*at, 1.0]) + rng.normal(0, 0.03 * side_px, 2)
    return Move(matrix, bool(rng.random() < 0.5))
