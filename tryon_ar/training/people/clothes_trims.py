"""What is sewn on clothes: collars, hoods, strings, buttons and ties."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from tryon_ar.core.labels import Label
from tryon_ar.training.people.clothes_cuts import NECK_BACK
from tryon_ar.training.people.clothes_measures import Floats
from tryon_ar.training.people.clothes_shells import Cut, Layers
from tryon_ar.training.people.clothes_triangles import unit, vertex_normals
from tryon_ar.training.people.mesh import Mesh, Paint

_CLEAR_M = 0.004


@dataclass(frozen=True, slots=True)
class Neckline:
    """The edge of cloth round the neck, posed.

    Attributes
    ----------
    points, outward, rest : ndarray of shape (S, 3)
        Along the edge, from the wearer's right in front over the nape to the left.
    turn : ndarray of shape (S,)
        Where along: -1 at the right front, 0 at the nape, 1 at the left front.
    up, left, down : ndarray of shape (3,)
        Along the neck, to the wearer's left, and from the throat down the breastbone.
    """

    points: Floats
    outward: Floats
    rest: Floats
    turn: Floats
    up: Floats
    left: Floats
    down: Floats


def neckline(layers: Layers, cut: Cut, open_angle: float = 0.12, count: int = 41) -> Neckline:
    """Find the neckline of a shell that was just laid.

    Parameters
    ----------
    layers : Layers
    cut : Cut
    open_angle : float
        Half of the angle in front, seen from above, that is left out, radians.
    count : int
        Number of points S.
    """
    body, figure = layers.body, layers.figure
    ends = np.unique(cut.edges)
    rest = cut.rest[ends]
    close = (np.hypot(rest[:, 0], rest[:, 1] - body.neck[1]) < 0.19) & (rest[:, 2] > body.armpit_z)
    ends, rest = ends[close], rest[close]
    offset = rest - body.neck
    angle = np.arctan2(offset[:, 0], offset[:, 1] + 0.02)  # 0 at the nape
    radius = np.hypot(offset[:, 0], offset @ NECK_BACK)
    order = np.lexsort((radius, np.round(angle, 2)))
    angle, ends = angle[order], ends[order]
    wanted = np.linspace(-np.pi + open_angle, np.pi - open_angle, count)
    data = np.hstack([cut.points[ends], cut.rest[ends]])
    found = np.column_stack([np.interp(wanted, angle, c, period=2 * np.pi) for c in data.T])
    found[1:-1] = (found[:-2] + 2 * found[1:-1] + found[2:]) / 4
    neck = figure.heads[figure.bones["neck01"]]
    up = unit((figure.heads[figure.bones["head"]] - neck)[None])[0]
    radial = found[:, :3] - neck
    radial -= np.outer(radial @ up, up)
    at = [_skin_at(layers, (x, body.armpit_z)) for x in (0.06, -0.06)]
    left = unit((at[0] - at[1])[None])[0]
    front = (found[0, :3] + found[-1, :3]) / 2
    down = unit(((at[0] + at[1]) / 2 - front)[None])[0]
    turn = wanted / (np.pi - open_angle)
    return Neckline(found[:, :3], unit(radial), found[:, 3:], turn, up, left, down)


def collar(
    line: Neckline, cut: Cut, size: tuple[float, float, float], rgb: Floats, paint: Paint
) -> Mesh:
    """Return a collar: a stand round the neck and leaves folded over it.

    Parameters
    ----------
    line : Neckline
    cut : Cut
        What the leaves lie on.
    size : tuple of 3 floats
        Height of the stand, length of the leaves' points, and how far these spread, m.
    rgb : ndarray of shape (3,)
    paint : Paint
    """
    stand, point, spread = size
    front = np.abs(line.turn)[:, None]
    tip = np.clip((front - 0.55) / 0.45, 0, 1) ** 1.5
    low = line.points + 0.002 * line.outward
    top = line.points + stand * (1 - 0.45 * front**3) * line.up - 0.002 * line.outward
    fold = top + 0.007 * line.outward
    side = np.sign(line.turn)[:, None] * line.left
    leaf = line.points + (0.020 - 0.008 * tip) * line.outward - 0.012 * (1 - tip) * line.up
    leaf = leaf + tip * (point * line.down + spread * side)
    middle = 0.5 * (fold + leaf) + 0.006 * line.outward
    outer = _off(leaf, cut)
    rows = np.stack([low, top, fold, _off(middle, cut), outer, outer - 0.003 * line.outward])
    return sheet(rows, line.rest, rgb, paint, Label.UPPER)


def stand_collar(line: Neckline, tall_m: float, rgb: Floats, paint: Paint) -> Mesh:
    """Return a collar that stands up, of double cloth."""
    out = line.outward
    lean = 0.1 * tall_m
    height_m = tall_m * (1 - 0.35 * np.abs(line.turn)[:, None] ** 3)
    rows = [
        line.points + 0.003 * out,
        line.points + 0.5 * height_m * line.up + (0.003 + lean * 0.5) * out,
        line.points + height_m * line.up + lean * out,
        line.points + height_m * line.up + (lean - 0.005) * out,
        line.points + 0.3 * height_m * line.up - 0.003 * out,
    ]
    return sheet(np.stack(rows), line.rest, rgb, paint, Label.UPPER)


def hood(line: Neckline, size_m: float, rgb: Floats, paint: Paint) -> Mesh:
    """Return a hood that lies behind the neck: a roll, thickest at the nape, sagging there."""
    back = np.clip(1 - np.abs(line.turn) ** 1.3, 0, 1)[:, None]
    thick = 0.007 + size_m * back
    sag = 1.3 * size_m * back**3
    centre = line.points + 0.75 * thick * line.outward + (0.45 * thick - sag) * line.up
    around = np.linspace(-np.pi * 0.9, np.pi * 0.95, 12)[:, None, None]
    crumple = 1 + 0.15 * np.sin(7 * line.turn[:, None] + 2.0 + 3 * around) * back
    rows = centre + thick * crumple * (
        1.15 * np.cos(around) * line.outward + np.sin(around) * line.up
    )
    return sheet(rows[::-1], line.rest, rgb, paint, Label.UPPER)


def ribbon(
    cut: Cut, path: Floats, half_width_m: Floats, rgb: Floats, paint: Paint, thick_m: float = 0.004
) -> Mesh:
    """Return a band that lies on cloth, such as a string or a tie.

    Parameters
    ----------
    cut : Cut
    path : ndarray of shape (K, 2)
        Rest positions on the front, (x, z), m.
    half_width_m : ndarray of shape (K,)
    rgb : ndarray of shape (3,)
    paint : Paint
    thick_m : float
    """
    columns = np.array([-1.0, -0.5, 0.5, 1.0])
    x = path[:, :1] + half_width_m[:, None] * columns
    z = np.broadcast_to(path[:, 1:], x.shape)
    points, outward, rest = on_front(cut, np.column_stack([x.ravel(), z.ravel()]))
    lift = np.tile([0.001, thick_m, thick_m, 0.001], len(path))[:, None]
    rows = (points + lift * outward).reshape(len(path), 4, 3)
    return sheet(rows, rest.reshape(rows.shape), rgb, paint, Label.UPPER)


def buttons(cut: Cut, places: Floats, radius_m: float, rgb: Floats, paint: Paint) -> Mesh:
    """Return buttons lying on the front at rest positions (x, z), (K, 2)."""
    points, outward, rest = on_front(cut, places)
    angles = np.linspace(0, 2 * np.pi, 8, endpoint=False)
    up = np.array([0.0, 0.0, 1.0])
    right = unit(np.cross(up, outward))
    over = np.cross(outward, right)
    ring = (
        np.cos(angles)[None, :, None] * right[:, None]
        + np.sin(angles)[None, :, None] * over[:, None]
    )
    centre = points + 0.003 * outward
    rim = (centre[:, None] + radius_m * ring).reshape(-1, 3)
    count = len(places)
    base = count + 8 * np.arange(count)[:, None] + np.arange(8)
    following = count + 8 * np.arange(count)[:, None] + (np.arange(8) + 1) % 8
    middle = np.broadcast_to(np.arange(count)[:, None], base.shape)
    return Mesh(
        vertices=np.concatenate([centre, rim]),
        normals=np.concatenate(
            [outward, unit(outward.repeat(8, axis=0) + 0.4 * ring.reshape(-1, 3))]
        ),
        colours=np.tile(rgb, (9 * count, 1)),
        rest=np.concatenate([rest, rest.repeat(8, axis=0)]),
        labels=np.full(9 * count, Label.UPPER, np.uint8),
        triangles=np.stack([middle, base, following], axis=2).reshape(-1, 3),
        paint=paint,
        strand=np.zeros(9 * count),
    )


def on_front(cut: Cut, places: Floats) -> tuple[Floats, Floats, Floats]:
    """Return points, directions and rest positions on a shell's front at rest (x, z) places."""
    front = np.flatnonzero(cut.rest[:, 1] < -0.02)
    tree = cKDTree(cut.rest[front][:, [0, 2]])
    distance, near = tree.query(places, k=4)
    share = 1 / (np.asarray(distance, np.float64) + 1e-4) ** 2
    share /= share.sum(axis=1, keepdims=True)
    chosen = front[near]
    mixed = [
        (share[..., None] * values[chosen]).sum(axis=1)
        for values in (cut.points, cut.normals, cut.rest)
    ]
    return mixed[0], unit(mixed[1]), mixed[2]


