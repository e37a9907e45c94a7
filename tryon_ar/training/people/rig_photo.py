"""The product photo of a garment that somebody wears: the same cloth on a body nobody sees.

The body stands facing the camera, its arms away from the trunk and its legs apart, and only the
cloth is drawn, before a light ground, in a studio's light: what shops call a ghost mannequin.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from tryon_ar.garments.garment import Garment
from tryon_ar.training.people.body import BodyModel, Figure
from tryon_ar.training.people.cameras import Camera, View, camera_before
from tryon_ar.training.people.clothes_measures import Floats
from tryon_ar.training.people.drawing import Studio
from tryon_ar.training.people.drawing_lights import Lighting
from tryon_ar.training.people.mesh import Mesh
from tryon_ar.training.people.rig_garments import GREY, LOWER, Worn, dyed_grey
from tryon_ar.training.people.rig_landmarks import Marks
from tryon_ar.training.people.rig_parts import grown, parts_seen
from tryon_ar.training.people.rig_scenes import LUMA, SHADING_ONE
from tryon_ar.training.people.rotations import turn_about, turn_between

SIZE_PX = 920
_ARMS_OUT = np.deg2rad(35.0)
_LEGS_OUT = np.deg2rad(3.0)
_FAR_M = 6.0
_MARGIN = 0.06
_SEEN = 0.02


@dataclass(frozen=True)
class Shown:
    """A product photo's pictures.

    Attributes
    ----------
    photo_bgr, original_bgr : ndarray of shape (H, W, 3), uint8
        The garment's own colours up to its edge, and as taken.
    alpha, parts : ndarray of shape (H, W), uint8
    shading : ndarray of shape (H, W), uint16
        Luma of the lit cloth over that of its own colour, times ``rig_scenes.SHADING_ONE``, also
        a little beyond its edge.
    landmarks : dict of str to (float, float)
        Pixels.
    armpits : dict of str to ndarray of shape (3,)
        Where at rest the sleeves leave the trunk in the photo.
    """

    photo_bgr: NDArray[np.uint8]
    original_bgr: NDArray[np.uint8]
    alpha: NDArray[np.uint8]
    parts: NDArray[np.uint8]
    shading: NDArray[np.uint16]
    landmarks: dict[str, tuple[float, float]]
    armpits: dict[str, Floats]

    def garment(self, identifier: str, category: str) -> Garment:
        """Return it as a garment."""
        return Garment(
            id=identifier,
            name=identifier.replace("-", " ").capitalize(),
            category=category,
            photo_bgr=self.photo_bgr,
            alpha=self.alpha,
            parts=self.parts,
            landmarks=self.landmarks,
            licence="Apache-2.0 (rendered by this project)",
        )


def stand_still(body: BodyModel, figure: Figure) -> Figure:
    """Return a figure as clothes are photographed on: arms and legs a little apart, straight."""
    rotations: dict[str, Floats] = {}
    for side, sign in (("L", 1.0), ("R", -1.0)):
        shoulder, elbow, wrist = (
            figure.rest_head_of(f"{bone}.{side}") for bone in ("upperarm01", "lowerarm01", "wrist")
        )
        way = np.array([sign * np.sin(_ARMS_OUT), -0.05, -np.cos(_ARMS_OUT)])
        upper = turn_between(elbow - shoulder, way)
        # Not quite straight: nobody's elbows are.
        fore = turn_between(upper @ (wrist - elbow), way + np.array([0.0, -0.15, 0.0]))
        rotations[f"upperarm01.{side}"] = upper
        rotations[f"lowerarm01.{side}"] = upper.T @ fore @ upper
        rotations[f"upperleg01.{side}"] = turn_about((0.0, 1.0, 0.0), -sign * _LEGS_OUT)
    return body.posed(figure.rest, figure.rest_heads, figure.shape, rotations, figure.skin_rgb)


class PhotoStudio:
    """Takes product photos."""

    def __init__(self) -> None:
        self._studio = Studio(SIZE_PX)

    def take(self, worn: Worn, marks: Marks, rng: np.random.Generator) -> Shown:
        """Photograph a garment.

        Parameters
        ----------
        worn : Worn
            On a figure that stands still, see :func:`stand_still`.
        marks : Marks
        rng : numpy.random.Generator
            Of the light and the ground.
        """
        self._studio.activate()
        view = _view_of(worn.garment)
        lighting = _studio_light(rng, view.camera)
        with self._studio.load(worn.garment) as scene:
            drawn = self._studio.draw(scene, view, lighting)
        with self._studio.load([dyed_grey(mesh) for mesh in worn.garment]) as scene:
            grey = self._studio.draw(scene, view, lighting).rgba
        parts = parts_seen(self._studio, worn, view)
        columns, rows = _crop(drawn.rgba)
        rgba, parts, grey = (one[rows, columns] for one in (drawn.rgba, parts, grey))
        shift = np.array([columns.start, rows.start])
        armpits = _armpits(worn, marks, view, drawn.rgba[..., 3])
        seen = {**marks.seen_by(view), **armpits_of(worn, armpits)}
        placed = view.to_square_px(np.stack(list(seen.values())), SIZE_PX) - shift
        landmarks = {name: (float(x), float(y)) for name, (x, y) in zip(seen, placed, strict=True)}
        shown = _shown(rgba, parts, landmarks, rng)
        return replace(shown, armpits=armpits, shading=_shading(grey))

    def show(self, garment: Sequence[Mesh], rng: np.random.Generator) -> NDArray[np.uint8]:
        """Photograph pieces without any truth: the picture (H, W, 3) BGR as it was taken."""
        self._studio.activate()
        view = _view_of(garment)
        with self._studio.load(garment) as scene:
            rgba = self._studio.draw(scene, view, _studio_light(rng, view.camera)).rgba
        columns, rows = _crop(rgba)
        seen = rgba[rows, columns]
        return _shown(seen, np.zeros(seen.shape[:2], np.uint8), {}, rng).original_bgr


def _view_of(garment: Sequence[Mesh]) -> View:
    points = np.concatenate([mesh.drawn_vertices for mesh in garment])
    low, high = points.min(axis=0), points.max(axis=0)
    middle = (low + high) / 2
    # From a little above the middle, so that hems hide the inside behind them.
    pitch = float(np.arctan2(0.35 * (high[2] - low[2]) + 0.05, _FAR_M))
    camera = camera_before(middle, 0.0, pitch, 0.0, _FAR_M)
    x, y = camera.seen(points).T
    side = max(x.max() - x.min(), y.max() - y.min()) * (1 + 2 * _MARGIN)
    corner = ((x.min() + x.max() - side) / 2, (y.min() + y.max() - side) / 2)
    square = (float(corner[0]), float(corner[1]), float(side))
    return View(camera, square, (-np.inf, -np.inf, np.inf, np.inf))


def _studio_light(rng: np.random.Generator, camera: Camera) -> Lighting:
    """Return even light: boxes above on both sides of the camera, white walls around."""
    towards, side = -camera.forward, float(rng.choice([-1.0, 1.0]))
    up = np.array([0.0, 0.0, 1.0])
    key = towards + camera.right * side * rng.uniform(0.2, 0.6) + up * rng.uniform(0.4, 0.8)
    fill = towards - camera.right * side * rng.uniform(0.3, 0.8) + up * 0.2
    strength = float(rng.uniform(0.28, 0.4))
    walls = 0.95 - strength - 0.15
    return Lighting(
        key_direction=key / np.linalg.norm(key),
        fill_direction=fill / np.linalg.norm(fill),
        key_rgb=np.full(3, strength),
        fill_rgb=np.full(3, 0.2),
        sky_rgb=np.full(3, walls),
        ground_rgb=np.full(3, walls * 0.8),
        softness=0.03,
        shadow_depth=0.55,
        exposure=1.0,
    )


def armpits_of(worn: Worn, at_rest: Mapping[str, Floats]) -> dict[str, Floats]:
    """Return where points of a garment's first piece, given at rest, are in a pose (3,)."""
    mesh = worn.garment[0]
    tree = cKDTree(mesh.rest)
    found = {}
    for name, at in at_rest.items():
        away, near = tree.query(at, k=3)
        share = 1.0 / (np.asarray(away) + 1e-4)
        found[name] = np.asarray(share @ mesh.vertices[np.asarray(near)] / share.sum())
    return found


