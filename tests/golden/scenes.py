"""The scenes of the golden pictures: garments and people made of numbers alone."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from tests.support.bodies import flat_tee, flat_trousers
from tests.support.drawn_person import painted
from tryon_ar.garments.garment import Garment
from tryon_ar.rendering.lighting import Lighting
from tryon_ar.rendering.poisson_numba import NumbaPoissonSolver
from tryon_ar.rendering.renderer import Renderer
from tryon_ar.rendering.worn_garment import WornGarment

FOLDER = Path(__file__).parent
_SHRINK = 2


@dataclass(frozen=True)
class Scene:
    """A pose, what is worn, and the part of the frame that is kept."""

    pose: str
    garments: tuple[Callable[[], Garment], ...]
    crop: tuple[slice, slice] = (slice(110, 330), slice(180, 460))


def checked(garment: Garment) -> Garment:
    """Print a check on a flat garment, so that every shift of texture shows."""
    rows, columns = np.indices(garment.alpha.shape)
    shade = 0.72 + 0.28 * ((rows // 16 + columns // 16) % 2)
    photo = np.where(
        garment.alpha[..., None] > 0, garment.photo_bgr * shade[..., None], garment.photo_bgr
    )
    return replace(garment, photo_bgr=np.ascontiguousarray(np.rint(photo), dtype=np.uint8))


def _tee() -> Garment:
    return checked(flat_tee())


def _long_sleeve() -> Garment:
    return checked(flat_tee(long=True))


def _trousers() -> Garment:
    return checked(flat_trousers())


SCENES = {
    "tee_down": Scene("down", (_tee,)),
    "tee_raised": Scene("raised", (_tee,), (slice(60, 280), slice(180, 460))),
    "tee_towards_camera": Scene("towards_camera", (_tee,)),
    "long_sleeve_hand_on_hip": Scene("hand_on_hip", (_long_sleeve,)),
    "long_sleeve_crossed": Scene("crossed", (_long_sleeve,)),
    "outfit": Scene("elbow_bent_120", (_trousers, _tee), (slice(110, 480), slice(200, 460))),
}


def golden_path(name: str) -> Path:
    """Return where a scene's picture is kept."""
    return FOLDER / f"{name}.png"


def render_scene(name: str) -> np.ndarray:
    """Render a scene at half size, BGR."""
    scene = SCENES[name]
    frame, body = painted(scene.pose)
    worn = [WornGarment(make()) for make in scene.garments]
    renderer = Renderer(Lighting(NumbaPoissonSolver()))
    composite = renderer.render(frame, body, [(one, one.fit(body, 0.0)) for one in worn])
    assert composite is not None
    part = np.ascontiguousarray(composite.image_bgr[scene.crop])
    size = part.shape[1] // _SHRINK, part.shape[0] // _SHRINK
    return np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)
