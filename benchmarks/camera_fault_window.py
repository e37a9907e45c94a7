"""One real window through many camera faults; a process of camera_faults.py.

Writes a line of JSON for every cycle as soon as it is over.
"""

import argparse
import faulthandler
import json
import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import TextIO

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from camera_fault_kinds import KINDS, Devices, Kind
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from tests.support import fake_v4l2
from tests.support.fake_stages import fake_parts
from tests.support.mjpeg_server import MjpegServer
from tryon_ar.core.settings.file import SettingsFile
from tryon_ar.garments.builtin import builtin_summaries
from tryon_ar.gui import theme
from tryon_ar.gui.main_window import MainWindow
from tryon_ar.gui.options import WindowOptions, WindowParts

BEAT_MS = 10
PATIENCE_S = 12.0
_POLL_S = 0.01
# What pictures that come late look like: a machine without time for them, or a fault.
_LATE = frozenset({"slow camera", "lost", "silent"})


@dataclass
class Cycle:
    """What one fault did; times in milliseconds, None where it never came."""

    kind: str
    stream: bool
    how: str  # playing, opening, at the start, stopped
    began_s: float = 0.0
    ended_s: float = 0.0
    fault_s: float = 0.0
    named: str = ""
    said: str = ""
    named_ms: float | None = None
    must_name: bool = False
    false_alarm: str = ""
    back_ms: float | None = None
    gap_ms: float = 0.0
    gap_waited_ms: float = 0.0
    stop_ms: float | None = None
    left_said: str = ""
    recording: str = ""
    threads: int = 0
    handles: int = 0
    memory_mb: float = 0.0


@dataclass(frozen=True)
class Seen:
    """What the window shows at a moment."""

    at_s: float = 0.0
    problem: str = ""
    said: str = ""
    frame_s: float = 0.0
    live: bool = False


class Watched(QObject):
    """The window, opened and closed on its own thread, and what it shows every 10 ms."""

    _asked = Signal(object)
    over = Signal()

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self.window: MainWindow | None = None
        self.seen = Seen()
        self.gap_s = self.gap_waited_s = 0.0
        self._last_s: float | None = None
        self._waited_s = 0.0
        self._schedule = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
        self._asked.connect(lambda job: job(), Qt.ConnectionType.QueuedConnection)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT_MS)
        self._settings = SettingsFile(folder / "settings.toml")
        self._settings.choose("start.welcomed", True)
        self._settings.choose("mirror.width_px", 320)

    def call(self, job: Callable[[], None], limit_s: float = 30.0) -> None:
        """Run a job on the window's thread and wait for it."""
        done = threading.Event()

        def run() -> None:
            try:
                job()
            finally:
                done.set()

        self._asked.emit(run)
        if not done.wait(limit_s):
            raise TimeoutError("the window's thread does not answer")

    def open(self, spec: str) -> None:
        """Open a window that plays a source."""
        parts = WindowParts(
            session=fake_parts(),
            garments=builtin_summaries()[:3],
            list_sources=tuple,
            settings=self._settings,
        )
        self.window = MainWindow(parts, WindowOptions(source=spec))
        self.window.resize(640, 480)
        self.window.show()
        self.window.begin()
        self._last_s = None

    def close(self) -> None:
        """Close the window; the gap of that is not counted."""
        window, self.window = self.window, None
        if window is not None:
            window.close()
            window.deleteLater()
        self._last_s = None

    def _beat(self) -> None:
        now_s = time.monotonic()
        # How long the thread was ready to run and was given no processor.
        waited_s = int(self._schedule.read_text().split()[1]) / 1e9
        if self._last_s is not None and now_s - self._last_s > self.gap_s:
            self.gap_s, self.gap_waited_s = now_s - self._last_s, waited_s - self._waited_s
        self._last_s, self._waited_s = now_s, waited_s
        window = self.window
        if window is None:
            return
        page = window.problems.page
        told = page.status if page.isVisible() else None
        problem = told.problem.value if told is not None and told.problem is not None else ""
        said = page.accessibleName() if told is not None else ""
        other = window.messages.status if window.messages.isVisible() else None
        if not problem and other is not None and other.topic in ("source", "capture"):
            problem, said = "message", other.text
        if problem == "slow computer":  # which is no fault of a camera
            problem = said = ""
        dressed = window.mirror.dressed
        info = window.session.source_info
        self.seen = Seen(
            now_s,
            problem,
            said,
            dressed.tracked.frame.captured_ns / 1e9 if dressed is not None else 0.0,
            info is not None and info.live,
        )


