"""Pictures of people with labels: rendered ones on disk, and hand-labelled real ones."""

import json
import struct
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Label
from tryon_ar.training.parsing_net.interface import PICTURE_PX

# Pixels that nothing is learnt from.
IGNORED = 255
# Of every so many files of a pool one is only measured on.
_HELD_BACK_EVERY = 10
_HELD_BACK = 4
_LOCAL_HEADER = 30


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


class RealPictures:
    """Real pictures whose labels were drawn by hand.

    Parameters
    ----------
    folder : Path
        Where the pictures lie.
    labelled : Path
        JSON: ``{"pictures": {FILE: {"square": [x0, y0, side], "held_back": false, "polygons":
        [{"label": "HAIR", "points": [[x, y], ...]}, ...]}}}``. ``FILE`` is relative to the
        folder; coordinates are pixels of the picture, pixel centres at integers; the square is
        the one around the person that is cut out. A label is a name of
        :class:`~tryon_ar.core.labels.Label` or ``IGNORED``; where polygons overlap the later one
        counts; what none covers is background.
    held_back : bool
        Whether to give those that are only measured on instead of those to train on.
    """

    def __init__(self, folder: Path, labelled: Path, held_back: bool = False) -> None:
        from tryon_ar.core.images import read_picture

        told = json.loads(labelled.read_text(encoding="utf-8"))["pictures"]
        self.people: list[Person] = []
        self.names: list[str] = []
        for name, fields in sorted(told.items()):
            if bool(fields.get("held_back", False)) != held_back:
                continue
            picture_bgr = read_picture(folder / name)
            self.people.append(_cut_out(picture_bgr, fields))
            self.names.append(name)


def _cut_out(picture_bgr: NDArray[np.uint8], fields: dict[str, object]) -> Person:
    import cv2

    labels = np.zeros(picture_bgr.shape[:2], np.uint8)
    for polygon in fields["polygons"]:  # type: ignore[attr-defined]
        value = IGNORED if polygon["label"] == "IGNORED" else int(Label[polygon["label"]])
        points = np.round(np.asarray(polygon["points"], np.float64)).astype(np.int32)
        cv2.fillPoly(labels, [points], (value,))
    x0, y0, side = (float(value) for value in fields["square"])  # type: ignore[attr-defined]
    opaque = np.full(labels.shape, 255, np.uint8)
    rgba = np.dstack([picture_bgr[:, :, ::-1], opaque])
    # Half as large again as the network's input, so that close looks stay sharp.
    size = 3 * PICTURE_PX // 2
    scale = size / side
    shift = [(0.5 - x0) * scale - 0.5, (0.5 - y0) * scale - 0.5]
    matrix = np.array([[scale, 0, shift[0]], [0, scale, shift[1]]])
    enlarge = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return Person(
        np.asarray(cv2.warpAffine(rgba, matrix, (size, size), flags=enlarge), np.uint8),
        np.asarray(cv2.warpAffine(labels, matrix, (size, size), flags=cv2.INTER_NEAREST), np.uint8),
    )
