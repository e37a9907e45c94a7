"""What people do before a mirror: stand, lean, sit, and do something with each arm."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.people.body import BodyPart, Topology, moves_of_bones
from tryon_ar.training.people.poses_arms import Arm, Reach
from tryon_ar.training.people.rotations import turn_about

FloatArray = NDArray[np.float64]
Rotations = dict[str, FloatArray]

_Action = TypeVar("_Action", bound=Callable[..., None])

_X, _Y, _Z = np.eye(3)
# From the skin to the middle of a palm that lies on it, over clothes (m).
ON_SKIN_M = 0.038


class Stance:
    """A pose in the making: the trunk, head and legs are set; arms are asked for.

    Parameters
    ----------
    topology : Topology
    rest : ndarray of shape (N, 3)
    rest_heads : ndarray of shape (B, 3)
    rng : numpy.random.Generator
    seated : bool
    """

    def __init__(
        self,
        topology: Topology,
        rest: FloatArray,
        rest_heads: FloatArray,
        rng: np.random.Generator,
        seated: bool,
    ) -> None:
        self.topology, self.rest, self.rest_heads, self.rng = topology, rest, rest_heads, rng
        self.seated = seated
        self.rotations = draw_trunk(rng) | draw_legs(rng, seated)
        self.arms = {side: Arm(topology, rest_heads, side) for side in ("L", "R")}
        self.length_m = self.arms["L"].length_m

    def head(self, bone: str) -> FloatArray:
        """Return where a bone begins at rest (3,)."""
        return np.asarray(self.rest_heads[self.topology.bones[bone]])

    def on_chest(self, points: FloatArray, bone: str) -> FloatArray:
        """Return points (..., 3) that a bone carries in the axes of the chest at rest."""
        moves = moves_of_bones(self.topology, self.rest_heads, self.rotations)
        chest, own = moves[self.topology.bones["spine01"]], moves[self.topology.bones[bone]]
        moved = points @ own[:, :3].T + own[:, 3]
        return np.asarray((moved - chest[:, 3]) @ chest[:, :3])

    def surface(
        self, parts: tuple[BodyPart, ...], azimuth: float, height_m: float, bone: str
    ) -> tuple[FloatArray, FloatArray]:
        """Return a point of the skin and the direction outwards, in the axes of the chest at rest.

        Parameters
        ----------
        parts : tuple of BodyPart
        azimuth : float
            Radians; 0 is the front, a quarter turn the figure's left.
        height_m : float
            z at rest.
        bone : str
            What carries the point.
        """
        near = np.isin(self.topology.parts, parts) & (np.abs(self.rest[:, 2] - height_m) < 0.02)
        points = self.rest[near]
        out = np.array([np.sin(azimuth), -np.cos(azimuth), 0.0])
        if not len(points):
            points = np.array([[0.0, 0.0, height_m]]) + 0.1 * out
        middle = (points.min(axis=0) + points.max(axis=0)) / 2
        middle[0] = 0.0
        relative = points - middle
        along = relative @ out
        aside = np.linalg.norm(relative - along[:, None] * out, axis=1)
        best = points[np.argmax(along - 1.2 * aside)]
        best = middle + out * ((best - middle) @ out)
        best[2] = height_m
        placed = self.on_chest(np.stack([best, best + out]), bone)
        return placed[0], placed[1] - placed[0]

    def move(self, side: str, reach: Reach) -> None:
        """Bend an arm."""
        self.rotations |= self.arms[side].bend(reach, self.rng)


def draw_pose(
    topology: Topology, rest: FloatArray, rest_heads: FloatArray, rng: np.random.Generator
) -> Rotations:
    """Draw a pose: rotations by bone, see ``BodyModel.figure``."""
    from tryon_ar.training.people.poses_actions import BOTH_ARMS, ONE_ARM

    seated = bool(rng.random() < 0.12)
    stance = Stance(topology, rest, rest_heads, rng, seated)
    if rng.random() < 0.42:
        _pick(BOTH_ARMS, rng)(stance)
    else:
        sides = ["L", "R"] if rng.random() < 0.5 else ["R", "L"]
        for side in sides:
            _pick(ONE_ARM, rng)(stance, side)
    return stance.rotations


def _pick(actions: Sequence[tuple[float, _Action]], rng: np.random.Generator) -> _Action:
    shares = np.array([share for share, _ in actions])
    return actions[int(rng.choice(len(actions), p=shares / shares.sum()))][1]


def draw_trunk(rng: np.random.Generator) -> Rotations:
    """Draw how trunk, neck, head and eyes are turned."""
    forward = rng.normal(0.04, 0.09)
    aside = rng.normal(0.0, 0.06)
    turned = rng.normal(0.0, 0.15)
    rotations: Rotations = {}
    for bone in ("spine05", "spine04", "spine03", "spine02", "spine01"):
        rotations[bone] = (
            turn_about(_Z, turned / 5) @ turn_about(_X, forward / 5) @ turn_about(_Y, aside / 5)
        )
    wide = 0.45 if rng.random() < 0.3 else 0.18
    yaw = float(np.clip(rng.normal(-0.5 * turned, wide), -1.0, 1.0))
    nod = float(np.clip(rng.normal(0.03, 0.13), -0.4, 0.5))
    tilt = float(np.clip(rng.normal(0.0, 0.09), -0.35, 0.35))
    for bone, share in (("neck01", 0.2), ("neck02", 0.25), ("neck03", 0.25), ("head", 0.3)):
        rotations[bone] = (
            turn_about(_Z, share * yaw) @ turn_about(_X, share * nod) @ turn_about(_Y, share * tilt)
        )
    look_aside = -0.4 * yaw + rng.normal(0, 0.1)
    look_down = rng.normal(0.0, 0.08)
    for bone in ("eye.L", "eye.R"):
        rotations[bone] = turn_about(_Z, float(np.clip(look_aside, -0.5, 0.5))) @ turn_about(
            _X, look_down
        )
    return rotations


def draw_legs(rng: np.random.Generator, seated: bool) -> Rotations:
    """Draw how the legs are: standing, with the weight on one of them, walking or seated."""
    rotations: Rotations = {}
    lean = rng.normal(0.0, 0.05)
    step = rng.normal(0.0, 0.12)
    for side, sign in (("L", 1.0), ("R", -1.0)):
        apart = abs(rng.normal(0.0, 0.05))
        if seated:
            hip, knee, apart = rng.uniform(1.25, 1.65), rng.uniform(1.1, 1.8), apart * 3
        else:
            hip = sign * step + rng.normal(0, 0.03)
            knee = max(0.0, -0.8 * sign * step) + abs(rng.normal(0, 0.06))
        # Rest's legs stand a little apart already.
        rotations[f"upperleg01.{side}"] = turn_about(_Y, -sign * (apart - 0.04) + lean) @ (
            turn_about(_X, -hip) @ turn_about(_Z, sign * rng.normal(0.05, 0.1))
        )
        rotations[f"lowerleg01.{side}"] = turn_about(_X, knee)
        rotations[f"foot.{side}"] = turn_about(_X, float(hip - knee) * 0.7 if not seated else 0.0)
    return rotations
