"""Where garments are placed on people made of numbers, written down.

``python -m tests.golden.fits`` writes the places anew and says how far each scene has moved;
look at the golden pictures and at ``tests/quality.py`` before committing them.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from tests.support.bodies import SIZE_PX, flat_tee, flat_trousers, make_pose, standing_points
from tests.support.drawn_person import POSES, paint, posed_points
from tryon_ar.core.adjustment import Adjustment
from tryon_ar.core.dressing import USUAL_DRESSING, DressingOptions
from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.seen_motion import PELVIS, TRUNK, SeenMotion
from tryon_ar.core.types import Body, Points
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.fitting.fit import GarmentFit
from tryon_ar.fitting.fitter import GarmentFitter
from tryon_ar.garments.builtin import load_builtin
from tryon_ar.garments.garment import Garment

PATH = Path(__file__).with_name("fits.json")
STEP_MS = 33.0
CHART: dict[str, object] = {
    "unit": "cm",
    "M": {"chest": 51, "length": 70, "sleeve": 21, "waist": 38, "hips": 48, "inseam": 78},
    "L": {"chest": 56, "length": 74, "sleeve": 24, "waist": 42, "hips": 53, "inseam": 80},
}
TOPS = (
    *("tee", "longsleeve", "hoodie-grey", "jacket-denim", "tank-mustard", "dress-floral"),
    *("coat", "jumper"),
)
BOTTOMS = ("trousers", "jeans-blue", "shorts-olive", "skirt-midi")
TURNED = ("longsleeve", "hoodie-grey", "jacket-denim", "dress-floral", "jeans-blue", "skirt-midi")
LEGS_MATTER = ("coat", "dress-floral", *BOTTOMS)
DEGREES = (-150, -105, -75, -45, -25, 30, 60, 95, 130, 180)

Frames = list[tuple[Body, DressingOptions]]


def _uneven(garment: Garment) -> Garment:
    """A garment that nobody cut evenly: what changes sides shows."""
    chance = np.random.default_rng(7)
    moved = {
        name: (x + float(chance.uniform(-4, 4)), y + float(chance.uniform(-4, 4)))
        for name, (x, y) in garment.landmarks.items()
    }
    return replace(garment, landmarks=moved)


def _coat() -> Garment:
    """A long coat, whose hem hangs loose below the hips."""
    return replace(flat_tee(long=True), id="flat-coat", category="jacket")


def _jumper() -> Garment:
    """A jumper with a narrow chest and short sleeves: its shoulder seams are dropped."""
    garment = flat_tee(long=True)
    for side, sign in (("left", 1), ("right", -1)):
        x, y = garment.landmarks[f"armpit_{side}"]
        garment.landmarks[f"armpit_{side}"] = (x - sign * 15.0, y)
        for edge in ("outer", "inner"):
            x, y = garment.landmarks[f"cuff_{side}_{edge}"]
            garment.landmarks[f"cuff_{side}_{edge}"] = (x, y - 120.0)
    return replace(garment, id="flat-jumper")


@cache
def garment_of(name: str) -> Garment:
    """Return a garment by name, with a size chart."""
    made: dict[str, Callable[[], Garment]] = {
        "tee": flat_tee,
        "longsleeve": lambda: flat_tee(long=True),
        "trousers": flat_trousers,
        "coat": _coat,
        "jumper": _jumper,
    }
    garment = _uneven(made[name]()) if name in made else load_builtin(name)
    return replace(garment, sizes=CHART)


def _somewhere(points: Points, seed: int, lean: float = 5.0) -> Points:
    """Lean a person, move them aside and no two joints alike."""
    angle = np.radians(lean)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    moved = (points - (320, 240)) @ turn.T * 0.93 + (290, 235)
    return moved + np.random.default_rng(seed).uniform(-3.0, 3.0, points.shape)


@cache
def posed(pose: str) -> Body:
    """Return somebody in a pose, who faces the camera."""
    return paint(_somewhere(posed_points(pose), len(pose)))[1]


@cache
def turned(degrees: float) -> Body:
    """Return somebody who has turned towards the picture's right."""
    angle = np.radians(degrees)
    points = standing_points()
    points[:, 0] = 320.0 + (points[:, 0] - 320.0) * np.cos(angle)
    points = _somewhere(points, 3, lean=-3.0)
    world = np.zeros((33, 3))
    for joint, half in ((Joint.LEFT_SHOULDER, 0.17), (Joint.LEFT_HIP, 0.1)):
        world[joint] = half * np.cos(angle), 0.0, half * np.sin(angle)
        world[joint + 1] = -world[joint]
    body = paint(points)[1]
    return replace(body, pose=replace(make_pose(points), world_m=world))


