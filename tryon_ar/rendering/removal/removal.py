"""Which pixel of the worn clothes becomes skin, lower garment or room."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.roi import Roi
from tryon_ar.core.types import BgrImage, Body, Frame, Points, SoftMask
from tryon_ar.fitting import anatomy
from tryon_ar.fitting.body_frame import BodyFrame, body_frame
from tryon_ar.rendering.removal import own_shape
from tryon_ar.rendering.removal.bare_skin import synthesise_skin
from tryon_ar.rendering.removal.clean_plate import CleanPlate
from tryon_ar.rendering.removal.lower_extension import extend_lower
from tryon_ar.rendering.removal.skin_tone import SkinTone, SkinToneMeter, whole

# The worn cloth's edge is blurred into the background: so much more is taken (shoulder widths).
_RIM = 0.035
_LOW, _HIGH = 0.30, 0.65
_LEAST_VISIBLE = 0.02
_EDGE_SIGMA_PX = 1.0
_SEEN_LOWER = 0.5


@dataclass(frozen=True, slots=True)
class Wearing:
    """What of the worn clothes an outfit takes the place of.

    Attributes
    ----------
    upper, lower : bool
        Upper clothes, and lower ones.
    open_front : bool
        All that is worn above is open in front: the real clothes are seen in the opening.
    hem : ndarray of shape (2,), or None
        Middle of the hem of what is worn above, frame pixels.
    """

    upper: bool
    lower: bool
    open_front: bool = False
    hem: Points | None = None


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

    def look(self, frame: Frame, body: Body) -> None:
        """Learn the room from a frame and the body in it; call it for every frame."""
        self._plate.learn(frame.image_bgr, body.mask)

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
        worn = _worn(labels, wearing, area, axes.unit_px)
        box = _visible_box(worn * (1.0 - coverage[area.slices]), area)
        tone = self._meter.look(frame.image_bgr, labels)
        if box is None:
            return None
        worn = worn[box.within(area)]
        place = _Place(frame.image_bgr, body, labels, axes, box)
        fill, kept = self._fill(place, wearing, tone)
        weight = (worn * (1.0 - kept))[..., None]
        patch = frame.image_bgr[box.slices]
        mixed = patch + weight * (fill.astype(np.float32) - patch)
        seen = (weight[..., 0] * (1.0 - coverage[box.slices])).sum()
        share = float(seen) / (frame.size[0] * frame.size[1])
        return Removal(np.asarray(mixed + 0.5, np.uint8), box, share)

    def forget(self) -> None:
        """Forget the person and the room."""
        self._plate.forget()
        self._meter.forget()

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
            np.maximum(skin, own_shape.draw_arms(place.body.pose, place.unit_px, box), out=skin)
        if wearing.lower:
            np.maximum(skin, own_shape.draw_legs(place.body.pose, place.unit_px, box), out=skin)
        if tone is None:
            return fill, np.maximum(kept, _soft(skin))
        if skin.any():
            args = place.frame_bgr, place.labels, tone, skin, box, place.unit_px
            _lay(fill, synthesise_skin(*args), _soft(skin))
        return fill, kept

    @staticmethod
    def _fill_trunk(
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
        lower = place.labels.share_of([Label.LOWER], place.box)
        extended = extend_lower(place.frame_bgr[place.box.slices], lower)
        if extended is None:  # a dress, or legs out of the picture: the worn hem stays
            np.maximum(kept, np.asarray(below, np.float32), out=kept)
            return
        continued, above = extended
        # As wide as it is seen to be further down, where that is wider than the trunk.
        wide = np.maximum(trunk, np.uint8(255) * (lower > _SEEN_LOWER).any(axis=0))
        _lay(fill, continued, _soft(np.where(below & above, wide, 0).astype(np.uint8)))


@dataclass(frozen=True, slots=True)
class _Place:
    """What is worked on: a rectangle of a frame with a body in it."""

    frame_bgr: BgrImage
    body: Body
    labels: Labels
    axes: BodyFrame
    box: Roi

    @property
    def unit_px(self) -> float:
        return self.axes.unit_px


def _worn(labels: Labels, wearing: Wearing, area: Roi, unit_px: float) -> NDArray[np.float32]:
    """Return how far each pixel shows cloth that has to go, its blurred rim included."""
    kinds = [
        label
        for label, goes in ((Label.UPPER, wearing.upper), (Label.LOWER, wearing.lower))
        if goes
    ]
    share = labels.share_of(kinds, area)
    reach = 2 * max(1, round(_RIM * unit_px)) + 1
    grown = cv2.dilate(share, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    allowed = share + labels.share_of([Label.BACKGROUND], area)
    worn = np.minimum(grown, allowed)
    return np.asarray(np.clip((worn - _LOW) / (_HIGH - _LOW), 0.0, 1.0), np.float32)


def _visible_box(visible: NDArray[np.float32], area: Roi) -> Roi | None:
    """Return the rectangle of the frame in which anything worn shows."""
    x, y, width, height = cv2.boundingRect(np.asarray(visible > _LEAST_VISIBLE, np.uint8))
    if width == 0:
        return None
    return Roi(area.x0 + x, area.y0 + y, area.x0 + x + width, area.y0 + y + height)


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
