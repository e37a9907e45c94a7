"""Read a source in real time, whatever happens to it."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from tryon_ar.capture.opening import describe
from tryon_ar.capture.source import FrameSource, SourceInfo
from tryon_ar.core.errors import TryOnError
from tryon_ar.core.types import Frame
from tryon_ar.runtime.picture_watch import PictureWatch
from tryon_ar.runtime.status import Problem, Severity, Status, StatusBoard, status_of_error

logger = logging.getLogger(__name__)

REOPEN_INTERVAL_S = 1.0
STILL_INTERVAL_S = 0.1
MAX_LATENESS_S = 0.25
DEFAULT_FPS = 30.0


@dataclass(frozen=True, slots=True)
class Shot:
    """A frame and the scene it belongs to; the scene changes when the picture jumps.

    ``still`` says that the scene is one photo: all its frames show the same.
    """

    frame: Frame
    scene: int
    still: bool = False


class Timeline:
    """One strictly increasing count and clock over sources that each start at zero.

    Parameters
    ----------
    now_ns : int
        ``time.monotonic_ns()`` at the session's start.
    """

    def __init__(self, now_ns: int) -> None:
        self._start_ns = now_ns
        self._index = -1
        self._last_ms = -1.0
        self._offset_ms = 0.0

    def begin(self, now_ns: int, interval_ms: float | None = None) -> None:
        """Note that the next frame is the first of a source opened now.

        Parameters
        ----------
        interval_ms : float, optional
            Of recorded sources: their time goes on so long after the last frame, as if the
            clip had no end. Without it time goes on with the clock, as live sources' does.
        """
        if interval_ms is not None:
            self._offset_ms = self._last_ms + interval_ms
        else:
            self._offset_ms = max((now_ns - self._start_ns) / 1e6, self._last_ms + 1.0)

    def place(self, frame: Frame, now_ns: int) -> Frame:
        """Return the frame with its place in the session, captured now."""
        self._index += 1
        self._last_ms = max(self._offset_ms + frame.t_ms, self._last_ms + 0.001)
        return replace(frame, index=self._index, t_ms=self._last_ms, captured_ns=now_ns)


class CaptureLoop:
    """The capture worker's body.

    Parameters
    ----------
    open_source : callable
        Source named by a specification, not yet open.
    emit : callable
        Takes every :class:`Shot`, in the capture thread.
    board : StatusBoard
        Told about opening, failures and the end, under the topic ``source``, and about live
        pictures in which nothing is to be seen, under ``picture``.
    fallback : str
        What plays when a wanted source fails and none played before it.
    loop : bool
        Whether finite sources start again at their end.

    Notes
    -----
    *Thread safety*: :meth:`request`, :meth:`retry` and :meth:`finish` may be called from any
    thread; :meth:`run` belongs to the worker.

    A source that is not live is paced by its own clock. One that cannot keep up is played
    late rather than skipped, and never tries to make up for more than a quarter second.
    """

    def __init__(
        self,
        open_source: Callable[[str], FrameSource],
        emit: Callable[[Shot], None],
        board: StatusBoard,
        *,
        fallback: str,
        loop: bool = True,
    ) -> None:
        self._open_source = open_source
        self._emit = emit
        self._board = board
        self._fallback = fallback
        self._loop = loop
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._finishing = threading.Event()
        self._wanted: str | None = None
        self._plan: str | None = None
        self._blame: Status | None = None
        self._playing: FrameSource | None = None
        self._last_good: str | None = None
        self._failed: str | None = None
        self._failure: TryOnError | None = None
        self._info: SourceInfo | None = None
        self._scene = 0
        self._timeline = Timeline(time.monotonic_ns())

    @property
    def info(self) -> SourceInfo | None:
        """What is known of the source that plays; None while none does."""
        return self._info

    @property
    def spec(self) -> str | None:
        """The specification of the source that played last; None before the first."""
        return self._last_good

    def request(self, spec: str) -> None:
        """Ask for another source (or the same one afresh)."""
        with self._lock:
            self._wanted = spec
        self.interrupt()

    def interrupt(self) -> None:
        """End a read or wait in progress soon."""
        self._wake.set()
        with self._lock:
            playing = self._playing
        if playing is not None:
            playing.close()

    def retry(self) -> None:
        """Ask again for the source that failed, or for the last one."""
        with self._lock:
            spec = self._failed or self._last_good
        self.request(spec or self._fallback)

    def finish(self) -> None:
        """Play nothing more and end a read or wait in progress soon."""
        self._finishing.set()
        self.interrupt()

    def run(self, stop: threading.Event) -> None:
        """Play what is wanted until told to stop (a worker's body)."""
        while not (stop.is_set() or self._finishing.is_set()):
            self._wake.clear()
            wanted = self._take_wanted()
            if wanted is not None:
                self._plan, self._blame = wanted, None
            if self._finishing.is_set():
                return
            if self._plan is None:
                self._wake.wait(REOPEN_INTERVAL_S)
            else:
                self._plan, self._blame = self._play(self._plan, self._blame)

    def _take_wanted(self) -> str | None:
        with self._lock:
            wanted, self._wanted = self._wanted, None
            if wanted is not None:
                self._failed = self._failure = None
        return wanted

    def _play(self, spec: str, blame: Status | None) -> tuple[str | None, Status | None]:
        """Play a source to its end; return what to play next and what to say meanwhile."""
        if spec != self._last_good and blame is None:
            self._board.post(Status("source", opening_text(spec)))
        try:
            source = self._open_source(spec)
            info = self._open(source)
        except TryOnError as error:
            return self._after_failure(spec, error)
        try:
            self._last_good = spec
            if blame is None:
                self._board.clear("source")
            else:
                self._board.post(blame)
            ended = self._pump(source, info)
        except TryOnError as error:
            return self._after_failure(spec, error)
        finally:
            self._close(source)
        if ended and not self._loop:
            self._board.post(Status("source", f"{info.name} has ended.", retry=True))
            return None, None
        return spec, blame

    def _open(self, source: FrameSource) -> SourceInfo:
        with self._lock:
            self._playing = source
        try:
            source.open()
        except TryOnError:
            self._close(source)
            raise
        self._scene += 1
        info = source.info
        interval_ms = None if info.live else 1000.0 / (info.nominal_fps or DEFAULT_FPS)
        self._timeline.begin(time.monotonic_ns(), interval_ms)
        self._info = info
        return info

    def _close(self, source: FrameSource) -> None:
        with self._lock:
            self._playing = None
        self._board.clear("picture")
        source.close()

    def _after_failure(self, spec: str, error: TryOnError) -> tuple[str | None, Status | None]:
        """Say why a source failed; return what plays instead."""
        if self._wake.is_set():  # closed on purpose
            return spec, None
        logger.warning("source %s failed: %s", spec, error)
        if spec == self._last_good and self._info is not None and self._info.live:
            status = status_of_error("source", error, Severity.WARNING)
            hint = f"{error.hint} Trying again every second.".strip()
            self._board.post(replace(status, hint=hint, about=status.about or self._info.name))
            self._wake.wait(REOPEN_INTERVAL_S)
            return spec, None
        instead = self._last_good if self._last_good not in (None, spec) else self._fallback
        if instead == spec:
            self._board.post(status_of_error("source", self._failure or error))
            return None, None
        with self._lock:
            self._failed, self._failure = spec, error
        blame = replace(status_of_error("source", error, Severity.WARNING), instead=instead)
        if instead == self._fallback:
            blame = replace(blame, message=f"{error.user_text} The demo is playing instead.")
        return instead, blame

    def _pump(self, source: FrameSource, info: SourceInfo) -> bool:
        """Emit frames until the end (True) or an interruption (False)."""
        pacer = Pacer(self._wake)
        watch = PictureWatch() if info.live else None
        last: Frame | None = None
        while not self._wake.is_set():
            frame = source.read()
            if frame is None:
                if last is None:  # an empty clip must not be reopened in a tight loop
                    self._wake.wait(REOPEN_INTERVAL_S)
                    return True
                if last.index > 0:
                    return True
                self._hold_still(last)
                return False
            if not info.live:
                pacer.wait(frame.t_ms)
            last = frame
            self._emit_frame(frame)
            if watch is not None:
                self._tell_of_picture(watch.note(frame.image_bgr, time.monotonic()), info.name)
        return False

    def _tell_of_picture(self, problem: Problem | None, name: str) -> None:
        """Say what is wrong with a live picture, or that nothing is any more."""
        if problem is None:
            self._board.clear("picture")
            return
        text = f"{name} sends a black picture."
        hint = "Open its cover or switch it on."
        if problem is Problem.FROZEN:
            text, hint = f"The picture of {name} stands still.", "Try again, or plug it in anew."
        self._board.post(
            Status("picture", text, hint, Severity.WARNING, retry=True, problem=problem, about=name)
        )

    def _hold_still(self, frame: Frame) -> None:
        """Show a single picture for as long as it is wanted."""
        started_ns = time.monotonic_ns()
        while not self._wake.wait(STILL_INTERVAL_S):
            elapsed_ms = (time.monotonic_ns() - started_ns) / 1e6
            self._emit_frame(replace(frame, t_ms=frame.t_ms + elapsed_ms, capture_ms=0.0))

    def _emit_frame(self, frame: Frame) -> None:
        still = self._info is not None and self._info.kind == "photo"
        self._emit(Shot(self._timeline.place(frame, time.monotonic_ns()), self._scene, still))


class Pacer:
    """Waits until frames of a recorded source are due.

    Parameters
    ----------
    wake : threading.Event
        Ends a wait early.
    """

    def __init__(self, wake: threading.Event) -> None:
        self._wake = wake
        self._origin_s: float | None = None

    def wait(self, t_ms: float) -> None:
        """Return when the frame of that source time is due (at once when it is late)."""
        now_s = time.monotonic()
        if self._origin_s is None:
            self._origin_s = now_s - t_ms / 1000.0
        ahead_s = self._origin_s + t_ms / 1000.0 - now_s
        if ahead_s > 0:
            self._wake.wait(ahead_s)
        elif ahead_s < -MAX_LATENESS_S:
            self._origin_s = now_s - t_ms / 1000.0


def opening_text(spec: str) -> str:
    """Return what to say while a source opens."""
    return f"Opening {describe(spec)}…"