def sheet(rows: Floats, rest: Floats, rgb: Floats, paint: Paint, label: Label) -> Mesh:
    """Return rows of points, (R, S, 3), as a bent rectangle; ``rest`` (S, 3) or (R, S, 3)."""
    height, width = rows.shape[:2]
    index = np.arange(height * width).reshape(height, width)
    a, b = index[:-1, :-1].ravel(), index[:-1, 1:].ravel()
    c, d = index[1:, :-1].ravel(), index[1:, 1:].ravel()
    triangles = np.concatenate([np.column_stack([a, b, c]), np.column_stack([b, d, c])])
    points = rows.reshape(-1, 3)
    whole = np.broadcast_to(rest, rows.shape) + 0.6 * (rows - rows[:1]) * [1.0, 1.0, 1.0]
    return Mesh(
        vertices=points,
        normals=vertex_normals(points, triangles),
        colours=np.tile(rgb, (len(points), 1)),
        rest=whole.reshape(-1, 3),
        labels=np.full(len(points), label, np.uint8),
        triangles=triangles,
        paint=paint,
        strand=np.zeros(len(points)),
    )


def _off(points: Floats, cut: Cut) -> Floats:
    """Push points out of a shell, to stand clear of it."""
    near = cKDTree(cut.points).query(points)[1]
    height = ((points - cut.points[near]) * cut.normals[near]).sum(axis=1, keepdims=True)
    return np.asarray(points + np.maximum(_CLEAR_M - height, 0) * cut.normals[near], np.float64)


def _skin_at(layers: Layers, place: tuple[float, float]) -> Floats:
    rest = layers.body.rest
    away = np.hypot(rest[:, 0] - place[0], rest[:, 2] - place[1]) + (rest[:, 1] > -0.02)
    return np.asarray(layers.figure.vertices[int(away.argmin())], np.float64)
