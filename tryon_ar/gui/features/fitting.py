"""Set garments right on the body by hand: drag, size, width and turn, remembered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, Qt
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QTouchEvent,
    QWheelEvent,
)

from tryon_ar.core.adjustment import UNADJUSTED, Adjustment
from tryon_ar.core.types import Points
from tryon_ar.gui.features.compare import Compare
from tryon_ar.gui.features.feature import Feature, WindowContext
from tryon_ar.gui.fit_controls import FitControls
from tryon_ar.gui.fit_handles import (
    REACH_PX,
    FitBox,
    Handle,
    PictureMap,
    cursor_of,
    dragged,
    fit_box,
    paint_box,
)
from tryon_ar.gui.fit_memory import FitMemory
from tryon_ar.gui.fit_touch import FitTouch

_STEP, _FAR = 0.01, 5
_WHEEL = 1.02
_NOTCH = 120.0


@dataclass(slots=True)
class _Drag:
    """A handle that is held."""

    garment_id: str
    handle: Handle
    start: Adjustment
    grabbed: Points


class Fitting(Feature):
    """The fit mode: handles round what is worn.

    Parameters
    ----------
    context : WindowContext
    compare : Compare
        Ended while garments are fitted: handles belong to what is worn.
    """

    def __init__(self, context: WindowContext, compare: Compare) -> None:
        super().__init__(context)
        self._compare = compare
        self.memory = FitMemory(
            context.session.wishes,
            lambda error: context.bridge.tell(str(error), failed=True),
            self,
            keep=not context.options.kiosk,  # else every passer-by set the shop's garments right
        )
        self._drag: _Drag | None = None
        self._chosen: str | None = None
        self._touch = FitTouch(self._take_hold, self._pull_held, self._let_go, self._scale)
        self.active = False
        self.controls = FitControls(context.mirror)
        self.controls.next_asked.connect(self.next_garment)
        self.controls.undo_asked.connect(self.memory.undo)
        self.controls.redo_asked.connect(self.memory.redo)
        self.controls.reset_asked.connect(self.reset)
        self.controls.done_asked.connect(self.toggle)
        self.memory.changed.connect(self._show)
        self.button = context.bar.add_switch(
            "fit_hand", lambda: self.tr("Fit by hand"), "fit", self.toggle, checkable=True
        )

    def actions(self) -> Mapping[str, Callable[[], None]]:
        """Return what it does by name."""
        return {"fit": self.toggle}

    def begin(self) -> None:
        """Wear garments as they were set right before."""
        self.memory.load()

    def refresh(self) -> None:
        """Keep names, buttons and their places true."""
        if self.active and self._compare.comparison is not None:
            self._leave()
        if self.active:
            self._show()

    def step_back(self) -> bool:
        """Leave the fit mode."""
        if was_active := self.active:
            self._leave()
        return was_active

    def forget(self) -> None:
        """Wear garments as the shop set them right."""
        super().forget()
        self._chosen = None
        self.memory.forget()

    def close(self) -> None:
        """Keep what is not kept yet."""
        if self.active:
            self._leave()
        self.memory.settle()

    # -- what keys and buttons do ------------------------------------------------------

    def toggle(self) -> None:
        """Begin to fit by hand, or end it."""
        if self.active:
            self._leave()
            return
        if not self.context.outfit.worn:
            self.context.mirror.toast(self.tr("Put a garment on first"))
            self.button.setChecked(False)
            return
        self._compare.end()
        self.active = True
        mirror = self.context.mirror
        mirror.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        mirror.setMouseTracking(True)
        mirror.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        mirror.installEventFilter(self)
        mirror.add_overlay(self)
        mirror.setFocus(Qt.FocusReason.OtherFocusReason)
        self.button.setChecked(True)
        self.controls.set_visible(True)
        self._show()

    def next_garment(self) -> None:
        """Take the next worn garment in hand."""
        worn = self.context.outfit.worn
        if worn:
            at = worn.index(self.garment_id) if self.garment_id in worn else -1
            self._chosen = worn[(at + 1) % len(worn)]
            self._show()

    def reset(self) -> None:
        """Wear the garment in hand as it was fitted."""
        if self.garment_id is not None:
            self.memory.settle()
            self.memory.change(self.garment_id, UNADJUSTED)
            self.memory.settle()

    @property
    def garment_id(self) -> str | None:
        """The garment in hand: the one chosen, else the one put on last."""
        worn = self.context.outfit.worn
        if self._chosen in worn:
            return self._chosen
        last = self.context.outfit.last
        return last if last in worn else (worn[-1] if worn else None)

    @property
    def adjustment(self) -> Adjustment:
        """How the garment in hand is set right now."""
        return self.memory.of(self.garment_id)

    # -- the mirror's events -----------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the mirror's mouse, wheel, pinches and keys while it is active."""
        if isinstance(event, QKeyEvent):
            return self._on_key(event)
        if isinstance(event, QMouseEvent):
            return self._on_mouse(event)
        if isinstance(event, QWheelEvent):
            self._scale(_WHEEL ** (event.angleDelta().y() / _NOTCH))
            return True
        if isinstance(event, QTouchEvent):
            self._touch.take(event)
            return True
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self._scale(1.0 + event.value())
            return True
        if event.type() == QEvent.Type.Resize:
            self._show()
        return False

    def paint(self, painter: QPainter, picture: QRect) -> None:
        """Paint the handles over the picture."""
        box = self._box(self.garment_id)
        if box is not None:
            held = self._drag.handle if self._drag is not None else None
            paint_box(painter, box, self._map(), held)

    def _on_mouse(self, event: QMouseEvent) -> bool:
        kind, place = event.type(), event.position()
        if kind == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
            self._take_hold(place)
        elif kind == QEvent.Type.MouseMove and self._drag is not None:
            self._pull_held(place)
        elif kind == QEvent.Type.MouseMove:
            self._point_at(place)
        elif kind == QEvent.Type.MouseButtonRelease and self._drag is not None:
            self._let_go()
        return True

    def _on_key(self, event: QKeyEvent) -> bool:
        action = self._key_action(event)
        if action is None:
            return False
        if event.type() == QEvent.Type.KeyPress:
            action()
        event.accept()  # as an override it comes again as a press
        return True

    def _key_action(self, event: QKeyEvent) -> Callable[[], None] | None:
        pressed = event.modifiers()
        control = bool(pressed & Qt.KeyboardModifier.ControlModifier)
        shift = bool(pressed & Qt.KeyboardModifier.ShiftModifier)
        if control:
            if event.key() != Qt.Key.Key_Z:
                return None
            return self.memory.redo if shift else self.memory.undo
        times = _FAR if shift else 1
        step = _STEP * times
        side = step * self._across()  # left and right as they are seen
        keys: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Left: partial(self._move, -side, 0.0),
            Qt.Key.Key_Right: partial(self._move, side, 0.0),
            Qt.Key.Key_Up: partial(self._move, 0.0, -step),
            Qt.Key.Key_Down: partial(self._move, 0.0, step),
            Qt.Key.Key_Plus: partial(self._scale, 1.0 + step),
            Qt.Key.Key_Equal: partial(self._scale, 1.0 + step),
            Qt.Key.Key_Minus: partial(self._scale, 1.0 / (1.0 + step)),
            Qt.Key.Key_BracketLeft: partial(self._turn, -float(times)),
            Qt.Key.Key_BracketRight: partial(self._turn, float(times)),
            Qt.Key.Key_Comma: partial(self._widen, 1.0 / (1.0 + step)),
            Qt.Key.Key_Period: partial(self._widen, 1.0 + step),
            Qt.Key.Key_Backspace: self.reset,
        }
        return keys.get(event.key())

    # -- dragging ----------------------------------------------------------------------

    def _take_hold(self, place: QPointF) -> None:
        where = self._map()
        at, reach_px = where.to_frame(place), REACH_PX / where.scale
        others = [one for one in reversed(self.context.outfit.worn) if one != self.garment_id]
        for garment_id in (self.garment_id, *others):
            box = self._box(garment_id)
            handle = None if box is None else box.handle_at(at, reach_px)
            if box is not None and handle is not None and garment_id is not None:
                self._chosen = garment_id
                self.memory.settle()
                self._drag = _Drag(garment_id, handle, self.adjustment, box.on_body(at))
                self._show()
                return

    def _pull_held(self, place: QPointF) -> None:
        drag = self._drag
        box = self._box(drag.garment_id) if drag is not None else None
        if drag is not None and box is not None:
            now = box.on_body(self._map().to_frame(place))
            wanted = dragged(drag.start, drag.handle, drag.grabbed, now)
            self.memory.change(drag.garment_id, wanted, held=True)

    def _let_go(self) -> None:
        self._drag = None
        self.memory.settle()
        self._show()

    def _point_at(self, place: QPointF) -> None:
        """Show by the pointer's shape what a press would take hold of."""
        where, box = self._map(), self._box(self.garment_id)
        handle = None
        if box is not None:
            handle = box.handle_at(where.to_frame(place), REACH_PX / where.scale)
        self.context.mirror.setCursor(cursor_of(handle))

    # -- changes -----------------------------------------------------------------------

    def _move(self, dx: float, dy: float) -> None:
        self._change(self.adjustment.moved(dx, dy))

    def _scale(self, factor: float) -> None:
        self._change(self.adjustment.scaled(factor))

    def _widen(self, factor: float) -> None:
        self._change(self.adjustment.widened(factor))

    def _turn(self, degrees: float) -> None:
        self._change(self.adjustment.turned(degrees * self._across()))

    def _change(self, adjustment: Adjustment) -> None:
        if self.garment_id is not None and self._drag is None:
            self.memory.change(self.garment_id, adjustment)

    def _across(self) -> int:
        """Return 1 where the wearer's left is seen at the right, -1 where it is at the left."""
        box = self._box(self.garment_id)
        at_right = box is None or bool(box.axes.across[0] > 0)
        return 1 if at_right != self.context.mirror.mirrored else -1

    # -- what shows --------------------------------------------------------------------

    def _leave(self) -> None:
        self.active = False
        self._drag = None
        self.memory.settle()
        mirror = self.context.mirror
        mirror.removeEventFilter(self)
        mirror.remove_overlay(self)
        mirror.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents, False)
        mirror.setMouseTracking(False)
        mirror.unsetCursor()
        mirror.clearFocus()
        mirror.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.setChecked(False)
        self.controls.set_visible(False)

    def _show(self) -> None:
        if not self.active:
            return
        names = {one.id: one.name for one in self.context.shelf.items}
        garment_id = self.garment_id or ""
        self.controls.show_state(
            names.get(garment_id, garment_id),
            undo=self.memory.can_undo,
            redo=self.memory.can_redo,
            changed=not self.adjustment.is_none,
        )
        self.controls.put(self.context.mirror.picture_rect())
        self.context.mirror.update()

    def _map(self) -> PictureMap:
        mirror = self.context.mirror
        size = (1, 1) if mirror.dressed is None else mirror.dressed.tracked.frame.size
        return PictureMap(mirror.picture_rect(), size, mirror.mirrored)

    def _box(self, garment_id: str | None) -> FitBox | None:
        dressed = self.context.mirror.dressed
        if dressed is None or garment_id is None:
            return None
        worn = {one.id: one.is_lower for one in self.context.session.garments_worn}
        adjustment = self.memory.of(garment_id)
        return fit_box(dressed, garment_id, adjustment, is_lower=worn.get(garment_id, False))
