"""No-reference measures on clips: stillness of labels and garment, and what still shows."""

import statistics
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.capture.opening import open_source
from tryon_ar.core.errors import MissingResource
from tryon_ar.core.labels import Label
from tryon_ar.core.roi import Roi
from tryon_ar.core.types import BgrImage, DressedFrame, GarmentState, Mask, SoftMask
from tryon_ar.evaluation.leak import still_worn
from tryon_ar.garments.builtin import load_builtin
from tryon_ar.parsing.parser import chosen_parser
from tryon_ar.pipeline.dresser import Dresser
from tryon_ar.pipeline.observer import Observer, trunk_files

GARMENT = "tee-white"
_COVERED = 0.5
_CLOTHES = (Label.UPPER,)
_REGIONS = ("garment", "edge", "made_up", "untouched")
# Coverage from which on a pixel is garment throughout, and so far around an edge (pixels).
_WHOLE, _EDGE = 0.97, 2
_Maps = tuple[NDArray[np.float32], NDArray[np.float32]]


@dataclass
class ClipMeasure:
    """Gathers the measures of one clip, frame by frame.

    Notes
    -----
    *Flicker* is 1 less the mean IoU of a mask and the one before, carried along by the optical
    flow of the frames [1]_; *warping error* the mean squared change of the picture along that flow
    where it does not occlude (both pictures 0 to 1), as a ratio of that of the frames, and the
    parts of that ratio by where they arise: inside the *garment*, at its *edge* (hem, and hands,
    arms and hair before it), in what is *made up* or shaded beside it, and *untouched*; *leak* the
    share of pixels labelled upper clothes that the garment does not hide and that still look like
    them, changed or not (:func:`~tryon_ar.evaluation.leak.still_worn`).

    References
    ----------
    .. [1] T. Kroeger et al., "Fast Optical Flow using Dense Inverse Search", ECCV 2016.
    """

    flow: Any = field(
        default_factory=lambda: cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
    )
    flicker: list[float] = field(default_factory=list)
    label_flicker: list[float] = field(default_factory=list)
    error_out: float = 0.0
    error_by_region: dict[str, float] = field(default_factory=lambda: dict.fromkeys(_REGIONS, 0.0))
    error_in: float = 0.0
    worn: int = 0
    leaked: int = 0
    frames: int = 0
    _before: "_Shown | None" = None

    def add(self, dressed: DressedFrame) -> None:
        """Take one frame in; those that are not dressed end a sequence."""
        body = dressed.tracked.body
        if dressed.tracked.state is not GarmentState.DRESSED or dressed.coverage is None:
            self._before = None
            return
        if body is None or body.labels is None:
            self._before = None
            return
        frame = dressed.tracked.frame
        covered = dressed.coverage > _COVERED
        clothes = body.labels.share_of(_CLOTHES, Roi(0, 0, *frame.size)) > _COVERED
        left = still_worn(frame.image_bgr, dressed.image_bgr, clothes, clothes & ~covered)
        self.worn += int(clothes.sum())
        self.leaked += int(left.sum())
        self.frames += 1
        now = _Shown(frame.image_bgr, dressed.image_bgr, dressed.coverage, covered, clothes)
        if self._before is not None:
            self._compare(self._before, now)
        self._before = now

    def _compare(self, before: "_Shown", now: "_Shown") -> None:
        greys = [cv2.cvtColor(shown.frame_bgr, cv2.COLOR_BGR2GRAY) for shown in (now, before)]
        backward = self.flow.calc(greys[0], greys[1], None)
        forward = self.flow.calc(greys[1], greys[0], None)
        maps = _maps(backward)
        visible = _visible(backward, forward, maps)
        self.flicker += _unsteady(before.covered, now.covered, maps, visible)
        self.label_flicker += _unsteady(before.clothes, now.clothes, maps, visible)
        if not visible.any():
            return
        self.error_in += float(_change(before.frame_bgr, now.frame_bgr, maps)[visible].mean())
        change = np.where(visible, _change(before.picture_bgr, now.picture_bgr, maps), 0.0)
        self.error_out += float(change.sum() / visible.sum())
        for name, region in _regions(before, now, maps).items():
            self.error_by_region[name] += float(change[region].sum() / visible.sum())

    def figures(self) -> dict[str, float]:
        """Return the means over the clip."""
        return {
            "frames": self.frames,
            "mask_flicker": _mean(self.flicker),
            "label_flicker": _mean(self.label_flicker),
            "warping_error_ratio": self.error_out / self.error_in if self.error_in else 0.0,
            "leak": self.leaked / self.worn if self.worn else 0.0,
            **{
                f"warping_error_{name}": error / self.error_in if self.error_in else 0.0
                for name, error in self.error_by_region.items()
            },
        }


