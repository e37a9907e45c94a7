"""Four looks in a grid: each a button over its part of the picture."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from tryon_ar.gui import theme

CELLS = 4
_MARGIN_PX = 10
_PADDING_PX = (12, 6)


class LookCell(QAbstractButton):
    """One look: its number and name on the picture, a ring when pointed at or in focus."""

    def __init__(self, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.number = number
        self._age = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def name(self, name: str, age: str) -> None:
        """Say what it is, and how old its picture."""
        if (name, age) == (self.text(), self._age):
            return
        self._age = age
        self.setText(name)
        self.setToolTip(name)
        self.setAccessibleName(
            self.tr("Look {number}: {name}").format(number=self.number, name=name)
        )
        self.setAccessibleDescription(self.tr("Press to wear it"))
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the ring under the pointer."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Take the ring away."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint number, name, age and ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        now = theme.colours()
        if self.hasFocus() or self.underMouse():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(now.accent, 4 if self.hasFocus() else 3))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(3, 3, -3, -3), 8, 8)
        self._paint_pill(painter)
        painter.end()

    def _paint_pill(self, painter: QPainter) -> None:
        now = theme.colours()
        pad_x, pad_y = _PADDING_PX
        metrics = painter.fontMetrics()
        disc = metrics.height() + 2.0
        age_px = metrics.horizontalAdvance(self._age) + pad_x if self._age else 0
        room = self.width() - 2 * _MARGIN_PX - 3 * pad_x - round(disc) - age_px
        name = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, max(room, 0))
        width = disc + metrics.horizontalAdvance(name) + 3 * pad_x + age_px
        height = metrics.height() + 2 * pad_y
        box = QRectF(_MARGIN_PX, self.height() - height - _MARGIN_PX, width, height)
        glass = QColor(now.canvas)
        glass.setAlphaF(0.82)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(glass)
        painter.drawRoundedRect(box, height / 2, height / 2)
        centre = QPointF(box.left() + pad_x + disc / 2 - 4, box.center().y())
        painter.setBrush(now.accent)
        painter.drawEllipse(centre, disc / 2, disc / 2)
        painter.setPen(now.on_accent)
        bold = QFont(painter.font())
        bold.setBold(True)
        painter.setFont(bold)
        ring = QRectF(centre.x() - disc / 2, centre.y() - disc / 2, disc, disc)
        painter.drawText(ring, int(Qt.AlignmentFlag.AlignCenter), str(self.number))
        bold.setBold(False)
        painter.setFont(bold)
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        words = box.adjusted(2 * pad_x + disc - 4, 0, -pad_x, 0)
        painter.setPen(now.text)
        painter.drawText(words, int(left), name)
        painter.setPen(now.muted)
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(words, int(right), self._age)


class GridControls(QWidget):
    """The cells over the picture, read from the top left whatever the language.

    Notes
    -----
    *Signals*: ``chosen(int)`` with a look's place, 0 (what is worn) to 3.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.cells = [LookCell(number + 1, self) for number in range(CELLS)]
        for place, cell in enumerate(self.cells):
            cell.clicked.connect(lambda _checked=False, one=place: self.chosen.emit(one))
        self.hide()

    def name(self, looks: Sequence[tuple[str, str]]) -> None:
        """Say what the looks are, each a name and the age of its picture."""
        for number, cell in enumerate(self.cells):
            cell.setVisible(number < len(looks))
            if number < len(looks):
                cell.name(*looks[number])

    def put(self, picture: QRect) -> None:
        """Lie over the picture."""
        self.setGeometry(picture)
        width, height = picture.width(), picture.height()
        for number, cell in enumerate(self.cells):
            row, column = divmod(number, 2)
            left, top = column * (width // 2), row * (height // 2)
            cell.setGeometry(left, top, width // 2, height // 2)
        self.raise_()
