"""The thread that reads a device and keeps its newest picture.

A device may block in a system call for longer than anybody should wait, so that it is
read by a thread of its own.
"""

import atexit
import copy
import logging
import threading
import time
import weakref
from abc import abstractmethod
from collections import deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Protocol

from tryon_ar.capture.source import closed
from tryon_ar.core.errors import CameraLost, CameraSilent, CaptureError, PicturesBroken
from tryon_ar.core.types import BgrImage

_log = logging.getLogger(__name__)

# From the asking to the first frame; includes slow drivers and name look-ups.
OPEN_LIMIT_S = 3.5
# Silence that counts as the loss of the device.
LOST_AFTER_S = 1.5
# How long closing waits for the device: it may be asked for by a window that must go on.
CLOSE_LIMIT_S = 0.2
# How long opening waits for devices closed before that have not let go yet.
RELEASE_LIMIT_S = 1.2
_RETRY_S = 0.01
_RATE_WINDOW = 60
# How long a device is kept open for whoever was told that it works.
HANDED_ON_S = 3.0
# So many pictures that cannot be read, and no other, are why none is seen.
_MANY_BROKEN = 5


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


@dataclass(frozen=True, slots=True)
class Description:
    """What a connected device says of itself.

    Attributes
    ----------
    fps : float
        The rate it states, 0 when it does not.
    name : str
        For people; empty where the source's own name says it all.
    stable_id : str
        By which a camera is found again wherever it is plugged in; empty where unknown.
    index : int or None
        Number of a camera.
    """

    fps: float = 0.0
    name: str = ""
    stable_id: str = ""
    index: int | None = None


class ClipEnded(CaptureError):
    """A clip that was read like a live source has come to its end; there is nothing to mend."""


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
        """Wait for the next picture; None when it is broken or late, ClipEnded after the last."""

    @abstractmethod
    def describe(self) -> Description:
        """Return what is known of the device; valid when connected."""

    @abstractmethod
    def release(self) -> None:
        """Let go of the device."""


