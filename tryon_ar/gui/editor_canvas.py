"""The editor's canvas: what mouse and keyboard do to landmarks and matte."""

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QMenu, QWidget

from tryon_ar.garments.editing import GarmentEdit
from tryon_ar.garments.editing_brush import Brush
from tryon_ar.gui import editor_handles
from tryon_ar.gui.editing_words import point_name
from tryon_ar.gui.editor_view import EditorView, Tool
from tryon_ar.gui.editor_viewport import ZOOM_STEP

MIN_BRUSH_PX, MAX_BRUSH_PX = 1.0, 200.0
BRUSH_STEP = 1.18
HARD, SOFT = 0.85, 0.2
NUDGE_PX, FAR_NUDGE_PX = 1.0, 10.0
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class EditorCanvas(EditorView):
    """Edits landmarks and matte of a :class:`GarmentEdit`.

    Attributes
    ----------
    soft, follow_edges : bool
        How the brush paints.

    Notes
    -----
    *Signals*: ``edited`` after every change of the garment made here, also while dragging.
    """

    edited = Signal()

    def __init__(self, edit: GarmentEdit, parent: QWidget | None = None) -> None:
        super().__init__(edit, parent)
        self.soft = False
        self.follow_edges = False
        self._grab: QPointF | None = None
        self._pan_from: QPointF | None = None
        self._space = False
        self._painting = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Photo of the garment"))
        self._describe()

    # -- tools -------------------------------------------------------------------------

    def set_tool(self, tool: Tool) -> None:
        """Take a tool in hand."""
        if tool is not self.tool:
            self._stop_dragging()
            self.tool = tool
            self._hovered = None
            self._show_cursor()
            self._describe()
            self._tell_shown()

    def swap_paint(self) -> None:
        """Exchange painting and erasing; from the points, take the brush."""
        self.set_tool(Tool.ERASE if self.tool is Tool.PAINT else Tool.PAINT)

    def set_brush(self, radius_px: float) -> None:
        """Set the brush's radius, photo pixels."""
        self.brush_px = min(max(radius_px, MIN_BRUSH_PX), MAX_BRUSH_PX)
        self._tell_shown()

    def step_brush(self, steps: float) -> None:
        """Make the brush larger or smaller, by at least half a pixel a step."""
        wanted = self.brush_px * BRUSH_STEP**steps
        self.set_brush(max(wanted, self.brush_px + 0.5) if steps > 0 else wanted)

    def select(self, name: str | None) -> None:
        """Select a landmark and bring it into sight; None selects none."""
        self.selected = name
        self._edit.settle()
        self._reveal_selected()
        self._describe()
        self._tell_shown()

    def zoom(self, factor: float, around: QPointF | None = None) -> None:
        """Enlarge or shrink around a place of the view, else around what is selected."""
        if around is None and self.selected in self._edit.landmarks:
            place = self.viewport.to_view(*self._edit.landmarks[self.selected])
            around = place if self.rect().contains(place.toPoint()) else None
        super().zoom(factor, around)

    def nudge(self, x: int, y: int, by_px: float) -> None:
        """Move the selected landmark by photo pixels."""
        if self.selected in self._edit.landmarks:
            name = self.selected
            old_x, old_y = self._edit.landmarks[name]
            self._edit.move_landmark(name, old_x + x * by_px, old_y + y * by_px)
            self._reveal_selected()
            self._describe()
            self.update()
            self.edited.emit()

    def remove_selected(self) -> None:
        """Remove the selected landmark where the garment can do without."""
        if self.selected is not None and self._edit.remove_landmark(self.selected):
            self.selected = self._hovered = None
            self._describe()
            self._tell_shown()
            self.edited.emit()

    # -- mouse -------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a drag of a landmark, a stroke or the photo."""
        place = event.position()
        left = event.button() == Qt.MouseButton.LeftButton
        if self._is_dragging():
            return
        if event.button() == Qt.MouseButton.MiddleButton or (left and self._space):
            self._pan_from = place
            self._show_cursor()
        elif left and self.tool is Tool.POINTS:
            self._grab_handle(place)
        elif left:
            self._begin_stroke(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what was grabbed, paint on, or point."""
        place = event.position()
        if self._pan_from is not None:
            self.viewport.pan(place - self._pan_from)
            self._pan_from = place
            self._moved()
        elif self._grab is not None:
            self._drag_handle(place - self._grab)
        elif self._painting:
            self._edit.extend_stroke([self.viewport.to_photo(place)])
            self._show_dirty()
            self.edited.emit()
        elif self.tool is Tool.POINTS:
            self._hover(place)
        self._point_at(place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag."""
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._stop_dragging()
            self._show_cursor()

    def leaveEvent(self, event: QEvent) -> None:
        """Take the brush's ring and the name under the pointer away."""
        super().leaveEvent(event)
        self._update_handle(self._hovered)
        self._hovered = None
        self._point_at(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, else size the brush; push the photo where there is no brush."""
        steps = event.angleDelta().y() / 120.0
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(ZOOM_STEP**steps, event.position())
        elif self.tool is not Tool.POINTS:
            self.step_brush(steps)
        else:
            delta = QPointF(event.angleDelta()) / 2
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                delta = delta.transposed()
            self.viewport.pan(delta)
            self._moved()
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to remove a landmark that the garment can do without."""
        name = editor_handles.handle_at(QPointF(event.pos()), self._edit.landmarks, self.viewport)
        if self.tool is not Tool.POINTS or name is None:
            return
        self.select(name)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        text = self.tr("Remove {name}").format(name=point_name(name).lower())
        action = menu.addAction(text)
        action.setEnabled(self._edit.can_remove(name))
        action.triggered.connect(self.remove_selected)
        menu.popup(event.globalPos())

    # -- keyboard ----------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Nudge the selected landmark, remove it, or hold the photo with Space."""
        key = Qt.Key(event.key())
        points = self.tool is Tool.POINTS and self.selected is not None
        if key == Qt.Key.Key_Space:
            self._space = True
            self._show_cursor()
        elif key in _ARROWS and points:
            far = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.nudge(*_ARROWS[key], FAR_NUDGE_PX if far else NUDGE_PX)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and points:
            self.remove_selected()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Let the photo go with Space."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            self._show_cursor()
        else:
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let the photo go: a release of Space would not come any more."""
        super().focusOutEvent(event)
        self._space = False
        self._show_cursor()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Walk through the landmarks before the focus goes on."""
        if self.tool is Tool.POINTS and self.hasFocus():
            name = editor_handles.next_handle(
                self.selected, self._edit.category, self._edit.landmarks, 1 if forward else -1
            )
            self.select(name)
            if name is not None:
                return True
        return super().focusNextPrevChild(forward)

    # -- inside ------------------------------------------------------------------------

    def _grab_handle(self, place: QPointF) -> None:
        name = editor_handles.handle_at(place, self._edit.landmarks, self.viewport)
        self.select(name)
        if name is not None:
            self._grab = place - self.viewport.to_view(*self._edit.landmarks[name])
            self._show_cursor()

    def _drag_handle(self, place: QPointF) -> None:
        if self.selected not in self._edit.landmarks:
            return
        self._update_handle(self.selected)
        self._edit.move_landmark(self.selected, *self.viewport.to_photo(place))
        self._update_handle(self.selected)
        self._describe()
        self.edited.emit()

    def _hover(self, place: QPointF) -> None:
        name = editor_handles.handle_at(place, self._edit.landmarks, self.viewport)
        if name != self._hovered:
            for one in (name, self._hovered, self.selected):
                self._update_handle(one)
            self._hovered = name
            self._show_cursor()

    def _begin_stroke(self, place: QPointF) -> None:
        self._edit.begin_stroke(
            Brush(
                self.brush_px,
                erase=self.tool is Tool.ERASE,
                hardness=SOFT if self.soft else HARD,
                follow_edges=self.follow_edges,
            )
        )
        self._painting = True
        self._edit.extend_stroke([self.viewport.to_photo(place)])
        self._show_dirty()
        self.edited.emit()

    def _is_dragging(self) -> bool:
        return self._painting or self._grab is not None or self._pan_from is not None

    def _stop_dragging(self) -> None:
        painted = self._painting
        self._painting = False
        self._grab = self._pan_from = None
        self._edit.end_stroke()
        self._edit.settle()
        if painted:
            self.edited.emit()

    def _shows_ring(self) -> bool:
        return super()._shows_ring() and not self._space and self._pan_from is None

    def _show_cursor(self) -> None:
        shape = Qt.CursorShape.ArrowCursor
        if self._pan_from is not None or self._grab is not None:
            shape = Qt.CursorShape.ClosedHandCursor
        elif self._space or self._hovered is not None:
            shape = Qt.CursorShape.OpenHandCursor
        elif self.tool is not Tool.POINTS:
            shape = Qt.CursorShape.BlankCursor
        self.setCursor(shape)
        self._update_ring()

    def _reveal_selected(self) -> None:
        if self.selected in self._edit.landmarks:
            x, y = self._edit.landmarks[self.selected]
            if self.viewport.reveal(x, y, 2 * editor_handles.GRAB_PX):
                self._moved()

    def _describe(self) -> None:
        """Tell screen readers what is selected and where it is."""
        text = self.tr("Tab goes from point to point, arrows move it.")
        if self.tool is not Tool.POINTS:
            text = self.tr("Paint with the mouse; X changes between adding and erasing.")
        elif self.selected in self._edit.landmarks:
            x, y = self._edit.landmarks[self.selected]
            text = f"{point_name(self.selected)}: {x:.0f}, {y:.0f}"
        self.setAccessibleDescription(text)
