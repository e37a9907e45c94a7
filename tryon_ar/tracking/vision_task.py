"""The life of one of MediaPipe's landmark finders: opened late, closed explicitly."""

import logging
import threading
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from tryon_ar.core.errors import TrackerUnavailable
from tryon_ar.core.system_libraries import how_to_install, library_named
from tryon_ar.core.types import Frame
from tryon_ar.core.watched import NoAnswer, watched
from tryon_ar.tracking.mediapipe_import import import_mediapipe
from tryon_ar.tracking.native_output import native_output_logged

_log = logging.getLogger(__name__)
_Answer = TypeVar("_Answer")

_FORGET_FRAMES = 3
# How long MediaPipe may take to start, its first picture included, and for any other picture.
_OPENING_S = 60.0
_LIMIT_S = 3.0
# What MediaPipe raises (a call it breaks off by itself, with TimeoutError, has ended), and what
# reading garbage raises.
_FAILURES = (RuntimeError, ValueError, TypeError, AttributeError, LookupError, OSError, MemoryError)
# Tasks that hang, kept so that they are never collected.
_hanging: list[Any] = []


class VisionTask:
    """A MediaPipe task that looks at frames one after the other.

    Parameters
    ----------
    path : callable returning Path
        Of the networks' bundle; called at the first frame and after an error, may raise
        ``TryOnError``.
    build : callable of bytes returning the task
    name : str
        What it is, for sentences: "pose tracker".
    still : bool
        Frames are unrelated photos (the task runs in IMAGE mode).
    limit_s : float
        A picture that takes longer makes it hang.

    Notes
    -----
    MediaPipe's objects dead-lock when they are collected after an error, so every one is
    closed explicitly: on an error, by ``close``, at the latest when the program ends. One that
    hangs is left as it is, for ever: closing it would hang as well.
    ``close`` may be called from another thread.
    """

    def __init__(
        self,
        path: Callable[[], Path],
        build: Callable[[bytes], Any],
        name: str,
        *,
        still: bool = False,
        limit_s: float = _LIMIT_S,
    ) -> None:
        self._limit_s = limit_s
        self._path = path
        self._build = build
        self._name = name
        self._still = still
        self._lock = threading.Lock()
        self._task: Any = None
        self._closing: weakref.finalize[Any, Any] | None = None
        self._last_stamp_ms = -1
        self._offset_ms = 0.0

    def detect(self, frame: Frame, read: Callable[[Any], _Answer]) -> _Answer:
        """Return the task's answer for a frame.

        Parameters
        ----------
        frame : Frame
        read : callable
            Turns MediaPipe's result into the answer; an error it raises is the task's.

        Raises
        ------
        TrackerUnavailable
            When the task cannot be built, fails or hangs on this frame, or answers with what
            cannot be read; the next call starts afresh.
        """
        with self._lock:
            if self._task is not None:
                return self._detect(frame, read, self._limit_s)
            path = self._path()
            with native_output_logged(_log):
                self._open(path)
                return self._detect(frame, read, _OPENING_S)

    def forget(self, is_empty: Callable[[Any], bool]) -> None:
        """Show the task nothing until its answer is empty, or build it afresh.

        Ten times as quick as building a task: 15 against 150 ms.
        """
        with self._lock:
            if self._task is None or self._still:
                return
            black = np.zeros((64, 64, 3), np.uint8)
            for _ in range(_FORGET_FRAMES):
                t_ms = self._last_stamp_ms + 1 - self._offset_ms
                if self._detect(Frame(black, 0, t_ms, 0), is_empty, self._limit_s):
                    return
            self._release()

    def close(self) -> None:
        """Release MediaPipe's graph and its threads; again is harmless."""
        with self._lock:
            self._release()

    def _open(self, path: Path) -> None:
        """Load MediaPipe (1.2 s the first time) and build its graph (0.15 s)."""
        try:
            content = path.read_bytes()
            self._task = watched(lambda: self._build(content), _OPENING_S)
        except (ImportError, OSError, RuntimeError, ValueError) as error:
            raise self._unavailable(error) from error
        self._closing = weakref.finalize(self, _close, self._task, self._name)
        self._last_stamp_ms = -1
        self._offset_ms = 0.0

    def _unavailable(self, error: Exception) -> TrackerUnavailable:
        library = library_named(str(error))
        if library:
            return TrackerUnavailable(
                f"The {self._name} needs the system library {library}, which is missing.",
                how_to_install(library),
            )
        return TrackerUnavailable(
            f"The {self._name} cannot be started: {_first_line(error)}.",
            "Run `tryon-ar doctor` to see what is missing.",
        )

    def _release(self) -> None:
        if self._closing is not None:
            self._closing()
        self._task = self._closing = None

    def _leave(self) -> None:
        """Forget a task that hangs, without closing it."""
        if self._closing is not None:
            self._closing.detach()
        _hanging.append(self._task)
        self._task = self._closing = None

    def _detect(self, frame: Frame, read: Callable[[Any], _Answer], limit_s: float) -> _Answer:
        try:
            return read(self._run(frame, limit_s))
        except NoAnswer as error:
            self._leave()
            raise self._failed(error) from error
        except _FAILURES as error:
            self._release()
            raise self._failed(error) from error

    def _failed(self, error: Exception) -> TrackerUnavailable:
        return TrackerUnavailable(
            f"The {self._name} failed on a picture: {_first_line(error)}.",
            "Try again; if it stays so, run `tryon-ar models fetch`.",
        )

    def _run(self, frame: Frame, limit_s: float) -> Any:  # noqa: ANN401
        import cv2

        mediapipe = import_mediapipe()
        rgb = cv2.cvtColor(frame.image_bgr, cv2.COLOR_BGR2RGB)
        image = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=rgb)
        task = self._task
        if self._still:
            return watched(lambda: task.detect(image), limit_s)
        stamp_ms = self._next_stamp_ms(frame.t_ms)
        return watched(lambda: task.detect_for_video(image, stamp_ms), limit_s)

    def _next_stamp_ms(self, t_ms: float) -> int:
        """Return a time for MediaPipe, which wants whole milliseconds that increase."""
        stamp = round(t_ms + self._offset_ms)
        if stamp <= self._last_stamp_ms:
            stamp = self._last_stamp_ms + 1
            self._offset_ms = stamp - t_ms  # frames after this one keep their distance
        self._last_stamp_ms = stamp
        return stamp


def _close(task: Any, name: str) -> None:  # noqa: ANN401
    try:
        watched(task.close, _LIMIT_S)
    except NoAnswer:
        _log.warning("the %s hangs while it is closed, and is left", name)
        _hanging.append(task)
    except _FAILURES as error:  # a failed graph repeats its error here
        _log.debug("closing the %s: %s", name, _first_line(error))
    finally:
        task._handle = None  # or its __del__ would try again, and may never return


def _first_line(error: Exception) -> str:
    return (str(error).split("\n")[0].strip() or type(error).__name__).rstrip(".")[:200]
