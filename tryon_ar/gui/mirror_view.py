"""The mirror: the newest picture, as large as fits, mirrored like one."""

from collections.abc import Callable
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QFont,
    QImage,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from tryon_ar.core.types import BgrImage, DressedFrame
from tryon_ar.gui import theme
from tryon_ar.gui.language import keep_in_language

FLASH_MS = 110
TOAST_MS = 3500
_PILL_PADDING_PX = (18, 10)
_MARGIN_PX = 16
# Between what is said and what it stays clear of.
_APART_PX = 8
# A picture so many times as wide as it shows is first brought to twice that: a photo of 12
# megapixels shows in a third of the time.
_LARGE_TIMES = 2.5


#: Returns what to show of a frame instead of its dressed picture, of the same aspect, or None.
View = Callable[[DressedFrame], BgrImage | None]


class Overlay(Protocol):
    """Something a feature paints over the picture: a count, targets, a divider."""

    def paint(self, painter: QPainter, picture: QRect) -> None:
        """Paint over the picture, which lies at ``picture`` of the view; never mirrored."""


class MirrorView(QWidget):
    """Paints pictures of a session.

    Parameters
    ----------
    on_painted : callable
        Takes each frame once, when it was first painted.

    Notes
    -----
    The picture is mirrored and scaled to the screen's own pixels by :func:`shown_pixels`; what
    lies over it is not mirrored: text stays readable.
    """

    def __init__(
        self, on_painted: Callable[[DressedFrame], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._painted_index: int | None = None
        self._on_painted = on_painted
        self._dressed: DressedFrame | None = None
        self._mirrored = True
        self._status = ""
        self.kept_clear = QRect()  # where what is painted over the picture is to be read
        self._toast = ""
        self._flashing = False
        self._overlays: list[Overlay] = []
        self._views: list[View] = []
        self._toast_timer = _single_shot(self, TOAST_MS, self._end_toast)
        self._flash_timer = _single_shot(self, FLASH_MS, self._end_flash)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        keep_in_language(self, self._name)

    def _name(self) -> None:
        self.setAccessibleName(self.tr("Mirror"))
        self.setAccessibleDescription(self._status or self.tr("The live picture, dressed"))

    # -- what is shown -----------------------------------------------------------------

    @property
    def mirrored(self) -> bool:
        """Whether the view is mirrored."""
        return self._mirrored

    @property
    def dressed(self) -> DressedFrame | None:
        """The frame on show."""
        return self._dressed

    def show_frame(self, dressed: DressedFrame) -> None:
        """Show a frame at the next paint."""
        same_size = self._dressed is not None and (
            self._dressed.image_bgr.shape == dressed.image_bgr.shape
        )
        self._dressed = dressed
        if same_size:
            self.update(self.picture_rect())
        else:
            self.update()

    def forget(self) -> None:
        """Show no frame until the next one comes."""
        self._dressed = None
        self.update()

    def set_mirrored(self, mirrored: bool) -> None:
        """Mirror the view, or show it as the camera sees it."""
        self._mirrored = mirrored
        self.update()

    def set_status(self, text: str) -> None:
        """Show a lasting line over the picture; an empty one shows none."""
        if text != self._status:
            self._status = text
            self.setAccessibleDescription(text)
            self.update()

    def toast(self, text: str) -> None:
        """Show a line for a few seconds, and have screen readers say it."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))
        self._toast = text
        self._toast_timer.start()
        self.update()

    def flash(self) -> None:
        """Blink as a shutter does."""
        self._flashing = True
        self._flash_timer.start()
        self.update()

    def add_overlay(self, overlay: Overlay) -> None:
        """Have an overlay painted over every picture from now on, above those before it."""
        self._overlays.append(overlay)
        self.update()

    def remove_overlay(self, overlay: Overlay) -> None:
        """Paint an overlay no more; one that is not there is ignored."""
        self._overlays = [one for one in self._overlays if one is not overlay]
        self.update()

    def add_view(self, view: View) -> None:
        """Let a feature show frames in its own way; the last one added that does is seen."""
        self._views.append(view)
        self.update()

    def picture_rect(self) -> QRect:
        """Return where the picture lies in the view: whole, in its own aspect, centred."""
        if self._dressed is None:
            return self.rect()
        height, width = self._dressed.image_bgr.shape[:2]
        fitted = QSize(width, height).scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        fitted = fitted.expandedTo(QSize(1, 1))
        left = (self.width() - fitted.width()) // 2
        top = (self.height() - fitted.height()) // 2
        return QRect(left, top, fitted.width(), fitted.height())

    # -- painting ----------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture and what lies over it."""
        painter = QPainter(self)
        target = self.picture_rect()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._dressed is None or not target.contains(event.rect()):
            painter.fillRect(event.rect(), theme.colours().canvas)
        if self._dressed is not None:
            self._paint_picture(painter, target, self._dressed)
        if self._flashing:
            painter.fillRect(target, QColor(255, 255, 255, 150))
        for overlay in self._overlays:
            painter.save()
            overlay.paint(painter, target)
            painter.restore()
        self._paint_texts(painter, target)
        painter.end()
        self._note_painted()

    def _note_painted(self) -> None:
        if self._dressed is None or self._dressed.tracked.frame.index == self._painted_index:
            return
        self._painted_index = self._dressed.tracked.frame.index
        self._on_painted(self._dressed)

    def _paint_picture(self, painter: QPainter, target: QRect, dressed: DressedFrame) -> None:
        ratio = self.devicePixelRatioF()
        size = round(target.width() * ratio), round(target.height() * ratio)
        pixels = shown_pixels(self._picture_of(dressed), size, mirrored=self._mirrored)
        image = QImage(pixels.data, *size, 4 * size[0], QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        painter.drawImage(target.topLeft(), image)

    def _picture_of(self, dressed: DressedFrame) -> BgrImage:
        for view in reversed(self._views):
            picture = view(dressed)
            if picture is not None:
                return picture
        return dressed.image_bgr

    def _paint_texts(self, painter: QPainter, target: QRect) -> None:
        area = target.adjusted(_MARGIN_PX, _MARGIN_PX, -_MARGIN_PX, -_MARGIN_PX)
        bottom = area.bottom()
        if self._toast:
            bottom = self._paint_pill(painter, area, self._toast, bottom) - 8
        if self._status:
            if self._dressed is None:
                bottom = self.rect().center().y() + painter.fontMetrics().height()
            self._paint_pill(painter, area, self._status, bottom)

    def _paint_pill(self, painter: QPainter, area: QRect, text: str, bottom: int) -> int:
        """Paint centred text on a dark pill ending at ``bottom``; return its top."""
        pad_x, pad_y = _PILL_PADDING_PX
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 1.1)
        painter.setFont(font)
        room = QRect(0, 0, max(area.width() - 2 * pad_x, 40), 10_000)
        size = painter.fontMetrics().boundingRect(room, int(flags), text).size()
        box = QRect(0, 0, size.width() + 2 * pad_x, size.height() + 2 * pad_y)
        box.moveCenter(area.center())
        box.moveBottom(bottom)
        for taken in sorted(self._taken(), key=lambda one: -one.top()):
            if box.intersects(taken) and taken.top() - box.height() > area.top():
                box.moveBottom(taken.top() - _APART_PX)
        _paint_glass(painter, box)
        painter.setPen(theme.colours().text)
        painter.drawText(box.adjusted(pad_x, pad_y, -pad_x, -pad_y), int(flags), text)
        return box.top()

    def _taken(self) -> list[QRect]:
        """Return where buttons, figures and notices lie over the picture's lower part."""
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        lying = [
            one.geometry() for one in self.findChildren(QWidget, options=direct) if one.isVisible()
        ]
        parent = self.parentWidget()
        beside = [] if parent is None else parent.findChildren(QWidget, options=direct)
        lying += [
            one.geometry().translated(-self.pos())
            for one in beside
            if one is not self and one.isVisible()
        ]
        lying.append(self.kept_clear)
        # What is nearly as high as the picture cannot be stayed clear of.
        return [one for one in lying if one.top() > self.height() // 3 and not one.isEmpty()]

    def _end_toast(self) -> None:
        self._toast = ""
        self.update()

    def _end_flash(self) -> None:
        self._flashing = False
        self.update()


def _paint_glass(painter: QPainter, box: QRect) -> None:
    glass = QColor(theme.colours().canvas)
    glass.setAlphaF(0.78)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(glass)
    radius = min(box.height() / 2, 20)
    painter.drawRoundedRect(QRectF(box), radius, radius)


def _single_shot(parent: QWidget, interval_ms: int, action: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(interval_ms)
    timer.timeout.connect(action)
    return timer


def shown_pixels(
    image_bgr: BgrImage, size: tuple[int, int], *, mirrored: bool
) -> NDArray[np.uint8]:
    """Return a picture as it is shown, in the layout of ``QImage.Format.Format_RGB32``.

    Parameters
    ----------
    image_bgr : ndarray of shape (H, W, 3), uint8
    size : (int, int)
        Width and height to show it at, screen pixels.
    mirrored : bool

    Returns
    -------
    ndarray of shape (height, width, 4), uint8
        B, G, R and 255.

    Notes
    -----
    A third of the time ``QPainter`` takes for a smooth scaling of three bytes a pixel.
    """
    if image_bgr.shape[1] > _LARGE_TIMES * size[0]:  # a photo, of which most pixels are not seen
        twice = 2 * size[0], 2 * size[1]
        image_bgr = np.asarray(cv2.resize(image_bgr, twice, interpolation=cv2.INTER_LINEAR))
    pixels = cv2.cvtColor(cv2.flip(image_bgr, 1) if mirrored else image_bgr, cv2.COLOR_BGR2BGRA)
    smaller = size[0] < image_bgr.shape[1]
    how = cv2.INTER_AREA if smaller else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(pixels, size, interpolation=how), np.uint8)
