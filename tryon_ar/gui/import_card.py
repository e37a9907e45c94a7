"""The card of a garment that is being cut out."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolButton, QWidget

from tryon_ar.gui import theme
from tryon_ar.gui.garment_card import CARD_SPACING_PX, NAME_SCALE, RING_PX
from tryon_ar.gui.sentences import said


class ImportCard(QWidget):
    """A garment that is being cut out: a ring that fills, what is being done, and a cancel.

    Notes
    -----
    *Signals*: ``cancelled``, once, when the person wants it no more.
    """

    cancelled = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._doing = self.tr("Waiting")
        self._share = 0.0
        self._cancel = QToolButton(self)
        self._cancel.setIcon(theme.icon("close"))
        self._cancel.setToolTip(self.tr("Cancel"))
        self._cancel.setAccessibleName(self.tr("Cancel the import of {name}").format(name=name))
        self._cancel.clicked.connect(self.cancelled)
        self._describe()

    @property
    def share(self) -> float:
        """How far it is, 0 to 1."""
        return self._share

    def set_tile(self, side_px: int) -> None:
        """Make the tile so large; the name may be a little wider."""
        self.setFixedSize(side_px + CARD_SPACING_PX, side_px + self.fontMetrics().height() + 8)
        size = self._cancel.sizeHint()
        self._cancel.move(self.width() - size.width() - CARD_SPACING_PX, RING_PX)

    def show_progress(self, doing: str, share: float) -> None:
        """Show what is being done and how far it is."""
        self._doing, self._share = said(doing), min(max(share, 0.0), 1.0)
        self._describe()
        self.update()

    def _describe(self) -> None:
        text = f"{self._name}: {self._doing}, {round(self._share * 100)} %"
        self.setAccessibleName(text)
        self.setToolTip(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tile, the ring, what is being done and the name."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inset = CARD_SPACING_PX // 2
        name_height = self.fontMetrics().height() + 8
        tile = QRect(inset, 0, self.width() - 2 * inset, self.height() - name_height)
        tile.adjust(RING_PX, RING_PX, -RING_PX, -RING_PX)
        painter.setPen(QPen(theme.colours().line, 1))
        painter.setBrush(theme.colours().raised)
        painter.drawRoundedRect(QRectF(tile), theme.RADIUS_PX, theme.RADIUS_PX)
        side = min(tile.width(), tile.height()) * 0.42
        ring = QRectF(0, 0, side, side)
        ring.moveCenter(QRectF(tile).center() - QPointF(0, tile.height() * 0.06))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colours().line, 5))
        painter.drawEllipse(ring)
        pen = QPen(theme.colours().accent, 5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawArc(ring, 90 * 16, -round(max(self._share, 0.02) * 360 * 16))
        painter.setPen(theme.colours().text)
        painter.drawText(ring, int(Qt.AlignmentFlag.AlignCenter), f"{round(self._share * 100)} %")
        self._tell_doing(painter, tile.adjusted(4, 0, -4, -5))
        below = QRect(0, tile.bottom() + RING_PX + 3, self.width(), self.fontMetrics().height())
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * NAME_SCALE)
        painter.setFont(font)
        middle = Qt.TextElideMode.ElideMiddle  # the number of IMG_2043.jpg is at its end
        name = painter.fontMetrics().elidedText(self._name, middle, below.width())
        painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), name)
        painter.end()

    def _tell_doing(self, painter: QPainter, box: QRect) -> None:
        """Write what is being done under the ring, in two lines where one is too short."""
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.82)
        painter.setFont(font)
        painter.setPen(theme.colours().muted)
        place = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
        painter.drawText(box, int(place | Qt.TextFlag.TextWordWrap), self._doing)
