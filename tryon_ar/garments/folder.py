"""The folder a garment is kept in: ``garment.json``, its photo, ``alpha.png`` and ``parts.png``.

``garment.json`` holds ``{"version": 1, "id", "name", "category", "confidence", "photo",
"alpha", "parts", "landmarks": {name: [x, y]}, "back_photo", "sizes", "licence",
"warnings"}``. Files it names lie in the same folder; a name that leads out of it is
refused, because such folders travel between people.
"""

import json
import math
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.errors import GarmentError, OutputUnwritable, UnknownCategory, UnknownGarment
from tryon_ar.core.images import read_picture
from tryon_ar.garments.garment import CATEGORIES, LANDMARK_NAMES, Garment, Part

FORMAT_VERSION = 1
DESCRIPTION_NAME = "garment.json"
MAX_DESCRIPTION_BYTES = 1024 * 1024
JPEG_QUALITY = 93

_ID_PATTERN = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
# A landmark may lie a little outside the photo (a cropped sleeve), not far outside.
_LANDMARK_MARGIN = 0.25
_TOP_LANDMARKS = frozenset(
    f"{stem}_{side}" for stem in ("neck", "shoulder", "armpit", "hem") for side in ("left", "right")
)
_SKIRT_LANDMARKS = frozenset({"waist_left", "waist_right", "hem_left", "hem_right"})
_LEG_LANDMARKS = frozenset(
    ["waist_left", "waist_right", "crotch"]
    + [f"leg_hem_{side}_{edge}" for side in ("left", "right") for edge in ("inner", "outer")]
)


@dataclass(frozen=True, slots=True)
class Description:
    """A checked ``garment.json``, before any picture is opened.

    Attributes
    ----------
    photo, alpha, parts : Path
        Files inside the garment's folder; not opened yet.
    """

    id: str
    name: str
    category: str
    confidence: float
    photo: Path
    alpha: Path
    parts: Path
    landmarks: dict[str, tuple[float, float]]
    licence: str | None
    sizes: dict[str, object] | None
    warnings: tuple[str, ...]


def required_landmarks(category: str) -> frozenset[str]:
    """Return the landmarks without which a garment of this category cannot be fitted.

    Raises
    ------
    UnknownCategory
        When the category is none of :data:`CATEGORIES`.
    """
    if category not in CATEGORIES:
        raise UnknownCategory(
            f"The garment category {category!r} is not known.",
            f"Use one of: {', '.join(CATEGORIES)}.",
        )
    if category in ("trousers", "shorts"):
        return _LEG_LANDMARKS
    return _SKIRT_LANDMARKS if category == "skirt" else _TOP_LANDMARKS


def read_description(folder: Path) -> Description:
    """Read and check ``garment.json`` of a garment folder, opening no picture.

    Parameters
    ----------
    folder : Path
        The garment's folder.

    Returns
    -------
    Description
        Checked, with file names resolved inside the folder.

    Raises
    ------
    UnknownGarment
        When the folder or its ``garment.json`` does not exist.
    UnknownCategory
        When its category is not known.
    GarmentError
        When anything else in it is missing, of the wrong kind, or leads out of the folder.
    """
    fields = _read_fields(folder)
    where = folder.name
    category = _text(fields, "category", where)
    required = required_landmarks(category)
    landmarks = _landmarks(fields, where)
    missing = sorted(required - landmarks.keys())
    if missing:
        raise _broken(where, f"it lacks the landmarks {', '.join(missing)}")
    sizes = fields.get("sizes")
    if sizes is not None and not isinstance(sizes, dict):
        raise _broken(where, "its sizes are not a table")
    return Description(
        id=_identifier(fields, where),
        name=_text(fields, "name", where),
        category=category,
        confidence=_confidence(fields, where),
        photo=_file(folder, fields, "photo"),
        alpha=_file(folder, fields, "alpha"),
        parts=_file(folder, fields, "parts"),
        landmarks=landmarks,
        licence=None if fields.get("licence") is None else _text(fields, "licence", where),
        sizes=sizes,
        warnings=_warnings(fields, where),
    )


