"""Hide faces in pictures that are saved, so that nothing of them can be had back.

Hidden is what may be a face, not what is sure to be one: heads of the tracked pose, what the
labels call a face, heads of anybody else the person detector finds, all of them grown and kept for
a while. Where it is not known in a frame where the face is, the whole picture is hidden.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core import incidents
from tryon_ar.core.errors import TryOnError
from tryon_ar.core.labels import Label
from tryon_ar.core.types import BgrImage, Body, DressedFrame, GarmentState, TrackedFrame
from tryon_ar.pipeline.face_covers import cut_above, hide_all, hide_ovals
from tryon_ar.tracking.anatomy import body_scale_px
from tryon_ar.tracking.head_finder import HeadFinder, Oval

FaceMode = Literal["keep", "blur", "crop"]

_FACE_POINTS = 11
_EYES, _MOUTH = slice(1, 7), slice(9, 11)
_WIDE_U, _TOP_U, _CHIN_U = 0.42, 0.62, 0.45  # of a head, in shoulder widths
_FACE_SHARE = 0.25
_NEAR_U = 1.6  # what the labels call a face counts so far from the pose's
_KEPT_MS = 250.0
_OLDEST_LOOK_MS = 5000.0
_LOST_SPEED_U_S = 4.0  # how far a head may have gone that is not seen
_APART = 3  # frames between looks for other people, where time is short
_MOVED = 1.5
_SAME = 0.5  # of the tracked head's own half width
_ALL_HIDDEN = "Faces cannot be looked for: whole pictures are hidden in what is saved."


class FindsHeads(Protocol):
    """Finds the heads of a picture (:class:`~tryon_ar.tracking.head_finder.HeadFinder`)."""

    def find(self, image_bgr: BgrImage) -> list[Oval]:
        """Return them, in the picture's pixels."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """What of a frame is to be hidden.

    Attributes
    ----------
    ovals : tuple of Oval or None
        Heads; None where it is not known where they are.
    chin_px : float
        The row that the tracked head ends above, when heads are known.
    """

    ovals: tuple[Oval, ...] | None
    chin_px: float = 0.0


class FaceHider:
    """Says what to hide in the frames of one stream, in order, and hides it.

    Parameters
    ----------
    mode : {"keep", "blur", "crop"}
        Leave pictures as they are; pixelate and blur each head; or leave away all that is above
        the chin, with other people's heads below it pixelated.
    still : bool
        Frames are unrelated photos.
    quick : bool
        Look for other people in one frame of three alone, and at once where another scene or
        person begins.
    make_finder : callable
        Makes what finds other people; called at the first frame.

    Notes
    -----
    One thread at a time.
    """

    def __init__(
        self,
        mode: FaceMode,
        *,
        still: bool = False,
        quick: bool = False,
        make_finder: Callable[[], FindsHeads] = HeadFinder,
    ) -> None:
        self.mode = mode
        self._still = still
        self._apart = _APART if quick else 1
        self._make_finder = make_finder
        self._finder: FindsHeads | None = None
        self._seen: deque[tuple[float, Oval]] = deque()
        self._chin_px = 0.0
        self._others: deque[list[Oval]] = deque(maxlen=1 if still else 2)
        self._until_look = 0
        self._track_id: int | None = None
        # Of late, for looks that show earlier frames: own heads, and when they were not known.
        self._was: deque[tuple[float, Oval | None]] = deque()

    def look(self, tracked: TrackedFrame) -> Hidden:
        """Return what is to be hidden of a frame; each frame that is saved is looked at once."""
        if self.mode == "keep":
            return Hidden(())
        if self._still:
            self._forget()
        if tracked.track_id != self._track_id:
            self._track_id = tracked.track_id
            self._until_look = 0
        body = tracked.body
        seen = body is not None and tracked.state is not GarmentState.NOBODY
        others = self._look_for_others(tracked.frame.image_bgr)
        lost = tracked.state is not GarmentState.DRESSED and not self._seen
        if body is None or not seen or lost or others is None:
            self._forget()
            self._note(tracked.frame.t_ms, None)
            return Hidden(None)
        own = self._own(tracked, body)
        self._note(tracked.frame.t_ms, own)
        theirs = [one for one in others if not _is_same(one, own)]
        return Hidden((own, *theirs), self._chin_px)

    def hide(self, image_bgr: BgrImage, hidden: Hidden, *, fixed: bool, cells: int = 1) -> BgrImage:
        """Return a picture without faces.

        Parameters
        ----------
        image_bgr : ndarray of shape (H, W, 3), uint8
            Of the frame looked at; not changed.
        hidden : Hidden
        fixed : bool
            Keep the picture's size, as films must: what a crop leaves away is filled.
        cells : int
            The picture shows the frame so many times across and down.

        Returns
        -------
        ndarray of shape (H, W, 3), uint8
            Of fewer rows where it was cropped; the picture itself where nothing is to be hidden.
        """
        if self.mode == "keep":
            return image_bgr
        height, width = (side // cells for side in image_bgr.shape[:2])
        if cells == 1:
            return self._hide_one(image_bgr, hidden, fixed=fixed)
        small = _scaled(hidden, 1 / cells)
        result = image_bgr.copy()
        for row in range(cells):
            for column in range(cells):
                room = result[row * height : (row + 1) * height, column * width :][:, :width]
                room[...] = self._hide_one(np.ascontiguousarray(room), small, fixed=True)
        return result

    def hide_dressed(self, dressed: DressedFrame, hidden: Hidden, *, fixed: bool) -> BgrImage:
        """Return the picture of a dressed frame without faces, also where looks are compared."""
        cells = 2 if len(dressed.looks) > 2 else 1
        hidden = self._then_too(hidden, dressed)
        return self.hide(dressed.image_bgr, hidden, fixed=fixed, cells=cells)

    def _note(self, t_ms: float, own: Oval | None) -> None:
        self._was.append((t_ms, own))
        while t_ms - self._was[0][0] > _OLDEST_LOOK_MS:
            self._was.popleft()

    def _then_too(self, hidden: Hidden, dressed: DressedFrame) -> Hidden:
        """Return what to hide where looks are shown on earlier frames, heads elsewhere in them."""
        body, now_ms = dressed.tracked.body, dressed.tracked.frame.t_ms
        then_ms = min((one.t_ms for one in dressed.looks), default=now_ms)
        if then_ms >= now_ms or not hidden.ovals or body is None:
            return hidden
        was = [own for t_ms, own in self._was if t_ms >= then_ms]
        heads = [own for own in was if own is not None]
        if len(heads) < len(was):
            return Hidden(None)
        if self._was[0][0] > then_ms:  # longer ago than is known
            reach = body_scale_px(body.pose) * _LOST_SPEED_U_S * (now_ms - then_ms) / 1000.0
            grown = tuple(one.grown(1.0, reach) for one in hidden.ovals)
            return Hidden(grown, hidden.chin_px + reach)
        chin_px = max(one.y_px + one.half_height_px for one in heads)
        return Hidden((*hidden.ovals, _all_of(heads)), max(hidden.chin_px, chin_px))

    def _hide_one(self, image_bgr: BgrImage, hidden: Hidden, *, fixed: bool) -> BgrImage:
        if hidden.ovals is None:
            return hide_all(image_bgr)
        result = hide_ovals(image_bgr, hidden.ovals)
        if self.mode == "crop":
            return cut_above(result, round(hidden.chin_px), fixed=fixed)
        return result

    def _own(self, tracked: TrackedFrame, body: Body) -> Oval:
        """Return the tracked head, over where it was a moment ago and is going to."""
        t_ms = tracked.frame.t_ms
        if tracked.state is not GarmentState.DRESSED:
            return self._lost(t_ms, body)
        head, chin_px = _head(body)
        last = self._seen[-1][1] if self._seen else head
        while self._seen and t_ms - self._seen[0][0] > _KEPT_MS:
            self._seen.popleft()
        self._seen.append((t_ms, head))
        step_x, step_y = head.x_px - last.x_px, head.y_px - last.y_px
        ahead = Oval(
            head.x_px + step_x, head.y_px + step_y, head.half_width_px, head.half_height_px
        )
        self._chin_px = max(
            [chin_px + abs(step_y), *(one.y_px + one.half_height_px for _, one in self._seen)]
        )
        return _all_of([one for _, one in self._seen] + [ahead])

    def _lost(self, t_ms: float, body: Body) -> Oval:
        """Return the last head, the larger the longer it was not seen."""
        since_s = max(0.0, t_ms - self._seen[-1][0]) / 1000.0
        reach = body_scale_px(body.pose) * (0.2 + _LOST_SPEED_U_S * since_s)
        grown = _all_of([one for _, one in self._seen]).grown(1.0, reach)
        self._chin_px = max(self._chin_px, grown.y_px + grown.half_height_px)
        return grown

    def _look_for_others(self, image_bgr: BgrImage) -> list[Oval] | None:
        """Return heads the person detector found of late; None when it cannot look."""
        if self._until_look > 0:
            self._until_look -= 1
        else:
            try:
                self._finder = self._finder or self._make_finder()
                self._others.append(self._finder.find(image_bgr))
            except TryOnError as error:
                hint = "Restart tryon-ar; the log says more."
                incidents.tell("faces", _ALL_HIDDEN, hint, detail=str(error))
                return None
            self._until_look = self._apart - 1
        grown = 1.0 if self._still else _MOVED if self._apart > 1 else 1.15
        return [oval.grown(grown) for found in self._others for oval in found]

    def _forget(self) -> None:
        self._seen.clear()
        self._chin_px = 0.0


def _head(body: Body) -> tuple[Oval, float]:
    """Return the tracked head and the row below the chin."""
    points = body.pose.points_px
    unit = body_scale_px(body.pose)
    face = points[:_FACE_POINTS]
    middle = face.mean(axis=0)
    reach = float(np.abs(face - middle).max())
    wide = max(_WIDE_U * unit, 1.5 * reach)
    eyes, mouth = points[_EYES].mean(axis=0), points[_MOUTH].mean(axis=0)
    chin = max(
        float(mouth[1] + 0.9 * np.hypot(*(mouth - eyes))),
        float(middle[1] + _CHIN_U * unit),
        float(face[:, 1].max() + 0.2 * reach),
    )
    top = min(float(middle[1] - _TOP_U * unit), float(face[:, 1].min() - reach))
    head = Oval(float(middle[0]), (top + chin) / 2, wide, (chin - top) / 2)
    labelled = _labelled_face(body, middle, unit)
    if labelled is not None:
        head = head.joined(labelled)
    return head, head.y_px + head.half_height_px


def _labelled_face(body: Body, middle: NDArray[np.float64], unit_px: float) -> Oval | None:
    """Return the oval about what the labels call a face near the pose's."""
    if body.labels is None:
        return None
    labels = body.labels
    rows, columns = np.nonzero(labels.shares[Label.FACE] > _FACE_SHARE)
    pixel = labels.side_px / labels.shares.shape[1]
    x_px = labels.x0_px + (columns + 0.5) * pixel
    y_px = labels.y0_px + (rows + 0.5) * pixel
    near = np.hypot(x_px - middle[0], y_px - middle[1]) < _NEAR_U * unit_px
    if not near.any():
        return None
    x_px, y_px = x_px[near], y_px[near]
    return Oval(
        float(x_px.min() + x_px.max()) / 2,
        float(y_px.min() + y_px.max()) / 2,
        1.15 * float(np.ptp(x_px)) / 2 + pixel,
        1.1 * float(np.ptp(y_px)) / 2 + pixel,
    )


def _is_same(found: Oval, own: Oval) -> bool:
    """Whether a head that was found is the tracked one, which is hidden already."""
    away = np.hypot(
        (found.x_px - own.x_px) / own.half_width_px, (found.y_px - own.y_px) / own.half_height_px
    )
    return bool(away < _SAME)


def _all_of(ovals: Sequence[Oval]) -> Oval:
    whole = ovals[0]
    for one in ovals[1:]:
        whole = whole.joined(one)
    return whole


def _scaled(hidden: Hidden, times: float) -> Hidden:
    if hidden.ovals is None:
        return hidden
    ovals = tuple(
        Oval(*(one * times for one in (o.x_px, o.y_px, o.half_width_px, o.half_height_px)))
        for o in hidden.ovals
    )
    return Hidden(ovals, hidden.chin_px * times)
