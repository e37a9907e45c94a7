"""The gallery's bar: the way back, and what is done with the pictures selected."""

from PySide6.QtCore import QEvent, QSize, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from tryon_ar.gui.bar_switches import BarButton, beside_icon

# Of a button, beside its icon, with what is between it and the next.
_PADDING_PX = 32


class GalleryBar(QWidget):
    """Buttons with words where there is room for all of them, else with icons alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = QLabel()
        self.heading.setObjectName("heading")
        self.back = BarButton("previous")
        self.back.set_wordless(True)
        self.compare, self.copy = BarButton("compare"), BarButton("copy")
        self.folder, self.open = BarButton("folder"), BarButton("open_out")
        self.delete = BarButton("delete")
        self._acting = (self.compare, self.copy, self.folder, self.open, self.delete)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        row.addWidget(self.back)
        row.addWidget(self.heading)
        row.addStretch(1)
        for button in self._acting:
            row.addWidget(button)

    def name(self) -> None:
        """Say everything in the language that holds."""
        self.heading.setText(self.tr("Gallery"))
        names = (
            (self.back, "", self.tr("Back to all"), "Esc"),
            (self.compare, self.tr("Compare"), self.tr("Compare the two pictures selected"), "C"),
            (self.copy, self.tr("Copy"), self.tr("Copy"), "Ctrl+C"),
            (
                self.folder,
                self.tr("Show in folder"),
                self.tr("Show in folder, to share it from there"),
                "",
            ),
            (self.open, self.tr("Open"), self.tr("Open with the system's own program"), "Ctrl+O"),
            (self.delete, self.tr("Delete"), self.tr("Delete"), "Del"),
        )
        for button, word, name, keys in names:
            button.setText(beside_icon(word))
            button.setAccessibleName(name)
            native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
            button.setToolTip(f"{name} ({native})" if keys else name)
        self._fit_words()

    def minimumSizeHint(self) -> QSize:
        """Return the width of the icons alone: words give way."""
        alone = sum(one.iconSize().width() + _PADDING_PX for one in self._acting)
        heading = self.heading.minimumSizeHint().width() + self.back.sizeHint().width()
        return QSize(alone + heading, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Drop the words when they do not fit."""
        super().resizeEvent(event)
        self._fit_words()

    def changeEvent(self, event: QEvent) -> None:
        """Find out anew what has room."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._fit_words)

    def _fit_words(self) -> None:
        for wordless in (False, True):
            for button in self._acting:
                button.set_wordless(wordless)
            if self._row.sizeHint().width() <= self.width():
                return
