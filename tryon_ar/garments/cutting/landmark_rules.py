"""Which landmarks a category has, and where on the garment each lies."""

from enum import Enum, auto

from tryon_ar.garments.garment import LOWER_CATEGORIES

SIDES = ("left", "right")
_BODICE = ("neck", "shoulder", "armpit", "waist", "hem")
CUFFS = tuple(f"cuff_{side}_{edge}" for side in SIDES for edge in ("inner", "outer"))
ELBOWS = ("elbow_left", "elbow_right")
_LEG_HEMS = tuple(f"leg_hem_{side}_{edge}" for side in SIDES for edge in ("inner", "outer"))


class Lies(Enum):
    """Where on a garment a landmark lies."""

    ON_CORNER = auto()
    IN_CORNER = auto()
    ON_OUTLINE = auto()
    ON_FRONT = auto()
    INSIDE = auto()


def where(name: str, *, sleeved: bool = True) -> Lies:
    """Return where a landmark lies.

    ``ON_CORNER``: a corner that points outward (cuffs, hems); ``IN_CORNER``: one that points
    inward (armpits below sleeves, the crotch); ``ON_OUTLINE``: anywhere on it;
    ``ON_FRONT``: on the edge of the front, which the inside of the back may continue;
    ``INSIDE``: the middle of a limb.
    """
    if name == "neck_front":
        return Lies.ON_FRONT
    if name.startswith(("elbow", "knee")):
        return Lies.INSIDE
    if name.startswith("armpit"):
        return Lies.IN_CORNER if sleeved else Lies.ON_OUTLINE
    if name == "crotch":
        return Lies.IN_CORNER
    if name.startswith(("cuff", "hem_l", "hem_r", "leg_hem")):
        return Lies.ON_CORNER
    return Lies.ON_OUTLINE


def landmarks_of(category: str, *, sleeves: bool) -> tuple[str, ...]:
    """Return the landmarks that a garment of a category can have.

    Parameters
    ----------
    category : str
    sleeves : bool
        Whether it has sleeves; trousers and skirts never do.
    """
    if category == "skirt":
        return (*_both("waist"), *_both("hem"), "hem_center")
    if category in LOWER_CATEGORIES:
        knees = _both("knee") if category == "trousers" else ()
        return (*_both("waist"), "crotch", *knees, *_LEG_HEMS)
    bodice = tuple(name for stem in _BODICE for name in _both(stem))
    arms = (*ELBOWS, *CUFFS) if sleeves else ()
    return (*bodice, "neck_front", "hem_center", *arms)


def other_side(name: str) -> str | None:
    """Return the landmark's partner on the other side, None for those on the middle line."""
    if "left" in name:
        return name.replace("left", "right")
    if "right" in name:
        return name.replace("right", "left")
    return None


def _both(stem: str) -> tuple[str, str]:
    return f"{stem}_left", f"{stem}_right"
