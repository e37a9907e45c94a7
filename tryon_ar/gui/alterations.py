"""Altering a garment while it is worn: the editor and the choice of colours."""

import dataclasses
from collections.abc import Callable
from functools import partial
from typing import Protocol, cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, SignalInstance
from PySide6.QtWidgets import QWidget

from tryon_ar.core.errors import TryOnError
from tryon_ar.garments.garment import Garment
from tryon_ar.gui.closet import ShelfItem
from tryon_ar.gui.job_queue import JobQueue
from tryon_ar.gui.options import WindowParts
from tryon_ar.runtime.session import MirrorSession

_Photo = NDArray[np.uint8]
_MARGIN_PX = 14


class Alteration(Protocol):
    """A widget that alters a garment."""

    changed: SignalInstance
    saved: SignalInstance
    cancelled: SignalInstance
    destroyed: SignalInstance


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
    GUI thread only; :meth:`close` before the window goes.
    """

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

    def close(self) -> None:
        """Close what is open, unsaved; what is being saved is saved."""
        self._close_open()
        self._chores.close(finish=True)

    def _raise_open(self) -> bool:
        """Bring what is open already to the front; return whether there is anything."""
        if self._open is None:
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
        self._open = widget
        alteration = cast(Alteration, widget)
        alteration.changed.connect(partial(self._preview, item.id))
        alteration.saved.connect(partial(self._keep, item, garment))
        alteration.cancelled.connect(partial(self._cancel, item.id))
        alteration.destroyed.connect(partial(self._forget, id(widget)))
        widget.setWindowFlag(Qt.WindowType.Window)
        self._wear(item.id)
        self._session.hand_over(dataclasses.replace(garment, id=item.id))
        widget.show()
        self._move_aside(widget)

    def _move_aside(self, widget: QWidget) -> None:
        """Put what is opened at the window's right, so that the body stays in view."""
        here, size = self._window.frameGeometry(), widget.frameSize()
        room = self._window.screen().availableGeometry()
        left = min(here.right() + 1 - size.width() // 3, room.right() - size.width())
        if size.width() < here.width() // 2:
            left = min(here.right() - size.width() - _MARGIN_PX, left)
        top = min(here.top() + 4 * _MARGIN_PX, room.bottom() - size.height())
        widget.move(max(left, room.left()), max(top, room.top()))

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

        self._forget_open()
        self._chores.submit(
            lambda _progress: save(),
            done=partial(self._kept, item.id),
            failed=partial(self._not_kept, item.id),
        )

    def _kept(self, before_id: str, garment: Garment) -> None:
        self._session.take_back(before_id)
        self._tell_kept(garment)

    def _not_kept(self, before_id: str, error: TryOnError) -> None:
        self._session.take_back(before_id)
        self._tell_failed(error)

    def _cancel(self, garment_id: str) -> None:
        self._session.take_back(garment_id)
        self._forget_open()

    def _close_open(self) -> None:
        opened = self._open
        if opened is not None:
            opened.close()
        self._forget_open()

    def _forget_open(self) -> None:
        opened, self._open = self._open, None
        if opened is not None:
            opened.hide()
            opened.deleteLater()

    def _forget(self, widget_id: int) -> None:
        if self._open is not None and id(self._open) == widget_id:
            self._open = None
