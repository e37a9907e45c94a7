"""What every source of frames promises."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from tryon_ar.core.errors import CaptureError
from tryon_ar.core.types import Frame


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What is known of an open source.

    Attributes
    ----------
    name : str
        For people: the camera's name, the file's name, "Demo".
    kind : str
        ``camera``, ``video``, ``stream``, ``photo``, ``folder``, ``synthetic`` or ``demo``.
    size_px : (int, int)
        Width and height of the frames.
    nominal_fps : float
        As the source states it; 0 when it does not. Cameras lie: measure.
    live : bool
        True when the source paces itself (a camera, a stream). Others are read as fast as
        asked for and carry their own ``t_ms``; who shows them live does the waiting.
    frame_count : int or None
        Known only for finite sources, and then approximate for video files.
    stable_id : str
        By which a camera is found again wherever it is plugged in; empty where unknown.
    camera_index : int or None
        Number of a camera, while it is plugged in where it is now.
    moved_from : str
        Specification it was asked for by, where it has come back under another since.
    """

    name: str
    kind: str
    size_px: tuple[int, int]
    nominal_fps: float
    live: bool
    frame_count: int | None = None
    stable_id: str = ""
    camera_index: int | None = None
    moved_from: str = ""


class FrameSource(Protocol):
    """A source of frames.

    Implementers promise (``tests/contracts/test_frame_source.py`` holds them to it):

    - constructing does no work; ``open`` does it or raises a ``CaptureError`` (of a damaged
      photo, ``UnsafeImage``) in at most five seconds, leaving nothing open; opening an open
      source starts it afresh;
    - ``read`` returns frames with ``index`` counting 0, 1, 2 … and strictly increasing
      ``t_ms`` starting at 0, all of one size, read-only, and None for ever once a finite
      source has ended;
    - a source that is not live never waits: who shows it does, by ``t_ms``;
    - a live source gives the newest frame that was not read yet (unread ones are replaced),
      raises ``CameraLost`` after about two seconds of silence, and one bad frame is not a
      loss;
    - ``close`` may be called at any time, from any thread, more than once; a blocked
      ``read`` then ends within 1.5 s, and reading a closed source raises ``CaptureError``;
    - a closed source may be opened again and then starts afresh.
    """

    @property
    def info(self) -> SourceInfo:
        """What is known of the source; valid while it is open."""

    def open(self) -> None:
        """Acquire the device, file or connection."""

    def read(self) -> Frame | None:
        """Return the next frame, or None when a finite source has ended."""

    def close(self) -> None:
        """Release everything."""

    def __enter__(self) -> Self:
        """Open the source."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the source."""


class OpenedByWith(ABC):
    """Opens a source on entering a ``with`` block and closes it on leaving."""

    @abstractmethod
    def open(self) -> None:
        """Acquire the device, file or connection."""

    @abstractmethod
    def close(self) -> None:
        """Release everything."""

    def __enter__(self) -> Self:
        """Open the source."""
        self.open()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the source."""
        self.close()


def closed() -> CaptureError:
    """Return the error of reading a closed source."""
    return CaptureError("The source is closed.", "Open it before reading.")
