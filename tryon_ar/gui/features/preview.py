"""Try a garment on while the pointer rests on its card, or its key is held; nothing is kept."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCursor

from tryon_ar.gui.compare_looks import with_garment
from tryon_ar.gui.features.feature import Feature, WindowContext
from tryon_ar.gui.features.fitting import Fitting

REST_MS = 400


class Preview(Feature):
    """Dresses the body in a card's garment until it is left.

    Parameters
    ----------
    context : WindowContext
    fitting : Fitting
        While garments are fitted by hand, what is worn stays.

    Notes
    -----
    The outfit does not change: what is only tried counts neither as worn nor as a step to undo.
    The pointer has to come to the card; a card that appears or scrolls below it was not pointed at.
    """

    def __init__(self, context: WindowContext, fitting: Fitting) -> None:
        super().__init__(context)
        self._fitting = fitting
        self._before: tuple[str, ...] | None = None
        self._garment_id = ""
        self._pointer_at = QCursor.pos()
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(REST_MS)
        self._resting.timeout.connect(self._rested)
        shelf = context.shelf
        shelf.hovered.connect(self._hovered)
        shelf.held.connect(self.show)
        shelf.left.connect(self.end)
        context.outfit.listen(self._changed)

    @property
    def showing(self) -> bool:
        """Whether a garment is tried on right now."""
        return self._before is not None

    def actions(self) -> Mapping[str, Callable[[], None]]:
        """Return what it does by name."""
        return {"try_on": self._tell_how}

    def refresh(self) -> None:
        """End where its card went away, or where it would be recorded or compared."""
        self._pointer_at = QCursor.pos()
        shown = {one.id for one in self.context.shelf.shown}
        if self.showing and (self._garment_id not in shown or not self._may_show()):
            self.end()

    def forget(self) -> None:
        """Show what is worn."""
        self.end()

    def close(self) -> None:
        """Wear what was worn."""
        self.end()

    def show(self, garment_id: str) -> None:
        """Try a garment on."""
        if garment_id in self.context.outfit.worn or not self._may_show():
            return
        session = self.context.session
        if self._before is None:
            self._before = session.garment_ids
        self._garment_id = garment_id
        shelf = self.context.shelf
        session.set_garments(with_garment(self.context.outfit.worn, garment_id, shelf.items))

    def end(self) -> None:
        """Put back what was worn."""
        self._resting.stop()
        before, self._before = self._before, None
        if before is not None:
            self.context.session.set_garments(before)

    def _hovered(self, garment_id: str) -> None:
        self.end()
        if QCursor.pos() == self._pointer_at:
            return
        if self.context.settings.current.shelf.preview_on_hover:
            self._garment_id = garment_id
            self._resting.start()

    def _rested(self) -> None:
        self.show(self._garment_id)

    def _changed(self, worn: tuple[str, ...]) -> None:
        """Put nothing back: what is chosen is worn already."""
        self._resting.stop()
        self._before = None

    def _may_show(self) -> bool:
        session = self.context.session
        busy = self._fitting.active or session.wishes.comparison is not None
        return not busy and session.recording is None

    def _tell_how(self) -> None:
        self.context.mirror.toast(self.tr("Go to a garment first, with Tab or the pointer"))
