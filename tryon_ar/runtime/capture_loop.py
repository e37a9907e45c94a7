"""Read a source in real time, whatever happens to it."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from tryon_ar.capture.opening import camera_of, describe, is_camera, is_stream, without_password
from tryon_ar.capture.source import FrameSource, SourceInfo, closed
from tryon_ar.core.errors import TryOnError
from tryon_ar.core.types import Frame
from tryon_ar.runtime.live_watch import LiveWatch
from tryon_ar.runtime.playing_time import Pacer, Timeline
from tryon_ar.runtime.status import (
    Problem,
    Severity,
    Status,
    StatusBoard,
    source_error,
    status_of_error,
)

logger = logging.getLogger(__name__)

# A plug may only have been knocked, and a driver is often well again once it was let go of.
FIRST_REOPEN_S = 0.2
REOPEN_INTERVAL_S = 1.0
# What opens slowly is told from what may never answer.
SILENT_AFTER_S = 1.3
STILL_INTERVAL_S = 0.1
REST_STEP_S = 0.05
DEFAULT_FPS = 30.0


@dataclass(frozen=True, slots=True)
class Shot:
    """A frame and the scene it belongs to; the scene changes when the picture jumps.

    ``still`` says that the scene is one photo: all its frames show the same.
    """

    frame: Frame
    scene: int
    still: bool = False


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
    rests : callable
        Whether nobody looks: clips stand still then, cameras and streams are let go.
    recovers : callable
        Whether a live source that failed is tried again by itself.

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
        rests: Callable[[], bool] = lambda: False,
        recovers: Callable[[], bool] = lambda: True,
    ) -> None:
        self._open_source = open_source
        self._emit = emit
        self._board = board
        self._fallback = fallback
        self._loop = loop
        self._recovers = recovers
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
        self._tries = 0
        self._attempt: object | None = None
        self._rests = rests
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
        with self._lock:  # at one stroke, or what opens meanwhile would be closed in its place
            self._wake.set()
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
            if self._rests():
                self._sleep()
            elif self._plan is None:
                self._wake.wait(REOPEN_INTERVAL_S)
            else:
                self._plan, self._blame = self._play(self._plan, self._blame)

    def _take_wanted(self) -> str | None:
        with self._lock:
            wanted, self._wanted = self._wanted, None
            if wanted is not None:
                self._failed = self._failure = None
                self._tries = 0
                if self._info is not None:
                    self._info = replace(self._info, moved_from="")
        return wanted

    def _play(self, spec: str, blame: Status | None) -> tuple[str | None, Status | None]:
        """Play a source to its end; return what to play next and what to say meanwhile."""
        if spec != self._last_good and blame is None:
            self._board.post(Status("source", f"Opening {describe(spec)}…"))
        impatience = self._tell_of_waiting(spec, blame)
        try:
            source = self._open_source(self._lasting(spec))
            info = self._open(source)
        except Exception as error:  # noqa: BLE001 top of the loop: others can be played
            return self._after_failure(spec, source_error(error))
        finally:
            with self._lock:
                self._attempt = None
            impatience.cancel()
        try:
            spec = self._last_good = self._name_now(spec, info)
            self._tries = 0
            if blame is None:
                self._board.clear("source")
            else:
                self._board.post(blame)
            ended = self._pump(source, info)
        except Exception as error:  # noqa: BLE001 top of the loop
            return self._after_failure(spec, source_error(error))
        finally:
            self._close(source)
        if ended and not self._loop:
            self._board.post(Status("source", f"{info.name} has ended.", retry=True))
            return None, None
        return spec, blame

    def _lasting(self, spec: str) -> str:
        """Return what to open: after a loss the very camera, wherever it is plugged in now."""
        if self._tries and self._info is not None and self._info.stable_id:
            return f"camera:{self._info.stable_id}"
        return spec

    def _name_now(self, spec: str, info: SourceInfo) -> str:
        """Return what the source that opened is to be asked for by from now on."""
        if info.camera_index is None or not isinstance(camera_of(spec), int):
            return spec
        now = f"camera:{info.camera_index}"
        if camera_of(spec) == info.camera_index:
            return spec
        self._info = replace(info, moved_from=spec)
        return now

    def _tell_of_waiting(self, spec: str, blame: Status | None) -> threading.Timer:
        """Say so when a camera or stream has not answered for a while; running already."""
        attempt = object()
        name = describe(spec)
        if spec == self._last_good and self._info is not None:
            name = self._info.name
        status = Status(
            "source",
            f"{name} has not answered yet.",
            "Wait a little; unplug it and plug it in again if that does not help.",
            Severity.WARNING,
            retry=True,
            problem=Problem.SILENT,
            about=name,
        )

        def tell() -> None:
            with self._lock:
                if self._attempt is attempt:
                    self._board.post(status)

        timer = threading.Timer(SILENT_AFTER_S, tell)
        timer.daemon = True
        if blame is None and (is_camera(spec) or is_stream(spec)):
            self._attempt = attempt
            timer.start()
        return timer

    def _open(self, source: FrameSource) -> SourceInfo:
        with self._lock:
            self._playing = source
        if self._wake.is_set():
            self._close(source)
            raise closed()
        try:
            source.open()
        except Exception:
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
        if self._tries & (self._tries - 1) == 0:  # ever more rarely: a night of it fills the log
            logger.warning("source %s failed: %s", without_password(spec), error)
        if spec == self._last_good and self._info is not None and self._info.live:
            return self._try_again(spec, error, self._info.name), None
        instead = self._last_good if self._last_good not in (None, spec) else self._fallback
        if instead == spec:
            self._board.post(status_of_error("source", self._failure or error))
            return None, None
        with self._lock:
            self._failed, self._failure = spec, error
        blame = replace(status_of_error("source", error, Severity.WARNING), instead=instead)
        if blame.problem is None and is_stream(spec):
            blame = replace(blame, problem=Problem.SILENT, about=describe(spec))
        if instead == self._fallback:
            blame = replace(blame, message=f"{error.user_text} The demo is playing instead.")
        self._board.post(blame)  # what plays instead takes its time to open
        return instead, blame

    def _try_again(self, spec: str, error: TryOnError, name: str) -> str | None:
        """Say that what played is lost and wait a little; return what to try then."""
        status = status_of_error("source", error, Severity.WARNING)
        status = replace(status, problem=status.problem or Problem.LOST, about=name)
        if not self._recovers():
            self._board.post(status)
            return None
        hint = f"{error.hint} Trying again every second.".strip()
        self._board.post(replace(status, hint=hint))
        self._wake.wait(REOPEN_INTERVAL_S if self._tries else FIRST_REOPEN_S)
        self._tries += 1
        return spec

    def _pump(self, source: FrameSource, info: SourceInfo) -> bool:
        """Emit frames until the end (True) or an interruption (False)."""
        pacer = Pacer(self._wake)
        watch = LiveWatch(self._board, source, info.name) if info.live else None
        last: Frame | None = None
        while not self._wake.is_set():
            if self._rests():
                if info.live:
                    return False
                self._sleep()
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
                watch.note(frame)
        return False

    def _sleep(self) -> None:
        """Wait while nobody looks."""
        while self._rests() and not self._wake.wait(REST_STEP_S):
            pass

    def _hold_still(self, frame: Frame) -> None:
        """Show a single picture for as long as it is wanted."""
        started_ns = time.monotonic_ns()
        while not self._wake.wait(STILL_INTERVAL_S):
            self._sleep()
            elapsed_ms = (time.monotonic_ns() - started_ns) / 1e6
            self._emit_frame(replace(frame, t_ms=frame.t_ms + elapsed_ms, capture_ms=0.0))

    def _emit_frame(self, frame: Frame) -> None:
        still = self._info is not None and self._info.kind == "photo"
        self._emit(Shot(self._timeline.place(frame, time.monotonic_ns()), self._scene, still))
