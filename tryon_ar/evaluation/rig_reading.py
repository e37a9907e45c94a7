"""The synthetic rig as ``training.people.rig`` writes it: scenes, their garments and all truth."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.errors import MissingResource
from tryon_ar.core.images import read_picture
from tryon_ar.core.labels import Label
from tryon_ar.core.types import BgrImage
from tryon_ar.garments.folder import load_garment
from tryon_ar.garments.garment import Garment

#: What pictures of shading hold where cloth shows its own colour.
SHADING_ONE = 16384.0
# Coverage is counted in quarters: so a half is written, in 8 bits.
_HALF = 128
_BEFORE = (int(Label.HAIR), int(Label.ARMS))


@dataclass(frozen=True, slots=True)
class RigTruth:
    """What a frame truly shows; arrays are (H, W).

    Attributes
    ----------
    worn, whole : ndarray, float32
        Coverage of the worn garment, 0 to 1: as seen, and if no hair, hand or arm were before it.
    front : ndarray, uint8
        Which of these are: ``Label.HAIR``, ``Label.ARMS`` or 0.
    shading : ndarray, float32
        Luma of the lit cloth over that of its own colour; 0 where there is none.
    """

    worn: NDArray[np.float32]
    whole: NDArray[np.float32]
    front: NDArray[np.uint8]
    shading: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class RigFrame:
    """One frame of a scene; its pictures are read when asked for.

    Attributes
    ----------
    stem : Path
        Of its files, less their endings.
    t_ms : float
    landmarks : dict of str to ndarray of shape (2,)
        Of the garment, pixels; also hidden ones.
    visible : frozenset of str
        Those that nothing hides.
    wrists : dict of str to ndarray of shape (2,)
        By ``left`` and ``right``, pixels.
    unit_px : float
        Shoulder width S, as seen from the front.
    """

    stem: Path
    t_ms: float
    landmarks: dict[str, NDArray[np.float64]]
    visible: frozenset[str]
    wrists: dict[str, NDArray[np.float64]]
    unit_px: float

    def picture(self) -> BgrImage:
        """Return what the camera sees, (H, W, 3)."""
        path = self._file(".png")
        return read_picture(path if path.exists() else self._file(".jpg"))

    def labels(self) -> NDArray[np.uint8]:
        """Return the true human-parsing labels (H, W)."""
        return read_picture(self._file(".labels.png"), "L")

    def truth(self) -> RigTruth:
        """Return what is known of every pixel."""
        worn, whole, front = (
            read_picture(self._file(f".{name}.png"), "L") for name in ("worn", "whole", "front")
        )
        return RigTruth(
            worn=worn.astype(np.float32) / 255.0,
            whole=whole.astype(np.float32) / 255.0,
            front=_with_halves(front, worn, whole, self.labels()),
            shading=_shading(self._file(".shading.png")),
        )

    def flow(self) -> NDArray[np.float32] | None:
        """Return how far each pixel goes until the next frame (H, W, 2); None in the last."""
        path = self._file(".flow.npz")
        if not path.exists():
            return None
        with np.load(path, allow_pickle=False) as saved:
            return np.asarray(saved["flow"], np.float32)

    def _file(self, ending: str) -> Path:
        return self.stem.with_name(self.stem.name + ending)


@dataclass(frozen=True, slots=True)
class RigScene:
    """A person in a garment.

    Attributes
    ----------
    name, category : str
    kind : str
        ``photo``, ``still`` (only the camera's noise changes) or ``motion``.
    garment_folder : Path
        Of the very garment worn, as a product photo.
    frames : tuple of RigFrame
    """

    name: str
    category: str
    kind: str
    garment_folder: Path
    frames: tuple[RigFrame, ...]

    def garment(self) -> Garment:
        """Load the garment."""
        return load_garment(self.garment_folder)

    def light_in_photo(self) -> NDArray[np.float32] | None:
        """Return the light in the garment's photo (H, W), 1 for its own colour; None if unknown."""
        path = self.garment_folder / "shading.png"
        return _shading(path) if path.is_file() else None


def read_rig(data: Path) -> list[RigScene]:
    """Return the scenes of a rig.

    Parameters
    ----------
    data : Path
        Holds ``rig``, or is such a folder.

    Raises
    ------
    MissingResource
        When there is none, or it is of another version.
    """
    folder = data / "rig" if (data / "rig").is_dir() else data
    path = folder / "rig.json"
    if not path.is_file():
        raise MissingResource(
            f"There is no rig under {data}.",
            "Render one with python -m tryon_ar.training.people.rig, or choose suites.",
        )
    told = json.loads(path.read_text(encoding="utf-8"))
    if told.get("version") != 1:
        raise MissingResource(f"The rig in {folder} is of another version.", "Render it anew.")
    return [_scene(folder, one) for one in told["scenes"]]


def _scene(folder: Path, told: dict[str, Any]) -> RigScene:
    scenes = folder / "scenes" / told["name"]
    frames = tuple(_frame(scenes / f"{n:06d}", one) for n, one in enumerate(told["frames"]))
    return RigScene(
        name=told["name"],
        category=told["category"],
        kind=told["kind"],
        garment_folder=folder / "garments" / told["garment"],
        frames=frames,
    )


def _frame(stem: Path, told: dict[str, Any]) -> RigFrame:
    def points(of: dict[str, list[float]]) -> dict[str, NDArray[np.float64]]:
        return {name: np.array(at, np.float64) for name, at in of.items()}

    wrists = points(told.get("joints", {}))
    return RigFrame(
        stem=stem,
        t_ms=float(told["t_ms"]),
        landmarks=points(told["landmarks"]),
        visible=frozenset(told["visible"]),
        wrists={name.removeprefix("wrist_"): at for name, at in wrists.items()},
        unit_px=float(told["unit_px"]),
    )


def _with_halves(
    front: NDArray[np.uint8],
    worn: NDArray[np.uint8],
    whole: NDArray[np.uint8],
    labels: NDArray[np.uint8],
) -> NDArray[np.uint8]:
    """Return what is in front, with pixels of which it has exactly one half.

    A garment is seen where it covers more than half of a pixel. Two quarters of four are no more,
    but 128 of 255, as they are written, would be.
    """
    half = (worn == _HALF) & (whole >= _HALF) & np.isin(labels, _BEFORE)
    return np.where((front == 0) & half, labels, front).astype(np.uint8)


def _shading(path: Path) -> NDArray[np.float32]:
    from PIL import Image

    with Image.open(path) as picture:
        return np.asarray(picture, np.float32) / np.float32(SHADING_ONE)
