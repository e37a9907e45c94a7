"""Garments on a frame: warp, hide, light, lay over."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.roi import Roi
from tryon_ar.core.types import BgrImage, Body, Frame, SoftMask
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.fitting.fit import GarmentFit
from tryon_ar.kernels.compositing import composite_over
from tryon_ar.kernels.region import roi_around
from tryon_ar.rendering.contact import cast_contact_shadow
from tryon_ar.rendering.hand_evidence import with_hands
from tryon_ar.rendering.layering import beneath
from tryon_ar.rendering.lighting import Lighting
from tryon_ar.rendering.occlusion import Occluders, find_occluders
from tryon_ar.rendering.occlusion_memory import OcclusionMemory
from tryon_ar.rendering.quality import FULL, Quality
from tryon_ar.rendering.removal.removal import WornClothesRemover
from tryon_ar.rendering.removal.worn_mask import Wearing
from tryon_ar.rendering.replacing import Replacing
from tryon_ar.rendering.stopwatch import Stopwatch
from tryon_ar.rendering.trace import Trace
from tryon_ar.rendering.worn_garment import WornGarment

# What the two stages of the reports are made of.
_STAGES = {
    "warp": ("evidence", "occlusion", "garment"),
    "blend": ("undress", "light", "contact shadow", "composite"),
}
# From where on an arm may lie bare before the trunk, as a fraction of its upper bone.
_UNSLEEVED = 0.0
_SHORTEST_SLEEVE = 0.25
_LONG_SLEEVED = 0.60


@dataclass(frozen=True, slots=True)
class Composite:
    """A dressed picture.

    Attributes
    ----------
    image_bgr : ndarray of shape (H, W, 3), uint8
        Read-only.
    coverage : ndarray of shape (H, W), float32
        Visible garment coverage, 0 to 1; read-only.
    degraded : bool
        The blend failed; this is plain alpha.
    estimated : float
        Share of the frame that was made up where worn clothes were taken off.
    latency_ms : dict of str to float
        ``warp`` and ``blend``.
    parts_ms : dict of str to float
        What these were spent on.
    """

    image_bgr: BgrImage
    coverage: SoftMask
    degraded: bool
    estimated: float = 0.0
    latency_ms: dict[str, float] = field(default_factory=dict)
    parts_ms: dict[str, float] = field(default_factory=dict)


class Renderer:
    """Draws an outfit on frames.

    Parameters
    ----------
    lighting : Lighting
        Carries folds and light of the room over; remembers the last frame.
    clock_s : callable
        Seconds, what parts are timed by.

    Notes
    -----
    One thread at a time.
    """

    def __init__(
        self, lighting: Lighting, clock_s: Callable[[], float] = time.perf_counter
    ) -> None:
        self._lighting = lighting
        self._clock_s = clock_s
        self._remover = WornClothesRemover()
        self._mattes = OcclusionMemory()
        self._replacing = Replacing()

    def render(
        self,
        frame: Frame,
        body: Body,
        worn: Sequence[tuple[WornGarment, GarmentFit]],
        opacity: float = 1.0,
        *,
        light: float = 1.0,
        quality: Quality = FULL,
        trace: Trace | None = None,
    ) -> Composite | None:
        """Draw fitted garments, innermost first.

        Parameters
        ----------
        frame : Frame
        body : Body
            Of this very frame, or the last one while the garment is held.
        worn : sequence of (WornGarment, GarmentFit)
        opacity : float
            Of the whole outfit, 0 to 1.
        light : float
            How much of the room's light is put on it, 0 to 1.
        quality : Quality
            How finely it is drawn.
        trace : Trace, optional
            Filled with what was done.

        Returns
        -------
        Composite or None
            None when nothing of the garments lies in the picture.
        """
        roi = _outfit_roi([fit for _, fit in worn], frame.size)
        if roi is None:
            return None
        watch = Stopwatch(self._clock_s)
        self._remover.cadence = quality.cadence
        layer = np.zeros((roi.height, roi.width, 4), np.float32)
        unit_px = worn[0][1].unit_px
        coarseness = self._lighting.look(frame)
        watch.lap("light")
        body = self._remover.look(frame, body)
        watch.lap("evidence")
        occluders = self._in_front(frame, body, worn, roi)
        body = with_hands(body, occluders.seen_hands)
        watch.lap("occlusion")
        for index, (garment, fit) in enumerate(worn):
            under = beneath(fit, [over for _, over in worn[index + 1 :]], roi)
            garment.take_light_out(light)
            garment.draw(fit, occluders, layer, roi, coarseness, under, quality.grid, trace)
        if trace is not None:
            trace.begin([(one.garment, fit) for one, fit in worn], roi, layer)
        watch.lap("garment")
        picture = frame.image_bgr.copy()
        wearing = self._replacing.wearing(worn, body.pose)
        coverage = np.zeros(picture.shape[:2], np.float32)
        coverage[roi.slices] = layer[..., 3]
        estimated = self._undress(picture, frame, body, wearing, coverage, opacity)
        watch.lap("undress")
        kinds = None if body.labels is None else (body.labels, wearing)
        self._lighting.apply(frame, occluders, layer, roi, unit_px, kinds, light, trace)
        if trace is not None:
            trace.lit = layer.copy()
        watch.lap("light")
        dark, slant = opacity * light, self._lighting.slant
        cast_contact_shadow(picture, layer, roi, occluders, unit_px, dark, slant)
        watch.lap("contact shadow")
        composite_over(picture, layer, roi, opacity=opacity)
        if opacity < 1.0:
            coverage *= np.float32(opacity)
        watch.lap("composite")
        picture.flags.writeable = coverage.flags.writeable = False
        parts_ms = watch.laps_ms
        latency_ms = {stage: sum(parts_ms[part] for part in _STAGES[stage]) for stage in _STAGES}
        degraded = self._lighting.degraded
        return Composite(picture, coverage, degraded, estimated, latency_ms, parts_ms)

    def reset(self) -> None:
        """Forget the last frame, as for a new person or scene."""
        self._lighting.reset()
        self._remover.forget()
        self._mattes.forget()
        self._replacing.forget()

    def _in_front(
        self,
        frame: Frame,
        body: Body,
        worn: Sequence[tuple[WornGarment, GarmentFit]],
        roi: Roi,
    ) -> Occluders:
        """Return what lies before the garments, its edges steadied from frame to frame."""
        unit_px = worn[0][1].unit_px
        found = find_occluders(
            frame.image_bgr,
            body,
            unit_px,
            roi,
            bare_from=_bare_from(worn, body),
            colours=self._remover.hand_colours,
            arms_pose=self._remover.arms_pose,
        )
        return self._mattes.settle(frame.image_bgr, found, unit_px, roi)

    def _undress(
        self,
        picture: BgrImage,
        frame: Frame,
        body: Body,
        wearing: Wearing,
        coverage: SoftMask,
        opacity: float,
    ) -> float:
        """Take off what is really worn where it would show, in place; return how much."""
        removal = self._remover.remove(frame, body, wearing, coverage)
        if removal is None:
            return 0.0
        seen = picture[removal.roi.slices]
        if opacity < 1.0:
            cv2.addWeighted(removal.patch_bgr, opacity, seen, 1.0 - opacity, 0.0, dst=seen)
        else:
            seen[:] = removal.patch_bgr
        return removal.estimated


def _bare_from(worn: Sequence[tuple[WornGarment, GarmentFit]], body: Body) -> tuple[float, float]:
    """Return the fractions of the upper arms from which no sleeve covers them, left first."""
    left, right = (
        max([_UNSLEEVED, *(_sleeve_end(fit, body, side) for _, fit in worn)])
        for side in ("left", "right")
    )
    return left, right


def _sleeve_end(fit: GarmentFit, body: Body, side: str) -> float:
    """Return the fraction of the upper arm at which a short sleeve ends."""
    if not fit.has_sleeves or fit.long_sleeves:
        return _LONG_SLEEVED if fit.has_sleeves else _UNSLEEVED
    outer, inner = (np.array(fit.landmarks[f"cuff_{side}_{edge}"]) for edge in ("outer", "inner"))
    root, joint = (
        body.pose.points_px[Joint[f"{side.upper()}_{name}"]] for name in ("SHOULDER", "ELBOW")
    )
    bone = joint - root
    along = float(((outer + inner) / 2 - root) @ bone) / max(float(bone @ bone), 1.0)
    return min(max(along, _SHORTEST_SLEEVE), _LONG_SLEEVED)


def _outfit_roi(fits: Sequence[GarmentFit], size_px: tuple[int, int]) -> Roi | None:
    segments = [segment for fit in fits for segment in fit.segments]
    points: NDArray[np.float64] = np.concatenate([segment.hull_points for segment in segments])
    margin_px = max(segment.hull_margin_px for segment in segments)
    box = roi_around(points, margin_px, size_px)
    return None if box is None else Roi(*box)
