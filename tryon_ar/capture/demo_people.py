"""The people of the demo, each cut out of the posture picture for a moving camera."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tryon_ar.capture.opencv import cv2
from tryon_ar.core.errors import SourceNotFound
from tryon_ar.core.images import read_picture
from tryon_ar.core.types import BgrImage

_PICTURE_SIZE_PX = (1536, 2752)
# The pictures' outermost rows and columns carry a faint line.
_TRIM_PX = 12
# Parts of a picture that show the plain backdrop only.
_BACKDROP_BESIDE_NORM, _BACKDROP_ABOVE_NORM = 0.2, 0.025
# Finer structure counts as texture, coarser as light.
_TEXTURE_PX = 5.0
_LIGHT_PX = 40.0


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Where a person stands in the posture picture.

    Attributes
    ----------
    person_id : str
        As in the ``openpeople`` package, whose people are generated.
    top_px, shoulder_px, hip_px : float
        Rows of the top of the hair, of the shoulder joints and of the hip joints.
    centre_px : float
        Column half-way between the shoulder joints.
    breadth_px : float
        Distance of the shoulder joints.

    Notes
    -----
    Measured with BlazePose on openpeople 0.1.2, in pictures of 1536x2752 pixels.
    """

    person_id: str
    top_px: float
    shoulder_px: float
    hip_px: float
    centre_px: float
    breadth_px: float


# Those whose posture shows a garment best come first. P003 resembles a known person.
PEOPLE = (
    DemoPerson("P001", 125, 711, 1400, 781, 461),
    DemoPerson("P005", 160, 716, 1441, 781, 509),
    DemoPerson("P009", 135, 675, 1384, 778, 466),
    DemoPerson("P007", 118, 716, 1445, 777, 501),
    DemoPerson("P006", 159, 674, 1357, 777, 472),
    DemoPerson("P002", 132, 694, 1406, 780, 493),
    DemoPerson("P010", 151, 672, 1374, 778, 484),
    DemoPerson("P008", 111, 680, 1410, 788, 497),
    DemoPerson("P004", 220, 802, 1474, 779, 444),
)


def find_people(person_id: str | None) -> tuple[DemoPerson, ...]:
    """Return the one person of an id, or everybody for None.

    Raises
    ------
    SourceNotFound
        When nobody has that id.
    """
    if person_id is None:
        return PEOPLE
    found = tuple(person for person in PEOPLE if person.person_id == person_id.upper())
    if not found:
        raise SourceNotFound(
            f"There is nobody called {person_id!r} in the demo.",
            f"Choose from {', '.join(sorted(person.person_id for person in PEOPLE))}.",
        )
    return found


@cache
def people_folder() -> Path:
    """Return the folder of the ``openpeople`` package's curated people.

    Raises
    ------
    SourceNotFound
        When the package is not installed.
    """
    from importlib.util import find_spec

    spec = find_spec("openpeople")
    if spec is None or spec.origin is None:
        raise SourceNotFound(
            "The demo's pictures are missing: the package openpeople is not installed.",
            "Install tryon-ar again.",
        )
    return Path(spec.origin).parent / "data" / "curated"


@dataclass(frozen=True, slots=True)
class Scene:
    """A person before a backdrop wide enough for the camera to move.

    Attributes
    ----------
    image_bgra : ndarray of shape (H, W, 4), uint8
        Opaque; OpenCV samples four channels twice as fast as three.
    origin_px : (float, float)
        Point (x, y) half-way between the shoulder joints.
    unit_px : float
        Distance of the shoulder joints.
    hip_units, top_units : float
        Heights below the shoulders of the hips and of the top of the hair (negative), in
        units of `unit_px`.
    """

    image_bgra: NDArray[np.uint8]
    origin_px: tuple[float, float]
    unit_px: float
    hip_units: float
    top_units: float


