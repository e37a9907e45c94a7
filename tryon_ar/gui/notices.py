"""Notices: what came of something the person did, with buttons for what may be done next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from tryon_ar.core.errors import TryOnError
from tryon_ar.gui import theme
from tryon_ar.gui.language import keep_in_language
from tryon_ar.gui.plate import paint_plate
from tryon_ar.gui.sentences import said
from tryon_ar.runtime.status import Severity

# Narrower than this, words are broken too often beside buttons.
_LEAST_LETTERS = 30
# What is always in the row of buttons: the room before them, and what dismisses.
_STAYING = 2


def _nothing() -> None:
    """Do nothing."""


@dataclass(eq=False)
class Notice:
    """A sentence for the person.

    Attributes
    ----------
    actions : sequence of (str, callable)
        Buttons; pressing one takes the notice down.
    lapsed : callable
        Called when it goes without a button having been pressed.
    seconds : float or None
        How long it stays; None until it is taken down.
    """

    text: str
    severity: Severity = Severity.INFO
    actions: Sequence[tuple[str, Callable[[], None]]] = ()
    lapsed: Callable[[], None] = _nothing
    seconds: float | None = None


def notice_of(error: TryOnError, about: str = "") -> Notice:
    """Return the notice that tells an error: what, why and what to do."""
    text = f"{about}: {said(str(error))}" if about else said(str(error))
    return Notice(text, Severity.ERROR)


class NoticeBar(QFrame):
    """Shows notices one at a time, the first come first; hidden while there are none.

    Notes
    -----
    *Signals*: ``changed`` when its size or visibility may have. *Lifecycle*: :meth:`close_all`
    before the window goes; what is still up lapses.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notices: list[Notice] = []
        self._announced: Notice | None = None
        self._icon = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._more = QLabel()
        self._more.setObjectName("muted")
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addStretch(1)
        self._close = QToolButton()
        self._close.setIcon(theme.icon("close"))
        theme.fit_icon(self._close)
        keep_in_language(
            self, lambda: self._close.setAccessibleName(self.tr("Dismiss the message"))
        )
        self._close.clicked.connect(self.dismiss)
        middle = Qt.AlignmentFlag.AlignVCenter
        words = QHBoxLayout()
        words.setSpacing(12)
        words.addWidget(self._icon, 0, middle)
        words.addWidget(self._text, 1)
        words.addWidget(self._more, 0, middle)
        self._buttons.addWidget(self._close, 0, middle)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(16, 10, 8, 10)
        self._row.setSpacing(8)
        self._row.addLayout(words, 1)
        self._row.addLayout(self._buttons)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.dismiss)
        self.hide()

    @property
    def notice(self) -> Notice | None:
        """What is on show."""
        return self._notices[0] if self._notices else None

    def post(self, notice: Notice) -> None:
        """Show a notice, after those that are up."""
        self._notices.append(notice)
        if len(self._notices) == 1:
            self._show_first()
        else:  # what shows stays as it is: its time, and a button somebody is at
            self._count_waiting()
            self.changed.emit()

    def withdraw(self, notice: Notice) -> None:
        """Take a notice down without its lapsing."""
        if notice in self._notices:
            self._notices.remove(notice)
            self._show_first()

    def dismiss(self) -> None:
        """Take down what is on show."""
        notice = self.notice
        if notice is not None:
            self.withdraw(notice)
            notice.lapsed()

    def close_all(self) -> None:
        """Let everything lapse."""
        self._timer.stop()
        while self._notices:
            self.dismiss()
        self._timer.stop()

    def heightForWidth(self, width: int) -> int:
        """Return the height at which the whole text shows."""
        self._turn(width)
        return self._row.heightForWidth(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the buttons where they have room."""
        super().resizeEvent(event)
        self._turn(self.width())

    def _turn(self, width: int) -> None:
        """Lay the buttons beside the words where both have room, else below them."""
        beside = QBoxLayout.Direction.LeftToRight
        letters = _LEAST_LETTERS * self.fontMetrics().averageCharWidth()
        if self._buttons.sizeHint().width() + letters > width:
            beside = QBoxLayout.Direction.TopToBottom
        if beside != self._row.direction():
            self._row.setDirection(beside)
        self._row.invalidate()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a rounded plate with a stripe of the severity's colour."""
        stripe = None if self.notice is None else _stripe_colour(self.notice.severity)
        paint_plate(self, theme.colours().raised, stripe)

    def _show_first(self) -> None:
        self._timer.stop()
        while self._buttons.count() > _STAYING:
            taken = self._buttons.takeAt(1)
            button = taken.widget() if taken is not None else None
            if button is not None:
                button.hide()
                button.deleteLater()
        notice = self.notice
        self.setVisible(notice is not None)
        if notice is not None:
            self._fill(notice)
        layout = self.layout()
        if layout is not None:  # rows inside it remember the height of the text before
            layout.activate()
        self.updateGeometry()
        self.changed.emit()

    def _fill(self, notice: Notice) -> None:
        self._text.setText(notice.text)
        self.setAccessibleName(notice.text)
        if notice is not self._announced:
            self._announced = notice
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, notice.text))
        self._count_waiting()
        side = theme.icon_size(self.fontMetrics().height()).width()
        plain = notice.severity is Severity.INFO
        colour = _stripe_colour(notice.severity).name()
        self._icon.setPixmap(theme.icon_pixmap("hanger" if plain else "warning", colour, side))
        for number, (label, action) in enumerate(notice.actions):
            button = QPushButton(label, self)
            if number == 0:
                button.setObjectName("primary")
            button.clicked.connect(lambda _checked=False, one=action: self._act(notice, one))
            self._buttons.insertWidget(1 + number, button, 0, Qt.AlignmentFlag.AlignVCenter)
            button.show()
        if notice.seconds is not None:
            self._timer.start(round(notice.seconds * 1000))

    def _count_waiting(self) -> None:
        waiting = len(self._notices) - 1
        self._more.setText(self.tr("{n} more after this").format(n=waiting) if waiting else "")

    def _act(self, notice: Notice, action: Callable[[], None]) -> None:
        self.withdraw(notice)
        action()


def _stripe_colour(severity: Severity) -> QColor:
    now = theme.colours()
    return {
        Severity.INFO: now.accent,
        Severity.WARNING: now.warning,
        Severity.ERROR: now.record,
    }[severity]
