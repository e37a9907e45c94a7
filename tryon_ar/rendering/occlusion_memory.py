"""What lies before a garment keeps its edges from frame to frame.

Labels, colours and landmarks draw the edge of a hand or an arm a little differently in every
frame, although it moves as the picture does. Let m be the masks as found now and W the motion from
the frame before; what is shown is

    M(t) = clip(c + a (m - c), erode(m, r), dilate(m, r)),    c = W M(t-1),
    a = min(rest + eager |motion| + surprise / unexplained, 1),

with the surprise as what the motion does not explain of the picture, colour by colour. Both
are averaged over what lies in front: its edge moves as it does, not as what is behind. So an edge
rests on what it borders, in whatever way that moves; what comes unforeseen is where it was found
at once; and nothing is further than r from where it was found: nothing trails behind. What is shown
is blurred along its motion as far as it moves while a frame is exposed.
"""

import math
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.roi import Roi
from tryon_ar.core.types import BgrImage
from tryon_ar.kernels.mattes import blur_along_nb, settle_nb, weigh_motion_nb
from tryon_ar.rendering.occluders import Occluders
from tryon_ar.rendering.planes import common, product, union
from tryon_ar.rendering.sure_hands import SureHands

# Motion is looked for in pictures in which shoulders are about so many pixels wide.
_UNIT_PX, _SLACK = 40.0, 0.75
# How far an edge may be from where it was found, in shoulder widths.
_PLAY = 0.04
# Share of what is found in a frame that is as foreseen; grey levels that motion need not explain,
# and by how many more nothing of the past is left.
_REST, _EXPLAINED, _UNEXPLAINED = np.float32(0.1), np.float32(10.0), np.float32(30.0)
# ... and so much more for every shoulder width that it moved: motion that is found falls a little
# short of what it is, and what is fast must not be late.
_EAGER = 4.0
# Of what moves before something else, so much less is found than it really moves.
_SHORT_BY = np.float32(1.1)
# Motion is averaged over squares of so many small pixels, of what lies deep inside of what is in
# front above all, as told by smaller squares: near its edges it is half that of what is behind.
_AROUND, _INSIDE, _LEAST = 13, 7, np.float32(0.0001)
# Carrying softens: what is shown of it is so much steeper.
_STEEPNESS = np.float32(1.4)
# A frame is exposed for this share of the time between frames: so far its edges blur.
_EXPOSED = np.float32(0.9)
# Motion is found to this level, 0 being the small picture itself, in squares of eight so far apart:
# it is averaged widely, and need not be finer.
_FINEST, _STRIDE = 1, 6
# Motion is looked for so far around what is in front, and in nothing smaller, small pixels.
_MARGIN, _LEAST_SIDE = 10, 24


@dataclass(frozen=True, slots=True)
class _Shown:
    """What was shown last.

    Attributes
    ----------
    masks : ndarray of shape (h, w, 4), uint8
        Head, hands, upper arms and forearms over ``roi``, before they are made steeper.
    roi : Roi
    small_bgr : ndarray of shape (H // step, W // step, 3), uint8
    step : int
    """

    masks: NDArray[np.uint8]
    roi: Roi
    small_bgr: NDArray[np.uint8]
    step: int


