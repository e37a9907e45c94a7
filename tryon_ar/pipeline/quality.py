"""Keep up with the camera: lower the quality step by step before frames are dropped."""

from collections import deque

import numpy as np

from tryon_ar.rendering.quality import FULL, Quality

#: From the whole quality to the least. What saves most for the least that is seen goes first: how
#: often the parsing network, hands, the person and the room are looked at; then the warp's grid.
STEPS = (
    FULL,
    Quality("rarer looks at the person", cadence=3, apart=2),
    Quality("rarer looks, coarser warp", cadence=3, apart=3, grid=3.0),
    Quality("rarest looks, coarsest warp", cadence=3, apart=4, grid=5.0),
)

# What is left of them where people chose.
_FAST, _FINE = STEPS[2:], STEPS[:1]

# Shares of the time between two frames: slower than the first is too slow, a frame that takes
# less than the second leaves room for better.
_TOO_SLOW, _LEAVES_ROOM = 0.92, 0.65
_FRAMES_TO_LOWER = 12
# So many in a row that take so much longer than there is time for are enough.
_FRAMES_FAR_TOO_SLOW, _FAR_TOO_SLOW = 5, 1.6
# Single slow frames (a photo is cut, another program starts) are nothing to act upon.
_SLOWEST_LEFT_OUT = 0.9
# Better is tried after so long, and twice as long whenever it was in vain.
_PATIENCE_MS, _MOST_PATIENCE_MS = 4000.0, 64000.0
# A step up that is taken back within so long was in vain.
_TRIAL_MS = 3000.0
# What comes 25 times a second is smooth: for more than that no sharpness is given away.
_SMOOTH_MS = 40.0
# An interval longer than this is a pause, not a slow camera.
_LONGEST_INTERVAL_MS = 500.0


def steps_of(choice: str) -> tuple[Quality, ...]:
    """Return the steps between which the quality moves by a person's choice.

    Parameters
    ----------
    choice : {"auto", "fast", "fine"}
        ``"fast"`` begins where much is saved, ``"fine"`` saves nothing.
    """
    return {"fast": _FAST, "fine": _FINE}.get(choice, STEPS)


class QualityGovernor:
    """Chooses the quality of the next frame from how long the last ones took.

    Parameters
    ----------
    steps : sequence of Quality
        From the best to the least.

    Notes
    -----
    Lowers by a step when the median of the last twelve frames leaves hardly any of the time
    between two frames (40 ms at least: 25 a second are smooth), or five in a row took far longer;
    raises by one when nine of ten frames took less than two thirds of it for four seconds, and
    waits twice as long each time that was too early. Time is that of the frames: the same frames
    and costs give the same steps. One thread.
    """

    def __init__(self, steps: tuple[Quality, ...] = STEPS) -> None:
        self._steps = steps
        self._index = 0
        self._last: tuple[int, float] | None = None
        self._intervals: deque[float] = deque(maxlen=_FRAMES_TO_LOWER)
        self._loads: list[float] = []
        self._since_ms = 0.0
        self._patience_ms = _PATIENCE_MS
        self._raised_ms: float | None = None

    @property
    def quality(self) -> Quality:
        """What the next frame is to be drawn with."""
        return self._steps[self._index]

    def note(self, index: int, t_ms: float, spent_ms: float) -> Quality:
        """Take what a frame cost and return what to draw the next one with.

        Parameters
        ----------
        index : int
            Of the frame; frames that were dropped have left gaps.
        t_ms : float
            Time of the frame.
        spent_ms : float
            How long it was worked on.
        """
        interval_ms = self._interval(index, t_ms)
        if interval_ms is None:
            return self.quality
        if not self._loads:
            self._since_ms = t_ms
        self._loads.append(spent_ms / max(interval_ms, _SMOOTH_MS))
        if self._index == 0:  # there is nothing better to wait for
            del self._loads[:-_FRAMES_TO_LOWER]
        lowest = len(self._steps) - 1
        if self._is_too_slow() and self._index < lowest:
            self._lower(t_ms)
        elif self._index > 0 and self._leaves_room(t_ms):
            self._move(self._index - 1)
            self._raised_ms = t_ms
        return self.quality

    def reset(self) -> None:
        """Forget what frames took, as for another source; the quality stays."""
        self._last = self._raised_ms = None
        self._intervals.clear()
        self._loads.clear()

    def _interval(self, index: int, t_ms: float) -> float | None:
        """Return the time between two frames of the source; None while it is unknown."""
        last, self._last = self._last, (index, t_ms)
        if last is None or index <= last[0] or t_ms <= last[1]:
            self._intervals.clear()
            return None
        between_ms = (t_ms - last[1]) / (index - last[0])
        if between_ms <= _LONGEST_INTERVAL_MS:
            self._intervals.append(between_ms)
        return float(np.median(self._intervals)) if self._intervals else None

    def _is_too_slow(self) -> bool:
        latest = self._loads[-_FRAMES_FAR_TOO_SLOW:]
        if len(latest) == _FRAMES_FAR_TOO_SLOW and min(latest) > _FAR_TOO_SLOW:
            return True
        recent = self._loads[-_FRAMES_TO_LOWER:]
        return len(recent) == _FRAMES_TO_LOWER and float(np.median(recent)) > _TOO_SLOW

    def _leaves_room(self, t_ms: float) -> bool:
        if t_ms - self._since_ms < self._patience_ms:
            return False
        calm = float(np.quantile(self._loads, _SLOWEST_LEFT_OUT)) < _LEAVES_ROOM
        if not calm:  # ask again after as long
            self._loads.clear()
        return calm

    def _lower(self, t_ms: float) -> None:
        in_vain = self._raised_ms is not None and t_ms - self._raised_ms < _TRIAL_MS
        longer = min(2.0 * self._patience_ms, _MOST_PATIENCE_MS)
        self._patience_ms = longer if in_vain else _PATIENCE_MS
        self._raised_ms = None
        self._move(self._index + 1)

    def _move(self, index: int) -> None:
        self._index = index
        self._loads.clear()