def measure_clips(data: Path, garment: str = GARMENT, *, filtered: bool = True) -> dict[str, Any]:
    """Measure every webcam clip, dressed in one garment.

    Parameters
    ----------
    data : Path
        Holds ``webcam``.
    garment : str
        Id of a built-in garment.
    filtered : bool
        False parses every frame by itself, for comparison.

    Raises
    ------
    MissingResource
        When there are no clips.
    """
    clips = sorted((data / "webcam").glob("*.mkv"))
    if not clips:
        raise MissingResource(f"There are no clips under {data}.", "Name the folder of webcam.")
    figures = {}
    for clip in clips:
        measure = ClipMeasure()
        for dressed in _dressed(clip, garment, filtered=filtered):
            measure.add(dressed)
        figures[clip.stem] = {name: round(v, 5) for name, v in measure.figures().items()}
    names = next(iter(figures.values()))
    mean = {name: _mean([clip[name] for clip in figures.values()]) for name in names}
    return {"clips": figures, "mean": {name: round(value, 5) for name, value in mean.items()}}


def _dressed(clip: Path, garment: str, *, filtered: bool) -> Iterator[DressedFrame]:
    parser = chosen_parser(trunk_files, provider="cpu")
    with (
        closing(Dresser([load_builtin(garment)], provider="cpu")) as dresser,
        open_source(str(clip)) as source,
        Observer(parser=parser, provider="cpu") as observer,
    ):
        while (frame := source.read()) is not None:
            if not filtered:
                parser.reset()  # so that nothing is carried from frame to frame
            yield dresser.process(observer.process(frame))


@dataclass(frozen=True, slots=True)
class _Shown:
    """What is compared of a frame: as taken, as shown, and where it is garment and cloth."""

    frame_bgr: BgrImage
    picture_bgr: BgrImage
    coverage: SoftMask
    covered: Mask
    clothes: Mask

    @property
    def painted(self) -> Mask:
        """Where the picture is not the frame."""
        return np.asarray((self.picture_bgr != self.frame_bgr).any(axis=2), np.bool_)


def _unsteady(before: Mask, now: Mask, maps: _Maps, visible: Mask) -> list[float]:
    """Return how far a mask differs from the one before, carried along; nothing when empty."""
    carried = cv2.remap(before.astype(np.uint8), *maps, cv2.INTER_NEAREST) > 0
    either = int(((now | carried) & visible).sum())
    return [1.0 - int((now & carried & visible).sum()) / either] if either else []


def _change(before: BgrImage, now: BgrImage, maps: _Maps) -> NDArray[np.float32]:
    """Return the squared change of a picture along its motion, (H, W), values 0 to 1."""
    carried = cv2.remap(before, *maps, cv2.INTER_LINEAR)
    away = (now.astype(np.float32) - carried) / np.float32(255.0)
    return np.asarray((away**2).mean(axis=2), np.float32)


def _regions(before: "_Shown", now: "_Shown", maps: _Maps) -> dict[str, Mask]:
    """Return where the garment is, where it ends, what else was painted, and the rest."""
    carried = cv2.remap(before.coverage, *maps, cv2.INTER_LINEAR)
    around = np.ones((2 * _EDGE - 1, 2 * _EDGE - 1), np.uint8)
    garment = cv2.erode(np.minimum(now.coverage, carried), around) > _WHOLE
    touched = cv2.dilate(np.maximum(now.coverage, carried), around) > 1.0 - _WHOLE
    painted = cv2.remap(before.painted.astype(np.float32), *maps, cv2.INTER_LINEAR) > 0
    painted |= now.painted
    edge, rest = touched & ~garment, ~touched
    regions = garment, edge, rest & painted, rest & ~painted
    return dict(zip(_REGIONS, regions, strict=True))


def _maps(flow: NDArray[np.float32]) -> _Maps:
    rows, columns = np.indices(flow.shape[:2], dtype=np.float32)
    return columns + flow[..., 0], rows + flow[..., 1]


def _visible(backward: NDArray[np.float32], forward: NDArray[np.float32], maps: _Maps) -> Mask:
    """Return where going there and back again ends within a pixel and a half."""
    back = cv2.remap(forward, *maps, cv2.INTER_LINEAR)
    return np.asarray(np.hypot(*np.moveaxis(backward + back, -1, 0)) < 1.5, np.bool_)


def _mean(values: list[float]) -> float:
    return statistics.fmean(values) if values else 0.0
