"""Which pixel of the worn clothes becomes skin, lower garment or room."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.roi import Roi
from tryon_ar.core.types import BgrImage, Body, Frame, Points, Pose, SoftMask
from tryon_ar.fitting import anatomy
from tryon_ar.fitting.body_frame import BodyFrame, body_frame
from tryon_ar.rendering.removal import own_shape
from tryon_ar.rendering.removal.bare_skin import synthesise_skin
from tryon_ar.rendering.removal.clean_plate import CleanPlate
from tryon_ar.rendering.removal.grain import Grain
from tryon_ar.rendering.removal.lower_extension import LowerExtension
from tryon_ar.rendering.removal.skin_tone import SkinTone, SkinToneMeter, whole
from tryon_ar.rendering.removal.worn_evidence import corrected
from tryon_ar.rendering.removal.worn_mask import Wearing, rim_on_skin, visible_box, worn_mask

_EDGE_SIGMA_PX = 1.0
# Tone and arms are measured so seldom, and followed slowly.
_FRAMES_A_MEASUREMENT = 4
_ARMS_KEPT = 0.7
# Less than this below the hem is not worth continuing trousers for.
_LEAST_BELOW_PX = 12.0
# The lower garment is looked at so far below what is replaced (shoulder widths).
_LOWER_LOOK = 0.6


@dataclass(frozen=True, slots=True)
class Removal:
    """A rectangle of the frame without the worn clothes.

    Attributes
    ----------
    patch_bgr : ndarray of shape (h, w, 3), uint8
    roi : Roi
    estimated : float
        Share of the frame that was made up.
    """

    patch_bgr: NDArray[np.uint8]
    roi: Roi
    estimated: float


class WornClothesRemover:
    """Takes off the worn clothes that would be seen beside the virtual ones.

    Notes
    -----
    Remembers the room behind the person and the tone of their skin. One thread at a time.
    """

    def __init__(self) -> None:
        self._plate = CleanPlate()
        self._meter = SkinToneMeter()
        self._lower = LowerExtension()
        self._grain = Grain()
        self._arms: float | None = None
        self._tone: SkinTone | None = None
        self._frames = 0

    def look(self, frame: Frame, body: Body) -> Body:
        """Learn the room from a frame and the body in it; call it for every frame.

        Returns
        -------
        Body
            With labels that agree with its colours.
        """
        self._plate.learn(frame.image_bgr, body.mask)
        axes = body_frame(body.pose)
        return body if axes is None else corrected(frame.image_bgr, body, axes.unit_px)

    def remove(
        self, frame: Frame, body: Body, wearing: Wearing, coverage: SoftMask
    ) -> Removal | None:
        """Return the part of a frame in which worn clothes gave way.

        Parameters
        ----------
        frame : Frame
            That was looked at.
        body : Body
        wearing : Wearing
        coverage : ndarray of shape (H, W), float32
            Where the outfit is drawn, 0 to 1: nothing need be made up there.

        Returns
        -------
        Removal or None
            None when nothing worn shows, or nobody said what is worn.
        """
        labels, axes = body.labels, body_frame(body.pose)
        if labels is None or axes is None:
            return None
        area = whole(labels, frame.size)
        if min(area.width, area.height) < 1:
            return None
        worn = worn_mask(labels, wearing, area, axes.unit_px)
        visible = worn * (1.0 - coverage[area.slices])
        box = visible_box(visible, area)
        if self._frames % _FRAMES_A_MEASUREMENT == 0:
            self._tone = self._meter.look(frame.image_bgr, labels)
            self._measure_arms(labels, body.pose, axes.unit_px)
        self._frames += 1
        if box is None:
            return None
        worn = worn[box.within(area)]
        place = _Place(frame.image_bgr, body, labels, axes, box, visible[box.within(area)])
        fill, kept = self._fill(place, wearing, self._tone)
        patch = np.ascontiguousarray(frame.image_bgr[box.slices])
        rim = rim_on_skin(patch, fill, labels, wearing, box, axes.unit_px)
        weight = (np.maximum(worn, rim) * (1.0 - kept))[..., None]
        mixed = patch + weight * (fill.astype(np.float32) - patch)
        self._grain.look(frame.image_bgr)
        self._grain.add(mixed, weight)
        seen = (weight[..., 0] * (1.0 - coverage[box.slices])).sum()
        share = float(seen) / (frame.size[0] * frame.size[1])
        return Removal(np.asarray(np.clip(mixed + 0.5, 0, 255), np.uint8), box, share)

    def forget(self) -> None:
        """Forget the person and the room."""
        self._plate.forget()
        self._meter.forget()
        self._lower.forget()
        self._arms = self._tone = None
        self._frames = 0

    def _fill(
        self, place: "_Place", wearing: Wearing, tone: SkinTone | None
    ) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        """Return what lies under the clothes, and where (0 to 1) they are rather kept."""
        box = place.box
        fill = self._plate.background(box)
        kept = np.zeros((box.height, box.width), np.float32)
        skin = np.zeros((box.height, box.width), np.uint8)
        if wearing.upper:
            self._fill_trunk(place, wearing, fill, skin, kept)
            arms = own_shape.draw_arms(place.body.pose, (self._arms or 1.0) * place.unit_px, box)
            np.maximum(skin, arms, out=skin)
        if wearing.lower:
            np.maximum(skin, own_shape.draw_legs(place.body.pose, place.unit_px, box), out=skin)
        if tone is None:
            return fill, np.maximum(kept, _soft(skin))
        if skin.any():
            pose = place.body.pose
            args = place.frame_bgr, place.labels, tone, skin, box, place.axes, pose
            _lay(fill, synthesise_skin(*args), _soft(skin))
        return fill, kept

    def _measure_arms(self, labels: Labels, pose: Pose, unit_px: float) -> None:
        seen = own_shape.measure_arms(labels, pose, unit_px)
        if seen is not None:
            last = self._arms
            self._arms = seen if last is None else _ARMS_KEPT * last + (1.0 - _ARMS_KEPT) * seen

    def _fill_trunk(
        self,
        place: "_Place",
        wearing: Wearing,
        fill: NDArray[np.uint8],
        skin: NDArray[np.uint8],
        kept: NDArray[np.float32],
    ) -> None:
        """Put the trunk into what lies under the clothes: skin above, lower garment below."""
        trunk = own_shape.draw_trunk(place.axes, place.box)
        if wearing.open_front:
            np.maximum(kept, _soft(trunk), out=kept)
            return
        waist = place.axes.hip_mid + place.axes.up * anatomy.WAIST_RISE * place.unit_px
        border = waist if wearing.hem is None else _lower_of(waist, wearing.hem, place.axes)
        below = _below(border, place.axes, place.box)
        np.maximum(skin, np.where(below, 0, trunk).astype(np.uint8), out=skin)
        if wearing.lower:
            np.maximum(skin, np.where(below, trunk, 0).astype(np.uint8), out=skin)
            return
        if float(place.visible[below].sum()) >= _LEAST_BELOW_PX:
            self._fill_lower(place, trunk, below, fill, kept)

    def _fill_lower(
        self,
        place: "_Place",
        trunk: NDArray[np.uint8],
        below: NDArray[np.bool_],
        fill: NDArray[np.uint8],
        kept: NDArray[np.float32],
    ) -> None:
        """Continue the real lower garment upwards below the virtual hem."""
        box = place.box
        bottom = min(box.y1 + round(_LOWER_LOOK * place.unit_px), place.frame_bgr.shape[0])
        look = Roi(box.x0, box.y0, box.x1, bottom)
        share = place.labels.share_of([Label.LOWER], look)
        extended = self._lower.extend(place.frame_bgr[look.slices], share, place.unit_px)
        if extended is None:  # a dress, or legs out of the picture: the worn hem stays
            np.maximum(kept, np.asarray(below, np.float32), out=kept)
            return
        # As wide as it is seen to be just below its edge, where that is wider than the trunk.
        wide = trunk.copy()
        start, stop = extended.columns
        wide[:, start:stop] = 255
        rows = np.arange(box.height, dtype=np.float32)[:, None]
        shape = np.where(below & (rows < extended.edge), wide, 0).astype(np.uint8)
        _lay(fill, extended.picture_bgr[: box.height], _soft(shape))


@dataclass(frozen=True, slots=True)
class _Place:
    """What is worked on: a rectangle of a frame with a body in it."""

    frame_bgr: BgrImage
    body: Body
    labels: Labels
    axes: BodyFrame
    box: Roi
    visible: NDArray[np.float32]

    @property
    def unit_px(self) -> float:
        return self.axes.unit_px


def _lower_of(one: Points, other: Points, axes: BodyFrame) -> Points:
    """Return the point that lies further down the body."""
    return one if float((one - other) @ axes.up) < 0 else other


def _below(border: Points, axes: BodyFrame, box: Roi) -> NDArray[np.bool_]:
    """Return which pixels lie below a line across the body."""
    rows = np.arange(box.y0, box.y1, dtype=np.float64)[:, None] - border[1]
    columns = np.arange(box.x0, box.x1, dtype=np.float64)[None, :] - border[0]
    return np.asarray(columns * axes.up[0] + rows * axes.up[1] < 0, np.bool_)


def _soft(shape: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return a shape with an edge as soft as a camera's, 0 to 1."""
    blurred = cv2.GaussianBlur(shape, (0, 0), _EDGE_SIGMA_PX)
    return np.asarray(blurred, np.float32) * np.float32(1 / 255)


def _lay(under: NDArray[np.uint8], over: NDArray[np.uint8], alpha: NDArray[np.float32]) -> None:
    """Lay a picture over another, in place."""
    weight = alpha[..., None]
    under[:] = np.asarray(under + weight * (over.astype(np.float32) - under) + 0.5, np.uint8)
