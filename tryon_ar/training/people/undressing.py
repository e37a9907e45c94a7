"""Makes pairs of pictures: a person in long sleeves, and the same moment without what they wear.

A picture of each pair is what a webcam sees of a person in upper clothes with long sleeves; the
other, the truth, shows the same body in the same pose, light, room and noise, its upper clothes
gone: skin, lower clothes and room are as they would be seen. Whatever takes clothes off pictures
can be measured against it (``evaluate leak``). Files of pair N in the folder:

- ``NNNN.frame.png``, ``NNNN.truth.png``: the pictures, 640 x 480;
- ``NNNN.labels.png``, ``NNNN.truth_labels.png``: what they show, of ``core.labels.Label``;
- ``pairs.json``: of every pair the seed, the number of the person and from which side they are
  seen (``yaw``, radians).
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Label
from tryon_ar.training.people.body import BodyModel, BodyPart, Figure
from tryon_ar.training.people.cameras import View, camera_before
from tryon_ar.training.people.clothes import Outfit, dress
from tryon_ar.training.people.clothes_measures import measure
from tryon_ar.training.people.drawing import Studio
from tryon_ar.training.people.drawing_lights import Lighting, draw_lighting
from tryon_ar.training.people.hair import grow_hair
from tryon_ar.training.people.mesh import Mesh, Surface
from tryon_ar.training.people.skin import skin_meshes
from tryon_ar.training.people.surroundings import Surroundings
from tryon_ar.training.people.things import add_things

WIDTH_PX, HEIGHT_PX = 640, 480
LONG_SLEEVED = ("long", "shirt", "hoodie", "jumper", "high")
# Sleeves that leave more of the forearms bare are no long ones.
_MOST_BARE = 0.35
# Where the picture's lower edge cuts people: share, and the bones between whose heights.
_CUTS = (
    (0.45, "spine04", "upperleg01.L"),
    (0.25, "upperleg01.L", "lowerleg01.L"),
    (0.30, "", ""),
)
_BAND_RGB = (0.45, 0.45, 0.47)
_HEIGHT_OVER_WIDTH = HEIGHT_PX / WIDTH_PX


@dataclass(frozen=True)
class Pair:
    """A person in long sleeves and without; see the module.

    Attributes
    ----------
    frame_bgr, truth_bgr : ndarray of shape (480, 640, 3), uint8
    labels, truth_labels : ndarray of shape (480, 640), uint8
    person : int
    yaw : float
        Radians.
    """

    frame_bgr: NDArray[np.uint8]
    truth_bgr: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    truth_labels: NDArray[np.uint8]
    person: int
    yaw: float


class Undressing:
    """Draws pairs one after the other; equal seeds give equal pairs.

    Parameters
    ----------
    seed : int
    places : iterable of Path
        Folders of photographs and clips to put people before.
    """

    def __init__(self, seed: int, places: Iterable[Path] = ()) -> None:
        self._seed = seed
        self._body = BodyModel()
        self._studio = Studio(WIDTH_PX)
        self._surroundings = Surroundings(places)

    def pairs(self) -> Iterator[Pair]:
        """Yield pairs for ever."""
        number = 0
        while True:
            pair = self.pair(number)
            if pair is not None:
                yield pair
            number += 1

    def pair(self, number: int) -> Pair | None:
        """Return the pair of one person of this seed; None when their sleeves are not long."""
        rng = self._rng(number, 0)
        figure = self._body.pose(rng)
        outfit = dress(figure, rng, LONG_SLEEVED)
        if outfit.bare[figure.parts == BodyPart.FOREARM].mean() > _MOST_BARE:
            return None
        yaw = float(np.clip(rng.normal(0.0, 0.35), -1.3, 1.3))
        worn = self._meshes(figure, outfit, number)
        view = draw_mirror_view(rng, worn, figure, yaw)
        camera = view.camera
        lighting = draw_lighting(rng, _level(-camera.forward), _level(camera.right))
        bare = self._meshes(figure, without_upper(outfit, figure), number)
        bare = [_with_band(mesh, figure) for mesh in bare]
        drawn = [self._drawn(meshes, view, lighting) for meshes in (worn, bare)]
        (rgba, labels), (truth_rgba, truth_labels) = drawn
        frame, truth = self._surroundings.compose_alike([rgba, truth_rgba], rng)
        return Pair(frame, truth, labels, truth_labels, number, yaw)

    def _rng(self, number: int, purpose: int) -> np.random.Generator:
        return np.random.default_rng((self._seed, number, purpose))

    def _meshes(self, figure: Figure, outfit: Outfit, number: int) -> list[Mesh]:
        """Return all that is drawn; but for the clothes it is the same for every outfit."""
        meshes = [*skin_meshes(figure, outfit.bare, self._rng(number, 1)), *outfit.meshes]
        meshes += grow_hair(figure, outfit.thickness_m, self._rng(number, 2))
        meshes += add_things(figure, self._rng(number, 3), outfit.thickness_m)
        return [mesh for mesh in meshes if len(mesh.triangles)]

    def _drawn(
        self, meshes: Sequence[Mesh], view: View, lighting: Lighting
    ) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        with self._studio.load(meshes) as scene:
            drawn = self._studio.draw(scene, view, lighting)
        return drawn.rgba[:HEIGHT_PX].copy(), drawn.labels[:HEIGHT_PX].copy()


def without_upper(outfit: Outfit, figure: Figure) -> Outfit:
    """Return an outfit less its upper clothes.

    Hair and things lie as they did over them. Skin below lower clothes stays out, above it is bare.
    """
    meshes = [_without(mesh, Label.UPPER) for mesh in outfit.meshes]
    above = figure.parts < BodyPart.THIGH
    return replace(
        outfit,
        meshes=tuple(mesh for mesh in meshes if len(mesh.triangles)),
        bare=outfit.bare | above,
    )


def _with_band(mesh: Mesh, figure: Figure) -> Mesh:
    """Return skin with a band painted round the chest, which every garment covers."""
    if mesh.paint.surface != Surface.SKIN or len(mesh.vertices) != len(figure.parts):
        return mesh
    armpit_z = measure(figure).armpit_z
    high = np.abs(figure.rest[:, 2] - (armpit_z - 0.05)) < 0.07
    band = high & (figure.parts == BodyPart.TORSO)
    colours = np.where(band[:, None], _BAND_RGB, mesh.colours)
    return replace(mesh, colours=colours, labels=np.where(band, np.uint8(Label.UPPER), mesh.labels))


def _without(mesh: Mesh, label: Label) -> Mesh:
    kept = mesh.labels[mesh.triangles[:, 0]] != label
    return replace(mesh, triangles=mesh.triangles[kept])


def draw_mirror_view(
    rng: np.random.Generator, meshes: Sequence[Mesh], figure: Figure, yaw: float
) -> View:
    """Draw a webcam's view of somebody before a mirror: waist up to whole, 4 to 3.

    Parameters
    ----------
    rng : numpy.random.Generator
    meshes : sequence of Mesh
        All the person is and wears.
    figure : Figure
    yaw : float
        Radians.
    """
    points = np.concatenate([mesh.drawn_vertices for mesh in meshes])
    top, bottom = float(points[:, 2].max()), float(points[:, 2].min())
    _, upper, lower = _CUTS[int(rng.choice(len(_CUTS), p=[share for share, *_ in _CUTS]))]
    level = bottom - 0.05
    if upper:
        levels = sorted((figure.head_of(lower)[2], figure.head_of(upper)[2]))
        level = float(rng.uniform(*levels))
    neck = figure.head_of("neck01")
    middle = np.array([neck[0], neck[1], level + (top - level) * rng.uniform(0.4, 0.8)])
    # Far enough for a lens of 40 to 60 degrees to see all of it.
    distance = 0.5 * (top - level) / np.tan(rng.uniform(0.35, 0.52)) + 0.25
    pitch, roll = float(rng.normal(0.02, 0.08)), float(rng.normal(0.0, 0.02))
    camera = camera_before(middle, yaw, pitch, roll, float(distance))
    seen = camera.seen(points[(points - camera.eye) @ camera.forward > 0.1])
    cut = camera.seen(np.array([[neck[0], neck[1], level]]))[0, 1]
    edge = float(cut if upper else seen[:, 1].max() + 0.02)
    highest = float(seen[:, 1].min())
    y0 = highest - rng.uniform(0.02, 0.25) * (edge - highest)
    side = (edge - y0) / _HEIGHT_OVER_WIDTH
    x0 = float(camera.seen(neck[None])[0, 0]) - side * rng.uniform(0.42, 0.58)
    square = (float(x0), float(y0), float(side))
    return View(camera, square, (float(x0), float(y0), float(x0 + side), edge))


def _level(vector: NDArray[np.float64]) -> NDArray[np.float64]:
    flat = np.array([vector[0], vector[1], 0.0])
    return np.asarray(flat / max(float(np.linalg.norm(flat)), 1e-9))


def save_pair(folder: Path, number: int, pair: Pair) -> None:
    """Write the pictures of a pair into a folder."""
    pictures = {
        "frame": pair.frame_bgr,
        "truth": pair.truth_bgr,
        "labels": pair.labels,
        "truth_labels": pair.truth_labels,
    }
    for name, picture in pictures.items():
        cv2.imwrite(str(folder / f"{number:04d}.{name}.png"), picture)


def make_pairs(folder: Path, count: int, seed: int, places: Iterable[Path] = ()) -> None:
    """Write ``count`` pairs and what they are into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    pairs = Undressing(seed, places).pairs()
    for number, pair in zip(range(count), pairs, strict=False):
        save_pair(folder, number, pair)
        made.append({"seed": seed, "person": pair.person, "yaw": round(pair.yaw, 3)})
        sys.stdout.write(f"{number + 1} of {count}\n")
        sys.stdout.flush()
    text = json.dumps({"version": 1, "pairs": made}, indent=1)
    (folder / "pairs.json").write_text(text + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tryon_ar.training.people.undressing",
        description="Render people in long sleeves, and the same pictures without.",
    )
    parser.add_argument("out", type=Path, help="folder of the pairs")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--places", type=Path, action="append", default=[], help="folders of photographs"
    )
    given = parser.parse_args(arguments)
    make_pairs(given.out, given.count, given.seed, given.places)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
