"""Bodies made by rule, for tests of what follows the tracker."""

import numpy as np

from tryon_ar.core.types import Body, Frame, Pose
from tryon_ar.tracking import anatomy

SIZE_PX = (640, 480)


def pose_at(x: float = 320.0, y: float = 180.0, shoulders_px: float = 120.0) -> Pose:
    """A person seen from the front: middle of the shoulders at (x, y)."""
    u = shoulders_px
    points = np.full((anatomy.LANDMARKS, 2), (x, y))
    points[:11] += (0.0, -0.6 * u)
    points[anatomy.LEFT_SHOULDER] += (u / 2, 0.0)
    points[anatomy.RIGHT_SHOULDER] += (-u / 2, 0.0)
    points[anatomy.LEFT_ELBOW] += (0.7 * u, 0.8 * u)
    points[anatomy.RIGHT_ELBOW] += (-0.7 * u, 0.8 * u)
    points[anatomy.LEFT_WRIST] += (0.6 * u, 1.5 * u)
    points[anatomy.RIGHT_WRIST] += (-0.6 * u, 1.5 * u)
    points[anatomy.LEFT_HIP] += (0.3 * u, 1.6 * u)
    points[anatomy.RIGHT_HIP] += (-0.3 * u, 1.6 * u)
    points[25:] += (0.0, 3.0 * u)
    visibility = np.full(anatomy.LANDMARKS, 0.99)
    zeros = np.zeros(anatomy.LANDMARKS)
    return Pose(points, visibility, zeros, np.zeros((anatomy.LANDMARKS, 3)))


def mask_of(pose: Pose, size_px: tuple[int, int] = SIZE_PX) -> np.ndarray:
    """One inside the box of shoulders and hips, grown; zero elsewhere."""
    mask = np.zeros((size_px[1], size_px[0]), np.float32)
    x0, y0, x1, y1 = np.round(anatomy.torso_box(pose)).astype(int)
    mask[max(y0 - 20, 0) : max(y1 + 20, 0), max(x0 - 20, 0) : max(x1 + 20, 0)] = 1.0
    mask.flags.writeable = False
    return mask


def body_at(x: float = 320.0, y: float = 180.0, shoulders_px: float = 120.0) -> Body:
    pose = pose_at(x, y, shoulders_px)
    return Body(pose, mask_of(pose))


def frame_at(index: int, t_ms: float, size_px: tuple[int, int] = SIZE_PX) -> Frame:
    image = np.zeros((size_px[1], size_px[0], 3), np.uint8)
    return Frame(image, index, t_ms, 0, capture_ms=1.5)
