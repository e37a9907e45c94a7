"""``garment.json``: what a garment's folder says about it, before any picture is opened.

::

    {"version": 1, "id", "name", "category", "confidence", "photo", "alpha", "parts",
     "landmarks": {name: [x, y]}, "back_photo", "sizes", "licence", "warnings",
     "original", "variant_of"}

``back_photo``, ``sizes``, ``licence``, ``original`` and ``variant_of`` may be null or left
out; fields beside these are kept. Files it names lie in the same folder; a name that leads
out of it is refused, because such folders travel between people.
"""

import json
import math
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tryon_ar.core.errors import GarmentError, UnknownCategory, UnknownGarment
from tryon_ar.core.untrusted_text import json_value, read_bounded, told
from tryon_ar.garments.garment import CATEGORIES, LANDMARK_NAMES
from tryon_ar.garments.sizes import checked_sizes

FORMAT_VERSION = 1
DESCRIPTION_NAME = "garment.json"
MAX_DESCRIPTION_BYTES = 1024 * 1024
KNOWN_FIELDS = frozenset(
    {
        "version",
        "id",
        "name",
        "category",
        "confidence",
        "photo",
        "alpha",
        "parts",
        "landmarks",
        "back_photo",
        "sizes",
        "licence",
        "warnings",
        "original",
        "variant_of",
    }
)

_MOST_NAME = 200
_MOST_TOLD = 150
_MOST_WARNINGS = 50
_MOST_WARNING = 1000
# What ends lines, and what terminals take for commands.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_ID_PATTERN = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
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
    back_photo, original : Path or None
        Likewise: the garment from behind, and the photo before its colours were cleaned of
        the background's.
    extra : dict
        Fields that this version does not know.
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
    back_photo: Path | None = None
    original: Path | None = None
    variant_of: str | None = None
    extra: dict[str, object] = field(default_factory=dict)


def is_identifier(text: str) -> bool:
    """Return True for what may be the id of a garment."""
    return _ID_PATTERN.fullmatch(text) is not None


