"""Bends an arm so that its hand gets somewhere.

All is in the axes of the body at rest, as the chest sees them: what the spine does comes on top.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.people.body import Topology
from tryon_ar.training.people.rotations import about_axis_of, frame_of, turn_about

FloatArray = NDArray[np.float64]

_MOST_TWIST = 1.9
_MOST_WRIST_BEND = 1.1


@dataclass(frozen=True)
class Reach:
    """Where a hand is to be, and how.

    Attributes
    ----------
    palm : ndarray of shape (3,)
        Where the middle of the palm goes (m).
    pole : ndarray of shape (3,)
        Which way the elbow points, roughly.
    fingers : ndarray of shape (3,), optional
        Which way the fingers point; straight on from the forearm if not given.
    facing : ndarray of shape (3,), optional
        Which way the palm looks; with ``fingers``.
    curl : float
        How far fingers are bent, 0 (stretched) to 1 (fist).
    """

    palm: FloatArray
    pole: FloatArray
    fingers: FloatArray | None = None
    facing: FloatArray | None = None
    curl: float = 0.3


class Arm:
    """One arm of a body at rest.

    Parameters
    ----------
    topology : Topology
    rest_heads : ndarray of shape (B, 3)
    side : str
        ``L`` or ``R``, the figure's own.
    """

    def __init__(self, topology: Topology, rest_heads: FloatArray, side: str) -> None:
        def head(name: str) -> FloatArray:
            return np.asarray(rest_heads[topology.bones[f"{name}.{side}"]])

        self.side = side
        self.sign = 1.0 if side == "L" else -1.0
        self.collar = head("clavicle")
        self.shoulder, self.elbow = head("upperarm01"), head("lowerarm01")
        self.wrist, self.knuckle = head("wrist"), head("finger3-1")
        across = head("finger2-1") - head("finger5-1")
        self.fingers = self.knuckle - self.wrist
        # Fingers bend towards the palm already at rest.
        first = head("finger3-2") - head("finger3-1")
        second = head("finger3-3") - head("finger3-2")
        self.curl_axis = np.cross(first, second)
        self.curl_axis /= np.linalg.norm(self.curl_axis)
        facing = np.cross(across, self.fingers)
        self.facing = facing * np.sign(facing @ np.cross(self.curl_axis, first))
        self.length_m = float(
            np.linalg.norm(self.elbow - self.shoulder) + np.linalg.norm(self.wrist - self.elbow)
        )

    def bend(self, reach: Reach, rng: np.random.Generator) -> dict[str, FloatArray]:
        """Return rotations by bone that take the hand where it is to be, or as near as it gets."""
        lifted = self._lift(reach.palm)
        collar_turn = turn_about((0.0, 1.0, 0.0), -self.sign * lifted)
        back = collar_turn.T

        def local(direction: FloatArray | None) -> FloatArray | None:
            return None if direction is None else back @ direction

        palm = self.collar + back @ (reach.palm - self.collar)
        fingers = local(reach.fingers)
        length = float(np.linalg.norm(self.fingers))
        if fingers is None:
            towards = palm - self.shoulder
            target = palm - towards / max(float(np.linalg.norm(towards)), 1e-6) * length * 0.6
        else:
            target = palm - fingers / np.linalg.norm(fingers) * length * 0.75
        upper, forearm = self._two_bones(target, back @ reach.pole)
        rotations = {f"clavicle.{self.side}": collar_turn}
        self._share_twist(rotations, upper)
        rotations[f"lowerarm01.{self.side}"] = upper.T @ forearm
        if fingers is not None and reach.facing is not None:
            hand = frame_of(fingers, back @ reach.facing) @ frame_of(self.fingers, self.facing).T
            self._turn_wrist(rotations, forearm.T @ hand)
        else:
            self._turn_wrist(rotations, turn_about(rng.normal(size=3), rng.normal(0, 0.2)))
        rotations.update(self.curl(reach.curl, rng))
        return rotations

    def _lift(self, palm: FloatArray) -> float:
        """Shoulders go up with the arms."""
        up = (palm - self.shoulder)[2] / self.length_m
        return float(np.clip(0.3 * (up + 0.2), -0.03, 0.3))

    def _two_bones(self, target: FloatArray, pole: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return where upper arm and forearm are turned to (law of cosines; the elbow by the pole).

        Both turns are from the pose at rest, in the collar bone's axes.
        """
        upper, fore = self.elbow - self.shoulder, self.wrist - self.elbow
        a, b = float(np.linalg.norm(upper)), float(np.linalg.norm(fore))
        way = target - self.shoulder
        far = float(np.linalg.norm(way))
        way = way / max(far, 1e-6)
        # An elbow folds to a sharp angle at most, and hardly stretches out altogether.
        far = float(np.clip(far, 0.42 * (a + b), 0.992 * (a + b)))
        along = (a * a - b * b + far * far) / (2 * far)
        aside = pole - (pole @ way) * way
        aside /= max(float(np.linalg.norm(aside)), 1e-6)
        elbow = along * way + np.sqrt(max(a * a - along * along, 0.0)) * aside
        hinge = np.cross(elbow, far * way - elbow)
        rest_hinge = np.cross(upper, fore)
        turned_upper = frame_of(elbow, hinge) @ frame_of(upper, rest_hinge).T
        turned_fore = frame_of(far * way - elbow, hinge) @ frame_of(fore, rest_hinge).T
        return turned_upper, turned_fore

    def _share_twist(self, rotations: dict[str, FloatArray], upper: FloatArray) -> None:
        axis = self.elbow - self.shoulder
        half = turn_about(axis, 0.5 * about_axis_of(upper, axis))
        rotations[f"upperarm01.{self.side}"] = upper @ half.T
        rotations[f"upperarm02.{self.side}"] = half

    def _turn_wrist(self, rotations: dict[str, FloatArray], hand: FloatArray) -> None:
        """Share the turn of a hand between the forearm, which twists, and the wrist."""
        axis = self.wrist - self.elbow
        twist = about_axis_of(hand, axis)
        swing = hand @ turn_about(axis, twist).T
        twist = float(np.clip(twist, -_MOST_TWIST, _MOST_TWIST))
        swung = turn_vector(swing)
        bend = float(np.linalg.norm(swung))
        if bend > _MOST_WRIST_BEND:
            swing = turn_about(swung, _MOST_WRIST_BEND)
        half = turn_about(axis, 0.5 * twist)
        rotations[f"lowerarm02.{self.side}"] = half
        rotations[f"wrist.{self.side}"] = half.T @ swing @ half @ half

    def curl(self, amount: float, rng: np.random.Generator) -> dict[str, FloatArray]:
        """Return rotations of fingers: a pose of the hand, and each finger a little otherwise."""
        rotations = {}
        spread = rng.normal(0.0, 0.06)
        for finger in range(2, 6):
            own = float(np.clip(amount + rng.normal(0, 0.08), -0.15, 1.0))
            aside = turn_about(self.facing, self.sign * spread * (finger - 3.5))
            for joint, most in ((1, 1.35), (2, 1.6), (3, 1.0)):
                turn = turn_about(self.curl_axis, own * most)
                rotations[f"finger{finger}-{joint}.{self.side}"] = (
                    aside @ turn if joint == 1 else turn
                )
        thumb = float(np.clip(0.6 * amount + rng.normal(0, 0.12), -0.2, 0.8))
        for joint in (2, 3):
            rotations[f"finger1-{joint}.{self.side}"] = turn_about(self.curl_axis, thumb)
        return rotations


def turn_vector(rotation: FloatArray) -> FloatArray:
    """Return axis times angle (radians) of a rotation (3, 3)."""
    cosine = float(np.clip((np.trace(rotation) - 1.0) / 2.0, -1.0, 1.0))
    angle = float(np.arccos(cosine))
    skew = np.array(
        [
            rotation[2, 1] - rotation[1, 2],
            rotation[0, 2] - rotation[2, 0],
            rotation[1, 0] - rotation[0, 1],
        ]
    )
    size = float(np.linalg.norm(skew))
    return np.asarray(skew / size * angle) if size > 1e-9 else np.zeros(3)
