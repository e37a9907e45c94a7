"""What has been done to a garment, to be undone and done again within bounded memory."""

import zlib
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.editing_brush import Roi

StateT = TypeVar("StateT")

MAX_BYTES = 64 * 1024 * 1024
MAX_STEPS = 500


@dataclass(frozen=True, slots=True)
class MapPatch:
    """What changed between two versions of a map, compressed.

    Attributes
    ----------
    box : (left, top, right, bottom)
        Half-open; nothing changed outside.
    packed : bytes
        ``before XOR after`` inside the box: the same patch leads back and forth.
    """

    box: Roi
    packed: bytes

    def flip(self, pixels: NDArray[np.uint8]) -> None:
        """Turn a map from one version into the other, in place."""
        left, top, right, bottom = self.box
        difference = np.frombuffer(zlib.decompress(self.packed), np.uint8)
        area = pixels[top:bottom, left:right]
        np.bitwise_xor(area, difference.reshape(area.shape), out=area)


def make_patch(
    before: NDArray[np.uint8], after: NDArray[np.uint8], within: Roi | None = None
) -> MapPatch | None:
    """Return the patch between two maps of one shape; None when they are equal.

    Parameters
    ----------
    before, after : ndarray of shape (H, W), uint8
    within : (left, top, right, bottom), optional
        Half-open box known to hold all changes.
    """
    left, top, right, bottom = within or (0, 0, before.shape[1], before.shape[0])
    difference = np.bitwise_xor(before[top:bottom, left:right], after[top:bottom, left:right])
    rows, columns = np.flatnonzero(difference.any(axis=1)), np.flatnonzero(difference.any(axis=0))
    if len(rows) == 0:
        return None
    tight = difference[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    box = (
        left + int(columns[0]),
        top + int(rows[0]),
        left + int(columns[-1]) + 1,
        top + int(rows[-1]) + 1,
    )
    return MapPatch(box, zlib.compress(np.ascontiguousarray(tight).tobytes(), level=1))


@dataclass(frozen=True)
class Step(Generic[StateT]):
    """One thing done.

    Attributes
    ----------
    text : str
        What a menu says after "Undo".
    before, after
        Everything but the maps.
    alpha, parts : MapPatch or None
        What changed in the maps.
    key : str or None
        Steps that follow each other with one key become one step.
    held_bytes : int
        Memory the states hold alone, such as a back photo.
    """

    text: str
    before: StateT
    after: StateT
    alpha: MapPatch | None = None
    parts: MapPatch | None = None
    key: str | None = None
    held_bytes: int = 0

    @property
    def size_bytes(self) -> int:
        """About how much memory the step takes."""
        patches = (patch for patch in (self.alpha, self.parts) if patch is not None)
        return sum(len(patch.packed) for patch in patches) + self.held_bytes + 1024


class History(Generic[StateT]):
    """Steps done and undone; the oldest are forgotten when there are too many.

    Parameters
    ----------
    max_bytes : int
        The newest step is always kept, whatever its size.
    """

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._max_bytes = max_bytes
        self._done: list[Step[StateT]] = []
        self._undone: list[Step[StateT]] = []
        self._open_key: str | None = None

    @property
    def size_bytes(self) -> int:
        """About how much memory all steps take."""
        return sum(step.size_bytes for step in (*self._done, *self._undone))

    @property
    def undo_text(self) -> str:
        """What would be undone; empty when nothing."""
        return self._done[-1].text if self._done else ""

    @property
    def redo_text(self) -> str:
        """What would be done again; empty when nothing."""
        return self._undone[-1].text if self._undone else ""

    def settle(self) -> None:
        """Let the next step stand for itself, whatever its key."""
        self._open_key = None

    def add(self, step: Step[StateT]) -> None:
        """Note a step; what was undone is forgotten."""
        self._undone.clear()
        last = self._done[-1] if self._done else None
        if last is not None and step.key is not None and step.key == self._open_key:
            self._done[-1] = Step(step.text, last.before, step.after, key=step.key)
        else:
            self._done.append(step)
        self._open_key = step.key
        self._forget_oldest()

    def back(self) -> Step[StateT] | None:
        """Return the step to undo and note it undone; None when there is none."""
        return self._move(self._done, self._undone)

    def forth(self) -> Step[StateT] | None:
        """Return the step to do again and note it done; None when there is none."""
        return self._move(self._undone, self._done)

    def _move(self, source: list[Step[StateT]], target: list[Step[StateT]]) -> Step[StateT] | None:
        self.settle()
        if not source:
            return None
        target.append(source.pop())
        return target[-1]

    def _forget_oldest(self) -> None:
        size = self.size_bytes
        while len(self._done) > 1 and (size > self._max_bytes or len(self._done) > MAX_STEPS):
            size -= self._done.pop(0).size_bytes
