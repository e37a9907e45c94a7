"""Skirts and dresses."""

from dataclasses import dataclass

import numpy as np

from tryon_ar.garments.garment import Part
from tryon_ar.training.product_photos.bottoms import SkirtLines, SkirtShape, skirt_lines
from tryon_ar.training.product_photos.canvas import Canvas, Panel
from tryon_ar.training.product_photos.cloth import Cloth
from tryon_ar.training.product_photos.draping import Fold, top_folds
from tryon_ar.training.product_photos.folds import Crease, Drape
from tryon_ar.training.product_photos.outline import Curve, bezier, join, mirror, spline, symmetric
from tryon_ar.training.product_photos.studio import Studio
from tryon_ar.training.product_photos.tailor import PHOTO_HEIGHT_PX, Laid, lay_table
from tryon_ar.training.product_photos.tees import (
    SLEEVE_PARTS,
    TeeStyle,
    darken_inside,
    lay_back,
    lay_neck_band,
    lay_sleeve,
)
from tryon_ar.training.product_photos.tops import SIDES, Landmarks, TopLines, TopShape, top_lines
from tryon_ar.training.product_photos.trims import label, pucker, rows_of_stitches, seam


@dataclass(frozen=True)
class SkirtStyle:
    """Cloths and details of a skirt.

    Attributes
    ----------
    gathers : int
        Folds that fall from the waist.
    fold_cm : float
        Their height.
    """

    body: Cloth
    lining: Cloth
    label_cloth: Cloth
    thread: str
    gathers: int = 9
    fold_cm: float = 0.3
    hem_cm: float = 2.0


def flare_folds(
    top: Curve, low: Curve, count: int, depth_cm: float, rng: np.random.Generator
) -> list[Fold]:
    """Return folds that fall from one line (a waist) and widen to another (a hem)."""
    folds: list[Fold] = []
    for share in np.linspace(0.06, 0.94, count):
        at = float(np.clip(share + rng.uniform(-0.03, 0.03), 0.03, 0.97))
        start = low[int(at * (len(low) - 1))]
        goal = top[int(np.clip(at + rng.uniform(-0.02, 0.02), 0, 1) * (len(top) - 1))]
        end = start + rng.uniform(0.55, 1.0) * (goal - start)
        folds.append(
            Crease(
                (float(start[0]), float(start[1] + 0.5)),
                (float(end[0]), float(end[1])),
                rng.uniform(1.5, 2.6),
                depth_cm * rng.uniform(0.5, 1.2),
                bow=rng.uniform(-0.03, 0.03),
                sharp=rng.uniform(0.5, 0.9),
            )
        )
        short = goal + rng.uniform(0.15, 0.4) * (start - goal)
        folds.append(
            Crease(
                (float(goal[0]), float(goal[1])),
                (float(short[0]), float(short[1])),
                rng.uniform(0.5, 0.9),
                0.5 * depth_cm * rng.uniform(0.5, 1.2),
                bow=rng.uniform(-0.05, 0.05),
                sharp=0.6,
            )
        )
    return folds


def lay_skirt(
    shape: SkirtShape,
    style: SkirtStyle,
    studio: Studio,
    rng: np.random.Generator,
    height_px: int = PHOTO_HEIGHT_PX,
) -> Laid:
    """Lay out a skirt."""
    lines = skirt_lines(shape)
    low = lines.waist + np.array([0.0, shape.band_cm])
    folds = flare_folds(low, lines.hem, style.gathers, style.fold_cm * style.body.stiffness, rng)
    folds.append(
        Drape(
            (0, shape.length * 0.6), (shape.hem_half, shape.length * 0.7), 88, 4.5, 30.0, 0.1, 0.2
        )
    )
    back = _skirt_back(shape)
    canvas = lay_table([lines.outline, back], folds, rng, height_px=height_px, wobble=0.8)
    canvas.lay(Panel(back, Part.INSIDE_BACK, style.lining, tint=0.75))
    label(canvas, (0.0, 0.5), (4.0, 1.5), style.label_cloth, "#444444")
    canvas.lay(Panel(lines.outline, Part.SKIRT, style.body, shadow=0.3, shadow_cm=0.5))
    hem = lines.hem - np.array([0.0, style.hem_cm])
    pucker(canvas, hem, rng, reach_cm=1.8, depth_cm=0.015)
    rows_of_stitches(canvas, [hem], style.thread, strength=0.25)
    _lay_band(canvas, lines, low, style, rng)
    return Laid(canvas, lines.landmarks, studio)


def _skirt_back(shape: SkirtShape) -> Curve:
    w = shape.waist_half
    top = spline((w, 0), (w * 0.6, -0.5), (0, -0.7), (-w * 0.6, -0.5), (-w, 0))
    return join(top, bezier((-w, 0.3), (0, 2 * shape.waist_sag + 1.2), (w, 0.3)))


