"""What a trunk is drawn in, and where its landmarks go."""

from dataclasses import dataclass, field

from tryon_ar.fitting.fit import Layer, Segment
from tryon_ar.fitting.landmarks import Landmarks
from tryon_ar.garments.garment import Part

TORSO = Segment("torso", frozenset({Part.TORSO, Part.COLLAR, Part.SKIRT}), Layer.TRUNK)
#: The outside of the back: of the back's photo, or made from the front's.
BACK = Segment("back", frozenset({Part.TORSO, Part.COLLAR, Part.SKIRT}), Layer.TRUNK)
INSIDE_BACK = Segment("inside_back", frozenset({Part.INSIDE_BACK}), Layer.BEHIND)
HOOD = Segment("hood", frozenset({Part.HOOD}), Layer.HOOD)
SEAM_FRACTIONS = (0.33, 0.67)


@dataclass(frozen=True, slots=True)
class TorsoPlacement:
    """Targets of the trunk's landmarks and the scale they were placed at.

    Attributes
    ----------
    targets : dict of str to ndarray of shape (2,)
        Frame pixels.
    scale : float
        Frame pixels per photo pixel of what hangs round a body or an arm.
    along : float
        Frame pixels per photo pixel of lengths.
    rows : dict of str to ndarray of shape (2,)
        Middles of ``armpit``, ``waist`` and ``hem`` on the spine, frame pixels.
    halves_px : dict of str to float
        By landmark: how far from there it would lie if nobody turned.
    placed : dict of str to ndarray of shape (2,)
        Targets as they were placed first.
    """

    targets: Landmarks
    scale: float
    along: float
    rows: Landmarks = field(default_factory=dict)
    halves_px: dict[str, float] = field(default_factory=dict)
    placed: Landmarks = field(default_factory=dict)
