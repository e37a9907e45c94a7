"""The editor of a garment: points, cut, category, back and sizes, seen on the body at once."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMessageBox,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from tryon_ar.garments.editing import GarmentEdit
from tryon_ar.garments.garment import Garment
from tryon_ar.gui import theme
from tryon_ar.gui.editing_words import step_name
from tryon_ar.gui.editor_canvas import EditorCanvas
from tryon_ar.gui.editor_details import EditorDetails
from tryon_ar.gui.editor_notice import EditorNotice
from tryon_ar.gui.editor_tools import EditorTools
from tryon_ar.gui.editor_view import Tool
from tryon_ar.gui.editor_viewport import ZOOM_STEP

PREVIEW_MS = 100
DEFAULT_SIZE = QSize(1060, 760)
# Below this width the details take the canvas's place instead of standing beside it.
NARROW_PX = 760


class GarmentEditor(QWidget):
    """A window of its own, or a panel when it is put into a layout or dock.

    Parameters
    ----------
    garment : Garment
        What is edited; never altered.
    original_bgr : ndarray of shape (H, W, 3), uint8, optional
        The photo before its colours were cleaned; one of another size is not used.

    Notes
    -----
    *Signals*: ``changed(object)`` carries a new garment at most ten times a second while
    editing, the last one always; ``saved(object)`` the garment to keep; ``cancelled()`` that
    nothing is kept. The editor closes after the last two, unless a slot of ``saved`` calls
    :meth:`keep_open` because it could not be kept.

    *Lifecycle*: closing it by the frame asks as Cancel does when there are changes;
    :meth:`discard` closes without asking or telling. *Thread safety*: GUI thread only.
    """

    changed = Signal(object)
    saved = Signal(object)
    cancelled = Signal()

    def __init__(
        self,
        garment: Garment,
        original_bgr: NDArray[np.uint8] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        if original_bgr is not None and original_bgr.shape != garment.photo_bgr.shape:
            original_bgr = None
        self.edit = GarmentEdit(garment, original_bgr)
        self._finished = False
        self._kept_open = False
        self._told = garment
        self.setObjectName("editor")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowFlag(Qt.WindowType.Window)
        self.canvas = EditorCanvas(self.edit)
        self.tools = EditorTools(self.canvas, self.edit)
        self.details = EditorDetails(self.edit)
        self.notice = EditorNotice()
        self.footer = self._make_footer()
        self._preview = QTimer(self)
        self._preview.setSingleShot(True)
        self._preview.setInterval(PREVIEW_MS)
        self._preview.timeout.connect(self._tell_changed)
        self._arrange()
        self._connect()
        self.resize(DEFAULT_SIZE)
        self._refresh()

    # -- for the owner -----------------------------------------------------------------

    def keep_open(self, text: str) -> None:
        """Stay open after all, saying why saving failed."""
        self._kept_open = True
        self._finished = False
        self.notice.show_problem(text)

    def discard(self) -> None:
        """Close without asking and without a signal."""
        self._finished = True
        self.close()

    # -- actions -----------------------------------------------------------------------

    def undo(self) -> None:
        """Undo the last step."""
        if self.edit.undo():
            self._show_edit()

    def redo(self) -> None:
        """Do again what was undone."""
        if self.edit.redo():
            self._show_edit()

    def start_over(self) -> None:
        """Return to the garment as it was opened; can be undone."""
        self.edit.reset()
        self._show_edit()

    def save(self) -> None:
        """Hand the garment to the owner and close."""
        self.edit.end_stroke()
        if self.edit.problem:
            self.notice.show_problem(self.edit.problem)
            return
        self._preview.stop()
        self._finished, self._kept_open = True, False
        self.saved.emit(self.edit.garment)
        if not self._kept_open:
            self.close()

    def cancel(self) -> None:
        """Close without keeping anything; asks when there are changes."""
        self.leave(lambda: None)

    def leave(self, then: Callable[[], object]) -> None:
        """Close as :meth:`cancel` does and do something then; nothing when editing goes on."""
        self.edit.end_stroke()
        if self._finished or not self.edit.is_changed:
            self._give_up(then)
            return
        question = QMessageBox(
            QMessageBox.Icon.Question,
            self.tr("Discard changes?"),
            self.tr("The changes to {name} are not saved.").format(name=self.edit.name),
            QMessageBox.StandardButton.Discard | QMessageBox.StandardButton.Cancel,
            self,
        )
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.button(QMessageBox.StandardButton.Cancel).setText(self.tr("Go on editing"))
        question.setDefaultButton(QMessageBox.StandardButton.Cancel)
        question.button(QMessageBox.StandardButton.Discard).clicked.connect(
            lambda: self._give_up(then)
        )
        question.open()

    def _give_up(self, then: Callable[[], object]) -> None:
        if not self._finished:
            self._finished = True
            self._preview.stop()
            self.cancelled.emit()
            self.close()
        then()

    # -- events ------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask before changes are lost."""
        if self._finished:
            self._preview.stop()
            super().closeEvent(event)
            return
        event.ignore()
        self.cancel()

    def event(self, event: QEvent) -> bool:
        """Keep plain keys from a surrounding window's shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.modifiers() & ~(
                Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
            )
            if plain == Qt.KeyboardModifier.NoModifier and event.key() < Qt.Key.Key_F1:
                event.accept()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take tools in hand and size the brush by single keys."""
        action = self._keys().get(Qt.Key(event.key()))
        if action is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
        else:
            action()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show canvas and details beside each other while there is room."""
        super().resizeEvent(event)
        self._fit_width()

    # -- inside ------------------------------------------------------------------------

    def _keys(self) -> dict[Qt.Key, Callable[[], None]]:
        canvas, view = self.canvas, self.tools.mask_view
        return {
            Qt.Key.Key_P: lambda: canvas.set_tool(Tool.POINTS),
            Qt.Key.Key_B: lambda: canvas.set_tool(Tool.PAINT),
            Qt.Key.Key_E: lambda: canvas.set_tool(Tool.ERASE),
            Qt.Key.Key_X: canvas.swap_paint,
            Qt.Key.Key_BracketLeft: lambda: canvas.step_brush(-1),
            Qt.Key.Key_BracketRight: lambda: canvas.step_brush(1),
            Qt.Key.Key_V: lambda: view.setCurrentIndex((view.currentIndex() + 1) % view.count()),
            Qt.Key.Key_0: canvas.fit,
            Qt.Key.Key_1: self.tools.show_true_size,
            Qt.Key.Key_Escape: self.cancel,
        }

    def _connect(self) -> None:
        for child in (self.canvas, self.tools, self.details):
            child.edited.connect(self._note_edit)
        self.details.refused.connect(self.notice.show_problem)
        self.notice.accepted.connect(self._accept_warnings)
        self.details_switch.toggled.connect(self._fit_width)
        bindings: tuple[
            tuple[QKeySequence | QKeySequence.StandardKey | str, Callable[[], None]], ...
        ]
        bindings = (
            ("Ctrl+Z", self.undo),
            ("Ctrl+Shift+Z", self.redo),
            ("Ctrl+Y", self.redo),
            ("Ctrl+S", self.save),
            ("Ctrl++", lambda: self.canvas.zoom(ZOOM_STEP)),
            ("Ctrl+=", lambda: self.canvas.zoom(ZOOM_STEP)),
            ("Ctrl+-", lambda: self.canvas.zoom(1 / ZOOM_STEP)),
            ("Ctrl+0", self.canvas.fit),
        )
        for keys, action in bindings:
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(action)

    def _note_edit(self) -> None:
        """Show a change made by a child and pass it on, not too often."""
        self.canvas.show_edit()
        self._refresh()
        if not self._preview.isActive():
            self._tell_changed()
            self._preview.start()

    def _show_edit(self) -> None:
        self._note_edit()

    def _tell_changed(self) -> None:
        garment = self.edit.garment
        if garment is not self._told and not self.edit.problem:
            self._told = garment
            self.changed.emit(garment)
            self._preview.start()

    def _accept_warnings(self) -> None:
        self.edit.dismiss_warnings()
        self._note_edit()

    def _refresh(self) -> None:
        self.setWindowTitle(self.tr("Edit {name}").format(name=self.edit.name))
        self.details.refresh()
        self.tools.refresh()
        self.notice.show_warnings(self.edit.warnings)
        for button, name, what in (
            (self.undo_button, self.tr("Undo"), self.edit.undo_text),
            (self.redo_button, self.tr("Redo"), self.edit.redo_text),
        ):
            button.setEnabled(bool(what))
            text = f"{name}: {step_name(what)}" if what else name
            button.setToolTip(text)
            button.setAccessibleName(text)

    def _make_footer(self) -> QFrame:
        footer = QFrame()
        footer.setObjectName("footer")
        self.undo_button = self._icon_button("undo")
        self.redo_button = self._icon_button("redo")
        self.undo_button.clicked.connect(self.undo)
        self.redo_button.clicked.connect(self.redo)
        self.reset_button = QToolButton()
        self.reset_button.setText(self.tr("Start over"))
        self.reset_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.reset_button.clicked.connect(self.start_over)
        self.details_switch = QToolButton()
        self.details_switch.setText(self.tr("Details"))
        self.details_switch.setCheckable(True)
        self.details_switch.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.cancel_button.clicked.connect(self.cancel)
        self.save_button = QPushButton(self.tr("Save"))
        self.save_button.setObjectName("primary")
        self.save_button.setToolTip(self.tr("Save (Ctrl+S)"))
        self.save_button.clicked.connect(self.save)
        layout = QHBoxLayout(footer)
        layout.setContentsMargins(10, 8, 12, 8)
        left = (self.undo_button, self.redo_button, self.reset_button)
        right = (self.details_switch, self.cancel_button, self.save_button)
        for tool in left:
            layout.addWidget(tool)
        layout.addStretch(1)
        for button in right:
            layout.addWidget(button)
        return footer

    def _icon_button(self, icon: str) -> QToolButton:
        button = QToolButton()
        button.setIcon(theme.icon(icon))
        theme.fit_icon(button)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _arrange(self) -> None:
        self._middle = QHBoxLayout()
        self._middle.setSpacing(0)
        self._middle.addWidget(self.canvas, 1)
        self._middle.addWidget(self.details)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.notice)
        layout.addWidget(self.tools)
        layout.addLayout(self._middle, 1)
        layout.addWidget(self.footer)
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit_width(self) -> None:
        beside = self.details.fitting_width()
        narrow = self.width() < NARROW_PX or self.width() < 2 * beside
        self.details_switch.setVisible(narrow)
        self.tools.set_wordless(narrow)
        instead = narrow and self.details_switch.isChecked()
        self.canvas.setVisible(not instead)
        self.tools.setVisible(not instead)
        self.details.setVisible(instead or not narrow)
        self.details.setMinimumWidth(min(beside, self.width()))
        self.details.setMaximumWidth(16777215 if instead else beside)
