"""The two long runs: a window that is used all the time, and frames as fast as they come."""

import itertools
import time
from collections.abc import Callable, Generator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from soak_counts import Soaked

from tryon_ar.core.types import DressedFrame, Frame
from tryon_ar.garments.builtin import builtin_summaries, load_builtin

if TYPE_CHECKING:
    from tryon_ar.recording.video import VideoSink

_SAMPLE_S = 5.0
_GARMENT_S, _SOURCE_S, _RECORD_S, _PAGE_S = 15.0, 180.0, 60.0, 40.0
_GARMENT_FRAMES, _SOURCE_FRAMES, _RECORD_FRAMES, _RECORDED_FRAMES = 500, 5000, 2000, 300


def run_unpaced(frames: int, clips: tuple[str, ...], folder: Path) -> Soaked:
    """Dress so many frames as fast as can be."""
    from tryon_ar.pipeline.dresser import Dresser
    from tryon_ar.pipeline.observer import Observer

    soaked = Soaked()
    garments = itertools.cycle([load_builtin(one.id) for one in builtin_summaries()])
    pictures = _endless(clips, soaked)
    observer, dresser = Observer(), Dresser([next(garments)])
    recording = _Recording(soaked, folder)
    next_s = 0.0
    try:
        for number in range(1, frames + 1):
            started_s = time.perf_counter()
            tracked = observer.process(next(pictures))
            dressed = dresser.process(tracked)
            soaked.times.add(1000.0 * (time.perf_counter() - started_s))
            soaked.frames = number
            recording.take(number, dressed)
            if number % _GARMENT_FRAMES == 0:
                dresser.set_garments([next(garments)])
                soaked.switches += 1
            if time.monotonic() >= next_s:
                soaked.sample()
                next_s = time.monotonic() + _SAMPLE_S
    finally:
        pictures.close()
        recording.close()
        observer.close()
        dresser.close()
    return soaked


def _endless(clips: tuple[str, ...], soaked: Soaked) -> Generator[Frame, None, None]:
    """Give the frames of one source after another, on one clock without end."""
    from tryon_ar.capture.opening import open_source

    index, t_ms = 0, 0.0
    for spec in itertools.cycle(("demo", *clips)):
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

    def __init__(self, soaked: Soaked, folder: Path) -> None:
        self._soaked, self._folder = soaked, folder
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
        """End the recording, if there is one."""
        if self._sink is not None:
            self._sink.close()
            self._sink = None
            self._soaked.keep_recording(self._path, 0)


def run_live(seconds: float, clips: tuple[str, ...], folder: Path) -> Soaked:
    """Use the real window for so long."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication
    from soak_window import SoakedWindow

    soaked = Soaked()
    application = QApplication.instance() or QApplication(["soak"])
    driven = SoakedWindow(soaked, folder, clips)
    todo: tuple[tuple[float, Callable[[], None]], ...] = (
        (_SAMPLE_S, driven.sample),
        (_GARMENT_S, driven.another_garment),
        (_SOURCE_S, driven.another_source),
        (_RECORD_S, driven.record),
        (_PAGE_S, driven.another_page),
    )
    timers = []
    for every_s, what in todo:
        timer = QTimer()
        timer.timeout.connect(what)
        timer.start(round(1000 * every_s))
        timers.append(timer)
    QTimer.singleShot(round(1000 * seconds), application.quit)
    application.exec()
    for timer in timers:
        timer.stop()
    driven.close()
    return soaked
