"""How people of the rig stand, where the camera is, and how they move."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from tryon_ar.training.people import poses_actions as actions
from tryon_ar.training.people.body import BodyModel, Figure
from tryon_ar.training.people.body_shapes import draw_shape
from tryon_ar.training.people.cameras import View, camera_before
from tryon_ar.training.people.clothes_measures import Floats
from tryon_ar.training.people.mesh import Mesh
from tryon_ar.training.people.poses import Stance
from tryon_ar.training.people.poses_check import tangled
from tryon_ar.training.people.rotations import turn_about
from tryon_ar.training.people.skin_tones import draw_skin_rgb

WIDTH_PX, HEIGHT_PX = 640, 480
_TRIES = 12
_HEIGHT_OVER_WIDTH = HEIGHT_PX / WIDTH_PX
_UP = (0.0, 0.0, 1.0)
_AHEAD = (0.0, 1.0, 0.0)

# Where the picture's lower edge cuts people: bones between whose heights, none for whole people.
_CUTS = {"hips": ("spine05", "upperleg01.L"), "knees": ("upperleg01.L", "lowerleg01.L")}
_WHOLE = "whole"


def _bent(stance: Stance) -> None:
    for side in ("L", "R"):
        (actions.hold_up if stance.rng.random() < 0.5 else actions.on_hip)(stance, side)


def _raised(stance: Stance) -> None:
    sides = ("L", "R") if stance.rng.random() < 0.4 else (str(stance.rng.choice(["L", "R"])),)
    actions.both(actions.hang)(stance)
    for side in sides:
        actions.raise_arm(stance, side)


def _before(stance: Stance) -> None:
    if stance.rng.random() < 0.5:
        actions.clasp(stance)
        return
    side = str(stance.rng.choice(["L", "R"]))
    actions.both(actions.hang)(stance)
    actions.on_chest(stance, side)


POSES: dict[str, Callable[[Stance], None]] = {
    "hang": actions.both(actions.hang),
    "bent": _bent,
    "crossed": actions.cross_arms,
    "raised": _raised,
    "before": _before,
    "hips": actions.both(actions.on_hip),
}


# From which arms wave.
_WAVING = {side: f"waving {side}" for side in ("L", "R")}
_ALL_POSES: dict[str, Callable[[Stance], None]] = {
    **POSES,
    _WAVING["L"]: lambda stance: _one_up(stance, "L"),
    _WAVING["R"]: lambda stance: _one_up(stance, "R"),
}


def _one_up(stance: Stance, side: str) -> None:
    actions.both(actions.hang)(stance)
    (actions.raise_arm if stance.rng.random() < 0.5 else actions.hold_up)(stance, side)


def draw_person(body: BodyModel, rng: np.random.Generator) -> Figure:
    """Draw somebody at rest: a build and a tone of skin."""
    shape = draw_shape(rng)
    rest, heads = body.at_rest(shape)
    return body.posed(rest, heads, shape, {}, draw_skin_rgb(rng))


def posed(body: BodyModel, person: Figure, pose: str, rng: np.random.Generator) -> Figure:
    """Return a person in a pose of :data:`POSES` or a movement, standing."""
    for _ in range(_TRIES):
        stance = Stance(body.topology, person.rest, person.rest_heads, rng, seated=False)
        _ALL_POSES[pose](stance)
        figure = turned(body, person, stance.rotations)
        if not tangled(figure):
            break
    return figure


def turned(body: BodyModel, person: Figure, rotations: dict[str, Floats]) -> Figure:
    """Return a person with bones turned, see ``BodyModel.figure``."""
    return body.posed(person.rest, person.rest_heads, person.shape, rotations, person.skin_rgb)


def draw_yaw(rng: np.random.Generator) -> float:
    """Draw from which side a person is seen: mostly the front, up to profile."""
    pick, sign = rng.random(), float(rng.choice([-1.0, 1.0]))
    if pick < 0.55:
        return float(np.clip(rng.normal(0.0, 0.15), -0.4, 0.4))
    if pick < 0.80:
        return sign * float(rng.uniform(0.3, 0.7))
    return sign * float(rng.uniform(0.7, 1.1) if pick < 0.92 else rng.uniform(1.1, 1.5))


def draw_cut(rng: np.random.Generator, category: str, *, near: bool = False) -> str:
    """Draw how much of a person is seen: what wears the garment, at least; hardly more if near."""
    if near and category not in ("trousers", "dress", "skirt", "shorts"):
        return str(rng.choice(["hips", "knees"]))
    if category in ("trousers", "dress", "skirt", "shorts"):
        return _WHOLE
    return str(rng.choice(["hips", "knees", _WHOLE], p=[0.3, 0.5, 0.2]))


def mirror_view(
    rng: np.random.Generator, moments: Sequence[tuple[Figure, Sequence[Mesh]]], yaw: float, cut: str
) -> View:
    """Return the view of a webcam, 4 to 3, with room for all moments of a person.

    Parameters
    ----------
    rng : numpy.random.Generator
    moments : sequence of (Figure, meshes)
        The first of them is in the middle.
    yaw : float
        Radians.
    cut : str
        ``hips``, ``knees`` or ``whole``.
    """
    figure = moments[0][0]
    points = np.concatenate([mesh.drawn_vertices for _, meshes in moments for mesh in meshes])
    bottom = float(points[:, 2].min())
    top = float(max(figure.vertices[:, 2].max() for figure, _ in moments[:1])) + 0.02
    level = bottom - 0.05
    if cut != _WHOLE:
        levels = sorted(figure.head_of(bone)[2] for bone in _CUTS[cut])
        level = float(rng.uniform(*levels))
    neck = figure.head_of("neck01")
    middle = np.array([neck[0], neck[1], level + (top - level) * rng.uniform(0.4, 0.75)])
    distance = 0.5 * (top - level) / np.tan(rng.uniform(0.35, 0.48)) + 0.25
    pitch, roll = float(rng.normal(0.02, 0.06)), float(rng.normal(0.0, 0.012))
    camera = camera_before(middle, yaw, pitch, roll, float(distance))
    ends = np.array([[neck[0], neck[1], level], [neck[0], neck[1], top]])
    (_, edge), (_, highest) = camera.seen(ends)
    if cut == _WHOLE:
        edge = float(camera.seen(points)[:, 1].max() + 0.02)
    y0 = highest - rng.uniform(0.04, 0.2) * (edge - highest)
    side = float(edge - y0) / _HEIGHT_OVER_WIDTH
    x0 = float(camera.seen(neck[None])[0, 0]) - side * rng.uniform(0.45, 0.55)
    square = (float(x0), float(y0), side)
    return View(camera, square, (float(x0), float(y0), float(x0 + side), float(edge)))


@dataclass(frozen=True)
class Movement:
    """How a person moves.

    Attributes
    ----------
    pose : str
        That it is moved from, see :func:`posed`.
    frames : int
    at : callable
        The person at a share of the movement, 0 to 1, from the pose.
    """

    pose: str
    frames: int
    at: Callable[[BodyModel, Figure, float], Figure]


def draw_movement(rng: np.random.Generator, kind: str) -> Movement:
    """Draw a movement: ``wave``, ``turn`` or ``step``."""
    frames = int(rng.integers(25, 31))
    if kind == "wave":
        side = str(rng.choice(["L", "R"]))
        return Movement(_WAVING[side], frames, _wave(side, rng.uniform(0.25, 0.4)))
    if kind == "turn":
        return Movement("hang", frames, _turn(float(rng.choice([-1, 1])) * rng.uniform(0.5, 0.8)))
    return Movement("hang", frames, _step(float(rng.choice([-1, 1])) * rng.uniform(0.12, 0.2)))


def _wave(side: str, size: float) -> Callable[[BodyModel, Figure, float], Figure]:
    sign = 1.0 if side == "L" else -1.0

    def at(body: BodyModel, figure: Figure, share: float) -> Figure:
        swing = size * np.sin(2 * np.pi * share)
        rotations = dict(figure.rotations)
        for bone, part in ((f"upperarm01.{side}", 0.5), (f"lowerarm01.{side}", 0.8)):
            turn = turn_about(_AHEAD, -sign * part * swing)
            rotations[bone] = turn @ rotations.get(bone, np.eye(3))
        return turned(body, figure, rotations)

    return at


def _turn(angle: float) -> Callable[[BodyModel, Figure, float], Figure]:
    def at(body: BodyModel, figure: Figure, share: float) -> Figure:
        eased = 0.5 - 0.5 * np.cos(np.pi * share)
        rotations = dict(figure.rotations)
        turn = turn_about(_UP, angle * (eased - 0.5))
        rotations["root"] = turn @ rotations.get("root", np.eye(3))
        return turned(body, figure, rotations)

    return at


def _step(way_m: float) -> Callable[[BodyModel, Figure, float], Figure]:
    def at(body: BodyModel, figure: Figure, share: float) -> Figure:
        eased = 0.5 - 0.5 * np.cos(np.pi * share)
        lean = 0.05 * np.sin(np.pi * share) * np.sign(way_m)
        shift = np.array([way_m * (eased - 0.5), 0.0, 0.012 * np.sin(2 * np.pi * share)])
        rotations = dict(figure.rotations)
        for bone, part in (("spine05", 0.6), ("spine03", 0.4)):
            rotations[bone] = turn_about(_AHEAD, part * lean) @ rotations.get(bone, np.eye(3))
        moved = replace(figure, rest=figure.rest + shift, rest_heads=figure.rest_heads + shift)
        return turned(body, moved, rotations)

    return at
