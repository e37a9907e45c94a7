"""The pictures of a folder, one after the other."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path

from tryon_ar.capture.pulled import PulledSource
from tryon_ar.capture.source import SourceInfo
from tryon_ar.core.errors import SourceNotFound, UnsafeImage
from tryon_ar.core.images import PICTURE_SUFFIXES, read_picture
from tryon_ar.core.letterbox import letterbox
from tryon_ar.core.types import BgrImage

_log = logging.getLogger(__name__)

# Longer than any hold on a lost person, so that nothing is carried over between photos.
DEFAULT_INTERVAL_MS = 1000.0


class FolderSource(PulledSource):
    """The JPEG, PNG and WebP files of a folder in natural order of their names.

    Parameters
    ----------
    path : Path
        The folder; folders inside it are not looked into.
    interval_ms : float
        Time from one picture to the next.

    Notes
    -----
    All frames have the size of the first picture that can be decoded; others are fitted
    into it on black (`fitted` counts them). Pictures that cannot be decoded are left out
    (`skipped` counts them).
    """

    def __init__(self, path: Path, interval_ms: float = DEFAULT_INTERVAL_MS) -> None:
        super().__init__()
        self._path = path
        self._interval_ms = interval_ms
        self._pictures: Iterator[BgrImage] = iter(())
        self._waiting: BgrImage | None = None
        self._size_px = (0, 0)
        self._given = 0
        self.skipped = 0
        self.fitted = 0

    def _acquire(self) -> SourceInfo:
        """List the folder and decode its first picture.

        Raises
        ------
        SourceNotFound
            When there is no such folder or no usable picture in it.
        """
        paths = list_pictures(self._path)
        self.skipped = self.fitted = self._given = 0
        self._pictures = self._decode(paths)
        self._waiting = next(self._pictures, None)
        if self._waiting is None:
            raise SourceNotFound(
                f"None of the {len(paths)} pictures in {self._path} can be decoded.",
                "Use whole JPEG, PNG or WebP files.",
            )
        height, width = self._waiting.shape[:2]
        self._size_px = width, height
        rate_hz = 1000.0 / self._interval_ms
        return SourceInfo(
            self._path.name, "folder", self._size_px, rate_hz, False, len(paths) - self.skipped
        )

    def _decode(self, paths: list[Path]) -> Iterator[BgrImage]:
        for path in paths:
            try:
                yield read_picture(path)
            except UnsafeImage as error:
                self.skipped += 1
                _log.warning("left out of the folder: %s", error)

    def _next_picture(self) -> tuple[BgrImage, float] | None:
        picture, self._waiting = self._waiting, None
        if picture is None:
            picture = next(self._pictures, None)
        if picture is None:
            return None
        fitted = letterbox(picture, self._size_px)
        self.fitted += fitted is not picture
        self._given += 1
        return fitted, (self._given - 1) * self._interval_ms

    def _release(self) -> None:
        self._pictures = iter(())
        self._waiting = None


def list_pictures(folder: Path) -> list[Path]:
    """Return the picture files of a folder, ``2.png`` before ``10.png``.

    Raises
    ------
    SourceNotFound
        When there is no such folder, it may not be read, or it holds no picture.
    """
    try:
        paths = [path for path in folder.iterdir() if path.suffix.lower() in PICTURE_SUFFIXES]
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise SourceNotFound(
            f"The folder {folder} cannot be read: {reason}.", "Check the path."
        ) from error
    if not paths:
        raise SourceNotFound(
            f"There are no pictures in {folder}.", "Put JPEG, PNG or WebP files into it."
        )
    return sorted(paths, key=_natural_order)


def _natural_order(path: Path) -> list[tuple[int, int, str]]:
    parts = re.split(r"(\d+)", path.name.lower())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part]
