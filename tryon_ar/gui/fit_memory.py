"""What was set right by hand: worn at once, undone step by step, kept for the next time."""

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from tryon_ar.core.adjustment import UNADJUSTED, Adjustment
from tryon_ar.core.errors import TryOnError
from tryon_ar.garments.library.corrections import Corrections
from tryon_ar.gui.background import run_in_background
from tryon_ar.runtime.wishes import Wishes

# Turns of a wheel and key presses within this time are one step to undo.
_SETTLED_MS = 600
_MOST_STEPS = 100
_State = tuple[str, Adjustment]


class FitMemory(QObject):
    """Adjustments of this run and those kept in a file.

    Parameters
    ----------
    wishes : Wishes
        Of the session, where they are worn.
    failed : callable
        Takes an error of keeping them, in another thread.
    parent : QObject
    keep : bool
        Whether what changes is kept for the next time.

    Notes
    -----
    *Signals*: ``changed`` when another state holds. GUI thread only; the file is read and
    written in others. *Lifecycle*: :meth:`load` once, :meth:`settle` before the window goes.
    """

    changed = Signal()
    _loaded = Signal(object)

    def __init__(
        self,
        wishes: Wishes,
        failed: Callable[[TryOnError], None],
        parent: QObject,
        *,
        keep: bool = True,
    ) -> None:
        super().__init__(parent)
        self._wishes = wishes
        self._failed = failed
        self._keeps = keep
        self._corrections = Corrections()
        self._writing = threading.Lock()
        self._done: list[_State] = []
        self._undone: list[_State] = []
        self._open: str | None = None
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLED_MS)
        self._settling.timeout.connect(self.settle)
        self._loaded.connect(self._take, Qt.ConnectionType.QueuedConnection)

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether there is a change to make again."""
        return bool(self._undone)

    def load(self) -> None:
        """Wear garments as they were set right in earlier runs."""
        run_in_background("corrections", lambda: self._loaded.emit(self._corrections.read()))

    def of(self, garment_id: str | None) -> Adjustment:
        """Return how a garment is set right now."""
        return self._wishes.options.adjustment_of(garment_id or "")

    def change(self, garment_id: str, adjustment: Adjustment, *, held: bool = False) -> None:
        """Wear a garment in another way; changes that follow soon are the same step.

        Parameters
        ----------
        garment_id : str
        adjustment : Adjustment
        held : bool
            The step lasts until :meth:`settle`, however long that takes.
        """
        before = self.of(garment_id)
        if adjustment == before:
            return
        if self._open != garment_id:
            self.settle()
            self._open = garment_id
            self._done = [*self._done, (garment_id, before)][-_MOST_STEPS:]
            self._undone.clear()
        if held:
            self._settling.stop()
        else:
            self._settling.start()
        self._wear(garment_id, adjustment)

    def settle(self) -> None:
        """End the step: what changed is kept, and what comes next is another one."""
        self._settling.stop()
        garment_id, self._open = self._open, None
        if garment_id is not None:
            self._keep(garment_id)
            self.changed.emit()

    def forget(self) -> None:
        """Wear all garments as they were kept, with nothing to undo."""
        self._settling.stop()
        self._open = None
        self._done.clear()
        self._undone.clear()
        for garment_id in tuple(self._wishes.options.adjustments):
            self._wishes.adjust(garment_id, UNADJUSTED)
        self.changed.emit()
        self.load()

    def undo(self) -> None:
        """Take the last step back."""
        self._step(self._done, self._undone)

    def redo(self) -> None:
        """Make the step again that was taken back last."""
        self._step(self._undone, self._done)

    def _step(self, source: list[_State], target: list[_State]) -> None:
        self.settle()
        if source:
            garment_id, adjustment = source.pop()
            target.append((garment_id, self.of(garment_id)))
            self._wear(garment_id, adjustment)
            self._keep(garment_id)

    def _wear(self, garment_id: str, adjustment: Adjustment) -> None:
        self._wishes.adjust(garment_id, adjustment)
        self.changed.emit()

    def _keep(self, garment_id: str) -> None:
        if self._keeps:
            run_in_background("corrections", lambda: self._write(garment_id))

    def _write(self, garment_id: str) -> None:
        """Keep what holds when it is this thread's turn: the last of several is the newest."""
        try:
            with self._writing:
                self._corrections.keep(garment_id, self.of(garment_id))
        except TryOnError as error:
            self._failed(error)

    def _take(self, kept: dict[str, Adjustment]) -> None:
        for garment_id, adjustment in kept.items():
            if self.of(garment_id).is_none:
                self._wishes.adjust(garment_id, adjustment)
        self.changed.emit()
