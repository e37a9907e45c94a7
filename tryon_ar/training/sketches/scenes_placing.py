"""Where a garment lies in a picture, and its labels moved there with it."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.cutting.reading import LANDMARK_ORDER
from tryon_ar.garments.garment import Part
from tryon_ar.training.sketches.layer import Layer

PHOTO_PX = 256
_ASPECTS = (3 / 4, 4 / 5, 2 / 3, 1.0, 4 / 3, 9 / 16)
_ASPECT_SHARES = (0.42, 0.14, 0.14, 0.21, 0.06, 0.03)
_OTHER_SIDE = {"left": "right", "right": "left"}


def _mirrored_name(name: str) -> str:
    return "_".join(_OTHER_SIDE.get(word, word) for word in name.split("_"))


MIRRORED_LANDMARKS = np.array([LANDMARK_ORDER.index(_mirrored_name(n)) for n in LANDMARK_ORDER])
MIRRORED_PARTS = np.arange(256, dtype=np.uint8)
for _left, _right in (
    (Part.LEFT_SLEEVE, Part.RIGHT_SLEEVE),
    (Part.LEFT_LEG, Part.RIGHT_LEG),
):
    MIRRORED_PARTS[[_left, _right]] = _right, _left


@dataclass(frozen=True)
class Frame:
    """A photo of some aspect inside the square that the network sees.

    Attributes
    ----------
    width, height : int
        Pixels; the longer is :data:`PHOTO_PX`.
    """

    width: int
    height: int

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.height, self.width

    @property
    def left(self) -> int:
        """Columns of repeated pixels on the left."""
        return (PHOTO_PX - self.width) // 2

    @property
    def top(self) -> int:
        """Rows of repeated pixels at the top."""
        return (PHOTO_PX - self.height) // 2

    def padded(self, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return the square: the photo with its border pixels repeated to both sides."""
        below = PHOTO_PX - self.height - self.top
        beside = PHOTO_PX - self.width - self.left
        return np.asarray(
            cv2.copyMakeBorder(picture, self.top, below, self.left, beside, cv2.BORDER_REPLICATE),
            np.uint8,
        )


def random_frame(rng: np.random.Generator) -> Frame:
    """Return a frame: portrait in most cases, as shops and phones have it."""
    aspect = float(rng.choice(_ASPECTS, p=_ASPECT_SHARES))
    if aspect != 1.0 and rng.random() < 0.3:
        aspect *= rng.uniform(0.93, 1.07)
    width, height = min(1.0, aspect), min(1.0, 1 / aspect)
    return Frame(round(PHOTO_PX * width), round(PHOTO_PX * height))


@dataclass(frozen=True, eq=False)
class Laid:
    """A garment where it lies in the photo.

    Attributes
    ----------
    colour : ndarray of shape (H, W, 3), float32
        BGR times ``alpha``.
    alpha : ndarray of shape (H, W), float32
        0 to 1.
    parts : ndarray of shape (H, W), uint8
    landmarks : ndarray of shape (25, 3), float32
        Pixels of the photo; the third as in the layer, wherever the point lies.
    """

    colour: NDArray[np.float32]
    alpha: NDArray[np.float32]
    parts: NDArray[np.uint8]
    landmarks: NDArray[np.float32]


def extent(alpha: NDArray[np.uint8]) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of what is opaque; the whole sheet if nothing is."""
    columns = np.flatnonzero(alpha.max(axis=0) > 127)
    rows = np.flatnonzero(alpha.max(axis=1) > 127)
    if not len(rows):
        return 0.0, 0.0, alpha.shape[1] - 1.0, alpha.shape[0] - 1.0
    return float(columns[0]), float(rows[0]), float(columns[-1]), float(rows[-1])


def _turn_degrees(rng: np.random.Generator) -> float:
    chance = rng.random()
    if chance < 0.35:
        return float(rng.normal(0, 0.8))
    if chance < 0.84:
        return float(np.clip(rng.normal(0, 3.5), -8, 8))
    if chance < 0.98:
        return float(rng.uniform(-30, 30))
    return float(rng.choice([90, 180, 270])) + float(rng.normal(0, 3))


def _corners(
    rng: np.random.Generator, half: tuple[float, float], mirrored: bool
) -> NDArray[np.float64]:
    """Return the corners of the garment's box, turned and seen a little from the side."""
    x, y = half
    box = np.array([(-x, -y), (x, -y), (x, y), (-x, y)])
    turn = np.deg2rad(_turn_degrees(rng))
    if rng.random() < 0.45:
        box = box * (1 + rng.uniform(-0.09, 0.09, 2) * np.sign(box[:, ::-1]))
    if rng.random() < 0.3:
        box = box * rng.uniform(0.9, 1.1, 2)
    if mirrored:
        box[:, 0] *= -1
    cos, sin = np.cos(turn), np.sin(turn)
    return np.asarray(box @ np.array([(cos, sin), (-sin, cos)]))


