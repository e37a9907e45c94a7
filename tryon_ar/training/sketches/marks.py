"""Where landmarks of tops, jackets and dresses lie: as a hand would place them on a photo."""

import numpy as np

from tryon_ar.training.sketches.bodies import BodyLines
from tryon_ar.training.sketches.curves import along, flip, flipped
from tryon_ar.training.sketches.draft import inside
from tryon_ar.training.sketches.sketch import Curve, Sketch

_WAISTED = 0.95
"""A narrowest place is a waist if it is below this share of the width at the armpits."""


def place_landmarks(sketch: Sketch, lines: BodyLines) -> None:
    """Name the landmarks of a body."""
    b, marks = lines.body, sketch.landmarks
    marks["neck_front"] = along(lines.front, 0.5)
    marks["hem_center"] = along(lines.hem, 0.5)
    waist = waist_of(lines, seam=sketch.category == "dress")
    for side, sign in (("left", 1.0), ("right", -1.0)):
        marks[f"neck_{side}"] = (sign * b.neck_half, 0.0)
        marks[f"shoulder_{side}"] = (sign * b.shoulder_half, b.shoulder_drop)
        marks[f"armpit_{side}"] = (sign * b.armpit_half, b.armpit_y)
        marks[f"waist_{side}"] = (sign * waist[0], waist[1])
        marks[f"hem_{side}"] = (sign * b.hem_half, b.hem_y - b.hem_rise)


def waist_of(lines: BodyLines, *, seam: bool) -> tuple[float, float]:
    """Return the wearer's left end of the waist, on the outline.

    Parameters
    ----------
    seam : bool
        A seam runs at the body's waist; it is the waist then.

    Notes
    -----
    Without one it is the narrowest place of a waisted garment, and half-way from armpit to hem
    of a straight one.
    """
    b = lines.body
    if seam:
        return b.waist_half, b.waist_y
    y = np.linspace(b.armpit_y, b.hem_y - b.hem_rise, 41)
    x = np.interp(y, lines.side[:, 1], lines.side[:, 0])
    least = int(np.argmin(x))
    if not 5 < least < 33 or x[least] > _WAISTED * min(x[0], x[-1] * 1.03):
        least = 20
    return float(x[least]), float(y[least])


def mark_beside_collar(sketch: Sketch, lines: BodyLines, outlines: list[Curve]) -> None:
    """Move the ends of the neck outwards to where a collar or hood meets the shoulders' line."""
    share = np.linspace(0.0, 1.0, 60)
    way = np.linspace(0.0, 1.0, len(lines.shoulder))
    shoulder = np.column_stack([np.interp(share, way, lines.shoulder[:, k]) for k in (0, 1)])
    for side, course in (("left", shoulder), ("right", flip(shoulder))):
        covered = np.zeros(len(course), bool)
        for outline in outlines:
            covered |= inside(outline, course)
        if covered.any():
            x, y = course[np.flatnonzero(covered)[-1]]
            sketch.landmarks[f"neck_{side}"] = (float(x), float(y))


def half_way(outer: Curve, inner: Curve) -> tuple[float, float]:
    """Return the middle of a sleeve's width, half-way along its outer edge.

    Parameters
    ----------
    outer, inner : ndarray of shape (N, 2)
        Its edges, both towards the cuff.
    """
    at = np.array(along(outer, 0.5))
    nearest = inner[int(np.argmin(np.hypot(*(inner - at).T)))]
    x, y = (at + nearest) / 2
    return float(x), float(y)


def put_both(sketch: Sketch, name: str, place: tuple[float, float]) -> None:
    """Set a landmark of the wearer's left and its mirror image on the right."""
    sketch.landmarks[f"{name}_left"] = place
    sketch.landmarks[f"{name}_right"] = flipped(place)
