"""The message bar: what went wrong, what to do, and a Retry where that may help."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from tryon_ar.gui import theme
from tryon_ar.gui.language import keep_in_language
from tryon_ar.gui.sentences import said
from tryon_ar.runtime.status import Severity, Status


class MessageBar(QFrame):
    """Shows one status at a time; hidden while there is none.

    Notes
    -----
    *Signals*: ``retry_asked`` without payload; ``dismissed(str)`` with the topic.
    """

    retry_asked = Signal()
    dismissed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._status: Status | None = None
        self._icon = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._retry = QPushButton()
        self._retry.setObjectName("primary")
        self._retry.clicked.connect(self.retry_asked)
        self._close = QToolButton()
        self._close.setIcon(theme.icon("close"))
        theme.fit_icon(self._close)
        self._close.clicked.connect(self._dismiss)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 10, 8)
        layout.setSpacing(12)
        layout.addWidget(self._icon)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._retry)
        layout.addWidget(self._close)
        keep_in_language(self, self._name)
        self.hide()

    def _name(self) -> None:
        self._retry.setText(self.tr("Retry"))
        self._close.setAccessibleName(self.tr("Dismiss the message"))
        if self._status is not None:
            self._say(self._status)

    @property
    def status(self) -> Status | None:
        """What is on show."""
        return self._status

    def show_status(self, status: Status | None) -> None:
        """Show a status, or hide the bar."""
        if status == self._status:
            return
        self._status = status
        self.setVisible(status is not None)
        if status is None:
            return
        colour = (
            theme.colours().record if status.severity is Severity.ERROR else theme.colours().warning
        )
        side = theme.icon_size(self.fontMetrics().height())
        self._icon.setPixmap(theme.icon_pixmap("warning", colour.name(), side.width()))
        self._retry.setVisible(status.retry)
        self._say(status)
        event = QAccessibleAnnouncementEvent(self, self.accessibleName())
        QAccessible.updateAccessibility(event)

    def _say(self, status: Status) -> None:
        """Say what is on show in the language that holds."""
        self._icon.setAccessibleName(
            self.tr("Error") if status.severity is Severity.ERROR else self.tr("Warning")
        )
        text = said(status.text)
        self._text.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def heightForWidth(self, width: int) -> int:
        """Return the height at which the whole text shows."""
        layout = self.layout()
        return layout.heightForWidth(width) if layout is not None else self.sizeHint().height()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the background and a stripe of the severity's colour."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colours().raised)
        if self._status is not None:
            error = self._status.severity is Severity.ERROR
            painter.fillRect(
                0, 0, 4, self.height(), theme.colours().record if error else theme.colours().warning
            )
        painter.end()

    def minimumSizeHint(self) -> QSize:
        """Return a small width: the text wraps."""
        return QSize(200, super().minimumSizeHint().height())

    def _dismiss(self) -> None:
        if self._status is not None:
            self.dismissed.emit(self._status.topic)
