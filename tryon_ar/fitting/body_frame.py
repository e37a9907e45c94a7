"""The coordinate frame of a torso: where it is, which way is up, how large it is."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from tryon_ar.core.types import Points, Pose
from tryon_ar.fitting.vectors import distance, unit

# A frontal torso is 1.3 to 1.7 shoulder widths long (14 people, 2 clips); a longer one has
# turned, and its true shoulder width is taken from its length.
LONGEST_FRONTAL_TORSO = 1.75


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
    """

    shoulder_mid: Points
    hip_mid: Points
    lateral: Points
    up: Points
    across: Points
    width_px: float
    unit_px: float

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
    across = np.array([-up[1], up[0]])
    lateral = unit(left - right)
    if float(across @ lateral) < 0:
        across = -across
    return BodyFrame(
        shoulder_mid=shoulder_mid,
        hip_mid=hip_mid,
        lateral=lateral,
        up=up,
        across=across,
        width_px=width_px,
        unit_px=max(width_px, torso_px / LONGEST_FRONTAL_TORSO),
    )
