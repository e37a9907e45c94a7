"""Contact sheets of webcam clips and a dance as time goes on, and the time that drawing takes."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np

from tryon_ar.capture.opening import open_source
from tryon_ar.core.types import DressedFrame
from tryon_ar.evaluation.album import Album
from tryon_ar.garments.builtin import load_builtin
from tryon_ar.pipeline.dresser import Dresser
from tryon_ar.pipeline.observer import Observer

CLIPS, DANCE = "Webcam clips", "A dance"
# Frames of a clip that are watched before one is shown, and between those that are shown.
_WARM, _APART, _SHOWN = 30, 20, 3
_STAGES = ("track", "parse", "fit", "warp", "blend")
_PERCENTILES = {"p50": 50, "p95": 95}


def add_clips(
    data: Path, album: Album, garment: str = "tee-striped"
) -> dict[str, dict[str, float]]:
    """Add plates of the webcam clips and the dance; return milliseconds of the former by stage.

    Returns
    -------
    dict of str to dict of str to float
        Percentiles by stage; empty without clips. One frame after the other, every stage alone.
    """
    times: dict[str, list[float]] = {stage: [] for stage in (*_STAGES, "total")}
    for clip in sorted((data / "webcam").glob("*.mkv")):
        _add_clip(clip, garment, album, CLIPS, times)
    dance = data / "measure_only" / "motion" / "dance.mp4"
    if dance.is_file():
        _add_clip(dance, garment, album, DANCE, {})
    return {
        stage: {name: float(np.percentile(taken, at)) for name, at in _PERCENTILES.items()}
        for stage, taken in times.items()
        if taken
    }


def _add_clip(
    clip: Path, garment: str, album: Album, section: str, times: dict[str, list[float]]
) -> None:
    pictures = []
    for index, dressed in enumerate(_dressed(clip, garment)):
        if index >= _WARM:
            for stage, taken in times.items():
                taken.append(dressed.latency_ms.get(stage, 0.0))
        if index >= _WARM and (index - _WARM) % _APART == 0:
            name = f"frame {index}"
            pictures += [(name, dressed.tracked.frame.image_bgr), ("", dressed.image_bgr)]
        if len(pictures) == 2 * _SHOWN:
            break
    if pictures:
        album.add(section, f"{clip.name}: {garment}", pictures)


def _dressed(clip: Path, garment: str) -> Iterator[DressedFrame]:
    with (
        closing(Dresser([load_builtin(garment)], provider="cpu")) as dresser,
        open_source(str(clip)) as source,
        Observer(provider="cpu") as observer,
    ):
        while (frame := source.read()) is not None:
            yield dresser.process(observer.process(frame))
