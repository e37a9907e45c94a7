"""Renders the rig: people in garments of which everything is known, and those garments' photos.

Quality is measured on it (``evaluate rig``): each scene has the product photo of the very garment
that is worn, so that a person can be dressed in what they wear already, and the truth besides.
Folder ``OUT/rig``:

- ``rig.json``: ``{"version": 1, "seed", "scenes": [{"name", "garment", "category", "kind":
  "photo"|"still"|"motion", "pose", "yaw", "frames": [{"t_ms", "landmarks": {name: [x, y]},
  "visible": [names], "joints": {"wrist_left": [x, y], ...}, "unit_px": S}]}]}``;
- ``garments/ID/``: an ordinary garment folder, of nobody's product photo, and ``shading.png``,
  the light in that photo, as below;
- ``scenes/NAME/NNNNNN.png``: the frame, 640 x 480; beside it ``.labels.png`` (parsing),
  ``.worn.png`` (coverage of the garment as seen), ``.whole.png`` (its coverage if no hair, hand or
  arm were before it), ``.front.png`` (which of these are: 1 hair, 4 arms), ``.shading.png``
  (16 bits: luma of the lit cloth over that of its own colour, times 16384; 0 elsewhere), and in
  motion ``.flow.npz`` (``flow``, float16 (480, 640, 2): pixels that what is seen moves until the
  next frame).

Landmarks are points of the cloth, the same in photo and scene; the ends of cuffs and of legs' hems
are those of what is seen, the armpit is where the photo's sleeve leaves the trunk.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from tryon_ar.garments.folder import save_garment
from tryon_ar.garments.garment import CATEGORIES
from tryon_ar.training.people.body import BodyModel, Figure
from tryon_ar.training.people.clothes_measures import Floats
from tryon_ar.training.people.drawing_lights import draw_lighting
from tryon_ar.training.people.later import moved_meshes
from tryon_ar.training.people.rig_camera import Film
from tryon_ar.training.people.rig_garments import front_gap_m, wear
from tryon_ar.training.people.rig_landmarks import Marks, Ring, marks_of
from tryon_ar.training.people.rig_photo import PhotoStudio, armpits_of, stand_still
from tryon_ar.training.people.rig_poses import (
    HEIGHT_PX,
    WIDTH_PX,
    draw_cut,
    draw_movement,
    draw_person,
    draw_yaw,
    mirror_view,
    posed,
)
from tryon_ar.training.people.rig_scenes import Cast, SceneStudio, Truth, cast_of

FRAME_MS = 1000.0 / 30.0
_STILL_FRAMES = 30
# What is worn, one scene after the other.
_ORDER = (
    "tshirt", "longsleeve", "shirt", "trousers", "polo", "hoodie", "skirt", "top",
    "outerwear", "dress", "tshirt", "blazer", "shorts", "longsleeve", "shirt", "trousers",
)  # fmt: skip
_MOVING = ("longsleeve", "tshirt", "dress", "shirt", "hoodie", "skirt")
_MOVEMENTS = ("wave", "turn", "step")
_STILL = ("tshirt", "longsleeve", "shirt", "trousers")
_POSE_SHARES = {"hang": 0.3, "bent": 0.16, "crossed": 0.14, "raised": 0.14, "before": 0.16,
                "hips": 0.1}  # fmt: skip
# An open front wider than this shows more of what is under a jacket than of the jacket, m.
_WIDEST_GAP_M = 0.1
_CUT_TRIES = 12
_OPEN = ("blazer", "outerwear")
# What is inside a sleeve or leg moves with so many vertices of the cloth.
_NEAR = 40


@dataclass(frozen=True)
class Plan:
    """What a scene is to show.

    Attributes
    ----------
    name, category : str
    kind : str
        ``photo``, ``still`` or ``motion``.
    number : int
        Chance is drawn by it and the seed.
    movement : str
        Of motion.
    """

    name: str
    category: str
    kind: str
    number: int
    movement: str = ""


def plan_of(
    scenes: int, motion: int, still: int, categories: Sequence[str] = CATEGORIES
) -> list[Plan]:
    """Return what scenes there are: of these categories, in a fixed order."""
    plans = []
    for kind, count, order in (
        ("photo", scenes, _ORDER),
        ("motion", motion, _MOVING),
        ("still", still, _STILL),
    ):
        wanted = [one for one in order if one in categories] or list(categories)
        for k in range(count):
            category = wanted[k % len(wanted)]
            movement = _MOVEMENTS[k % len(_MOVEMENTS)] if kind == "motion" else ""
            number = {"photo": 0, "motion": 10_000, "still": 20_000}[kind] + k
            name = f"{kind}-{k:03d}-{movement or category}"
            plans.append(Plan(name, category, kind, number, movement))
    return plans


class Rig:
    """Renders scenes one after the other; equal seeds give equal scenes.

    Parameters
    ----------
    folder : Path
        ``OUT/rig``.
    seed : int
    """

    def __init__(self, folder: Path, seed: int) -> None:
        self._folder, self._seed = folder, seed
        self._body = BodyModel()
        self._studio = SceneStudio()
        self._photos = PhotoStudio()

    def make(self, plan: Plan) -> dict[str, Any]:
        """Render a scene; return what ``rig.json`` says of it."""
        rng = np.random.default_rng((self._seed, plan.number))
        person = draw_person(self._body, rng)
        cut_seed = self._cut_seed(person, plan)
        identifier = f"{plan.category}-{plan.kind}-{plan.number % 10_000:03d}"
        armpits = self._photograph(person, plan, cut_seed, identifier)
        movement = draw_movement(rng, plan.movement) if plan.kind == "motion" else None
        pose = movement.pose if movement else _draw_pose(rng)
        yaw = draw_yaw(rng) if plan.kind == "photo" else float(rng.normal(0.0, 0.12))
        figure = posed(self._body, person, pose, rng)
        worn = wear(figure, plan.category, cut_seed)
        marks = marks_of(worn)
        marks = replace(marks, points={**marks.points, **armpits_of(worn, armpits)})
        moments = [(cast_of(figure, worn, (plan.number, plan.number + 1)), marks)]
        if movement:
            shares = np.linspace(0.0, 1.0, movement.frames)
            moments = [
                carried(moments[0], movement.at(self._body, figure, float(one))) for one in shares
            ]
        frames = self._shoot(plan, moments, yaw, rng)
        return {
            "name": plan.name,
            "garment": identifier,
            "category": plan.category,
            "kind": plan.kind,
            "pose": plan.movement or pose,
            "yaw": round(yaw, 3),
            "frames": frames,
        }

    def _cut_seed(self, person: Figure, plan: Plan) -> tuple[int, ...]:
        """Return the garment's seed: the first whose front is not wide open, or the least open."""
        seeds = [(self._seed, plan.number, 1, attempt) for attempt in range(_CUT_TRIES)]
        if plan.category not in _OPEN:
            return seeds[0]
        gaps = []
        for seed in seeds:
            gaps.append(front_gap_m(wear(person, plan.category, seed)))
            if gaps[-1] < _WIDEST_GAP_M:
                break
        return seeds[int(np.argmin(gaps))]

    def _photograph(
        self, person: Figure, plan: Plan, cut_seed: tuple[int, ...], identifier: str
    ) -> dict[str, Floats]:
        still = stand_still(self._body, person)
        worn = wear(still, plan.category, cut_seed)
        rng = np.random.default_rng((self._seed, plan.number, 2))
        shown = self._photos.take(worn, marks_of(worn), rng)
        garment = shown.garment(identifier, plan.category)
        folder = self._folder / "garments" / identifier
        save_garment(garment, folder, original_bgr=shown.original_bgr)
        cv2.imwrite(str(folder / "shading.png"), shown.shading)
        return shown.armpits

    def _shoot(
        self, plan: Plan, moments: list[tuple[Cast, Marks]], yaw: float, rng: np.random.Generator
    ) -> list[dict[str, Any]]:
        people = [(cast.figure, cast.meshes) for cast, _ in moments]
        cut = draw_cut(rng, plan.category, near=plan.kind != "photo")
        view = mirror_view(rng, people, yaw, cut)
        camera = view.camera
        lighting = draw_lighting(rng, _level(-camera.forward), _level(camera.right))
        film = Film(rng, (HEIGHT_PX, WIDTH_PX))
        folder = self._folder / "scenes" / plan.name
        folder.mkdir(parents=True, exist_ok=True)
        count = _STILL_FRAMES if plan.kind == "still" else len(moments)
        told, truth = [], None
        for number in range(count):
            if truth is None or plan.kind != "still":
                cast, marks = moments[number]
                truth = self._studio.take(cast, view, lighting, marks.seen_by(view))
            noise = np.random.default_rng((self._seed, plan.number, 3, number))
            stem = folder / f"{number:06d}"
            save_frame(stem, film.shoot(truth.rgba, noise), truth)
            if plan.kind == "motion" and number + 1 < count:
                flow = self._studio.flow(moments[number][0], moments[number + 1][0], view)
                np.savez_compressed(f"{stem}.flow.npz", flow=flow)
            told.append(_told(number * FRAME_MS, truth))
        return told


