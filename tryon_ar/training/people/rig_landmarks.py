"""Landmarks of the rig's garments: the same points of the cloth in every pose.

Cuffs and the hems of legs are rings round a limb: there people mark the two ends of what is seen,
and so does the rig. Everything else is one point of the cloth.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.people.cameras import View
from tryon_ar.training.people.clothes_landmarks import top_landmarks
from tryon_ar.training.people.clothes_measures import Floats, Measures
from tryon_ar.training.people.clothes_shells import Cut
from tryon_ar.training.people.mesh import Mesh, Surface
from tryon_ar.training.people.rig_garments import LOWER, Worn

_SIDES = (("left", 1.0), ("right", -1.0))
_RING_M = 0.012
# From a ring up the limb: what tells which way the limb goes.
_UP_M = 0.07
# Trims lie on the cloth within so much, at rest and along a limb.
_SEWN_M = 0.008


@dataclass(frozen=True, slots=True)
class Ring:
    """The end of a sleeve or leg, posed.

    Attributes
    ----------
    points : ndarray of shape (K, 3)
    above : ndarray of shape (3,)
        The limb's middle a little further up.
    sign : float
        1 on the wearer's left, -1 on the right.
    """

    points: Floats
    above: Floats
    sign: float


@dataclass(frozen=True, slots=True)
class Marks:
    """Landmarks of one dressed figure.

    Attributes
    ----------
    points : dict of str to ndarray of shape (3,)
    rings : dict of str to Ring
        By ``cuff_left``, ``leg_hem_right`` and their like.
    """

    points: dict[str, Floats]
    rings: dict[str, Ring]

    def seen_by(self, view: View) -> dict[str, Floats]:
        """Return all landmarks (3,) in the room, the ends of rings as a camera sees them."""
        found = dict(self.points)
        for name, ring in self.rings.items():
            outer, inner = _ends(ring, view)
            found |= {f"{name}_outer": outer, f"{name}_inner": inner}
        return found


def _ends(ring: Ring, view: View) -> tuple[Floats, Floats]:
    """Return the outer and inner end of a ring in a picture.

    Outside is where a hanging limb looks away from the body, seen from the front: a quarter turn
    from the way down the limb, to one hand on the left and the other on the right.
    """
    seen = view.camera.seen(ring.points)
    down = seen.mean(axis=0) - view.camera.seen(ring.above[None])[0]
    across = ring.sign * np.array([down[1], -down[0]])
    # A limb that points at the camera has no way down: its end is a ring, seen whole.
    reach = seen @ across
    return ring.points[int(reach.argmax())], ring.points[int(reach.argmin())]


def marks_of(worn: Worn) -> Marks:
    """Return the landmarks of the garment that counts."""
    if worn.category in LOWER:
        return _skirt(worn) if worn.category == "skirt" else _legs(worn)
    top, cut = worn.work.tops[0]
    points = top_landmarks(top, cut, worn.body)
    for name, sign in _SIDES:
        points |= {k: v for k, v in _armhole(cut, worn.body, name, sign).items() if k not in points}
    rings = {}
    trims = _trims(worn)
    if top.sleeve_m > 0:
        points = {name: at for name, at in points.items() if not name.startswith("cuff")}
        rings = _cuffs(cut, worn.body, top.sleeve_m)
        rings = {name: _with_trim(ring, trims) for name, ring in rings.items()}
    for name in [one for one in points if one.startswith(("hem", "waist"))]:
        points[name] = _on_trim(points[name], cut, trims)
    if worn.category == "dress":
        points |= _hem_of_skirt(worn.garment[_skirt_index(worn)]) | _waist(worn)
    return Marks(points, rings)


def _trims(worn: Worn) -> tuple[Floats, Floats]:
    """Return points and rest positions of what is sewn on, such as ribbed hems and cuffs."""
    sewn = [mesh for mesh in worn.garment[1:] if mesh.paint.surface is Surface.CLOTH]
    if worn.category == "dress" or not sewn:
        return np.zeros((0, 3)), np.zeros((0, 3))
    points = np.concatenate([mesh.vertices for mesh in sewn])
    return points, np.concatenate([mesh.rest for mesh in sewn])


def _on_trim(point: Floats, cut: Cut, trims: tuple[Floats, Floats]) -> Floats:
    """Return the point of a trim that lies on a point of the cloth, or that point."""
    rest = cut.rest[int(np.linalg.norm(cut.points - point, axis=1).argmin())]
    away = np.linalg.norm(trims[1] - rest, axis=1)
    if not len(away) or away.min() > _SEWN_M:
        return point
    near = np.flatnonzero(away < away.min() + 1e-4)
    outwards = point - cut.points.mean(axis=0)
    return np.asarray(trims[0][near[int((trims[0][near] @ outwards).argmax())]])


def _with_trim(ring: Ring, trims: tuple[Floats, Floats]) -> Ring:
    """Return a ring with what is sewn on its edge."""
    if not len(trims[0]):
        return ring
    middle = ring.points.mean(axis=0)
    way = middle - ring.above
    way /= max(float(np.linalg.norm(way)), 1e-9)
    offset = trims[0] - middle
    radius = float(np.linalg.norm(ring.points - middle, axis=1).max()) + 0.02
    near = (np.linalg.norm(offset, axis=1) < radius) & (np.abs(offset @ way) < _SEWN_M)
    return replace(ring, points=np.concatenate([ring.points, trims[0][near]]))


def _armhole(cut: Cut, body: Measures, name: str, sign: float) -> dict[str, Floats]:
    """Return shoulder and armpit of a garment without sleeves, at its armhole."""
    edge = np.unique(cut.edges)
    rest = cut.rest[edge]
    beside = (rest[:, 0] * sign > 0.06) & (rest[:, 2] > body.waist_z)
    strap = edge[beside & (np.abs(rest[:, 1] - body.neck[1]) < 0.035)]
    found = {}
    hole = edge[beside & (np.abs(rest[:, 0]) > 0.09) & (rest[:, 2] < body.neck[2] - 0.05)]
    if len(hole):
        found[f"armpit_{name}"] = cut.points[hole[cut.rest[hole, 2].argmin()]]
    if len(strap):
        high = strap[cut.rest[strap, 2] > body.armpit_z]
        if len(high):
            found[f"shoulder_{name}"] = cut.points[high[(cut.rest[high, 0] * sign).argmax()]]
    return found


def _cuffs(cut: Cut, body: Measures, sleeve_m: float) -> dict[str, Ring]:
    edge = np.unique(cut.edges)
    rings = {}
    for name, sign in _SIDES:
        arm = body.arm & (body.rest[:, 0] * sign > 0)
        end = arm & (np.abs(body.along_arm - sleeve_m) < 0.02)
        if not end.any():
            # The sleeve ends on the hand or beyond the mesh's rings: take what is farthest out.
            end = arm & (body.along_arm > sleeve_m - 0.04) & (body.along_arm < sleeve_m + 0.04)
        if not end.any():
            continue
        middle = body.rest[end].mean(axis=0)
        near = edge[np.linalg.norm(cut.rest[edge] - middle, axis=1) < 0.13]
        if len(near) < 4:
            continue
        start = body.shoulder * (sign, 1.0, 1.0)
        towards = start - middle
        if sleeve_m > body.upper_arm + 0.05:
            joint = arm & (np.abs(body.along_arm - body.upper_arm) < 0.02)
            towards = body.rest[joint].mean(axis=0) - middle
        up = middle + towards / np.linalg.norm(towards) * _UP_M
        around = np.argsort(np.linalg.norm(cut.rest - up, axis=1))[:60]
        rings[f"cuff_{name}"] = Ring(cut.points[near], cut.points[around].mean(axis=0), sign)
    return rings


def _shell(worn: Worn) -> Mesh:
    return worn.garment[0]


def _skirt_index(worn: Worn) -> int:
    """Return which piece of a dress is its skirt: the one that hangs lowest."""
    lowest = [float(mesh.rest[:, 2].min()) for mesh in worn.garment]
    return int(np.argmin(lowest))


def _at_level(mesh: Mesh, z: float, half_m: float = _RING_M) -> NDArray[np.intp]:
    return np.flatnonzero(np.abs(mesh.rest[:, 2] - z) < half_m)


def _sides_of(mesh: Mesh, row: NDArray[np.intp], stem: str) -> dict[str, Floats]:
    if len(row) < 4:
        return {}
    x = mesh.rest[row, 0]
    return {
        f"{stem}_left": np.asarray(mesh.vertices[row[x.argmax()]]),
        f"{stem}_right": np.asarray(mesh.vertices[row[x.argmin()]]),
    }


def _hem_of_skirt(mesh: Mesh) -> dict[str, Floats]:
    row = _at_level(mesh, float(mesh.rest[:, 2].min()), 0.006)
    found = _sides_of(mesh, row, "hem")
    front = row[mesh.rest[row, 1] < 0.0]
    if len(front) and np.abs(mesh.rest[front, 0]).min() < 0.03:
        found["hem_center"] = np.asarray(mesh.vertices[front[np.abs(mesh.rest[front, 0]).argmin()]])
    return found


def _waist(worn: Worn) -> dict[str, Floats]:
    """Return the waist of a dress: where its skirt begins."""
    skirt = worn.garment[_skirt_index(worn)]
    return _sides_of(skirt, _at_level(skirt, float(skirt.rest[:, 2].max()), 0.006), "waist")


def _skirt(worn: Worn) -> Marks:
    mesh = _shell(worn)
    top = _at_level(mesh, float(mesh.rest[:, 2].max()), 0.006)
    return Marks(_sides_of(mesh, top, "waist") | _hem_of_skirt(mesh), {})


def _legs(worn: Worn) -> Marks:
    """Return the landmarks of trousers or shorts; knees are the middles of their legs."""
    mesh, body = _shell(worn), worn.body
    rest = mesh.rest
    points = _sides_of(mesh, _at_level(mesh, float(rest[:, 2].max())), "waist")
    middle = np.flatnonzero(np.abs(rest[:, 0]) < 0.012)
    fork = middle[rest[middle, 2] < rest[middle, 2].min() + 0.015]
    # Of the seam between the legs, what is seen from the front.
    points["crotch"] = np.asarray(mesh.vertices[fork[rest[fork, 1].argmin()]])
    end_z = float(rest[:, 2].min())
    rings = {}
    for name, sign in _SIDES:
        leg = rest[:, 0] * sign > 0.0
        knee = np.flatnonzero(leg & (np.abs(rest[:, 2] - body.knee_z) < 0.02))
        if len(knee) > 8 and end_z < body.knee_z - 0.05:
            points[f"knee_{name}"] = np.asarray(mesh.vertices[knee].mean(axis=0))
        low = np.flatnonzero(leg & (rest[:, 2] < end_z + _RING_M))
        up = np.flatnonzero(leg & (np.abs(rest[:, 2] - end_z - _UP_M) < 0.02))
        if len(low) > 3 and len(up) > 3:
            above = np.asarray(mesh.vertices[up].mean(axis=0))
            rings[f"leg_hem_{name}"] = Ring(np.asarray(mesh.vertices[low]), above, sign)
    return Marks(points, rings)
