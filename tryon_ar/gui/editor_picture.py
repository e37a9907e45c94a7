"""The picture under the editor's handles: photo and matte at the screen's own pixels."""

from enum import Enum

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.editing import GarmentEdit
from tryon_ar.gui.editor_shrunk import Copy, ShrunkPhoto

Box = tuple[int, int, int, int]

CANVAS_BGR = (20, 18, 16)
TINT_BGR = (190, 30, 235)
LINE_BGR = (184, 207, 111)
CHECKS_BGR = ((92, 88, 86), (70, 67, 65))
CHECK_PX = 12
TINT_OPACITY = 0.72
HALF_LINE_PX = 1.1
HALF_HALO_PX = 2.4
HALO_OPACITY = 0.6
# Outside this many pixels of a box nothing in it changes: blur and line reach so far.
REACH_PX = 5
_LEAST_SLOPE = 12.0
_SMOOTH_UP_TO = 4.0  # larger zooms show the photo's pixels as squares


class MaskView(Enum):
    """How the matte is shown."""

    OUTLINE = "outline"
    TINT = "tint"
    CUT_OUT = "cut-out"


class EditorPicture:
    """Renders pieces of the view.

    Parameters
    ----------
    edit : GarmentEdit

    Notes
    -----
    ``scale`` is screen pixels per photo pixel, ``origin`` where the photo's corner lies, both
    in physical pixels of the screen, so that nothing is scaled twice. Shrunk pictures are
    smoothed first (:class:`ShrunkPhoto`), so that weaves do not shimmer.
    """

    def __init__(self, edit: GarmentEdit) -> None:
        self._edit = edit
        self.scale = 1.0
        self.origin = (0.0, 0.0)
        self.mask_view = MaskView.OUTLINE
        self.show_matte = True
        self._shrunk = ShrunkPhoto(edit.original_bgr)

    def render(self, box: Box) -> NDArray[np.uint8]:
        """Return a piece of the view.

        Parameters
        ----------
        box : (left, top, right, bottom)
            Half-open, screen pixels.

        Returns
        -------
        ndarray of shape (bottom - top, right - left, 4), uint8
            BGRX, as ``QImage.Format_RGB32`` has it in memory.
        """
        left, top, right, bottom = box
        grown = (left - REACH_PX, top - REACH_PX, right + REACH_PX, bottom + REACH_PX)
        picture = self._composed(grown)
        size = picture.shape
        result = np.empty((bottom - top, right - left, 4), np.uint8)
        result[:, :, :3] = picture[REACH_PX : size[0] - REACH_PX, REACH_PX : size[1] - REACH_PX]
        result[:, :, 3] = 255
        self._clear_outside(result, box)
        return result

    def screen_box(self, photo_box: Box) -> Box:
        """Return the screen pixels that change when a box of the photo does."""
        reach = REACH_PX + 2 * self.scale
        (x, y), scale = self.origin, self.scale
        return (
            int(np.floor(photo_box[0] * scale + x - reach)),
            int(np.floor(photo_box[1] * scale + y - reach)),
            int(np.ceil(photo_box[2] * scale + x + reach)),
            int(np.ceil(photo_box[3] * scale + y + reach)),
        )

    def _composed(self, box: Box) -> NDArray[np.uint8]:
        cut_out = self.mask_view is MaskView.CUT_OUT and self.show_matte
        photo = Copy(self._edit.photo_bgr) if cut_out else self._photo(box)
        picture = self._sampled(photo, box, cv2.BORDER_REPLICATE)
        if not self.show_matte:
            return picture
        alpha = self._sampled(Copy(self._edit.alpha), box, cv2.BORDER_CONSTANT)
        if cut_out:
            return _blended(_checks(box), picture, alpha)
        if self.mask_view is MaskView.TINT:
            tint = np.empty_like(picture)
            tint[:] = TINT_BGR
            return _blended(picture, tint, ((255 - alpha) * TINT_OPACITY).astype(np.uint8))
        _draw_outline(picture, alpha)
        return picture

    def _photo(self, box: Box) -> Copy:
        """Return the photo as it is to be sampled for a piece of the view."""
        if self.scale >= 1.0:
            return Copy(self._edit.original_bgr)
        left, top = self._photo_point(box[0], box[1])
        right, bottom = self._photo_point(box[2], box[3])
        return self._shrunk.smoothed(self.scale, (left, top, right, bottom))

    def _photo_point(self, x: int, y: int) -> tuple[float, float]:
        """Return where a pixel of the screen has its middle in the photo."""
        return (
            (x + 0.5 - self.origin[0]) / self.scale - 0.5,
            (y + 0.5 - self.origin[1]) / self.scale - 0.5,
        )

    def _sampled(self, source: Copy, box: Box, border: int) -> NDArray[np.uint8]:
        left, top, right, bottom = box
        step = source.scale / self.scale
        x, y = self._photo_point(left, top)
        matrix = np.array(
            [
                [step, 0.0, x * source.scale],
                [0.0, step, y * source.scale],
            ]
        )
        how = cv2.INTER_LINEAR if self.scale <= _SMOOTH_UP_TO else cv2.INTER_NEAREST
        size = (right - left, bottom - top)
        flags = how | cv2.WARP_INVERSE_MAP
        return np.asarray(
            cv2.warpAffine(source.pixels, matrix, size, flags=flags, borderMode=border), np.uint8
        )

    def _clear_outside(self, picture: NDArray[np.uint8], box: Box) -> None:
        """Paint what lies beside the photo in the canvas's colour."""
        height, width = self._edit.alpha.shape
        left = max(round(self.origin[0]) - box[0], 0)
        top = max(round(self.origin[1]) - box[1], 0)
        right = max(round(self.origin[0] + width * self.scale) - box[0], 0)
        bottom = max(round(self.origin[1] + height * self.scale) - box[1], 0)
        for beside in (
            picture[:top],
            picture[bottom:],
            picture[:, :left],
            picture[:, right:],
        ):
            beside[:, :, :3] = CANVAS_BGR


