"""From a picture file to a garment: decode, read, refine, place, judge."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.errors import NotAGarment, UnknownCategory
from tryon_ar.core.images import Picture, open_picture
from tryon_ar.garments.cutting.foreground import estimate_foreground
from tryon_ar.garments.cutting.judgement import (
    guess_category,
    overall_confidence,
    refuse_no_garment,
    refuse_shapeless,
    warnings_of,
)
from tryon_ar.garments.cutting.matte import matte_from_alpha, refine_matte
from tryon_ar.garments.cutting.neck_opening import find_opening
from tryon_ar.garments.cutting.network import GarmentNetwork, open_garment_network
from tryon_ar.garments.cutting.parts import (
    behind_the_neck,
    refine_parts,
    split_at_waist,
    with_opening,
)
from tryon_ar.garments.cutting.points import place_landmarks
from tryon_ar.garments.cutting.reading import Reading
from tryon_ar.garments.cutting.unseen_inside import without_unseen_inside
from tryon_ar.garments.cutting.wearer import FaceFinder, is_worn
from tryon_ar.garments.garment import CATEGORIES, Garment

Progress = Callable[[str, float], None]
LONGEST_PX = 1600
_LEAST_SIDE_PX = 48
_MAX_ID = 40
_MAX_NAME = 80
# Their fronts may reach as high as their backs.
_BOAT_NECKED = frozenset({"dress", "top"})


@dataclass(frozen=True, eq=False)
class Cut:
    """A garment cut out of a photo.

    Attributes
    ----------
    garment : Garment
        Its photo has the garment's own colours along the edge.
    original_bgr : ndarray of shape (H, W, 3), uint8
        The photo as it was, of the same size: what an editor's brush brings back.
    notices : tuple of str
        Sentences about the file (scaled down, animated ...).
    """

    garment: Garment
    original_bgr: NDArray[np.uint8]
    notices: tuple[str, ...]


def cut_photo(
    source: Path | bytes,
    *,
    name: str | None = None,
    category: str | None = None,
    progress: Progress | None = None,
    face_in: FaceFinder | None = None,
    network: GarmentNetwork | None = None,
) -> Cut:
    """Cut a garment out of a product photo.

    Parameters
    ----------
    source : Path or bytes
        A JPEG, PNG or WebP file, or its bytes.
    name : str, optional
        The garment's name; the file's name without its ending by default.
    category : str, optional
        One of ``CATEGORIES``, when the person knows better.
    progress : callable, optional
        Called with a sentence and the share done, 0 to 1.
    face_in : callable, optional
        Finds the face of a person in a photo, to recognise garments that are being worn;
        without it nothing is refused for that reason.
    network : GarmentNetwork, optional
        The one that comes with the program by default.

    Raises
    ------
    UnsafeImage
        When the file is no safe picture.
    NotAGarment
        When it shows none, or a person wearing it.
    UnknownCategory
        When ``category`` is none.
    MissingResource, CorruptResource
        When the network is missing or damaged.
    """
    if category is not None and category not in CATEGORIES:
        raise UnknownCategory(
            f"There is no category {category!r}.", f"Choose one of: {', '.join(CATEGORIES)}."
        )
    tell = progress or _silent
    tell("Opening the photo", 0.0)
    picture = open_picture(source, longest_px=LONGEST_PX)
    shown = _readable(source.name) if isinstance(source, Path) else "the picture"
    title = _readable(name or (source.stem if isinstance(source, Path) else "Pasted garment"))
    tell("Looking for the garment", 0.15)
    seen = _on_white(picture)
    _check_side(seen, shown)
    reading = (network or open_garment_network()).read(seen)
    if face_in is not None and is_worn(seen, reading, face_in):
        raise NotAGarment(
            f"{shown} shows a person wearing the garment.",
            "Use a photo of the garment alone: laid flat, on a hanger or on an invisible dummy.",
        )
    refuse_no_garment(reading, shown)
    return _finished(picture, seen, reading, title, shown, category, tell)


def _finished(
    picture: Picture,
    seen: NDArray[np.uint8],
    reading: Reading,
    title: str,
    shown: str,
    category: str | None,
    tell: Progress,
) -> Cut:
    guess = guess_category(reading) if category is None else None
    chosen = guess.name if guess is not None else str(category)
    tell("Cutting it out", 0.35)
    own = None if picture.alpha is None else matte_from_alpha(picture.alpha)
    alpha = refine_matte(seen, reading) if own is None else own
    tell("Telling sleeves from body", 0.6)
    read_parts = refine_parts(reading, alpha, chosen)
    parts = behind_the_neck(read_parts)
    placed = place_landmarks(reading, alpha, parts, chosen)
    if not alpha.any():
        raise NotAGarment(f"No garment was found in {shown}.", "Use another photo of it.")
    refuse_shapeless(placed, shown)
    opening = find_opening(seen, alpha, reading.parts, placed.points, chosen)
    if opening is not None:
        parts = with_opening(read_parts, opening, reading.parts)
    if chosen in _BOAT_NECKED:
        parts = without_unseen_inside(seen, parts)
    if chosen == "dress":
        parts = split_at_waist(parts, placed.points)
    tell("Cleaning its edge", 0.8)
    garment = Garment(
        id=identifier(title),
        name=title.strip()[:_MAX_NAME].strip() or "Garment",
        category=chosen,
        photo_bgr=estimate_foreground(seen, alpha),
        alpha=alpha,
        parts=parts,
        landmarks=placed.points,
        confidence=overall_confidence(reading, placed, guess),
        warnings=warnings_of(reading, alpha, placed, guess),
    )
    tell("Done", 1.0)
    return Cut(garment, seen, picture.notices)


def identifier(title: str) -> str:
    """Return an id for a garment of a name: lower case letters, digits and ``-``."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_MAX_ID].strip("-")
    return words or "garment"


def _readable(text: str) -> str:
    """Return a text that can be stored and shown: file names may hold what is no text."""
    valid = text.encode("utf-8", "replace").decode()
    return "".join(
        " " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter for letter in valid
    )


def _on_white(picture: Picture) -> NDArray[np.uint8]:
    """Return the picture's colours; transparent ones over white, as shops show them."""
    if picture.alpha is None:
        return picture.bgr
    share = picture.alpha[:, :, None].astype(np.float32) / 255
    return np.asarray(picture.bgr * share + 255 * (1 - share) + 0.5, np.uint8)


def _check_side(photo_bgr: NDArray[np.uint8], shown: str) -> None:
    height, width = photo_bgr.shape[:2]
    if min(height, width) < _LEAST_SIDE_PX:
        raise NotAGarment(
            f"{shown} is too small: {width}x{height} pixels.",
            f"Use a photo of at least {_LEAST_SIDE_PX} pixels a side; 500 or more look well.",
        )


def _silent(_sentence: str, _share: float) -> None:
    """Tell nobody."""
