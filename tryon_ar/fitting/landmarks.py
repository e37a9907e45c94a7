"""Landmarks of a garment as arrays, with the few that can be derived filled in."""

import itertools

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.types import Points
from tryon_ar.fitting import anatomy
from tryon_ar.fitting.vectors import distance, unit
from tryon_ar.garments.garment import Garment, Part

Landmarks = dict[str, Points]
SIDES = ("right", "left")
# How far an outline may stray from the chord between two landmarks, of its length.
_MOST_BULGE = 0.15
# Cuffs so near to the shoulder seams (of the seams' distance) are armholes: nobody wears a sleeve
# that ends where it begins.
_SHORTEST_SLEEVE = 0.10
_SHOULDER_PARTS = (Part.TORSO, Part.LEFT_SLEEVE, Part.RIGHT_SLEEVE)


def garment_landmarks(garment: Garment) -> Landmarks:
    """Return the garment's landmarks, with the derivable ones added.

    Parameters
    ----------
    garment : Garment

    Returns
    -------
    dict of str to ndarray of shape (2,), float64
        Photo pixels. ``hem_center``, ``neck_front`` and waists missing from the garment lie
        between their neighbours. Beside each elbow and knee stand ``…_outer`` and ``…_inner``
        on the outline of the sleeve or leg, unless the sleeve ends there,
        and between two cross-sections of a limb ``…_middle`` points on its outline.
    """
    marks: Landmarks = {name: np.array(p, float) for name, p in garment.landmarks.items()}
    _fill_middle(marks, "hem_center", "hem_left", "hem_right")
    _fill_middle(marks, "neck_front", "neck_left", "neck_right")
    _drop_armholes(marks)
    _drop_elbows(marks)
    at_elbow = _end_at_elbows(marks)
    for side in SIDES:
        _fill_between(marks, f"waist_{side}", f"armpit_{side}", f"hem_{side}", 0.45)
        sleeve = Part.LEFT_SLEEVE if side == "left" else Part.RIGHT_SLEEVE
        leg = Part.LEFT_LEG if side == "left" else Part.RIGHT_LEG
        if not at_elbow:
            _fill_width(marks, f"elbow_{side}", f"shoulder_{side}", f"cuff_{side}", garment, sleeve)
        _fill_width(marks, f"knee_{side}", f"waist_{side}", f"leg_hem_{side}", garment, leg)
        top = (f"shoulder_{side}", f"armpit_{side}")
        _fill_middles(marks, top, f"elbow_{side}", f"cuff_{side}", garment, sleeve)
    _fill_sides(marks, garment)
    _fill_shoulder_lines(marks, garment)
    return marks


def middle_name(start: str, end: str) -> str:
    """Return the name of the outline point between two landmarks of a limb."""
    return f"{start}_to_{end}_middle"


def is_long_sleeved(marks: Landmarks) -> bool:
    """Whether the sleeves reach the elbows."""
    return "elbow_left" in marks and "elbow_right" in marks


def covers_forearms(marks: Landmarks) -> bool:
    """Whether the sleeves go on below the elbows, in pieces of their own."""
    return all(f"elbow_{side}_outer" in marks for side in SIDES)


def has_sleeves(marks: Landmarks) -> bool:
    """Whether there are sleeves with cuffs on both sides."""
    return all(f"cuff_{side}_{edge}" in marks for side in SIDES for edge in ("inner", "outer"))


def _drop_armholes(marks: Landmarks) -> None:
    """Take away the cuffs of sleeves without length: they are the edges of armholes."""
    seams = [f"shoulder_{side}" for side in SIDES]
    if not (marks.keys() >= set(seams) and has_sleeves(marks)):
        return
    lengths = [distance(marks[f"shoulder_{side}"], marks[f"cuff_{side}_outer"]) for side in SIDES]
    if max(lengths) < _SHORTEST_SLEEVE * distance(marks[seams[0]], marks[seams[1]]):
        for name in [mark for mark in marks if mark.startswith(("cuff_", "elbow_"))]:
            del marks[name]


def _drop_elbows(marks: Landmarks) -> None:
    """Take the elbows from sleeves that are too short to have any."""
    elbows = [f"elbow_{side}" for side in SIDES]
    seams = {f"{name}_{side}" for name in ("shoulder", "armpit") for side in SIDES}
    if not (seams.union(elbows) <= marks.keys() and has_sleeves(marks)):
        return
    unit_px = distance(marks["shoulder_right"], marks["shoulder_left"]) / anatomy.SEAM_WIDTH
    longest = max(sleeve_length(marks, side) for side in SIDES)
    if longest < anatomy.ENDS_ABOVE_ELBOW * unit_px:
        for elbow in elbows:
            del marks[elbow]


def _end_at_elbows(marks: Landmarks) -> bool:
    """Whether sleeves end at the elbows, but for a little.

    That little, in a piece of its own, would be drawn out over half the forearm.
    """
    seams = {f"{name}_{side}" for name in ("shoulder", "armpit", "elbow") for side in SIDES}
    if not (seams <= marks.keys() and has_sleeves(marks)):
        return False
    unit_px = distance(marks["shoulder_right"], marks["shoulder_left"]) / anatomy.SEAM_WIDTH
    below = max(distance(marks[f"elbow_{side}"], _cuff_middle(marks, side)) for side in SIDES)
    longest = max(sleeve_length(marks, side) for side in SIDES)
    short = longest < anatomy.ENDS_AT_ELBOW * unit_px
    return short and below < anatomy.LEFT_BELOW_ELBOW * unit_px


