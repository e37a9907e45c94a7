"""Native calls that may never return, made where they can be left behind.

A network that hangs in a driver cannot be interrupted. It is run in a companion of the calling
thread; when it takes too long the companion is left to itself and a new one is made for the next
call. The caller goes on, and so does the program's end (:func:`left_behind`).
"""

import queue
import threading
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

_Result = TypeVar("_Result")

# Waiting is counted in slices, each for no more than its length: the time a suspended computer or
# a stopped process sleeps is not taken for a call that hangs.
_SLICE_S = 0.1


@dataclass(slots=True)
class _Call:
    """Something to do, and where its outcome goes."""

    work: Callable[[], Any]
    result: Any = None
    error: BaseException | None = None
    done: "queue.SimpleQueue[None]" = field(default_factory=queue.SimpleQueue)


class _Companion:
    """A thread that does one call after the other for one other thread."""

    def __init__(self) -> None:
        self._calls: queue.SimpleQueue[_Call | None] = queue.SimpleQueue()
        caller = threading.current_thread().name
        # Not held by the thread itself: it ends with the thread it serves.
        weakref.finalize(self, self._calls.put, None).atexit = False
        threading.Thread(
            target=_serve, args=(self._calls,), name=f"companion of {caller}", daemon=True
        ).start()

    def begin(self, work: Callable[[], Any]) -> _Call:
        """Do something, in the companion's thread."""
        call = _Call(work)
        self._calls.put(call)
        return call


class _Own(threading.local):
    companion: _Companion | None = None


_own = _Own()
_left_behind: list[_Call] = []


class NoAnswer(TimeoutError):
    """A call took longer than it was waited for."""

    def __init__(self, call: _Call, limit_s: float) -> None:
        super().__init__(f"no answer after {limit_s:g} s")
        self._call = call

    def has_come(self) -> bool:
        """Whether it has ended after all."""
        return not self._call.done.empty()

    @property
    def error(self) -> BaseException | None:
        """What it raised, once it has come."""
        return self._call.error


def watched(work: Callable[[], _Result], limit_s: float) -> _Result:
    """Do something in a companion of the calling thread, and give up where it hangs.

    Parameters
    ----------
    work : callable
        As a rule a single native call. What it raises passes through.
    limit_s : float
        Longest time to wait for it.

    Raises
    ------
    NoAnswer
        When it took longer: a ``TimeoutError``. It still runs, perhaps for ever: nothing it uses
        may be used, closed or released again before it has come.

    Notes
    -----
    Handing a call over takes some 20 microseconds. Of an interrupt (Ctrl+C) while it runs the
    caller hears when it has ended, so that what it uses can be closed then.
    """
    companion = _own.companion
    if companion is None:
        try:
            companion = _own.companion = _Companion()
        except RuntimeError:  # no thread can be had, as at the very end of the program
            return work()
    call = companion.begin(work)
    del companion  # an error that is kept keeps this frame, and would keep the thread
    ended: bool | None = None
    try:
        ended = _wait(call, limit_s)
    finally:
        if ended is None and not _wait(call, limit_s):  # interrupted
            _leave(call)
    if not ended:
        _leave(call)
        raise NoAnswer(call, limit_s)
    if call.error is not None:
        raise call.error
    result: _Result = call.result
    return result


def left_behind() -> bool:
    """Whether a call still runs that nobody waits for: an orderly end may hang in it."""
    return any(call.done.empty() for call in _left_behind)


def _wait(call: _Call, limit_s: float) -> bool:
    """Return whether a call ended in time."""
    left_s = limit_s
    while left_s > 0:
        try:
            call.done.get(timeout=min(_SLICE_S, left_s))
        except queue.Empty:
            left_s -= _SLICE_S
        else:
            call.done.put(None)
            return True
    return False


def _leave(call: _Call) -> None:
    _own.companion = None
    # Kept: what the call uses must not be collected under its feet.
    _left_behind.append(call)


def _serve(calls: "queue.SimpleQueue[_Call | None]") -> None:
    while (call := calls.get()) is not None:
        try:
            call.result = call.work()
        except BaseException as error:  # noqa: BLE001 top of the thread: becomes a value
            call.error = error
        call.done.put(None)
        del call
