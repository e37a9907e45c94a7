"""People with labels: rendered ones on disk, and hand-labelled ones of a studio."""

import struct
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.parsing_net.interface import PICTURE_PX

# Pixels that nothing is learnt from.
IGNORED = 255
# Of every so many files of a pool one is only measured on.
_HELD_BACK_EVERY = 10
_HELD_BACK = 4
_LOCAL_HEADER = 30
_STUDIO_HELD_BACK_EVERY = 5
_STUDIO_HELD_BACK = 3
_STUDIO_PX = 3 * PICTURE_PX // 2


class Person(NamedTuple):
    """A person without a background.

    Attributes
    ----------
    rgba : ndarray of shape (H, W, 4), uint8
        Red, green, blue, multiplied by alpha; alpha. Its borders are those of the camera's
        picture, or lie beyond the person.
    labels : ndarray of shape (H, W), uint8
        Of :class:`~tryon_ar.core.labels.Label`, or :data:`IGNORED`.
    """

    rgba: NDArray[np.uint8]
    labels: NDArray[np.uint8]


class _Shard(NamedTuple):
    rgba: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    frame: NDArray[np.float32]

    def person(self, number: int) -> Person:
        x0, y0, x1, y1 = np.round(self.frame[number]).astype(int)
        rgba = np.array(self.rgba[number, y0:y1, x0:x1])
        return Person(rgba, np.array(self.labels[number, y0:y1, x0:x1]))


@dataclass
class Pool:
    """Rendered people of some folders, mapped into memory; files that appear are taken up.

    Attributes
    ----------
    folders : sequence of Path
        As :mod:`tryon_ar.training.people.pool` writes them.
    held_back : bool
        Whether to give the people that are only measured on instead of those to train on: every
        tenth file, so that a figure is never on both sides.
    """

    folders: tuple[Path, ...]
    held_back: bool = False
    _shards: dict[Path, _Shard] = field(default_factory=dict)

    def refresh(self) -> None:
        """Take up files that were not seen yet."""
        for folder in self.folders:
            for path in sorted(folder.glob("seed*-*.npz")):
                if path in self._shards or path.name.endswith(".part.npz"):
                    continue
                if is_held_back(path) == self.held_back:
                    arrays = map_arrays(path)
                    self._shards[path] = _Shard(*(arrays[name] for name in _Shard._fields))

    def __len__(self) -> int:
        return sum(len(shard.rgba) for shard in self._shards.values())

    def person(self, number: int) -> Person:
        """Return a person by number, 0 to ``len(pool) - 1``."""
        for shard in self._shards.values():
            if number < len(shard.rgba):
                return shard.person(number)
            number -= len(shard.rgba)
        raise IndexError(number)


def is_held_back(path: Path) -> bool:
    """Return whether a file of a pool, such as ``seed003-0014.npz``, is only measured on."""
    return int(path.stem.rpartition("-")[2]) % _HELD_BACK_EVERY == _HELD_BACK


def map_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """Return the arrays of an uncompressed ``.npz``, mapped read-only instead of read.

    Raises
    ------
    ValueError
        When a member is compressed.
    """
    arrays: dict[str, NDArray[Any]] = {}
    with zipfile.ZipFile(path) as archive, path.open("rb") as file:
        for member in archive.infolist():
            if member.compress_type != zipfile.ZIP_STORED:
                raise ValueError(f"{path.name} holds compressed arrays, which cannot be mapped.")
            file.seek(member.header_offset)
            # The last two fields are the lengths of the name and of the extra field after it.
            name, extra = struct.unpack("<26x2H", file.read(_LOCAL_HEADER))
            file.seek(member.header_offset + _LOCAL_HEADER + name + extra)
            version = np.lib.format.read_magic(file)
            read = np.lib.format.read_array_header_1_0
            if version > (1, 0):
                read = np.lib.format.read_array_header_2_0
            shape, fortran, kind = read(file)
            arrays[member.filename.removesuffix(".npy")] = np.memmap(
                path, kind, "r", file.tell(), shape, "F" if fortran else "C"
            )
    return arrays


def studio_persons(cache: Path | None, held_back: bool = False) -> list[Person]:
    """Return the hand-labelled people of a studio, without its ground.

    Parameters
    ----------
    cache : Path or None
        As for :func:`~tryon_ar.training.parsing_net.studio_people.studio_people`.
    held_back : bool
        Whether to give the people that are only measured on instead of those to train on.
    """
    from tryon_ar.training.parsing_net.studio_people import studio_people

    return [
        _shrunk(Person(picture.rgba, picture.labels))
        for picture in studio_people(cache)
        if is_held_back_person(picture.name) == held_back
    ]


def is_held_back_person(name: str) -> bool:
    """Return whether a person, such as that of ``P013-head-left``, is only measured on."""
    return int(name.partition("-")[0][1:]) % _STUDIO_HELD_BACK_EVERY == _STUDIO_HELD_BACK


def _shrunk(person: Person) -> Person:
    """Return a person small enough to keep, and half as large again as is needed."""
    import cv2

    height, width = person.labels.shape
    scale = min(1.0, _STUDIO_PX / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    rgba = cv2.resize(person.rgba, size, interpolation=cv2.INTER_AREA)
    labels = cv2.resize(person.labels, size, interpolation=cv2.INTER_NEAREST)
    return Person(np.asarray(rgba, np.uint8), np.asarray(labels, np.uint8))
