"""The page over the mirror that tells why no live picture shows, and what helps."""

from itertools import pairwise

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from tryon_ar.gui import theme
from tryon_ar.gui.language import keep_in_language
from tryon_ar.gui.plate import paint_plate
from tryon_ar.gui.problem_remedies import Remedy, remedies_of
from tryon_ar.gui.problem_steps import USUAL, Circumstances
from tryon_ar.gui.problem_words import ProblemWords, words_of
from tryon_ar.gui.scrolling import scrolling
from tryon_ar.gui.wrapped_label import WrappedContent, wrapped
from tryon_ar.runtime.status import Status

MARGIN_PX = 14
_BESIDE_BUTTONS_PX = 36
# More of the buttons would make a page of a card.
_ON_CARDS = 2
# Words in less than this share of the width they are best read in are broken too often.
_NARROW = 0.6
_CARD_LETTERS, _PAGE_LETTERS = 92, 74
_HEADLINE_SCALE = 1.35
_NARROW_LETTERS = 40


class ProblemPage(QFrame):
    """Tells of one problem at a time: as a page in the middle, or as a card at the bottom.

    As a card it leaves the picture that plays meanwhile in sight and keeps why and what to do
    to itself until it is asked.

    Notes
    -----
    *Signals*: ``asked(Remedy)``; ``closed`` when the person has read it; ``changed`` when it
    wants another place, which :meth:`place_in` gives.
    """

    asked = Signal(object)
    closed = Signal()
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.status: Status | None = None
        self.now = USUAL
        self._words: ProblemWords | None = None
        self._remedies: tuple[Remedy, ...] = ()
        self._unfolded = False
        self._as_card = False
        self._trying = self._pinned = False
        self._icon = QLabel()
        self._headline = wrapped()
        self._happened = wrapped()
        self._why_title, self._why = wrapped("heading"), wrapped()
        self._steps_title, self._steps = wrapped("heading"), wrapped()
        self._steps.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._more = QPushButton()
        self._more.clicked.connect(self._unfold)
        self._close = QToolButton()
        self._close.setIcon(theme.icon("close"))
        theme.fit_icon(self._close)
        self._close.clicked.connect(self.closed)
        self.buttons: dict[Remedy, QPushButton] = {one: self._button(one) for one in Remedy}
        self._grid = QGridLayout()
        self._content, self._foot = WrappedContent(), QWidget()
        self._foot_row = QVBoxLayout(self._foot)
        self._area = scrolling(self._content)
        self._arrange()
        keep_in_language(self, self._say)
        self.hide()

    # -- what it shows -----------------------------------------------------------------

    @property
    def is_card(self) -> bool:
        """Whether it is small and at the bottom."""
        return self._as_card and not self._unfolded

    def show_problem(self, status: Status, *, as_card: bool, now: Circumstances = USUAL) -> None:
        """Show a problem, small where the mirror has something else to show."""
        again = self.status is not None and self.status.problem is status.problem
        anew = self.isHidden() or not again
        self._unfolded = self._unfolded and again
        self.status, self.now, self._as_card = status, now, as_card
        self.show_trying(False)
        self._remedies = remedies_of(status, kiosk=now.kiosk)
        for remedy, button in self.buttons.items():
            button.setObjectName("primary" if remedy is self._remedies[0] else "")
            button.style().unpolish(button)
            button.style().polish(button)
        self.show()
        self._say()
        if anew:
            event = QAccessibleEvent(self, QAccessible.Event.Alert)
            QAccessible.updateAccessibility(event)
            if not as_card:
                self.buttons[self._remedies[0]].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_trying(self, trying: bool) -> None:
        """Say that what was asked for is being tried, or that it was in vain."""
        if trying != self._trying:
            self._trying = trying
            self.buttons[Remedy.RETRY].setEnabled(not trying)
            self._say()

    def fold(self) -> bool:
        """Make an unfolded card small again; return whether it was one."""
        if self.isHidden() or not (self._as_card and self._unfolded):
            return False
        self._unfold()
        return True

    def place_in(self, room: QRect, widest: QRect) -> None:
        """Take a place over the mirror.

        Parameters
        ----------
        room : QRect
            The mirror's place in the parent.
        widest : QRect
            What may be used where the mirror is too narrow for large letters.
        """
        letters = _CARD_LETTERS if self.is_card else _PAGE_LETTERS
        width = self.fontMetrics().averageCharWidth() * letters
        longest = max(one.sizeHint().width() for one in self._shown_buttons())
        if room.width() < max(width * _NARROW, longest + 2 * _BESIDE_BUTTONS_PX):
            room = widest
        width = max(min(width, room.width() - 2 * MARGIN_PX), 120)
        most = room.height() - 2 * MARGIN_PX
        self._fit_head(width)
        wanted = self._lay_buttons(width, pinned=self._pinned)
        if self._pinned != (wanted > most):  # what helps most likely never needs scrolling
            self._pinned = wanted > most
            wanted = self._lay_buttons(width, pinned=self._pinned)
        height = min(wanted, most)
        left = room.left() + (room.width() - width) // 2
        middle = room.top() + (room.height() - height) // 2
        bottom = room.bottom() + 1 - MARGIN_PX - height
        self.setGeometry(left, bottom if self.is_card else middle, width, height)
        self.raise_()

    # -- how it is made ----------------------------------------------------------------

    def _button(self, remedy: Remedy) -> QPushButton:
        button = QPushButton()
        button.clicked.connect(lambda: self.asked.emit(remedy))
        return button

    def _arrange(self) -> None:
        self._fill_content()
        self._foot_row.setContentsMargins(20, 8, 12, 12)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._area, 1)
        whole.addWidget(self._foot)

    def _head(self) -> QHBoxLayout:
        """Return icon, headline and what closes it, side by side."""
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._headline)
        words.addWidget(self._happened)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _fill_content(self) -> None:
        """Put all that scrolls below one another."""
        for button in (*self.buttons.values(), self._more):
            button.setParent(self._content)
        column = QVBoxLayout(self._content)
        column.setContentsMargins(20, 16, 12, 16)
        column.setSpacing(4)
        column.addLayout(self._head())
        for label in (self._why_title, self._why, self._steps_title, self._steps):
            above = 8 if label in (self._why_title, self._steps_title) else 0
            label.setContentsMargins(0, above, 0, 0)
            column.addWidget(label)
        column.addSpacing(8)
        column.addStretch(1)
        self._grid.setSpacing(8)
        column.addLayout(self._grid)

    def _fit_head(self, width: int) -> None:
        """Keep headline and icon in proportion to the room."""
        letters = width / self.fontMetrics().averageCharWidth()
        narrow = self.is_card or letters < _NARROW_LETTERS
        font = self.font()
        font.setBold(True)
        if not narrow:
            font.setPointSizeF(font.pointSizeF() * _HEADLINE_SCALE)
        self._headline.setFont(font)
        self._show_icon(round(self.fontMetrics().height() * (2.0 if narrow else 3.2)))

    def _show_icon(self, side: int) -> None:
        if self._words is None:
            return
        ratio = self.devicePixelRatioF()
        colour = theme.colours().warning.name()
        picture = theme.icon_pixmap(self._words.icon, colour, round(side * ratio))
        picture.setDevicePixelRatio(ratio)
        self._icon.setPixmap(picture)

    def _lay_buttons(self, width: int, *, pinned: bool) -> int:
        """Lay the buttons side by side where they fit, else in two columns, else in one.

        Pinned, the first of them lies below what scrolls. Returns the height wanted.
        """
        shown = self._unpinned(pinned)
        room = width - _BESIDE_BUTTONS_PX
        gap = self._grid.spacing()
        columns = 1
        if sum(one.sizeHint().width() + gap for one in shown) <= room:
            columns = len(shown)
        elif 2 * max(one.sizeHint().width() + gap for one in shown) <= room:
            columns = 2
        while self._grid.count():
            self._grid.takeAt(0)
        for number, button in enumerate(shown):
            self._grid.addWidget(button, number // columns, number % columns)
        beside = columns == len(shown)
        for column in range(len(Remedy) + 2):
            last = column == columns
            self._grid.setColumnStretch(column, int(last if beside else column < columns))
        for one in (self._content, self):
            layout = one.layout()
            if layout is not None:  # it remembers heights
                layout.invalidate()
                layout.activate()
        foot = self._foot.sizeHint().height() if pinned else 0
        return self._content.heightForWidth(width - 2 * self.frameWidth()) + 2 + foot

    def _unpinned(self, pinned: bool) -> list[QPushButton]:
        """Pin the first button, or none; return the others."""
        shown = self._shown_buttons()
        for number, button in enumerate(shown):
            home = self._foot if pinned and not number else self._content
            if button.parent() is not home:
                focused = button.hasFocus()
                button.setParent(home)
                button.show()  # Qt hides what gets another parent, and takes its focus
                if focused:
                    button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._foot.setVisible(pinned)
        if pinned:
            self._foot_row.addWidget(shown[0])
        return shown[int(pinned) :]

    def _shown_buttons(self) -> list[QPushButton]:
        """Return the buttons that show, what is likeliest to help first."""
        remedies = self._remedies[:_ON_CARDS] if self.is_card else self._remedies
        more = [self._more] if self._as_card else []
        return [*(self.buttons[one] for one in remedies), *more]

    def _say(self) -> None:
        """Say everything in the language and the colours that hold."""
        names = {
            Remedy.RETRY: self.tr("Trying…") if self._trying else self.tr("Try again"),
            Remedy.CAMERA: self.tr("Choose another camera"),
            Remedy.DEMO: self.tr("Watch the demo meanwhile"),
            Remedy.FILE: self.tr("Open a photo or video"),
            Remedy.FASTER: self.tr("Draw faster"),
            Remedy.SMALLER: self.tr("Smaller pictures"),
        }
        for remedy, button in self.buttons.items():
            button.setText(names[remedy])
        self._more.setText(self.tr("Less") if self._unfolded else self.tr("What can I do?"))
        self._close.setAccessibleName(self.tr("Close this message"))
        self._close.setToolTip(self._close.accessibleName())
        self._why_title.setText(self.tr("Why"))
        self._steps_title.setText(self.tr("What you can do"))
        if self.status is not None:
            self._tell(words_of(self.status, self.now))

    def _tell(self, words: ProblemWords) -> None:
        self._words = words
        self._headline.setText(words.headline)
        self._happened.setText(words.happened)
        self._why.setText(words.why)
        numbered = self.tr("{number}. {step}")
        steps = [
            numbered.format(number=number, step=step) for number, step in enumerate(words.steps, 1)
        ]
        self._steps.setText("\n".join(steps))
        self.setAccessibleName(words.headline)
        self.setAccessibleDescription("\n".join((words.happened, words.why, *steps)))
        self._dress()

    def _dress(self) -> None:
        """Show what belongs to a card or a page, in their sizes."""
        if self._words is None:
            return
        for label in (self._why_title, self._why, self._steps_title, self._steps):
            label.setVisible(not self.is_card)
        shown = self._shown_buttons()
        for button in (*self.buttons.values(), self._more):
            button.setVisible(button in shown)
        for before, after in pairwise([*self._shown_buttons(), self._close]):
            QWidget.setTabOrder(before, after)
        self.changed.emit()
        # Labels tell how high they are for good only after they were shown.
        QTimer.singleShot(0, self, self.changed.emit)

    def _unfold(self) -> None:
        self._unfolded = not self._unfolded
        self._say()
        self._area.verticalScrollBar().setValue(0)

    # -- Qt ----------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        """Follow the colours and the size of letters."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._dress()

    def minimumSizeHint(self) -> QSize:
        """Return a small size: words wrap and scroll."""
        return QSize(120, 80)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a rounded plate with a stripe."""
        paint_plate(self, theme.colours().surface, theme.colours().warning)
