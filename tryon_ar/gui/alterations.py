"""Altering a garment while it is worn: the editor and the choice of colours."""

import dataclasses
from collections.abc import Callable
from functools import partial
from typing import Protocol, cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from tryon_ar.core.errors import TryOnError
from tryon_ar.garments.garment import Garment
from tryon_ar.gui.closet import ShelfItem
from tryon_ar.gui.job_queue import JobQueue
from tryon_ar.gui.options import WindowParts
from tryon_ar.gui.sentences import said
from tryon_ar.runtime.session import MirrorSession

_Photo = NDArray[np.uint8]
_MARGIN_PX = 14
_BODY_PX = 560  # of the window that stay in view beside an editor
_LEAST_BODY_PX = 300
_PLACING = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide)


class Alteration(Protocol):
    """A widget that alters a garment; it hides, but does not go, when it is done."""

    changed: SignalInstance
    saved: SignalInstance
    cancelled: SignalInstance
    destroyed: SignalInstance

    def keep_open(self, text: str) -> None:
        """Go on with everything as it was, saying why it could not be saved."""

    def leave(self, then: Callable[[], object]) -> None:
        """Close, asking where changes would be lost, and do something then."""

    def discard(self) -> None:
        """Close without asking and without a signal."""


class Alterations(QObject):
    """Opens one alteration at a time, wears what it shows, and keeps what it saves.

    Parameters
    ----------
    window : QWidget
        Parent of what is opened.
    parts : WindowParts
        With library and editor.
    session : MirrorSession
        Wears a garment as it is at the moment.
    wear : callable
        Puts a garment on, given its id.
    kept : callable
        Takes a garment that was saved.
    failed : callable
        Takes the error when it cannot be.

    Notes
    -----
    *Signals*: ``covered(int)`` with how many pixels at the window's right lie under what is
    open, where that is more than half of it: the body should move out of there.

    GUI thread only; :meth:`close` before the window goes.
    """

    covered = Signal(int)

    def __init__(
        self,
        window: QWidget,
        parts: WindowParts,
        session: MirrorSession,
        *,
        wear: Callable[[str], None],
        kept: Callable[[Garment], None],
        failed: Callable[[TryOnError], None],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._parts = parts
        self._session = session
        self._wear = wear
        self._tell_kept = kept
        self._tell_failed = failed
        self._chores = JobQueue("alteration", self)
        self._open: QWidget | None = None
        self._item: ShelfItem | None = None

    @property
    def opened(self) -> QWidget | None:
        """The editor or choice of colours that is open."""
        return self._open

    def edit(self, item: ShelfItem) -> None:
        """Open the editor; what it changes is worn at once."""
        make = self._parts.make_editor
        if make is None or self._raise_open():
            return

        def show(garment: Garment, original_bgr: _Photo | None) -> None:
            photo = garment.photo_bgr if original_bgr is None else original_bgr
            self._show(make(garment, photo, self._window), item, garment)

        self._load(item, show)

    def choose_colour(self, item: ShelfItem) -> None:
        """Open the colours of a garment; what is chosen is worn at once."""
        if self._raise_open():
            return

        def show(garment: Garment, _original_bgr: _Photo | None) -> None:
            from tryon_ar.gui.variant_dialog import VariantDialog

            self._show(VariantDialog(garment, self._window), item, garment)

        self._load(item, show)

    def leave(self, then: Callable[[], object]) -> None:
        """Do something once nothing is open; whoever has unsaved changes is asked first."""
        if self._open is None:
            then()
            return
        self._open.raise_()
        cast(Alteration, self._open).leave(then)

    def close(self) -> None:
        """Close what is open, unsaved; what is being saved is saved."""
        self.close_open()
        self._chores.close(finish=True)

    def _raise_open(self) -> bool:
        """Bring what is open already to the front; return whether there is anything.

        Notes
        -----
        What is being saved is hidden; whatever is opened next waits for that in the queue.
        """
        if self._open is None or self._open.isHidden():
            return False
        self._open.raise_()
        self._open.activateWindow()
        return True

    def _load(self, item: ShelfItem, opened: Callable[[Garment, _Photo | None], None]) -> None:
        library = self._parts.library

        def load() -> tuple[Garment, _Photo | None]:
            if item.own and library is not None:
                return library.load(item.id), library.original(item.id)
            return self._parts.session.load_garment(item.id), None

        self._chores.submit(
            lambda _progress: load(), done=lambda loaded: opened(*loaded), failed=self._tell_failed
        )

    def _show(self, widget: QWidget, item: ShelfItem, garment: Garment) -> None:
        """Show an alteration and listen to it."""
        if self._raise_open():
            widget.deleteLater()
            return
        self._open, self._item = widget, item
        alteration = cast(Alteration, widget)
        alteration.changed.connect(partial(self._preview, item.id))
        alteration.saved.connect(partial(self._keep, item, garment))
        alteration.cancelled.connect(partial(self._cancel, item.id))
        alteration.destroyed.connect(partial(self._forget, id(widget)))
        widget.setWindowFlag(Qt.WindowType.Window)
        self._wear(item.id)
        self._session.hand_over(dataclasses.replace(garment, id=item.id))
        widget.installEventFilter(self)
        widget.show()
        self._move_aside(widget)

    def _move_aside(self, widget: QWidget) -> None:
        """Put what is opened at the window's right, so that the body stays in view."""
        here, room = self._window.frameGeometry(), self._window.screen().availableGeometry()
        if widget.width() < here.width() // 2:
            left = here.right() - widget.width() - _MARGIN_PX
        else:
            free = max(room.right() + 1 - here.left() - _BODY_PX, widget.minimumSizeHint().width())
            widget.resize(min(widget.width(), free), min(widget.height(), room.height()))
            left = here.right() + 1
        left = min(left, room.right() + 1 - widget.width())
        top = min(here.top() + 4 * _MARGIN_PX, room.bottom() + 1 - widget.height())
        widget.move(max(left, room.left()), max(top, room.top()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watch where what is open lies."""
        if event.type() in _PLACING and watched is self._open:
            self._tell_covered(self._open)
        return False

    def _tell_covered(self, widget: QWidget) -> None:
        width = self._window.width()
        seen = widget.frameGeometry().left() - self._window.geometry().left()
        beside = widget.isVisible() and _LEAST_BODY_PX <= seen < width // 2
        self.covered.emit(width - seen if beside else 0)

    def _preview(self, garment_id: str, changed: Garment) -> None:
        """Wear a garment as it is at the moment."""
        self._session.hand_over(dataclasses.replace(changed, id=garment_id))

    def _keep(self, item: ShelfItem, before: Garment, after: Garment) -> None:
        """Save what was altered: a variant or a shipped garment as another one."""
        library = self._parts.library
        if library is None:
            return
        is_variant = after.variant_of != before.variant_of

        def save() -> Garment:
            if item.own and not is_variant:
                kept = dataclasses.replace(after, id=item.id)
                library.update(kept)
                return kept
            origin = after.variant_of if is_variant else before.variant_of
            return library.add(dataclasses.replace(after, variant_of=origin))

        if self._open is not None:
            self._open.hide()  # until it is known whether it can be kept
        self._chores.submit(
            lambda _progress: save(),
            done=partial(self._kept, item.id),
            failed=self._not_kept,
        )

    def _kept(self, before_id: str, garment: Garment) -> None:
        self._discard_open()
        self._session.take_back(before_id)
        self._tell_kept(garment)

    def _not_kept(self, error: TryOnError) -> None:
        """Open again what could not be saved, with every change in it."""
        opened = self._open
        if opened is None:
            self._tell_failed(error)
            return
        opened.show()
        opened.raise_()
        cast(Alteration, opened).keep_open(said(str(error)))

    def _cancel(self, garment_id: str) -> None:
        self._session.take_back(garment_id)
        self._forget_open()

    def close_open(self) -> None:
        """Close without asking; the body wears what is kept again."""
        item = self._item
        self._discard_open()
        if item is not None:
            self._session.take_back(item.id)

    def _discard_open(self) -> None:
        opened = self._open
        self._forget_open()
        if opened is not None:
            cast(Alteration, opened).discard()

    def _forget_open(self) -> None:
        if self._open is not None:
            self._open.hide()
        opened, self._open, self._item = self._open, None, None
        if opened is not None:
            opened.deleteLater()

    def _forget(self, widget_id: int) -> None:
        if self._open is not None and id(self._open) == widget_id:
            self._open = None
