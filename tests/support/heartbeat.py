"""How long the GUI thread is away, and with what: working, blocked, or starved by the machine.

A timer beats in the GUI thread. Where beats are further apart than they should be, the kernel
says how long the thread ran meanwhile and how long it was ready but given no processor; the
rest, it waited for something. A second thread notes what it was at.
"""

import ctypes
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import FrameType

from PySide6.QtCore import QObject, Qt, QTimer

BEAT_MS = 5
_LONG_MS = 30.0
_LOOK_S = 0.01
_DEEPEST = 6
_SEEN_OFTEN = 5
_BLOCKING = frozenset(
    {
        *("wait", "wait_for", "join", "_wait_for_tstate_lock", "acquire", "sleep", "select"),
        *("recv", "get", "result", "fsync", "flush", "execute", "commit", "connect", "poll"),
    }
)
_OURS = str(Path(__file__).resolve().parents[2])
_Call = tuple[str, int, str]  # file, line, function


@dataclass(frozen=True, slots=True)
class Gap:
    """A time in which the GUI thread answered nothing.

    Attributes
    ----------
    phase : str
        What the person was doing.
    at_s : float
        When it ended, since the first beat.
    wall_ms : float
        How long it was.
    worked_ms : float
        How long the GUI thread ran on a processor in it.
    starved_ms : float
        How long it was ready to run and was given none.
    seen : list of (str, int)
        What it was at, innermost call last, and how often that was seen, a look a
        hundredth of a second.
    """

    phase: str
    at_s: float
    wall_ms: float
    worked_ms: float
    starved_ms: float
    seen: list[tuple[str, int]] = field(default_factory=list)

    @property
    def waited_ms(self) -> float:
        """How long the thread waited for a lock, a disk, a device or other threads of Python."""
        return max(self.wall_ms - self.worked_ms - self.starved_ms - BEAT_MS, 0.0)

    @property
    def waited_in(self) -> str:
        """What of ours made the GUI thread wait, as far as it was seen to; mostly nothing.

        A single look may find it waiting for Python's lock anywhere; a call that blocks is found
        in the same place again and again.
        """
        for place, times in self.seen:
            if times >= _SEEN_OFTEN and place.rsplit(" ", 1)[-1] in _BLOCKING:
                return place
        return ""

    @property
    def own_ms(self) -> float:
        """What of the gap is the program's own doing."""
        return self.worked_ms + self.waited_ms

    def as_json(self) -> dict[str, object]:
        """Return it for a report."""
        told = {name: round(value, 1) for name, value in asdict(self).items() if name[-3:] == "_ms"}
        return {
            "phase": self.phase,
            "at_s": round(self.at_s, 2),
            **told,
            "waited_ms": round(self.waited_ms, 1),
            "waited_in": self.waited_in,
            "seen": self.seen,
        }


class Heartbeat:
    """Beats in the GUI thread from :meth:`start` to :meth:`stop`.

    Parameters
    ----------
    parent : QObject
        Lives in the GUI thread at least as long.

    Attributes
    ----------
    phase : str
        What the person is doing now; set it from any thread.
    gaps : list of Gap
        All that were long.
    beats : int
    """

    def __init__(self, parent: QObject) -> None:
        self.phase = ""
        self.gaps: list[Gap] = []
        self.beats = 0
        self._thread_id = threading.main_thread().ident or 0
        self._told_by = _opened(f"/proc/self/task/{threading.main_thread().native_id}/schedstat")
        self._buffer = ctypes.create_string_buffer(96)
        self._read = _reader()
        self._began_s = self._last_s = 0.0
        self._last_figures = (0.0, 0.0)
        self._seen: Counter[str] = Counter()
        self._stopped = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="heartbeat", daemon=True)
        self._timer = QTimer(parent)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        """Beat from the next turn of the event loop on."""
        self._timer.start()
        self._watcher.start()

    def stop(self) -> None:
        """Beat no more."""
        self._timer.stop()
        self._stopped.set()
        self._watcher.join(2.0)
        if self._told_by >= 0:
            os.close(self._told_by)
            self._told_by = -1

    def longest(self) -> Gap | None:
        """Return the gap that is most the program's own doing."""
        return max(self.gaps, key=lambda one: one.own_ms, default=None)

    def _beat(self) -> None:
        now_s, figures = time.perf_counter(), self._figures()
        if self.beats == 0:
            self._began_s = now_s
        else:
            wall_ms = (now_s - self._last_s) * 1000.0
            if wall_ms > _LONG_MS:
                worked_ms, starved_ms = (
                    new - old for new, old in zip(figures, self._last_figures, strict=True)
                )
                self.gaps.append(
                    Gap(
                        self.phase,
                        now_s - self._began_s,
                        wall_ms,
                        worked_ms,
                        starved_ms,
                        self._seen.most_common(4),
                    )
                )
        self._seen = Counter()
        self.beats += 1
        self._last_s, self._last_figures = now_s, figures

    def _figures(self) -> tuple[float, float]:
        """Return ms the GUI thread ran, and was ready without running, since it began."""
        if self._told_by < 0:
            return time.thread_time() * 1000.0, 0.0
        size = self._read(self._told_by, self._buffer, len(self._buffer), 0)
        ran_ns, ready_ns, _turns = self._buffer.raw[: max(size, 0)].split()
        return int(ran_ns) / 1e6, int(ready_ns) / 1e6

    def _watch(self) -> None:
        looked_s = time.perf_counter()
        while not self._stopped.wait(_LOOK_S):
            late_s, looked_s = time.perf_counter() - looked_s, time.perf_counter()
            if not self.beats or looked_s - self._last_s < _LONG_MS / 1000.0:
                continue
            self._seen.update(self._look(late_s > _LOOK_S + _LONG_MS / 1000.0))

    def _look(self, held_up: bool) -> list[str]:
        """Return what the GUI thread is at, and others that kept Python's lock.

        Notes
        -----
        A frame keeps what its function holds. Whatever of Qt's is freed with it here, because
        the function has returned meanwhile, would be destroyed in this thread, which Qt does
        not survive. So they are let go of before anything that takes long enough for Python
        to go on with another thread.
        """
        calls = {
            thread_id: _calls(frame)
            for thread_id, frame in sys._current_frames().items()
            if thread_id == self._thread_id or (held_up and thread_id != threading.get_ident())
        }
        at = [_told(calls.pop(self._thread_id))] if self._thread_id in calls else []
        others = [one for one in calls.values() if "wait" not in one[-1][2]]
        return [*at, *(f"meanwhile: {_told(one)}" for one in others)]


def _opened(path: str) -> int:
    """Return the descriptor of a file, -1 where there is none."""
    try:
        return os.open(path, os.O_RDONLY)
    except OSError:
        return -1


def _reader() -> Callable[[int, object, int, int], int]:
    """Return ``pread`` that keeps Python's lock: giving it away would cost what is measured."""
    read = ctypes.PyDLL(None).pread
    read.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_long]
    read.restype = ctypes.c_ssize_t
    return read


def _calls(frame: FrameType | None) -> list[_Call]:
    """Return the last calls, innermost last."""
    calls: list[_Call] = []
    while frame is not None and len(calls) < _DEEPEST:
        calls.append((frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name))
        frame = frame.f_back
    return calls[::-1]


def _told(calls: list[_Call]) -> str:
    """Return calls as text, ours from the repository's folder on."""
    return " > ".join(f"{_short(name)}:{line} {function}" for name, line, function in calls)


def _short(name: str) -> str:
    return str(Path(name).relative_to(_OURS)) if name.startswith(_OURS) else Path(name).name
