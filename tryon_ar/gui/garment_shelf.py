"""The shelf: garments to choose from, as thumbnails in groups, narrowed down by a search."""

from collections.abc import Collection, Sequence
from itertools import pairwise

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from tryon_ar.gui.category_names import group_title
from tryon_ar.gui.closet import Search, ShelfItem
from tryon_ar.gui.garment_card import CARD_SPACING_PX, GarmentCard
from tryon_ar.gui.import_card import ImportCard
from tryon_ar.gui.language import keep_in_language
from tryon_ar.gui.looks import NamedLook
from tryon_ar.gui.looks_cards import LookCards
from tryon_ar.gui.outfit import grouped
from tryon_ar.gui.shelf_columns import SHELF_MARGIN_PX, columns_for, width_of
from tryon_ar.gui.shelf_header import ShelfHeader
from tryon_ar.gui.shelf_heading import nothing_found, shelf_heading
from tryon_ar.gui.shelf_recent import RecentStrip

# How long nothing scrolls or is laid out anew before what is in view counts as looked at.
_SETTLED_MS = 250


class GarmentShelf(QFrame):
    """A scrolling grid of cards under group headings, below a search.

    Parameters
    ----------
    items : sequence of ShelfItem
        All there are.
    can_add : bool
        Whether photos can become garments here.

    Notes
    -----
    *Signals*: ``clicked(str)`` and ``approached(str)`` with a garment's id, and
    ``hovered(str)``, ``held(str)`` and ``left`` as a card tells them; ``menu_asked(str, QPoint)``
    with a place on the screen as well; ``add_asked``; ``narrowed`` when other
    garments are shown than before, ``settled`` when scrolling and laying out have come to rest.
    What is worn is told to the shelf by :meth:`show_worn`; it
    decides nothing itself.
    """

    clicked = Signal(str)
    approached = Signal(str)
    menu_asked = Signal(str, QPoint)
    hovered = Signal(str)
    held = Signal(str)
    left = Signal()
    add_asked = Signal()
    narrowed = Signal()
    settled = Signal()

    def __init__(
        self, items: Sequence[ShelfItem], *, can_add: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("shelf")
        self._items: list[ShelfItem] = []
        self._cards: dict[str, GarmentCard] = {}
        self._imports: list[ImportCard] = []
        self._groups: list[tuple[QLabel, list[GarmentCard | ImportCard]]] = []
        self._layout = (0, 0)
        self._lying: list[Sequence[QWidget]] | None = None
        self._worn: tuple[str, ...] = ()
        self._recent: list[str] = []
        self._nothing = QLabel()
        self._nothing.setObjectName("muted")
        self._nothing.setWordWrap(True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._can_add = can_add
        self.header = ShelfHeader(can_add=can_add)
        self.header.changed.connect(self._narrow)
        self.header.add_asked.connect(self.add_asked)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLED_MS)
        self._settling.timeout.connect(self.settled)
        self._build()
        self.restock(items)
        self.fit(0)
        keep_in_language(self, self._name)

    def _name(self) -> None:
        self.setAccessibleName(self.tr("Garments"))
        self._regroup()

    def _build(self) -> None:
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._content = QWidget()
        self._grid = QGridLayout(self._content)
        self._grid.setContentsMargins(SHELF_MARGIN_PX, 4, SHELF_MARGIN_PX, SHELF_MARGIN_PX)
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(CARD_SPACING_PX)
        self._grid.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self._scroll.setWidget(self._content)
        self._scroll.verticalScrollBar().valueChanged.connect(self._unsettle)
        self._nothing.setParent(self._content)
        self.looks = LookCards(self._content)
        self._looks: tuple[NamedLook, ...] = ()
        self._strip = RecentStrip(self._content)
        self._strip.clicked.connect(self.clicked)
        self._nothing.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self._scroll)

    @property
    def items(self) -> list[ShelfItem]:
        """All garments there are, shown or not."""
        return list(self._items)

    @property
    def cards(self) -> list[GarmentCard]:
        """The cards shown, in the order of the shelf."""
        return [
            card
            for _, cards in self._groups
            for card in cards
            if isinstance(card, GarmentCard) and self._cards.get(card.summary.id) is card
        ]

    @property
    def shown(self) -> list[ShelfItem]:
        """The garments shown, in the order of the shelf."""
        return [card.summary for card in self.cards]

    @property
    def in_view(self) -> list[str]:
        """Ids of the garments whose cards can be seen without scrolling, in their order."""
        return [card.summary.id for card in self.cards if not card.visibleRegion().isEmpty()]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing on it and nothing can be added."""
        return not (self._items or self._imports or self._can_add)

    def restock(self, items: Sequence[ShelfItem], changed: Collection[str] = ()) -> None:
        """Show other garments.

        Parameters
        ----------
        items : sequence of ShelfItem
            All there are.
        changed : collection of str
            Ids of those whose thumbnail is another one though its file has the same name.
        """
        self._items = list(items)
        old, self._cards = self._cards, {}
        for item in items:
            card = old.pop(item.id, None)
            if card is None or item.id in changed or not card.rename(item):
                if card is not None:
                    _drop(card)
                card = self._make_card(item)
            self._cards[item.id] = card
        for card in old.values():
            _drop(card)
        families: dict[str, list[ShelfItem]] = {}
        for item in items:
            families.setdefault(item.variant_of or item.id, []).append(item)
        for family in families.values():
            for item in family:
                others = [one for one in family if one is not item]
                self._cards[item.id].colours.show_items(others)
        self.show_looks(self._looks)

    def add_import(self, name: str) -> ImportCard:
        """Show a card for a garment that is being cut out, first of all, and return it."""
        card = ImportCard(name, self._content)
        self._imports.append(card)
        self._regroup()
        self._scroll.verticalScrollBar().setValue(0)
        return card

    def drop_import(self, card: ImportCard) -> None:
        """Take such a card away."""
        self._imports.remove(card)
        _drop(card)
        self._regroup()

    def fit(self, room_px: int) -> int:
        """Lay the cards out for the room there is; return the width taken.

        Notes
        -----
        At least one column; as many as fit, up to three, and then larger cards.
        """
        columns, card = columns_for(room_px, self.fontMetrics().averageCharWidth())
        if (columns, card) != self._layout:
            self._layout = columns, card
            self._place_cards(columns, card)
        return width_of(columns, card)

    def show_worn(self, worn: Sequence[str], last: str | None = None) -> None:
        """Mark what is worn and bring the last one put on into view."""
        self._worn = tuple(worn)
        for card in self._cards.values():
            card.setChecked(card.summary.id in worn)
        self._strip.show_worn(worn)
        self.looks.show_worn(worn)
        if last is not None and not (self._strip.choosing or self.looks.choosing):
            self.bring_into_view(last)

    def show_recent(self, ids: Sequence[str]) -> None:
        """Show what was worn last above all, the newest first; unknown ids are left out."""
        self._recent = list(ids)
        self._regroup()

    def show_looks(self, looks: Sequence[NamedLook]) -> None:
        """Show looks before the garments."""
        self._looks = tuple(looks)
        self.looks.show(looks, self._items)
        self._regroup()

    def bring_into_view(self, garment_id: str) -> None:
        """Scroll to a garment, once a changed layout has settled."""

        def scroll() -> None:
            card = self._cards.get(garment_id)
            if card is not None and not card.isHidden():
                self._grid.activate()
                self._scroll.ensureWidgetVisible(card, 0, 40)

        QTimer.singleShot(0, self, scroll)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to look at what is in view."""
        super().showEvent(event)
        self._unsettle()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is in view any more."""
        self._settling.stop()
        super().hideEvent(event)

    def _unsettle(self) -> None:
        if self.isVisible():
            self._settling.start()

    def _make_card(self, item: ShelfItem) -> GarmentCard:
        card = GarmentCard(item, self._content)
        card.setChecked(item.id in self._worn)
        card.clicked.connect(lambda _checked, one=item.id: self.clicked.emit(one))
        card.approached.connect(self.approached)
        card.colours.chosen.connect(self._wear_colour)
        card.hovered.connect(self.hovered)
        card.held.connect(self.held)
        card.left.connect(self.left)
        card.menu_asked.connect(self.menu_asked)
        return card

    def _wear_colour(self, garment_id: str) -> None:
        if garment_id not in self._worn:
            self.clicked.emit(garment_id)

    def _narrow(self) -> None:
        self._regroup()
        self._scroll.verticalScrollBar().setValue(0)
        self.narrowed.emit()

    def _regroup(self) -> None:
        """Sort what the search finds into groups: own garments first, newest first."""
        search: Search = self.header.search
        self._nothing.setText(nothing_found(search))
        found = [item for item in self._items if search.finds(item)]
        own = [self._cards[item.id] for item in found if item.own]
        groups: list[tuple[str, list[GarmentCard | ImportCard]]] = []
        looks = self.looks.found(search)
        if looks:
            groups.append((self.tr("Looks"), [*looks]))
        if own or self._imports:
            groups.append((self.tr("Yours"), [*self._imports, *own]))
        for title, members in grouped([item for item in found if not item.own]):
            groups.append((group_title(title), [self._cards[item.id] for item in members]))
        shown = {item.id for item in found}
        for garment_id, card in self._cards.items():
            card.setVisible(garment_id in shown)
        known = {} if search.is_narrow else {item.id: item for item in self._items}
        self._strip.show_items([known[one] for one in self._recent if one in known], self._worn)
        self._show_groups(groups)

    def _show_groups(self, groups: list[tuple[str, list[GarmentCard | ImportCard]]]) -> None:
        """Lay groups out under their titles; other titles alone move nothing."""
        dots = [dot for card in self._cards.values() for dot in card.colours.dots]
        lying: list[Sequence[QWidget]] = [
            [*self._strip.buttons],
            dots,
            *(cards for _, cards in groups),
        ]
        if self._lying == lying:
            for (heading, _), (title, _) in zip(self._groups, groups, strict=True):
                heading.setText(title)
            return
        for heading, _ in self._groups:
            _drop(heading)
        self._groups = [(shelf_heading(title, self._content), cards) for title, cards in groups]
        if self._layout[0]:
            self._lying = lying
            self._place_cards(*self._layout)

    def _place_cards(self, columns: int, card_px: int) -> None:
        for row in range(self._grid.rowCount()):
            self._grid.setRowStretch(row, 0)
        while self._grid.count():
            self._grid.takeAt(0)
        self._strip.fit(columns * (card_px + CARD_SPACING_PX))
        self._nothing.setFixedWidth(columns * (card_px + CARD_SPACING_PX) - CARD_SPACING_PX)
        self._grid.addWidget(self._strip, 0, 0, 1, columns)
        self._strip.setVisible(bool(self._strip.buttons))
        self._nothing.setVisible(not self._groups)
        row = 1 if self._groups else 2
        if not self._groups:
            self._grid.addWidget(self._nothing, 1, 0, 1, columns)
        for heading, cards in self._groups:
            self._grid.addWidget(heading, row, 0, 1, columns)
            heading.show()
            for position, card in enumerate(cards):
                card.set_tile(card_px)
                where = row + 1 + position // columns
                self._grid.addWidget(card, where, position % columns)
                card.show()
            row += 1 + -(-len(cards) // columns)
        self._grid.setRowStretch(row, 1)
        self._grid.setColumnStretch(columns, 1)
        self._order_focus()
        self._unsettle()

    def _order_focus(self) -> None:
        """Let Tab go through the cards as the eye does."""
        stops: list[QWidget] = [self.header, *self._strip.buttons]
        for card in (card for _, cards in self._groups for card in cards):
            stops += [card, *(card.colours.dots if isinstance(card, GarmentCard) else ())]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)


def _drop(widget: QWidget) -> None:
    widget.hide()
    widget.setParent(None)
    widget.deleteLater()
