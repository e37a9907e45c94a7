"""The cards of looks on the shelf: the pictures of what is worn together, on one tile."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QCoreApplication, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QMenu, QWidget

from tryon_ar.garments.library.entry import plain, search_tokens
from tryon_ar.gui.closet import Search, ShelfItem
from tryon_ar.gui.garment_card import GarmentCard, load_thumbnail
from tryon_ar.gui.looks import NamedLook

_SIDE_PX = 256


class LookCard(GarmentCard):
    """A look: its garments side by side, the uppermost first."""

    def __init__(self, look: NamedLook, items: Sequence[ShelfItem], parent: QWidget) -> None:
        self.look = look
        self.items = tuple(items)
        super().__init__(ShelfItem(look.key, look.name, ""), parent)

    def _load(self) -> QImage | None:
        pictures = [load_thumbnail(one.thumbnail) for one in reversed(self.items)]
        return composed([one for one in pictures if one is not None])

    def _tip(self) -> str:
        return f"{self.look.name}\n{self._names()}"

    def _description(self) -> str:
        words = QCoreApplication.translate("LookCard", "Look: {names}")
        return words.format(names=self._names())

    def _names(self) -> str:
        return ", ".join(one.name for one in self.items)


class LookCards(QObject):
    """The cards of all looks.

    Parameters
    ----------
    content : QWidget
        What the cards lie on.

    Notes
    -----
    *Signals*: ``clicked(str)`` with a look's key; ``menu_asked(str, QPoint)`` with a place on
    the screen as well.
    """

    clicked = Signal(str)
    menu_asked = Signal(str, QPoint)

    def __init__(self, content: QWidget) -> None:
        super().__init__(content)
        self._content = content
        self._worn: tuple[str, ...] = ()
        self.cards: list[LookCard] = []
        self.choosing = False  # while a click is carried out, which must not scroll away

    def show(self, looks: Sequence[NamedLook], items: Sequence[ShelfItem]) -> None:
        """Make cards of looks; those of which no garment is there any more get none."""
        for card in self.cards:
            card.hide()
            card.setParent(None)
            card.deleteLater()
        known = {one.id: one for one in items}
        self.cards = []
        for look in looks:
            parts = [known[one] for one in look.garments if one in known]
            if parts:
                card = LookCard(look, parts, self._content)
                card.clicked.connect(lambda _checked, key=look.key: self._clicked(key))
                card.menu_asked.connect(self.menu_asked)
                self.cards.append(card)
        self.show_worn(self._worn)

    def show_worn(self, worn: Sequence[str]) -> None:
        """Mark the looks that are worn as they are."""
        self._worn = tuple(worn)
        for card in self.cards:
            card.setChecked({one.id for one in card.items} == set(worn))

    def found(self, search: Search) -> list[LookCard]:
        """Return the cards that a search finds; the others are hidden."""
        tokens = search_tokens(search.text)
        shown = []
        for card in self.cards:
            told = " ".join((card.look.name, *(one.name for one in card.items)))
            is_found = not (search.group or search.favourites) and all(
                token in plain(told) for token in tokens
            )
            card.setVisible(is_found)
            if is_found:
                shown.append(card)
        return shown

    def _clicked(self, key: str) -> None:
        self.choosing = True
        self.clicked.emit(key)
        self.choosing = False
        self.show_worn(self._worn)  # a click on what is worn leaves it on


def composed(pictures: Sequence[QImage]) -> QImage | None:
    """Return pictures side by side on one square, each whole; None where there are none."""
    if not pictures:
        return None
    tile = QImage(_SIDE_PX, _SIDE_PX, QImage.Format.Format_RGB32)
    tile.fill(QColor(pictures[0].pixel(1, 1)))
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    for number, picture in enumerate(pictures):
        left = _SIDE_PX * number // len(pictures)
        cell = QRect(left, 0, _SIDE_PX * (number + 1) // len(pictures) - left, _SIDE_PX)
        painter.fillRect(cell, QColor(picture.pixel(1, 1)))
        fitted = picture.scaled(
            cell.size(),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        place = fitted.rect()
        place.moveCenter(cell.center())
        painter.drawImage(place, fitted)
    painter.end()
    return tile


def look_menu(actions: Mapping[str, Callable[[], None]], parent: QWidget) -> QMenu:
    """Return the menu of a look, not yet shown: ``wear``, ``rename`` and ``remove``."""
    translate = QCoreApplication.translate
    labels = {
        "wear": translate("garment_menu", "Put on"),
        "rename": translate("garment_menu", "Rename…"),
        "remove": translate("garment_menu", "Remove"),
    }
    menu = QMenu(parent)
    menu.aboutToHide.connect(menu.deleteLater)
    for name, label in labels.items():
        menu.addAction(label).triggered.connect(actions[name])
    return menu
