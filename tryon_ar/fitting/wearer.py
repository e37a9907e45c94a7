"""Who is being dressed, in one frame."""

from dataclasses import dataclass

from tryon_ar.core.types import Body, Points, Pose
from tryon_ar.fitting.body_frame import BodyFrame
from tryon_ar.fitting.sizes import SUITING, SizeFactors
from tryon_ar.fitting.steadying import SteadyOffsets

SIGN = {"right": -1, "left": 1}


@dataclass(frozen=True, slots=True)
class Wearer:
    """A body, its axes, and the filters that keep its widths from flickering.

    Attributes
    ----------
    t_ms : float
        Time of the frame.
    size : SizeFactors
        How much larger than the size that suits the garment is worn.
    """

    body: Body
    frame: BodyFrame
    steady: SteadyOffsets
    t_ms: float
    size: SizeFactors = SUITING

    @property
    def unit_px(self) -> float:
        """Frontal shoulder width: the unit of every length."""
        return self.frame.unit_px

    @property
    def turn(self) -> float:
        """How much of the frontal shoulder width is seen, 0 to 1."""
        return self.frame.width_px / self.frame.unit_px

    @property
    def pose(self) -> Pose:
        """The landmarks."""
        return self.body.pose

    def outward(self, side: str) -> Points:
        """Return the unit vector across the torso towards a side."""
        return self.frame.across * SIGN[side]

    def steadied_px(self, name: str, length_px: float) -> float:
        """Return a measured length after the slow filter of that name."""
        return self.steady.update(name, length_px / self.unit_px, self.t_ms) * self.unit_px