class Cycles:
    """Makes the faults, in a thread of its own, and notes what comes of them."""

    def __init__(
        self, watched: Watched, devices: Devices, folder: Path, out: TextIO, patience_s: float
    ) -> None:
        self._patience_s = patience_s
        self._watched = watched
        self._devices = devices
        self._random = devices.random
        self._folder = folder
        self._out = out
        self._kind: Kind | None = None
        self._recording: Path | None = None

    def run(self, kinds: list[Kind]) -> None:
        """Make one fault of every kind given, in this order."""
        for kind in kinds:
            self._prepare(kind)
            cycle = self._one(kind)
            self._measure(cycle)
            self._out.write(json.dumps(asdict(cycle)) + "\n")
            self._out.flush()
            if cycle.back_ms is None:
                self._watched.call(self._watched.close)

    def _prepare(self, kind: Kind) -> None:
        """Have the source of a kind play well for a moment."""
        watched = self._watched
        spec = self._devices.spec(kind)
        if watched.window is None:
            watched.call(lambda: watched.open(spec))
        elif self._kind is None or self._kind.stream != kind.stream:
            watched.call(lambda: watched.window.sources.play(spec))
        self._kind = kind
        self._await_picture(time.monotonic() + 0.1, PATIENCE_S + self._patience_s)
        calm_s = 2.6 if kind.mode == "slow" else self._random.uniform(0.5, 1.2)
        time.sleep(calm_s)
        until_s = time.monotonic() + self._patience_s
        while watched.seen.problem in _LATE and time.monotonic() < until_s:
            time.sleep(_POLL_S)
        watched.gap_s = 0.0

    def _one(self, kind: Kind) -> Cycle:
        dice = self._random.random()
        watched, devices = self._watched, self._devices
        stops = dice < 0.2
        cycle = Cycle(kind.name, kind.stream, "opening" if kind.reopen else "playing")
        seconds = self._random.uniform(*kind.seconds)
        if stops:
            cycle.how = "stopped"
        elif kind.records and not kind.reopen and dice < 0.35:
            self._record()
            time.sleep(0.4)
        calm = self._watched.seen
        cycle.false_alarm = calm.said
        cycle.began_s = time.monotonic()
        devices.fail(kind)
        if kind.reopen:
            spec = devices.spec(kind)
            watched.call(lambda: watched.window.sources.play(spec))
        if stops:
            self._stop(cycle, kind, self._random.uniform(0.0, seconds))
        self._watch(cycle, kind, cycle.began_s if not stops else time.monotonic(), seconds)
        return cycle

    def _stop(self, cycle: Cycle, kind: Kind, after_s: float) -> None:
        """Close the window in the midst of the fault, and open another one on it."""
        watched = self._watched
        time.sleep(after_s)

        def close() -> None:
            began_s = time.monotonic()
            watched.close()
            cycle.stop_ms = (time.monotonic() - began_s) * 1000

        gap_s, waited_s = watched.gap_s, watched.gap_waited_s
        watched.call(close)
        spec = self._devices.spec(kind)
        watched.call(lambda: watched.open(spec))
        watched.gap_s, watched.gap_waited_s = gap_s, waited_s

    def _watch(self, cycle: Cycle, kind: Kind, since_s: float, seconds: float) -> None:
        """Wait for the fault to be named, mend it, and wait for the picture."""
        allowed = kind.problems
        if cycle.how == "stopped":  # what is found at the start may have another name
            allowed = allowed | frozenset({"silent", "lost", "absent"}) if allowed else allowed
        end_s = since_s + seconds
        cycle.must_name = bool(allowed) and not self._plays_at_start(cycle, kind)
        while time.monotonic() < end_s or self._is_waited_for(cycle, end_s):
            seen = self._watched.seen
            if cycle.named_ms is None and seen.problem in allowed and seen.at_s > since_s:
                cycle.named_ms = (seen.at_s - since_s) * 1000
                cycle.named, cycle.said = seen.problem, seen.said
            time.sleep(_POLL_S)
        self._devices.mend()
        mended_s = time.monotonic()
        cycle.fault_s = mended_s - since_s
        back_s = self._await_picture(mended_s, PATIENCE_S + self._patience_s)
        cycle.back_ms = None if back_s is None else (back_s - mended_s) * 1000
        if back_s is None:
            cycle.left_said = f"{self._watched.seen}"
        cycle.ended_s = time.monotonic()
        cycle.gap_ms = self._watched.gap_s * 1000
        cycle.gap_waited_ms = self._watched.gap_waited_s * 1000

    def _is_waited_for(self, cycle: Cycle, end_s: float) -> bool:
        """Whether a fault goes on because it must be named, and was not yet."""
        late = cycle.must_name and cycle.named_ms is None
        return late and time.monotonic() < end_s + self._patience_s

    def _plays_at_start(self, cycle: Cycle, kind: Kind) -> bool:
        """Whether a fault that only shows against what was before cannot be told at the start."""
        return cycle.how == "stopped" and kind.mode in ("slow", "move")

    def _await_picture(self, after_s: float, limit_s: float) -> float | None:
        """Return when a live picture taken later was seen without a complaint over it."""
        deadline_s = time.monotonic() + limit_s
        while time.monotonic() < deadline_s:
            seen = self._watched.seen
            if seen.live and not seen.problem and seen.frame_s > after_s:
                return seen.at_s
            time.sleep(_POLL_S)
        return None

    # -- recordings ----------------------------------------------------------------------

    def _record(self) -> None:
        path = self._folder / "fault.mp4"
        window = self._watched.window
        assert window is not None
        window.session.start_recording(path)
        self._recording = path
        until_s = time.monotonic() + self._patience_s
        while not self._is_recording(window) and time.monotonic() < until_s:
            time.sleep(_POLL_S)

    @staticmethod
    def _is_recording(window: MainWindow) -> bool:
        recording = window.session.recording
        return recording is not None and recording.elapsed_s() > 0.1

    def _measure(self, cycle: Cycle) -> None:
        """Finish a recording and note what the process holds."""
        path, self._recording = self._recording, None
        window = self._watched.window
        if path is not None and window is not None:
            time.sleep(0.4)
            window.session.stop_recording()
            cycle.recording = _look_at(path, cycle)
            path.unlink(missing_ok=True)
        status = Path("/proc/self/status").read_text()
        told = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
        cycle.threads = int(told["Threads"])
        cycle.handles = len(os.listdir("/proc/self/fd"))
        cycle.memory_mb = int(told["VmRSS"].split()[0]) / 1024


