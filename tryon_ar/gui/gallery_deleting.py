"""Deleting files of the gallery, with a way back for as long as the notice shows."""

import threading
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from tryon_ar.core.errors import RecordingError
from tryon_ar.gui.background import run_in_background
from tryon_ar.gui.notices import Notice, NoticeBar, notice_of
from tryon_ar.recording.kept_files import AsideFile, bring_back, forget, put_aside

UNDO_S = 10.0


class Deleting(QObject):
    """Moves files aside, and deletes them for good when the notice has lapsed.

    Parameters
    ----------
    notices : NoticeBar
        Where the way back is offered.

    Notes
    -----
    *Signals*: ``changed`` when files went or came back. No parent: a disk may be slower than
    the window that asked; :meth:`close` before that goes. Several deletions in a row share one
    notice, and come back together.
    """

    changed = Signal()
    _moved = Signal(object, object)
    _failed = Signal(object)

    def __init__(self, notices: NoticeBar) -> None:
        super().__init__()
        self._notices = notices
        self._lock = threading.Lock()
        self._aside: list[AsideFile] = []
        self._notice: Notice | None = None
        self._closed = False
        self._moved.connect(self._offer, Qt.ConnectionType.QueuedConnection)
        self._failed.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def delete(self, paths: Sequence[Path]) -> None:
        """Take files away; they can come back while the notice shows."""
        run_in_background("delete", lambda: self._put_aside(list(paths)))

    def undo(self) -> None:
        """Bring back what the notice tells of."""
        waiting, self._aside = self._aside, []
        if self._notice is not None:
            self._notices.withdraw(self._notice)
            self._notice = None
        run_in_background("undelete", lambda: self._bring_back(waiting))

    def close(self) -> None:
        """Offer no way back any more."""
        with self._lock:
            self._closed = True
        self._lapse()

    def _put_aside(self, paths: list[Path]) -> None:
        moved, error = [], None
        for path in paths:
            try:
                moved.append(put_aside(path))
            except RecordingError as problem:
                error = problem
        with self._lock:
            if self._closed:  # while it was moved the window went: nobody can undo
                self._forget(moved)
                return
        self._moved.emit(moved, error)

    def _offer(self, moved: list[AsideFile], error: RecordingError | None) -> None:
        if self._closed:
            run_in_background("delete", lambda: self._forget(moved))
            return
        if error is not None:
            self._tell(error)
        if moved:
            self._aside += moved
            if self._notice is not None:
                self._notices.withdraw(self._notice)
            self._notice = self._undo_notice()
            self._notices.post(self._notice)
        self.changed.emit()

    def _undo_notice(self) -> Notice:
        if len(self._aside) == 1:
            text = self.tr("Deleted {name}").format(name=self._aside[0].origin.name)
        else:
            text = self.tr("Deleted {count} files").format(count=len(self._aside))
        return Notice(
            text,
            actions=((self.tr("Undo"), self.undo),),
            lapsed=self._lapse,
            seconds=UNDO_S,
        )

    def _lapse(self) -> None:
        waiting, self._aside, self._notice = self._aside, [], None
        if waiting:
            run_in_background("delete", lambda: self._forget(waiting))

    def _forget(self, files: Sequence[AsideFile]) -> None:
        for file in files:
            try:
                forget(file)
            except RecordingError as error:
                self._failed.emit(error)

    def _bring_back(self, files: Sequence[AsideFile]) -> None:
        for file in files:
            try:
                bring_back(file)
            except RecordingError as error:
                self._failed.emit(error)
        self.changed.emit()

    def _tell(self, error: RecordingError) -> None:
        if not self._closed:
            self._notices.post(notice_of(error))
