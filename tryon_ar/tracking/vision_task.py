"""The life of one of MediaPipe's landmark finders: opened late, closed explicitly."""

import logging
import threading
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from tryon_ar.core.errors import TrackerUnavailable
from tryon_ar.core.types import Frame
from tryon_ar.tracking.mediapipe_import import import_mediapipe
from tryon_ar.tracking.native_output import native_output_logged

_log = logging.getLogger(__name__)

_FORGET_FRAMES = 3


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

    Notes
    -----
    MediaPipe's objects dead-lock when they are collected after an error, so every one is
    closed explicitly: on an error, by ``close``, at the latest when the program ends.
    ``close`` may be called from another thread.
    """

    def __init__(
        self,
        path: Callable[[], Path],
        build: Callable[[bytes], Any],
        name: str,
        *,
        still: bool = False,
    ) -> None:
        self._path = path
        self._build = build
        self._name = name
        self._still = still
        self._lock = threading.Lock()
        self._task: Any = None
        self._closing: weakref.finalize[Any, Any] | None = None
        self._last_stamp_ms = -1
        self._offset_ms = 0.0

    def detect(self, frame: Frame) -> Any:  # noqa: ANN401 MediaPipe has no types
        """Return the task's answer for a frame.

        Raises
        ------
        TrackerUnavailable
            When the task cannot be built, or fails on this frame; the next call starts afresh.
        """
        with self._lock:
            if self._task is not None:
                return self._detect(frame)
            path = self._path()
            with native_output_logged(_log):
                self._open(path)
                return self._detect(frame)

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
                if is_empty(self._detect(Frame(black, 0, t_ms, 0))):
                    return
            self._release()

    def close(self) -> None:
        """Release MediaPipe's graph and its threads; again is harmless."""
        with self._lock:
            self._release()

    def _open(self, path: Path) -> None:
        """Load MediaPipe (1.2 s the first time) and build its graph (0.15 s)."""
        try:
            self._task = self._build(path.read_bytes())
        except (ImportError, OSError, RuntimeError, ValueError) as error:
            raise TrackerUnavailable(
                f"The {self._name} cannot be started: {_first_line(error)}.",
                "Run `tryon-ar doctor` to see what is missing.",
            ) from error
        self._closing = weakref.finalize(self, _close, self._task, self._name)
        self._last_stamp_ms = -1
        self._offset_ms = 0.0

    def _release(self) -> None:
        if self._closing is not None:
            self._closing()
        self._task = self._closing = None

    def _detect(self, frame: Frame) -> Any:  # noqa: ANN401
        try:
            return self._run(frame)
        except (RuntimeError, ValueError) as error:
            self._release()
            raise TrackerUnavailable(
                f"The {self._name} failed on a picture: {_first_line(error)}.",
                "Try again; if it stays so, run `tryon-ar models fetch`.",
            ) from error

    def _run(self, frame: Frame) -> Any:  # noqa: ANN401
        import cv2

        mediapipe = import_mediapipe()
        rgb = cv2.cvtColor(frame.image_bgr, cv2.COLOR_BGR2RGB)
        image = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=rgb)
        if self._still:
            return self._task.detect(image)
        return self._task.detect_for_video(image, self._next_stamp_ms(frame.t_ms))

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
        task.close()
    except (RuntimeError, ValueError) as error:  # a failed graph repeats its error here
        _log.debug("closing the %s: %s", name, _first_line(error))
    finally:
        task._handle = None  # or its __del__ would try again, and may never return


def _first_line(error: Exception) -> str:
    return (str(error).split("\n")[0].strip() or type(error).__name__).rstrip(".")[:200]