def required_landmarks(category: str) -> frozenset[str]:
    """Return the landmarks without which a garment of this category cannot be fitted.

    Raises
    ------
    UnknownCategory
        When the category is none of :data:`CATEGORIES`.
    """
    if category not in CATEGORIES:
        raise UnknownCategory(
            f"The garment category {told(category)} is not known.",
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
    fields = stored_fields(folder)
    where = folder.name
    category = _text(fields, "category", where)
    required = required_landmarks(category)
    landmarks = _landmarks(fields, where)
    missing = sorted(required - landmarks.keys())
    if missing:
        raise broken(where, f"it lacks the landmarks {', '.join(missing)}")
    return Description(
        id=_identifier(fields, "id", where),
        name=_line(fields, "name", where),
        category=category,
        confidence=_confidence(fields, where),
        photo=_file(folder, fields, "photo"),
        alpha=_file(folder, fields, "alpha"),
        parts=_file(folder, fields, "parts"),
        landmarks=landmarks,
        licence=None if fields.get("licence") is None else _text(fields, "licence", where),
        sizes=_sizes(fields, where),
        warnings=_warnings(fields, where),
        back_photo=_optional_file(folder, fields, "back_photo"),
        original=_optional_file(folder, fields, "original"),
        variant_of=_variant_of(fields, where),
        extra={key: value for key, value in fields.items() if key not in KNOWN_FIELDS},
    )


def stored_fields(folder: Path) -> dict[str, object]:
    """Return the table of a ``garment.json`` of this version, its fields unchecked.

    Raises
    ------
    UnknownGarment
        When there is none.
    GarmentError
        When it is no such table.
    """
    path = folder / DESCRIPTION_NAME
    if not os.path.isfile(path):
        raise UnknownGarment(
            f"There is no garment in {folder}: it has no {DESCRIPTION_NAME}.",
            "Name a garment folder, or one of `tryon-ar garment list`.",
        )
    try:
        fields = json_value(read_bounded(path, MAX_DESCRIPTION_BYTES))
        json.dumps(fields, ensure_ascii=False).encode("utf-8")  # halves of letters are refused
    except (OSError, ValueError, RecursionError) as error:
        why = f"{error}"[:_MOST_TOLD]
        raise broken(folder.name, f"its {DESCRIPTION_NAME} cannot be read ({why})") from error
    if not isinstance(fields, dict):
        raise broken(folder.name, f"its {DESCRIPTION_NAME} is not a table")
    if fields.get("version") != FORMAT_VERSION:
        raise broken(
            folder.name,
            f"its format version is {told(fields.get('version'))}, not {FORMAT_VERSION}",
        )
    return fields


def storable_line(text: str, most: int = _MOST_NAME) -> str:
    """Return a text as :func:`read_description` takes one for a name, or for a warning."""
    return _CONTROL.sub(" ", text)[:most]


def storable_warnings(warnings: Iterable[str]) -> list[str]:
    """Return warnings as :func:`read_description` takes them."""
    return [storable_line(one, _MOST_WARNING) for one in warnings][:_MOST_WARNINGS]


def broken(where: str, why: str) -> GarmentError:
    """Return the error that says why the garment in a folder cannot be used."""
    return GarmentError(
        f"The garment {where!r} cannot be used: {why}.", "Import its photo again, or fix the file."
    )


def _text(fields: Mapping[str, object], key: str, where: str) -> str:
    value = fields.get(key)
    if not isinstance(value, str) or not value.strip():
        raise broken(where, f"its {key} is missing or not a text")
    return value


def _line(fields: Mapping[str, object], key: str, where: str) -> str:
    value = _text(fields, key, where)
    if not _is_line(value, _MOST_NAME):
        raise broken(where, f"its {key} is not one line of at most {_MOST_NAME} letters")
    return value


def _is_line(text: str, most: int) -> bool:
    return len(text) <= most and _CONTROL.search(text) is None


def _identifier(fields: Mapping[str, object], key: str, where: str) -> str:
    value = _text(fields, key, where)
    if not is_identifier(value):
        raise broken(
            where, f"its {key} {told(value)} is not lower case letters, digits, '-' and '_'"
        )
    return value


def _variant_of(fields: Mapping[str, object], where: str) -> str | None:
    return None if fields.get("variant_of") is None else _identifier(fields, "variant_of", where)


def _sizes(fields: Mapping[str, object], where: str) -> dict[str, object] | None:
    try:
        return checked_sizes(fields.get("sizes"))
    except ValueError as error:
        raise broken(where, f"its size chart {error}") from error


def _number(value: object) -> float:
    """Return a finite number, or NaN for anything else (booleans included)."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return math.nan
    return float(value) if abs(value) < 1e9 else math.nan


def _confidence(fields: Mapping[str, object], where: str) -> float:
    value = _number(fields.get("confidence"))
    if not 0.0 <= value <= 1.0:
        raise broken(where, "its confidence is not a number from 0 to 1")
    return value


def _landmarks(fields: Mapping[str, object], where: str) -> dict[str, tuple[float, float]]:
    table = fields.get("landmarks")
    if not isinstance(table, dict):
        raise broken(where, "it has no table of landmarks")
    unknown = sorted(set(table) - LANDMARK_NAMES)
    if unknown:
        raise broken(where, f"it has unknown landmarks: {', '.join(unknown[:5])[:_MOST_TOLD]}")
    return {name: _point(name, value, where) for name, value in table.items()}


def _point(name: str, value: object, where: str) -> tuple[float, float]:
    if isinstance(value, list) and len(value) == 2:
        x, y = _number(value[0]), _number(value[1])
        if math.isfinite(x) and math.isfinite(y):
            return x, y
    raise broken(where, f"its landmark {name} is not a pair of numbers")


def _warnings(fields: Mapping[str, object], where: str) -> tuple[str, ...]:
    value = fields.get("warnings", [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise broken(where, "its warnings are not a list of texts")
    if len(value) > _MOST_WARNINGS or not all(_is_line(item, _MOST_WARNING) for item in value):
        raise broken(where, "its warnings are too many or too long")
    return tuple(value)


def _optional_file(folder: Path, fields: Mapping[str, object], key: str) -> Path | None:
    return None if fields.get(key) is None else _file(folder, fields, key)


def _file(folder: Path, fields: Mapping[str, object], key: str) -> Path:
    """Return the file named by a field, refusing names and links that leave the folder."""
    name = _text(fields, key, folder.name)
    plain = len(name) <= _MOST_NAME and name not in (".", "..")
    plain = plain and not re.search(r"[\\/:\x00-\x1f]", name)
    path = folder / name
    # Path.resolve raises on a link to itself; realpath gives it back as it is.
    if not plain or os.path.dirname(os.path.realpath(path)) != os.path.realpath(folder):
        raise broken(folder.name, f"its {key} {told(name)} is not a file inside its folder")
    return path
