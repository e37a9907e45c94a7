"""The help: every key and what it does, from the table that binds them."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QBoxLayout,
    QDialog,
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from tryon_ar.gui.shortcuts import EDITOR_KEYS, SHORTCUTS, meaning_of

_MOST_OF_SCREEN = 0.85


class HelpDialog(QDialog):
    """Keys and their meanings; any of Esc, F1 and Close closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Keys"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 20)
        layout.setSpacing(16)
        title = QLabel(self.tr("Keys"))
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.4)
        title.setFont(font)
        layout.addWidget(title)
        layout.addWidget(self._scrolling(), 1)
        close = QPushButton(self.tr("Close"))
        close.setObjectName("primary")
        close.clicked.connect(self.accept)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on F1 as well."""
        if event.key() == Qt.Key.Key_F1:
            self.accept()
        else:
            super().keyPressEvent(event)

    def _scrolling(self) -> QScrollArea:
        """Return all there is to read, scrolling where the screen is too low for large letters.

        Beside what scrolls, lines that wrap would lie over it there: a dialog is no higher than
        two thirds of the screen by itself.
        """
        content = QWidget()
        tables, column = self._tables(), QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(tables)
        column.addWidget(self._note())
        for label in content.findChildren(QLabel):
            label.ensurePolished()  # only then it knows how large it is
        if tables.sizeHint().width() > self.screen().size().width() * _MOST_OF_SCREEN:
            tables.setDirection(QBoxLayout.Direction.TopToBottom)
        area = QScrollArea()
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(content)
        area.setAccessibleName(self.tr("Keys"))
        width = tables.sizeHint().width()
        area.setMinimumWidth(width + area.verticalScrollBar().sizeHint().width() + 8)
        most = round(self.screen().size().height() * 0.62)
        area.setMinimumHeight(min(column.totalHeightForWidth(width), most))
        return area

    def _note(self) -> QLabel:
        """Return what is to be known about garments."""
        note = QLabel(
            self.tr(
                "Click a garment to put it on, again to take it off; right-click it for more.\n"
                "Drop or paste a photo of a garment to wear it.\n"
                "A top and a bottom can be worn together.\n"
                "Nothing you see here leaves this computer."
            )
        )
        note.setObjectName("muted")
        note.setWordWrap(True)
        return note

    def _tables(self) -> QBoxLayout:
        """Return the keys of the window and those of the editor, side by side where they fit."""
        native = QKeySequence.SequenceFormat.NativeText
        window = [(QKeySequence(one.keys).toString(native), one.meaning) for one in SHORTCUTS]
        tables = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        tables.setContentsMargins(0, 0, 0, 0)
        tables.setSpacing(36)
        editor = [(meaning_of(keys), meaning) for keys, meaning in EDITOR_KEYS]
        half = (len(window) + 1) // 2
        tables.addLayout(self._table(self.tr("The mirror"), window[:half]))
        tables.addLayout(self._table(" ", window[half:]))
        tables.addLayout(self._table(self.tr("Editing a garment"), editor))
        return tables

    def _table(self, title: str, rows: Iterable[tuple[str, str]]) -> QGridLayout:
        table = QGridLayout()
        table.setContentsMargins(0, 0, 0, 0)
        table.setHorizontalSpacing(22)
        table.setVerticalSpacing(7)
        heading = QLabel(title)
        heading.setObjectName("heading")
        table.addWidget(heading, 0, 0, 1, 2)
        row = 0
        for row, (keys, meaning) in enumerate(rows, start=1):
            key = QLabel(keys)
            key.setAlignment(Qt.AlignmentFlag.AlignCenter)
            key.setObjectName("key")
            table.addWidget(key, row, 0)
            table.addWidget(QLabel(meaning_of(meaning)), row, 1)
        table.setRowStretch(row + 1, 1)
        table.setColumnStretch(1, 1)
        return table
