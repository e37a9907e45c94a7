"""The welcome: a calm panel beside the running mirror, left with one click."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from tryon_ar.gui import theme
from tryon_ar.gui.closet import ShelfItem
from tryon_ar.gui.language import keep_in_language
from tryon_ar.gui.scrolling import scrolling
from tryon_ar.gui.welcome_steps import (
    CameraStep,
    GarmentStep,
    PrivacyStep,
    SpeedStep,
    Step,
)
from tryon_ar.gui.wrapped_label import wrapped

_LETTERS = 56
_WIDEST_SHARE = 0.6


class WelcomePanel(QFrame):
    """Four steps with a way on, a way back and a way out.

    Notes
    -----
    *Signals*: ``step_changed(int)``; ``finished`` at the end, ``skipped`` by whoever leaves.
    """

    step_changed = Signal(int)
    finished = Signal()
    skipped = Signal()

    def __init__(self, garments: Sequence[ShelfItem], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.camera, self.speed = CameraStep(), SpeedStep()
        self.privacy, self.garment = PrivacyStep(), GarmentStep(garments)
        self.steps: tuple[Step, ...] = (self.camera, self.speed, self.privacy, self.garment)
        self._count = wrapped("muted")
        self._pages = QStackedWidget()
        for step in self.steps:
            step.column.addStretch(1)
            self._pages.addWidget(scrolling(step))
        self.skip, self.back, self.next = QPushButton(), QPushButton(), QPushButton()
        self.next.setObjectName("primary")
        self.skip.clicked.connect(self.skipped)
        self.back.clicked.connect(lambda: self.go_to(self.at - 1))
        self.next.clicked.connect(self._go_on)
        self._arrange()
        keep_in_language(self, self._say)

    @property
    def at(self) -> int:
        """Number of the step that shows, from 0."""
        return self._pages.currentIndex()

    def go_to(self, number: int) -> None:
        """Show a step."""
        self._pages.setCurrentIndex(number)
        self._say()
        self.next.setFocus(Qt.FocusReason.OtherFocusReason)
        self.step_changed.emit(number)

    def wanted_width(self, room: QRect) -> int:
        """Return how wide it wants to be beside the mirror in a room."""
        letters = self.fontMetrics().averageCharWidth() * _LETTERS
        return min(letters, round(room.width() * _WIDEST_SHARE))

    def _go_on(self) -> None:
        if self.at + 1 < len(self.steps):
            self.go_to(self.at + 1)
        else:
            self.finished.emit()

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.back)
        buttons.addWidget(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 16, 14)
        column.setSpacing(8)
        top = QHBoxLayout()
        top.addWidget(self._count, 1)
        top.addWidget(self.skip)
        column.addLayout(top)
        column.addWidget(self._pages, 1)
        column.addLayout(buttons)
        for before, after in pairwise((self.next, self.back, self.skip)):
            QWidget.setTabOrder(before, after)

    def _say(self) -> None:
        last = self.at + 1 == len(self.steps)
        self._count.setText(
            self.tr("Step {number} of {count}").format(number=self.at + 1, count=len(self.steps))
        )
        for step in self.steps:
            step.show_title()
        self.skip.setText(self.tr("Skip"))
        self.skip.setAccessibleName(self.tr("Skip the welcome"))
        self.skip.setVisible(not last)
        self.back.setText(self.tr("Back"))
        self.back.setVisible(self.at > 0)
        self.next.setText(self.tr("Start") if last else self.tr("Next"))
        self.setAccessibleName(self.steps[self.at].title)
        self.setAccessibleDescription(self.steps[self.at].words.text())

    def minimumSizeHint(self) -> QSize:
        """Return a small size: words wrap and scroll."""
        return QSize(160, 120)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground and the line towards the mirror."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colours().surface)
        painter.fillRect(0, 0, 1, self.height(), theme.colours().line)
        painter.end()
