"""The gallery: what was saved, small and large, side by side, and what one does with it."""

import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from tryon_ar.gui.background import run_in_background
from tryon_ar.gui.gallery_bar import GalleryBar
from tryon_ar.gui.gallery_deleting import Deleting
from tryon_ar.gui.gallery_grid import GalleryGrid, when
from tryon_ar.gui.gallery_loader import GalleryLoader, Loaded
from tryon_ar.gui.gallery_outside import empty_words, shown_in_folder
from tryon_ar.gui.gallery_pair import GalleryPair
from tryon_ar.gui.gallery_picture import files_as_data
from tryon_ar.gui.gallery_viewer import GalleryViewer
from tryon_ar.gui.language import keep_in_language
from tryon_ar.gui.notices import Notice, NoticeBar
from tryon_ar.recording.kept_files import KeptFile, list_kept
from tryon_ar.runtime.status import Severity


class Gallery(QDialog):
    """Shows the pictures and videos of some folders.

    Parameters
    ----------
    folders : callable
        Returns the folders of pictures and of videos.
    being_written : callable
        Returns files that are not finished yet; they are left out.

    Notes
    -----
    *Lifecycle*: closing it, in whatever way, stops its threads and lets deletions be final.
    """

    _listed = Signal(object)

    def __init__(
        self,
        folders: Callable[[], tuple[Path, Path]],
        being_written: Callable[[], Sequence[Path]] = tuple,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._folders = folders
        self._being_written = being_written
        self._closed = False
        self._listing = threading.Lock()
        self._pair: list[Path] = []
        self._copying: Path | None = None
        self.loader = GalleryLoader()
        self.notices = NoticeBar(self)
        self.deleting = Deleting(self.notices)
        self.grid = GalleryGrid()
        self.viewer = GalleryViewer()
        self.pair = GalleryPair()
        self.empty = empty_words()
        self.pages = QStackedWidget()
        for page in (self.empty, self.grid, self.viewer, self.pair):
            self.pages.addWidget(page)
        self._arrange()
        self._connect()
        self._keys()
        keep_in_language(self, self._name)
        self._show_page(self.grid)
        self.reload()

    def reload(self) -> None:
        """Read anew what there is."""
        run_in_background("gallery", self._list)

    def step_back(self) -> bool:
        """Go from a large picture back to the small ones; return whether there was one."""
        if self.pages.currentWidget() in (self.grid, self.empty):
            return False
        current = self.viewer.file
        self.viewer.stop()
        self._show_page(self.grid)
        if current is not None:
            self.grid.choose(current.path)
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def chosen(self) -> list[KeptFile]:
        """Return what buttons and keys act on now."""
        page = self.pages.currentWidget()
        if page is self.viewer:
            return [] if self.viewer.file is None else [self.viewer.file]
        if page is self.pair:
            return [one for one in self.grid.files() if one.path in self._pair]
        return self.grid.chosen()

    # -- what buttons and keys do ------------------------------------------------------

    def view(self, file: KeptFile) -> None:
        """Show a file large."""
        files = self.grid.files()
        place = next((n for n, one in enumerate(files) if one.path == file.path), None)
        if place is None:
            return
        self.viewer.show_file(files[place], place, len(files))
        self._show_page(self.viewer)

    def step(self, by: int) -> None:
        """Show the file so many further on."""
        files = self.grid.files()
        current = self.viewer.file
        for place, file in enumerate(files):
            if current is not None and file.path == current.path and 0 <= place + by < len(files):
                self.view(files[place + by])
                return

    def compare(self) -> None:
        """Show the two pictures selected in one frame."""
        files = [one for one in self.grid.chosen() if not one.is_video]
        if len(files) != 2:
            return
        self._pair = [one.path for one in files]
        self.pair.start(when(files[0]), when(files[1]))
        self._show_page(self.pair)
        self.loader.want_large(files)

    def copy(self) -> None:
        """Copy files; of one picture the picture itself too."""
        files = self.chosen()
        if not files:
            return
        QGuiApplication.clipboard().setMimeData(files_as_data([one.path for one in files]))
        if len(files) == 1 and not files[0].is_video:
            self._copying = files[0].path
            run_in_background("copy", partial(self.loader.read_whole, files[0]))

    def open(self) -> None:
        """Hand a file to the system's own program."""
        for file in self.chosen()[:1]:
            self.viewer.stop()
            if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(file.path))):
                text = self.tr("This computer has no program for {name}. Its folder is {folder}.")
                self._warn(text.format(name=file.path.name, folder=file.path.parent))

    def show_in_folder(self) -> None:
        """Show where a file is, in the system's own file manager."""
        path = next((one.path for one in self.chosen()), None)
        if path is not None and not shown_in_folder(path):
            text = self.tr("This computer has no file manager. The folder is {folder}.")
            self._warn(text.format(folder=path.parent))

    def delete(self) -> None:
        """Delete what is chosen; it can come back while the notice shows."""
        files = self.chosen()
        if not files:
            return
        self.viewer.stop()
        gone = {one.path for one in files}
        left = [one for one in self.grid.files() if one.path not in gone]
        following = self._after(files[-1], left)
        self.grid.show_files(left)
        if self.pages.currentWidget() is self.viewer and following is not None:
            self.view(following)
        elif following is not None:
            self._show_page(self.grid)
            self.grid.choose(following.path)
        self.deleting.delete(sorted(gone))
        self._show_emptiness()

    def done(self, result: int) -> None:
        """Stop threads; deletions are final from now on."""
        self._closed = True
        self.viewer.stop()
        self.loader.stop()
        self.deleting.close()
        self.notices.close_all()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close from wherever it is: a large picture too is left by its frame at once."""
        if not self._closed:
            self.done(0)
        super().closeEvent(event)

    def reject(self) -> None:
        """Step back, and close at the last step."""
        if not self.step_back():
            super().reject()

    # -- what shows --------------------------------------------------------------------

    def _list(self) -> None:
        with self._listing:  # or an older list might be told last
            files = list_kept(self._folders(), self._being_written())
            if not self._closed:
                self._listed.emit(files)

    def _show_list(self, files: list[KeptFile]) -> None:
        first = self.grid.count() == 0
        self.loader.want_thumbnails(self.grid.show_files(files))
        if first and files:
            self.grid.choose(files[0].path)  # what was saved last opens on Return
        current = self.viewer.file
        viewing = self.pages.currentWidget() is self.viewer
        if viewing and current is not None and current.path not in {one.path for one in files}:
            self.step_back()
        self._show_emptiness()

    def _show_emptiness(self) -> None:
        nothing = self.grid.count() == 0
        if nothing or self.pages.currentWidget() is self.empty:
            self._show_page(self.empty if nothing else self.grid)
        self._enable()

    def _show_large(self, loaded: Loaded) -> None:
        self.viewer.show_loaded(loaded)
        if loaded.path in self._pair:
            self.pair.show_image(self._pair.index(loaded.path), loaded.image)

    def _copy_whole(self, loaded: Loaded) -> None:
        if loaded.path == self._copying and loaded.image is not None:
            data = files_as_data([loaded.path])
            data.setImageData(loaded.image)
            QGuiApplication.clipboard().setMimeData(data)

    def _after(self, file: KeptFile, left: Sequence[KeptFile]) -> KeptFile | None:
        """Return what comes after a file in what is left, or the last of that."""
        older = (one for one in left if one.saved_s <= file.saved_s)
        return next(older, left[-1] if left else None)

    def _show_page(self, page: QWidget) -> None:
        self.pages.setCurrentWidget(page)
        for key in self._viewer_keys:
            key.setEnabled(page is self.viewer)
        self._enable()

    def _enable(self) -> None:
        files, page = self.chosen(), self.pages.currentWidget()
        for button in (self.copy_button, self.folder_button, self.delete_button):
            button.setEnabled(bool(files))
        self.open_button.setEnabled(len(files) == 1)
        stills = [one for one in files if not one.is_video]
        self.compare_button.setEnabled(page is self.grid and len(files) == len(stills) == 2)
        self.back_button.setVisible(page in (self.viewer, self.pair))

    def _warn(self, text: str) -> None:
        self.notices.post(Notice(text, Severity.WARNING))

    def _place_notices(self) -> None:
        width = min(self.width() - 32, 620)
        height = self.notices.heightForWidth(width)
        left = (self.width() - width) // 2
        self.notices.setGeometry(left, self.height() - height - 16, width, height)
        self.notices.raise_()

    # -- how it is put together --------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Keep the notices in their place."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._place_notices()
        return super().event(event)

    def _name(self) -> None:
        self.setWindowTitle(self.tr("Gallery"))
        self.bar.name()
        pictures, videos = self._folders()
        text = self.tr(
            "Nothing is saved yet. Pictures go to {pictures}, recordings to {videos};"
            " both show here."
        )
        self.empty.setText(text.format(pictures=pictures, videos=videos))

    def _arrange(self) -> None:
        bar = self.bar = GalleryBar()
        self.back_button, self.compare_button, self.copy_button = bar.back, bar.compare, bar.copy
        self.folder_button, self.open_button, self.delete_button = bar.folder, bar.open, bar.delete
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.addWidget(bar)
        layout.addWidget(self.pages, 1)

    def _connect(self) -> None:
        queued = Qt.ConnectionType.QueuedConnection
        self._listed.connect(self._show_list, queued)
        self.loader.thumbnail.connect(self.grid.take_thumbnail, queued)
        self.loader.large.connect(self._show_large, queued)
        self.loader.whole.connect(self._copy_whole, queued)
        self.deleting.changed.connect(self.reload, queued)
        for button, act in (
            (self.back_button, self.step_back),
            (self.compare_button, self.compare),
            (self.copy_button, self.copy),
            (self.folder_button, self.show_in_folder),
            (self.open_button, self.open),
            (self.delete_button, self.delete),
        ):
            button.clicked.connect(act)
        self.grid.itemActivated.connect(lambda _item: self._view_chosen())
        self.grid.itemSelectionChanged.connect(self._enable)
        self.viewer.step_asked.connect(self.step)
        self.viewer.wanted.connect(lambda file: self.loader.want_large([file]))
        self.notices.changed.connect(self._place_notices)

    def _keys(self) -> None:
        self._viewer_keys = [
            self._key("Left", partial(self.step, -1)),
            self._key("Right", partial(self.step, 1)),
            self._key("Space", self.viewer.toggle_playing),
        ]
        for keys, act in (
            ("Ctrl+C", self.copy),
            ("Ctrl+O", self.open),
            ("Del", self.delete),
            ("C", self.compare),
            ("Ctrl+Z", self.deleting.undo),
            ("Ctrl+G", self.close),
        ):
            self._key(keys, act)

    def _view_chosen(self) -> None:
        for file in self.grid.chosen()[:1]:
            self.view(file)

    def _key(self, keys: str, act: Callable[[], object]) -> QShortcut:
        key = QShortcut(QKeySequence(keys), self)
        key.activated.connect(act)
        return key
