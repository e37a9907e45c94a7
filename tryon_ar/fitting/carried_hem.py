"""A hem that moves as the body's texture around it does."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.seen_motion import PELVIS, TRUNK, SeenMotion
from tryon_ar.core.types import Points
from tryon_ar.fitting.landmarks import SIDES
from tryon_ar.fitting.placement import TorsoPlacement
from tryon_ar.fitting.turning import turning
from tryon_ar.fitting.wearer import Wearer

_ROWS = ("waist", "hem")
# Texture so far around a point tells of it, in shoulder widths; weight of going with the trunk.
_REACH, _AS_TRUNK = 0.25, 2.0
# How fast a point comes back to where the pose has it, and how much faster for every shoulder
# width that it is further away than the leash.
_REST_HZ, _LEASH, _LEASH_HZ = 0.05, 0.12, 15.0
# ... and of a body that is turned, by the turn's sine: what is seen of it goes round.
_TURNED_HZ = 8.0
# Its ends go their own ways by no more than this: how wide it is the body says.
_WIDER = 0.02
_LONGEST_GAP_MS = 1000.0


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Where points were drawn last, frame pixels."""

    points_px: dict[str, Points]
    hip_mid: Points
    t_ms: float


class CarriedHem:
    """Remembers where waist and hem were drawn, and carries them along with the pictures.

    Notes
    -----
    The pose tells how long a garment is by its shoulders and hips. Lifted arms lift and narrow
    the shoulders, and the hem would rise by twice that, while cloth there rests. With W the motion
    of the texture around a point and z where the pose has it::

        X_t = W X_{t-1} + a (z_t - W X_{t-1}),    a = 1 - exp(-2 pi f dt)
        f = rest + leash_hz max(0, |z_t - W X_{t-1}| - leash)

    Without texture they go with the hips; of a body that turns, they soon are where the pose has
    them.
    """

    def __init__(self) -> None:
        self._drawn: _Drawn | None = None

    def reset(self) -> None:
        """Forget the last person."""
        self._drawn = None

    def settle(self, placement: TorsoPlacement, wearer: Wearer) -> None:
        """Move a trunk's waist and hem to where they were carried, in place.

        Parameters
        ----------
        placement : TorsoPlacement
            As the pose has it. Its ``waist_…`` and ``hem_…`` targets change, and its rows.
        wearer : Wearer
        """
        names = [f"{row}_{side}" for row in _ROWS for side in SIDES] + ["hem_center"]
        goals = {name: placement.targets[name] for name in names if name in placement.targets}
        last, motion = self._drawn, wearer.body.motion
        elapsed_ms = 0.0 if last is None else wearer.t_ms - last.t_ms
        if last is None or not 0 < elapsed_ms <= _LONGEST_GAP_MS:
            self._drawn = _Drawn(goals, wearer.frame.hip_mid, wearer.t_ms)
            return
        turned = turning(wearer.frame)
        rest_hz = _REST_HZ if turned is None else _TURNED_HZ * turned.sine
        seen = motion is not None and abs(motion.since_ms - last.t_ms) < 0.5
        there = _carried(last, motion if seen else None, wearer)
        points: dict[str, Points] = {}
        for name, goal in goals.items():
            start = there.get(name, goal)
            away = goal - start
            far = max(float(np.hypot(*away)) / wearer.unit_px - _LEASH, 0.0)
            cutoff_hz = rest_hz + _LEASH_HZ * far
            points[name] = start + away * -np.expm1(-2e-3 * np.pi * cutoff_hz * elapsed_ms)
        for row in _ROWS:
            ends = [f"{row}_{side}" for side in SIDES]
            shifts = [points[end] - goals[end] for end in ends]
            shift = (shifts[0] + shifts[1]) / 2
            for end, own in zip(ends, shifts, strict=True):
                points[end] = goals[end] + shift + _at_most(own - shift, _WIDER * wearer.unit_px)
                placement.placed[end] = points[end]
            placement.rows[row] = placement.rows[row] + shift
        placement.targets.update(points)
        self._drawn = _Drawn(points, wearer.frame.hip_mid, wearer.t_ms)


def _carried(last: _Drawn, motion: SeenMotion | None, wearer: Wearer) -> dict[str, Points]:
    """Return where points go with the texture around them, or at least with the hips."""
    if motion is None:
        moved = wearer.frame.hip_mid - last.hip_mid
        return {name: point + moved for name, point in last.points_px.items()}
    unit_px = wearer.unit_px
    beyond = motion.beyond(unit_px)
    on: NDArray[np.bool_] = (motion.parts == TRUNK) | (motion.parts == PELVIS)
    return {
        name: motion.with_trunk(point)
        + motion.near(point, beyond, on, _REACH, unit_px, _AS_TRUNK)[0] * unit_px
        for name, point in last.points_px.items()
    }


def _at_most(way: Points, length_px: float) -> Points:
    """Return a vector, no longer than that."""
    return np.asarray(way * min(1.0, length_px / max(float(np.hypot(*way)), 1e-9)))