@cache
def labelled(lower_from_px: float, slope: float, pose: str = "down") -> Body:
    """Return somebody whose lower clothes begin at a row (in the middle), sloping; arms bare."""
    body = posed(pose)
    size, x0_px, y0_px = 160, -20.0, 12.0
    rows, columns = np.mgrid[0:size, 0:size] * 4.0 + 1.5
    rows, columns = rows + y0_px, columns + x0_px
    within = (rows < SIZE_PX[1]) & (columns >= 0) & (columns < SIZE_PX[0])
    person = np.zeros((size, size), bool)
    person[within] = body.mask[rows[within].astype(int), columns[within].astype(int)] > 0.5
    arms = person & (abs(columns - 290) > 58) & (rows < 350)
    lower = person & ~arms & (rows > lower_from_px + slope * (columns - 290))
    shares = np.zeros((len(Label), size, size), np.float32)
    shares[Label.ARMS][arms] = 0.9
    shares[Label.LOWER][lower] = 0.9
    shares[Label.UPPER][person & ~lower & ~arms] = 0.9
    shares[Label.BACKGROUND] = 1.0 - shares.sum(axis=0)
    return replace(body, labels=Labels(shares, x0_px, y0_px, 640.0))


def _legs(knees: tuple[Points, Points], ankles: tuple[Points, Points]) -> Body:
    """Return somebody with knees and ankles, left and right, so far from the hips above them."""
    points = standing_points()
    for side, (knee, ankle) in enumerate(zip(knees, ankles, strict=True)):
        points[Joint.LEFT_KNEE + side] = points[Joint.LEFT_HIP + side] + knee
        points[Joint.LEFT_ANKLE + side] = points[Joint.LEFT_HIP + side] + ankle
    return paint(_somewhere(points, 5, lean=3.0))[1]


@cache
def sitting(fall_px: float) -> Body:
    """Return somebody on a chair, whose knees are seen so far below the hips."""
    knees = np.array([14.0, fall_px]), np.array([-10.0, fall_px + 6.0])
    return _legs(knees, (knees[0] + (3.0, 85.0), knees[1] + (-5.0, 88.0)))


@cache
def striding() -> Body:
    """Return somebody whose legs are wide apart, one of them lifted."""
    knees = np.array([52.0, 92.0]), np.array([-44.0, 101.0])
    return _legs(knees, (np.array([80.0, 188.0]), np.array([-60.0, 150.0])))


@cache
def without_legs() -> Body:
    """Return somebody whose legs are guessed: one hardly seen, one not at all."""
    body = striding()
    visibility = body.pose.visibility.copy()
    visibility[[Joint.LEFT_KNEE, Joint.LEFT_ANKLE]] = 0.3, 0.2
    visibility[[Joint.RIGHT_KNEE, Joint.RIGHT_ANKLE]] = 0.0
    return replace(body, pose=replace(body.pose, visibility=visibility))


def _walking(count: int) -> Frames:
    body = posed("down")
    shifts = [np.array([7.0 * min(index, 6), 0.4 * index]) for index in range(count)]
    poses = [make_pose(body.pose.points_px + shift) for shift in shifts]
    return [(replace(body, pose=pose), USUAL_DRESSING) for pose in poses]


def _carried(count: int) -> Frames:
    """Somebody whose joints jump about while their cloth moves steadily."""
    body = posed("down")
    chance = np.random.default_rng(11)
    middle = body.pose.points_px[[Joint.LEFT_HIP, Joint.RIGHT_HIP]].mean(axis=0)
    grid = np.stack(np.meshgrid(np.arange(-48.0, 49, 8), np.arange(-150.0, 90, 8)), axis=-1)
    places = grid.reshape(-1, 2) + middle
    parts = np.where(places[:, 1] > middle[1] - 30, PELVIS, TRUNK).astype(np.uint8)
    frames: Frames = []
    for index in range(count):
        moves = np.tile((0.8, 0.5), (len(places), 1)) + chance.normal(0, 0.1, places.shape)
        trunk = np.array([[1.0, 0.0, 0.8], [0.0, 1.0, 0.5]])
        motion = SeenMotion(places, moves, parts, trunk, (index - 1) * STEP_MS)
        points = body.pose.points_px + chance.normal(0.0, 1.5, (33, 2)) + (0.8 * index, 0.5 * index)
        frames.append((replace(body, pose=make_pose(points), motion=motion), USUAL_DRESSING))
    return frames


