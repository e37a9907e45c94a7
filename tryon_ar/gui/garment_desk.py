"""Where garments are taken in, altered and put away: what shelf, menu and drops ask for."""

import threading
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, QStandardPaths, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QInputDialog, QLineEdit, QWidget

from tryon_ar.core.errors import TryOnError
from tryon_ar.garments.garment import Garment
from tryon_ar.gui.alterations import Alterations
from tryon_ar.gui.closet import Closet, ShelfItem
from tryon_ar.gui.garment_menu import garment_menu
from tryon_ar.gui.garment_shelf import GarmentShelf
from tryon_ar.gui.incoming import Incoming, read_incoming
from tryon_ar.gui.job_queue import JobQueue
from tryon_ar.gui.notices import Notice, NoticeBar, notice_of
from tryon_ar.gui.options import WindowParts
from tryon_ar.gui.outfit import Outfit
from tryon_ar.gui.photo_imports import PhotoImports
from tryon_ar.gui.sentences import said
from tryon_ar.runtime.garment_import import GarmentLibrary, Progress
from tryon_ar.runtime.session import MirrorSession
from tryon_ar.runtime.status import Severity

_UNDO_S = 8.0
_BRIEF_S = 5.0
# The first look into the library takes milliseconds, but for the very first one, which looks at
# the pictures of every garment: the window opens without them then.
PATIENCE_S = 0.1
# As many as stay ready beside what is worn; each takes some 30 MB.
_MOST_EXPECTED = 6


