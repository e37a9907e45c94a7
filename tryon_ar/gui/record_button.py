"""The button that records: a ring with a dot, then a square and the time."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolButton, QWidget

from tryon_ar.gui import theme
from tryon_ar.gui.language import keep_in_language
from tryon_ar.gui.shortcuts import keys_of


class RecordButton(QToolButton):
    """A ring with a dot; a square and the time while recording."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self._time = ""
        self._wordless = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        keep_in_language(self, self._name)

    def set_time(self, text: str) -> None:
        """Show a running time; an empty text means not recording."""
        self.setChecked(bool(text))  # a click has toggled it by itself
        if text == self._time:
            return
        self._time = text
        self._name()

    def _name(self) -> None:
        text = self._time
        recording = bool(text)
        name = self.tr("Stop recording") if recording else self.tr("Record")
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({keys_of('record')})")
        self.updateGeometry()
        self.update()

    def set_wordless(self, wordless: bool) -> None:
        """Leave the word away while not recording; the time always shows."""
        self._wordless = wordless
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of dot and text."""
        metrics = self.fontMetrics()
        side = round(metrics.height() * 2.1)
        text = self._shown_text()
        return QSize(side + (metrics.horizontalAdvance(text) + 18 if text else 0), side)

    def minimumSizeHint(self) -> QSize:
        """Return the same: nothing of it may be cut."""
        return self.sizeHint()

    def _shown_text(self) -> str:
        return self._time or ("" if self._wordless else self.tr("Record"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ring, dot or square, and text."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self._time:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colours().line if self.underMouse() else theme.colours().raised)
            painter.drawRoundedRect(QRectF(self.rect()), 10, 10)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colours().accent, 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)
        letter = self.fontMetrics().height()
        from_left = 10 + letter * 0.62
        turned = self.isRightToLeft()
        centre = QPointF(self.width() - from_left if turned else from_left, self.height() / 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colours().text, 1.8))
        painter.drawEllipse(centre, letter * 0.58, letter * 0.58)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colours().record)
        if self._time:
            half = letter * 0.26
            painter.drawRoundedRect(
                QRectF(centre.x() - half, centre.y() - half, 2 * half, 2 * half), 2, 2
            )
        else:
            painter.drawEllipse(centre, letter * 0.38, letter * 0.38)
        painter.setPen(theme.colours().text)
        font = QFont(self.font())
        painter.setFont(font)
        beside = round(from_left + letter * 0.58 + 9)
        room = self.rect().adjusted(0 if turned else beside, 0, -beside if turned else 0, 0)
        side = Qt.AlignmentFlag.AlignRight if turned else Qt.AlignmentFlag.AlignLeft
        flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, int(flags), self._shown_text())
        painter.end()
