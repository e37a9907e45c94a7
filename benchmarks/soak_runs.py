"""The two long runs: a window that is used all the time, and frames as fast as they come."""

import itertools
import signal
import time
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from soak_counts import Soaked
from soak_films import Films

from tryon_ar.core.memory import give_back_freed, share_freed
from tryon_ar.core.types import DressedFrame, Frame
from tryon_ar.garments.builtin import builtin_summaries, load_builtin

if TYPE_CHECKING:
    from tryon_ar.recording.video import VideoSink

SAMPLE_S = 5.0
_GIVE_BACK_SAMPLES = 12  # a minute
_GARMENT_FRAMES, _SOURCE_FRAMES, _RECORD_FRAMES, _RECORDED_FRAMES = 500, 5000, 2000, 300


def run_live(soaked: Soaked, seconds: float, sources: tuple[str, ...], folder: Path) -> None:
    """Use the real window for so long; a polite signal ends it before."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication
    from soak_window import WindowUser, window_parts

    from tryon_ar.commands.cores import share_cores
    from tryon_ar.gui.application import run_window
    from tryon_ar.gui.options import WindowOptions

    share_cores()
    application = QApplication(["soak"])
    films = Films(soaked.films)
    user = WindowUser(soaked, folder, sources, films)
    options = WindowOptions(source=sources[0], garments=("tee-white",), seconds=seconds)
    QTimer.singleShot(0, application, user.begin)
    run_window(window_parts(folder, soaked), options)
    soaked.cut_short = soaked.at_s < seconds
    user.close()
    films.close()


def run_unpaced(soaked: Soaked, frames: int, sources: tuple[str, ...], folder: Path) -> None:
    """Dress so many frames as fast as can be; a polite signal ends it before."""
    from tryon_ar.pipeline.dresser import Dresser
    from tryon_ar.pipeline.observer import Observer

    share_freed()  # as the window does
    asked = _EndAsked()
    garments = itertools.cycle([load_builtin(one.id) for one in builtin_summaries()])
    pictures = _endless(soaked, sources)
    observer, dresser = Observer(), Dresser([next(garments)])
    films = Films(soaked.films)
    recording = _Recording(folder, films)
    next_s = 0.0
    ahead = ThreadPoolExecutor(1, "observer")  # the next frame is looked at meanwhile, as live
    try:
        coming = ahead.submit(observer.process, next(pictures))
        while soaked.frames < frames and not asked:
            tracked = coming.result()
            coming = ahead.submit(observer.process, next(pictures))
            dressed = dresser.process(tracked)
            soaked.took(dressed.latency_ms["total"])
            recording.take(soaked.frames, dressed)
            if soaked.frames % _GARMENT_FRAMES == 0:
                dresser.set_garments([next(garments)])
                soaked.switches += 1
            if time.monotonic() >= next_s:
                films.look()
                soaked.sample()
                if len(soaked.samples) % _GIVE_BACK_SAMPLES == 0:
                    give_back_freed()
                next_s = time.monotonic() + SAMPLE_S
    finally:
        ahead.shutdown()
        pictures.close()
        recording.close()
        observer.close()
        dresser.close()
        films.close()
    soaked.cut_short = soaked.frames < frames


class _EndAsked:
    """True once the run is to end: Ctrl+C, a polite kill, or its terminal was closed."""

    def __init__(self) -> None:
        self._asked = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self._asked = True

    def __bool__(self) -> bool:
        return self._asked


def _endless(soaked: Soaked, sources: tuple[str, ...]) -> Generator[Frame, None, None]:
    """Give the frames of one source after another, on one clock without end."""
    from tryon_ar.capture.opening import open_source

    index, t_ms = 0, 0.0
    for spec in itertools.cycle(sources):
        soaked.source = spec
        left = _SOURCE_FRAMES
        while left > 0:
            with open_source(spec) as source:
                step_ms = 1000.0 / (source.info.nominal_fps or 30.0)
                for frame in itertools.islice(iter(source.read, None), left):
                    yield replace(frame, index=index, t_ms=t_ms)
                    index, t_ms, left = index + 1, t_ms + step_ms, left - 1
        soaked.changes += 1


class _Recording:
    """Every two thousandth frame begins a recording of three hundred."""

    def __init__(self, folder: Path, films: Films) -> None:
        self._folder, self._films = folder, films
        self._sink: VideoSink | None = None
        self._path = folder
        self._began = 0
        self._size: tuple[int, ...] = ()

    def take(self, number: int, dressed: DressedFrame) -> None:
        """Begin, go on with or end a recording."""
        from tryon_ar.recording.video import VideoSink

        image_bgr = dressed.image_bgr
        if self._sink is not None and (
            number - self._began >= _RECORDED_FRAMES or image_bgr.shape != self._size
        ):
            self.close()
        if number % _RECORD_FRAMES == 0 and self._sink is None:
            height, width = image_bgr.shape[:2]
            path = self._folder / f"{number}.mp4"
            self._sink, self._path = VideoSink(path, (width, height), 30.0), path
            self._began, self._size = number, image_bgr.shape
        if self._sink is not None:
            self._sink.write(image_bgr, dressed.tracked.frame.t_ms)

    def close(self) -> None:
        """End the recording, if there is one, and have it looked at."""
        if self._sink is not None:
            self._sink.close()
            self._sink = None
            self._films.look(self._path)
