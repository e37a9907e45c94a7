"""Quality on the synthetic rig: geometry, occlusion, light, colour and motion against truth."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.types import BgrImage, DressedFrame, Frame, Mask
from tryon_ar.evaluation.colour_fidelity import colour_shift
from tryon_ar.evaluation.rig_measures import (
    Occlusion,
    before_anyone,
    light_as_drawn,
    luma,
    occlusion,
    relative_light,
    shading_correlation,
)
from tryon_ar.evaluation.rig_reading import RigFrame, RigScene, RigTruth, read_rig
from tryon_ar.evaluation.rig_sequences import Sequence
from tryon_ar.evaluation.stillness import rounded
from tryon_ar.evaluation.warp_measures import (
    above_worn_hem,
    deformation,
    iou,
    landmark_errors,
)
from tryon_ar.pipeline.dresser import Dresser
from tryon_ar.pipeline.observer import Observer
from tryon_ar.rendering.trace import Trace

#: What the project promises of all scenes together.
TARGETS = {
    "nle_torso": 0.04,
    "nle_sleeves": 0.07,
    "fold_rate": 0.0,
    "occlusion_precision": 0.95,
    "occlusion_recall": 0.95,
    "shading_correlation": 0.7,
    "colour_shift_before_tone": 1.5,
    "colour_shift": 6.0,
    "stretch": 1.6,
}
_COVERED = 0.5
_ERODED_PX = 2
_PARTS = ("torso", "sleeves", "hem", "collar", "knees")
_MEANS = (
    "warp_iou",
    "warp_iou_full",
    "fold_rate",
    "stretch",
    "shading_correlation",
    "shading_correlation_of_luma",
    "colour_shift_before_tone",
    "colour_shift",
)
_SEQUENCES = ("motion", "still")
# Sequences are shown from a second on after somebody came: they stand still until then.
_STEP_MS = 1000.0 / 30.0
_LEAD_IN = 30


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured of one picture.

    Attributes
    ----------
    category : str
    landmarks : dict of str to list of float
        Errors by part, in shoulder widths.
    hidden : Occlusion
    others : dict of str to float or None
        The rest by name.
    """

    category: str
    landmarks: dict[str, list[float]]
    hidden: Occlusion
    others: dict[str, float | None]


def measure_rig(data: Path, kinds: Iterable[str] = ("photo", *_SEQUENCES)) -> dict[str, Any]:
    """Dress the people of a rig in what they wear already, and measure.

    Parameters
    ----------
    data : Path
        Holds ``rig``, or is such a folder; ``training.people.rig`` renders it.
    kinds : iterable of str
        Of scenes: ``photo``, ``motion``, ``still``.

    Returns
    -------
    dict
        ``mean`` over all pictures, ``by_category`` and ``scenes`` have the figures of pictures;
        ``not_dressed`` names those on whom nothing was drawn; ``motion`` and ``still`` those of
        :meth:`~tryon_ar.evaluation.rig_sequences.Sequence.figures`, of all sequences of a kind and
        of each of their ``scenes``; ``targets`` what is promised.
        Everything is tracked and parsed as in life; only the garment's folder is given. Before a
        sequence its person stands still for a second, which ``settling_pct`` alone looks at.

    Raises
    ------
    MissingResource
        When there is no rig.

    Notes
    -----
    ``nle_*`` are mean distances to true landmarks that are seen, in true frontal shoulder widths,
    over all landmarks of a part (``sleeves``: elbows and cuffs). ``warp_iou`` ignores what lies
    below the worn hem, ``warp_iou_full`` nothing. Precision and recall of what is before the
    garment are pooled over pictures; see :func:`~tryon_ar.evaluation.rig_measures.occlusion` for
    where they are judged. ``shading_correlation`` is that of the rendering's light with true
    light, where light is luma over luma of the garment's own colours, which are the warped photo's
    less the light they were taken in: a printed garment has dark places in any light.
    ``shading_correlation_of_luma`` takes the rendering's luma as it is. Colour shifts are
    medians of CIEDE2000 within the visible garment, 2 px from its edge, from the warped photo to
    the garment in the room's light and, ``colour_shift``, in the camera's tone as well.
    """
    wanted = tuple(kinds)
    scenes = [scene for scene in read_rig(data) if scene.kind in wanted]
    found: dict[str, Figures | None] = {}
    moving: dict[str, dict[str, Sequence]] = {kind: {} for kind in _SEQUENCES if kind in wanted}
    with (
        closing(Dresser([], provider="cpu")) as dresser,
        Observer(still=True, provider="cpu") as observer,
    ):
        for scene in scenes:
            if scene.kind == "photo":
                found[scene.name] = _measure_photo(scene, observer, dresser)
            else:
                sequence = moving[scene.kind][scene.name] = Sequence()
                before, dressed = _dress_sequence(scene, dresser)
                sequence.settle(scene, before)
                sequence.add(scene, dressed)
    measured = {name: one for name, one in found.items() if one is not None}
    categories = sorted({one.category for one in measured.values()})
    return {
        "pictures": len(found),
        "not_dressed": [name for name, one in found.items() if one is None],
        "mean": summary(measured.values()),
        "targets": TARGETS,
        "by_category": {
            name: summary(one for one in measured.values() if one.category == name)
            for name in categories
        },
        **{kind: _of_sequences(ones) for kind, ones in moving.items()},
        "scenes": {name: summary([one]) for name, one in measured.items()},
    }


