"""One picture as a source of one frame."""

from pathlib import Path

from tryon_ar.capture.pulled import PulledSource
from tryon_ar.capture.source import SourceInfo
from tryon_ar.core.errors import SourceNotFound
from tryon_ar.core.images import read_picture
from tryon_ar.core.types import BgrImage


class PhotoSource(PulledSource):
    """A JPEG, PNG or WebP file.

    Parameters
    ----------
    path : Path
        The file.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._picture: BgrImage | None = None

    def _acquire(self) -> SourceInfo:
        """Decode the picture.

        Raises
        ------
        SourceNotFound
            When there is no such file.
        UnsafeImage
            When it is damaged, too large or no picture.
        """
        if not self._path.is_file():
            raise SourceNotFound(f"There is no picture at {self._path}.", "Check the path.")
        self._picture = read_picture(self._path)
        height, width = self._picture.shape[:2]
        return SourceInfo(self._path.name, "photo", (width, height), 0.0, False, 1)

    def _next_picture(self) -> tuple[BgrImage, float] | None:
        picture, self._picture = self._picture, None
        return None if picture is None else (picture, 0.0)

    def _release(self) -> None:
        self._picture = None
