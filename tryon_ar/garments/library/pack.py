"""Packs: garment folders in one .zip, to be given to others and taken from them."""

import json
import os
import shutil
import tempfile
import time
import zipfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import IO, Any, Literal

import numpy as np

from tryon_ar.core.errors import PackError, TryOnError
from tryon_ar.core.images import upright_pixels, whole_file
from tryon_ar.core.isolated_decoding import IsolatedDecoder
from tryon_ar.garments.description import Description, stored_fields
from tryon_ar.garments.folder import (
    DESCRIPTION_NAME,
    JPEG_QUALITY,
    load_garment,
    read_description,
    rewrite_description,
)
from tryon_ar.garments.library.pack_archive import (
    DEVICE_NAMES,
    MANIFEST_NAME,
    MAX_ENTRIES,
    MAX_EXPANDED_BYTES,
    PACK_VERSION,
    checked_entries,
    extract,
    refused,
)
from tryon_ar.garments.staging import staged, unwritable

# A garment of one's own is at most 4096 px long; this keeps foreign ones as cheap to load.
MAX_GARMENT_PIXELS = 4096 * 4096
# What checking a pack may take in all. A picture of that size takes half a second on a laptop
# of 2020. Looked at between pictures: one alone goes over it by what the process that decodes
# it is allowed: 5 s of computing, or a minute of waiting where a machine is too busy for that.
_CHECK_S = 60.0
_CHECK_PICTURE_S = 2.0

# The fields of garment.json that name a picture, and what the picture is called in a pack.
_STEMS = {
    "photo": "photo",
    "alpha": "alpha",
    "parts": "parts",
    "back_photo": "back",
    "original": "original",
}
_MASKS = ("alpha", "parts")
_SAVING: dict[str, dict[str, Any]] = {
    ".png": {"format": "PNG"},
    ".jpg": {"format": "JPEG", "quality": JPEG_QUALITY, "subsampling": 0},
    ".jpeg": {"format": "JPEG", "quality": JPEG_QUALITY, "subsampling": 0},
    ".webp": {"format": "WEBP", "lossless": True},
}


def export_pack(folders: Sequence[Path], target: Path) -> None:
    """Write garment folders into one pack, whole or not at all.

    Parameters
    ----------
    folders : sequence of Path
        Garment folders; only ``garment.json`` and the pictures it names are taken.
    target : Path
        The .zip to write; one that is there is replaced. The same garments give the same
        bytes, in whatever order they are named.

    Raises
    ------
    UnknownGarment, UnknownCategory, GarmentError
        When a folder is not sound.
    PackError
        When there is none, two have the same id, or they are more than a pack may hold.
    OutputUnwritable, DiskFull
        When the file cannot be written; nothing is left behind then.
    """
    contents = _contents(folders)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    except OSError as error:
        raise unwritable(target, error) from error
    staging = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            _write_archive(file, contents)
            file.flush()
            os.fsync(file.fileno())
        staging.chmod(0o644)
        staging.replace(target)
    except OSError as error:
        raise unwritable(target, error) from error
    finally:
        with suppress(OSError):  # what kept it from being written is told
            staging.unlink(missing_ok=True)