def load_garment(folder: Path) -> Garment:
    """Load a garment folder.

    Parameters
    ----------
    folder : Path
        Holds ``garment.json`` and the three pictures it names.

    Returns
    -------
    Garment
        Pictures of one size; read-only.

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
    _check_pictures(folder.name, photo, alpha, parts)
    _check_landmarks_inside(folder.name, about.landmarks, photo.shape)
    for picture in (photo, alpha, parts):
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
    )


def save_garment(
    garment: Garment, folder: Path, *, photo_format: Literal["png", "jpg"] = "png"
) -> None:
    """Write a garment folder, whole or not at all, replacing one that is there.

    Parameters
    ----------
    garment : Garment
        What to keep.
    folder : Path
        Where; its parent is created.
    photo_format : {"png", "jpg"}
        Lossless, or JPEG of quality 93 without chroma subsampling.

    Raises
    ------
    OutputUnwritable
        When the files cannot be written; nothing is left behind then.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        _write_files(garment, staging, photo_format)
        staging.chmod(0o755)
        _replace_folder(staging, folder)
    except OSError as error:
        raise _unwritable(folder, error) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _read_fields(folder: Path) -> dict[str, object]:
    path = folder / DESCRIPTION_NAME
    if not path.is_file():
        raise UnknownGarment(
            f"There is no garment in {folder}: it has no {DESCRIPTION_NAME}.",
            "Name a garment folder, or one of `tryon-ar garment list`.",
        )
    try:
        if path.stat().st_size > MAX_DESCRIPTION_BYTES:
            raise _broken(folder.name, f"its {DESCRIPTION_NAME} is over 1 MB")
        fields = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise _broken(folder.name, f"its {DESCRIPTION_NAME} cannot be read ({error})") from error
    if not isinstance(fields, dict):
        raise _broken(folder.name, f"its {DESCRIPTION_NAME} is not a table")
    if fields.get("version") != FORMAT_VERSION:
        raise _broken(
            folder.name, f"its format version is {fields.get('version')!r}, not {FORMAT_VERSION}"
        )
    return fields


def _broken(where: str, why: str) -> GarmentError:
    return GarmentError(
        f"The garment {where!r} cannot be used: {why}.", "Import its photo again, or fix the file."
    )


def _unwritable(folder: Path, error: OSError) -> OutputUnwritable:
    return OutputUnwritable(
        f"The garment cannot be saved in {folder}: {error.strerror or error}.",
        "Choose a folder that you may write to and that has room.",
    )


def _text(fields: Mapping[str, object], key: str, where: str) -> str:
    value = fields.get(key)
    if not isinstance(value, str) or not value.strip():
        raise _broken(where, f"its {key} is missing or not a text")
    return value


def _identifier(fields: Mapping[str, object], where: str) -> str:
    value = _text(fields, "id", where)
    if not _ID_PATTERN.fullmatch(value):
        raise _broken(where, f"its id {value!r} is not lower case letters, digits, '-' and '_'")
    return value


