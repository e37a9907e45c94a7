"""Colour dots on a card: the other colours of a garment, each a click away."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from tryon_ar.gui import theme
from tryon_ar.gui.closet import ShelfItem, are_but_for_names

DOT_PX = 20


class ColourDot(QAbstractButton):
    """A garment in another colour, as a spot of it."""

    def __init__(self, item: ShelfItem, parent: QWidget) -> None:
        super().__init__(parent)
        self.rename(item)
        self.setFixedSize(DOT_PX, DOT_PX)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._colour: QColor | None = None

    def rename(self, item: ShelfItem) -> None:
        """Show the same garment under a name."""
        self.item = item
        words = QCoreApplication.translate("ColourDot", "Wear {name}").format(name=item.name)
        self.setToolTip(words)
        self.setAccessibleName(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the spot on a ground that sets it off, and a ring in focus."""
        if self._colour is None:
            self._colour = _cloth_colour(self.item)
        now = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = self.hasFocus() or self.underMouse()
        painter.setPen(QPen(now.accent if lit else now.text, 2 if lit else 1))
        painter.setBrush(self._colour)
        painter.drawEllipse(QRectF(self.rect()).adjusted(4, 4, -4, -4))
        painter.end()


class ColourDots(QWidget):
    """A row of dots; as many as there is room for.

    Notes
    -----
    *Signals*: ``chosen(str)`` with a garment's id.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.dots: list[ColourDot] = []
        self.hide()

    def show_items(self, items: Sequence[ShelfItem]) -> None:
        """Show dots for these garments."""
        if are_but_for_names([one.item for one in self.dots], items):
            for dot, item in zip(self.dots, items, strict=True):
                dot.rename(item)
            return
        for dot in self.dots:
            dot.hide()
            dot.deleteLater()
        self.dots = [ColourDot(one, self) for one in items]
        for place, dot in enumerate(self.dots):
            dot.move(place * DOT_PX, 0)
            dot.clicked.connect(partial(self._choose, dot.item.id))
            dot.show()
        self.setVisible(bool(self.dots))

    def fit(self, width_px: int) -> None:
        """Take no more room than that; what does not fit is left to its own card."""
        count = min(len(self.dots), width_px // DOT_PX)
        self.resize(count * DOT_PX, DOT_PX)
        for place, dot in enumerate(self.dots):
            dot.setVisible(place < count)

    def _choose(self, garment_id: str) -> None:
        self.chosen.emit(garment_id)


def _cloth_colour(item: ShelfItem) -> QColor:
    """Return the mean colour of the middle of a garment's picture."""
    picture = QImage(str(item.thumbnail or ""))
    if picture.isNull():
        return theme.colours().muted
    width, height = picture.width(), picture.height()
    middle = picture.copy(width * 2 // 5, height * 2 // 5, max(width // 5, 1), max(height // 5, 1))
    one = middle.scaled(
        1,
        1,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    return one.pixelColor(0, 0)
