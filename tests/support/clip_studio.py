"""Clips in a folder whose readers, watchers and dressers say what they were told to say."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np

from tryon_ar.core.types import Frame
from tryon_ar.evaluation.stillness_clips import Drawn, Witnessed
from tryon_ar.evaluation.stillness_suite import LONG, SHORT
from tryon_ar.tracking.smoothing import SmoothingParameters


class ClipStudio:
    """Stands for what :mod:`tryon_ar.evaluation.stillness_suite` uses on clips."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.clips: dict[str, Witnessed] = {}
        self.drawn: dict[tuple[str, str], Drawn] = {}
        self.parameters: list[SmoothingParameters] = []
        self.opened: list[str] = []
        self.closed = 0
        self.injected = None
        (data / "webcam").mkdir()

    def add(
        self,
        name: str,
        seen: Witnessed,
        *,
        short: Drawn | None = None,
        long: Drawn | None = None,
    ) -> None:
        (self.data / "webcam" / f"{name}.mkv").touch()
        self.clips[name] = seen
        nothing = nothing_drawn(len(seen.frames))
        self.drawn[name, SHORT], self.drawn[name, LONG] = short or nothing, long or nothing

    def open_source(self, path: str) -> "_Source":
        name = Path(path).stem
        self.opened.append(name)
        return _Source(self, list(self.clips[name].frames))

    def witness(self, frames):
        kept = list(frames)
        seen = self.clips[self.opened[-1]]
        assert [id(frame) for frame in kept] == [id(frame) for frame in seen.frames]
        return seen

    def draw(self, seen, garment, parameters):
        self.parameters.append(parameters)
        name = next(name for name, one in self.clips.items() if one is seen)
        return self.drawn[name, garment]

    def measure_injected(self, pictures, parameters):
        self.injected = SimpleNamespace(pictures=pictures, parameters=parameters)
        return {"30_fps": "measured"}


class _Source:
    def __init__(self, studio: ClipStudio, frames: list[Frame]) -> None:
        self._studio, self._frames = studio, frames

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._studio.closed += 1

    def read(self) -> Frame | None:
        return self._frames.pop(0) if self._frames else None


def nothing_drawn(frames: int) -> Drawn:
    return Drawn([], np.empty((frames, 0, 2)), 1.0)