def summary(figures: Iterable[Figures]) -> dict[str, float | None]:
    """Return the means of pictures' figures; errors of landmarks and hidden pixels are pooled."""
    listed = list(figures)
    errors = {
        part: [error for one in listed for error in one.landmarks.get(part, [])] for part in _PARTS
    }
    hidden = sum((one.hidden for one in listed), Occlusion())
    return {
        "pictures": len(listed),
        **{f"nle_{part}": rounded(_mean(errors[part]), 4) for part in _PARTS},
        **{name: rounded(_mean([one.others[name] for one in listed]), 4) for name in _MEANS},
        "occlusion_precision": rounded(hidden.precision, 4),
        "occlusion_recall": rounded(hidden.recall, 4),
    }


def _of_sequences(sequences: dict[str, Sequence]) -> dict[str, Any]:
    """Return the figures of all sequences together and of each."""
    return {
        **sum(sequences.values(), Sequence()).figures(),
        "scenes": {name: one.figures() for name, one in sequences.items()},
    }


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return statistics.fmean(known) if known else None


def _measure_photo(scene: RigScene, observer: Observer, dresser: Dresser) -> Figures | None:
    frame, garment = scene.frames[0], scene.garment()
    dresser.set_garments([garment])
    dresser.reset()
    trace = Trace()
    picture = frame.picture()
    dressed = dresser.process(observer.process(Frame(picture, 0, frame.t_ms, 0)), trace)
    if dressed.coverage is None:
        return None
    return measure_dressed(scene, frame, dressed, trace)


def measure_dressed(
    scene: RigScene, frame: RigFrame, dressed: DressedFrame, trace: Trace
) -> Figures:
    """Measure a picture in which a scene's garment was drawn.

    Raises
    ------
    ValueError
        When nothing was drawn.
    """
    if dressed.coverage is None:
        raise ValueError("nobody was dressed in this picture")
    truth = frame.truth()
    drawn = next(iter(dressed.garment_landmarks.values()))
    seen = {name: at for name, at in frame.landmarks.items() if name in frame.visible}
    shape = deformation(trace.pieces)
    true, shown = truth.worn > _COVERED, dressed.coverage > _COVERED
    return Figures(
        category=scene.category,
        landmarks=landmark_errors(drawn, seen, frame.unit_px),
        hidden=occlusion(before_anyone(trace, dressed.tracked.frame.size), dressed.coverage, truth),
        others={
            "warp_iou": iou(shown, true, above_worn_hem(true)),
            "warp_iou_full": iou(shown, true),
            "fold_rate": None if shape is None else shape.fold_rate,
            "stretch": None if shape is None else shape.stretch,
            **_light(dressed, trace, (truth, scene.light_in_photo()), frame.unit_px),
            **_colour(trace, shown),
        },
    )


def _light(
    dressed: DressedFrame,
    trace: Trace,
    known: tuple[RigTruth, NDArray[np.float32] | None],
    unit_px: float,
) -> dict[str, float | None]:
    """Correlate light; ``known`` is the truth and the light in the garment's photo."""
    truth, in_photo = known
    coverage = dressed.coverage
    if coverage is None or trace.unlit is None:
        return {"shading_correlation": None, "shading_correlation_of_luma": None}
    plain = _whole_frame(trace.unlit, trace, dressed.image_bgr)
    light = relative_light(dressed.image_bgr, plain)
    if in_photo is not None:
        light[trace.roi.slices] *= light_as_drawn(in_photo, trace)
    return {
        "shading_correlation": shading_correlation(light, coverage, truth, unit_px),
        "shading_correlation_of_luma": shading_correlation(
            luma(dressed.image_bgr), coverage, truth, unit_px
        ),
    }


def _whole_frame(
    layer: NDArray[np.float32], trace: Trace, picture_bgr: BgrImage
) -> NDArray[np.float32]:
    """Return the colours (H, W, 3), 0 to 255, of a premultiplied layer in the frame."""
    own = layer[..., :3] / np.maximum(layer[..., 3:], 1e-3)
    colours = np.zeros(picture_bgr.shape, np.float32)
    colours[trace.roi.slices] = np.clip(own, 0.0, 1.0) * 255.0
    return colours


def _colour(trace: Trace, shown: Mask) -> dict[str, float | None]:
    import cv2

    square = np.ones((2 * _ERODED_PX + 1, 2 * _ERODED_PX + 1), np.uint8)
    inside = cv2.erode(shown.astype(np.uint8), square)[trace.roi.slices] > 0

    def shift(layer: NDArray[np.float32] | None) -> float | None:
        if trace.unlit is None or layer is None:
            return None
        return colour_shift(trace.unlit, layer, np.asarray(inside, np.bool_))

    return {"colour_shift_before_tone": shift(trace.shaded), "colour_shift": shift(trace.lit)}


def _dress_sequence(
    scene: RigScene, dresser: Dresser
) -> tuple[list[DressedFrame], list[DressedFrame]]:
    """Dress a sequence as a stream; return the second before it, in stillness, and itself."""
    dresser.set_garments([scene.garment()])
    dresser.reset()
    before = scene.frames if scene.kind == "still" else scene.frames[:1] * _LEAD_IN
    pictures = [frame.picture() for frame in before[:_LEAD_IN]]
    pictures += [frame.picture() for frame in scene.frames]
    with Observer(provider="cpu") as observer:
        dressed = [
            dresser.process(observer.process(Frame(picture, k, k * _STEP_MS, 0)))
            for k, picture in enumerate(pictures)
        ]
    begun = len(pictures) - len(scene.frames)
    return dressed[:begun], dressed[begun:]
