"""Makes pools of rendered people: pictures without a background, with their labels.

Each file ``seed{S}-{k}.npz`` holds, uncompressed, for K pictures of 256 x 256:

- ``rgba`` (K, 256, 256, 4) uint8: red, green, blue multiplied by alpha, and alpha;
- ``labels`` (K, 256, 256) uint8, of ``core.labels.Label``;
- ``frame`` (K, 4) float32: x0, y0, x1, y1 of what of the camera's picture is in the square, in its
  pixels (edges); beyond it both arrays are 0;
- ``joints`` (K, J, 3) float32: x and y in the square's pixels and whether nothing hides it, of the
  ``JOINTS``;
- ``light`` (K, 3) float32: mean linear light on the person, for the room to be lit alike;
- ``level`` (K, 2) float32: yaw of the camera round the person and its pitch, radians.

And if asked for:

- ``depth`` (K, 256, 256) float16: metres along the camera's axis, 0 where nothing is;
- ``landmarks`` (K, 25, 3) float32: x and y in the square's pixels and whether nothing hides it, of
  the outermost upper clothes, in the order of ``garments``' ``LANDMARK_ORDER``; NaN where the
  garment has none;
- ``motion`` (K, 256, 256, 2) float16: pixels by which what is seen moves, x and y, until the same
  person a moment later, who is in ``later_rgba`` and ``later_labels``.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.people.body import BodyModel, Figure
from tryon_ar.training.people.cameras import View, draw_view, draw_yaw
from tryon_ar.training.people.clothes import Outfit, dress
from tryon_ar.training.people.drawing import Drawn, Studio
from tryon_ar.training.people.drawing_lights import Lighting, draw_lighting
from tryon_ar.training.people.drawing_truth import depth_m
from tryon_ar.training.people.extras import Extras, inside, placed_landmarks, within
from tryon_ar.training.people.hair import grow_hair
from tryon_ar.training.people.later import later_figure, moved_vertices
from tryon_ar.training.people.mesh import Mesh
from tryon_ar.training.people.skin import skin_meshes
from tryon_ar.training.people.things import add_things

SIZE_PX = 256
PER_FILE = 200
VIEWS_PER_FIGURE = 4
_PARTS = ("rgba", "labels", "frame", "joints", "light", "level",
          "depth", "landmarks", "motion", "later_rgba", "later_labels")  # fmt: skip

JOINTS: tuple[str, ...] = (
    "head",
    "neck01",
    "upperarm01.L",
    "upperarm01.R",
    "lowerarm01.L",
    "lowerarm01.R",
    "wrist.L",
    "wrist.R",
    "finger3-1.L",
    "finger3-1.R",
    "upperleg01.L",
    "upperleg01.R",
    "lowerleg01.L",
    "lowerleg01.R",
    "foot.L",
    "foot.R",
)

# Colours of labels on sheets.
_LABEL_RGB = np.array(
    [
        [0, 0, 0],
        [255, 170, 0],
        [255, 80, 80],
        [255, 0, 255],
        [0, 220, 0],
        [0, 128, 255],
        [150, 60, 255],
        [0, 255, 255],
    ],
    np.uint8,
)


@dataclass(frozen=True)
class Picture:
    """One picture of a person before nothing; see the module for its parts."""

    rgba: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    frame: NDArray[np.float32]
    joints: NDArray[np.float32]
    light: NDArray[np.float32]
    level: NDArray[np.float32]
    depth: NDArray[np.float16] | None = None
    landmarks: NDArray[np.float32] | None = None
    motion: NDArray[np.float16] | None = None
    later_rgba: NDArray[np.uint8] | None = None
    later_labels: NDArray[np.uint8] | None = None


class People:
    """Draws pictures of people one after the other; equal seeds give equal pictures.

    Parameters
    ----------
    seed : int
    size_px : int
    extras : Extras
    """

    def __init__(self, seed: int, size_px: int = SIZE_PX, extras: Extras | None = None) -> None:
        self._seed = seed
        self._extras = extras or Extras()
        self._body = BodyModel()
        self._studio = Studio(size_px)

    def pictures(self, first: int = 0) -> Iterator[Picture]:
        """Yield pictures for ever, ``VIEWS_PER_FIGURE`` of each person.

        Parameters
        ----------
        first : int
            Number of the person to begin with.
        """
        number = first
        while True:
            yield from self.person(number)
            number += 1

    def person(self, number: int) -> list[Picture]:
        """Return the pictures of one person of this seed."""
        rng = np.random.default_rng((self._seed, number))
        figure = self._body.pose(rng)
        outfit = dress(figure, rng)
        meshes = _meshes(figure, outfit, rng)
        points = np.concatenate([mesh.drawn_vertices for mesh in meshes])
        shots = []
        with self._studio.load(meshes) as scene:
            for turn in _turns(rng):
                view = draw_view(rng, points, figure.heads, figure.bones, turn)
                camera = view.camera
                lighting = draw_lighting(rng, _level(-camera.forward), _level(camera.right))
                drawn = self._studio.draw(
                    scene, view, lighting, with_depths=self._extras.depth or self._extras.landmarks
                )
                shots.append(_Shot(drawn, view, lighting, turn))
        found = [_picture(shot, figure) for shot in shots]
        return self._with_extras(found, shots, (figure, outfit, meshes), number)

    def _with_extras(
        self,
        found: list[Picture],
        shots: list["_Shot"],
        person: tuple[Figure, Outfit, list[Mesh]],
        number: int,
    ) -> list[Picture]:
        """Return pictures with what was asked for besides; none of it changes them."""
        figure, outfit, meshes = person
        asked = self._extras
        if asked.depth:
            found = [
                replace(one, depth=inside(one.frame, depth_m(_depths(shot))))
                for one, shot in zip(found, shots, strict=True)
            ]
        if asked.landmarks:
            found = [
                replace(one, landmarks=placed_landmarks(outfit.landmarks, shot.view, one.frame,
                                                        depth_m(_depths(shot))))
                for one, shot in zip(found, shots, strict=True)
            ]  # fmt: skip
        if not asked.motion:
            return found
        rng = np.random.default_rng((self._seed, number, 1))
        moved = moved_vertices(figure, later_figure(self._body, figure, rng), meshes)
        flows = [self._studio.motion(meshes, moved, shot.view) for shot in shots]
        after = [replace(mesh, vertices=at) for mesh, at in zip(meshes, moved, strict=True)]
        with self._studio.load(after) as scene:
            seen = [self._studio.draw(scene, shot.view, shot.lighting) for shot in shots]
        return [
            replace(
                one,
                motion=inside(one.frame, flow),
                later_rgba=inside(one.frame, drawn.rgba),
                later_labels=inside(one.frame, drawn.labels),
            )
            for one, flow, drawn in zip(found, flows, seen, strict=True)
        ]


def clothed_meshes(figure: Figure, rng: np.random.Generator) -> list[Mesh]:
    """Return all that is drawn of a person: skin, clothes, hair and things."""
    return _meshes(figure, dress(figure, rng), rng)


def _meshes(figure: Figure, outfit: Outfit, rng: np.random.Generator) -> list[Mesh]:
    meshes = [*skin_meshes(figure, outfit.bare, rng), *outfit.meshes]
    meshes += grow_hair(figure, outfit.thickness_m, rng)
    meshes += add_things(figure, rng, outfit.thickness_m)
    return [mesh for mesh in meshes if len(mesh.triangles)]


def _turns(rng: np.random.Generator) -> list[float]:
    return [draw_yaw(rng) for _ in range(VIEWS_PER_FIGURE)]


def _level(vector: NDArray[np.float64]) -> NDArray[np.float64]:
    flat = np.array([vector[0], vector[1], 0.0])
    return np.asarray(flat / max(float(np.linalg.norm(flat)), 1e-9))


@dataclass(frozen=True)
class _Shot:
    """What was drawn, from where, in which light, and the camera's turn round the person."""

    drawn: Drawn
    view: View
    lighting: Lighting
    turn: float


