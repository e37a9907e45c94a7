"""One picture of the rig: a person in a garment, and all that is known of it exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Label
from tryon_ar.training.people.body import Figure
from tryon_ar.training.people.cameras import View
from tryon_ar.training.people.clothes_measures import Floats
from tryon_ar.training.people.drawing import Studio, most_common
from tryon_ar.training.people.drawing_lights import Lighting
from tryon_ar.training.people.drawing_truth import depth_m
from tryon_ar.training.people.hair import grow_hair
from tryon_ar.training.people.mesh import Mesh
from tryon_ar.training.people.rig_garments import GREY, Worn, dyed_grey
from tryon_ar.training.people.rig_poses import HEIGHT_PX, WIDTH_PX
from tryon_ar.training.people.skin import skin_meshes

# Added to labels of what belongs to the garment.
_GARMENT = 64
LUMA = np.array([0.299, 0.587, 0.114], np.float32)
#: What 1 is in pictures of shading.
SHADING_ONE = 16384
# How far behind what is seen a landmark may lie, m: on an edge it may just miss its pixel, in a
# fold or between the legs it is seen all the same, and elbows and knees are inside their limb.
_CLOTH_M = 0.035
_BEHIND_M = {"armpit": 0.06, "waist": 0.05, "hem": 0.05, "elbow": 0.1, "knee": 0.12, "crotch": 0.12}
_BEFORE = (Label.HAIR, Label.ARMS)
_Value = TypeVar("_Value", bound=np.generic)
_WRISTS = {"wrist_left": "wrist.L", "wrist_right": "wrist.R"}


@dataclass(frozen=True)
class Cast:
    """All that is drawn of a person at one moment.

    Attributes
    ----------
    figure : Figure
    meshes : tuple of Mesh
    garment : tuple of bool
        Which of the meshes are the garment's.
    """

    figure: Figure
    meshes: tuple[Mesh, ...]
    garment: tuple[bool, ...]


@dataclass(frozen=True)
class Truth:
    """What a picture shows, pixel by pixel; all arrays are (480, 640).

    Attributes
    ----------
    rgba : ndarray of shape (480, 640, 4), uint8
        The person before nothing.
    labels : ndarray, uint8
        Of ``core.labels.Label``.
    worn, whole : ndarray, uint8
        Coverage of the garment, 255 for all of a pixel: what is seen, and what would be without
        hair, hands and arms before it.
    front : ndarray, uint8
        Which of these are before it: ``Label.HAIR``, ``Label.ARMS`` or 0.
    shading : ndarray, uint16
        Luma of the lit cloth over that of its own colour, times :data:`SHADING_ONE`; 0 elsewhere.
    landmarks : dict of str to (float, float)
        Pixels; also beyond the picture.
    visible : tuple of str
        Landmarks that nothing hides.
    joints : dict of str to (float, float)
        Wrists, pixels.
    unit_px : float
        Shoulder width S: from joint to joint, as it would be seen from the front.
    """

    rgba: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    worn: NDArray[np.uint8]
    whole: NDArray[np.uint8]
    front: NDArray[np.uint8]
    shading: NDArray[np.uint16]
    landmarks: dict[str, tuple[float, float]]
    visible: tuple[str, ...]
    joints: dict[str, tuple[float, float]]
    unit_px: float


def cast_of(figure: Figure, worn: Worn, seeds: tuple[int, int]) -> Cast:
    """Return a person with skin and hair; equal seeds give equal people."""
    skin = skin_meshes(figure, worn.bare, np.random.default_rng(seeds[0]))
    hair = grow_hair(figure, worn.thickness_m, np.random.default_rng(seeds[1]))
    groups = ((skin, False), (worn.under, False), (worn.garment, True), (worn.over, False),
              (hair, False))  # fmt: skip
    listed = [(mesh, own) for group, own in groups for mesh in group if len(mesh.triangles)]
    return Cast(figure, tuple(mesh for mesh, _ in listed), tuple(own for _, own in listed))


class SceneStudio:
    """Draws casts and their truth."""

    def __init__(self) -> None:
        self.studio = Studio(WIDTH_PX)

    def take(self, cast: Cast, view: View, lighting: Lighting, marks: dict[str, Floats]) -> Truth:
        """Draw a person.

        Parameters
        ----------
        cast : Cast
        view : View
        lighting : Lighting
        marks : dict of str to ndarray of shape (3,)
            Landmarks in the room.
        """
        self.studio.activate()
        with self.studio.load(cast.meshes) as scene:
            drawn = self.studio.draw(scene, view, lighting, with_depths=True)
        found = self._identified(_coded(cast), view)
        labels = _kept(most_common(np.where(found >= _GARMENT, found - _GARMENT, found)))
        worn = _coverage(found)
        free = [
            _without_limbs(mesh, own) for mesh, own in zip(_coded(cast), cast.garment, strict=True)
        ]
        whole = np.maximum(_coverage(self._identified(free, view)), worn)
        hidden = (whole > 127) & (worn <= 127) & np.isin(labels, _BEFORE)
        if drawn.depths is None:
            raise ValueError("this was drawn without depths")
        landmarks, visible = _placed(marks, view, depth_m(drawn.depths))
        return Truth(
            rgba=_kept(drawn.rgba),
            labels=labels,
            worn=worn,
            whole=whole,
            front=np.where(hidden, labels, 0).astype(np.uint8),
            shading=self._shading(cast, view, lighting, worn),
            landmarks=landmarks,
            visible=visible,
            joints=_joints(cast.figure, view),
            unit_px=_unit_px(cast.figure, view),
        )

    def flow(self, now: Cast, later: Cast, view: View) -> NDArray[np.float16]:
        """Return how far every pixel moves until a later moment (480, 640, 2)."""
        self.studio.activate()
        after = [np.asarray(mesh.vertices, np.float64) for mesh in later.meshes]
        return _kept(self.studio.motion(now.meshes, after, view))

    def _identified(self, meshes: Sequence[Mesh], view: View) -> NDArray[np.uint8]:
        with self.studio.load(meshes) as scene:
            return self.studio.identify(scene, view)

    def _shading(
        self, cast: Cast, view: View, lighting: Lighting, worn: NDArray[np.uint8]
    ) -> NDArray[np.uint16]:
        """Light the same cloth dyed grey: what it gets is what of its own colour it shows."""
        grey = [
            dyed_grey(mesh) if own else mesh
            for mesh, own in zip(cast.meshes, cast.garment, strict=True)
        ]
        with self.studio.load(grey) as scene:
            rgba = _kept(self.studio.draw(scene, view, lighting).rgba).astype(np.float32)
        luma = rgba[..., :3] @ LUMA / 255.0
        sure = (worn == 255).astype(np.float32)
        # Pixels of an edge show something else as well: there what is beside counts.
        share = cv2.GaussianBlur(sure, (0, 0), 1.5)
        near = cv2.GaussianBlur(luma * sure, (0, 0), 1.5) / np.maximum(share, 1e-3)
        shading = np.where(sure > 0, luma, np.where(share > 1e-3, near, luma)) / GREY
        scaled = np.clip(np.round(shading * SHADING_ONE), 1, 65535)
        return np.where(worn > 127, scaled, 0).astype(np.uint16)


def _kept(square: NDArray[_Value]) -> NDArray[_Value]:
    return np.ascontiguousarray(square[:HEIGHT_PX])


def _coded(cast: Cast) -> list[Mesh]:
    return [
        replace(mesh, labels=mesh.labels + np.uint8(_GARMENT)) if own else mesh
        for mesh, own in zip(cast.meshes, cast.garment, strict=True)
    ]


def _without_limbs(mesh: Mesh, own: bool) -> Mesh:
    """Return a mesh less hair and bare arms, and a garment less its inside, where arms were."""
    if own:
        return replace(mesh, two_sided=False)
    before = np.isin(mesh.labels[mesh.triangles[:, 0]], _BEFORE)
    return replace(mesh, triangles=mesh.triangles[~before])


def _coverage(found: NDArray[np.uint8]) -> NDArray[np.uint8]:
    own = (found >= _GARMENT).astype(np.float32)
    fours = own[::2, ::2] + own[1::2, ::2] + own[::2, 1::2] + own[1::2, 1::2]
    return _kept(np.round(fours * (255.0 / 4.0)).astype(np.uint8))


def _placed(
    marks: dict[str, Floats], view: View, depth: NDArray[np.float16]
) -> tuple[dict[str, tuple[float, float]], tuple[str, ...]]:
    """Return landmarks in the picture, and those that nothing much nearer hides."""
    landmarks, visible = {}, []
    for name in sorted(marks):
        at = view.to_square_px(marks[name][None], WIDTH_PX)[0]
        landmarks[name] = (float(at[0]), float(at[1]))
        x, y = np.round(at).astype(int)
        if not (0 <= x < WIDTH_PX and 0 <= y < HEIGHT_PX):
            continue
        far = float((marks[name] - view.camera.eye) @ view.camera.forward)
        around = depth[max(0, y - 1) : y + 2, max(0, x - 1) : x + 2].astype(np.float64)
        behind = _BEHIND_M.get(name.split("_")[0], _CLOTH_M)
        if ((around > 0) & (np.abs(far - around) < behind)).any():
            visible.append(name)
    return landmarks, tuple(visible)


def _joints(figure: Figure, view: View) -> dict[str, tuple[float, float]]:
    heads = np.array([figure.head_of(bone) for bone in _WRISTS.values()])
    placed = view.to_square_px(heads, WIDTH_PX)
    return {name: (float(x), float(y)) for name, (x, y) in zip(_WRISTS, placed, strict=True)}


def _unit_px(figure: Figure, view: View) -> float:
    left, right = figure.head_of("upperarm01.L"), figure.head_of("upperarm01.R")
    away = ((left + right) / 2 - view.camera.eye) @ view.camera.forward
    per_metre = WIDTH_PX / (view.square[2] * float(away))
    return float(np.linalg.norm(left - right)) * per_metre
