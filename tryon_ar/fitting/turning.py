"""A trunk that turns: not a flat card but a tube, whose front moves round as it goes.

The panel that is seen (front or back) is as wide as the trunk, and bulges towards the camera by
the trunk's depth. Turned, a point so far across it (``u``, -1 at the seam that comes nearer, 1 at
the one that goes away) and ``a`` the panel's half-width, ``b`` its depth, is seen at

    x(u) = a u cos(turn) + b (1 - u^2) sin(turn),

which is its own place when nobody turns. It grows up to u* = a cos / (2 b sin): what is beyond lies
behind the trunk's edge. Before u = -1 the other panel is seen, mirrored, to its own edge.
"""

import math
from dataclasses import dataclass

import numpy as np

from tryon_ar.core.types import Points
from tryon_ar.fitting.body_frame import BodyFrame

# A trunk's depth over its breadth: chests .62, waists .73, hips .68 of anthropometric means.
DEPTH = 0.66
# Where across a panel control points lie, -1 to the furthest point that is seen.
_ACROSS = np.linspace(0.0, 1.0, 6)
# The nearer seam comes away from the trunk's edge while the other panel comes into sight.
_SEAM_LEAVES = (0.6, 1.0)
# The other panel is drawn when so much of this one is hidden.
_OTHER_SEEN = 0.97
# Turned further than this a trunk's nearer sleeve lies before it, and the further one behind.
_LAYERED = 0.60


@dataclass(frozen=True, slots=True)
class Turning:
    """How far a trunk is turned.

    Attributes
    ----------
    cosine, sine : float
        Of the angle between the seen panel and the camera, 0 to 1 both.
    far : int
        1 when the edge that goes away is towards the wearer's left, -1 towards the right.
    """

    cosine: float
    sine: float
    far: int

    @property
    def far_side(self) -> str:
        """Name of the side that goes away."""
        return "left" if self.far > 0 else "right"

    @property
    def near_side(self) -> str:
        """Name of the side that comes nearer."""
        return "right" if self.far > 0 else "left"

    @property
    def last_seen(self) -> float:
        """Return u*: how far across the panel it is seen, at most 1."""
        return min(1.0, self.cosine / max(2.0 * DEPTH * self.sine, 1e-6))

    @property
    def shows_other(self) -> bool:
        """Whether the other panel is seen beside the nearer seam."""
        return self.last_seen < _OTHER_SEEN

    @property
    def is_layered(self) -> bool:
        """Whether one sleeve lies before the trunk and the other one behind it."""
        return self.sine > _LAYERED

    @property
    def half(self) -> float:
        """Half the trunk's seen breadth, of its frontal half-width: that of an ellipse."""
        return math.hypot(self.cosine, DEPTH * self.sine)

    @property
    def near_seam(self) -> float:
        """How far from the middle the nearer seam is seen, of the frontal half-width."""
        share = float(np.interp(self.last_seen, _SEAM_LEAVES, (0.0, 1.0)))
        return self.cosine + (self.half - self.cosine) * share

    def seen_at(self, u: float) -> float:
        """Return x(u), positive towards the far edge, of the frontal half-width.

        Stretched so that the far edge is that of an ellipse, and the nearer seam where
        ``near_seam`` has it.
        """
        x = self.cosine * u + DEPTH * self.sine * (1.0 - u * u)
        if x < 0.0:
            return x * (1.0 + (self.near_seam / max(self.cosine, 1e-6) - 1.0) * min(-u, 1.0))
        edge = self._edge()
        return x * (1.0 + (self.half / edge - 1.0) * min(x / edge, 1.0))

    def other_at(self, u: float) -> float:
        """Return where a point of the other panel is seen; -1 is the nearer seam again."""
        x = self.cosine * u - DEPTH * self.sine * (1.0 - u * u)
        start, end, own_end = -self.near_seam, -self.half, -self._edge()
        own_start = -self.cosine
        span = own_end - own_start
        return start + (end - start) * ((x - own_start) / span if abs(span) > 1e-6 else 0.0)

    def across(self) -> list[float]:
        """Return where control points lie on the seen panel, from the nearer seam on."""
        return [float(t * (1.0 + self.last_seen) - 1.0) for t in _ACROSS]

    def other_across(self) -> list[float]:
        """Return where control points lie on the other panel, from the nearer seam on."""
        return [float(t * (1.0 - self.last_seen) - 1.0) for t in _ACROSS]

    def _edge(self) -> float:
        last = self.last_seen
        return self.cosine * last + DEPTH * self.sine * (1.0 - last * last)


def turning(frame: BodyFrame) -> Turning | None:
    """Return how far a trunk is turned; None for one that is seen straight on.

    Parameters
    ----------
    frame : BodyFrame
    """
    sine = abs(frame.sideways)
    if sine < 1e-3:
        return None
    cosine = min(frame.turn, math.sqrt(max(1.0 - sine * sine, 0.0)) + 0.1)
    return Turning(max(cosine, 0.02), sine, 1 if frame.sideways > 0 else -1)


def seen_half(frame: BodyFrame) -> float:
    """Return a trunk's seen half-width, of its frontal one."""
    turned = turning(frame)
    return frame.turn if turned is None else turned.half


def seam_seen(frame: BodyFrame, side: str) -> float:
    """Return how far from the middle a side's seam is seen, of the trunk's frontal half-width."""
    turned = turning(frame)
    if turned is None:
        return frame.turn
    return turned.near_seam if side == turned.near_side else turned.cosine


def aside(frame: BodyFrame, turned: Turning, x: float, half_px: float) -> Points:
    """Return the way across the picture to a point seen at ``x`` of a half-width."""
    return frame.across * (turned.far * x * half_px)
