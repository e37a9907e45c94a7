"""Slow filters for what a mask says about widths."""

import math
from dataclasses import replace
from typing import NamedTuple

from tryon_ar.fitting.body_frame import BodyFrame

_TIME_CONSTANT_MS = 1000.0 / (2 * math.pi * 0.1)
# So far, in shoulder widths, a filtered offset may go to either side before the one drawn follows.
_PLAY = 0.008
_SETTLING_MS = 300.0
# A person's size: cut-off at rest, what each unit of speed adds to it (speed as a share of the size
# a second, which is itself filtered), and a change that is none of the same person standing there.
_SIZE_HZ, _SIZE_BETA, _SIZE_SPEED_HZ, _SIZE_JUMP = 0.25, 4.0, 0.7, 0.3


class SteadyOffsets:
    """First-order low-pass filters at 0.1 Hz, one per name.

    Outline points jitter by up to 2.8 % of the shoulder width, ten times more than the pose;
    their *offset from the pose* changes slowly and is filtered here, so that the garment
    follows the body without delay while its width rests. What is drawn has a little play, so that
    the last slow wander of a width is not seen at all.
    """

    def __init__(self) -> None:
        self._values: dict[str, _Offset] = {}

    def update(self, name: str, value: float, t_ms: float) -> float:
        """Feed a measurement and return the steadied value.

        Parameters
        ----------
        name : str
            Which offset.
        value : float
            In shoulder widths.
        t_ms : float
            Time of the frame; a time that goes back starts afresh.
        """
        last = self._values.get(name)
        if last is None or not 0 <= t_ms - last.t_ms <= 1000:
            self._values[name] = _Offset(value, value, t_ms, t_ms, 1)
            return value
        elapsed_ms = t_ms - last.t_ms
        # The first few measurements are averaged, or a poor first one would last for seconds.
        weight = max(elapsed_ms / (elapsed_ms + _TIME_CONSTANT_MS), 1.0 / (last.times + 1))
        filtered = last.filtered + weight * (value - last.filtered)
        drawn = min(max(last.drawn, filtered - _PLAY), filtered + _PLAY)
        if t_ms - last.began_ms < _SETTLING_MS:
            drawn = filtered
        self._values[name] = _Offset(filtered, drawn, last.began_ms, t_ms, last.times + 1)
        return drawn

    def reset(self) -> None:
        """Forget everything, as for a new person."""
        self._values.clear()


class _Offset(NamedTuple):
    """One offset: after the filter, as drawn, since when and how often it was measured."""

    filtered: float
    drawn: float
    began_ms: float
    t_ms: float
    times: int


class SteadySize:
    """A One-Euro filter of how large a person is in the picture.

    People do not grow as they turn: their size changes only as they come nearer. Measured by their
    shoulders' distance it pulses by some per cent, and a garment of that size breathes with it.
    """

    def __init__(self) -> None:
        self._last: tuple[float, float, float] | None = None  # size, its speed, when

    def update(self, frame: BodyFrame, t_ms: float) -> BodyFrame:
        """Return the axes with a steadied size.

        Parameters
        ----------
        frame : BodyFrame
        t_ms : float
            Time of the frame; a time that goes back, or a size that jumps, starts afresh.
        """
        last, now = self._last, math.log(frame.unit_px)
        elapsed_s = 0.0 if last is None else (t_ms - last[2]) / 1000.0
        if last is None or not 0 < elapsed_s <= 1.0 or abs(now - last[0]) > _SIZE_JUMP:
            self._last = now, 0.0, t_ms
            return frame
        size, speed, _ = last
        speed += _weight(_SIZE_SPEED_HZ, elapsed_s) * ((now - size) / elapsed_s - speed)
        size += _weight(_SIZE_HZ + _SIZE_BETA * abs(speed), elapsed_s) * (now - size)
        self._last = size, speed, t_ms
        unit_px = math.exp(size)
        return replace(frame, unit_px=unit_px, width_px=min(frame.width_px, unit_px))

    def reset(self) -> None:
        """Forget the last person."""
        self._last = None


def _weight(cutoff_hz: float, elapsed_s: float) -> float:
    turns = 2.0 * math.pi * cutoff_hz * elapsed_s
    return turns / (turns + 1.0)
