"""How people want garments to be worn: size, tuck, sway, light."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tryon_ar.core.adjustment import UNADJUSTED, Adjustment


@dataclass(frozen=True, slots=True)
class DressingOptions:
    """What a person chose about all garments; immutable, safe to hand to any thread.

    Attributes
    ----------
    size : str or None
        A size of the garment's own chart (``"S"``, ``"40"``, …); None wears the size that fits. A
        garment whose chart lacks it, or that has none, is worn as None.
    tucked : bool
        The hem of tops goes into what is worn below.
    sway : bool
        Skirts, dresses and loose hems swing with the wearer's motion.
    light : float
        How strongly the room's light, folds and camera tone are put on garments, 0 (the photo's own
        look) to 1 (full).
    adjustments : mapping of str to Adjustment
        By garment id, what was set right by hand; never changed in place.

    Raises
    ------
    ValueError
        When ``light`` is outside 0 to 1.
    """

    size: str | None = None
    tucked: bool = False
    sway: bool = True
    light: float = 1.0
    adjustments: Mapping[str, Adjustment] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 0.0 <= self.light <= 1.0:
            raise ValueError(f"light must be 0 to 1, not {self.light}")

    def adjustment_of(self, garment_id: str) -> Adjustment:
        """Return what was set right of a garment by hand."""
        return self.adjustments.get(garment_id, UNADJUSTED)


#: What is worn where nobody chose anything.
USUAL_DRESSING = DressingOptions()
