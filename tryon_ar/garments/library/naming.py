"""Ids for garments: what may be one, and one that is free."""

import re
from collections.abc import Callable

from tryon_ar.core.errors import GarmentError
from tryon_ar.garments.description import is_identifier
from tryon_ar.garments.library.entry import plain
from tryon_ar.garments.library.pack_archive import DEVICE_NAMES

MAX_NAME_LENGTH = 120
_LONGEST_STEM = 60


def identifier_from(text: str) -> str:
    """Return an id that resembles a text.

    Examples
    --------
    >>> identifier_from("Été: Rotes Hemd")
    'ete-rotes-hemd'
    >>> identifier_from("衣")
    'garment'
    """
    stem = re.sub(r"[^a-z0-9_]+", "-", plain(text)).strip("-_")[:_LONGEST_STEM].rstrip("-_")
    return (
        stem if is_identifier(stem) and stem not in DEVICE_NAMES else f"garment-{stem}".rstrip("-")
    )


def free_identifier(wanted: str, taken: Callable[[str], bool]) -> str:
    """Return the id that was wanted, or one like it with a number that is not taken."""
    sound = is_identifier(wanted) and len(wanted) <= _LONGEST_STEM and wanted not in DEVICE_NAMES
    stem = wanted if sound else identifier_from(wanted)
    identifier, number = stem, 1
    while taken(identifier):
        number += 1
        identifier = f"{stem}-{number}"
    return identifier


def checked_name(name: str) -> str:
    """Return the name of a garment without blanks around it.

    Raises
    ------
    GarmentError
        When it is empty, longer than 120 letters or holds a control character.
    """
    stripped = name.strip()
    if not stripped or len(stripped) > MAX_NAME_LENGTH or not stripped.isprintable():
        raise GarmentError(
            f"A garment cannot be called {name[:MAX_NAME_LENGTH]!r}.",
            f"Give it a name of 1 to {MAX_NAME_LENGTH} letters on one line.",
        )
    return stripped