def _armpits(worn: Worn, marks: Marks, view: View, alpha: NDArray[np.uint8]) -> dict[str, Floats]:
    """Return where at rest sleeves leave the trunk: the corners of what is seen between them."""
    if worn.category in LOWER:
        return {}
    cut = worn.work.tops[0][1]
    placed = view.to_square_px(cut.points, SIZE_PX)
    near = cut.normals @ view.camera.forward < 0.3
    middle = view.to_square_px(worn.body.neck[None], SIZE_PX)[0, 0]
    seen = marks.seen_by(view)
    found = {}
    for name in ("left", "right"):
        if f"cuff_{name}" not in marks.rings:
            continue
        cuff = view.to_square_px(seen[f"cuff_{name}_inner"][None], SIZE_PX)[0]
        corner = _corner(alpha > 127, float(middle), cuff)
        if corner is None:
            continue
        away = np.hypot(*(placed - corner).T) + np.where(near, 0.0, 1e3)
        vertex = int(away.argmin())
        if away[vertex] < 0.02 * SIZE_PX:
            found[f"armpit_{name}"] = cut.rest[vertex]
    return found


def _corner(
    seen: NDArray[np.bool_], middle: float, cuff: NDArray[np.float64]
) -> NDArray[np.float64] | None:
    """Return the top (x, y) of the ground between the trunk and the inner end of a cuff."""
    ground = np.zeros(seen.shape, np.uint8)
    low, high = sorted((round(middle), round(float(cuff[0]))))
    ground[: round(float(cuff[1])) + 1, low : high + 1] = 1
    ground[seen] = 0
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ground, connectivity=4)
    if count < 2:
        return None
    # The largest piece reaches down beside the cuff; above the shoulder there is none of it.
    below = [k for k in range(1, count) if stats[k, cv2.CC_STAT_TOP] > 0.02 * SIZE_PX
             and stats[k, cv2.CC_STAT_TOP] + stats[k, cv2.CC_STAT_HEIGHT] > cuff[1]]  # fmt: skip
    if not below:
        return None
    largest = max(below, key=lambda k: int(stats[k, cv2.CC_STAT_AREA]))
    rows, columns = np.nonzero(labels == largest)
    top = rows.min()
    return np.array([columns[rows <= top + 2].mean(), top - 1.0])