def _depths(shot: _Shot) -> NDArray[np.float32]:
    if shot.drawn.depths is None:
        raise ValueError("this was drawn without depths")
    return shot.drawn.depths


def _picture(shot: _Shot, figure: Figure) -> Picture:
    drawn, view, lighting = shot.drawn, shot.view, shot.lighting
    size = drawn.labels.shape[0]
    frame = view.frame_px(size).astype(np.float32)
    joints = np.array([figure.head_of(name) for name in JOINTS])
    placed = view.to_square_px(joints, size)
    light = lighting.key_rgb * 0.5 + 0.3 * lighting.fill_rgb + lighting.sky_rgb
    pitch = float(np.arcsin(np.clip(-view.camera.forward[2], -1, 1)))
    return Picture(
        rgba=inside(frame, drawn.rgba),
        labels=inside(frame, drawn.labels),
        frame=np.round(view.frame_px(size)).astype(np.float32),
        joints=np.column_stack([placed, within(placed, frame)]).astype(np.float32),
        light=(light * lighting.exposure).astype(np.float32),
        level=np.array([shot.turn, pitch], np.float32),
    )


def save_pictures(path: Path, pictures: Sequence[Picture]) -> None:
    """Write pictures into one file, whole or not at all."""
    names = [name for name in _PARTS if getattr(pictures[0], name) is not None]
    arrays = {name: np.stack([getattr(one, name) for one in pictures]) for name in names}
    unfinished = path.with_suffix(".part.npz")
    np.savez(unfinished, allow_pickle=False, **arrays)
    unfinished.replace(path)