class GarmentDesk(QObject):
    """Carries out what people want done with garments.

    Parameters
    ----------
    window : QWidget
        Parent of dialogs.
    parts : WindowParts
        Library, cutter, editor and packs; what is missing is not offered.
    session : MirrorSession
    closet : Closet
    outfit : Outfit

    Attributes
    ----------
    compare : callable or None
        Given a garment's id, shows it beside what is worn.

    Notes
    -----
    *Signals*: ``listed`` once, when the shelf has what the closet holds.

    *Lifecycle*: :meth:`connect_shelf` once; :meth:`close` before the session stops. Slow work
    runs in two threads, one for photos and one for the library. GUI thread only.
    """

    listed = Signal()

    def __init__(
        self,
        window: QWidget,
        parts: WindowParts,
        session: MirrorSession,
        closet: Closet,
        outfit: Outfit,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._parts = parts
        self._session = session
        self._closet = closet
        self._outfit = outfit
        self._chores = JobQueue("library", self)
        self._photo_folder = _pictures_folder()
        self._closed = self._is_listed = False
        self.compare: Callable[[str], None] | None = None
        self.alterations = Alterations(
            window,
            parts,
            session,
            wear=outfit.wear,
            kept=self._altered,
            failed=self._say,
        )

    def connect_shelf(self, shelf: GarmentShelf, notices: NoticeBar) -> None:
        """Listen to the shelf, and tell what happens there and on the notices."""
        self._shelf, self._notices = shelf, notices
        self.imports = PhotoImports(
            self._parts, shelf, notices, self._imported, self._editing(), self
        )
        shelf.clicked.connect(self._outfit.toggle)
        shelf.approached.connect(self.expect)
        shelf.menu_asked.connect(self._show_menu)
        shelf.add_asked.connect(self.ask_for_photos)
        shelf.narrowed.connect(self._renumber)
        shelf.settled.connect(self.expect)
        self._list_first()

    def _editing(self) -> Callable[[str], None] | None:
        return None if self._parts.make_editor is None else self._edit

    def _edit(self, garment_id: str) -> None:
        item = self._item(garment_id)
        if item is not None:
            self.imports.hush(garment_id)
            self.alterations.edit(item)

    def _altered(self, garment: Garment) -> None:
        """Show and wear what was saved."""
        self.restock(changed={garment.id})
        self._show_and_wear(garment.id)
        text = self.tr("Saved {name}").format(name=garment.name)
        self._notices.post(Notice(text, seconds=_BRIEF_S))

    def _show_and_wear(self, garment_id: str) -> None:
        if garment_id not in [one.id for one in self._shelf.shown]:
            self._shelf.header.clear()
        self._outfit.wear(garment_id)
        self._shelf.bring_into_view(garment_id)

    # -- taking in ---------------------------------------------------------------------

    def ask_for_photos(self) -> None:
        """Let the person choose photos."""
        if self._parts.cut_photo is None or self._parts.library is None:
            return
        paths, _ = QFileDialog.getOpenFileNames(
            self._window,
            self.tr("Photos of garments"),
            self._photo_folder,
            self.tr("Photos and packs (*.jpg *.jpeg *.png *.webp *.zip)"),
        )
        if paths:
            self._photo_folder = str(Path(paths[0]).parent)
        packs = [Path(path) for path in paths if path.lower().endswith(".zip")]
        photos = [Path(path) for path in paths if Path(path) not in packs]
        self.take(Incoming(list(photos), packs))

    def paste(self) -> None:
        """Take what is in the clipboard."""
        incoming = read_incoming(QGuiApplication.clipboard().mimeData())
        if not incoming:
            incoming.problem = self.tr("There is no picture in the clipboard.")
        self.take(incoming)

    def take(self, incoming: Incoming) -> None:
        """Make garments of pictures, unpack packs, and say what could not be taken."""
        if self._parts.cut_photo is None or self._parts.library is None:
            return
        if incoming.problem:
            text = said(incoming.problem)
            self._notices.post(Notice(text, Severity.WARNING, seconds=2 * _UNDO_S))
        for picture in incoming.pictures:
            self.imports.add(picture)
        for pack in incoming.packs:
            self.imports.unpack(pack)

    def _imported(self, garments: Collection[Garment]) -> None:
        """Show new garments and wear the last of them."""
        for garment in garments:  # one there was already may be about to be removed
            self._closet.bring_back(garment.id)
        self.restock()
        *_, newest = garments
        self._show_and_wear(newest.id)

    # -- what there is -----------------------------------------------------------------

    def restock(self, changed: Collection[str] = ()) -> None:
        """Show what the closet holds now; thumbnails of changed garments are read again."""
        try:
            items = self._closet.items()
        except TryOnError as error:
            self._say(error)
        else:
            self._shelf.restock(items, changed)
            self._renumber()

    def _list_first(self) -> None:
        """Show what the closet holds, now if that is read quickly, or later."""
        read, found = threading.Event(), []

        def look(_progress: Progress) -> None:
            try:
                self._closet.read()
                found.append(True)
            finally:
                read.set()

        self._chores.submit(look, done=lambda _: self._show_first(), failed=self._say)
        if read.wait(PATIENCE_S) and found:
            self._show_first()

    def _show_first(self) -> None:
        if not self._is_listed:
            self._is_listed = True
            self.rename()
            self.listed.emit()

    def rename(self) -> None:
        """Name what is on the shelf in the window's language."""
        self._shelf.restock(self._closet.known)
        self._renumber()

    def _renumber(self) -> None:
        """Let arrow keys go through what the shelf shows."""
        self._outfit.restock(self._shelf.items, self._shelf.shown)

    def expect(self, *approached: str) -> None:
        """Let those garments be made ready that are likely to be put on next.

        Notes
        -----
        The approached ones first, then what an arrow key leads to, then what is in view.
        """
        likely = dict.fromkeys((*approached, *self._outfit.neighbours(), *self._shelf.in_view))
        worn = self._outfit.worn
        self._session.expect_garments([one for one in likely if one not in worn][:_MOST_EXPECTED])

    def _item(self, garment_id: str) -> ShelfItem | None:
        return next((one for one in self._shelf.items if one.id == garment_id), None)

    # -- the menu ----------------------------------------------------------------------

    def actions_for(self, item: ShelfItem) -> dict[str, Callable[[], None]]:
        """Return what can be done with a garment here."""
        actions: dict[str, Callable[[], None]] = {"wear": partial(self._outfit.wear, item.id)}
        if self.compare is not None and item.id not in self._outfit.worn:
            actions["compare"] = partial(self.compare, item.id)
        library = self._parts.library
        if library is None:
            return actions
        if self._parts.make_editor is not None:
            actions["edit"] = partial(self._edit, item.id)
        actions["colours"] = partial(self.alterations.choose_colour, item)
        actions["favourite"] = partial(
            self._change, partial(library.set_favourite, item.id, not item.favourite)
        )
        actions["rename"] = partial(self._rename, item, library)
        actions["export"] = partial(self._export, item, library)
        actions["remove"] = partial(self._remove, item, library)
        return actions

    def _show_menu(self, garment_id: str, place: QPoint) -> None:
        item = self._item(garment_id)
        if item is not None:
            garment_menu(item, self.actions_for(item), self._window).popup(place)

    def _change(self, change: Callable[[], object]) -> None:
        """Change the library, which another thread may hold for a while; show it then."""
        self._chores.submit(
            lambda _progress: change(), done=lambda _: self.restock(), failed=self._unchanged
        )

    def _unchanged(self, error: TryOnError) -> None:
        self.restock()
        self._say(error)

    def _rename(self, item: ShelfItem, library: GarmentLibrary) -> None:
        name, accepted = QInputDialog.getText(
            self._window,
            self.tr("Rename"),
            self.tr("Name of the garment"),
            QLineEdit.EchoMode.Normal,
            item.name,
        )
        if accepted and name.strip() and name.strip() != item.name:
            self._change(partial(library.rename, item.id, name.strip()))

    def _export(self, item: ShelfItem, library: GarmentLibrary) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Export"), f"{item.id}.zip", self.tr("Packs (*.zip)")
        )
        if chosen:
            path = _as_pack(Path(chosen))
            text = self.tr("Saved {name}").format(name=path.name)
            self._chores.submit(
                lambda _progress: library.export_pack([item.id], path),
                done=lambda _: self._notices.post(Notice(text, seconds=_BRIEF_S)),
                failed=self._say,
            )

    def _remove(self, item: ShelfItem, library: GarmentLibrary) -> None:
        """Put a garment aside; it is removed for good when that can be undone no more."""
        was_worn = item.id in self._outfit.worn
        self._closet.put_aside(item.id)
        self.restock()

        def undo() -> None:
            self._closet.bring_back(item.id)
            self.restock()
            if was_worn:
                self._show_and_wear(item.id)

        def for_good() -> None:
            if item.id in self._closet.put_aside_ids:
                self._change(remove)

        def remove() -> None:
            try:
                library.remove(item.id)
            finally:  # its id may be given again; and what could not be removed is there
                self._closet.bring_back(item.id)

        self._notices.post(
            Notice(
                self.tr("Removed {name}.").format(name=item.name),
                actions=[(self.tr("Undo"), undo)],
                lapsed=for_good,
                seconds=_UNDO_S,
            )
        )

    # -- the end -----------------------------------------------------------------------

    def close(self) -> None:
        """Close what is open, end imports and let pending removals happen."""
        if self._closed:
            return
        self._closed = True
        self.alterations.close()
        self.imports.close()
        self._notices.close_all()
        self._chores.close(finish=True)

    def _say(self, error: TryOnError) -> None:
        if not self._closed:
            self._notices.post(notice_of(error))


def _as_pack(chosen: Path) -> Path:
    """Return the file to write: a name that nobody was asked about replaces nothing."""
    if chosen.suffix.lower() == ".zip":
        return chosen
    marks = ("", *(f"-{number}" for number in range(2, 1000)))
    names = [chosen.with_name(f"{chosen.name}{mark}.zip") for mark in marks]
    return next((one for one in names if not one.exists()), names[-1])


def _pictures_folder() -> str:
    """Return where photos are looked for first; the person's own folder where there is none."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    return folder if Path(folder).is_dir() else str(Path.home())
