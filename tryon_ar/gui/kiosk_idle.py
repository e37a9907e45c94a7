"""When a kiosk counts as left alone, and what it does about it then."""

import math
from dataclasses import dataclass
from enum import Enum

WARNED_S = 10.0
ATTRACT_AFTER_S = 30.0
_MINUTE_S = 60.0


class Idle(Enum):
    """What a kiosk does now."""

    USED = "used"
    ATTRACTING = "attracting"
    WARNING = "warning"
    RESETTING = "resetting"


@dataclass(slots=True)
class IdleWatch:
    """Tells from when somebody was last there what a kiosk is to do.

    Attributes
    ----------
    seen_s : float
        When somebody was last seen or touched anything, seconds of the caller's clock.
    is_reset : bool
        Whether all was reset since.
    """

    seen_s: float
    is_reset: bool = False

    def note_somebody(self, now_s: float) -> None:
        """Somebody is there."""
        self.seen_s = now_s
        self.is_reset = False

    def look(self, now_s: float, idle_minutes: float, *, attract: bool) -> Idle:
        """Return what to do now; :attr:`Idle.RESETTING` once for every time it is left alone.

        Parameters
        ----------
        now_s : float
            By the clock of :attr:`seen_s`.
        idle_minutes : float
            After how many minutes all is reset; 0 never.
        attract : bool
            Whether garments are shown meanwhile.
        """
        alone_s = now_s - self.seen_s
        limit_s = idle_minutes * _MINUTE_S
        if limit_s > 0 and not self.is_reset:
            if alone_s >= limit_s:
                self.is_reset = True
                return Idle.RESETTING
            if alone_s >= _warned_from_s(limit_s):
                return Idle.WARNING
        if attract and (self.is_reset or alone_s >= ATTRACT_AFTER_S):
            return Idle.ATTRACTING
        return Idle.USED

    def left_s(self, now_s: float, idle_minutes: float) -> int:
        """Return whole seconds until all is reset."""
        return max(0, math.ceil(self.seen_s + idle_minutes * _MINUTE_S - now_s))


def _warned_from_s(limit_s: float) -> float:
    """Return after how long alone the count begins: half of a time shorter than twice it."""
    return max(limit_s - WARNED_S, limit_s / 2)
