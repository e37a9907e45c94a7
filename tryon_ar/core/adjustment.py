"""How a person set one garment right by hand, in measures of the body it is worn on."""

from dataclasses import dataclass, replace

#: How far and how much is allowed; more is no correction of a fit.
MOST_SHIFT, LEAST_SCALE, MOST_SCALE, MOST_TURN_DEG = 2.0, 0.5, 2.0, 45.0


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What is changed of where a garment was fitted; immutable.

    Attributes
    ----------
    dx, dy : float
        Shift towards the wearer's left and down the trunk, in shoulder widths, -2 to 2.
    scale : float
        Size along and across, 0.5 to 2, about the middle of the shoulders of what is worn
        above, of the hips of what is worn below.
    rotation_deg : float
        Turn about there, degrees, -45 to 45: from the wearer's left towards the feet.
    width : float
        Size across alone, beside ``scale``, 0.5 to 2.

    Raises
    ------
    ValueError
        When one is outside its bounds or no number.
    """

    dx: float = 0.0
    dy: float = 0.0
    scale: float = 1.0
    rotation_deg: float = 0.0
    width: float = 1.0

    def __post_init__(self) -> None:
        shifts = abs(self.dx) <= MOST_SHIFT and abs(self.dy) <= MOST_SHIFT
        sizes = all(LEAST_SCALE <= one <= MOST_SCALE for one in (self.scale, self.width))
        if not (shifts and sizes and abs(self.rotation_deg) <= MOST_TURN_DEG):  # NaN is neither
            raise ValueError(f"out of bounds: {self}")

    @property
    def is_none(self) -> bool:
        """Whether it changes nothing."""
        return self == UNADJUSTED

    def moved(self, dx: float, dy: float) -> "Adjustment":
        """Return it shifted further, as far as its bounds allow."""
        return replace(
            self,
            dx=_within(self.dx + dx, -MOST_SHIFT, MOST_SHIFT),
            dy=_within(self.dy + dy, -MOST_SHIFT, MOST_SHIFT),
        )

    def scaled(self, factor: float) -> "Adjustment":
        """Return it so many times as large, as far as its bounds allow."""
        return replace(self, scale=_within(self.scale * factor, LEAST_SCALE, MOST_SCALE))

    def widened(self, factor: float) -> "Adjustment":
        """Return it so many times as wide, as far as its bounds allow."""
        return replace(self, width=_within(self.width * factor, LEAST_SCALE, MOST_SCALE))

    def turned(self, degrees: float) -> "Adjustment":
        """Return it turned further, as far as its bounds allow."""
        turn = _within(self.rotation_deg + degrees, -MOST_TURN_DEG, MOST_TURN_DEG)
        return replace(self, rotation_deg=turn)


def _within(value: float, least: float, most: float) -> float:
    return min(max(value, least), most)


#: What changes nothing.
UNADJUSTED = Adjustment()
