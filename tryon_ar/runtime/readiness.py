"""Whether pictures are dressed yet, and what people are told until they are."""

import threading
import time

from tryon_ar.core.types import DressedFrame, Frame, GarmentState, TrackedFrame
from tryon_ar.runtime.status import Status, StatusBoard, status_of_error

_LOADING_PAUSE_S = 0.08
_LOADING = Status("loading", "Getting the mirror ready…")
_LONG_LOADING_S = 6.0
_LONG_LOADING = Status(
    "loading", "Getting the mirror ready: the first start on a computer takes longest…"
)
_HELD_UP = Status(
    "person", "The mirror is stuck for a moment: the picture is not dressed meanwhile."
)


class Readiness:
    """Knows whether all stages work.

    Parameters
    ----------
    board : StatusBoard
        Told under the topics ``loading`` and ``person``, and of stages that fail.

    Notes
    -----
    *Thread safety*: any method from any thread.
    """

    def __init__(self, board: StatusBoard) -> None:
        self._board = board
        self._dressing = threading.Event()
        self._since_s = time.monotonic()
        self._failed: set[str] = set()

    @property
    def is_dressing(self) -> bool:
        """Whether pictures are dressed: since the first was, and no stage has failed."""
        return self._dressing.is_set()

    def begin(self) -> None:
        """Say that stages are loading, from now on."""
        self._since_s = time.monotonic()
        self._board.post(_LOADING)

    def start(self, name: str) -> None:
        """Note that a stage starts, again perhaps."""
        self._failed.discard(name)

    def fail(self, name: str, error: Exception) -> None:
        """Note that a stage has failed, and say so."""
        self._failed.add(name)
        self._dressing.clear()
        self._board.clear(_LOADING.topic)
        self._board.clear("person")
        self._board.post(status_of_error(name, error))

    def undressed(self, frame: Frame, *, hangs: bool = False) -> DressedFrame:
        """Return what is shown of a frame while nothing is dressed; say so where a stage hangs."""
        reason = _LOADING.message
        if hangs and self._dressing.is_set():
            reason = _HELD_UP.message
            self._board.post(_HELD_UP)
            if not self._dressing.is_set():  # it broke off in between, and that was said
                self._board.clear(_HELD_UP.topic)
        nobody = TrackedFrame(frame, None, GarmentState.NOBODY, 0.0, reason)
        latency_ms = {"capture": frame.capture_ms}
        return DressedFrame(frame.image_bgr, nobody, None, {}, False, latency_ms)

    def wait(self, *, live: bool) -> None:
        """Say that loading takes long; hold up recorded sources a little."""
        if self._failed or self._dressing.is_set():
            return
        if time.monotonic() - self._since_s > _LONG_LOADING_S:
            self._board.post(_LONG_LOADING)
            if self._dressing.is_set():  # it became ready in between
                self._board.clear(_LOADING.topic)
        if not live:
            self._dressing.wait(_LOADING_PAUSE_S)  # leave the processor to what is loading

    def dressed(self, tracked: TrackedFrame) -> None:
        """Note that a picture went through all stages; say why nobody is dressed in it."""
        if not self._dressing.is_set() and not self._failed:
            self._dressing.set()
            self._board.clear(_LOADING.topic)
        if tracked.state in (GarmentState.DRESSED, GarmentState.HELD):
            self._board.clear("person")
        else:
            reason = tracked.reason or "Nobody in the picture"
            self._board.post(Status("person", reason[0].upper() + reason[1:]))