class OcclusionMemory:
    """Remembers what lay before the garments in the frame before.

    Notes
    -----
    One thread at a time. About 1.5 ms at 640x480.
    """

    def __init__(self) -> None:
        self._shown: _Shown | None = None
        self._motion: Any = None  # OpenCV's, made when first needed
        self._sure_hands = SureHands()

    def forget(self) -> None:
        """Start afresh: the next masks pass as they are."""
        self._shown = None
        self._sure_hands.forget()

    def settle(
        self, frame_bgr: BgrImage, occluders: Occluders, unit_px: float, roi: Roi
    ) -> Occluders:
        """Return the masks of a frame in agreement with those of the frame before.

        Parameters
        ----------
        frame_bgr : ndarray of shape (H, W, 3), uint8
        occluders : Occluders
            As found, over ``roi``.
        unit_px : float
            Shoulder width.
        roi : Roi
            Within the frame.
        """
        last = self._shown
        step = _step(unit_px, None if last is None else last.step)
        size = frame_bgr.shape[1] // step, frame_bgr.shape[0] // step
        small = _halved(frame_bgr, step, size)
        each = occluders.head, occluders.hands, occluders.upper_arms, occluders.forearms
        masks = shown = np.asarray(cv2.merge(each), np.uint8)
        front = _Front(union(*each), roi)
        comparable = last is not None and last.step == step and last.small_bgr.shape == small.shape
        if last is not None and comparable:
            masks, shown = self._settled(masks, last, small, unit_px, front)
        self._shown = _Shown(masks, roi, small, step)
        head, hands, upper_arms, forearms = (
            np.asarray(mask, np.uint8) for mask in cv2.split(shown)
        )
        settled = replace(
            occluders, head=head, hands=hands, upper_arms=upper_arms, forearms=forearms
        )
        return self._sure_hands.keep(settled, occluders)

    def _settled(
        self,
        found: NDArray[np.uint8],
        last: _Shown,
        small_bgr: NDArray[np.uint8],
        unit_px: float,
        front: "_Front",
    ) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        """Return masks (h, w, 4) blended with the last ones, to be carried on and to be shown."""
        step = last.step
        box = front.small_box(step, small_bgr.shape[:2])
        if box is None:
            return found, found
        now, before = (
            np.ascontiguousarray(each[box.slices]) for each in (small_bgr, last.small_bgr)
        )
        weighed = self._weighed(now, before, front.seen_small(step, box))
        play_px = max(1, round(_PLAY * unit_px))
        # Beyond what lies in front nothing can change.
        place = front.grown(play_px)
        within = place.within(front.roi)
        near = np.ascontiguousarray(found[within])
        around = np.ones((2 * play_px + 1, 2 * play_px + 1), np.uint8)
        least = np.asarray(cv2.erode(near, around), np.uint8)
        most = np.asarray(cv2.dilate(near, around), np.uint8)
        doubtful = (least.view(np.uint32) != most.view(np.uint32))[..., 0].view(np.uint8)
        # A pixel's place among the small ones, centres at integers.
        scale = np.float32(1 / step)
        offset_x, offset_y = (
            np.float32((start + 0.5) / step - 0.5 - first)
            for start, first in ((place.x0, box.x0), (place.y0, box.y0))
        )
        shift = place.x0 - last.roi.x0, place.y0 - last.roi.y0
        bounds = near, doubtful, least, most, last.masks, *shift
        trust = _REST, np.float32(_EAGER / unit_px), _EXPLAINED, _UNEXPLAINED, _STEEPNESS
        moved = weighed, scale, offset_x, offset_y
        settled, seen = near.copy(), near.copy()
        settle_nb(*bounds, *moved, *trust, settled, seen)
        blur_along_nb(settled, doubtful, least, most, *moved, _EXPOSED, np.float32(play_px), seen)
        masks, shown = found, found.copy()
        masks[within], shown[within] = settled, seen
        return masks, shown

    def _weighed(
        self,
        now: NDArray[np.uint8],
        before: NDArray[np.uint8],
        front: NDArray[np.uint8],
    ) -> NDArray[np.float32]:
        """Return motion and surprise weighed by where what lies in front is, and the weights."""
        deep = np.asarray(cv2.blur(front, (_INSIDE, _INSIDE)), np.uint8)
        front = common(front, product(product(deep, deep), deep))
        weighed = np.empty((*front.shape, 4), np.float32)
        weigh_motion_nb(now, before, self._flow(now, before), front, _LEAST, weighed)
        around = np.asarray(cv2.blur(weighed, (_AROUND, _AROUND)), np.float32)
        # What does not explain the picture is no motion to blur along.
        beyond = np.maximum(around[..., 2] / around[..., 3] - _EXPLAINED, 0.0) / _UNEXPLAINED
        around[..., :2] *= (_SHORT_BY * np.maximum(1.0 - beyond, 0.0))[..., None]
        return around

    def _flow(self, now: NDArray[np.uint8], before: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return where everything was, by dense inverse search [1]_.

        References
        ----------
        .. [1] T. Kroeger et al., Fast optical flow using dense inverse search, ECCV 2016.
        """
        if self._motion is None:
            self._motion = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)
            self._motion.setFinestScale(_FINEST)
            self._motion.setPatchStride(_STRIDE)
        greys = (cv2.cvtColor(each, cv2.COLOR_BGR2GRAY) for each in (now, before))
        return np.asarray(self._motion.calc(*greys, None), np.float32)


@dataclass(frozen=True, slots=True)
class _Front:
    """Whatever lies in front, (h, w) uint8, of a rectangle of the frame."""

    mask: NDArray[np.uint8]
    roi: Roi

    def grown(self, margin_px: int) -> Roi:
        """Return the rectangle of the frame in which it is, and so much around; within the ROI."""
        x, y, width, height = cv2.boundingRect(self.mask)
        x0, y0 = max(x - margin_px, 0), max(y - margin_px, 0)
        x1, y1 = x + width + margin_px, y + height + margin_px
        roi = self.roi
        x1, y1 = min(roi.x0 + x1, roi.x1), min(roi.y0 + y1, roi.y1)
        return Roi(roi.x0 + x0, roi.y0 + y0, x1, y1)

    def small_box(self, step: int, shape: tuple[int, ...]) -> Roi | None:
        """Return the rectangle of a small picture in which it is, and some more around."""
        x, y, width, height = cv2.boundingRect(self.mask)
        if width == 0:
            return None
        x0, y0 = (self.roi.x0 + x) // step - _MARGIN, (self.roi.y0 + y) // step - _MARGIN
        x1, y1 = x0 + width // step + 2 * _MARGIN, y0 + height // step + 2 * _MARGIN
        box = Roi(max(x0, 0), max(y0, 0), min(x1, shape[1]), min(y1, shape[0]))
        return box if min(box.width, box.height) >= _LEAST_SIDE else None

    def seen_small(self, step: int, box: Roi) -> NDArray[np.uint8]:
        """Return it over a rectangle of a small picture."""
        x, y = box.x0 * step - self.roi.x0, box.y0 * step - self.roi.y0
        matrix = np.array([[step, 0.0, (step - 1) / 2 + x], [0.0, step, (step - 1) / 2 + y]])
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        size = box.width, box.height
        return np.asarray(cv2.warpAffine(self.mask, matrix, size, flags=flags), np.uint8)


def _halved(picture: BgrImage, step: int, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Return a picture made smaller by a power of two: by halves, as each is quick."""
    while step > 2:
        half = picture.shape[1] // 2, picture.shape[0] // 2
        picture = np.asarray(cv2.resize(picture, half, interpolation=cv2.INTER_AREA), np.uint8)
        step //= 2
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _step(unit_px: float, last: int | None) -> int:
    """Return how much smaller the picture is made: a power of two, which is quick.

    A breathing shoulder width must not change it to and fro.
    """
    halvings = math.log2(max(unit_px / _UNIT_PX, 1.0))
    if last is not None and abs(halvings - math.log2(last)) < _SLACK:
        return last
    return int(2 ** round(halvings))
