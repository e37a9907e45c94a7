"""Which pixel of the worn clothes becomes skin, lower garment or room."""

import functools
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Labels
from tryon_ar.core.roi import Roi
from tryon_ar.core.types import Body, Frame, Pose, SoftMask
from tryon_ar.fitting.body_frame import body_frame
from tryon_ar.kernels.skin_paint import lay_enlarged_nb
from tryon_ar.kernels.undress import lay_where_nb, mend_nb
from tryon_ar.rendering.arm_sides import SeenElbows
from tryon_ar.rendering.hand_colours import HandColours
from tryon_ar.rendering.planes import inverse
from tryon_ar.rendering.removal import own_shape
from tryon_ar.rendering.removal.bare_skin import OtherSkin, synthesise_skin
from tryon_ar.rendering.removal.clean_plate import CleanPlate
from tryon_ar.rendering.removal.grain import Grain
from tryon_ar.rendering.removal.place import Place
from tryon_ar.rendering.removal.skin_rim import skin_beside, soften_border, weigh_rim
from tryon_ar.rendering.removal.skin_tone import SkinTone, SkinToneMeter
from tryon_ar.rendering.removal.sleeve_ends import SleeveEnd
from tryon_ar.rendering.removal.trunk_fill import Trunk, TrunkFill
from tryon_ar.rendering.removal.worn_evidence import corrected
from tryon_ar.rendering.removal.worn_mask import Wearing, worn_mask