def import_pack(
    pack: Path,
    into: Path,
    *,
    taken: Collection[str] = (),
    changing: Callable[[], AbstractContextManager[None]] = nullcontext,
    prepare: Callable[[Path], object] = lambda _folder: None,
    progress: Callable[[float, str], object] = lambda _share, _id: None,
) -> list[Path]:
    """Take the garments of a pack from anywhere into a folder of garments.

    Parameters
    ----------
    pack : Path
        A .zip written by :func:`export_pack`; nothing in it is trusted.
    into : Path
        Holds garment folders named by their ids; made if it is not there.
    taken : collection of str
        Ids that may not be used besides those in ``into`` (of built-in garments).
    changing : callable
        What holds a lock on ``into``: taken only once all is checked, which may take minutes.
    prepare : callable
        Called with each garment's folder before it gets its name.
    progress : callable
        Takes the share of the pictures that was checked, 0 to 1, and the id of the garment whose
        turn it is. What it raises ends the import, and nothing is kept.

    Returns
    -------
    list of Path
        The new folders, by id. A garment whose id is taken gets a new one (``tee-2``).

    Raises
    ------
    PackError
        When the pack or any garment in it is damaged, unsafe or too large, or checking takes
        longer than a minute and two seconds a picture. Nothing of it is kept then.
    OutputUnwritable, DiskFull
        When the folder cannot be written; likewise.

    Notes
    -----
    The archive is checked first (:mod:`tryon_ar.garments.library.pack_archive`) and
    unpacked into a hidden folder beside the garments. Each picture is decoded in a process
    of its own and written anew from its pixels if anything but pixels is in it; each
    garment is loaded; only then are they given their names.
    """
    if not os.path.isfile(pack):  # False as well for a name that is too long
        raise refused(pack.name, "there is no such file")
    try:
        file = pack.open("rb")
    except OSError as error:
        raise refused(pack.name, f"it cannot be read ({error.strerror})") from error
    with file:
        archive, entries = checked_entries(file, pack.name)
        with archive, _kept_only_if_filled(into), staged(into / "pack") as staging:
            ids = extract(archive, entries, staging, pack.name)
            try:
                _check_garments([staging / name for name in ids], progress)
            except TryOnError as error:
                why = error.user_text[:1].lower() + error.user_text[1:].rstrip(".")
                raise refused(pack.name, why) from error
            for name in ids:
                prepare(staging / name)
            with changing():
                return _moved(staging, ids, into, taken)


def _contents(folders: Sequence[Path]) -> dict[str, bytes | Path]:
    """Return what goes into a pack, by the names it has there."""
    about: dict[str, tuple[Path, Description]] = {}
    for folder in folders:
        description = read_description(folder)
        if description.id in about:
            raise _unpackable(f"two of the garments have the id {description.id!r}")
        if description.id in DEVICE_NAMES:
            raise _unpackable(f"{description.id!r} cannot be the name of a folder everywhere")
        about[description.id] = (folder, description)
    if not about:
        raise _unpackable("no garment was named")
    manifest = {"version": PACK_VERSION, "garments": sorted(about)}
    contents: dict[str, bytes | Path] = {MANIFEST_NAME: _text(manifest)}
    for name in sorted(about):
        contents |= _garment_contents(*about[name])
    _check_limits(contents)
    return contents


def _garment_contents(folder: Path, about: Description) -> dict[str, bytes | Path]:
    fields = stored_fields(folder)
    pictures: dict[str, bytes | Path] = {}
    for field, path in _pictures(about).items():
        suffix = path.suffix.lower()
        if suffix not in _SAVING or not path.is_file():
            raise _unpackable(f"{path.name} of {about.id!r} is no PNG, JPEG or WebP file")
        fields[field] = _STEMS[field] + suffix
        pictures[f"{about.id}/{fields[field]}"] = path
    return {f"{about.id}/{DESCRIPTION_NAME}": _text(fields), **pictures}


def _pictures(about: Description) -> dict[str, Path]:
    """Return the pictures a description names, by field."""
    named = {field: getattr(about, field) for field in _STEMS}
    return {field: path for field, path in named.items() if path is not None}


def _text(fields: Mapping[str, object]) -> bytes:
    return (json.dumps(fields, indent=2, ensure_ascii=False) + "\n").encode()


def _check_limits(contents: Mapping[str, bytes | Path]) -> None:
    if len(contents) > MAX_ENTRIES:
        raise _unpackable(f"they are {len(contents)} files (the limit is {MAX_ENTRIES})")
    size = sum(
        len(data) if isinstance(data, bytes) else data.stat().st_size for data in contents.values()
    )
    if size > MAX_EXPANDED_BYTES:
        raise _unpackable(f"they take {size >> 20} MB (the limit is {MAX_EXPANDED_BYTES >> 20} MB)")


def _unpackable(why: str) -> PackError:
    return PackError(f"The garments cannot be packed: {why}.", "Choose others, or fewer at a time.")