def carried(first: tuple[Cast, Marks], later: Figure) -> tuple[Cast, Marks]:
    """Return a cast and landmarks when its figure has moved; cloth goes with the skin below."""
    cast, marks = first
    meshes = tuple(moved_meshes(cast.figure, later, cast.meshes))
    own = [k for k, is_own in enumerate(cast.garment) if is_own]
    before = np.concatenate([cast.meshes[k].vertices for k in own])
    after = np.concatenate([meshes[k].vertices for k in own])
    tree = cKDTree(before)

    def moved(point: Floats) -> Floats:
        found = tree.query(point, k=_NEAR)
        away, near = np.asarray(found[0]), np.asarray(found[1])
        chosen = near[:1] if away[0] < 1e-6 else near
        return np.asarray(point + (after[chosen] - before[chosen]).mean(axis=0))

    points = {name: moved(at) for name, at in marks.points.items()}
    rings = {
        name: Ring(np.stack([moved(at) for at in ring.points]), moved(ring.above), ring.sign)
        for name, ring in marks.rings.items()
    }
    return Cast(later, meshes, cast.garment), Marks(points, rings)


def save_frame(stem: Path, frame_bgr: NDArray[np.uint8], truth: Truth) -> None:
    """Write a frame and its truth; ``stem`` has no suffix."""
    pictures: dict[str, NDArray[np.uint8] | NDArray[np.uint16]] = {
        "": frame_bgr,
        ".labels": truth.labels,
        ".worn": truth.worn,
        ".whole": truth.whole,
        ".front": truth.front,
        ".shading": truth.shading,
    }
    for name, picture in pictures.items():
        cv2.imwrite(f"{stem}{name}.png", picture)


