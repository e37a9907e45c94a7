"""Which hand is raised to point, if any: slow to believe it, a little slow to give it up."""

from dataclasses import dataclass

import numpy as np

from tryon_ar.tracking.hand_signs import ArmReading, ArmsReading

# Shoulder widths. A raised hand is beside the body, farther out than hands that adjust collars,
# speak or are before the chest, with the wrist above the elbow and not below the chest.
_OUT, _LEAST_OUT, _ROOM_FOR_HAND = 0.9, 0.68, 0.30
_DOWN = 0.40
_OVER_ELBOW = 0.22
# While the other one is up as well, both arms dance, stretch or hold something.
_OTHER_DOWN, _OTHER_OVER_ELBOW = 0.60, 0.10
# Believed after this time of moving no faster than this (shoulder widths per second).
_HELD_MS, _STEADY = 400.0, 1.3
# Given up when lower, or beyond the body's middle, or too long before it.
_LOWERED, _SUNK_ELBOW = 0.85, 0.0
_ACROSS = -0.7
_INSIDE, _INSIDE_MS = 0.55, 1600.0
_LOST_MS = 300.0
# Faster than this a hand travels and rests on nothing.
_QUICK = 2.0
_SPEED_OVER_MS = 150.0


@dataclass(frozen=True, slots=True)
class Raising:
    """A raised hand in one frame.

    Attributes
    ----------
    arm : ArmReading
        As seen now, or last where it was missed for a moment.
    speed : float
        Shoulder widths per second.
    is_new : bool
        Whether it was not raised in the frame before.
    is_seen : bool
        Whether it was seen in this frame.
    """

    arm: ArmReading
    is_left: bool
    t_ms: float
    speed: float
    is_new: bool
    is_seen: bool

    @property
    def is_quick(self) -> bool:
        """Whether the hand travels."""
        return self.speed > _QUICK


class RaisedHand:
    """Decides from frame to frame; one at a time, the first to be raised."""

    def __init__(self) -> None:
        self._sides = (_Side(), _Side())
        self._raised: int | None = None

    def reset(self) -> None:
        """Forget both hands."""
        self._sides = (_Side(), _Side())
        self._raised = None

    def update(self, arms: ArmsReading, t_ms: float) -> Raising | None:
        """Return the raised hand, or None.

        Parameters
        ----------
        arms : ArmsReading
        t_ms : float
            Greater than at the last call.
        """
        pair = (arms.left, arms.right)
        for side, arm in zip(self._sides, pair, strict=True):
            side.see(arm, t_ms)
        before = self._raised
        if before is not None and self._is_given_up(pair, before, t_ms):
            self._sides[before].raised_since_ms = None
            self._raised = None
        if self._raised is None:
            self._raised = self._newly_raised(pair, t_ms, frontal=arms.is_frontal)
        if self._raised is None:
            return None
        side = self._sides[self._raised]
        return Raising(
            side.last or pair[self._raised],
            self._raised == 0,
            t_ms,
            side.speed(),
            self._raised != before,
            pair[self._raised].is_seen,
        )

    def _newly_raised(
        self, pair: tuple[ArmReading, ArmReading], t_ms: float, *, frontal: bool
    ) -> int | None:
        for index in (0, 1):
            side = self._sides[index]
            if frontal and _is_up(pair[index]) and _is_down(pair[1 - index]):
                if side.speed() > _STEADY or side.raised_since_ms is None:
                    side.raised_since_ms = t_ms
                if t_ms - side.raised_since_ms >= _HELD_MS:
                    return index
            else:
                side.raised_since_ms = None
        return None

    def _is_given_up(self, pair: tuple[ArmReading, ArmReading], index: int, t_ms: float) -> bool:
        side, arm = self._sides[index], pair[index]
        if t_ms - side.seen_ms > _LOST_MS:
            return True
        if not arm.is_seen:
            return False
        if arm.out > _INSIDE:
            side.outside_ms = t_ms
        return (
            arm.down > _LOWERED
            or arm.over_elbow < _SUNK_ELBOW
            or arm.out < _ACROSS
            or t_ms - side.outside_ms > _INSIDE_MS
            or _is_up(pair[1 - index])
        )


class _Side:
    """What is known of one hand over time."""

    def __init__(self) -> None:
        self.raised_since_ms: float | None = None
        self.seen_ms = -np.inf
        self.outside_ms = -np.inf
        self.last: ArmReading | None = None
        self._path: list[tuple[float, float, float]] = []

    def see(self, arm: ArmReading, t_ms: float) -> None:
        if not arm.is_seen:
            return
        self.seen_ms, self.last = t_ms, arm
        self._path.append((t_ms, arm.out, arm.down))
        while len(self._path) > 2 and t_ms - self._path[1][0] >= _SPEED_OVER_MS:
            self._path.pop(0)

    def speed(self) -> float:
        """Return how fast it moves, in shoulder widths per second: least squares over its path."""
        if len(self._path) < 2:
            return 0.0
        path = np.array(self._path)
        t_s = (path[:, 0] - path[:, 0].mean()) / 1000.0
        slope = t_s @ path[:, 1:] / max(float(t_s @ t_s), 1e-9)
        return float(np.hypot(*slope))


def _is_up(arm: ArmReading) -> bool:
    """Whether an arm is raised to point; near the picture's edge it need not reach so far out."""
    needed = max(min(_OUT, arm.room - _ROOM_FOR_HAND), _LEAST_OUT)
    return arm.is_seen and arm.out > needed and arm.down < _DOWN and arm.over_elbow > _OVER_ELBOW


def _is_down(arm: ArmReading) -> bool:
    return arm.down > _OTHER_DOWN or arm.over_elbow < _OTHER_OVER_ELBOW
