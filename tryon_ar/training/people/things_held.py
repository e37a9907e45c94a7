"""Things held in hands: phones, tablets, cups, bottles, books and bags."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tryon_ar.training.people.hair_head import Floats, unit
from tryon_ar.training.people.mesh import Label, Mesh
from tryon_ar.training.people.rotations import turn_about
from tryon_ar.training.people.things_shapes import HARD, MATT, merged, random_colour, solid, tube

if TYPE_CHECKING:
    from tryon_ar.training.people.body import Figure


@dataclass(frozen=True, slots=True)
class Grip:
    """A hand's own directions.

    Attributes
    ----------
    along : ndarray of shape (3,), float64
        From the wrist to the knuckles.
    across : ndarray of shape (3,), float64
        From the little finger to the forefinger.
    palm : ndarray of shape (3,), float64
        Out of the palm.
    centre : ndarray of shape (3,), float64
        On the palm's skin, below the knuckles.
    hollow : ndarray of shape (3,), float64
        The middle of what the fingers close round.
    width : float
        Of the palm (m).
    """

    along: Floats
    across: Floats
    palm: Floats
    centre: Floats
    hollow: Floats
    width: float

    def along_thumb(self, side: str) -> Floats:
        """Return the axis about which the thumb turns over the palm."""
        return self.along * (1.0 if side == "L" else -1.0)


def grip_of(figure: Figure, side: str) -> Grip:
    """Return a hand's directions from its bones; side is L or R."""

    def at(bone: str) -> Floats:
        return np.asarray(figure.heads[figure.bones[f"{bone}.{side}"]], np.float64)

    knuckles = [at(f"finger{k}-1") for k in (2, 3, 4, 5)]
    middle = np.mean(knuckles, axis=0)
    along = unit(middle - at("wrist"))
    across = knuckles[0] - knuckles[3]
    width = float(np.linalg.norm(across)) * 1.3
    across = unit(across - (across @ along) * along)
    palm = np.cross(along, across) * (1.0 if side == "L" else -1.0)
    tips = np.mean([at(f"finger{k}-3") for k in (2, 3, 4, 5)], axis=0)
    centre = 0.4 * at("wrist") + 0.6 * middle + 0.016 * palm
    hollow = (middle + tips) / 2.0
    return Grip(along, across, palm, centre, hollow, width)


def closed_hand(figure: Figure, side: str, bend: float) -> Figure:
    """Return a figure whose fingers close round what it holds.

    Parameters
    ----------
    figure : Figure
    side : str
        L or R.
    bend : float
        Angle between palm and fingers after each joint but the last (radians); fingers that are
        bent more stay so.
    """
    grip = grip_of(figure, side)
    axis = np.cross(grip.along, grip.palm)
    vertices, heads = figure.vertices.copy(), figure.heads.copy()
    for finger in range(1, 6):
        bones = [figure.bones[f"finger{finger}-{joint}.{side}"] for joint in (1, 2, 3)]
        first = unit(figure.heads[bones[1]] - figure.heads[bones[0]])
        bent = float(np.arctan2(first @ grip.palm, first @ grip.along))
        # The thumb comes over from its side: it bends less and about the hand's length.
        turn_axis, most = (axis, bend) if finger > 1 else (grip.along_thumb(side), 0.5 * bend)
        angle = max(most - max(bent, 0.0), 0.0) if finger > 1 else most
        _bend_finger(figure, bones, turn_axis, angle, vertices, heads)
    normals = figure.topology.normals(vertices)
    return replace(figure, vertices=vertices, heads=heads, normals=normals)


def _bend_finger(
    figure: Figure,
    bones: list[int],
    axis: Floats,
    angle: float,
    vertices: Floats,
    heads: Floats,
) -> None:
    """Turn a finger's bones about their heads, each with those behind it (in place)."""
    moved = figure.weights[:, bones].sum(axis=1) > 1e-4
    own = figure.weights[np.ix_(moved, bones)]
    points = figure.vertices[moved]
    total = points * (1.0 - own.sum(axis=1, keepdims=True))
    turn, shift = np.eye(3), np.zeros(3)
    for index, bone in enumerate(bones):
        heads[bone] = turn @ figure.heads[bone] + shift
        step = turn_about(axis, angle * (1.0, 0.9, 0.6)[index])
        # First about the bone's own head, then wherever the bones before it go.
        shift = shift + turn @ (figure.heads[bone] - step @ figure.heads[bone])
        turn = turn @ step
        total = total + own[:, [index]] * (points @ turn.T + shift)
    vertices[moved] = total


def phone(figure: Figure, side: str, rng: np.random.Generator) -> list[Mesh]:
    """Return a phone that lies in the palm and on the fingers."""
    grip = grip_of(figure, side)
    radii = (rng.uniform(0.034, 0.039), rng.uniform(0.068, 0.08), 0.0042)
    # Across the fingers or along them.
    turn = rng.normal(0.15, 0.25) + (np.pi / 2 if rng.random() < 0.15 else 0.0)
    return _slab(grip, radii, turn, random_colour(rng), rng)