def _write_archive(file: IO[bytes], contents: Mapping[str, bytes | Path]) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in contents.items():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 3  # the same bytes on every system
            entry.external_attr = 0o100644 << 16
            if isinstance(data, bytes):
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, data)
            else:
                archive.writestr(entry, data.read_bytes())  # pictures are compressed already


def _check_garments(folders: list[Path], progress: Callable[[float, str], object]) -> None:
    pictures = {folder: _checked_pictures(folder) for folder in folders}
    count = sum(len(found) for found in pictures.values())
    limit_s = _CHECK_S + _CHECK_PICTURE_S * count
    begun_s, done = time.monotonic(), 0
    with IsolatedDecoder() as decoder:
        for folder, found in pictures.items():
            for field, path in found.items():
                progress(done / count, folder.name)
                if time.monotonic() - begun_s > limit_s:
                    raise PackError(f"its {count} pictures take longer than {limit_s:.0f} seconds")
                _check_picture(path, "L" if field in _MASKS else "RGB", decoder)
                done += 1
            load_garment(folder)


def _checked_pictures(folder: Path) -> dict[str, Path]:
    """Return the pictures of an unpacked garment, which must be all that is there."""
    if not (folder / DESCRIPTION_NAME).is_file():
        raise PackError(f"{folder.name!r} has no {DESCRIPTION_NAME}")
    about = read_description(folder)
    if about.id != folder.name:
        raise PackError(f"the {DESCRIPTION_NAME} of {folder.name!r} is of another garment")
    pictures = _pictures(about)
    there = {path.name for path in folder.iterdir()} - {DESCRIPTION_NAME}
    if there != {path.name for path in pictures.values()}:
        raise PackError(f"{folder.name!r} holds other pictures than its {DESCRIPTION_NAME} names")
    return pictures


def _check_picture(path: Path, mode: Literal["L", "RGB"], decoder: IsolatedDecoder) -> None:
    """Decode a picture in a process of its own; leave nothing but pixels in its file."""
    from PIL import Image

    name = f"{path.parent.name}/{path.name}"
    with decoder.decoded(whole_file(path), name, mode) as raster:
        if raster.width * raster.height > MAX_GARMENT_PIXELS:
            raise PackError(f"{name} is too large: {raster.width}x{raster.height} pixels")
        pixels = upright_pixels(raster)
    if not raster.bare or raster.orientation != 1:
        plain = pixels if mode == "L" else pixels[:, :, ::-1]
        Image.fromarray(np.ascontiguousarray(plain)).save(path, **_SAVING[path.suffix])


def _moved(staging: Path, ids: list[str], into: Path, taken: Collection[str]) -> list[Path]:
    """Give the garments their names in the folder; all of them or none."""
    new_ids = _free_ids(ids, into, taken)
    for old in ids:
        parent = read_description(staging / old).variant_of
        # What is not in the pack is unknown here, whatever has its id.
        changes = {"id": new_ids[old], "variant_of": new_ids.get(parent or "")}
        if changes != {"id": old, "variant_of": parent}:
            rewrite_description(staging / old, **changes)
    moved: list[Path] = []
    try:
        for old, new in new_ids.items():
            (staging / old).rename(into / new)
            moved.append(into / new)
    except OSError:
        for path in moved:
            shutil.rmtree(path, ignore_errors=True)
        raise
    return moved


def _free_ids(ids: list[str], into: Path, taken: Collection[str]) -> dict[str, str]:
    """Return the id each garment gets: its own, or the next that is free."""
    used = {path.name.casefold() for path in into.iterdir()} | set(taken)
    given: dict[str, str] = {}
    for name in ids:
        new, number = name, 1
        while new in used or (new != name and new in ids):
            number += 1
            ending = f"-{number}"
            new = name[: 80 - len(ending)] + ending
        used.add(new)
        given[name] = new
    return given


@contextmanager
def _kept_only_if_filled(folder: Path) -> Iterator[None]:
    """Remove a folder that was made for a pack that was refused."""
    made = not folder.exists()
    try:
        yield
    except BaseException:
        if made:
            with suppress(OSError):
                folder.rmdir()
        raise
