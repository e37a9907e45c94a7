"""How large a garment's photo is on its wearer: along the body, and across it.

A photo has no scale; that the garment suits its wearer gives one. The two directions differ, since
cloth that lies flat is worn round a body. A tee of 45 cm from seam to seam, 52 cm across the chest
and 71 cm long fits somebody whose shoulder joints are 36 cm apart: lengths are true at 1.25 joint
distances from seam to seam (1.23 where people were rendered in clothes known exactly), but on the
round shoulder its seams are seen 1.13 apart, and its chest, 104 cm round an ellipse, 39 cm wide.
"""

from dataclasses import dataclass

import numpy as np

from tryon_ar.core.types import Points
from tryon_ar.fitting import anatomy
from tryon_ar.fitting.landmarks import Landmarks, has_sleeves, is_long_sleeved, sleeve_length
from tryon_ar.fitting.vectors import distance
from tryon_ar.fitting.wearer import Wearer

#: Lengths of a garment with sleeves: from seam to seam it measures this many shoulder widths.
FLAT_SEAMS = 1.21
# One without: its chest as it is worn, its armholes' depth and how far down its waist lies, and how
# much each of them counts. A chest that lies flat is wider than that, and its lengths say so.
_BARE = (("chest", 1.01, 0.50), ("armhole", 0.53, 0.25), ("waist", 1.33, 0.25))
_BARE_RANGE = (0.9, 1.35)
# People whose trunks are longer for their shoulders wear longer clothes, a little; whose trunk is
# foreshortened, as who leans towards the camera, are seen in shorter ones.
_USUAL_TRUNK, _LONGER = 1.42, 0.25
_SHORTEST_TRUNK, _LONGEST_TRUNK = 1.15, 1.75


@dataclass(frozen=True, slots=True)
class GarmentScale:
    """Frame pixels per photo pixel of somebody seen from the front.

    Attributes
    ----------
    along : float
        Of lengths, and of necks and straps, which lie on the shoulders as they are.
    across : float
        Of what hangs round a body or an arm.
    trunk : float
        The part of its flat width, at ``across``, that a trunk shows when worn.
    """

    along: float
    across: float
    trunk: float


def garment_scale(marks: Landmarks, wearer: Wearer) -> GarmentScale:
    """Return at which scales a top or dress suits its wearer.

    Parameters
    ----------
    marks : dict of str to ndarray of shape (2,)
        Photo landmarks; neck, shoulders, armpits and waists must be there.
    wearer : Wearer
    """
    build = _build(wearer)
    if not has_sleeves(marks):
        chest_px = max(distance(marks["armpit_right"], marks["armpit_left"]), 1.0)
        worn = _BARE[0][1] * wearer.unit_px / chest_px
        along = _bare_lengths(marks, chest_px) * wearer.unit_px / chest_px * build
        return GarmentScale(along, min(worn, along), 1.0)
    seam_px = max(distance(marks["shoulder_right"], marks["shoulder_left"]), 1.0)
    across = anatomy.SEAM_WIDTH * wearer.unit_px / seam_px * _drop(marks)
    along = across * FLAT_SEAMS / anatomy.SEAM_WIDTH * build
    return GarmentScale(along, across, _worn_width(marks))


def _bare_lengths(marks: Landmarks, chest_px: float) -> float:
    """Return how wide the chest would be at the scale of lengths, shoulder widths."""
    neck = _middle(marks, "neck")
    measured = {"chest": chest_px}
    for name, landmark in (("armhole", "armpit"), ("waist", "waist")):
        measured[name] = max(float((_middle(marks, landmark) - neck)[1]), 0.1 * chest_px)
    weighed = sum(share * np.log(usual * chest_px / measured[name]) for name, usual, share in _BARE)
    return float(np.clip(np.exp(weighed), *_BARE_RANGE))


def _middle(marks: Landmarks, name: str) -> Points:
    return (marks[f"{name}_right"] + marks[f"{name}_left"]) / 2


def _build(wearer: Wearer) -> float:
    """Return how much longer clothes are on this wearer, or are seen, than on most."""
    frame = wearer.frame
    trunk = distance(frame.shoulder_mid, frame.hip_mid) / wearer.unit_px
    usual = float(np.clip(trunk, _SHORTEST_TRUNK, _LONGEST_TRUNK))
    seen = (usual / _USUAL_TRUNK) ** _LONGER * min(trunk / _SHORTEST_TRUNK, 1.0)
    return wearer.steady.update("build", max(seen, 0.5), wearer.t_ms)


def _drop(marks: Landmarks) -> float:
    """Return how much wider than the shoulders the seams lie on, at least 1.

    A jumper too narrow for any chest at the width of its seams, with sleeves too short for
    any arm, is larger than the seams say: they have dropped onto the arms.
    """
    if not is_long_sleeved(marks):
        return 1.0
    seam_px = max(distance(marks["shoulder_right"], marks["shoulder_left"]), 1.0)
    chest = distance(marks["armpit_right"], marks["armpit_left"]) / seam_px * anatomy.SEAM_WIDTH
    lengths = (sleeve_length(marks, side) for side in ("right", "left"))
    sleeve = sum(lengths) / 2 / seam_px * anatomy.SEAM_WIDTH
    by_chest = anatomy.LEAST_CHEST / max(chest, 0.1)
    by_reach = anatomy.SLEEVE_REACH / (anatomy.SEAM_WIDTH / 2 + sleeve)
    return float(np.clip(min(by_chest, by_reach), 1.0, anatomy.MOST_DROP))


def _worn_width(marks: Landmarks) -> float:
    chest = distance(marks["armpit_right"], marks["armpit_left"])
    seams = distance(marks["shoulder_right"], marks["shoulder_left"])
    steps = (anatomy.WORN_CHEST, anatomy.FLAT_CHEST)
    return float(np.interp(chest / max(seams, 1.0), steps, (1.0, anatomy.FLAT_TO_WORN)))
