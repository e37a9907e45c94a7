"""Photos on their way to becoming garments: one after another, shown on the shelf."""

from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from tryon_ar.core.errors import TryOnError
from tryon_ar.garments.garment import Garment
from tryon_ar.gui.garment_shelf import GarmentShelf
from tryon_ar.gui.import_card import ImportCard
from tryon_ar.gui.job_queue import JobQueue
from tryon_ar.gui.notices import Notice, NoticeBar, notice_of
from tryon_ar.gui.options import WindowParts
from tryon_ar.gui.sentences import said
from tryon_ar.runtime.garment_import import Imported, Progress, import_photo
from tryon_ar.runtime.status import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

_BRIEF_S = 8.0
_LONG_S = 25.0


class PhotoImports(QObject):
    """Runs imports in a thread, with a card for each and a notice for what came of it.

    Parameters
    ----------
    parts : WindowParts
        With library and cutter.
    shelf : GarmentShelf
    notices : NoticeBar
    imported : callable
        Takes garments that are in the library now and should be worn.
    edit : callable
        Takes the id of a garment the person wants to look over.

    Notes
    -----
    GUI thread only; :meth:`close` before the window goes.
    """

    def __init__(
        self,
        parts: WindowParts,
        shelf: GarmentShelf,
        notices: NoticeBar,
        imported: Callable[[Collection[Garment]], None],
        edit: Callable[[str], None] | None,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._parts = parts
        self._shelf = shelf
        self._notices = notices
        self._imported = imported
        self._edit = edit
        self._jobs = JobQueue("import", self)
        self._news: Notice | None = None
        self._news_of = ""

    @property
    def busy(self) -> bool:
        """Whether anything is being imported."""
        return self._jobs.busy

    def add(self, source: Path | bytes, *, twice: bool = False) -> None:
        """Make a garment of a picture.

        Parameters
        ----------
        source : Path or bytes
        twice : bool
            Also when the library has one that looks the same.
        """
        cut, library = self._parts.cut_photo, self._parts.library
        if cut is None or library is None:
            return
        name = source.name if isinstance(source, Path) else self.tr("Pasted picture")

        def work(progress: Progress) -> Imported:
            return import_photo(source, cut=cut, library=library, twice=twice, progress=progress)

        self._begin(name, work, partial(self._photo_done, source))

    def unpack(self, path: Path) -> None:
        """Take in the garments of a pack."""
        library = self._parts.library
        if library is None:
            return

        def work(progress: Progress) -> object:
            return library.import_pack(path, lambda share, _name: progress("Checking", share))

        self._begin(path.name, work, self._pack_done)

    def hush(self, garment_id: str) -> None:
        """Take down what is told of a garment that is being looked over already."""
        if self._news is not None and self._news_of == garment_id:
            self._notices.withdraw(self._news)

    def close(self) -> None:
        """End imports; those under way leave nothing behind."""
        self._jobs.close()

    def _begin(
        self,
        name: str,
        work: Callable[[Progress], object],
        done: Callable[..., None],
    ) -> None:
        card = self._shelf.add_import(name)

        def ended(result: object) -> None:
            self._shelf.drop_import(card)
            done(result)

        def failed(error: TryOnError) -> None:
            self._shelf.drop_import(card)
            self._notices.post(notice_of(error, "" if name in str(error) else name))

        job = self._jobs.submit(work, done=ended, failed=failed, progressed=card.show_progress)
        card.cancelled.connect(partial(self._cancel, job.cancel, card))

    def _cancel(self, cancel: Callable[[], None], card: ImportCard) -> None:
        cancel()
        self._shelf.drop_import(card)

    def _photo_done(self, source: Path | bytes, result: Imported) -> None:
        self._imported([result.garment])
        name, garment_id = result.garment.name, result.garment.id
        if result.already:
            again = (self.tr("Add it again"), partial(self.add, source, twice=True))
            text = self.tr("You already have this: {name}.").format(name=name)
            self._tell(Notice(text, actions=[again], seconds=2 * _BRIEF_S), garment_id)
            return
        told = list(dict.fromkeys((*result.notices, *result.garment.warnings)))
        actions = []
        if self._edit is not None:
            actions.append((self.tr("Edit…"), partial(self._edit, garment_id)))
        if not told:
            text = self.tr("{name} is on your shelf.").format(name=name)
            self._tell(Notice(text, actions=actions, seconds=_BRIEF_S), garment_id)
            return
        text = f"{name}: {said(' '.join(told))}"
        self._tell(Notice(text, Severity.WARNING, actions=actions, seconds=_LONG_S), garment_id)

    def _tell(self, notice: Notice, garment_id: str) -> None:
        """Show the news of the garment that is worn now instead of those of the one before."""
        if self._news is not None:
            self._notices.withdraw(self._news)
        self._news, self._news_of = notice, garment_id
        self._notices.post(notice)

    def _pack_done(self, garments: "Sequence[Garment]") -> None:
        if garments:
            self._imported(garments)
        text = self.tr("{n} garments unpacked.").format(n=len(garments))
        if len(garments) == 1:
            text = self.tr("{name} is on your shelf.").format(name=garments[0].name)
        self._notices.post(Notice(text, seconds=_BRIEF_S))
