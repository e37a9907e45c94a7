"""A photo, or a box of it, fitted into the square that the network sees, and back."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SQUARE_PX = 256


@dataclass(frozen=True)
class Square:
    """Where a square of :data:`SQUARE_PX` lies in a photo.

    Attributes
    ----------
    x0, y0 : float
        The photo's pixel coordinates of the square's outer top left corner (a pixel's centre
        is at an integer, so the photo's own corner is at -0.5).
    scale : float
        Pixels of the square per pixel of the photo.
    """

    x0: float
    y0: float
    scale: float

    @classmethod
    def around(cls, box: tuple[float, float, float, float]) -> "Square":
        """Return the square that holds the box x0, y0, x1, y1 in its middle."""
        x0, y0, x1, y1 = box
        side = max(x1 - x0, y1 - y0)
        return cls((x0 + x1 - side) / 2, (y0 + y1 - side) / 2, SQUARE_PX / side)

    @classmethod
    def between(cls, low: NDArray[np.float32], high: NDArray[np.float32]) -> "Square":
        """Return the square around two corners (x, y)."""
        return cls.around((float(low[0]), float(low[1]), float(high[0]), float(high[1])))

    @classmethod
    def of_photo(cls, photo_bgr: NDArray[np.uint8]) -> "Square":
        """Return the square that holds a whole photo in its middle."""
        height, width = photo_bgr.shape[:2]
        return cls.around((-0.5, -0.5, width - 0.5, height - 0.5))

    def widened(self, times: float) -> "Square":
        """Return a square with the same middle and a side so many times as long."""
        side = SQUARE_PX / self.scale
        grown = (times - 1) * side / 2
        return Square(self.x0 - grown, self.y0 - grown, self.scale / times)

    def cut(self, photo_bgr: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return the square's pixels; beyond the photo its border is repeated.

        Returns
        -------
        ndarray of shape (256, 256, 3), uint8
            BGR.
        """
        import cv2

        shrunk, matrix = photo_bgr, self._matrix()
        step = 1 / self.scale
        if step > 1:
            # Linear sampling alone would skip pixels: average them first, nearly to size.
            height, width = photo_bgr.shape[:2]
            size = (max(1, round(width / step)), max(1, round(height / step)))
            shrunk = np.asarray(cv2.resize(photo_bgr, size, interpolation=cv2.INTER_AREA), np.uint8)
            fx, fy = size[0] / width, size[1] / height
            matrix = matrix @ np.array(
                [[1 / fx, 0, 0.5 / fx - 0.5], [0, 1 / fy, 0.5 / fy - 0.5], [0, 0, 1]]
            )
        square = cv2.warpAffine(
            shrunk,
            matrix[:2],
            (SQUARE_PX, SQUARE_PX),
            flags=cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )
        return np.asarray(square, np.uint8)

    def to_photo(self, points: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return points (N, 2) of the square in pixels of the photo."""
        at = (points + 0.5) / self.scale + np.array([self.x0, self.y0])
        return np.asarray(at, np.float32)

    def to_square(self, points: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return points (N, 2) of the photo in pixels of the square."""
        at = (points - np.array([self.x0, self.y0])) * self.scale - 0.5
        return np.asarray(at, np.float32)

    def spread(
        self, field: NDArray[np.float32], size: tuple[int, int], photo_size: tuple[int, int]
    ) -> NDArray[np.float32]:
        """Return a field of the square on a grid that covers the whole photo.

        Parameters
        ----------
        field : ndarray of shape (s, s), float32
            Values over the square, at any resolution.
        size : (int, int)
            Columns and rows of the wanted grid.
        photo_size : (int, int)
            Width and height of the photo in pixels.

        Returns
        -------
        ndarray of shape (rows, columns), float32
            0 outside the square.
        """
        import cv2

        columns, rows = size
        fx, fy = photo_size[0] / columns, photo_size[1] / rows
        to_photo = np.array([[fx, 0, 0.5 * fx - 0.5], [0, fy, 0.5 * fy - 0.5], [0, 0, 1]])
        k = field.shape[0] / SQUARE_PX
        to_field = np.array([[k, 0, 0.5 * k - 0.5], [0, k, 0.5 * k - 0.5], [0, 0, 1]])
        matrix = to_field @ self._matrix() @ to_photo
        spread = cv2.warpAffine(
            field,
            matrix[:2],
            size,
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=0,
        )
        return np.asarray(spread, np.float32)

    def _matrix(self) -> NDArray[np.float64]:
        """Return photo to square as a 3x3 matrix: (x - x0) scale - 0.5."""
        return np.array(
            [
                [self.scale, 0, -self.x0 * self.scale - 0.5],
                [0, self.scale, -self.y0 * self.scale - 0.5],
                [0, 0, 1.0],
            ]
        )
