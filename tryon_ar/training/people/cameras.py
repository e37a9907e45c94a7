"""Where people are seen from, and the square of the picture that is kept of them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

_NEAR_M, _FAR_M = 0.05, 12.0


@dataclass(frozen=True)
class Camera:
    """A camera.

    Attributes
    ----------
    eye : ndarray of shape (3,)
    right, up, forward : ndarray of shape (3,)
        Its axes, of length 1.
    """

    eye: FloatArray
    right: FloatArray
    up: FloatArray
    forward: FloatArray

    def seen(self, points: FloatArray) -> FloatArray:
        """Return points (N, 3) on the plane a metre before the camera (N, 2), y down.

        Points behind the camera are thrown far away.
        """
        relative = points - self.eye
        depth = np.maximum(relative @ self.forward, 1e-3)
        # Each axis in one piece: extremes over the points are found many times faster.
        return np.stack([relative @ self.right / depth, -(relative @ self.up) / depth]).T


@dataclass(frozen=True)
class View:
    """A camera and the squares that count, on the plane a metre before it, y down.

    Attributes
    ----------
    camera : Camera
    square : tuple of 3 floats
        x and y of the kept square's top left corner, and its side.
    frame : tuple of 4 floats
        x0, y0, x1, y1 of what of the whole picture's rectangle is in the square; nothing is seen
        beyond.
    """

    camera: Camera
    square: tuple[float, float, float]
    frame: tuple[float, float, float, float]

    def to_screen(self) -> FloatArray:
        """Return the matrix (4, 4) from the room to OpenGL's clip space, for the square."""
        x0, y0, side = self.square
        left, right, top, bottom = x0, x0 + side, -y0, -(y0 + side)
        lens = np.zeros((4, 4))
        lens[0, 0] = 2.0 / (right - left)
        lens[0, 2] = (right + left) / (right - left)
        lens[1, 1] = 2.0 / (top - bottom)
        lens[1, 2] = (top + bottom) / (top - bottom)
        lens[2, 2] = (_FAR_M + _NEAR_M) / (_NEAR_M - _FAR_M)
        lens[2, 3] = 2.0 * _FAR_M * _NEAR_M / (_NEAR_M - _FAR_M)
        lens[3, 2] = -1.0
        place = np.eye(4)
        place[:3, :3] = np.stack([self.camera.right, self.camera.up, -self.camera.forward])
        place[:3, 3] = -place[:3, :3] @ self.camera.eye
        return np.asarray(lens @ place)

    def to_square_px(self, points: FloatArray, size_px: int) -> FloatArray:
        """Return where points (N, 3) are in the square's picture (N, 2), pixel centres integers."""
        x0, y0, side = self.square
        seen = self.camera.seen(points)
        return np.asarray((seen - (x0, y0)) / side * size_px - 0.5)

    def frame_px(self, size_px: int) -> FloatArray:
        """Return the frame's x0, y0, x1, y1 in the square's picture (edges, not centres)."""
        x0, y0, side = self.square
        corners = (np.asarray(self.frame) - (x0, y0, x0, y0)) / side * size_px
        return np.asarray(np.clip(corners, 0, size_px))


def metres_of(depths: NDArray[np.float32]) -> FloatArray:
    """Return how far along the camera's axis OpenGL's depths (0 to 1) are."""
    clip = 2.0 * np.asarray(depths, np.float64) - 1.0
    return np.asarray(2.0 * _FAR_M * _NEAR_M / (_FAR_M + _NEAR_M - clip * (_FAR_M - _NEAR_M)))


def camera_before(
    target: FloatArray, yaw: float, pitch: float, roll: float, distance_m: float
) -> Camera:
    """Return a camera that looks at a point.

    Parameters
    ----------
    target : ndarray of shape (3,)
    yaw : float
        Radians; 0 is before the figure, a quarter turn sees its left side.
    pitch : float
        Radians; above 0 looks down on it.
    roll : float
        Radians.
    distance_m : float
    """
    away = np.array([np.sin(yaw) * np.cos(pitch), -np.cos(yaw) * np.cos(pitch), np.sin(pitch)])
    forward = -away
    right = np.cross(forward, [0.0, 0.0, 1.0])
    right /= np.linalg.norm(right)
    up = np.cross(right, forward)
    turned_right = right * np.cos(roll) + up * np.sin(roll)
    turned_up = up * np.cos(roll) - right * np.sin(roll)
    return Camera(target + away * distance_m, turned_right, turned_up, forward)


@dataclass(frozen=True)
class Cut:
    """How much of a person the picture shows.

    Attributes
    ----------
    level : float
        Height (m) at which the picture's lower edge cuts the figure; minus infinity for all of it.
    distance_m : float
    """

    level: float
    distance_m: float


