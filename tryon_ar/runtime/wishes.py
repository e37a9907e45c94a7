"""What a session is to wear: garments kept by their ids, ones handed over, and how."""

from collections.abc import Sequence
from dataclasses import replace

from tryon_ar.core.adjustment import Adjustment
from tryon_ar.core.dressing import USUAL_DRESSING, DressingOptions
from tryon_ar.garments.garment import Garment
from tryon_ar.runtime.comparison import Comparison
from tryon_ar.runtime.wardrobe import Edition, Kept, Wish


class Wishes:
    """What is worn and how, what may be worn next, and what stands in for what is kept.

    Attributes
    ----------
    raised_hands : bool
        Whether hands held up beside the body are to be looked at.

    Notes
    -----
    *Thread safety*: any thread; everything is replaced whole, never changed.
    """

    def __init__(self) -> None:
        self.ids: tuple[str, ...] = ()
        self.expected_ids: tuple[str, ...] = ()
        self.comparison: Comparison | None = None
        self._options: DressingOptions = USUAL_DRESSING
        self.raised_hands = False
        self._handed: dict[str, Garment] = {}
        self._editions: dict[str, int] = {}

    @property
    def options(self) -> DressingOptions:
        """How garments are worn; setting it leaves what was adjusted by hand."""
        return self._options

    @options.setter
    def options(self, options: DressingOptions) -> None:
        self._options = replace(options, adjustments=self._options.adjustments)

    def adjust(self, garment_id: str, adjustment: Adjustment) -> None:
        """Wear a garment as it was set right by hand, from the next frame on."""
        others = {key: one for key, one in self._options.adjustments.items() if key != garment_id}
        changed = others if adjustment.is_none else {**others, garment_id: adjustment}
        self._options = replace(self._options, adjustments=changed)

    def hand_over(self, garment: Garment) -> None:
        """Let a garment stand in for what is kept under its id."""
        self._handed = {**self._handed, garment.id: garment}

    def take_back(self, garment_id: str) -> None:
        """Let nothing stand in any more; what is kept may have changed meanwhile."""
        self._editions = {**self._editions, garment_id: self._editions.get(garment_id, 0) + 1}
        self._handed = {key: one for key, one in self._handed.items() if key != garment_id}

    def worn(self) -> tuple[Wish, ...]:
        """Return what to wear."""
        return self._wished(self.ids)

    def compared(self) -> Comparison | None:
        """Return what to compare with what is worn, if anything."""
        comparison = self.comparison
        if comparison is None:
            return None
        looks = (replace(one, garments=self._wished(one.garments)) for one in comparison.looks)
        return replace(comparison, looks=tuple(looks))

    def expected(self) -> tuple[Kept, ...]:
        """Return what to have ready."""
        return tuple(self._edition(one) for one in self.expected_ids)

    def set_expected(self, garment_ids: Sequence[str]) -> None:
        """Expect other garments."""
        self.expected_ids = tuple(garment_ids)

    def _wished(self, wishes: Sequence[Wish]) -> tuple[Wish, ...]:
        handed = self._handed
        return tuple(
            handed.get(one, self._edition(one)) if isinstance(one, str) else one for one in wishes
        )

    def _edition(self, garment_id: str) -> Kept:
        number = self._editions.get(garment_id, 0)
        return Edition(garment_id, number) if number else garment_id