def _look_at(path: Path, cycle: Cycle) -> str:
    """Return "ok", or what is wrong with a recording through a fault."""
    import av

    try:
        with av.open(str(path)) as container:
            times_s = [float(frame.pts * frame.time_base) for frame in container.decode(video=0)]
    except (OSError, av.FFmpegError) as error:
        return f"not playable: {error}"
    if len(times_s) < 2:
        return f"{len(times_s)} frames"
    steps_s = [after - before for before, after in pairwise(times_s)]
    most_s = cycle.ended_s - cycle.began_s + 1.0
    if min(steps_s) <= 0 or max(steps_s) > most_s:
        return f"gaps from {min(steps_s):.3f} to {max(steps_s):.3f} s"
    return "ok"


def main() -> int:
    """Run from camera_faults.py, under the preloaded cameras."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kinds", required=True, help="file of names, one a line")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--patience", type=float, default=0.0, metavar="S")
    options = parser.parse_args()
    faulthandler.enable()
    named = {kind.name: kind for kind in KINDS}
    kinds = [named[line] for line in Path(options.kinds).read_text().splitlines()]
    application = QApplication(sys.argv[:1])
    theme.apply(application)
    failure: list[BaseException] = []
    with (
        tempfile.TemporaryDirectory() as name,
        MjpegServer(fault_at=0, fps=25.0) as server,
        options.out.open("w") as out,
    ):
        watched = Watched(Path(name))
        cameras = fake_v4l2.this_process()
        devices = Devices(cameras, server, random.Random(options.seed))
        cycles = Cycles(watched, devices, Path(name), out, options.patience)

        def work() -> None:
            try:
                cycles.run(kinds)
                watched.call(watched.close)
            except BaseException as error:
                failure.append(error)
                raise
            finally:
                watched.over.emit()

        application.setQuitOnLastWindowClosed(False)
        watched.over.connect(application.quit, Qt.ConnectionType.QueuedConnection)
        worker = threading.Thread(target=work, name="cycles")
        worker.start()
        application.exec()
        worker.join(5.0)
        server.fault = ""
        cameras.set_mode("ok", devices.node)
    return 1 if failure else 0


if __name__ == "__main__":
    sys.exit(main())
