"""A body measured for clothes: where along arms, legs and torso every vertex of its skin lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tryon_ar.training.people.body import Figure

Floats = NDArray[np.float64]

# Values of ``body.BodyPart``, named here so that a figure of any make can be measured.
HEAD, NECK, UPPER_ARM, FOREARM, HAND, TORSO, THIGH, SHIN, FOOT = range(9)
FAR_M = 0.2


@dataclass(frozen=True, slots=True)
class Measures:
    """Where things are on a body at rest; metres, in rest space.

    Attributes
    ----------
    rest : ndarray of shape (N, 3)
    parts : ndarray of shape (N,), uint8
    across : ndarray of shape (N,)
        Distance from the middle plane.
    along_arm : ndarray of shape (N,)
        From the shoulder joint towards the hand; meaningful on arms and hands.
    upper_arm, whole_arm : float
        Lengths from shoulder to elbow and to wrist.
    neck : ndarray of shape (3,)
        Where the neck leaves the torso, on its axis.
    shoulder : ndarray of shape (3,)
        The left shoulder joint.
    armpit_z, waist_z, hip_z, crotch_z, knee_z, ankle_z : float
    """

    rest: Floats
    parts: NDArray[np.uint8]
    across: Floats
    along_arm: Floats
    upper_arm: float
    whole_arm: float
    neck: Floats
    shoulder: Floats
    armpit_z: float
    waist_z: float
    hip_z: float
    crotch_z: float
    knee_z: float
    ankle_z: float

    @property
    def arm(self) -> NDArray[np.bool_]:
        """Return which vertices are of arms and hands, (N,)."""
        return (self.parts >= UPPER_ARM) & (self.parts <= HAND)

    @property
    def torso_length(self) -> float:
        """Return the height from the hip joints to the neck, m."""
        return float(self.neck[2] - self.hip_z)

    def height_of(self, share: float) -> float:
        """Return the height of a share of the way from the hip joints (0) to the neck (1)."""
        return float(self.hip_z + share * self.torso_length)

    def down_the_leg(self, share: float) -> float:
        """Return the height of a share of the way from the crotch (0) to the ankle (1)."""
        return float(self.crotch_z + share * (self.ankle_z - self.crotch_z))


def measure(figure: Figure) -> Measures:
    """Return a figure's measures, taken from its rest shape."""

    def head_of(bone: str) -> Floats:
        return np.asarray(figure.rest_heads[figure.bones[bone]], np.float64)

    rest, parts = figure.rest, figure.parts
    shoulder, elbow, wrist = (head_of(name) for name in ("upperarm01.L", "lowerarm01.L", "wrist.L"))
    across = np.abs(rest[:, 0])
    mirrored = np.column_stack([across, rest[:, 1:]])
    upper_arm = float(np.linalg.norm(elbow - shoulder))
    forearm = float(np.linalg.norm(wrist - elbow))
    along = (mirrored - shoulder) @ ((elbow - shoulder) / upper_arm)
    beyond = upper_arm + (mirrored - elbow) @ ((wrist - elbow) / forearm)
    along = np.where((parts == FOREARM) | (parts == HAND), beyond, along)
    hip_z = float(head_of("upperleg01.L")[2])
    middle = (across < 0.03) & (parts == TORSO)
    return Measures(
        rest=rest,
        parts=parts,
        across=across,
        along_arm=along,
        upper_arm=upper_arm,
        whole_arm=upper_arm + forearm,
        neck=head_of("neck01"),
        shoulder=shoulder,
        armpit_z=float(head_of("spine01")[2]),
        waist_z=float(head_of("spine04")[2]),
        hip_z=hip_z,
        crotch_z=float(rest[middle, 2].min()),
        knee_z=float(head_of("lowerleg01.L")[2]),
        ankle_z=float(head_of("foot.L")[2]),
    )


def step(edge0: float, edge1: float, values: Floats) -> Floats:
    """Return the smooth step from 0 at ``edge0`` to 1 at ``edge1``, elementwise."""
    share = np.clip((values - edge0) / (edge1 - edge0), 0.0, 1.0)
    return np.asarray(share * share * (3 - 2 * share), np.float64)
