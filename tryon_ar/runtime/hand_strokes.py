"""Two signs of a raised hand: the swipe, and the open palm that is held."""

import itertools
import math
from collections import deque

from tryon_ar.runtime.raised_hand import Raising

# A swipe is so long (shoulder widths) in at most this time, so much more across than down,
_LENGTH, _WITHIN_MS = 0.8, 500.0
_LEAST_SLOPE = 2.0
# at its best so quick (shoulder widths per second over this time),
_QUICK, _QUICK_OVER_MS = 2.4, 260.0
# ends in a pause of this kind, soon, and neither at the face nor low;
_PAUSE_SPEED, _PAUSE_MS, _PATIENCE_MS = 1.2, 110.0, 600.0
_FACE, _LOW = 0.40, 0.65
# the hand's way back is none.
_BACK_MS = 1500.0
# An outward one is longer, and one that ends on a target begins before the chest, or reaching for
# the target would be one.
_OUTWARD_LENGTH, _ACROSS = 1.0, 0.2
# A palm stays within this of where it was first shown (shoulder widths), is believed for so long
# where nobody looked, and loses so many times as fast as it won while it is not open.
_WANDER, _UNKNOWN_MS, _CLOSED_LOSS = 0.35, 800.0, 1.0


class Swipes:
    """Sees quick strokes to the side that end in a pause."""

    def __init__(self) -> None:
        self.reset()
        self._last_ms = -1e12
        self._last_way = 0

    def reset(self) -> None:
        """Forget the way the hand has come."""
        self._path: deque[tuple[float, float, float]] = deque()
        self._way = 0
        self._began_out = 0.0
        self._ended_ms = 0.0
        self._calm_since_ms: float | None = None

    def update(self, raising: Raising, *, on_target: bool) -> int:
        """Return 1 for a swipe outwards, to the hand's own side, -1 for one inwards, else 0."""
        if not raising.is_seen:
            return 0
        now, arm = raising.t_ms, raising.arm
        self._path.append((now, arm.out, arm.down))
        while now - self._path[0][0] > _WITHIN_MS:
            self._path.popleft()
        way = self._stroke()
        if way:
            self._way, self._ended_ms, self._calm_since_ms = way, now, None
        if not self._way:
            return 0
        low = arm.down > _LOW or arm.from_nose < _FACE
        if low or now - self._ended_ms > _PATIENCE_MS:
            self._way = 0
            return 0
        if raising.speed > _PAUSE_SPEED:
            self._calm_since_ms = None
            return 0
        self._calm_since_ms = self._calm_since_ms or now
        if now - self._calm_since_ms < _PAUSE_MS:
            return 0
        return self._finish(now, on_target=on_target)

    def _stroke(self) -> int:
        """Return which way the path of the last half second is a stroke; 0 for none."""
        _, out, down = self._path[-1]
        for _, start_out, start_down in self._path:
            across, sunk = out - start_out, abs(down - start_down)
            needed = _LENGTH if across < 0 else _OUTWARD_LENGTH
            if abs(across) >= needed and abs(across) >= _LEAST_SLOPE * sunk:
                if not self._was_quick():
                    return 0
                if not self._way:
                    self._began_out = start_out
                return 1 if across > 0 else -1
        return 0

    def _was_quick(self) -> bool:
        path = self._path
        best = 0.0
        for index, (t_ms, out, _) in enumerate(path):
            for later_ms, later_out, _ in itertools.islice(path, index + 1, None):
                if _QUICK_OVER_MS / 2 <= later_ms - t_ms <= _QUICK_OVER_MS:
                    best = max(best, abs(later_out - out) / (later_ms - t_ms) * 1000.0)
        return best >= _QUICK

    def _finish(self, now: float, *, on_target: bool) -> int:
        way, self._way = self._way, 0
        self._path.clear()
        is_way_back = way == -self._last_way and now - self._last_ms < _BACK_MS
        if is_way_back or (on_target and self._began_out > _ACROSS):
            return 0
        self._last_ms, self._last_way = now, way
        return way


class Palm:
    """Counts how long an open palm is held in one place.

    Parameters
    ----------
    held_ms : float
        How long it must be.

    Notes
    -----
    One wrong look among right ones takes a little away and ends nothing.
    """

    def __init__(self, held_ms: float) -> None:
        self._held_ms = held_ms
        self.reset()

    def reset(self) -> None:
        """Begin anew with the next raised hand."""
        self._counted_ms = 0.0
        self._told_ms: float | None = None
        self._is_open = False
        self._place = (0.0, 0.0)
        self._is_spent = False

    def restart(self) -> None:
        """Ask for the hand to be closed or lowered first: something was done."""
        self._counted_ms, self._is_spent = 0.0, True

    @property
    def progress(self) -> float:
        """How much is done, 0 to 1."""
        return min(self._counted_ms / self._held_ms, 1.0)

    def update(
        self, raising: Raising, place: tuple[float, float], elapsed_ms: float, *, may_count: bool
    ) -> bool:
        """Return whether the palm has now been held long enough.

        Parameters
        ----------
        raising : Raising
        place : (float, float)
            The hand's ``out`` and ``down``, smoothed.
        elapsed_ms : float
            Since the frame before.
        may_count : bool
            Whether holding it means anything now.
        """
        told = raising.arm.open_palm if raising.is_seen else None
        if told is not None:
            self._told_ms, self._is_open = raising.t_ms, told
        if self._told_ms is None or raising.t_ms - self._told_ms > _UNKNOWN_MS:
            self._is_open = False
        if self._counted_ms == 0.0:
            self._place = place
            self._is_spent = self._is_spent and self._is_open
        moved = math.dist(place, self._place) > _WANDER
        if moved or not may_count:
            self._counted_ms = 0.0
        elif self._is_open and not self._is_spent:
            self._counted_ms += elapsed_ms
        else:
            self._counted_ms = max(self._counted_ms - _CLOSED_LOSS * elapsed_ms, 0.0)
        return self._counted_ms >= self._held_ms
