"""What sources that pace themselves have in common: the newest frame, and noticing silence."""

import threading
from collections.abc import Hashable

from tryon_ar.capture.reading import (
    ClipEnded,
    Device,
    Grab,
    Reading,
    hand_on,
    silent,
    take_over,
    wait_for_release,
)
from tryon_ar.capture.source import OpenedByWith, SourceInfo, closed
from tryon_ar.core.errors import CameraBusy, CaptureError
from tryon_ar.core.types import Frame

_LEAST_STEP_MS = 1.0


class LiveSource(OpenedByWith):
    """A camera or stream that is read by a thread of its own.

    Implementers write ``_make_device``. Frames that nobody fetched in time are replaced by
    newer ones.

    Notes
    -----
    Lifecycle: ``open`` starts the thread and waits for the first frame, ``close`` ends it.
    Thread safety: every method may be called from any thread.
    """

    def __init__(self, name: str, kind: str) -> None:
        self._name = name
        self._kind = kind
        self._lock = threading.Lock()
        self._session: Reading | None = None
        self._opening: object | None = None
        self._info: SourceInfo | None = None
        self._index = 0
        self._first_ns = 0
        self._last_ms = 0.0

    def _make_device(self) -> Device:
        """Return a device that is not connected yet, without waiting for anything."""
        raise NotImplementedError

    def _key(self) -> Hashable:
        """Return what tells this device, asked for in this way, from others; None: nothing."""
        return None

    @property
    def info(self) -> SourceInfo:
        """What is known of the source.

        Raises
        ------
        CaptureError
            When it is closed.
        """
        info = self._info
        if info is None:
            raise closed()
        return info

    @property
    def measured_fps(self) -> float:
        """Rate at which the device delivers, over the last two seconds or so; 0 when unknown."""
        session = self._session
        return 0.0 if session is None else session.rate_hz()

    @property
    def replaced_frames(self) -> int:
        """How many frames nobody fetched before the next one came."""
        session = self._session
        return 0 if session is None else session.replaced

    @property
    def bad_frames(self) -> int:
        """How many times the device had no whole frame to give."""
        session = self._session
        return 0 if session is None else session.bad

    def open(self) -> None:
        """Connect and wait for the first frame.

        Raises
        ------
        CaptureError
            One of its kinds says why there are no frames, after five seconds at most.
        """
        self.close()
        token = object()
        with self._lock:
            self._opening = token
        session = take_over(self._key())
        is_free = True
        if session is None:
            is_free = wait_for_release(lambda: self._opening is token)
            session = Reading(self._make_device(), self._name, self._key())
            session.start()
        with self._lock:
            wanted = self._opening is token
            if wanted:
                self._session = session
        if not wanted:
            session.stop()
            raise closed()
        try:
            first = session.wait_for_first()
        except CaptureError as error:
            self.close()
            session.stop()
            if not is_free and isinstance(error, CameraBusy) and not error.programs:
                raise silent(error.about) from error  # what keeps it is our own last reading
            raise
        self._begin(session, first)

    def _begin(self, session: Reading, first: Grab) -> None:
        height, width = first.image_bgr.shape[:2]
        about = session.about
        with self._lock:
            if self._session is not session:
                raise closed()
            self._index = 0
            self._first_ns = first.captured_ns
            self._info = SourceInfo(
                about.name or self._name,
                self._kind,
                (width, height),
                about.fps,
                True,
                stable_id=about.stable_id,
                camera_index=about.index,
            )

    def read(self) -> Frame | None:
        """Wait for the newest frame that was not read yet; None at the end of a clip.

        Raises
        ------
        CameraLost
            When no frame has come for about two seconds.
        CaptureError
            When the source is closed, also while waiting.
        """
        session = self._session
        if session is None:
            raise closed()
        try:
            grab = session.take()
        except ClipEnded:
            return None
        with self._lock:
            return self._stamp(grab)

    def _stamp(self, grab: Grab) -> Frame:
        if self._index == 0:
            # Frames that came before the first one was read do not count.
            self._first_ns = grab.captured_ns
            t_ms = 0.0
        else:
            t_ms = (grab.captured_ns - self._first_ns) / 1e6
            t_ms = max(t_ms, self._last_ms + _LEAST_STEP_MS)
        frame = Frame(grab.image_bgr, self._index, t_ms, grab.captured_ns, grab.decode_ms)
        self._index += 1
        self._last_ms = t_ms
        return frame

    def hand_on(self) -> None:
        """Close, but leave the device open for whoever opens it in the same way very soon.

        Notes
        -----
        Where nothing tells it from other devices it is closed: others would be taken for it.
        """
        key = self._key()
        if key is None:
            self.close()
            return
        with self._lock:
            session, self._session = self._session, None
            self._info = self._opening = None
        if session is not None:
            hand_on(key, session)

    def close(self) -> None:
        """Disconnect; a blocked ``read`` ends with an error at once.

        Notes
        -----
        Waits a fifth of a second at most: a device that does not answer is let go of by
        its own thread, and the next ``open`` of any source waits for that.
        """
        with self._lock:
            session, self._session = self._session, None
            self._info = self._opening = None
        if session is not None:
            session.stop()
