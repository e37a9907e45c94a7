"""What sources that pace themselves have in common: the newest frame, and noticing silence.

A device may block in a system call for longer than anybody should wait, so that it is
read by a thread of its own, which keeps only the newest frame.
"""

import copy
import logging
import threading
import time
import weakref
from abc import abstractmethod
from collections import deque
from dataclasses import dataclass
from typing import Protocol

from tryon_ar.capture.source import OpenedByWith, SourceInfo, closed
from tryon_ar.core.errors import CameraLost, CaptureError
from tryon_ar.core.types import BgrImage, Frame

_log = logging.getLogger(__name__)

# From the asking to the first frame; includes slow drivers and name look-ups.
OPEN_LIMIT_S = 3.5
# Silence that counts as the loss of the device.
LOST_AFTER_S = 1.8
# How long closing waits for the device: it may be asked for by a window that must go on.
CLOSE_LIMIT_S = 0.2
# How long opening waits for devices closed before that have not let go yet.
RELEASE_LIMIT_S = 1.2
_RETRY_S = 0.01
_LEAST_STEP_MS = 1.0
_RATE_WINDOW = 60


# Threads stuck in a silent device; each lets go of it as soon as the device answers.
_releasing: weakref.WeakSet[threading.Thread] = weakref.WeakSet()


@dataclass(frozen=True, slots=True)
class Grab:
    """A picture as a device delivered it.

    Attributes
    ----------
    image_bgr : ndarray of shape (H, W, 3), uint8
        Owned by whoever receives it; always of one size for one connection.
    captured_ns : int
        ``time.monotonic_ns()`` when the device handed it over.
    decode_ms : float
        Time spent decoding it, waiting excluded where known.
    """

    image_bgr: BgrImage
    captured_ns: int
    decode_ms: float


class Device(Protocol):
    """A camera or connection, used by one thread only.

    ``connect`` comes first, ``release`` last and always, also after a failed ``connect``.
    All raise ``CaptureError`` and nothing else.
    """

    @abstractmethod
    def connect(self) -> None:
        """Acquire the device."""

    @abstractmethod
    def grab(self) -> Grab | None:
        """Wait for the next picture; None when it is broken or late."""

    @abstractmethod
    def stated_fps(self) -> float:
        """Return the rate the device states, 0 when it does not; valid when connected."""

    @abstractmethod
    def release(self) -> None:
        """Let go of the device."""


class _Session:
    """One opening of a device: its thread and the newest frame.

    Notes
    -----
    Lifecycle: ``start``, then ``stop``; the device is released by its own thread.
    Thread safety: ``_changed`` guards everything that both threads touch.
    """

    def __init__(self, device: Device, name: str) -> None:
        self._device = device
        self._changed = threading.Condition()
        self._newest: Grab | None = None
        self._error: CaptureError | None = None
        self._stopping = threading.Event()
        self._heard_s = time.monotonic()
        self._arrivals_ns: deque[int] = deque(maxlen=_RATE_WINDOW)
        self.replaced = 0
        self.bad = 0
        self.stated_fps = 0.0
        self._thread = threading.Thread(target=self._run, name=f"tryon-ar {name}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        with self._changed:
            self._changed.notify_all()
        self._thread.join(CLOSE_LIMIT_S)
        if self._thread.is_alive():
            _releasing.add(self._thread)

    def wait_for_first(self) -> Grab:
        """Return the first frame without taking it."""
        deadline_s = time.monotonic() + OPEN_LIMIT_S
        with self._changed:
            while self._newest is None:
                self._raise_error()
                left_s = deadline_s - time.monotonic()
                if left_s <= 0:
                    raise CameraLost(
                        "The camera or stream opens but delivers no pictures.",
                        "Unplug it and plug it in again, or restart the sending program.",
                    )
                self._changed.wait(left_s)
            return self._newest

    def take(self) -> Grab:
        """Wait for a frame that was not taken yet, and take it."""
        with self._changed:
            while self._newest is None:
                self._raise_error()
                left_s = self._heard_s + LOST_AFTER_S - time.monotonic()
                if left_s <= 0:
                    raise CameraLost(
                        f"No picture has come for {LOST_AFTER_S:.0f} seconds.",
                        "Check the plug or the connection.",
                    )
                self._changed.wait(left_s)
            newest, self._newest = self._newest, None
            return newest

    def rate_hz(self) -> float:
        """Return the measured rate of arrival."""
        with self._changed:
            times_ns = tuple(self._arrivals_ns)
        if len(times_ns) < 2 or times_ns[-1] == times_ns[0]:
            return 0.0
        return (len(times_ns) - 1) * 1e9 / (times_ns[-1] - times_ns[0])

    def _raise_error(self) -> None:
        if self._stopping.is_set():
            raise closed()
        if self._error is not None:
            raise copy.copy(self._error)

    def _run(self) -> None:
        try:
            self._device.connect()
            self.stated_fps = self._device.stated_fps()
            self._pump()
        except CaptureError as error:
            self._fail(error)
        except Exception as error:  # noqa: BLE001 - the top of a thread
            _log.exception("reading a live source failed")
            self._fail(CaptureError(f"The source failed: {error}.", "Try again."))
        finally:
            self._device.release()

    def _pump(self) -> None:
        while not self._stopping.is_set():
            grab = self._device.grab()
            if grab is None:
                self.bad += 1
                self._stopping.wait(_RETRY_S)
            else:
                self._publish(grab)

    def _publish(self, grab: Grab) -> None:
        with self._changed:
            self.replaced += self._newest is not None
            self._newest = grab
            self._heard_s = time.monotonic()
            self._arrivals_ns.append(grab.captured_ns)
            self._changed.notify_all()

    def _fail(self, error: CaptureError) -> None:
        with self._changed:
            self._error = error
            self._changed.notify_all()


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
        self._session: _Session | None = None
        self._info: SourceInfo | None = None
        self._index = 0
        self._first_ns = 0
        self._last_ms = 0.0

    def _make_device(self) -> Device:
        """Return a device that is not connected yet."""
        raise NotImplementedError

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
        _wait_for_release()
        session = _Session(self._make_device(), self._name)
        with self._lock:
            self._session = session
        session.start()
        try:
            first = session.wait_for_first()
        except CaptureError:
            self.close()
            raise
        height, width = first.image_bgr.shape[:2]
        with self._lock:
            if self._session is not session:
                raise closed()
            self._index = 0
            self._first_ns = first.captured_ns
            self._info = SourceInfo(
                self._name, self._kind, (width, height), session.stated_fps, True
            )

    def read(self) -> Frame:
        """Wait for the newest frame that was not read yet.

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
        grab = session.take()
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

    def close(self) -> None:
        """Disconnect; a blocked ``read`` ends with an error at once.

        Notes
        -----
        Waits a fifth of a second at most: a device that does not answer is let go of by
        its own thread, and the next ``open`` of any source waits for that.
        """
        with self._lock:
            session, self._session = self._session, None
            self._info = None
        if session is not None:
            session.stop()


def _wait_for_release() -> None:
    deadline_s = time.monotonic() + RELEASE_LIMIT_S
    for thread in tuple(_releasing):
        thread.join(max(0.0, deadline_s - time.monotonic()))
