"""Photos that were cut before, so that naming one again is instant.

A cut is kept in the cache folder under a digest of the file, the code that cuts and the
networks that ship: another photo, or a better network, is another cut.
"""

import hashlib
import logging
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from tryon_ar.core.errors import MissingResource, RecordingError, TryOnError
from tryon_ar.core.images import whole_file
from tryon_ar.core.paths import resource_folder, user_cache_folder
from tryon_ar.garments.folder import load_garment, save_garment
from tryon_ar.garments.garment import Garment
from tryon_ar.garments.library.leftovers import sweep

if TYPE_CHECKING:
    from tryon_ar.garments.cutting.cutter import Cut

MAX_CUTS = 64
_ID_DIGITS = 8

_logger = logging.getLogger(__name__)


def cut_once(photo: Path, cut: "Callable[[Path], Cut]") -> Garment:
    """Return the garment of a product photo, cut now or before.

    Parameters
    ----------
    photo : Path
        A picture file.
    cut : callable
        Cuts it; only called when its cut is not kept.

    Returns
    -------
    Garment
        Its id is made of the photo's name and content.

    Raises
    ------
    UnsafeImage
        When the file cannot be read.
    TryOnError
        What ``cut`` raises. That the cut cannot be kept is no error.
    """
    digest = _digest_of(photo)
    folder = user_cache_folder() / "cuts" / digest
    with suppress(TryOnError):
        garment = load_garment(folder)
        with suppress(OSError):
            folder.touch()
        return garment
    garment = cut(photo).garment
    garment = replace(garment, id=f"{garment.id[:60]}-{digest[:_ID_DIGITS]}")
    try:
        save_garment(garment, folder, photo_format="jpg")
        _forget_oldest(folder.parent)
    except RecordingError as error:
        _logger.debug("the cut is not kept: %s", error)
    return garment


def _digest_of(photo: Path) -> str:
    digest = hashlib.blake2b(whole_file(photo), digest_size=16)
    digest.update(_cutter_digest())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def _cutter_digest() -> bytes:
    """Return a digest of the code that cuts and of the networks' own checksums."""
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted((Path(__file__).parent / "cutting").glob("*.py")):
        digest.update(path.read_bytes())
    with suppress(OSError, MissingResource):
        digest.update((resource_folder() / "models" / "manifest.json").read_bytes())
    return digest.digest()


def _forget_oldest(folder: Path) -> None:
    """Keep the cuts used last, and nothing of those that were never finished."""
    with suppress(OSError):
        sweep(folder)
        cuts = [path for path in folder.iterdir() if not path.name.startswith(".")]
        cuts.sort(key=lambda path: path.stat().st_mtime, reverse=True)
        for path in cuts[MAX_CUTS:]:
            shutil.rmtree(path, ignore_errors=True)
