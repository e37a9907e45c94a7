"""The count before a picture: a large number over the mirror."""

import math
import time

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QFont,
    QPainter,
    QPen,
)

from tryon_ar.gui import theme
from tryon_ar.gui.mirror_view import MirrorView

_TICK_MS = 100
_SIDE_SHARE = 0.42
_LEAST_SIDE_PX = 96
_RING_SHARE = 0.06
_GLASS = 0.5  # the garment behind is what one poses for
_HINT_GLASS = 0.78


class Countdown(QObject):
    """Counts down over the mirror; an :class:`~tryon_ar.gui.mirror_view.Overlay`.

    Parameters
    ----------
    mirror : MirrorView
        Which it is painted over, and by which screen readers hear it.

    Notes
    -----
    *Signals*: ``ended`` at zero; not when it was cancelled. The ring around the number
    empties within each second, so that the moment can be seen from afar.
    """

    ended = Signal()

    def __init__(self, mirror: MirrorView) -> None:
        super().__init__(mirror)
        self._mirror = mirror
        self._end_s = 0.0
        self._said = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    @property
    def is_running(self) -> bool:
        """Whether it counts."""
        return self._timer.isActive()

    @property
    def number(self) -> int:
        """The number that shows; 0 when none does."""
        return math.ceil(self._left_s()) if self.is_running else 0

    def start(self, seconds: int) -> None:
        """Count down from so many seconds, at least 1, anew if it counts already."""
        if not self.is_running:
            self._mirror.add_overlay(self)
        self._end_s = time.monotonic() + seconds
        self._said = seconds
        self._say(self.tr("Picture in {seconds}").format(seconds=seconds))
        self._timer.start()

    def cancel(self) -> None:
        """Count no more; harmless when it does not."""
        if self.is_running:
            self._stop()
            self._say(self.tr("No picture is taken"))

    def stop(self) -> None:
        """Stop silently, with the window."""
        if self.is_running:
            self._stop()

    def paint(self, painter: QPainter, picture: QRect) -> None:
        """Paint the number, its ring, and how to cancel."""
        side = max(_LEAST_SIDE_PX, round(min(picture.width(), picture.height()) * _SIDE_SHARE))
        box = QRect(0, 0, side, side)
        box.moveCenter(picture.center())
        colours = theme.colours()
        glass = QColor(colours.canvas)
        glass.setAlphaF(_GLASS)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(glass)
        painter.drawEllipse(QPointF(box.center()), side / 2, side / 2)
        self._paint_ring(painter, box)
        font = QFont(self._mirror.font())
        font.setBold(True)
        font.setPixelSize(round(side * 0.52))
        painter.setFont(font)
        painter.setPen(colours.text)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), str(self.number))
        self._paint_hint(painter, box, picture)

    def _paint_ring(self, painter: QPainter, box: QRect) -> None:
        width = box.width() * _RING_SHARE
        ring = QRectF(box).adjusted(width, width, -width, -width)
        left = self._left_s() - math.floor(self._left_s())
        pen = QPen(theme.colours().accent, width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen)
        painter.drawArc(ring, 90 * 16, round((left or 1.0) * 360 * 16))

    def _paint_hint(self, painter: QPainter, box: QRect, picture: QRect) -> None:
        painter.setFont(self._mirror.font())
        text = self.tr("Press again or Esc to cancel")
        metrics = painter.fontMetrics()
        flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        room = QRect(0, 0, max(80, picture.width() - 48), picture.height())
        size = metrics.boundingRect(room, flags, text).size()
        hint = QRect(0, 0, size.width() + 28, size.height() + 12)
        hint.moveCenter(picture.center())
        hint.moveTop(min(box.bottom() + 14, picture.bottom() - hint.height()))
        glass = QColor(theme.colours().canvas)
        glass.setAlphaF(_HINT_GLASS)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(glass)
        radius = min(hint.height() / 2, 18)
        painter.drawRoundedRect(QRectF(hint), radius, radius)
        painter.setPen(theme.colours().text)
        painter.drawText(hint, flags, text)

    def _left_s(self) -> float:
        return max(0.0, self._end_s - time.monotonic())

    def _tick(self) -> None:
        if self._left_s() <= 0:
            self._stop()
            self.ended.emit()
            return
        if self.number < self._said:
            self._said = self.number
            self._say(str(self._said))
        self._mirror.update(self._mirror.picture_rect())

    def _stop(self) -> None:
        self._timer.stop()
        self._mirror.remove_overlay(self)

    def _say(self, text: str) -> None:
        """Have a screen reader say it at once."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._mirror, text))
