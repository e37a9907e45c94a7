"""Read flatbuffer tables whose fields are asked for by number."""

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

_FIRST_SLOT_BYTES = 4
_SLOT_BYTES = 2


class Record:
    """One table of a flatbuffer.

    Fields are numbered from 0 in the order the schema declares them; a field that was not
    written has its default.

    Parameters
    ----------
    content : bytes
        The whole flatbuffer.
    position : int
        Where the table begins.

    Notes
    -----
    Nothing is checked ahead: in a damaged file a field lies anywhere, so that reading it
    raises ``struct.error``, ``ValueError``, ``IndexError``, ``OverflowError`` or
    ``TypeError`` (flatbuffers' own errors are ``TypeError``).
    """

    def __init__(self, content: bytes, position: int) -> None:
        from flatbuffers.table import Table

        self._content = content
        self._table: Any = Table(content, position)

    @classmethod
    def root(cls, content: bytes) -> "Record":
        """Return the table a flatbuffer is about."""
        return cls(content, int.from_bytes(content[:4], "little"))

    def integer(self, slot: int, dtype: DTypeLike = np.int32, default: int = 0) -> int:
        """Return a field that is one integer (or a boolean, as ``np.bool_``)."""
        place = self._place(slot)
        if place is None:
            return default
        return int(np.frombuffer(self._content, dtype, 1, place)[0])

    def real(self, slot: int, default: float = 0.0) -> float:
        """Return a field that is one float32."""
        place = self._place(slot)
        if place is None:
            return default
        return float(np.frombuffer(self._content, np.float32, 1, place)[0])

    def text(self, slot: int) -> str:
        """Return a field that is a string; empty when absent."""
        place = self._place(slot)
        return "" if place is None else bytes(self._table.String(place)).decode("utf-8")

    def record(self, slot: int) -> "Record | None":
        """Return a field that is a table, or a union of tables."""
        place = self._place(slot)
        return None if place is None else Record(self._content, self._table.Indirect(place))

    def records(self, slot: int) -> "list[Record]":
        """Return a field that is a vector of tables; empty when absent."""
        relative = self._table.Offset(_FIRST_SLOT_BYTES + _SLOT_BYTES * slot)
        if not relative:
            return []
        first = self._table.Vector(relative)
        count = self._table.VectorLen(relative)
        if first + 4 * count > len(self._content):
            raise ValueError(f"a vector of {count} tables does not fit")
        return [Record(self._content, self._table.Indirect(first + 4 * i)) for i in range(count)]

    def array(self, slot: int, dtype: DTypeLike) -> NDArray[Any]:
        """Return a field that is a vector of numbers, not copied; empty when absent."""
        relative = self._table.Offset(_FIRST_SLOT_BYTES + _SLOT_BYTES * slot)
        if not relative:
            return np.zeros(0, dtype)
        count = self._table.VectorLen(relative)
        return np.frombuffer(self._content, dtype, count, self._table.Vector(relative))

    def _place(self, slot: int) -> int | None:
        relative = self._table.Offset(_FIRST_SLOT_BYTES + _SLOT_BYTES * slot)
        return int(self._table.Pos + relative) if relative else None