class Reading:
    """One opening of a device: its thread and the newest frame.

    Notes
    -----
    Lifecycle: ``start``, then ``stop``; the device is released by its own thread. One that still
    waits to be connected then may be taken up again by :func:`take_over`.
    Thread safety: ``_changed`` guards everything that both threads touch.
    """

    def __init__(self, device: Device, name: str, key: Hashable = None) -> None:
        self._device = device
        self._key = key
        self._connected = False
        self._changed = threading.Condition()
        self._newest: Grab | None = None
        self._error: CaptureError | None = None
        self._stopping = threading.Event()
        self._heard_s = time.monotonic()
        self._arrivals_ns: deque[int] = deque(maxlen=_RATE_WINDOW)
        self.replaced = 0
        self.bad = 0
        self._bad_in_a_row = 0
        self.about = Description()
        self._thread = threading.Thread(target=self._run, name=f"tryon-ar {name}", daemon=True)

    def start(self) -> None:
        """Begin to connect."""
        _all.add(self)
        self._thread.start()

    def stop(self) -> None:
        """Let go of the device, now or as soon as it answers."""
        self._stopping.set()
        with self._changed:
            self._changed.notify_all()
        self._thread.join(CLOSE_LIMIT_S)
        if self._thread.is_alive():
            with _lock:
                _stuck[:] = [one for one in _stuck if one.running and one is not self]
                _stuck.append(self)

    def give_up(self) -> None:
        """Let go of the device, without waiting for that."""
        self._stopping.set()

    @property
    def running(self) -> bool:
        """Whether the device is not let go of yet."""
        return self._thread.is_alive()

    def join(self, limit_s: float) -> None:
        """Wait for the device to be let go of."""
        self._thread.join(limit_s)

    def revive(self, key: Hashable) -> bool:
        """Want it after all; return False where it is another device or was let go of."""
        with self._changed:
            if key is None or key != self._key or self._connected or not self.running:
                return False
            self._stopping.clear()
            return self._error is None

    def wait_for_first(self) -> Grab:
        """Return the first frame without taking it."""
        deadline_s = time.monotonic() + OPEN_LIMIT_S
        with self._changed:
            while self._newest is None:
                self._raise_error()
                left_s = deadline_s - time.monotonic()
                if left_s <= 0:
                    raise self._broken() or silent()
                self._changed.wait(left_s)
            return self._newest

    def take(self) -> Grab:
        """Wait for a frame that was not taken yet, and take it; ClipEnded after the last."""
        with self._changed:
            while self._newest is None:
                self._raise_error()
                left_s = self._heard_s + LOST_AFTER_S - time.monotonic()
                if left_s <= 0:
                    raise self._broken() or CameraLost(
                        "No picture has come for nearly two seconds.",
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

    def _broken(self) -> PicturesBroken | None:
        """Return the error of pictures that come, but cannot be read."""
        if self._bad_in_a_row < _MANY_BROKEN:
            return None
        return PicturesBroken(
            "Pictures come, but they are damaged.", "Use another cable or socket, without a hub."
        )

    def _run(self) -> None:
        try:
            self._device.connect()
            self.about = self._device.describe()
            with self._changed:
                self._connected = True
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
                self._bad_in_a_row += 1
                self._stopping.wait(_RETRY_S)
            else:
                self._publish(grab)

    def _publish(self, grab: Grab) -> None:
        with self._changed:
            self.replaced += self._newest is not None
            self._bad_in_a_row = 0
            self._newest = grab
            self._heard_s = time.monotonic()
            self._arrivals_ns.append(grab.captured_ns)
            self._changed.notify_all()

    def _fail(self, error: CaptureError) -> None:
        with self._changed:
            # Without its traceback, which would keep the device's buffers and threads alive.
            self._error = copy.copy(error)
            self._changed.notify_all()


# All there are: the interpreter must not end while one of them is inside of OpenCV.
_all: "weakref.WeakSet[Reading]" = weakref.WeakSet()
# Readings whose device does not answer; each lets go of it as soon as it does.
_stuck: list[Reading] = []
# Readings that play and wait for whoever wants them, and the timers that end them.
_handed_on: dict[Hashable, tuple[Reading, threading.Timer]] = {}
_lock = threading.Lock()


def hand_on(key: Hashable, reading: Reading) -> None:
    """Keep a device open for a few seconds, for the next one who opens it in the same way."""

    def end() -> None:
        with _lock:
            kept = _handed_on.get(key)
            if kept is None or kept[0] is not reading:
                return
            del _handed_on[key]
        reading.stop()

    timer = threading.Timer(HANDED_ON_S, end)
    timer.daemon = True
    with _lock:
        before = _handed_on.pop(key, None)
        _handed_on[key] = reading, timer
    timer.start()
    if before is not None:
        before[1].cancel()
        before[0].stop()


def take_over(key: Hashable) -> Reading | None:
    """Return a reading of this very device that nobody has: handed on, or still being connected.

    Notes
    -----
    Asking a device that hangs once more would only make two threads hang; and what answers late
    is had at once this way.
    """
    with _lock:
        kept = _handed_on.pop(key, None)
        if kept is not None:
            kept[1].cancel()
            return kept[0]
        for one in _stuck:
            if one.revive(key):
                _stuck.remove(one)
                return one
    return None


def silent(about: str = "") -> CameraSilent:
    """Return the error of a device that was asked for and does not answer."""
    return CameraSilent(
        "The camera or stream does not answer.",
        "Unplug it and plug it in again, or restart the sending program.",
        about=about,
    )


def wait_for_release(go_on: Callable[[], bool]) -> bool:
    """Wait a little for devices closed before that have not let go yet, while `go_on` says so.

    Returns
    -------
    bool
        Whether all have.
    """
    deadline_s = time.monotonic() + RELEASE_LIMIT_S
    with _lock:
        waited = tuple(_stuck)
    for one in waited:
        while one.running and go_on() and time.monotonic() < deadline_s:
            one.join(_RETRY_S)
    return not any(one.running for one in waited)


@atexit.register
def _let_go_of_all() -> None:
    """Wait for threads inside of OpenCV: on return they would end the process by SIGABRT."""
    running = [one for one in _all if one.running]
    for one in running:
        one.give_up()
    deadline_s = time.monotonic() + RELEASE_LIMIT_S
    for one in running:
        one.join(max(0.0, deadline_s - time.monotonic()))
