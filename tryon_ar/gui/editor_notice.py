"""What is uncertain about a garment, in words, above the editor."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from tryon_ar.gui import theme
from tryon_ar.gui.sentences import said


class EditorNotice(QFrame):
    """Warnings, or what went wrong last; hidden while there is neither.

    Notes
    -----
    *Signals*: ``accepted`` when the person says that it is well.
    """

    accepted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._problem = ""
        self._warnings: tuple[str, ...] = ()
        self._icon = QLabel()
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.accept = QPushButton()
        self.accept.clicked.connect(self._accept)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 12, 8)
        layout.setSpacing(12)
        layout.addWidget(self._icon)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.accept)
        self._show()

    def show_warnings(self, warnings: Sequence[str]) -> None:
        """Show what is uncertain."""
        if tuple(warnings) != self._warnings:
            self._warnings = tuple(warnings)
            self._show()

    def show_problem(self, text: str) -> None:
        """Show what went wrong, before the warnings; an empty text shows none."""
        if text != self._problem:
            self._problem = text
            self._show()

    def _accept(self) -> None:
        if self._problem:
            self.show_problem("")
        else:
            self.accepted.emit()

    def _show(self) -> None:
        lines = [said(self._problem)] if self._problem else list(map(said, self._warnings))
        if len(lines) > 1:
            lines = [f"• {line}" for line in lines]
        text = "\n".join(lines)
        self.text.setText(text)
        self.setAccessibleName(text)
        colour = theme.colours().record if self._problem else theme.colours().warning
        side = theme.icon_size(self.fontMetrics().height()).width()
        self._icon.setPixmap(theme.icon_pixmap("warning", colour.name(), side))
        self.accept.setText(self.tr("Close") if self._problem else self.tr("It is fine"))
        self.setVisible(bool(text))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground and a stripe of the severity's colour."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colours().raised)
        painter.fillRect(
            0,
            0,
            4,
            self.height(),
            theme.colours().record if self._problem else theme.colours().warning,
        )
        painter.end()