def make_pool(folder: Path, count: int, seed: int, extras: Extras | None = None) -> None:
    """Write ``count`` pictures into a folder; files that are there already are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    people = People(seed, extras=extras)
    each = PER_FILE // VIEWS_PER_FIGURE
    for part in range((count + PER_FILE - 1) // PER_FILE):
        path = folder / f"seed{seed:03d}-{part:04d}.npz"
        if path.exists():
            continue
        begun = time.perf_counter()
        numbers = range(part * each, (part + 1) * each)
        pictures = [one for number in numbers for one in people.person(number)]
        save_pictures(path, pictures[: count - part * PER_FILE])
        speed = len(pictures) / (time.perf_counter() - begun)
        sys.stdout.write(f"{path.name}: {speed:.1f} pictures/s\n")
        sys.stdout.flush()


def sheet_of(pictures: Sequence[Picture], columns: int = 10) -> NDArray[np.uint8]:
    """Return pictures over grey, each above its labels, as one picture (BGR)."""
    tiles = []
    for one in pictures:
        alpha = one.rgba[..., 3:].astype(np.float32) / 255.0
        over = (one.rgba[..., :3] + 128.0 * (1.0 - alpha)).clip(0, 255).astype(np.uint8)
        tiles.append(np.vstack([over, _LABEL_RGB[one.labels]]))
    blank = np.zeros_like(tiles[0])
    tiles += [blank] * (-len(tiles) % columns)
    rows = [np.hstack(tiles[k : k + columns]) for k in range(0, len(tiles), columns)]
    return np.ascontiguousarray(np.vstack(rows)[..., ::-1])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tryon_ar.training.people.pool", description="Render people."
    )
    parser.add_argument("out", nargs="?", type=Path, help="folder of the pool")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--sheet", type=Path, help="write a contact sheet here instead")
    for extra in fields(Extras):
        parser.add_argument(f"--{extra.name}", action="store_true", help=f"write {extra.name} too")
    given = parser.parse_args(arguments)
    if given.sheet is not None:
        people = People(given.seed)
        begun = time.perf_counter()
        pictures = [one for _, one in zip(range(given.count), people.pictures(), strict=False)]
        sys.stdout.write(f"{given.count / (time.perf_counter() - begun):.1f} pictures/s\n")
        cv2.imwrite(str(given.sheet), sheet_of(pictures))
        return 0
    if given.out is None:
        parser.error("name a folder, or a sheet with --sheet")
    extras = Extras(given.depth, given.landmarks, given.motion)
    make_pool(given.out, given.count, given.seed, extras)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
