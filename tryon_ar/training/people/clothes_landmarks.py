"""Landmarks of worn upper clothes, on the cloth itself."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.people.clothes_dressing import Top
from tryon_ar.training.people.clothes_measures import Floats, Measures
from tryon_ar.training.people.clothes_shells import Cut

# A landmark has cloth within so much of where it should be, at rest.
_REACH_M = 0.045
_SIDES = (("left", 1.0), ("right", -1.0))


def top_landmarks(top: Top, cut: Cut, body: Measures) -> dict[str, Floats]:
    """Return landmarks of a garment's upper part, by the names that garments use.

    Shoulders are where the cloth lies on the joints; armpits where the arm meets the chest; elbows
    the middle of the sleeve; cuffs, hem and neck lie on the edges of the cut. A garment has those
    that exist on it.

    Parameters
    ----------
    top : Top
    cut : Cut
        Its shell.
    body : Measures

    Returns
    -------
    dict of str to ndarray of shape (3,)
        Posed, m.
    """
    if not len(cut.points) or not len(cut.edges):
        return {}
    edge = np.unique(cut.edges)
    found = _neck(cut, body, edge)
    for name, sign in _SIDES:
        found |= {f"{key}_{name}": at for key, at in _beside(top, cut, body, sign).items()}
        found |= _cuff(top, cut, body, edge, name, sign)
    return found | _hem(top, cut, body, edge)


def _nearest(cut: Cut, at: Floats, among: NDArray[np.intp] | None = None) -> Floats | None:
    """Return the posed point of the cloth nearest to a place at rest, if one is near enough."""
    rest = cut.rest if among is None else cut.rest[among]
    if not len(rest):
        return None
    away = np.linalg.norm(rest - at, axis=1)
    best = int(away.argmin())
    if away[best] > _REACH_M:
        return None
    return np.asarray(cut.points[best if among is None else among[best]])


def _present(found: dict[str, Floats | None]) -> dict[str, Floats]:
    return {name: at for name, at in found.items() if at is not None}


def _neck(cut: Cut, body: Measures, edge: NDArray[np.intp]) -> dict[str, Floats]:
    rest = cut.rest[edge]
    near = edge[(np.abs(rest[:, 0]) < 0.14) & (rest[:, 2] > body.armpit_z - 0.05)]
    if len(near) < 8:
        return {}
    rest = cut.rest[near]
    # The sides of the neck lie on the ridge of the shoulders.
    ridge = near[np.abs(rest[:, 1] - body.neck[1]) < 0.03]
    front = near[(np.abs(rest[:, 0]) < 0.02) & (rest[:, 1] < body.neck[1] - 0.02)]
    found: dict[str, Floats | None] = {"neck_left": None, "neck_right": None, "neck_front": None}
    for name, sign in _SIDES:
        side = ridge[cut.rest[ridge, 0] * sign > 0.02]
        if len(side):
            inner = side[np.abs(cut.rest[side, 0]).argmin()]
            found[f"neck_{name}"] = cut.points[inner]
    if len(front):
        found["neck_front"] = cut.points[front[cut.rest[front, 2].argmax()]]
    return _present(found)


def _beside(top: Top, cut: Cut, body: Measures, sign: float) -> dict[str, Floats]:
    """Return a side's shoulder, armpit, elbow and waist."""
    mirror = np.array([sign, 1.0, 1.0])
    arm = body.arm & (body.rest[:, 0] * sign > 0)
    begins = arm & (np.abs(body.along_arm) < 0.025)
    root = arm & (np.abs(body.along_arm - 0.2 * body.upper_arm) < 0.02)
    found: dict[str, Floats | None] = {}
    if begins.any():
        crest = np.flatnonzero(begins)[body.rest[begins, 2].argmax()]
        found["shoulder"] = _nearest(cut, body.rest[crest])
    if root.any():
        low = np.flatnonzero(root)[body.rest[root, 2].argmin()]
        found["armpit"] = _nearest(cut, body.rest[low])
    if top.sleeve_m > 1.1 * body.upper_arm:
        away = body.shoulder * mirror - cut.rest
        along = np.linalg.norm(away, axis=1)
        ring = (np.abs(along - body.upper_arm) < 0.015) & (cut.rest[:, 0] * sign > 0.22)
        if ring.any():
            found["elbow"] = cut.points[ring].mean(axis=0)
    if top.hem_z < body.waist_z - 0.03:
        level = np.abs(cut.rest[:, 2] - body.waist_z) < 0.012
        level &= np.abs(cut.rest[:, 0]) < 0.24
        if level.any():
            row = np.flatnonzero(level)
            found["waist"] = cut.points[row[(cut.rest[row, 0] * sign).argmax()]]
    return _present(found)


def _cuff(
    top: Top, cut: Cut, body: Measures, edge: NDArray[np.intp], name: str, sign: float
) -> dict[str, Floats]:
    arm = body.arm & (body.rest[:, 0] * sign > 0)
    end = arm & (np.abs(body.along_arm - top.sleeve_m) < 0.02)
    if top.sleeve_m <= 0 or not end.any():
        return {}
    middle = body.rest[end].mean(axis=0)
    near = edge[np.linalg.norm(cut.rest[edge] - middle, axis=1) < 0.12]
    if len(near) < 4:
        return {}
    # Across the arm: outwards is away from the body, and up, as it hangs down aslant.
    way = middle - body.shoulder * (sign, 1.0, 1.0)
    out = np.array([-way[2] * sign, 0.0, way[0] * sign])
    reach = cut.rest[near] @ out
    return {
        f"cuff_{name}_outer": cut.points[near[reach.argmax()]],
        f"cuff_{name}_inner": cut.points[near[reach.argmin()]],
    }


def _hem(top: Top, cut: Cut, body: Measures, edge: NDArray[np.intp]) -> dict[str, Floats]:
    rest = cut.rest[edge]
    hem = edge[(np.abs(rest[:, 2] - top.hem_z) < 0.01) & (np.abs(rest[:, 0]) < 0.3)]
    if len(hem) < 8:
        return {}
    x = cut.rest[hem, 0]
    found = {"hem_left": cut.points[hem[x.argmax()]], "hem_right": cut.points[hem[x.argmin()]]}
    front = hem[cut.rest[hem, 1] < body.neck[1] - 0.02]
    if len(front) and np.abs(cut.rest[front, 0]).min() < 0.02:
        found["hem_center"] = cut.points[front[np.abs(cut.rest[front, 0]).argmin()]]
    return found
