"""A person painted with a few shapes: skin, a shirt, a room; no photo needed."""

import numpy as np

from tests.support.bodies import SIZE_PX, make_pose, standing_points
from tryon_ar.core.roi import Roi
from tryon_ar.core.types import Body, Frame
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.rendering import shapes

SKIN_BGR = (120, 150, 205)
SHIRT_BGR = (170, 120, 90)
ROOM_BGR = (150, 155, 150)
FRAME_ROI = Roi(0, 0, *SIZE_PX)

POSES: dict[str, dict[Joint, tuple[float, float]]] = {
    "down": {},
    "raised": {
        Joint.LEFT_ELBOW: (430, 100),
        Joint.LEFT_WRIST: (445, 20),
        Joint.RIGHT_ELBOW: (210, 100),
        Joint.RIGHT_WRIST: (195, 20),
    },
    "sideways": {
        Joint.LEFT_ELBOW: (455, 152),
        Joint.LEFT_WRIST: (530, 155),
        Joint.RIGHT_ELBOW: (185, 152),
        Joint.RIGHT_WRIST: (110, 155),
    },
    "crossed": {
        Joint.LEFT_ELBOW: (385, 225),
        Joint.LEFT_WRIST: (300, 205),
        Joint.RIGHT_ELBOW: (255, 225),
        Joint.RIGHT_WRIST: (345, 215),
    },
    "hand_on_hip": {Joint.LEFT_ELBOW: (440, 215), Joint.LEFT_WRIST: (372, 270)},
    "elbow_bent_120": {Joint.LEFT_ELBOW: (385, 233), Joint.LEFT_WRIST: (440, 195)},
    "towards_camera": {Joint.LEFT_ELBOW: (380, 175), Joint.LEFT_WRIST: (383, 185)},
}
_HANDS = {
    Joint.LEFT_WRIST: (Joint.LEFT_PINKY, Joint.LEFT_INDEX, Joint.LEFT_THUMB),
    Joint.RIGHT_WRIST: (Joint.RIGHT_PINKY, Joint.RIGHT_INDEX, Joint.RIGHT_THUMB),
}
_ARMS = (
    (Joint.LEFT_SHOULDER, Joint.LEFT_ELBOW, Joint.LEFT_WRIST, Joint.LEFT_INDEX),
    (Joint.RIGHT_SHOULDER, Joint.RIGHT_ELBOW, Joint.RIGHT_WRIST, Joint.RIGHT_INDEX),
)
_LEGS = (
    (Joint.LEFT_HIP, Joint.LEFT_KNEE, Joint.LEFT_ANKLE),
    (Joint.RIGHT_HIP, Joint.RIGHT_KNEE, Joint.RIGHT_ANKLE),
)


def posed_points(name: str = "down") -> np.ndarray:
    """Landmarks of a pose of :data:`POSES`; hands go on where forearms end."""
    points = standing_points()
    own = standing_points()
    for joint, place in POSES[name].items():
        points[joint] = place
    for (_, elbow, wrist, _), fingers in zip(_ARMS, _HANDS.values(), strict=True):
        before, after = own[wrist] - own[elbow], points[wrist] - points[elbow]
        turn = complex(*after) / complex(*before)
        turn /= max(abs(turn), 1e-9)
        for finger in fingers:
            moved = complex(*(own[finger] - own[wrist])) * turn
            points[finger] = points[wrist] + (moved.real, moved.imag)
    return points


def paint(points: np.ndarray, shirt_bgr: tuple[int, int, int] = SHIRT_BGR) -> tuple[Frame, Body]:
    """Paint a person with these landmarks into a plain room, and their exact mask."""
    trunk, bare = shapes.empty(FRAME_ROI), shapes.empty(FRAME_ROI)
    joints = (Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER, Joint.RIGHT_HIP, Joint.LEFT_HIP)
    shapes.fill_hull(trunk, FRAME_ROI, _grown(points[list(joints)], 9.0))
    for bones in _LEGS:
        _limb(trunk, points, bones, (26.0, 20.0, 14.0))
    for bones in _ARMS:
        _limb(bare, points, bones, (14.0, 12.0, 9.0, 7.0))
    eyes = (points[Joint.LEFT_EYE] + points[Joint.RIGHT_EYE]) / 2
    shapes.fill_ellipse(bare, FRAME_ROI, eyes + np.array([0.0, 8.0]), (34, 24), 90.0)
    neck = (points[Joint.LEFT_SHOULDER] + points[Joint.RIGHT_SHOULDER]) / 2
    shapes.fill_capsule(bare, FRAME_ROI, eyes, neck, 12.0, 14.0)
    image = _room()
    for mask, colour in ((trunk, shirt_bgr), (bare, SKIN_BGR)):
        share = mask[..., None] / 255.0
        image = image * (1 - share) + np.array(colour) * share
    person = np.maximum(trunk, bare).astype(np.float32) / 255.0
    person.flags.writeable = False
    picture = np.ascontiguousarray(np.rint(image), dtype=np.uint8)
    return Frame(picture, 0, 0.0, 0), Body(make_pose(points), person)


def painted(name: str = "down") -> tuple[Frame, Body]:
    """Paint the person in a pose of :data:`POSES`."""
    return paint(posed_points(name))


def _limb(canvas, points, bones, radii) -> None:
    for start, end, wide, narrow in zip(bones, bones[1:], radii, radii[1:], strict=False):
        shapes.fill_capsule(canvas, FRAME_ROI, points[start], points[end], wide, narrow)


def _grown(points: np.ndarray, margin: float) -> np.ndarray:
    angles = np.arange(12) * (2 * np.pi / 12)
    ring = np.stack([np.cos(angles), np.sin(angles)], axis=1) * margin
    return np.concatenate([points + offset for offset in ring])


def _room() -> np.ndarray:
    rows, columns = np.indices((SIZE_PX[1], SIZE_PX[0]))
    light = 0.9 + 0.2 * columns / SIZE_PX[0] - 0.1 * rows / SIZE_PX[1]
    room = light[..., None] * np.array(ROOM_BGR)
    room[30:130, 20:90] = 238  # a poster and a cabinet: the whole range of a camera
    room[330:470, 560:620] = 18
    return room
