"""Two pictures of the gallery in one frame, with a divider between them."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from tryon_ar.gui import theme
from tryon_ar.gui.compare_chips import Chip
from tryon_ar.gui.compare_split import Divider
from tryon_ar.gui.gallery_picture import Scaled, fitted
from tryon_ar.gui.language import keep_in_language


class GalleryPair(QWidget):
    """One picture left of the divider, the other right of it, each whole and in its own aspect."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._images: list[Scaled | None] = [None, None]
        self.divider = Divider(self)
        self.divider.moved.connect(lambda _share: self._place())
        self.names = Chip(self), Chip(self)
        self._texts = ["", ""]
        self.setMinimumSize(80, 60)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        keep_in_language(self, lambda: self.setAccessibleName(self.tr("Two pictures compared")))

    def start(self, left: str, right: str) -> None:
        """Expect two pictures of these names."""
        self._images = [None, None]
        self._texts = [left, right]
        self._place()

    def show_image(self, place: int, image: QImage | None) -> None:
        """Show a picture at the left (0) or right (1)."""
        self._images[place] = None if image is None else Scaled(image)
        self._place()

    def picture_rect(self) -> QRect:
        """Return what of the view both pictures take together."""
        sides = [fitted(one.image.size(), self.rect()) for one in self._images if one is not None]
        together = self.rect() if not sides else sides[0]
        for side in sides[1:]:
            together = together.united(side)
        return together

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint each picture on its side, and the line between them."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colours().canvas)
        room = self.picture_rect()
        x = self._line_px(room)
        sides = QRect(0, 0, x, self.height()), QRect(x, 0, self.width() - x, self.height())
        for side, image in zip(sides, self._images, strict=True):
            if image is not None:
                painter.setClipRect(side)
                target = fitted(image.image.size(), self.rect())
                image.paint(painter, target, self.devicePixelRatioF())
        painter.setClipping(False)
        painter.setPen(QPen(theme.colours().text, 2))
        painter.drawLine(x, room.top(), x, room.bottom())
        painter.end()

    def _line_px(self, room: QRect) -> int:
        return room.left() + round(self.divider.share * room.width())

    def _place(self) -> None:
        room = self.picture_rect()
        self.divider.put(room)
        x = self._line_px(room)
        sides = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        rooms = x - room.left(), room.right() + 1 - x
        for name, text, side, width in zip(self.names, self._texts, sides, rooms, strict=True):
            name.say(text, max(width, 80))
            name.put(room, Qt.AlignmentFlag.AlignBottom | side)
            name.setVisible(bool(text))
        self.update()