# Tone and arms are measured so seldom, and followed slowly.
_FRAMES_A_MEASUREMENT = 6
_ARMS_KEPT = 0.6
# Labels are held against colours in every so many-th frame at most; what that changes of them goes
# for the frames between as well, which look the same.
_FRAMES_A_CORRECTION = 2


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

    Attributes
    ----------
    hand_colours : HandColours
        What was learnt of the person's skin and clothes.
    cadence : int
        Person and room are looked at so many times as seldom; 1 unless time is short.
    arms_pose : Pose or None
        The pose last looked at, with elbows where they are seen; None without labels.

    Notes
    -----
    Remembers the room behind the person and the tone of their skin. One thread at a time.
    """

    def __init__(self) -> None:
        self.hand_colours = HandColours()
        self.cadence = 1
        self.arms_pose: Pose | None = None
        self._elbows = SeenElbows()
        self._looks = 0
        self._size: tuple[int, int] | None = None
        self._correction: NDArray[np.float32] | None = None
        self._plate = CleanPlate()
        self._meter = SkinToneMeter()
        self._other_skin = OtherSkin()
        self._trunk = TrunkFill()
        self._grain = Grain()
        self._arms: float | None = None
        self._ends: tuple[SleeveEnd | None, ...] = (None, None)
        self._tone: SkinTone | None = None
        self._frames = 0

    def look(self, frame: Frame, body: Body) -> Body:
        """Learn the room from a frame and the body in it; call it for every frame.

        Returns
        -------
        Body
            With labels that agree with its colours.
        """
        afresh = frame.size != self._size
        due = afresh or self._looks % self.cadence == 0
        doubted = afresh or self._looks % max(_FRAMES_A_CORRECTION, self.cadence) == 0
        self._size = frame.size
        self._looks += 1
        if due:
            self._plate.learn(frame.image_bgr, body.mask)
        axes = body_frame(body.pose)
        self.arms_pose = None
        if axes is None or body.labels is None:
            return body
        self.arms_pose = self._elbows.look(body.pose, body.labels, axes.unit_px)
        last = self._correction
        if not doubted and last is not None and last.shape == body.labels.shares.shape:
            return _with_shares(body, body.labels, np.clip(body.labels.shares + last, 0.0, 1.0))
        looked = corrected(frame.image_bgr, body, axes.unit_px, self.hand_colours)
        if looked.labels is not None:
            self._correction = looked.labels.shares - body.labels.shares
        return looked

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
        if self._frames % (_FRAMES_A_MEASUREMENT * self.cadence) == 0:
            self._tone = self._meter.look(frame.image_bgr, labels)
            self._measure_arms(labels, self.arms_pose or body.pose, axes.unit_px)
        self._frames += 1
        beside = skin_beside(labels, wearing, axes.unit_px)
        worn = worn_mask(labels, wearing, axes.unit_px, coverage, beside)
        if worn is None:
            return None
        box = worn.box
        where = box, worn.weight, worn.wanted, np.ascontiguousarray(coverage)
        place = Place(frame.image_bgr, body, labels, axes, *where)
        fill, kept, bare = self._fill(place, wearing, worn.wanted)
        patch = frame.image_bgr[box.slices].copy()
        weigh_rim(worn, beside, place, wearing, fill)
        if self._tone is not None:
            soften_border(worn, place, bare)
        self._grain.look(frame.image_bgr)
        noise = self._grain.draw()
        mend = fill, worn.wanted, worn.weight, kept, *noise, coverage, box.x0, box.y0
        made_up = mend_nb(patch, *mend)
        return Removal(patch, box, made_up / (frame.size[0] * frame.size[1]))

    def forget(self) -> None:
        """Forget the person and the room."""
        self.hand_colours.forget()
        self._plate.forget()
        self._meter.forget()
        self._other_skin.forget()
        self._trunk.forget()
        self._elbows.forget()
        self.arms_pose = self._arms = self._tone = self._correction = None
        self._ends = (None, None)
        self._frames = self._looks = 0

    def _fill(
        self, place: Place, wearing: Wearing, wanted: NDArray[np.uint8]
    ) -> tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]:
        """Return what lies under the clothes, where (0 to 255) they are kept, and where skin is."""
        trunk = self._trunk.fill(place, wearing) if wearing.upper else Trunk()
        skin = self._own_shape(place, wearing, trunk)
        bare = _soft(skin)
        kept = np.zeros_like(skin) if trunk.kept is None else _soft(trunk.kept)
        lower = trunk.lower
        if lower is not None:
            kept[lower.area.within(place.box)] = lower.kept
        if self._tone is None:
            return self._plate.background(place.box, wanted), np.maximum(kept, bare), bare
        exposed = np.minimum(wanted, inverse(bare))
        room = exposed
        if lower is not None:
            part = lower.area.within(place.box)
            room = exposed.copy()
            room[part] = np.minimum(room[part], inverse(lower.shape))
        fill = self._plate.background(place.box, room)
        if lower is not None:
            at = lower.area.x0 - place.box.x0, lower.area.y0 - place.box.y0
            lay_where_nb(fill, exposed, lower.picture_bgr, lower.shape, *at)
        if np.minimum(wanted, bare).any():
            where = skin, place.box, place.axes, place.body.pose
            painted = synthesise_skin(
                place.frame_bgr, place.labels, self._tone, self._other_skin, *where
            )
            lay_enlarged_nb(fill, wanted, painted.bgr, painted.step, bare)
        return fill, kept, bare

    def _own_shape(self, place: Place, wearing: Wearing, trunk: Trunk) -> NDArray[np.uint8]:
        """Return the outline, 0 to 255, of what is bare under the clothes."""
        box, pose = place.box, place.body.pose
        shapes = [] if trunk.skin is None else [trunk.skin]
        if wearing.upper:
            unit_px = (self._arms or 1.0) * place.unit_px
            arms_pose = self.arms_pose or pose
            ends = self._ends, wearing.sleeves
            shapes.append(own_shape.draw_arms(arms_pose, unit_px, box, place.labels, *ends))
            shapes.append(own_shape.seen_bare(place.labels, box))
        if wearing.lower:
            shapes.append(own_shape.draw_legs(pose, place.unit_px, box))
        nothing = np.zeros((box.height, box.width), np.uint8)
        return functools.reduce(np.maximum, shapes, nothing)

    def _measure_arms(self, labels: Labels, pose: Pose, unit_px: float) -> None:
        seen = own_shape.measure_arms(labels, pose, unit_px)
        if seen is not None:
            last = self._arms
            self._arms = seen if last is None else _ARMS_KEPT * last + (1.0 - _ARMS_KEPT) * seen
        found = own_shape.find_sleeve_ends(labels, pose, (self._arms or 1.0) * unit_px)
        pairs = zip(found, self._ends, strict=True)
        self._ends = tuple(last if now is None else now.mixed(last) for now, last in pairs)


def _with_shares(body: Body, labels: Labels, shares: NDArray[np.float32]) -> Body:
    shares.flags.writeable = False
    return replace(body, labels=replace(labels, shares=shares))


def _soft(shape: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a shape with an edge as soft as a camera's, 0 to 255."""
    # (1 4 6 4 1) / 16 is a bell of one pixel, and quick.
    return np.asarray(cv2.GaussianBlur(shape, (5, 5), 0), np.uint8)
