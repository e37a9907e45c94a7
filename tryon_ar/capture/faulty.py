"""Inject faults into another source, at frames chosen beforehand."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from tryon_ar.capture.source import FrameSource, OpenedByWith, SourceInfo
from tryon_ar.core.errors import CameraLost, CaptureError
from tryon_ar.core.types import Frame

# As long as a source may take to say that it is lost.
_LONGEST_STALL_S = 2.0


class FaultKind(StrEnum):
    """What goes wrong."""

    LOST = "lost"
    STALL = "stall"
    BLACK = "black"
    FROZEN = "frozen"
    DROPPED = "dropped"
    END = "end"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault.

    Attributes
    ----------
    kind : FaultKind
        ``LOST`` raises `CameraLost`; ``STALL`` waits; ``BLACK`` and ``FROZEN`` replace the
        picture by black or the one before; ``DROPPED`` leaves frames out; ``END`` ends the
        source.
    at : int
        Index, in the source underneath, of the first frame it befalls.
    frames : int
        How many frames in a row.
    seconds : float
        How long ``STALL`` waits before each; from 2 s on it is a loss.
    """

    kind: FaultKind
    at: int
    frames: int = 1
    seconds: float = 0.0


class FaultySource(OpenedByWith):
    """A source that passes another one's frames on, except where a fault is due.

    Parameters
    ----------
    inner : FrameSource
        Owned from now on: opened and closed with this one.
    faults : sequence of Fault
        Where several befall one frame the first one counts.

    Notes
    -----
    Thread safety: as `FrameSource` asks; ``close`` ends a stall at once.
    """

    def __init__(self, inner: FrameSource, faults: Sequence[Fault]) -> None:
        self._inner = inner
        self._faults = tuple(faults)
        self._closed = threading.Event()
        self._closed.set()
        self._index = 0
        self._first_ms = 0.0
        self._last: Frame | None = None
        self._ended = False

    @property
    def info(self) -> SourceInfo:
        """What is known of the source underneath."""
        return self._inner.info

    def open(self) -> None:
        """Open the source underneath."""
        self._inner.open()
        self._index = 0
        self._last = None
        self._ended = False
        self._closed.clear()

    def close(self) -> None:
        """Close the source underneath and end a stall."""
        self._closed.set()
        self._inner.close()

    def read(self) -> Frame | None:
        """Return the next frame, changed by the fault that is due.

        Raises
        ------
        CameraLost
            When the fault says so.
        CaptureError
            When the source is closed.
        """
        while not self._ended:
            frame = self._inner.read()
            if frame is None:
                break
            fault = self._due(frame.index)
            if fault is None or fault.kind is not FaultKind.DROPPED:
                return self._pass_on(frame, fault)
        return None

    def _due(self, index: int) -> Fault | None:
        hits = (fault for fault in self._faults if fault.at <= index < fault.at + fault.frames)
        return next(hits, None)

    def _pass_on(self, frame: Frame, fault: Fault | None) -> Frame | None:
        kind = fault.kind if fault is not None else None
        if kind is FaultKind.END:
            self._ended = True
            return None
        if kind is FaultKind.LOST:
            raise _lost()
        if fault is not None and kind is FaultKind.STALL:
            self._stall(fault.seconds)
        image = frame.image_bgr
        if kind is FaultKind.BLACK:
            image = np.zeros_like(image)
        elif kind is FaultKind.FROZEN and self._last is not None:
            image = self._last.image_bgr
        if self._index == 0:
            self._first_ms = frame.t_ms
        shown = replace(frame, image_bgr=image, index=self._index, t_ms=frame.t_ms - self._first_ms)
        self._index += 1
        self._last = shown
        return shown

    def _stall(self, seconds: float) -> None:
        if self._closed.wait(min(seconds, _LONGEST_STALL_S)):
            raise CaptureError("The source was closed.", "Open it before reading.")
        if seconds >= _LONGEST_STALL_S:
            raise _lost()


def _lost() -> CameraLost:
    return CameraLost("The source stopped delivering pictures.", "Check its plug or connection.")
