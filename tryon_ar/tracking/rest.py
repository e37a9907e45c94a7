"""Which parts of a person the pictures show at rest, whatever a network says of them."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.seen_motion import TRUNK, SeenMotion
from tryon_ar.core.types import Points
from tryon_ar.tracking.anatomy import (
    LANDMARKS,
    LEFT_ELBOW,
    LEFT_WRIST,
    RIGHT_ELBOW,
    RIGHT_WRIST,
    TORSO,
)
from tryon_ar.tracking.body_motion import Carried

_UPPER, _LOWER = (2, 3), (4, 5)  # parts of the body that texture is on
# What texture on trunk, upper and lower arms tells of.
_TOLD = (
    TORSO,
    (LEFT_ELBOW,),
    (RIGHT_ELBOW,),
    (LEFT_WRIST, 17, 19, 21),
    (RIGHT_WRIST, 18, 20, 22),
)
# A part rests whose texture moves by less than the first from picture to picture (its median, in
# shoulder widths: faint texture in a noisy picture is found some way off, to all sides), and of
# which no more than such a share goes farther than the second.
_STILL, _FAR, _MOST_MOVING = 0.004, 0.02, 0.2
_FEWEST, _FEWEST_UPPER, _FEWEST_LOWER, _FEWEST_TRUNK = 6, 4, 2, 20
# Seconds of rest from which a part begins to be believed at rest, and is.
_RESTED_S = (0.2, 0.8)
# What is left of a filter's cut-off then, in a limb and in the trunk.
_LIMB_LEFT, _TRUNK_LEFT = 0.04, 0.3
# A measurement that stays away from where a point rests for longer than this low-pass lasts, by
# the first of these (shoulder widths) and more, is believed after all; by the second, wholly.
_AWAY_HZ, _AWAY = 0.7, (0.06, 0.14)


@dataclass(slots=True)
class SeenRest:
    """Tells how far to leave landmarks where they are, since nothing around them moves.

    Notes
    -----
    A network's estimate of a forearm that points at the camera jumps by a tenth of the shoulder
    width between two pictures of somebody who holds still. The pictures know better: texture on
    the arm rests. It may be texture of what is behind an arm that has gone; so estimates that stay
    away, by their mean over a quarter of a second, are followed nevertheless.
    """

    _rested_s: NDArray[np.float64] = field(init=False, default_factory=lambda: np.zeros(len(_TOLD)))
    _away: Points = field(init=False, default_factory=lambda: np.zeros((LANDMARKS, 2)))
    _t_s: float | None = field(init=False, default=None)

    def reset(self) -> None:
        """Forget everything."""
        self._rested_s = np.zeros(len(_TOLD))
        self._away = np.zeros((LANDMARKS, 2))
        self._t_s = None

    def left(
        self,
        motion: SeenMotion | None,
        carried: Carried | None,
        points_px: Points,
        t_s: float,
        unit_px: float,
    ) -> NDArray[np.float64]:
        """Return what is left of each landmark's cut-off, shape (33,), 0 to 1.

        Parameters
        ----------
        motion : SeenMotion or None
            Since the picture before.
        carried : Carried or None
            Where it takes the last filtered landmarks.
        points_px : ndarray of shape (33, 2), float64
            Landmarks as measured now.
        t_s : float
            Seconds.
        unit_px : float
            Shoulder width.
        """
        elapsed_s = 0.0 if self._t_s is None else max(t_s - self._t_s, 0.0)
        self._t_s = t_s
        if motion is None or carried is None:
            self._rested_s[:] = 0.0
            self._away[:] = 0.0
            return np.ones(LANDMARKS)
        self._rested_s = (self._rested_s + elapsed_s) * parts_at_rest(motion, unit_px)
        turns = 2 * np.pi * _AWAY_HZ * elapsed_s
        offset = (points_px - carried.points_px) / unit_px
        self._away += (offset - self._away) * (turns / (turns + 1.0))
        believed = np.interp(np.hypot(*self._away.T), _AWAY, (0.0, 1.0))
        rested = np.interp(self._rested_s, _RESTED_S, (0.0, 1.0))
        left = np.ones(LANDMARKS)
        for part, (landmarks, share) in enumerate(zip(_TOLD, rested, strict=True)):
            least = _TRUNK_LEFT if part == 0 else _LIMB_LEFT
            left[list(landmarks)] = 1.0 - share * (1.0 - least)
        return np.asarray(left + (1.0 - left) * believed)


def parts_at_rest(motion: SeenMotion, unit_px: float) -> NDArray[np.bool_]:
    """Return whether trunk, left and right elbow and both wrists are at rest, shape (5,).

    An arm rests beside the trunk, which may move; the trunk in the picture.
    """
    beyond = motion.beyond(unit_px)
    trunk = motion.moves_px[motion.parts == TRUNK] / unit_px
    # Where its texture is faint the trunk is carried astray a little, and has to be set right.
    found = [len(trunk) >= _FEWEST_TRUNK and _fast(trunk, _STILL) <= _MOST_MOVING]
    elbows: list[bool] = []
    wrists: list[bool] = []
    for side in range(2):
        upper, below = (beyond[motion.parts == parts[side]] for parts in (_UPPER, _LOWER))
        enough = len(upper) + len(below) >= _FEWEST and len(below) >= _FEWEST_LOWER
        whole = enough and _rests(np.concatenate([upper, below])) and _rests(below)
        elbows.append(whole or (len(upper) >= _FEWEST_UPPER and _rests(upper)))
        wrists.append(whole)
    return np.array([*found, *elbows, *wrists], np.bool_)


def _rests(moves: Points) -> bool:
    """Tell whether moves (N, 2), N > 0, in shoulder widths, are those of something at rest."""
    middle = np.median(moves, axis=0)
    return bool(np.hypot(*middle) < _STILL) and _fast(moves, _FAR) <= _MOST_MOVING


def _fast(moves: Points, least: float) -> float:
    """Return the share of moves (N, 2), N > 0, that are longer than something."""
    return float((np.hypot(*moves.T) > least).mean())
