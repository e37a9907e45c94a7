"""Things worn on neck, wrists and torso: necklaces, watches, straps, rucksacks, scarves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.people.body import BodyPart
from tryon_ar.training.people.hair_head import Floats, unit
from tryon_ar.training.people.hair_shapes import ball
from tryon_ar.training.people.mesh import Label, Mesh, Paint, Pattern, Surface
from tryon_ar.training.people.things_shapes import (
    HARD,
    MATT,
    Loop,
    band,
    loop_round,
    merged,
    random_colour,
    solid,
    tube,
)

if TYPE_CHECKING:
    from tryon_ar.training.people.body import Figure

_STRAP = Paint(surface=Surface.HARD, gloss=0.05)


@dataclass(frozen=True, slots=True)
class Trunk:
    """A dressed torso's own directions and surface.

    Attributes
    ----------
    across, forward, up : ndarray of shape (3,), float64
        To its left, to its front, and along the spine.
    neck : ndarray of shape (3,), float64
        Where the neck begins.
    shoulders : dict of str to ndarray of shape (3,)
        Heads of the upper arms, by ``L`` and ``R``.
    points : ndarray of shape (K, 3), float64
        Clothed surface of torso and neck, with its normals.
    normals : ndarray of shape (K, 3), float64
    is_neck : ndarray of shape (K,), bool
    """

    across: Floats
    forward: Floats
    up: Floats
    neck: Floats
    shoulders: dict[str, Floats]
    points: Floats
    normals: Floats
    is_neck: NDArray[np.bool_]


def trunk_of(figure: Figure, outfit_thickness_m: NDArray[np.floating]) -> Trunk:
    """Return the directions and the clothed surface of a figure's torso."""
    shoulders = {side: figure.heads[figure.bones[f"upperarm01.{side}"]] for side in "LR"}
    neck = figure.heads[figure.bones["neck01"]]
    up = unit(neck - figure.heads[figure.bones["spine05"]])
    across = shoulders["L"] - shoulders["R"]
    across = unit(across - (across @ up) * up)
    chosen = np.isin(figure.parts, (BodyPart.TORSO, BodyPart.NECK))
    thickness = np.asarray(outfit_thickness_m, np.float64)[chosen, None]
    return Trunk(
        across=across,
        forward=np.cross(up, across) * -1.0,
        up=up,
        neck=neck,
        shoulders=shoulders,
        points=figure.vertices[chosen] + figure.normals[chosen] * thickness,
        normals=figure.normals[chosen],
        is_neck=figure.parts[chosen] == BodyPart.NECK,
    )


def cross_body_strap(trunk: Trunk, rng: np.random.Generator) -> list[Mesh]:
    """Return a strap from one shoulder over the chest to the other hip, with its bag."""
    sign = float(rng.choice([-1.0, 1.0]))
    shoulder = trunk.shoulders["L" if sign > 0 else "R"]
    top = trunk.neck + 0.55 * (shoulder - trunk.neck)
    hip = trunk.neck - trunk.up * rng.uniform(0.42, 0.55) - sign * trunk.across * 0.16
    body = trunk.points[~trunk.is_neck]
    loop = loop_round(body, top, top - hip, trunk.forward, 0.03, 0.006)
    if loop is None:
        return []
    colour = random_colour(rng)
    strap = band(
        loop.points, loop.outward, rng.uniform(0.012, 0.045), colour, Label.BACKGROUND, _STRAP
    )
    if rng.random() < 0.4:
        return [strap]
    front = hip + trunk.forward * rng.uniform(-0.05, 0.12) - sign * trunk.across * 0.04
    return [strap, _pouch(front, trunk, colour, rng)]


def _pouch(at: Floats, trunk: Trunk, colour: Floats, rng: np.random.Generator) -> Mesh:
    axes = np.stack([unit(trunk.across + trunk.forward * rng.normal(0, 0.4)), trunk.up, trunk.up])
    axes[2] = np.cross(axes[0], axes[1])
    radii = (rng.uniform(0.09, 0.15), rng.uniform(0.06, 0.11), rng.uniform(0.03, 0.05))
    return solid(at, axes, radii, (0.3, 0.3), colour * 0.9, Label.BACKGROUND, MATT, 15)


def shoulder_bag(trunk: Trunk, rng: np.random.Generator) -> list[Mesh]:
    """Return a handbag below the arm, its straps over the shoulder."""
    side = str(rng.choice(["L", "R"]))
    sign = 1.0 if side == "L" else -1.0
    top = trunk.neck + 0.75 * (trunk.shoulders[side] - trunk.neck)
    loop = _shoulder_loop(trunk, top, 0.3)
    if loop is None:
        return []
    colour = random_colour(rng)
    strap = band(
        loop.points, loop.outward, rng.uniform(0.01, 0.03), colour, Label.BACKGROUND, _STRAP
    )
    at = trunk.shoulders[side] - trunk.up * rng.uniform(0.28, 0.38) + sign * trunk.across * 0.03
    return [strap, _pouch(at, trunk, colour, rng)]


