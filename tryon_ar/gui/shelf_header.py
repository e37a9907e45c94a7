"""Above the shelf: add a photo, search, narrow down to a kind or to favourites."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from tryon_ar.gui import theme
from tryon_ar.gui.category_names import group_title
from tryon_ar.gui.choice_box import ChoiceBox
from tryon_ar.gui.closet import Search
from tryon_ar.gui.language import keep_in_language
from tryon_ar.gui.outfit import GROUPS
from tryon_ar.gui.shortcuts import keys_of

_LEAVING = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down)


class SearchField(QLineEdit):
    """A line to type in; Escape empties it and leaves."""

    def event(self, event: QEvent) -> bool:
        """Keep the keys that leave from the window's shortcuts."""
        overrides = event.type() == QEvent.Type.ShortcutOverride
        if overrides and isinstance(event, QKeyEvent) and event.key() in _LEAVING:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Escape, Return and Down."""
        if event.key() not in _LEAVING:
            super().keyPressEvent(event)
            return
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.clearFocus()
        else:
            self.focusNextChild()


class ShelfHeader(QWidget):
    """What the shelf is narrowed down by.

    Notes
    -----
    *Signals*: ``changed`` when :attr:`search` did; ``add_asked`` by the button.
    """

    changed = Signal()
    add_asked = Signal()

    def __init__(self, *, can_add: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.add = QPushButton(theme.icon("plus"), "")
        theme.fit_icon(self.add)
        self.add.setObjectName("add")
        self.add.clicked.connect(self.add_asked)
        self.add.setVisible(can_add)
        self.field = SearchField()
        self.field.setClearButtonEnabled(True)
        self.field.setAcceptDrops(False)  # pictures dropped here are for the window
        self.field.textChanged.connect(self.changed)
        self.kind = ChoiceBox()
        for title in ("", *GROUPS):
            self.kind.addItem(title, title)
        self.kind.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.kind.setMinimumContentsLength(3)
        self.kind.currentIndexChanged.connect(self.changed)
        self.favourites = QToolButton()
        self.favourites.setCheckable(True)
        self.favourites.setIcon(theme.icon("star"))
        theme.fit_icon(self.favourites)
        self.favourites.toggled.connect(self.changed)
        self.save_look = QToolButton()
        self.save_look.setIcon(theme.icon("look"))
        theme.fit_icon(self.save_look)
        self._build()
        keep_in_language(self, self._name)

    def _name(self) -> None:
        self.add.setText(self.tr("Add a photo…"))
        self.add.setToolTip(
            self.tr("Make a garment of a photo ({key}); or drop or paste one").format(
                key=keys_of("add_photo")
            )
        )
        self.field.setPlaceholderText(self.tr("Search"))
        self.field.setAccessibleName(self.tr("Search garments by name, kind or colour"))
        self.field.setToolTip(self.tr("Search ({key})").format(key=keys_of("search")))
        self.kind.setItemText(0, self.tr("All"))
        for number, title in enumerate(GROUPS, start=1):
            self.kind.setItemText(number, group_title(title))
        self.kind.setAccessibleName(self.tr("Kind of garment"))
        self.favourites.setToolTip(self.tr("Only favourites"))
        self.favourites.setAccessibleName(self.tr("Only favourites"))
        self.save_look.setToolTip(
            self.tr("Save what you wear as a look ({key})").format(key=keys_of("save_look"))
        )
        self.save_look.setAccessibleName(self.tr("Save what you wear as a look"))

    @property
    def search(self) -> Search:
        """What is asked for."""
        return Search(
            self.field.text(), str(self.kind.currentData() or ""), self.favourites.isChecked()
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the icon away where the words alone have room."""
        super().resizeEvent(event)
        self.add.setIcon(theme.icon("plus"))
        if self.add.sizeHint().width() > self.add.width():
            self.add.setIcon(QIcon())

    def clear(self) -> None:
        """Ask for everything again."""
        self.field.clear()
        self.kind.setCurrentIndex(0)
        self.favourites.setChecked(False)

    def _build(self) -> None:
        narrow = QHBoxLayout()
        narrow.setSpacing(4)
        narrow.addWidget(self.kind, 1)
        narrow.addWidget(self.favourites)
        find = QHBoxLayout()
        find.setSpacing(4)
        find.addWidget(self.field, 1)
        find.addWidget(self.save_look)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 4)
        layout.setSpacing(6)
        layout.addWidget(self.add)
        layout.addLayout(find)
        layout.addLayout(narrow)
