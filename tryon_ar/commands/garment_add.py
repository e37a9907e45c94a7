"""``tryon-ar garment add``: product photos into the library."""

import json
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tryon_ar.commands.console import Advance, note, progress_bar, say
from tryon_ar.commands.faces import face_finder
from tryon_ar.core.errors import TryOnError, UsageError

if TYPE_CHECKING:
    from tryon_ar.garments.cutting.cutter import Cut
    from tryon_ar.garments.library.library import Library

Tell = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one photo: an id, or an error, or the id it duplicates."""

    photo: str
    id: str | None = None
    name: str | None = None
    category: str | None = None
    confidence: float | None = None
    warnings: tuple[str, ...] = ()
    duplicate_of: str | None = None
    error: str | None = None


def add_photos(
    photos: Sequence[Path],
    *,
    category: str | None,
    again: bool,
    as_json: bool,
    name: str | None = None,
) -> int:
    """Cut garments out of photos and keep them; the others are added although one fails.

    Parameters
    ----------
    name : str, optional
        What to call the garment of a single photo.

    Returns
    -------
    int
        The exit code of the first photo that failed; 0 when none did. A duplicate is no
        failure.

    Raises
    ------
    UsageError
        When the category is none, or several photos are to be called the same.
    GarmentError
        When nothing can be called that.
    """
    from tryon_ar.garments.cutting.cutter import cut_photo
    from tryon_ar.garments.library.library import Library

    check_category(category)
    if name is not None:
        name = _one_name(name, photos)
    code = 0
    rows = []
    with ExitStack() as stack:
        face_in = stack.enter_context(face_finder())
        cut = partial(cut_photo, category=category, face_in=face_in)
        library = stack.enter_context(Library())
        advance = stack.enter_context(progress_bar("Adding"))
        for number, photo in enumerate(photos):
            tell = partial(_tell, advance, number, len(photos))
            try:
                row = _add(photo, cut, library, name=name, again=again, tell=tell)
            except TryOnError as error:
                code = code or error.exit_code
                row = Added(str(photo), error=str(error))
            rows.append(row)
    for row in rows:
        _report(row, as_json=as_json)
    if as_json:
        document = {"version": 1, "garments": [asdict(row) for row in rows]}
        say(json.dumps(document, indent=2, ensure_ascii=False))
    return code


def _add(
    photo: Path,
    cut: "Callable[..., Cut]",
    library: "Library",
    *,
    name: str | None,
    again: bool,
    tell: Tell,
) -> Added:
    from tryon_ar.garments.library.naming import identifier_from
    from tryon_ar.garments.naming import named

    result = cut(photo, progress=tell)
    same = [] if again else library.duplicates_of(result.garment)
    if same:
        return Added(str(photo), duplicate_of=same[0].id)
    if name is not None:
        garment = replace(result.garment, id=identifier_from(name), name=name)
    else:
        garment = named(result.garment, photo.stem, lambda: [one.name for one in library.shelf()])
    kept = library.add(garment, result.original_bgr)
    return Added(
        photo=str(photo),
        id=kept.id,
        name=kept.name,
        category=kept.category,
        confidence=round(kept.confidence, 3),
        warnings=(*kept.warnings, *result.notices),
    )


def _one_name(name: str, photos: Sequence[Path]) -> str:
    """Return the name without blanks around it."""
    from tryon_ar.garments.library.naming import checked_name

    if len(photos) > 1:
        raise UsageError(
            f"{len(photos)} garments cannot all be called {name!r}.",
            "Add them one by one, or without --name.",
        )
    return checked_name(name)


def check_category(category: str | None) -> None:
    """Refuse a category that there is not.

    Raises
    ------
    UsageError
        Naming those there are.
    """
    from tryon_ar.garments.garment import CATEGORIES

    if category is not None and category not in CATEGORIES:
        raise UsageError(
            f"There is no category {category!r}.", f"Choose one of: {', '.join(CATEGORIES)}."
        )


def _tell(advance: Advance, number: int, count: int, sentence: str, share: float) -> None:
    """Show how far all photos are, given how far one is."""
    advance((number + share) / count, sentence)


def _report(row: Added, *, as_json: bool) -> None:
    """Tell a person what became of a photo; failures on stderr."""
    if row.error is not None:
        note(f"{row.photo}: {row.error}")
        return
    if as_json:
        return
    if row.duplicate_of is not None:
        say(f"{row.photo} is in the library already: {row.duplicate_of} (--again adds it anyway).")
        return
    say(f"Added {row.id}: {row.name} ({row.category}).")
    for warning in row.warnings:
        note(f"{row.id}: {warning}")