# Kinds of picture: share, bones between whose heights the lower edge lies, and distances (m).
_CUTS: tuple[tuple[float, str, str, float, float], ...] = (
    (0.08, "neck01", "spine01", 0.40, 0.8),
    (0.24, "spine01", "spine04", 0.5, 1.2),
    (0.24, "spine04", "upperleg01.L", 0.7, 1.6),
    (0.18, "upperleg01.L", "lowerleg01.L", 1.0, 2.2),
    (0.07, "lowerleg01.L", "foot.L", 1.5, 3.0),
)
_WHOLE_DISTANCE_M = (1.9, 4.0)
_BELOW_CHIN_M = 0.05
_CUT_FACES = 0.15


def draw_cut(rng: np.random.Generator, heads: FloatArray, bones: dict[str, int]) -> Cut:
    """Draw how much is seen: a close selfie to the whole figure."""
    pick = rng.random()
    for share, upper, lower, near, far in _CUTS:
        if pick < share:
            top, bottom = heads[bones[upper], 2], heads[bones[lower], 2]
            # Seated or bent over, what is the upper of the two may lie lower.
            level = rng.uniform(*sorted((bottom, top - _BELOW_CHIN_M)))
            return Cut(float(level), float(rng.uniform(near, far)))
        pick -= share
    return Cut(-np.inf, float(rng.uniform(*_WHOLE_DISTANCE_M)))


def draw_yaw(rng: np.random.Generator) -> float:
    """Draw from which side (radians): mostly the front, profiles, now and then the back."""
    pick = rng.random()
    if pick < 0.66:
        return float(rng.normal(0.0, 0.3))
    if pick < 0.92:
        return float(rng.choice([-1, 1]) * rng.uniform(0.5, 1.75))
    return float(rng.choice([-1, 1]) * rng.uniform(1.75, np.pi))


def draw_view(
    rng: np.random.Generator,
    points: FloatArray,
    heads: FloatArray,
    bones: dict[str, int],
    yaw: float,
) -> View:
    """Draw a camera and the tight square round what it sees of a person.

    Parameters
    ----------
    rng : numpy.random.Generator
    points : ndarray of shape (N, 3)
        Of everything the person is and wears.
    heads : ndarray of shape (B, 3)
        Of the bones, posed.
    bones : dict of str to int
    yaw : float
        Radians.
    """
    cut = draw_cut(rng, heads, bones)
    top = float(points[:, 2].max())
    level = max(cut.level, float(points[:, 2].min()))
    middle = heads[bones["neck01"]].copy()
    middle[2] = rng.uniform(level, top) if np.isfinite(cut.level) else (level + top) / 2
    # A camera is level with what it sees, a laptop's is below the face, a raised phone above it.
    pitch = float(rng.normal(0.02, 0.13))
    camera = camera_before(middle, yaw, pitch, float(rng.normal(0, 0.035)), cut.distance_m)
    seen = camera.seen(points[(points - camera.eye) @ camera.forward > 0.1])
    edge = np.inf
    if np.isfinite(cut.level):
        neck, lip = heads[bones["neck01"]], heads[bones["oris05"]]
        at = np.array([[neck[0], neck[1], cut.level], lip - (0.0, 0.0, _BELOW_CHIN_M)])
        # Bowed heads come nearer the lower edge, but faces are hardly ever cut by it.
        edge = float(camera.seen(at)[: 1 if rng.random() < _CUT_FACES else 2, 1].max())
    return _framed(rng, camera, seen, edge)


def _framed(rng: np.random.Generator, camera: Camera, seen: FloatArray, edge: float) -> View:
    x, y = seen.T[:, seen[:, 1] < edge]
    x0, y0, x1, y1 = x.min(), y.min(), x.max(), y.max()
    frame = [-np.inf, -np.inf, np.inf, edge]
    # Pictures cut people at the sides (a raised elbow) and at the top (hair) now and then.
    width = x1 - x0
    if rng.random() < 0.25:
        frame[0] = x0 + width * rng.uniform(0.02, 0.25)
    if rng.random() < 0.25:
        frame[2] = x1 - width * rng.uniform(0.02, 0.25)
    if rng.random() < 0.12:
        frame[1] = y0 + (y1 - y0) * rng.uniform(0.01, 0.12)
    x0, y0, x1, y1 = max(x0, frame[0]), max(y0, frame[1]), min(x1, frame[2]), min(y1, edge)
    longer = max(x1 - x0, y1 - y0)
    side = longer * float(rng.uniform(1.0, 1.28))
    shift = rng.normal(0.0, 0.03, 2) * longer
    corner_x = (x0 + x1 - side) / 2 + shift[0]
    corner_y = (y0 + y1 - side) / 2 + shift[1]
    square = (float(corner_x), float(corner_y), float(side))
    return View(
        camera, square, (float(frame[0]), float(frame[1]), float(frame[2]), float(frame[3]))
    )
