"""The folder a garment is kept in: ``garment.json``, its photo, ``alpha.png`` and ``parts.png``.

What ``garment.json`` holds is told in :mod:`tryon_ar.garments.description`. Pictures are
written from pixels alone, so nothing a camera or phone put into a file is ever stored.
"""

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.images import read_picture
from tryon_ar.garments.description import (
    DESCRIPTION_NAME,
    FORMAT_VERSION,
    KNOWN_FIELDS,
    Description,
    broken,
    is_identifier,
    read_description,
    required_landmarks,
    storable_line,
    storable_warnings,
    stored_fields,
)
from tryon_ar.garments.garment import Garment, Part
from tryon_ar.garments.sizes import checked_sizes
from tryon_ar.garments.staging import put_in_place, staged, unwritable

__all__ = [
    "DESCRIPTION_NAME",
    "Description",
    "PhotoFormat",
    "is_identifier",
    "load_garment",
    "load_original",
    "put_in_place",
    "read_description",
    "required_landmarks",
    "rewrite_description",
    "save_garment",
    "staged",
    "unwritable",
    "write_description",
    "write_garment",
]

PhotoFormat = Literal["png", "jpg"]
JPEG_QUALITY = 95

_STEMS = {"photo": "photo", "back_photo": "back", "original": "original"}
# A landmark may lie a little outside the photo (a cropped sleeve), not far outside.
_LANDMARK_MARGIN = 0.25


def load_garment(folder: Path) -> Garment:
    """Load a garment folder.

    Parameters
    ----------
    folder : Path
        Holds ``garment.json`` and the pictures it names.

    Returns
    -------
    Garment
        Photo, alpha and parts of one size; read-only.

    Raises
    ------
    UnknownGarment, UnknownCategory, GarmentError
        See :func:`read_description`; also when the pictures do not fit together.
    UnsafeImage
        When a picture is missing, damaged or too large.
    """
    about = read_description(folder)
    photo = read_picture(about.photo)
    alpha = read_picture(about.alpha, "L")
    parts = read_picture(about.parts, "L")
    back = None if about.back_photo is None else read_picture(about.back_photo)
    _check_pictures(folder.name, photo, alpha, parts)
    _check_landmarks_inside(folder.name, about.landmarks, photo.shape)
    for picture in (photo, alpha, parts, back):
        if picture is not None:
            picture.flags.writeable = False
    return Garment(
        id=about.id,
        name=about.name,
        category=about.category,
        photo_bgr=photo,
        alpha=alpha,
        parts=parts,
        landmarks=about.landmarks,
        confidence=about.confidence,
        licence=about.licence,
        sizes=about.sizes,
        warnings=about.warnings,
        back_bgr=back,
        variant_of=about.variant_of,
        extra=about.extra,
    )


def load_original(folder: Path) -> NDArray[np.uint8] | None:
    """Return the photo as it was before its colours were cleaned of the background's.

    Returns
    -------
    ndarray of shape (H, W, 3), uint8, or None
        BGR, of the photo's size, read-only; None where the folder keeps none (any more).

    Raises
    ------
    UnknownGarment, UnknownCategory, GarmentError, UnsafeImage
        As :func:`load_garment`.
    """
    about = read_description(folder)
    if about.original is None or not about.original.is_file():
        return None
    original = read_picture(about.original)
    original.flags.writeable = False
    return original


def save_garment(
    garment: Garment,
    folder: Path,
    *,
    photo_format: PhotoFormat = "png",
    original_bgr: NDArray[np.uint8] | None = None,
) -> None:
    """Write a garment folder, whole or not at all, replacing one that is there.

    Parameters
    ----------
    garment : Garment
        What to keep.
    folder : Path
        Where; its parent is created.
    photo_format : {"png", "jpg"}
        Lossless, or JPEG of quality 95 without chroma subsampling.
    original_bgr : ndarray of shape (H, W, 3), uint8, optional
        The photo before its colours were cleaned, kept for later editing.

    Raises
    ------
    OutputUnwritable, DiskFull
        When the files cannot be written; nothing is left behind then.
    ValueError
        When the garment's size chart is unsound.
    """
    with staged(folder) as staging:
        write_garment(garment, staging, photo_format=photo_format, original_bgr=original_bgr)
        put_in_place(staging, folder)


