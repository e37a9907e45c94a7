"""How people want garments to be worn: size, tuck, sway, light."""

from dataclasses import dataclass


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

    Raises
    ------
    ValueError
        When ``light`` is outside 0 to 1.
    """

    size: str | None = None
    tucked: bool = False
    sway: bool = True
    light: float = 1.0

    def __post_init__(self) -> None:
        if not 0.0 <= self.light <= 1.0:
            raise ValueError(f"light must be 0 to 1, not {self.light}")


#: What is worn where nobody chose anything.
USUAL_DRESSING = DressingOptions()