def sleeve_length(marks: Landmarks, side: str) -> float:
    """Return the length of a sleeve from the middle of its seam, photo pixels."""
    top = (marks[f"shoulder_{side}"] + marks[f"armpit_{side}"]) / 2
    cuff = _cuff_middle(marks, side)
    elbow = marks.get(f"elbow_{side}", (top + cuff) / 2)
    return distance(top, elbow) + distance(elbow, cuff)


def _cuff_middle(marks: Landmarks, side: str) -> Points:
    return (marks[f"cuff_{side}_outer"] + marks[f"cuff_{side}_inner"]) / 2


def _fill_middle(marks: Landmarks, name: str, one: str, other: str) -> None:
    if name not in marks and one in marks and other in marks:
        marks[name] = (marks[one] + marks[other]) / 2


def _fill_between(marks: Landmarks, name: str, top: str, bottom: str, fraction: float) -> None:
    if name not in marks and top in marks and bottom in marks:
        marks[name] = marks[top] + (marks[bottom] - marks[top]) * fraction


def _fill_width(
    marks: Landmarks, joint: str, top: str, end: str, garment: Garment, part: Part
) -> None:
    """Find the outline on both sides of a joint by walking square to the limb."""
    outer_end, inner_end = f"{end}_outer", f"{end}_inner"
    if joint not in marks or outer_end not in marks or inner_end not in marks:
        return
    centre = marks[joint]
    axis = unit((marks[outer_end] + marks[inner_end]) / 2 - centre)
    if top in marks:
        axis = unit(axis + unit(centre - marks[top]))
    outward = np.array([axis[1], -axis[0]])
    if float(outward @ (marks[outer_end] - marks[inner_end])) < 0:
        outward = -outward
    half_px = float(np.hypot(*(marks[outer_end] - marks[inner_end]))) / 2
    limb = (garment.parts == part) & (garment.alpha > 127)
    out_px = ray_length(limb, centre, outward)
    in_px = ray_length(limb, centre, -outward)
    out_px = out_px if 0.5 * half_px < out_px < 4 * half_px else 1.2 * half_px
    in_px = in_px if 0.5 * half_px < in_px < 4 * half_px else 1.2 * half_px
    marks[f"{joint}_outer"] = centre + outward * out_px
    marks[f"{joint}_inner"] = centre - outward * in_px


def _fill_middles(
    marks: Landmarks, top: tuple[str, str], joint: str, end: str, garment: Garment, part: Part
) -> None:
    """Add the outline points between the cross-sections of a limb."""
    joint_edges, end_edges = (f"{joint}_outer", f"{joint}_inner"), (f"{end}_outer", f"{end}_inner")
    sections = [edges for edges in (top, joint_edges, end_edges) if set(edges) <= marks.keys()]
    limb = (garment.parts == part) & (garment.alpha > 127)
    for one, other in itertools.pairwise(sections):
        for start, stop, sign in ((one[0], other[0], 1), (one[1], other[1], -1)):
            across = marks[other[0]] - marks[other[1]]
            marks[middle_name(start, stop)] = _outline_middle(
                limb, marks[start], marks[stop], across * sign
            )


def _fill_sides(marks: Landmarks, garment: Garment) -> None:
    """Add the trunk's outline points between armpits and waist."""
    trunk = (garment.parts == Part.TORSO) & (garment.alpha > 127)
    ends = {f"{name}_{side}" for name in ("armpit", "waist") for side in SIDES}
    if not ends <= marks.keys():
        return
    leftwards = marks["waist_left"] - marks["waist_right"]
    for side, outward in (("left", leftwards), ("right", -leftwards)):
        start, stop = f"armpit_{side}", f"waist_{side}"
        marks[middle_name(start, stop)] = _outline_middle(trunk, marks[start], marks[stop], outward)


def _fill_shoulder_lines(marks: Landmarks, garment: Garment) -> None:
    """Add the outline's points halfway between neck and shoulder seams."""
    cloth = np.isin(garment.parts, _SHOULDER_PARTS) & (garment.alpha > 127)
    for side in SIDES:
        start, stop = f"neck_{side}", f"shoulder_{side}"
        armpit = f"armpit_{side}"
        if {start, stop, armpit} <= marks.keys():
            upwards = (marks[start] + marks[stop]) / 2 - marks[armpit]
            middle = _outline_middle(cloth, marks[start], marks[stop], upwards)
            marks[middle_name(start, stop)] = middle


def _outline_middle(
    limb: NDArray[np.bool_], start: Points, stop: Points, outward: Points
) -> Points:
    """Return the outline's point beside the middle of a chord, or the middle itself."""
    middle = (start + stop) / 2
    axis = unit(stop - start)
    normal = np.array([axis[1], -axis[0]])
    if float(normal @ outward) < 0:
        normal = -normal
    most_px = _MOST_BULGE * float(np.hypot(*(stop - start)))
    inner = middle - normal * most_px
    reach = ray_length(limb, inner, normal)
    return inner + normal * reach if 0 < reach < 2 * most_px else middle


def ray_length(inside: NDArray[np.bool_], start: Points, direction: Points) -> float:
    """Return how far one can go from ``start`` before leaving the mask, in pixels."""
    height, width = inside.shape
    steps = np.arange(0.0, float(max(height, width)), 0.5)
    columns = np.rint(start[0] + direction[0] * steps).astype(int)
    rows = np.rint(start[1] + direction[1] * steps).astype(int)
    visible = (columns >= 0) & (columns < width) & (rows >= 0) & (rows < height)
    hit = np.zeros(len(steps), bool)
    hit[visible] = inside[rows[visible], columns[visible]]
    outside = np.flatnonzero(~hit)
    return float(steps[outside[0]]) if len(outside) else float(steps[-1])
