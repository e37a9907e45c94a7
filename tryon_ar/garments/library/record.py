"""What the index remembers of a garment folder, so that no picture has to be opened again."""

import hashlib
import math
import os
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tryon_ar.garments.builtin import THUMBNAIL_NAME
from tryon_ar.garments.description import DESCRIPTION_NAME, Description
from tryon_ar.garments.library.entry import LibraryEntry, haystack_of
from tryon_ar.garments.library.fingerprint import Fingerprint
from tryon_ar.garments.library.keeping import KEEPING_NAME, Keeping

_THUMBNAIL = re.compile(rf"([a-z0-9_-]+-[0-9a-f]{{16}}\.png|{re.escape(THUMBNAIL_NAME)})?")


@dataclass(frozen=True, slots=True)
class Stamp:
    """When a folder's files were written: changed whenever one of them was.

    Attributes
    ----------
    texts : str
        Of its description and of what is kept beside it.
    pictures : str
        Of everything else in it.
    """

    texts: str
    pictures: str


@dataclass(frozen=True, slots=True)
class Look:
    """What is told by a garment's pictures.

    Attributes
    ----------
    fingerprint : Fingerprint or None
        None for what came with the program: nobody adds it again by chance.
    thumbnail : str
        Its file name; "" where none could be written.
    """

    colours: tuple[str, ...]
    fingerprint: Fingerprint | None
    thumbnail: str


@dataclass(frozen=True, slots=True)
class Record:
    """One folder as it was when last read.

    Attributes
    ----------
    look : Look or None
        None for a folder that cannot be used.
    files : tuple of str
        Names of photo, alpha and parts.
    problem : str
        Why it cannot; "" otherwise.
    """

    stamp: Stamp
    name: str = ""
    category: str = ""
    variant_of: str | None = None
    warnings: tuple[str, ...] = ()
    added: str = ""
    favourite: bool = False
    look: Look | None = None
    files: tuple[str, ...] = ()
    problem: str = ""

    @classmethod
    def of(cls, about: Description, keeping: Keeping, look: Look, stamp: Stamp) -> "Record":
        """Put together what was read."""
        return cls(
            stamp=stamp,
            name=about.name,
            category=about.category,
            variant_of=about.variant_of,
            warnings=about.warnings,
            added=keeping.added,
            favourite=keeping.favourite,
            look=look,
            files=named_files(about),
        )

    def entry(self, identifier: str, folder: Path, thumbnails: Path) -> LibraryEntry:
        """Return what a shelf shows; only for a record without problem."""
        assert self.look is not None
        thumbnail = thumbnails / self.look.thumbnail if self.look.thumbnail else None
        return LibraryEntry(
            id=identifier,
            name=self.name,
            category=self.category,
            colours=self.look.colours,
            favourite=self.favourite,
            variant_of=self.variant_of,
            warnings=self.warnings,
            thumbnail=thumbnail,
            added=self.added,
            folder=folder,
        )

    def row(self, identifier: str) -> tuple[str, str, bool, dict[str, object]]:
        """Return the row of the index."""
        colours = self.look.colours if self.look else ()
        haystack = haystack_of(identifier, self.name, self.category, colours)
        return identifier, haystack, self.favourite, asdict(self)

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> "Record | None":
        """Return the record a row holds; None for one this version would not have written."""
        try:
            look = document["look"]
            if look is not None:
                seen = look["fingerprint"]
                if seen is not None:
                    seen = Fingerprint(seen["phash"], seen["aspect"], tuple(seen["colour"]))
                look = Look(tuple(look["colours"]), seen, look["thumbnail"])
            changed = {
                "stamp": Stamp(**document["stamp"]),
                "warnings": tuple(document["warnings"]),
                "look": look,
                "files": tuple(document["files"]),
            }
            record = cls(**(document | changed))
        except (AttributeError, KeyError, TypeError):
            return None
        return record if _is_sound(record) else None


def _is_sound(record: Record) -> bool:
    """Return whether a record is of the right kinds and its thumbnail's name leads nowhere else."""
    texts: list[object] = [record.name, record.category, record.added, record.problem]
    texts += [record.stamp.texts, record.stamp.pictures, *record.warnings, *record.files]
    texts += [] if record.variant_of is None else [record.variant_of]
    if record.look is not None:
        texts += [record.look.thumbnail, *record.look.colours]
    if not all(isinstance(text, str) for text in texts) or not isinstance(record.favourite, bool):
        return False
    if record.look is None:
        return bool(record.problem)
    seen = record.look.fingerprint
    return _THUMBNAIL.fullmatch(record.look.thumbnail) is not None and (
        seen is None or _is_sound_fingerprint(seen)
    )


def _is_sound_fingerprint(seen: Fingerprint) -> bool:
    numbers = (seen.aspect, *seen.colour)
    return (
        isinstance(seen.phash, int)
        and len(seen.colour) == 3
        and all(isinstance(one, int | float) and math.isfinite(one) for one in numbers)
        and seen.aspect > 0
    )


def named_files(about: Description) -> tuple[str, ...]:
    """Return the names of the files that a garment's look depends on."""
    return about.photo.name, about.alpha.name, about.parts.name


def stamp_of(folder: Path) -> Stamp:
    """Return the stamp of a folder.

    Raises
    ------
    OSError
        When it cannot be listed.
    """
    texts: list[str] = []
    pictures: list[str] = []
    with os.scandir(folder) as items:
        for item in items:
            about = _about(item)
            mark = f"{item.name}:{about.st_size}:{about.st_mtime_ns}:{about.st_ino}"
            own = item.name in (DESCRIPTION_NAME, KEEPING_NAME)
            (texts if own else pictures).append(mark)
    return Stamp(_digest(texts), _digest(pictures))


def _about(item: os.DirEntry[str]) -> os.stat_result:
    try:
        return item.stat()
    except OSError:  # a link to nothing, as editors leave one beside a file they have open
        return item.stat(follow_symlinks=False)


def _digest(marks: list[str]) -> str:
    whole = "\n".join(sorted(marks)).encode("utf-8", "surrogateescape")
    return hashlib.blake2b(whole, digest_size=8).hexdigest()