def _shoulder_loop(trunk: Trunk, top: Floats, depth: float) -> Loop | None:
    """Return the line over a shoulder, down the chest and the back to ``depth`` below."""
    body = trunk.points[~trunk.is_neck]
    body = body[(body - top) @ trunk.up > -depth]
    return loop_round(body, top, trunk.up, trunk.forward, 0.025, 0.008)


def rucksack(trunk: Trunk, rng: np.random.Generator) -> list[Mesh]:
    """Return a rucksack on the back with two straps over the chest."""
    colour = random_colour(rng)
    width = rng.uniform(0.03, 0.065)
    inward = rng.uniform(0.5, 0.68)
    parts = []
    for side in "LR":
        top = trunk.neck + inward * (trunk.shoulders[side] - trunk.neck)
        loop = _shoulder_loop(trunk, top, rng.uniform(0.24, 0.32))
        if loop is not None:
            parts.append(band(loop.points, loop.outward, width, colour, Label.BACKGROUND, _STRAP))
    radii = (rng.uniform(0.12, 0.17), rng.uniform(0.18, 0.24), rng.uniform(0.06, 0.11))
    axes = np.stack([trunk.across, trunk.up, -trunk.forward])
    back = trunk.neck - trunk.up * rng.uniform(0.18, 0.24) - trunk.forward * (0.11 + radii[2])
    parts.append(solid(back, axes, radii, (0.4, 0.4), colour, Label.BACKGROUND, MATT, 15))
    return [merged(parts, _STRAP)]


def _neck_loop(trunk: Trunk, drop: float, off: float, samples: int = 64) -> Loop:
    """Return the line round the neck that hangs ``drop`` (m) below it in front.

    Seen from the front it is a U; in depth it follows the skin or cloth it lies on.
    """
    from scipy.spatial import cKDTree

    angle = np.linspace(0.0, 2 * np.pi, samples)
    front = np.cos(angle)
    wide = 0.066 * np.where(front > 0.0, 1.0 - 0.25 * front * min(drop / 0.3, 1.0), 1.0)
    across = wide * np.sin(angle)
    up = np.where(front > 0.0, 0.03 - (drop + 0.03) * np.abs(front) ** 1.5, 0.03 - 0.02 * front)
    relative = trunk.points - trunk.neck
    seen = np.stack([relative @ trunk.across, relative @ trunk.up], axis=1)
    ahead = relative @ trunk.forward
    facing = trunk.normals @ trunk.forward
    depth = np.empty(samples)
    for half, sign in ((front >= 0.0, 1.0), (front < 0.0, -1.0)):
        side = sign * facing > 0.15
        # The neck's sides: nothing faces front or back there, and the line turns over.
        distance, nearest = cKDTree(seen[side]).query(np.stack([across, up], axis=1)[half], k=5)
        weight = 1.0 / (np.asarray(distance) + 0.004) ** 2
        on_skin = (ahead[side][nearest] * weight).sum(axis=1) / weight.sum(axis=1)
        depth[half] = on_skin + sign * off
    kernel = np.array([0.25, 0.5, 0.25])
    for _ in range(3):
        depth[:-1] = np.convolve(
            np.concatenate([depth[-2:-1], depth[:-1], depth[:1]]), kernel, "valid"
        )
    depth[-1] = depth[0]
    points = (
        trunk.neck
        + across[:, None] * trunk.across
        + up[:, None] * trunk.up
        + depth[:, None] * trunk.forward
    )
    outward = front[:, None] * trunk.forward + np.sin(angle)[:, None] * trunk.across
    return Loop(points, unit(outward + 0.2 * trunk.up))


def necklace(trunk: Trunk, rng: np.random.Generator) -> list[Mesh]:
    """Return a chain or a cord, with a pendant now and then, labelled neck."""
    loop = _neck_loop(trunk, rng.uniform(0.0, 0.13), 0.003)
    chance = rng.random()
    colour = np.array([0.85, 0.68, 0.32]) if chance < 0.45 else np.full(3, 0.78)
    colour = random_colour(rng) if chance > 0.85 else colour
    parts = [tube(loop.points, rng.uniform(0.0012, 0.0035), colour, Label.NECK, spokes=5)]
    if rng.random() < 0.5:
        low = loop.points[np.argmin(loop.points @ trunk.up - 0.2 * loop.points @ trunk.forward)]
        size = (rng.uniform(0.006, 0.014),) * 3
        parts.append(ball(low, np.eye(3), size, random_colour(rng), HARD, Label.NECK, 7))
    return [merged(parts, HARD)]


def lanyard(trunk: Trunk, rng: np.random.Generator) -> list[Mesh]:
    """Return a ribbon round the neck with a card on the chest."""
    loop = _neck_loop(trunk, rng.uniform(0.22, 0.36), 0.008)
    strap = band(loop.points, loop.outward, 0.015, random_colour(rng), Label.BACKGROUND, _STRAP)
    low = loop.points[np.argmin(loop.points @ trunk.up)]
    axes = np.stack([trunk.across, trunk.up, trunk.forward])
    card = low - trunk.up * 0.05 + trunk.forward * 0.012
    white = np.full(3, rng.uniform(0.7, 1.0))
    radii = (0.03, 0.045, 0.002)
    return [strap, solid(card, axes, radii, (0.1, 0.15), white, Label.BACKGROUND, HARD)]