def random_place(
    rng: np.random.Generator, layer: Layer, frame: Frame, *, mirrored: bool = False
) -> NDArray[np.float64]:
    """Return the homography from a layer's pixels to the photo's.

    Notes
    -----
    The garment's box fills 45 to 98 % of the frame in the direction in which it first touches
    it; one in ten is cut by a border, by at most 6 % of its size.
    """
    left, top, right, bottom = extent(layer.alpha)
    half = ((right - left) / 2, (bottom - top) / 2)
    target = _corners(rng, half, mirrored)
    size = np.ptp(target, axis=0)
    room = np.array([frame.width, frame.height], np.float64)
    share = rng.uniform(0.45, 0.7) if rng.random() < 0.2 else 0.7 + 0.28 * rng.beta(1.5, 1.1)
    target *= share * float(np.min(room / size))
    size = np.ptp(target, axis=0)
    slack = np.maximum(room - size, 0) / 2
    shift = rng.normal(0, 0.35, 2).clip(-1, 1) * slack
    if rng.random() < 0.1:
        side = int(rng.integers(2))
        sign = 1 if rng.random() < 0.5 else -1
        shift[side] = sign * (slack[side] + rng.uniform(0, 0.06) * size[side])
    target += room / 2 - 0.5 + shift - (target.max(axis=0) + target.min(axis=0)) / 2
    source = np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float32)
    return np.asarray(cv2.getPerspectiveTransform(source, target.astype(np.float32)), np.float64)


def place_aside(rng: np.random.Generator, layer: Layer, frame: Frame) -> NDArray[np.float64]:
    """Return the homography that shows a layer partly, at a border of the photo."""
    left, top, right, bottom = extent(layer.alpha)
    middle = np.array([(left + right) / 2, (top + bottom) / 2])
    reach = rng.uniform(0.5, 1.1) * PHOTO_PX / max(right - left, bottom - top)
    turn = rng.normal(0, 0.3) if rng.random() < 0.7 else rng.uniform(0, 2 * np.pi)
    linear = reach * np.array([(np.cos(turn), -np.sin(turn)), (np.sin(turn), np.cos(turn))])
    angle = rng.uniform(0, 2 * np.pi)
    away = np.array([np.cos(angle), np.sin(angle)]) / max(abs(np.cos(angle)), abs(np.sin(angle)))
    room = np.array([frame.width, frame.height])
    centre = room / 2 + away * room * rng.uniform(0.48, 0.72)
    matrix = np.eye(3)
    matrix[:2, :2] = linear
    matrix[:2, 2] = centre - linear @ middle
    return matrix


def lay_garment(
    layer: Layer, place: NDArray[np.float64], frame: Frame, *, mirrored: bool = False
) -> Laid:
    """Return the garment and its labels in the photo.

    Parameters
    ----------
    place : ndarray of shape (3, 3), float64
        Homography from the layer's pixels to the photo's.
    mirrored : bool
        The homography mirrors: left and right change their names.
    """
    size = (frame.width, frame.height)
    sheet = _premultiplied(layer)
    shrink = float(np.sqrt(abs(np.linalg.det(place[:2, :2]))))
    if shrink < 0.8:
        sigma = 0.42 * (1 / shrink - 0.4)
        sheet = np.asarray(cv2.GaussianBlur(sheet, (0, 0), sigma), np.uint8)
    warped = cv2.warpPerspective(sheet, place, size, flags=cv2.INTER_LINEAR)
    alpha = np.asarray(warped[:, :, 3] / 255, np.float32)
    parts = _warped_parts(layer.parts, place, size, alpha)
    landmarks = layer.landmarks.copy()
    points = layer.landmarks[:, None, :2].astype(np.float64)
    landmarks[:, :2] = cv2.perspectiveTransform(points, place)[:, 0]
    if mirrored:
        parts = MIRRORED_PARTS[parts]
        landmarks = landmarks[MIRRORED_LANDMARKS]
    return Laid(np.asarray(warped[:, :, :3], np.float32), alpha, parts, landmarks)


def _premultiplied(layer: Layer) -> NDArray[np.uint8]:
    """Return colours times alpha, and alpha; whole numbers, as they are moved much quicker."""
    alpha = cv2.cvtColor(layer.alpha, cv2.COLOR_GRAY2BGR)
    colour = cv2.multiply(layer.colour_bgr, alpha, scale=1 / 255)
    return np.asarray(cv2.merge([*cv2.split(colour), layer.alpha]), np.uint8)


def _warped_parts(
    parts: NDArray[np.uint8],
    place: NDArray[np.float64],
    size: tuple[int, int],
    alpha: NDArray[np.float32],
) -> NDArray[np.uint8]:
    """Return the parts, spread by a pixel so that every opaque pixel has one."""
    moved = cv2.warpPerspective(parts, place, size, flags=cv2.INTER_NEAREST)
    spread = cv2.dilate(moved, np.ones((3, 3), np.uint8))
    moved = np.where((moved == 0) & (alpha >= 0.5), spread, moved)
    moved[alpha < 0.5] = 0
    return np.asarray(moved, np.uint8)
