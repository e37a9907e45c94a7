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

    def share_of(self, labels: Iterable[Label], roi: Roi) -> NDArray[np.float32]:
        """Return the summed probability of labels over a rectangle of the frame.

        Parameters
        ----------
        labels : iterable of Label
        roi : Roi
            In frame pixels.

        Returns
        -------
        ndarray of shape (roi.height, roi.width), float32
            Interpolated bilinearly; outside the square all is background.
        """
        wanted = list(labels)
        small = self.shares[wanted].sum(axis=0) if len(wanted) > 1 else self.shares[wanted[0]]
        outside = 1.0 if Label.BACKGROUND in wanted else 0.0
        return self._enlarged(small, roi, outside)

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

    def _enlarged(
        self, small: NDArray[np.float32], roi: Roi, outside: float
    ) -> NDArray[np.float32]:
        import cv2

        scale = small.shape[0] / self.side_px
        # From a pixel of the rectangle to one of the shares, pixel centres at integers.
        shift_x = (roi.x0 + 0.5 - self.x0_px) * scale - 0.5
        shift_y = (roi.y0 + 0.5 - self.y0_px) * scale - 0.5
        matrix = np.array([[scale, 0.0, shift_x], [0.0, scale, shift_y]])
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        enlarged = cv2.warpAffine(
            np.ascontiguousarray(small),
            matrix,
            (roi.width, roi.height),
            flags=flags,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=(outside,),
        )
        return np.asarray(enlarged, np.float32)
