"""Buttons of fitting by hand, at the picture's top: hems and their handles are below."""

from PySide6.QtCore import QRect, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tryon_ar.gui import theme
from tryon_ar.gui.compare_chips import MARGIN_PX, Chip, ChipButton
from tryon_ar.gui.language import keep_in_language

_LEAST_NAME_PX = 120


class FitControls(QWidget):
    """Which garment is in hand, undo, redo, reset, done; a hint above the picture.

    Notes
    -----
    *Signals*: ``next_asked``, ``undo_asked``, ``redo_asked``, ``reset_asked``, ``done_asked``.
    """

    next_asked = Signal()
    undo_asked = Signal()
    redo_asked = Signal()
    reset_asked = Signal()
    done_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._name_shown = ""
        self.hint = Chip(parent)
        self.garment = self._button("hanger", self.next_asked)
        self.undo = self._button("undo", self.undo_asked)
        self.redo = self._button("redo", self.redo_asked)
        self.reset = self._button("reset", self.reset_asked)
        self.done = self._button("check", self.done_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for button in (self.garment, self.undo, self.redo, self.reset, self.done):
            row.addWidget(button)
        keep_in_language(self, self._say)
        self.set_visible(False)

    def set_visible(self, visible: bool) -> None:
        """Show or hide all of it."""
        self.setVisible(visible)
        self.hint.setVisible(visible)

    def show_state(self, name: str, *, undo: bool, redo: bool, changed: bool) -> None:
        """Say which garment is in hand and what can be done."""
        self._name_shown = name
        self.undo.setEnabled(undo)
        self.redo.setEnabled(redo)
        self.reset.setEnabled(changed)
        self._say()

    def put(self, picture: QRect) -> None:
        """Lie at the top of the picture, the buttons above the hint."""
        room = picture.width() - 2 * MARGIN_PX
        words_only = Qt.ToolButtonStyle.ToolButtonTextOnly
        for button in (self.reset, self.done):
            button.setToolButtonStyle(words_only)
        if self.sizeHint().width() - self.garment.sizeHint().width() > room - _LEAST_NAME_PX:
            for button in (self.reset, self.done):
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.hint.say(self._hint(), picture.width(), self.tr("Drag it"))
        others = (self.undo, self.redo, self.reset, self.done)
        taken = sum(one.sizeHint().width() + 8 for one in others)
        name_px = room - taken - 2 * self.garment.iconSize().width()
        self.garment.say(self._name_shown, name_px)
        with_name = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        alone = Qt.ToolButtonStyle.ToolButtonIconOnly
        self.garment.setToolButtonStyle(with_name if name_px > 60 else alone)
        size = self.sizeHint()
        width = min(size.width(), room)
        left = picture.left() + (picture.width() - width) // 2
        self.setGeometry(left, picture.top() + MARGIN_PX, width, size.height())
        self.raise_()
        below = picture.adjusted(0, MARGIN_PX // 2 + size.height(), 0, 0)
        self.hint.put(below, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)

    def _button(self, icon_name: str, signal: SignalInstance) -> ChipButton:
        button = ChipButton(self)
        button.setIcon(theme.icon(icon_name))
        theme.fit_icon(button)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys to the picture
        button.clicked.connect(signal)
        return button

    def _say(self) -> None:
        self.setAccessibleName(self.tr("Fit by hand"))
        about = self.tr("Garment in hand: {name}; press for the next").format(name=self._name_shown)
        self.garment.setAccessibleName(about)
        self.garment.setToolTip(about)
        for button, name in (
            (self.undo, self.tr("Undo (Ctrl+Z)")),
            (self.redo, self.tr("Redo (Ctrl+Shift+Z)")),
        ):
            button.setAccessibleName(name)
            button.setToolTip(name)
        self.reset.setText(self.tr("Reset"))
        self.reset.setAccessibleName(self.tr("Reset"))
        self.reset.setToolTip(self.tr("As it was fitted (Backspace)"))
        self.done.setText(self.tr("Done"))
        self.done.setAccessibleName(self.tr("Done"))
        self.done.setToolTip(self.tr("Keep it so (Esc)"))

    def _hint(self) -> str:
        return self.tr("Drag it · wheel or pinch: size · round handle: turn · sides: width")