def scarf(trunk: Trunk, rng: np.random.Generator) -> list[Mesh]:
    """Return a scarf wound round the neck, with or without ends, labelled upper clothes."""
    body = trunk.points[trunk.is_neck]
    lean = unit(trunk.forward - 0.45 * trunk.up)
    thick = rng.uniform(0.016, 0.028)
    loops = [
        loop_round(body, trunk.neck + trunk.up * height, lean, trunk.across, 0.03, thick * 0.5)
        for height in ((0.015, 0.04, 0.06) if rng.random() < 0.6 else (0.02, 0.04))
    ]
    colour = random_colour(rng)
    pattern = rng.choice([Pattern.PLAIN, Pattern.KNIT, Pattern.PLAID, Pattern.STRIPES_ACROSS])
    second = random_colour(rng)
    paint = Paint(
        surface=Surface.CLOTH,
        pattern=Pattern(int(pattern)),
        scale=25.0,
        second_rgb=(float(second[0]), float(second[1]), float(second[2])),
        folds=0.8,
        gloss=0.05,
    )
    parts = []
    for loop in loops:
        if loop is None:
            continue
        lumps = 1.0 + 0.2 * np.sin(np.linspace(0, 2 * np.pi, len(loop.points)) * rng.integers(3, 7))
        parts.append(tube(loop.points, thick * lumps, colour, Label.UPPER, paint, 12))
    if parts and rng.random() < 0.6:
        parts.extend(_ends(trunk, thick, colour, paint, rng))
    return [merged(parts, paint)] if parts else []


def _ends(
    trunk: Trunk, thick: float, colour: Floats, paint: Paint, rng: np.random.Generator
) -> list[Mesh]:
    """Return a scarf's ends, which hang over the chest."""
    ends = []
    for shift in rng.choice([-0.05, 0.0, 0.05], int(rng.integers(1, 3)), replace=False):
        loop = loop_round(
            trunk.points[~trunk.is_neck],
            trunk.neck + shift * trunk.across,
            trunk.forward,
            trunk.up,
            0.03,
            0.4 * thick,
        )
        if loop is None:
            continue
        height = (loop.points - trunk.neck) @ trunk.up
        front = (loop.points - trunk.neck) @ trunk.forward > 0.03
        kept = front & (height < 0.0) & (height > -rng.uniform(0.2, 0.42))
        if kept.sum() > 3:
            path, out = loop.points[kept], loop.outward[kept]
            order = np.argsort(-(path @ trunk.up))
            ends.append(
                tube(path[order], thick * 1.7, colour, Label.UPPER, paint, 12, 0.3, out[order])
            )
    return ends


def wristband(figure: Figure, rng: np.random.Generator) -> list[Mesh]:
    """Return a watch or a bracelet on one wrist, labelled arms."""
    side = str(rng.choice(["L", "R"]))
    wrist = figure.heads[figure.bones[f"wrist.{side}"]]
    elbow = figure.heads[figure.bones[f"lowerarm01.{side}"]]
    axis = unit(elbow - wrist)
    arm = np.isin(figure.parts, (BodyPart.FOREARM, BodyPart.HAND))
    points = figure.vertices[arm]
    points = points[np.linalg.norm(points - wrist, axis=1) < 0.07]
    first = unit(np.cross(axis, np.array([0.3, 0.5, 0.8])))
    at = wrist + axis * rng.uniform(0.01, 0.04)
    loop = loop_round(points, at, first, np.cross(axis, first), 0.012, 0.0025, 40)
    if loop is None:
        return []
    colour = random_colour(rng)
    width = rng.uniform(0.004, 0.02)
    parts = [tube(loop.points, width / 2, colour, Label.ARMS, HARD, 8, 0.25, loop.outward)]
    if width > 0.012:
        parts.append(_watch_face(figure, side, loop, axis, rng))
    return [merged(parts, HARD)]


def _watch_face(
    figure: Figure, side: str, loop: Loop, axis: Floats, rng: np.random.Generator
) -> Mesh:
    """Return a watch's case on the back of the wrist."""
    from tryon_ar.training.people.things_held import grip_of

    back = int(np.argmin(loop.outward @ grip_of(figure, side).palm))
    out = unit(loop.outward[back] - (loop.outward[back] @ axis) * axis)
    axes = np.stack([axis, np.cross(out, axis), out])
    radius = rng.uniform(0.016, 0.022)
    square = float(rng.choice([0.3, 1.0]))
    dial = np.full(3, rng.choice([0.03, 0.9]))
    at = loop.points[back] + out * 0.002
    return solid(at, axes, (radius, radius, 0.005), (0.3, square), dial, Label.ARMS)
