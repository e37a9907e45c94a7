"""What is remembered of the real lower garment: its tone, its texture, its width."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.types import BgrImage
from tryon_ar.fitting.body_frame import BodyFrame
from tryon_ar.kernels.lower import surely_lower_nb
from tryon_ar.rendering.removal.cloth_tile import ClothTile, continued, learn_tile, plain_tile
from tryon_ar.rendering.removal.coarse_view import CoarseView, grown, logarithm, mean_around

_LUMA = np.array([0.0722, 0.7152, 0.2126], np.float32)
_SURE, _SURELY_BODY = (0.50, 0.80), (0.80, 0.95)
# Below the worn hem lies its shadow: so much (shoulder widths) tells no tone.
_SHADOW = 0.06
# Evidence is counted in pixels of the small picture; older is outweighed beyond the most.
_LEAST_EVIDENCE, _MOST_EVIDENCE = 5.0, 900.0
# From so much of it on, the lower garment's hue cannot be the top's, spilt over.
_MUCH = 220.0
_LIKE_THE_TOP = (0.20, 0.45)
# Tones of what is shown change by no more than this in a frame (log light).
_MOST_STEP = 0.04
# A tone is believed after so much evidence; a strip in the shadow counts this much.
_DOUBT = 60.0
_STRIP_WEIGHT = 0.1
# Trousers in a tone that goes with most: dark denim, in a room of medium reflectance.
_DENIM = np.array([0.066, 0.050, 0.042], np.float32)
_ROOM, _ROOM_STRIDE = 0.22, 6
_ROOM_GAINS = (0.45, 1.6)
_ROOM_KEPT = 0.9
# Even black cloth reflects this share of what the default tone does.
_BLACK = 0.30
# Where the width is measured below the edge, and how wide hips can be (shoulder widths).
_BAND, _DEEP = 0.16, 0.7
_HALVES, _LEAST_HALF_OF_A_STRIP = (0.42, 0.72), 0.55
_HALF = 0.58
_HALF_KEPT, _HALF_KEPT_WHEN_WIDER = 0.92, 0.70
# Labels' edges are coarse: what lies nearer to the worn top's tone than this share of the way
# to the farthest is partly that.
_MIXED = (0.45, 0.80)
_LEAST_CONTRAST = 0.35
# The worn top is surely seen so far above the hips.
_TOP_ABOVE = 0.45
_LOOKS_A_LESSON, _LOOKS_A_TILE = 4, 12
# Folds of cloth never seen, and limits; how coarse they are, and how much of them must be seen.
_RELIEF, _RELIEFS, _MOST_RELIEF = 0.09, (0.04, 0.14), 0.4
_FOLDS, _LEAST_FOLDED, _MORE_FOLDED = 0.20, 150.0, 1.4
_SOFTER = 0.7

_NO_HUE = np.zeros(3, np.float32)

# A hue, and how far from it another lies.
_Hue = tuple[NDArray[np.float32], float]


@dataclass(frozen=True, slots=True)
class ClothMemory:
    """A lower garment as remembered.

    Attributes
    ----------
    tone : ndarray of shape (3,), float32
        Logarithm of its linear light, BGR.
    seen : bool
        False when no lower garment was seen and the tone is a guess.
    tile : ClothTile
    top : ndarray of shape (3,), float32, or None
        Logarithm of the linear light of the top that is worn over it.
    halves : (float, float)
        How far it reaches from the hips' middle to the picture's left and right, shoulder widths.
    relief : float
        Standard deviation of the log-luminance of its folds.
    folds : ndarray of shape (128, 128), float32, or None
        Tile of folds like its own, of unit variance, in pixels of the small picture.
    """

    tone: NDArray[np.float32]
    seen: bool
    tile: ClothTile
    top: NDArray[np.float32] | None
    halves: tuple[float, float]
    relief: float
    folds: NDArray[np.float32] | None


class LowerCloth:
    """Learns the lower garment over time and remembers it while it is hidden.

    Notes
    -----
    The tone is a running mean of what is surely lower clothes outside the shadow below the worn
    hem, weighted by how much of it is seen; the texture is taken from where most of it is seen.
    """

    def __init__(self) -> None:
        self._tone: NDArray[np.float32] | None = None
        self._shown: NDArray[np.float32] | None = None
        self._evidence = 0.0
        self._tile: ClothTile | None = None
        self._halves: NDArray[np.float64] | None = None
        self._room: NDArray[np.float32] | None = None
        self._relief, self._folded = _RELIEF, 0.0
        self._folds: NDArray[np.float32] | None = None
        self._hue: _Hue | None = None
        self._top: NDArray[np.float32] | None = None
        self._looks = 0

    def look(self, frame_bgr: BgrImage, view: CoarseView, axes: BodyFrame) -> NDArray[np.float32]:
        """Learn from a frame; return where tones are surely the garment's, (h, w), 0 to 1."""
        learning = self._looks % _LOOKS_A_LESSON == 0
        if learning:
            self._look_round(frame_bgr)
            self._look_at_top(view, axes)
        lower = np.empty(view.lower.shape, np.float32)
        hue, most = self._hue or (_NO_HUE, 0.0)
        labels = view.lower, view.person, _SURE, _SURELY_BODY
        found = surely_lower_nb(view.light, *labels, hue, most, _MIXED, lower)
        if self._top is not None and found < _MUCH:
            # A little that looks like the top is a wrong label; a lot is a suit.
            lower *= _ramp(np.abs(view.light - self._top).mean(axis=2), _LIKE_THE_TOP)
        shadow = grown(view.upper, _SHADOW * view.unit)
        sure = np.asarray(lower * np.clip(1.5 - 3.0 * shadow, 0.0, 1.0), np.float32)
        if learning:
            self._look_at_tone(view, sure, lower)
            self._measure(view, axes)
        if self._looks % _LOOKS_A_TILE == 0:
            self._tile = learn_tile(frame_bgr, view, sure, self._tile)
            self._look_at_folds(view, sure)
        self._looks += 1
        return sure

    def recall(self) -> ClothMemory:
        """Return what is known of the garment, or guessed."""
        guess = logarithm(_DENIM * (1.0 if self._room is None else self._room))
        tone = guess
        if self._tone is not None:
            # Black cloth is never as black as in a shadow.
            lift = max(0.0, float((guess + np.log(_BLACK) - self._tone) @ _LUMA))
            trust = min(1.0, self._evidence / _DOUBT)
            tone = np.asarray(trust * (self._tone + lift) + (1.0 - trust) * guess, np.float32)
        tone = self._glide(tone)
        halves = (_HALF, _HALF) if self._halves is None else self._halves
        left, right = (float(half) for half in halves)
        seen = self._tone is not None
        tile = self._tile or plain_tile()
        return ClothMemory(tone, seen, tile, self._top, (left, right), self._relief, self._folds)

    def forget(self) -> None:
        """Forget the garment and the room's light."""
        self.__init__()  # type: ignore[misc]

    def _look_round(self, frame_bgr: BgrImage) -> None:
        """Measure how bright the room is, and of what tint, against a medium one."""
        part = np.ascontiguousarray(frame_bgr[::_ROOM_STRIDE, ::_ROOM_STRIDE])
        tiny = cv2.resize(part, (32, 24), interpolation=cv2.INTER_AREA)
        mean = ((np.asarray(tiny, np.float32) / 255.0) ** 2.2).mean(axis=(0, 1))
        luma = float(mean @ _LUMA)
        tint = np.clip(mean / max(luma, 1e-3), 0.6, 1.6) ** 0.5
        seen = np.asarray(np.clip(luma / _ROOM, *_ROOM_GAINS) * tint, np.float32)
        last = self._room
        self._room = seen if last is None else _ROOM_KEPT * last + (1.0 - _ROOM_KEPT) * seen

    def _look_at_top(self, view: CoarseView, axes: BodyFrame) -> None:
        """Measure the worn top's tone, and whether its hue tells it from the lower garment."""
        worn = view.upper > 0.8
        found = _ramp(view.lower, _SURE) * _ramp(view.person, _SURELY_BODY) > 0.5
        hips = max(0, round(view.place(axes.hip_mid)[1] - _TOP_ABOVE * view.unit))
        worn[hips:] = False
        self._hue = None
        if np.count_nonzero(worn) < _LEAST_EVIDENCE:
            return
        self._top = np.median(view.light[worn], axis=0).astype(np.float32)
        if np.count_nonzero(found) < _LEAST_EVIDENCE:
            return
        top = self._top - self._top @ _LUMA
        away = np.abs(_hue(view)[found] - top).mean(axis=1)
        typical, most = np.quantile(away, (0.5, 0.9))
        if typical > _LEAST_CONTRAST:
            self._hue = np.asarray(top, np.float32), float(most)

    def _look_at_tone(
        self, view: CoarseView, sure: NDArray[np.float32], lower: NDArray[np.float32]
    ) -> None:
        for weight, trust in ((sure, 1.0), (lower, _STRIP_WEIGHT)):
            found = weight > 0.5
            count = float(np.count_nonzero(found))
            if count < _LEAST_EVIDENCE:
                continue
            seen = np.median(view.light[found], axis=0).astype(np.float32)
            seen -= max(0.0, 1.0 - count / _MUCH) * self._spilt(seen)
            count *= trust
            total = min(self._evidence + count, _MOST_EVIDENCE)
            share = min(1.0, count / max(total, 1e-3))
            last = self._tone
            self._tone = seen if last is None else (1.0 - share) * last + share * seen
            self._evidence = total
            return

    def _look_at_folds(self, view: CoarseView, sure: NDArray[np.float32]) -> None:
        """Take in how strong folds are, and how they run, when more is seen than before."""
        seen = float(sure.sum())
        if seen < max(_LEAST_FOLDED, _MORE_FOLDED * self._folded):
            return
        coarse, weight = mean_around(view.luma, sure, _FOLDS * view.unit)
        change = (view.luma - coarse / (weight + 1e-3)) * sure
        relief = _SOFTER * float(np.sqrt((change**2).sum() / seen))
        tile = continued(np.clip(change, -_MOST_RELIEF, _MOST_RELIEF)[..., None])[..., 0]
        self._folds = np.asarray(tile / max(float(tile.std()), 1e-4), np.float32)
        self._relief = float(np.clip(relief, *_RELIEFS))
        self._folded = seen

    def _spilt(self, light: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return what of a tone's hue is the worn top's, as cameras blur hues over edges."""
        if self._top is None:
            return np.zeros(3, np.float32)
        hue, top = (each - each @ _LUMA for each in (light, self._top))
        length = float(np.linalg.norm(top))
        if length < _LEAST_CONTRAST:
            return np.zeros(3, np.float32)
        return np.asarray(max(0.0, float(hue @ top)) / length**2 * top, np.float32)

    def _glide(self, tone: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return a tone that goes over to a new one without a jump."""
        last = self._shown
        step = _MOST_STEP if last is not None else np.inf
        before = tone if last is None else last
        self._shown = before + np.clip(tone - before, -step, step)
        return np.asarray(self._shown, np.float32)

    def _measure(self, view: CoarseView, axes: BodyFrame) -> None:
        """Measure how far the garment reaches to both sides, just below its edge."""
        solid = view.lower > 0.5
        rows = np.flatnonzero(solid.sum(axis=1) > 0.5 * view.unit)
        if rows.size < 1:
            return
        last = min(rows[0] + 1 + round(_BAND * view.unit), view.size[1])
        band = np.flatnonzero(solid[rows[0] : last].any(axis=0))
        if band.size < 0.5 * view.unit:
            return
        middle = view.place(axes.hip_mid)[0]
        reach = np.array([middle - band[0] + 0.5, band[-1] + 0.5 - middle]) / view.unit
        deep = last - rows[0] >= _DEEP * _BAND * view.unit
        least = _HALVES[0] if deep else _LEAST_HALF_OF_A_STRIP
        seen = np.clip(reach, least, _HALVES[1])
        before = self._halves
        if before is None:
            self._halves = seen
            return
        # Hands hide some of it: more is believed sooner than less.
        kept = np.where(seen > before, _HALF_KEPT_WHEN_WIDER, _HALF_KEPT)
        self._halves = kept * before + (1.0 - kept) * seen


def _hue(view: CoarseView) -> NDArray[np.float32]:
    """Return light without its luma: folds and shadows leave it as it is."""
    return np.asarray(view.light - view.luma[..., None], np.float32)


def _ramp(values: NDArray[np.float32], ends: tuple[float, float]) -> NDArray[np.float32]:
    """Return 0 below the first end, 1 above the second, in between in proportion."""
    return np.asarray(np.clip((values - ends[0]) / (ends[1] - ends[0]), 0.0, 1.0), np.float32)