def _crop(rgba: NDArray[np.uint8]) -> tuple[slice, slice]:
    """Return columns and rows of what is seen and a margin."""
    rows, columns = (np.flatnonzero((rgba[..., 3] > 0).any(axis=k)) for k in (1, 0))
    margin = round(SIZE_PX * _MARGIN)
    spans = []
    for at, size in ((columns, rgba.shape[1]), (rows, rgba.shape[0])):
        spans.append(slice(max(0, int(at[0]) - margin), min(size, int(at[-1]) + 1 + margin)))
    return spans[0], spans[1]


def _shown(
    rgba: NDArray[np.uint8],
    parts: NDArray[np.uint8],
    landmarks: dict[str, tuple[float, float]],
    rng: np.random.Generator,
) -> Shown:
    soft = cv2.GaussianBlur(rgba.astype(np.float32), (0, 0), 0.5)
    alpha = soft[..., 3:] / 255.0
    colour = soft[..., 2::-1]
    ground = _ground(rng, alpha.shape[:2])
    original = colour + ground * (1.0 - alpha)
    own = np.where(alpha > _SEEN, colour / np.maximum(alpha, _SEEN), ground)
    alpha8 = np.round(soft[..., 3]).astype(np.uint8)
    return Shown(
        photo_bgr=_bytes(own),
        original_bgr=_bytes(original),
        alpha=alpha8,
        parts=grown(parts, alpha8 > 0),
        landmarks=landmarks,
        shading=np.zeros(parts.shape, np.uint16),
        armpits={},
    )


def _shading(rgba: NDArray[np.uint8]) -> NDArray[np.uint16]:
    values = rgba.astype(np.float32)
    share = cv2.GaussianBlur(values[..., 3], (0, 0), 3.0)
    near = cv2.GaussianBlur(values[..., :3] @ LUMA, (0, 0), 3.0) / np.maximum(share, 1e-2)
    luma = np.where(values[..., 3] == 255, values[..., :3] @ LUMA / 255.0, near)
    scaled = luma / GREY * SHADING_ONE
    return np.clip(np.round(np.where(share > 0.5, scaled, SHADING_ONE)), 1, 65535).astype(np.uint16)


def _bytes(picture: NDArray[np.float32]) -> NDArray[np.uint8]:
    return np.ascontiguousarray(np.clip(np.round(picture), 0, 255).astype(np.uint8))


def _ground(rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Return a white or light grey ground, a little darker towards its edges."""
    level = 255.0 if rng.random() < 0.5 else float(rng.uniform(225, 250))
    y, x = np.mgrid[-1 : 1 : shape[0] * 1j, -1 : 1 : shape[1] * 1j]
    darker = rng.uniform(0.0, 8.0) * (x * x + y * y) / 2
    tint = 1.0 + rng.normal(0.0, 0.006, 3)
    grey = (level - darker)[..., None] * tint
    return np.asarray(np.clip(grey, 0, 255), np.float32)
