"""People and garments made of numbers, for tests of geometry."""

import numpy as np

from tryon_ar.core.types import Body, Pose
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.garments.garment import Garment, Part

SIZE_PX = (640, 480)

# A person who faces the camera, arms a little away from the trunk; shoulder width 100 px.
_STANDING = {
    Joint.NOSE: (320, 90),
    Joint.LEFT_EYE: (330, 80),
    Joint.RIGHT_EYE: (310, 80),
    Joint.LEFT_EAR: (340, 85),
    Joint.RIGHT_EAR: (300, 85),
    Joint.MOUTH_LEFT: (327, 102),
    Joint.MOUTH_RIGHT: (313, 102),
    Joint.LEFT_SHOULDER: (370, 150),
    Joint.RIGHT_SHOULDER: (270, 150),
    Joint.LEFT_ELBOW: (390, 230),
    Joint.RIGHT_ELBOW: (250, 230),
    Joint.LEFT_WRIST: (400, 302),
    Joint.RIGHT_WRIST: (240, 302),
    Joint.LEFT_PINKY: (404, 318),
    Joint.RIGHT_PINKY: (236, 318),
    Joint.LEFT_INDEX: (398, 320),
    Joint.RIGHT_INDEX: (242, 320),
    Joint.LEFT_THUMB: (393, 312),
    Joint.RIGHT_THUMB: (247, 312),
    Joint.LEFT_HIP: (348, 300),
    Joint.RIGHT_HIP: (292, 300),
    Joint.LEFT_KNEE: (350, 410),
    Joint.RIGHT_KNEE: (290, 410),
    Joint.LEFT_ANKLE: (352, 505),
    Joint.RIGHT_ANKLE: (288, 505),
}


def standing_points() -> np.ndarray:
    points = np.full((33, 2), (320.0, 100.0))
    for joint, place in _STANDING.items():
        points[joint] = place
    return points


def make_pose(points: np.ndarray, depth: np.ndarray | None = None) -> Pose:
    return Pose(
        points_px=np.asarray(points, float),
        visibility=np.ones(33),
        depth_px=np.zeros(33) if depth is None else depth,
        world_m=np.zeros((33, 3)),
    )


def standing_body(points: np.ndarray | None = None, half_width_px: int = 50) -> Body:
    """A standing person whose trunk in the mask is ``2 * half_width_px`` wide."""
    mask = np.zeros((SIZE_PX[1], SIZE_PX[0]), np.float32)
    mask[60:, 320 - half_width_px : 320 + half_width_px + 1] = 1.0
    mask.flags.writeable = False
    return Body(make_pose(standing_points() if points is None else points), mask)


def flat_tee(long: bool = False) -> Garment:
    """A symmetric tee of flat colour on a 400 x 500 photo."""
    alpha = np.zeros((500, 400), np.uint8)
    parts = np.zeros((500, 400), np.uint8)
    parts[60:460, 110:291] = Part.TORSO
    parts[60:75, 170:231] = Part.INSIDE_BACK
    bottom = 420 if long else 190
    parts[90:bottom, 50:110] = Part.RIGHT_SLEEVE
    parts[90:bottom, 291:351] = Part.LEFT_SLEEVE
    alpha[parts > 0] = 255
    photo = np.full((500, 400, 3), 245, np.uint8)
    photo[parts > 0] = (40, 90, 200)
    landmarks = {
        "neck_right": (165.0, 62.0),
        "neck_left": (235.0, 62.0),
        "neck_front": (200.0, 80.0),
        "shoulder_right": (115.0, 85.0),
        "shoulder_left": (285.0, 85.0),
        "armpit_right": (112.0, 170.0),
        "armpit_left": (288.0, 170.0),
        "waist_right": (112.0, 300.0),
        "waist_left": (288.0, 300.0),
        "hem_right": (112.0, 455.0),
        "hem_left": (288.0, 455.0),
        "hem_center": (200.0, 458.0),
        "cuff_right_outer": (52.0, bottom - 2.0),
        "cuff_right_inner": (108.0, bottom - 2.0),
        "cuff_left_outer": (348.0, bottom - 2.0),
        "cuff_left_inner": (292.0, bottom - 2.0),
    }
    if long:
        landmarks |= {"elbow_right": (80.0, 250.0), "elbow_left": (320.0, 250.0)}
    category = "longsleeve" if long else "tshirt"
    return Garment("flat-" + category, "Flat", category, photo, alpha, parts, landmarks)


def flat_trousers() -> Garment:
    """Symmetric trousers of flat colour on a 300 x 600 photo."""
    parts = np.zeros((600, 300), np.uint8)
    parts[40:560, 70:150] = Part.RIGHT_LEG
    parts[40:560, 150:231] = Part.LEFT_LEG
    parts[200:560, 140:161] = 0
    alpha = np.where(parts > 0, 255, 0).astype(np.uint8)
    photo = np.full((600, 300, 3), 250, np.uint8)
    photo[parts > 0] = (90, 60, 40)
    landmarks = {
        "waist_right": (72.0, 42.0),
        "waist_left": (228.0, 42.0),
        "crotch": (150.0, 198.0),
        "knee_right": (105.0, 370.0),
        "knee_left": (195.0, 370.0),
        "leg_hem_right_outer": (71.0, 558.0),
        "leg_hem_right_inner": (139.0, 558.0),
        "leg_hem_left_outer": (229.0, 558.0),
        "leg_hem_left_inner": (161.0, 558.0),
    }
    return Garment("flat-trousers", "Flat", "trousers", photo, alpha, parts, landmarks)