def _number(value: object) -> float:
    """Return a finite number, or NaN for anything else (booleans included)."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return math.nan
    return float(value) if abs(value) < 1e9 else math.nan


def _confidence(fields: Mapping[str, object], where: str) -> float:
    value = _number(fields.get("confidence"))
    if not 0.0 <= value <= 1.0:
        raise _broken(where, "its confidence is not a number from 0 to 1")
    return value


def _landmarks(fields: Mapping[str, object], where: str) -> dict[str, tuple[float, float]]:
    table = fields.get("landmarks")
    if not isinstance(table, dict):
        raise _broken(where, "it has no table of landmarks")
    unknown = sorted(set(table) - LANDMARK_NAMES)
    if unknown:
        raise _broken(where, f"it has unknown landmarks: {', '.join(unknown[:5])}")
    return {name: _point(name, value, where) for name, value in table.items()}


def _point(name: str, value: object, where: str) -> tuple[float, float]:
    if isinstance(value, list) and len(value) == 2:
        x, y = _number(value[0]), _number(value[1])
        if math.isfinite(x) and math.isfinite(y):
            return x, y
    raise _broken(where, f"its landmark {name} is not a pair of numbers")


def _warnings(fields: Mapping[str, object], where: str) -> tuple[str, ...]:
    value = fields.get("warnings", [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _broken(where, "its warnings are not a list of texts")
    return tuple(value)


def _file(folder: Path, fields: Mapping[str, object], key: str) -> Path:
    """Return the file named by a field, refusing names and links that leave the folder."""
    name = _text(fields, key, folder.name)
    plain = name not in (".", "..") and not re.search(r"[\\/:\x00-\x1f]", name)
    path = folder / name
    if not plain or path.resolve().parent != folder.resolve():
        raise _broken(folder.name, f"its {key} {name!r} is not a file inside its folder")
    return path


def _check_pictures(
    where: str, photo: NDArray[np.uint8], alpha: NDArray[np.uint8], parts: NDArray[np.uint8]
) -> None:
    for key, picture in (("alpha", alpha), ("parts", parts)):
        if picture.shape != photo.shape[:2]:
            have, want = _size_text(picture), _size_text(photo)
            raise _broken(where, f"its {key} is {have} pixels but its photo {want}")
    if int(parts.max()) > max(Part):
        raise _broken(where, f"its parts hold the unknown value {int(parts.max())}")
    if not (alpha > 127).any():
        raise _broken(where, "its alpha is empty")
    if not parts.any():
        raise _broken(where, "its parts are empty")


def _size_text(picture: NDArray[np.uint8]) -> str:
    return f"{picture.shape[1]}x{picture.shape[0]}"


def _check_landmarks_inside(
    where: str, landmarks: Mapping[str, tuple[float, float]], shape: tuple[int, ...]
) -> None:
    height, width = shape[:2]
    for name, (x, y) in landmarks.items():
        spare_x, spare_y = width * _LANDMARK_MARGIN, height * _LANDMARK_MARGIN
        if not (-spare_x <= x <= width + spare_x and -spare_y <= y <= height + spare_y):
            raise _broken(where, f"its landmark {name} lies far outside the photo")


def _write_files(garment: Garment, folder: Path, photo_format: Literal["png", "jpg"]) -> None:
    from PIL import Image

    photo_name = f"photo.{photo_format}"
    photo = Image.fromarray(np.ascontiguousarray(garment.photo_bgr[:, :, ::-1]))
    if photo_format == "jpg":
        photo.save(folder / photo_name, quality=JPEG_QUALITY, subsampling=0, optimize=True)
    else:
        photo.save(folder / photo_name, optimize=True)
    Image.fromarray(garment.alpha).save(folder / "alpha.png", optimize=True)
    Image.fromarray(garment.parts).save(folder / "parts.png", optimize=True)
    text = json.dumps(_fields_of(garment, photo_name), indent=2, ensure_ascii=False) + "\n"
    with (folder / DESCRIPTION_NAME).open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _fields_of(garment: Garment, photo_name: str) -> dict[str, object]:
    return {
        "version": FORMAT_VERSION,
        "id": garment.id,
        "name": garment.name,
        "category": garment.category,
        "confidence": garment.confidence,
        "photo": photo_name,
        "alpha": "alpha.png",
        "parts": "parts.png",
        "landmarks": {
            name: [round(x, 2), round(y, 2)] for name, (x, y) in garment.landmarks.items()
        },
        "back_photo": None,
        "sizes": garment.sizes,
        "licence": garment.licence,
        "warnings": list(garment.warnings),
    }


def _replace_folder(staging: Path, folder: Path) -> None:
    """Put the finished folder in place; the old one is kept until the new one stands."""
    if not folder.exists():
        staging.rename(folder)
        return
    old = staging.with_name(staging.name + ".old")
    folder.rename(old)
    try:
        staging.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)