def tablet(figure: Figure, side: str, rng: np.random.Generator) -> list[Mesh]:
    """Return a tablet or a clipboard held at its edge."""
    grip = grip_of(figure, side)
    radii = (rng.uniform(0.075, 0.1), rng.uniform(0.11, 0.14), 0.004)
    return _slab(grip, radii, rng.normal(0.0, 0.3), random_colour(rng), rng, reach=0.07)


def book(figure: Figure, side: str, rng: np.random.Generator) -> list[Mesh]:
    """Return a shut book held in one hand."""
    grip = grip_of(figure, side)
    radii = (rng.uniform(0.055, 0.08), rng.uniform(0.085, 0.115), rng.uniform(0.006, 0.016))
    return _slab(grip, radii, rng.normal(0.0, 0.3), random_colour(rng), rng, reach=0.05)


def _slab(
    grip: Grip,
    radii: tuple[float, float, float],
    turn: float,
    back: Floats,
    rng: np.random.Generator,
    reach: float = 0.03,
) -> list[Mesh]:
    """Return a thin box on the palm, its screen or cover away from it."""
    first = np.cos(turn) * grip.across - np.sin(turn) * grip.along
    second = np.cross(grip.palm, first)
    # It leans on the fingers: from the palm's middle towards their joints.
    finger = grip.hollow + grip.palm * 0.012 - grip.centre
    lean = unit(unit(finger) + grip.along)
    second = unit(second * (1.0 if second @ grip.along > 0 else -1.0) + 0.7 * (lean - grip.along))
    first = unit(first - (first @ second) * second)
    out = np.cross(first, second)
    out = out if out @ grip.palm > 0 else -out
    centre = grip.centre + lean * reach + out * (radii[2] + 0.004)
    axes = np.stack([first, second, out])
    case = solid(centre, axes, radii, (0.12, 0.22), back, Label.BACKGROUND, HARD, 17)
    facing = ((case.vertices - centre) @ out) > 0.9 * radii[2]
    screen = np.full(3, 0.02) if rng.random() < 0.6 else rng.uniform(0.3, 1.0, 3)
    case.colours[facing] = screen
    return [case]


def cup(figure: Figure, side: str, rng: np.random.Generator) -> list[Mesh]:
    """Return a cup, a paper cup or a bottle that the fingers close round."""
    grip = grip_of(figure, side)
    radius = rng.uniform(0.03, 0.04)
    tall = rng.uniform(0.045, 0.065) if rng.random() < 0.65 else rng.uniform(0.09, 0.11)
    # Upright as far as the grip allows: cups stand along the palm's breadth.
    axis = unit(grip.across + rng.normal(0.0, 0.08, 3))
    axis = axis if axis[2] > 0 else -axis
    first = unit(np.cross(axis, grip.along))
    axes = np.stack([first, np.cross(axis, first), axis])
    centre = grip.centre + grip.along * 0.03 + grip.palm * (radius + 0.004)
    colour = random_colour(rng)
    parts = [solid(centre, axes, (radius, radius, tall), (0.12, 1.0), colour, Label.BACKGROUND)]
    if tall < 0.07 and rng.random() < 0.6:
        angle = np.linspace(-np.pi / 2, np.pi / 2, 11)[:, None]
        ring = np.cos(angle) * 0.024 * grip.palm + np.sin(angle) * 0.7 * tall * axis
        handle = centre + radius * 0.95 * grip.palm + ring
        parts.append(tube(handle, 0.005, colour, Label.BACKGROUND))
    if tall > 0.07:
        neck = centre + axis * (tall + 0.018)
        radii = (radius * 0.4, radius * 0.4, 0.03)
        parts.append(solid(neck, axes, radii, (0.2, 1.0), random_colour(rng), Label.BACKGROUND))
    return [merged(parts, HARD)]


def carried_bag(figure: Figure, side: str, rng: np.random.Generator) -> list[Mesh]:
    """Return a bag that hangs by its handles from the closed hand."""
    grip = grip_of(figure, side)
    down = np.array([0.0, 0.0, -1.0])
    level = unit(grip.across - (grip.across @ down) * down + np.array([1e-3, 0.0, 0.0]))
    deep = np.cross(down, level)
    hang = rng.uniform(0.08, 0.18)
    radii = (rng.uniform(0.11, 0.18), rng.uniform(0.03, 0.07), rng.uniform(0.09, 0.17))
    top = grip.hollow + down * hang
    colour = random_colour(rng)
    axes = np.stack([level, deep, -down])
    body = top + down * radii[2]
    parts = [solid(body, axes, radii, (0.2, 0.3), colour, Label.BACKGROUND, MATT, 17)]
    for shift in (-0.6, 0.6):
        angle = np.linspace(0.0, np.pi, 15)[:, None]
        arc = np.cos(angle) * 0.55 * radii[0] * level + np.sin(angle) * (hang + 0.012) * -down
        handle = top + arc + shift * np.sin(angle + np.pi / 2) ** 2 * radii[1] * deep
        parts.append(tube(handle, 0.006, colour * 0.8, Label.BACKGROUND, MATT))
    return [merged(parts, MATT)]
