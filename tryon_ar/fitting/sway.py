"""How a hanging hem swings with its wearer: a damped spring."""

import math

import numpy as np

from tryon_ar.fitting.landmarks import SIDES, Landmarks
from tryon_ar.fitting.wearer import Wearer

# How fast a hem swings about the place where it would hang at rest, and how much of a swing is
# taken from it: half a metre of cloth has a period near a second and comes to rest in about one.
_OMEGA = 7.0
_DAMPING = 0.38
_RINGING = _OMEGA * math.sqrt(1.0 - _DAMPING**2)
# A wearer's own speed is smoothed over so many seconds, and counts beyond so many shoulder widths
# a second: below are breathing and the landmarks' jitter.
_SMOOTHING_S = 0.06
_STILL = 0.035
# Air holds cloth back: at a steady speed a hem trails so many seconds behind.
_TRAILING_S = 0.035
# No hem swings further than so much of its own length; a gap of time ends a motion.
_FURTHEST = 0.22
_LONGEST_GAP_S = 0.5
# A coat hangs loose from so far below the hip joints on, in shoulder widths.
_LOOSE_BELOW = 0.15


class HemSwing:
    """The sideways swing of one hem, in body coordinates and seconds.

    Notes
    -----
    The hem's distance e from where it hangs at rest obeys
    ``e'' = -w^2 (e - e_air) - 2 z w e' - a`` with w = 7 a second, z = 0.38, a the acceleration of
    what it hangs from and ``e_air`` the trail of its speed. Between two frames the equation is
    solved exactly (damped oscillator), the change of speed being a blow at the frame: stable at
    any frame rate, and without motion its energy only falls. Lengths are shoulder widths.
    """

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Hang still, as for a new person or scene."""
        self._offset = self._speed = self._pull = self._raw = 0.0
        self._last: tuple[float, float] | None = None

    def update(self, anchor_px: float, unit_px: float, t_ms: float, length: float) -> float:
        """Move on to the next frame.

        Parameters
        ----------
        anchor_px : float
            Where the cloth hangs from, across the picture, frame pixels.
        unit_px : float
            Shoulder width.
        t_ms : float
            Time of the frame; one that goes back or leaps by over half a second starts afresh, the
            same time again changes nothing.
        length : float
            Length of the hanging cloth, shoulder widths.

        Returns
        -------
        float
            How far the hem is off the place where it hangs at rest, towards the picture's right,
            shoulder widths.
        """
        if self._last is not None:
            elapsed_s = (t_ms - self._last[1]) / 1000.0
            if elapsed_s < 0.0 or elapsed_s > _LONGEST_GAP_S:
                self.reset()
            elif elapsed_s > 0.0:
                self._advance((anchor_px - self._last[0]) / max(unit_px, 1.0), elapsed_s)
        if self._last is None or t_ms != self._last[1]:
            self._last = anchor_px, t_ms
        most = _FURTHEST * max(length, 1e-3)
        return most * math.tanh(self._offset / most)

    def _advance(self, moved: float, elapsed_s: float) -> None:
        """Add the change of the anchor's speed and let the spring move on."""
        weight = elapsed_s / (elapsed_s + _SMOOTHING_S)
        self._raw += weight * (moved / elapsed_s - self._raw)
        pull = math.copysign(max(abs(self._raw) - _STILL, 0.0), self._raw)
        self._speed -= pull - self._pull
        self._pull = pull
        rest = -_TRAILING_S * pull
        away, speed = self._offset - rest, self._speed
        fading = math.exp(-_DAMPING * _OMEGA * elapsed_s)
        cosine, sine = math.cos(_RINGING * elapsed_s), math.sin(_RINGING * elapsed_s) / _RINGING
        drag = _DAMPING * _OMEGA
        self._offset = rest + fading * (away * cosine + (speed + drag * away) * sine)
        self._speed = fading * (speed * cosine - (_OMEGA**2 * away + drag * speed) * sine)


def loose_hem_px(targets: Landmarks, wearer: Wearer) -> float:
    """Return how much of a coat hangs loose below the hips, pixels; 0 for a short one."""
    frame = wearer.frame
    hem = (targets["hem_left"] + targets["hem_right"]) / 2
    below_px = float((frame.hip_mid - hem) @ frame.up)
    return max(below_px - _LOOSE_BELOW * wearer.unit_px, 0.0)


def sway_hem(targets: Landmarks, wearer: Wearer, swing: float) -> None:
    """Move the hem of a coat aside, in place.

    Parameters
    ----------
    targets : dict of str to ndarray of shape (2,)
        Frame pixels; ``hem_…`` change.
    wearer : Wearer
    swing : float
        Towards the picture's right, shoulder widths.
    """
    aside = np.array([swing * wearer.unit_px, 0.0])
    for name in (*(f"hem_{side}" for side in SIDES), "hem_center"):
        targets[name] = targets[name] + aside