def _told(t_ms: float, truth: Truth) -> dict[str, Any]:
    def rounded(points: dict[str, tuple[float, float]]) -> dict[str, list[float]]:
        return {name: [round(x, 2), round(y, 2)] for name, (x, y) in points.items()}

    return {
        "t_ms": round(t_ms, 3),
        "landmarks": rounded(truth.landmarks),
        "visible": list(truth.visible),
        "joints": rounded(truth.joints),
        "unit_px": round(truth.unit_px, 2),
    }


def _draw_pose(rng: np.random.Generator) -> str:
    return str(rng.choice(list(_POSE_SHARES), p=list(_POSE_SHARES.values())))


def _level(vector: NDArray[np.float64]) -> NDArray[np.float64]:
    flat = np.array([vector[0], vector[1], 0.0])
    return np.asarray(flat / max(float(np.linalg.norm(flat)), 1e-9))


def make_rig(out: Path, seed: int, plans: Sequence[Plan]) -> None:
    """Render scenes into ``out/rig``."""
    folder = out / "rig"
    folder.mkdir(parents=True, exist_ok=True)
    rig = Rig(folder, seed)
    told = []
    for number, plan in enumerate(plans):
        told.append(rig.make(plan))
        text = json.dumps({"version": 1, "seed": seed, "scenes": told}, indent=1)
        (folder / "rig.json").write_text(text + "\n", encoding="utf-8")
        sys.stdout.write(f"{number + 1} of {len(plans)}: {plan.name}\n")
        sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tryon_ar.training.people.rig",
        description="Render people in garments with all truth, and the garments' photos.",
    )
    parser.add_argument("out", type=Path, help="folder of data; the rig goes to OUT/rig")
    parser.add_argument("--scenes", type=int, default=60, help="single pictures")
    parser.add_argument("--motion", type=int, default=6, help="sequences in motion")
    parser.add_argument("--still", type=int, default=4, help="sequences without motion")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--categories", nargs="+", default=list(CATEGORIES), choices=CATEGORIES, metavar="NAME"
    )
    given = parser.parse_args(arguments)
    plans = plan_of(given.scenes, given.motion, given.still, given.categories)
    make_rig(given.out, given.seed, plans)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
