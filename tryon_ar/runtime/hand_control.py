"""Control by a raised hand: point and dwell, swipe, an open palm; ordinary movement does nothing.

No network of its own: it reads the pose and, where somebody looked, the hand landmarks that a
tracked frame carries. One hand beside the body, the other one down, is a raised hand; that is not
what people do while they look at clothes, talk or dance with both arms.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from tryon_ar.core.types import GarmentState, Points, TrackedFrame
from tryon_ar.runtime.hand_reach import Target, pointed_at
from tryon_ar.runtime.hand_strokes import Palm, Swipes
from tryon_ar.runtime.raised_hand import RaisedHand, Raising
from tryon_ar.tracking.hand_signs import ArmsReading, read_arms
from tryon_ar.tracking.one_euro import OneEuroFilter

# Of the pointer: calm at rest, without lag when the hand travels (shoulder widths and seconds).
_CUTOFF_HZ, _BETA = 1.1, 3.0
# Of the wearer, who stands.
_ANCHOR_HZ, _ANCHOR_BETA = 0.5, 1.5
# A target is left when the pointer is so many times its radius away.
_LEAVING = 1.35
# What was dwelt is lost so many times as fast as it was won.
_LOSS = 2.0
# After something was done nothing is for this time; a target that repeats waits as long.
_PAUSE_MS = 700.0
# Frames farther apart tell nothing of each other.
_GAP_MS = 600.0


class HandDeed(StrEnum):
    """What a hand asked for."""

    PRESS = "press"
    SWIPE_LEFT = "swipe_left"
    SWIPE_RIGHT = "swipe_right"
    PALM = "palm"


@dataclass(frozen=True, slots=True)
class HandEvent:
    """Something asked for; ``target`` names what was pressed."""

    deed: HandDeed
    target: str = ""


@dataclass(frozen=True, slots=True)
class HandView:
    """What there is to show.

    Attributes
    ----------
    pointer : (float, float) or None
        In the view as it is shown, 0 to 1 from its left and top; None while no hand is raised.
    target : str
        Name of the target pointed at; empty for none.
    progress : float
        How much of the dwell is done, 0 to 1.
    palm : float
        How much of holding the open palm is done, 0 to 1.
    event : HandEvent or None
        What this very frame decided.
    """

    pointer: tuple[float, float] | None = None
    target: str = ""
    progress: float = 0.0
    palm: float = 0.0
    event: HandEvent | None = None

    @property
    def is_raised(self) -> bool:
        """Whether a hand is raised."""
        return self.pointer is not None


NO_HAND = HandView()


class HandControl:
    """Reads frames one after the other and says what a raised hand asks for.

    Parameters
    ----------
    dwell_ms : float
        How long the pointer rests on a target to press it.
    palm_ms : float
        How long an open palm is held.

    Attributes
    ----------
    dwell_ms : float
        May be changed at any time.
    targets : sequence of Target
        What can be pressed; may be changed at any time.

    Notes
    -----
    One thread; about 0.1 ms a frame. The pointer is smoothed by a One-Euro filter (see
    :class:`~tryon_ar.tracking.one_euro.OneEuroFilter`) in the wearer's own measure, so that it
    is as calm far from the camera as near.
    """

    def __init__(self, dwell_ms: float = 1200.0, palm_ms: float = 3000.0) -> None:
        self.dwell_ms = dwell_ms
        self.targets: Sequence[Target] = ()
        self._raised = RaisedHand()
        self._swipes = Swipes()
        self._palm = Palm(palm_ms)
        self._smooth = OneEuroFilter(_CUTOFF_HZ, _BETA, vectors=True)
        self._anchor = OneEuroFilter(_ANCHOR_HZ, _ANCHOR_BETA)
        self._last: TrackedFrame | None = None
        self._view = NO_HAND
        self._on = ""
        self._dwelt_ms = 0.0
        self._quiet_until_ms = 0.0
        self._spent = False

    def reset(self) -> None:
        """Forget the hand: it must be raised anew."""
        self._raised.reset()
        self._put_down()

    def update(self, tracked: TrackedFrame, *, mirrored: bool) -> HandView:
        """Take a frame and return what to show and do.

        Parameters
        ----------
        tracked : TrackedFrame
            In their order; one given again changes nothing.
        mirrored : bool
            Whether the view shows them mirrored: left and right are the view's.
        """
        if self._last is not None and tracked.frame is self._last.frame:
            return replace(self._view, event=None)
        elapsed_ms = self._elapsed(tracked)
        self._last = tracked
        self._view = self._read(tracked, elapsed_ms, mirrored=mirrored)
        return self._view

    def _elapsed(self, tracked: TrackedFrame) -> float:
        """Return the time since the frame before; 0 where that one says nothing of this one."""
        last = self._last
        if last is not None and last.track_id == tracked.track_id:
            elapsed_ms = tracked.frame.t_ms - last.frame.t_ms
            if 0 < elapsed_ms <= _GAP_MS:
                return elapsed_ms
        self.reset()
        self._quiet_until_ms = min(self._quiet_until_ms, tracked.frame.t_ms + _PAUSE_MS)
        return 0.0

    def _read(self, tracked: TrackedFrame, elapsed_ms: float, *, mirrored: bool) -> HandView:
        body, frame = tracked.body, tracked.frame
        if body is None or tracked.state is not GarmentState.DRESSED:
            self.reset()
            return NO_HAND
        arms = read_arms(body, frame.size)
        raising = self._raised.update(arms, frame.t_ms)
        if raising is None:
            self._put_down()
            return NO_HAND
        place = self._smooth_place(raising)
        steady = self._steady_arms(arms, frame.t_ms, restarted=raising.is_new)
        pointer = pointed_at(place, steady, frame.size, is_left=raising.is_left, mirrored=mirrored)
        aspect = frame.size[0] / frame.size[1]
        held = self._palm.update(
            raising,
            (float(place[0]), float(place[1])),
            elapsed_ms,
            may_count=self._target_at(pointer, aspect) is None
            and frame.t_ms >= self._quiet_until_ms,
        )
        return self._decide(pointer, raising, elapsed_ms, aspect, mirrored=mirrored, held=held)

    def _put_down(self) -> None:
        self._smooth.reset()
        self._swipes.reset()
        self._palm.reset()
        self._on, self._dwelt_ms, self._spent = "", 0.0, False

    def _smooth_place(self, raising: Raising) -> Points:
        if raising.is_new:
            self._smooth.reset()
        place = np.array([raising.arm.out, raising.arm.down])
        return self._smooth.filter(place, raising.t_ms / 1000.0)

    def _steady_arms(self, arms: ArmsReading, t_ms: float, *, restarted: bool) -> ArmsReading:
        """Return them with the wearer's place and size steadied: the pointer hangs on both."""
        if restarted:
            self._anchor.reset()
        seen = np.array([*arms.middle_px, arms.unit_px])
        x, y, unit = self._anchor.filter(seen, t_ms / 1000.0, scale=arms.unit_px)
        return replace(arms, middle_px=(float(x), float(y)), unit_px=float(unit))

    def _decide(
        self,
        pointer: tuple[float, float],
        raising: Raising,
        elapsed_ms: float,
        aspect: float,
        *,
        mirrored: bool,
        held: bool,
    ) -> HandView:
        """Return what holds now; at most one thing happens in a frame."""
        now_ms = raising.t_ms
        quiet = now_ms < self._quiet_until_ms
        target = self._target_at(pointer, aspect)
        swept = self._swipes.update(raising, on_target=target is not None)
        pressed = self._dwell(target, 0.0 if quiet or raising.is_quick else elapsed_ms)
        event = None
        if not quiet and swept:
            goes_right = (swept > 0) == (raising.is_left != mirrored)
            event = HandEvent(HandDeed.SWIPE_RIGHT if goes_right else HandDeed.SWIPE_LEFT)
        elif pressed and target is not None:
            event = HandEvent(HandDeed.PRESS, target.name)
        elif held:
            event = HandEvent(HandDeed.PALM)
        if event is not None:
            self._quiet_until_ms = now_ms + _PAUSE_MS
            self._dwelt_ms = 0.0
            self._palm.restart()
        return HandView(
            pointer,
            self._on,
            min(self._dwelt_ms / self.dwell_ms, 1.0),
            self._palm.progress,
            event,
        )

    def _target_at(self, pointer: tuple[float, float], aspect: float) -> Target | None:
        """Return the target pointed at; the one of the frame before is held on to."""
        for target in self.targets:
            slack = _LEAVING if target.name == self._on else 1.0
            if target.distance(pointer, aspect) <= slack * target.radius:
                return target
        return None

    def _dwell(self, target: Target | None, elapsed_ms: float) -> bool:
        """Count the time on a target; return whether it is pressed now."""
        if target is None:
            self._dwelt_ms = max(self._dwelt_ms - _LOSS * elapsed_ms, 0.0)
            if self._dwelt_ms == 0.0:
                self._on, self._spent = "", False
            return False
        if target.name != self._on:
            self._on, self._dwelt_ms, self._spent = target.name, 0.0, False
            return False
        if self._spent and not target.repeats:
            return False
        self._dwelt_ms += elapsed_ms
        if self._dwelt_ms < self.dwell_ms:
            return False
        self._spent = True
        return True
