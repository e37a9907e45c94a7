"""How garments are to be worn, as told on the command line."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tryon_ar.core.dressing import DressingOptions
from tryon_ar.core.errors import UsageError

if TYPE_CHECKING:
    from tryon_ar.garments.garment import Garment


def dressing_options(
    *, size: str | None = None, tuck: bool = False, sway: bool = True, light: float = 100.0
) -> DressingOptions:
    """Return how to wear garments.

    Parameters
    ----------
    size : str or None
        Of the garments' own charts.
    tuck, sway : bool
        Hems of tops into what is worn below; skirts and hems swing.
    light : float
        Strength of the room's light on garments, percent.

    Raises
    ------
    UsageError
        When the size is empty or the light outside 0 to 100.
    """
    if size is not None and not size.strip():
        raise UsageError("--size is empty.", "Name a size, such as M, or leave it out.")
    if not 0.0 <= light <= 100.0:
        raise UsageError(
            f"--light must be 0 to 100, not {light:g}.", "0 is off, 100 is full and usual."
        )
    return DressingOptions(size=size, tucked=tuck, sway=sway, light=light / 100.0)


def check_size(size: str | None, garments: Sequence["Garment"]) -> None:
    """Refuse a size that none of the garments comes in.

    Raises
    ------
    UsageError
        Naming the sizes there are.
    """
    from tryon_ar.garments.sizes import size_names

    if size is None or not garments:
        return
    known = {garment.id: size_names(garment.sizes) for garment in garments}
    if any(size in names for names in known.values()):
        return
    told = [f"{identifier} has {', '.join(names)}" for identifier, names in known.items() if names]
    hint = f"{'; '.join(told)}." if told else "They have no size chart: leave out --size."
    raise UsageError(f"No garment named comes in the size {size}.", hint)
