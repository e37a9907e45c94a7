"""The view's picture, kept ready and renewed where the garment changed."""

import math

import numpy as np
from PySide6.QtCore import QPointF, QRect, QSize
from PySide6.QtGui import QImage

from tryon_ar.garments.editing import GarmentEdit
from tryon_ar.gui.editor_picture import Box, EditorPicture
from tryon_ar.gui.editor_viewport import Viewport


class Backing:
    """A picture of the view's size in physical pixels.

    Parameters
    ----------
    edit : GarmentEdit
    viewport : Viewport
        Where the photo lies in the view; call :meth:`forget` when that changed.
    """

    def __init__(self, edit: GarmentEdit, viewport: Viewport) -> None:
        self.picture = EditorPicture(edit)
        self._viewport = viewport
        self._pixels = np.zeros((1, 1, 4), np.uint8)
        self._image = QImage()
        self._stale = True
        self._ratio = 1.0

    def forget(self) -> None:
        """Render everything anew when it is asked for next."""
        self._stale = True

    def image(self, size: QSize, ratio: float) -> QImage:
        """Return the picture for a view of a size; ``ratio`` physical pixels a logical one."""
        width, height = math.ceil(size.width() * ratio), math.ceil(size.height() * ratio)
        if self._pixels.shape[:2] != (height, width):
            self._pixels = np.zeros((max(height, 1), max(width, 1), 4), np.uint8)
            self._image = QImage(
                self._pixels.data,
                self._pixels.shape[1],
                self._pixels.shape[0],
                4 * self._pixels.shape[1],
                QImage.Format.Format_RGB32,
            )
            self._stale = True
        if self._stale or ratio != self._ratio:
            self._ratio = ratio
            self._place()
            self._render((0, 0, self._pixels.shape[1], self._pixels.shape[0]))
            self._stale = False
        return self._image

    def refresh(self, photo_box: Box) -> QRect:
        """Render what a change in a box of the photo touches.

        Returns
        -------
        QRect
            What has to be painted again, logical pixels.
        """
        left, top, right, bottom = self.picture.screen_box(photo_box)
        height, width = self._pixels.shape[:2]
        box = max(left, 0), max(top, 0), min(right, width), min(bottom, height)
        if box[0] >= box[2] or box[1] >= box[3]:
            return QRect()
        if not self._stale:
            self._render(box)
        corner = QPointF(box[0], box[1]) / self._ratio
        end = QPointF(box[2], box[3]) / self._ratio
        x, y = math.floor(corner.x()), math.floor(corner.y())
        return QRect(x, y, math.ceil(end.x()) - x, math.ceil(end.y()) - y)

    def _place(self) -> None:
        origin = self._viewport.origin * self._ratio
        self.picture.origin = (origin.x(), origin.y())
        self.picture.scale = self._viewport.scale * self._ratio

    def _render(self, box: Box) -> None:
        left, top, right, bottom = box
        self._pixels[top:bottom, left:right] = self.picture.render(box)