def write_garment(
    garment: Garment,
    folder: Path,
    *,
    photo_format: PhotoFormat = "png",
    original_bgr: NDArray[np.uint8] | None = None,
    reuse: Mapping[str, Path] | None = None,
) -> None:
    """Write a garment's files into a folder that exists and is empty, onto the disk.

    Parameters
    ----------
    reuse : mapping, optional
        Files that hold the pixels already, by the fields ``photo``, ``back_photo`` and
        ``original``: they are copied, so that no picture is compressed twice.

    Raises
    ------
    OSError
        When a file cannot be written.
    ValueError
        When the garment's size chart is unsound or its back photo is not one.
    """
    from PIL import Image

    checked_sizes(garment.sizes)
    names: dict[str, str] = {}
    photos = {
        "photo": garment.photo_bgr,
        "back_photo": garment.back_bgr,
        "original": original_bgr,
    }
    for key, pixels in photos.items():
        if reuse is not None and key in reuse:
            names[key] = _STEMS[key] + reuse[key].suffix.lower()
            shutil.copyfile(reuse[key], folder / names[key])
        elif pixels is not None:
            names[key] = _write_photo(pixels, folder, _STEMS[key], photo_format)
    for key, picture in (("alpha", garment.alpha), ("parts", garment.parts)):
        names[key] = f"{key}.png"
        Image.fromarray(np.ascontiguousarray(picture)).save(folder / names[key])
    for name in names.values():  # what this replaces is deleted at once
        with (folder / name).open("rb+") as file:
            os.fsync(file.fileno())
    write_description(garment, folder, names)


def write_description(garment: Garment, folder: Path, files: Mapping[str, str]) -> None:
    """Write ``garment.json`` naming the given files, and wait until it is on the disk.

    Parameters
    ----------
    files : mapping
        File names by the fields ``photo``, ``alpha``, ``parts`` and, where they are kept,
        ``back_photo`` and ``original``.

    Raises
    ------
    OSError
        When the file cannot be written.
    """
    _write_fields(_fields_of(garment, files), folder)


def rewrite_description(folder: Path, **changes: object) -> None:
    """Change fields of a ``garment.json`` in one stroke, leaving all others as they are.

    Raises
    ------
    UnknownGarment, UnknownCategory, GarmentError
        When it is not sound, before or after the change; it is left as it was then.
    OutputUnwritable, DiskFull
        When it cannot be written.
    """
    read_description(folder)
    path = folder / DESCRIPTION_NAME
    fields = {**stored_fields(folder), **changes}
    with staged(folder) as staging:
        _write_fields(fields, staging)
        read_description(staging)
        os.replace(staging / DESCRIPTION_NAME, path)


def _write_fields(fields: Mapping[str, object], folder: Path) -> None:
    text = json.dumps(fields, indent=2, ensure_ascii=False) + "\n"
    with (folder / DESCRIPTION_NAME).open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _write_photo(
    photo_bgr: NDArray[np.uint8], folder: Path, stem: str, photo_format: PhotoFormat
) -> str:
    from PIL import Image

    name = f"{stem}.{photo_format}"
    photo = Image.fromarray(np.ascontiguousarray(photo_bgr[:, :, ::-1]))
    if photo_format == "jpg":
        photo.save(folder / name, quality=JPEG_QUALITY, subsampling=0, optimize=True)
    else:
        photo.save(folder / name)
    return name


def _check_pictures(
    where: str, photo: NDArray[np.uint8], alpha: NDArray[np.uint8], parts: NDArray[np.uint8]
) -> None:
    for key, picture in (("alpha", alpha), ("parts", parts)):
        if picture.shape != photo.shape[:2]:
            have, want = _size_text(picture), _size_text(photo)
            raise broken(where, f"its {key} is {have} pixels but its photo {want}")
    if int(parts.max()) > max(Part):
        raise broken(where, f"its parts hold the unknown value {int(parts.max())}")
    if not (alpha > 127).any():
        raise broken(where, "its alpha is empty")
    if not parts.any():
        raise broken(where, "its parts are empty")


def _size_text(picture: NDArray[np.uint8]) -> str:
    return f"{picture.shape[1]}x{picture.shape[0]}"


def _check_landmarks_inside(
    where: str, landmarks: Mapping[str, tuple[float, float]], shape: tuple[int, ...]
) -> None:
    height, width = shape[:2]
    for name, (x, y) in landmarks.items():
        spare_x, spare_y = width * _LANDMARK_MARGIN, height * _LANDMARK_MARGIN
        if not (-spare_x <= x <= width + spare_x and -spare_y <= y <= height + spare_y):
            raise broken(where, f"its landmark {name} lies far outside the photo")


def _fields_of(garment: Garment, files: Mapping[str, str]) -> dict[str, object]:
    known: dict[str, object] = {
        "version": FORMAT_VERSION,
        "id": garment.id,
        "name": storable_line(garment.name),
        "category": garment.category,
        "confidence": garment.confidence,
        "photo": files["photo"],
        "alpha": files["alpha"],
        "parts": files["parts"],
        "landmarks": {
            name: [round(x, 2), round(y, 2)] for name, (x, y) in garment.landmarks.items()
        },
        "back_photo": files.get("back_photo"),
        "sizes": garment.sizes,
        "licence": garment.licence,
        "warnings": storable_warnings(garment.warnings),
        "original": files.get("original"),
        "variant_of": garment.variant_of,
    }
    return known | {key: value for key, value in garment.extra.items() if key not in KNOWN_FIELDS}
