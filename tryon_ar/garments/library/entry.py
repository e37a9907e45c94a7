"""What a shelf shows of a garment, and the words it is found by."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

# What people call a category beside its own name.
_ALSO_CALLED = {
    "tshirt": "t-shirt tee shirt",
    "longsleeve": "long sleeve jumper sweater",
    "shirt": "blouse",
    "polo": "polo shirt",
    "top": "tank blouse camisole",
    "hoodie": "hooded sweatshirt",
    "blazer": "jacket suit",
    "outerwear": "jacket coat vest",
    "dress": "gown",
    "skirt": "",
    "trousers": "pants jeans",
    "shorts": "short trousers pants",
}


@dataclass(frozen=True, slots=True)
class LibraryEntry:
    """A garment of the library, or one that came with the program, as a shelf shows it.

    Attributes
    ----------
    colours : tuple of str
        One to three of :data:`~tryon_ar.garments.library.fingerprint.COLOUR_WORDS`.
    thumbnail : Path or None
        A small picture on a bright ground, at most 256 px a side; None when there is none.
    added : str
        When it came into the library, ISO 8601 in UTC; "" for built-in ones.
    folder : Path
        Where its files are.
    builtin : bool
        True for what came with the program: it cannot be changed or removed.
    """

    id: str
    name: str
    category: str
    colours: tuple[str, ...]
    favourite: bool
    variant_of: str | None
    warnings: tuple[str, ...]
    thumbnail: Path | None
    added: str
    folder: Path
    builtin: bool = False


@dataclass(frozen=True, slots=True)
class LibraryProblem:
    """A folder of the library that cannot be listed; it is left as it is.

    Attributes
    ----------
    folder : Path
        The folder.
    reason : str
        Why, in a sentence.
    """

    folder: Path
    reason: str


def haystack_of(identifier: str, name: str, category: str, colours: Iterable[str]) -> str:
    """Return all a garment can be found by, plain enough to be searched in."""
    words = [identifier, name, category, _ALSO_CALLED.get(category, ""), *colours]
    if "grey" in words:
        words.append("gray")
    return plain(" ".join(words))


def plain(text: str) -> str:
    """Return a text without case and accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def search_tokens(text: str) -> tuple[str, ...]:
    """Return what a person searches for: every one of these has to be found."""
    return tuple(plain(text).split())