def scenes_of(name: str) -> dict[str, Callable[[], Frames]]:
    """Return what a garment is tried in: frames of which the last is written down."""
    usual, top = USUAL_DRESSING, name in TOPS
    hand = Adjustment(dx=0.08, dy=-0.05, scale=1.1, rotation_deg=3.0, width=0.95)
    own = DressingOptions(adjustments={garment_of(name).id: hand})
    scenes: dict[str, Callable[[], Frames]] = {
        "large": lambda: [(posed("down"), DressingOptions(size="L"))],
        "set right": lambda: [(posed("down"), own)],
        "tucked": lambda: [(posed("elbow_bent_120"), DressingOptions(tucked=True))],
        "walking": lambda: _walking(9),
        "standing still again": lambda: _walking(24),
        "carried": lambda: _carried(8),
    }
    if name in LEGS_MATTER:
        scenes |= {
            "on a low chair": lambda: [(sitting(20.0), usual)],
            "on a chair": lambda: [(sitting(45.0), usual)],
            "on a high stool": lambda: [(sitting(66.0), usual)],
            "striding": lambda: [(striding(), usual)],
            "legs guessed": lambda: [(without_legs(), usual)],
        }
    for row_px, slope, pose in ((262.0, 0.15, "down"), (300.0, -0.1, "hand_on_hip")):
        scenes[f"worn waist at {row_px:.0f}"] = lambda row_px=row_px, slope=slope, pose=pose: [
            (labelled(row_px, slope, pose), DressingOptions(tucked=top))
        ]
    for pose in POSES if top else ("down", "raised"):
        scenes[pose] = lambda pose=pose: [(posed(pose), usual)]
    for degrees in DEGREES if name in TURNED else ():
        scenes[f"turned {degrees}"] = lambda degrees=degrees: [(turned(degrees), usual)]
    return scenes


def _summed_up(points: Points | None) -> list[float]:
    """Return a few numbers that change with any point and with their order."""
    if points is None or not len(points):
        return []
    rank = np.linspace(-1.0, 1.0, len(points))[:, None]
    return [*points.mean(axis=0), *(points * rank).mean(axis=0)]


def places_of(fit: GarmentFit) -> dict[str, list[float]]:
    """Return where everything of a fit lies, in the order it is drawn."""
    told: dict[str, list[float]] = {
        "garment": [fit.unit_px, fit.has_sleeves, fit.long_sleeves, fit.is_lower],
        "tucked": _summed_up(fit.tucked_along),
    }
    for number, piece in enumerate(fit.segments):
        told[f"{number} {piece.segment.name}"] = [
            *_summed_up(piece.frame_points),
            *_summed_up(piece.photo_points),
            *_summed_up(piece.hull_points),
            *_summed_up(piece.outline),
            *(value for cut in piece.segment.cuts for value in (*cut.point, *cut.direction)),
            *(cut.overlap_px for cut in piece.segment.cuts),
            100 * piece.regularisation,
            piece.hull_margin_px,
        ]
    return told | {name: list(place) for name, place in sorted(fit.landmarks.items())}


def placed(name: str, scene: str) -> dict[str, list[float]]:
    """Place a garment in a scene."""
    fitter, fit = GarmentFitter(garment_of(name)), None
    for index, (body, options) in enumerate(scenes_of(name)[scene]()):
        fit = fitter.fit(body, index * STEP_MS, options)
    assert fit
    return places_of(fit)


@cache
def golden() -> dict[str, dict[str, dict[str, list[float]]]]:
    """Return what was written down: garment, scene, what, numbers."""
    kept: dict[str, dict[str, dict[str, list[float]]]] = json.loads(PATH.read_text("utf-8"))
    return kept


def main() -> None:
    """Write all places anew."""
    kept = golden() if PATH.exists() else {}
    lines = []
    for name in (*TOPS, *BOTTOMS):
        scenes = []
        for scene in scenes_of(name):
            told = placed(name, scene)
            short = {what: [round(float(v), 2) for v in values] for what, values in told.items()}
            old = kept.get(name, {}).get(scene)
            if old != short:
                sys.stdout.write(f"{name}, {scene}: {'moved' if old else 'new'}\n")
            scenes.append(f"{json.dumps(scene)}: {json.dumps(short, separators=(',', ':'))}")
        lines.append(f"{json.dumps(name)}: {{\n" + ",\n".join(scenes) + "\n}")
    PATH.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


if __name__ == "__main__":
    main()
