"""Human-parsing labels: what every pixel of a person is."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.roi import Roi


class Label(IntEnum):
    """What a pixel shows; the values are those of label pictures."""

    BACKGROUND = 0
    HAIR = 1
    FACE = 2
    NECK = 3
    ARMS = 4
    UPPER = 5
    LOWER = 6
    LEGS = 7


@dataclass(frozen=True, slots=True)
class Labels:
    """Soft labels of one frame, over a square around the person.

    Attributes
    ----------
    shares : ndarray of shape (8, S, S), float32
        Probability of each :class:`Label`; they sum to 1. Read-only.
    x0_px, y0_px : float
        Top left corner of the square's first pixel, in frame pixels (the edge, not the centre); may
        lie outside the frame.
    side_px : float
        Side of the square in frame pixels.
    """

    shares: NDArray[np.float32]
    x0_px: float
    y0_px: float
    side_px: float

    def share_of(
        self, labels: Iterable[Label], roi: Roi, size: tuple[int, int] | None = None
    ) -> NDArray[np.float32]:
        """Return the summed probability of labels over a rectangle of the frame.

        Parameters
        ----------
        labels : iterable of Label
        roi : Roi
            In frame pixels.
        size : (int, int), optional
            Width and height of the result; those of the rectangle when left out. Labels are
            coarser than frames: fewer pixels cost less and tell as much.

        Returns
        -------
        ndarray of shape (height, width), float32
            Interpolated bilinearly; outside the square all is background.
        """
        wanted = list(labels)
        outside = 1.0 if Label.BACKGROUND in wanted else 0.0
        return self.spread(self.sum_of(wanted), roi, size, outside)

    def sum_of(self, labels: Iterable[Label]) -> NDArray[np.float32]:
        """Return the summed probability of labels, (S, S) float32; it may be read-only."""
        wanted = list(labels)
        if len(wanted) == 1:
            return np.asarray(self.shares[wanted[0]], np.float32)
        return np.asarray(self.shares[wanted].sum(axis=0), np.float32)

    def hard(self, roi: Roi) -> NDArray[np.uint8]:
        """Return the likeliest label of every pixel of a rectangle of the frame, uint8."""
        best = self.share_of([Label.BACKGROUND], roi)
        found = np.zeros(best.shape, np.uint8)
        for label in list(Label)[1:]:
            share = self.share_of([label], roi)
            nearer = share > best
            found[nearer] = label
            np.maximum(best, share, out=best)
        return found

    def spread(
        self,
        plane: NDArray[np.float32],
        roi: Roi,
        size: tuple[int, int] | None = None,
        outside: float = 0.0,
    ) -> NDArray[np.float32]:
        """Return a plane made from the shares over a rectangle of the frame.

        Parameters
        ----------
        plane : ndarray of shape (S, S), float32
        roi : Roi
            In frame pixels.
        size : (int, int), optional
            Width and height of the result; those of the rectangle when left out.
        outside : float
            Value beyond the square.

        Returns
        -------
        ndarray of shape (height, width), float32
            Interpolated bilinearly.
        """
        import cv2

        width, height = size or (roi.width, roi.height)
        scale, shift_x, shift_y = self.grid(roi)
        wide, high = roi.width / max(1, width), roi.height / max(1, height)
        # A pixel of the result lies at the middle of the frame's pixels it stands for.
        matrix = np.array(
            [
                [scale * wide, 0.0, shift_x + scale * (wide - 1.0) / 2.0],
                [0.0, scale * high, shift_y + scale * (high - 1.0) / 2.0],
            ]
        )
        enlarged = cv2.warpAffine(
            np.ascontiguousarray(plane),
            matrix,
            (width, height),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=(outside,),
        )
        return np.asarray(enlarged, np.float32)

    def grid(self, roi: Roi) -> tuple[float, float, float]:
        """Return how pixels of a rectangle lie among the shares: scale, shift in x and in y.

        A rectangle's pixel (x, y) is at (scale x + shift_x, scale y + shift_y) in (S, S) planes,
        pixel centres at integers.
        """
        scale = self.shares.shape[1] / self.side_px
        shift_x = (roi.x0 + 0.5 - self.x0_px) * scale - 0.5
        shift_y = (roi.y0 + 0.5 - self.y0_px) * scale - 0.5
        return scale, shift_x, shift_y