def _blended(
    below: NDArray[np.uint8], above: NDArray[np.uint8], opacity: NDArray[np.uint8]
) -> NDArray[np.uint8]:
    """Return ``above`` over ``below``; opacity 0 to 255."""
    over = cv2.merge([opacity, opacity, opacity])
    return np.asarray(
        cv2.add(
            cv2.multiply(above, over, scale=1 / 255),
            cv2.multiply(below, cv2.bitwise_not(over), scale=1 / 255),
        ),
        np.uint8,
    )


def _checks(box: Box) -> NDArray[np.uint8]:
    left, top, right, bottom = box
    columns = np.arange(left, right)[None, :] // CHECK_PX
    rows = np.arange(top, bottom)[:, None] // CHECK_PX
    checks: NDArray[np.uint8] = np.array(CHECKS_BGR, np.uint8)[(columns + rows) % 2]
    return checks


def _draw_outline(picture: NDArray[np.uint8], alpha: NDArray[np.uint8]) -> None:
    """Draw the line where the matte is half covered, smooth, of one width at any zoom.

    Notes
    -----
    Distance to the line is about ``(a - 127.5) / |grad a|`` after a blur wider than the line.
    """
    soft = cv2.GaussianBlur(alpha, (0, 0), 1.4).astype(np.float32)
    slope = cv2.magnitude(
        cv2.Sobel(soft, cv2.CV_32F, 1, 0, ksize=3, scale=0.125),
        cv2.Sobel(soft, cv2.CV_32F, 0, 1, ksize=3, scale=0.125),
    )
    rows, columns = np.nonzero((slope > _LEAST_SLOPE) & (np.abs(soft - 127.5) < 115.0))
    distance = np.abs(soft[rows, columns] - 127.5) / slope[rows, columns]
    pixels = picture[rows, columns].astype(np.float32)
    halo = np.clip(HALF_HALO_PX + 0.5 - distance, 0.0, 1.0)[:, None] * HALO_OPACITY
    line = np.clip(HALF_LINE_PX + 0.5 - distance, 0.0, 1.0)[:, None]
    pixels *= 1.0 - halo
    pixels += (np.array(LINE_BGR, np.float32) - pixels) * line
    picture[rows, columns] = np.rint(pixels).astype(np.uint8)
