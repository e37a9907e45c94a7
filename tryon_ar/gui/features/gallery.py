"""The gallery of what was saved, and what a crash left: half deleted, or half recorded."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QSize

from tryon_ar.core import paths
from tryon_ar.core.stored_data import open_mirrors
from tryon_ar.gui.background import run_in_background
from tryon_ar.gui.features.feature import Feature, WindowContext
from tryon_ar.gui.features.pictures import Pictures
from tryon_ar.gui.features.recordings import Recordings
from tryon_ar.gui.gallery import Gallery
from tryon_ar.gui.unfinished_notice import UnfinishedNotice
from tryon_ar.recording.kept_files import bring_all_back
from tryon_ar.recording.options import clean_path


class Galleries(Feature):
    """Opens the gallery; not in a kiosk, where pictures are other people's.

    Parameters
    ----------
    context : WindowContext
    pictures, recordings : Feature
        Whose new files show at once.
    """

    def __init__(self, context: WindowContext, pictures: Pictures, recordings: Recordings) -> None:
        super().__init__(context)
        self.gallery: Gallery | None = None
        self.unfinished = UnfinishedNotice(context, self._reload)
        pictures.saved.connect(self._reload)
        recordings.saved.connect(self._reload)
        context.bar.add_switch("gallery", lambda: self.tr("Gallery"), "gallery", self.open_gallery)

    def actions(self) -> Mapping[str, Callable[[], None]]:
        """Return what it does by name."""
        return {"gallery": self.open_gallery}

    def begin(self) -> None:
        """Bring back what was deleted but not yet for good, and tell of what was not finished."""
        run_in_background("gallery", _bring_back)
        if not self.context.options.kiosk:
            self.unfinished.look()

    def open_gallery(self) -> None:
        """Open the gallery, or bring it to the front."""
        if self.context.options.kiosk:
            return
        if self.gallery is None:
            self.gallery = Gallery(_folders, self._being_written, self.context.window)
            self.gallery.finished.connect(self._forget)
            self.gallery.resize(self._size())
            self.gallery.show()
        self.gallery.raise_()
        self.gallery.activateWindow()

    def close(self) -> None:
        """Close the gallery with the window."""
        self.unfinished.close()
        if self.gallery is not None:
            self.gallery.done(0)

    def _reload(self, _path: Path) -> None:
        if self.gallery is not None:
            self.gallery.reload()

    def _being_written(self) -> tuple[Path, ...]:
        recording = self.context.session.recording
        return () if recording is None else (recording.path, clean_path(recording.path))

    def _size(self) -> QSize:
        return self.context.window.size().boundedTo(
            self.context.window.screen().availableSize() * 0.92
        )

    def _forget(self) -> None:
        if self.gallery is not None:
            self.gallery.deleteLater()
            self.gallery = None


def _folders() -> tuple[Path, Path]:
    return paths.pictures_folder(), paths.videos_folder()


def _bring_back() -> None:
    if open_mirrors() <= 1:  # what another one deleted just now is for that one to bring back
        bring_all_back(set(_folders()))
