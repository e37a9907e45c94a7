"""The coordinate frame of a torso: where it is, which way is up, how large it is."""

import math
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from tryon_ar.core.types import Points, Pose
from tryon_ar.fitting.vectors import distance, unit

# A frontal torso is 1.3 to 1.7 shoulder widths long (14 people, 2 clips); a longer one has
# turned, and its true shoulder width is taken from its length.
LONGEST_FRONTAL_TORSO = 1.75
# The middle of that range: what a torso says of the shoulders of somebody seen from the side.
_USUAL_TORSO = 1.47

# World landmarks say by 10 degrees and more that people turn who do not (62 people who face a
# camera); from the second angle on they are right (18 seen from the side: 82 to 88 degrees).
_UNTURNED, _TURNED = math.radians(9.0), math.radians(24.0)
# A shoulder line shorter than this, in metres, is no measurement.
_LEAST_WORLD_M = 0.05
# Cosines of a turn from which on the shoulders' own distance is worth nothing, and all.
_EDGE_ON, _BROAD = 0.40, 0.80
# In the picture a shoulder line shorter than this (shoulder widths) has no direction of its own.
_SIDEWAYS, _DIRECTED = 0.30, 0.50


class Joint(IntEnum):
    """BlazePose landmarks that fitting uses; sides are the wearer's."""

    NOSE = 0
    LEFT_EYE = 2
    RIGHT_EYE = 5
    LEFT_EAR = 7
    RIGHT_EAR = 8
    MOUTH_LEFT = 9
    MOUTH_RIGHT = 10
    LEFT_SHOULDER = 11
    RIGHT_SHOULDER = 12
    LEFT_ELBOW = 13
    RIGHT_ELBOW = 14
    LEFT_WRIST = 15
    RIGHT_WRIST = 16
    LEFT_PINKY = 17
    RIGHT_PINKY = 18
    LEFT_INDEX = 19
    RIGHT_INDEX = 20
    LEFT_THUMB = 21
    RIGHT_THUMB = 22
    LEFT_HIP = 23
    RIGHT_HIP = 24
    LEFT_KNEE = 25
    RIGHT_KNEE = 26
    LEFT_ANKLE = 27
    RIGHT_ANKLE = 28


@dataclass(frozen=True, slots=True)
class BodyFrame:
    """A torso's own axes in the picture.

    Attributes
    ----------
    shoulder_mid, hip_mid : ndarray of shape (2,)
        Frame pixels.
    lateral : ndarray of shape (2,)
        Unit vector from the right to the left shoulder.
    up : ndarray of shape (2,)
        Unit vector from the hips to the shoulders.
    across : ndarray of shape (2,)
        Unit vector square to ``up``, towards the wearer's left.
    width_px : float
        Distance of the shoulder joints as seen; shrinks as the person turns.
    unit_px : float
        Shoulder width the person would show frontally: the unit of every length along the
        body.
    sideways : float
        Sine of the trunk's turn: towards the wearer's left (positive) or right lies the edge
        of the trunk that is further from the camera; 0 for one seen straight on, from before
        or behind.
    from_behind : bool
        Whether the back is seen rather than the front.
    """

    shoulder_mid: Points
    hip_mid: Points
    lateral: Points
    up: Points
    across: Points
    width_px: float
    unit_px: float
    sideways: float = 0.0
    from_behind: bool = False

    @property
    def turn(self) -> float:
        """How much of the frontal shoulder width is seen, 0 to 1."""
        return self.width_px / self.unit_px

    def spine_point(self, start: Points, length_px: float) -> Points:
        """Return the point ``length_px`` below ``start`` along the torso."""
        return start - self.up * length_px


def body_frame(pose: Pose) -> BodyFrame | None:
    """Measure the torso's axes.

    Parameters
    ----------
    pose : Pose
        Smoothed landmarks.

    Returns
    -------
    BodyFrame or None
        None when the shoulders or the torso are too small in the picture (under 8 px) to
        carry a garment.
    """
    points = pose.points_px
    left, right = points[Joint.LEFT_SHOULDER], points[Joint.RIGHT_SHOULDER]
    shoulder_mid = (left + right) / 2
    hip_mid = (points[Joint.LEFT_HIP] + points[Joint.RIGHT_HIP]) / 2
    width_px = distance(left, right)
    torso_px = distance(shoulder_mid, hip_mid)
    if max(width_px, torso_px) < 8.0 or torso_px < 4.0:
        return None
    up = unit(shoulder_mid - hip_mid)
    rightwards = np.array([-up[1], up[0]])  # in the picture, for who stands upright
    yaw = _yaw(pose, float((left - right) @ rightwards) < 0)
    unit_px = _unit_px(width_px, torso_px, abs(math.cos(yaw)))
    behind = _from_behind(yaw, float((left - right) @ rightwards) / unit_px)
    across = -rightwards if behind else rightwards
    along_px = float((left - right) @ across)
    lateral = unit(left - right + across * max(0.0, _DIRECTED * unit_px - along_px))
    return BodyFrame(
        shoulder_mid=shoulder_mid,
        hip_mid=hip_mid,
        lateral=lateral,
        up=up,
        across=across,
        width_px=width_px,
        unit_px=unit_px,
        sideways=math.sin(yaw),
        from_behind=behind,
    )


def _yaw(pose: Pose, reversed_in_picture: bool) -> float:
    """Return by what angle the trunk is turned, -pi to pi.

    0 for one that faces the camera; towards the picture's right for positive angles. Small
    turns are taken for none.
    """
    world = pose.world_m
    line = world[Joint.LEFT_SHOULDER] - world[Joint.RIGHT_SHOULDER]
    line = line + world[Joint.LEFT_HIP] - world[Joint.RIGHT_HIP]
    if math.hypot(line[0], line[2]) < _LEAST_WORLD_M:
        return math.pi if reversed_in_picture else 0.0
    yaw = math.atan2(line[2], line[0])
    behind = abs(yaw) > math.pi / 2
    turned = (math.pi - abs(yaw)) if behind else abs(yaw)
    turned *= float(np.interp(turned, (_UNTURNED, _TURNED), (0.0, 1.0)))
    return math.copysign(math.pi - turned if behind else turned, yaw)


def _unit_px(width_px: float, torso_px: float, cosine: float) -> float:
    """Return the frontal shoulder width: by the shoulders, and by the torso as these turn away."""
    by_shoulders = width_px / max(cosine, _EDGE_ON)
    by_torso = max(width_px, torso_px / _USUAL_TORSO)
    trust = float(np.interp(cosine, (_EDGE_ON, _BROAD), (0.0, 1.0)))
    unit_px = by_shoulders * trust + by_torso * (1.0 - trust)
    return max(unit_px, torso_px / LONGEST_FRONTAL_TORSO)


def _from_behind(yaw: float, seen: float) -> bool:
    """Tell by the shoulders in the picture or, of who is seen edge-on, by the world landmarks."""
    return seen < 0 if abs(seen) > _SIDEWAYS else abs(yaw) > math.pi / 2