def _lay_band(
    canvas: Canvas, lines: SkirtLines, low: Curve, style: SkirtStyle, rng: np.random.Generator
) -> None:
    shape = lines.shape
    slope = (shape.hip_half / shape.waist_half - 1) / shape.hip_y
    spread = low * np.array([1 + 0.75 * shape.band_cm * slope, 1.0])
    canvas.lay(
        Panel(
            join(lines.waist, spread[::-1]),
            Part.SKIRT,
            style.body,
            grain_degrees=0,
            thickness_cm=0.08,
            rounding_cm=0.3,
            shadow=0.3,
            shadow_cm=0.3,
        )
    )
    seam(canvas, spread, depth_cm=0.08, width_cm=0.22)
    pucker(canvas, spread + np.array([0, 0.9]), rng, reach_cm=2.0, depth_cm=0.04)
    rows = [lines.waist + np.array([0, 0.4]), spread - np.array([0, 0.4])]
    rows_of_stitches(canvas, rows, style.thread, strength=0.25)


@dataclass(frozen=True)
class DressStyle:
    """Cloths and details of a dress: a top of ``tee`` with a gathered skirt."""

    tee: TeeStyle
    gathers: int = 12
    fold_cm: float = 0.6
    tie: bool = False


def lay_dress(
    shape: TopShape,
    style: DressStyle,
    studio: Studio,
    rng: np.random.Generator,
    height_px: int = PHOTO_HEIGHT_PX,
) -> Laid:
    """Lay out a dress with a waist seam."""
    lines = top_lines(shape)
    waist = waist_curve(shape)
    folds = _dress_folds(lines, waist, style, rng)
    outlines = [lines.torso, *(sleeve.outline for sleeve in lines.sleeves.values())]
    canvas = lay_table(outlines, folds, rng, height_px=height_px, wobble=0.8)
    tee = style.tee
    lay_back(canvas, lines, tee, rng)
    for side in SIDES:
        if side in lines.sleeves:
            lay_sleeve(canvas, lines.sleeves[side], SLEEVE_PARTS[side], tee, rng)
    canvas.lay(Panel(lines.torso, Part.TORSO, tee.body, shadow=0.28, shadow_cm=0.6))
    darken_inside(canvas, lines.torso)
    skirt = join(waist, _skirt_side(lines), lines.hem[::1], mirror(_skirt_side(lines)))
    canvas.lay(Panel(skirt, Part.SKIRT, tee.body, anchor=(3.0, 5.0)))
    _sew_dress(canvas, lines, waist, tee, rng)
    lay_neck_band(canvas, lines, tee, rng)
    marks: Landmarks = dict(lines.landmarks)
    return Laid(canvas, marks, studio)


def waist_curve(shape: TopShape) -> Curve:
    """Return the waist seam from the wearer's right to left."""
    w, y = shape.waist_half, shape.waist_y
    return symmetric((-w, y), (-w * 0.55, y + 0.6), (0, y + 0.9))


def _skirt_side(lines: TopLines) -> Curve:
    side = lines.side["left"]
    return side[side[:, 1] >= lines.shape.waist_y]


def _dress_folds(
    lines: TopLines, waist: Curve, style: DressStyle, rng: np.random.Generator
) -> list[Fold]:
    shape = lines.shape
    depth = style.fold_cm * style.tee.body.stiffness
    folds = flare_folds(waist[::-1], lines.hem, style.gathers, depth, rng)
    upper = [
        fold
        for fold in top_folds(lines, rng, style.tee.fold_strength)
        if isinstance(fold, Crease) and fold.start[1] < shape.waist_y
    ]
    folds += upper
    middle = (shape.waist_y + shape.hem_y) / 2
    folds.append(
        Drape((0, middle), (shape.hem_half, shape.hem_y - middle + 5), 89, 5.0, 34.0, 0.1, 0.2)
    )
    return folds


def _sew_dress(
    canvas: Canvas, lines: TopLines, waist: Curve, tee: TeeStyle, rng: np.random.Generator
) -> None:
    for side in SIDES:
        hole = lines.armhole[side]
        if side in lines.sleeves:
            seam(canvas, hole, depth_cm=0.07, width_cm=0.22)
            pucker(canvas, hole, rng, reach_cm=1.2, depth_cm=0.02)
    seam(canvas, waist, depth_cm=0.1, width_cm=0.25)
    pucker(canvas, waist + np.array([0, 1.4]), rng, reach_cm=3.0, depth_cm=0.06)
    pucker(canvas, waist - np.array([0, 0.9]), rng, reach_cm=1.8, depth_cm=0.03)
    hem = lines.hem - np.array([0.0, tee.hem_cm])
    pucker(canvas, hem, rng, reach_cm=1.6, depth_cm=0.015)
    rows_of_stitches(canvas, [hem], tee.thread, strength=0.25)