def make_scene(person: DemoPerson, scale: float, reach_px: tuple[int, int]) -> Scene:
    """Scale a person's picture and extend its backdrop.

    Parameters
    ----------
    person : DemoPerson
        Who.
    scale : float
        Scene pixels to a pixel of the picture; at most 1.
    reach_px : (int, int)
        How far the scene extends left and right of, and above, the shoulders, at least.

    Returns
    -------
    Scene

    Raises
    ------
    SourceNotFound
        When the package or the picture is missing.
    UnsafeImage
        When the picture is damaged.
    """
    path = people_folder() / person.person_id / "assets" / "studio_posture.jpg"
    if not path.is_file():
        raise SourceNotFound(f"The demo's picture {path} is missing.", "Install tryon-ar again.")
    picture = read_picture(path)
    per_px = picture.shape[1] / _PICTURE_SIZE_PX[0]
    trimmed = picture[_TRIM_PX:-_TRIM_PX, _TRIM_PX:-_TRIM_PX]
    factor = scale / per_px
    size = round(trimmed.shape[1] * factor), round(trimmed.shape[0] * factor)
    small = np.asarray(cv2.resize(trimmed, size, interpolation=cv2.INTER_AREA), np.uint8)
    x = person.centre_px * scale - _TRIM_PX * factor
    y = person.shoulder_px * scale - _TRIM_PX * factor
    left, above = max(0, round(reach_px[0] - x)), max(0, round(reach_px[1] - y))
    right = max(0, round(reach_px[0] - (size[0] - x)))
    wide = extend_backdrop(small, left, right, above)
    return Scene(
        image_bgra=np.asarray(cv2.cvtColor(wide, cv2.COLOR_BGR2BGRA), np.uint8),
        origin_px=(x + left, y + above),
        unit_px=person.breadth_px * scale,
        hip_units=(person.hip_px - person.shoulder_px) / person.breadth_px,
        top_units=(person.top_px - person.shoulder_px) / person.breadth_px,
    )


def extend_backdrop(image_bgr: BgrImage, left: int, right: int, above: int) -> BgrImage:
    """Continue a plain backdrop beyond the picture without a visible seam.

    Parameters
    ----------
    image_bgr : ndarray of shape (H, W, 3), uint8
        Its outermost fifth at the left and right and its uppermost 3 % show the backdrop only.
    left, right, above : int
        Pixels to add.

    Returns
    -------
    ndarray of shape (H + above, W + left + right, 3), uint8

    Notes
    -----
    What is added is the light at the edge, continued and growing smoother along the edge,
    plus the texture of the backdrop (the picture less its own blur) mirrored back and
    forth: at the edge both meet the picture exactly.
    """
    beside_px = max(2, round(image_bgr.shape[1] * _BACKDROP_BESIDE_NORM))
    above_px = max(2, round(image_bgr.shape[0] * _BACKDROP_ABOVE_NORM))
    wide = _extend_left(image_bgr, left, beside_px)
    wide = _extend_left(wide[:, ::-1], right, beside_px)[:, ::-1]
    turned = wide.transpose(1, 0, 2)
    return np.ascontiguousarray(_extend_left(turned, above, above_px).transpose(1, 0, 2))


def _extend_left(image_bgr: BgrImage, count: int, depth: int) -> BgrImage:
    if count == 0:
        return image_bgr
    strip = image_bgr[:, :depth].astype(np.float32)
    light = cv2.GaussianBlur(strip, (0, 0), sigmaX=_TEXTURE_PX)
    steps = np.arange(count) % (2 * depth)
    mirrored = np.where(steps < depth, steps, 2 * depth - 1 - steps)[::-1]
    edge = light[:, :1]
    column = np.asarray(edge, np.float32).reshape(-1, 3)[:, None]
    smooth = cv2.GaussianBlur(column, (1, 0), sigmaX=0.01, sigmaY=_LIGHT_PX).reshape(-1, 1, 3)
    mix = np.clip(np.arange(count, 0, -1) / _LIGHT_PX, 0, 1)[None, :, None].astype(np.float32)
    added = edge + (smooth - edge) * mix + (strip - light)[:, mirrored]
    return np.concatenate([np.clip(added + 0.5, 0, 255).astype(np.uint8), image_bgr], axis=1)
