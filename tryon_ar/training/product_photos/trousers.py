"""Trousers, jeans and shorts."""

from dataclasses import dataclass

import numpy as np

from tryon_ar.garments.garment import Part
from tryon_ar.training.product_photos.bottoms import LegsLines, LegsShape, legs_lines
from tryon_ar.training.product_photos.canvas import Canvas, Panel
from tryon_ar.training.product_photos.cloth import Cloth
from tryon_ar.training.product_photos.draping import Fold
from tryon_ar.training.product_photos.folds import Crease, Drape
from tryon_ar.training.product_photos.noise import blur
from tryon_ar.training.product_photos.outline import (
    Curve,
    along,
    bezier,
    join,
    length,
    line,
    offset,
    portion,
    spline,
)
from tryon_ar.training.product_photos.studio import Studio
from tryon_ar.training.product_photos.tailor import PHOTO_HEIGHT_PX, Laid, lay_table
from tryon_ar.training.product_photos.tops import SIDES, Side
from tryon_ar.training.product_photos.trims import (
    button,
    label,
    pucker,
    rows_of_stitches,
    seam,
    strip_outline,
)
from tryon_ar.training.product_photos.wash import wash, worn_places

LEG_PARTS = {"left": Part.LEFT_LEG, "right": Part.RIGHT_LEG}


@dataclass(frozen=True)
class TrousersStyle:
    """Cloths and details of trousers.

    Attributes
    ----------
    faded : float
        How much lighter thighs and knees are (washed denim), 0 to 1.
    jeans : bool
        Curved front pockets with a coin pocket, five loops and a metal button; otherwise
        slanted pockets, a pressed crease and a hidden closure.
    """

    body: Cloth
    lining: Cloth
    label_cloth: Cloth
    metal: Cloth
    thread: str
    jeans: bool = True
    faded: float = 0.6
    fold_strength: float = 1.0
    hem_cm: float = 1.6


def lay_trousers(
    shape: LegsShape,
    style: TrousersStyle,
    studio: Studio,
    rng: np.random.Generator,
    height_px: int = PHOTO_HEIGHT_PX,
) -> Laid:
    """Lay out trousers or shorts."""
    lines = legs_lines(shape)
    folds = trouser_folds(lines, rng, style.fold_strength * style.body.stiffness)
    back = _back_panel(shape)
    canvas = lay_table([*lines.legs.values(), back], folds, rng, height_px=height_px, wobble=0.8)
    canvas.lay(Panel(back, Part.INSIDE_BACK, style.lining, tint=0.75))
    label(canvas, (0.0, 1.0 - 0.1 * shape.waist_sag), (4.0, 1.6), style.label_cloth, "#444444")
    for side in SIDES:
        canvas.lay(Panel(lines.legs[side], LEG_PARTS[side], style.body, shadow=0.3, shadow_cm=0.5))
    if style.faded > 0:
        _fade(canvas, lines, style.faded, rng)
    _sew_legs(canvas, lines, style, rng)
    _sew_front(canvas, lines, style, rng)
    _lay_waistband(canvas, lines, style, rng)
    return Laid(canvas, lines.landmarks, studio)


def trouser_folds(lines: LegsLines, rng: np.random.Generator, strength: float) -> list[Fold]:
    """Return the folds of trousers: whiskers at the crotch, rings at knees and hems."""
    shape, folds = lines.shape, list[Fold]()
    for side in SIDES:
        sign = 1.0 if side == "left" else -1.0
        for _ in range(5):
            y = shape.rise + rng.uniform(-6, 5)
            start = (sign * rng.uniform(0.4, 2.5), y)
            turn = np.radians(rng.uniform(-42, 12))
            reach = rng.uniform(9, 19)
            end = (start[0] + sign * reach * np.cos(turn), y + reach * np.sin(turn))
            folds.append(
                Crease(
                    start,
                    (float(end[0]), float(end[1])),
                    rng.uniform(0.8, 1.5),
                    strength * rng.uniform(0.1, 0.22),
                    bow=rng.uniform(-0.12, 0.12),
                    sharp=0.5,
                )
            )
        folds += _leg_rings(lines, side, rng, strength)
        middle = 0.5 * (np.array(along(lines.outer[side], 0.6)) + along(lines.inner[side], 0.45))
        folds.append(
            Drape(
                (float(middle[0]), float(middle[1])),
                (15, 0.5 * shape.length),
                88,
                4.5,
                24.0,
                0.1 * strength,
                0.25,
            )
        )
        folds.append(
            Drape(
                (float(middle[0]), float(middle[1])),
                (15, 0.4 * shape.length),
                rng.uniform(10, 50),
                3.0,
                9.0,
                0.05 * strength,
                0.5,
            )
        )
    return folds


def _leg_rings(
    lines: LegsLines, side: Side, rng: np.random.Generator, strength: float
) -> list[Fold]:
    outer, inner = lines.outer[side], lines.inner[side]
    folds: list[Fold] = []
    for place in (0.3, 0.4, 0.44, 0.48, 0.6, 0.75, 0.86, 0.92, 0.96):
        at = place + rng.uniform(-0.03, 0.02)
        share = (at * length(outer) - (length(outer) - length(inner))) / length(inner)
        ends = (np.array(along(inner, float(np.clip(share, 0, 1)))), np.array(along(outer, at)))
        start, goal = ends if rng.random() < 0.5 else ends[::-1]
        end = start + rng.uniform(0.35, 0.8) * (goal - start) + [0.0, rng.uniform(-4, 4)]
        folds.append(
            Crease(
                (float(start[0]), float(start[1])),
                (float(end[0]), float(end[1])),
                rng.uniform(0.8, 1.6),
                strength * rng.uniform(0.07, 0.2),
                bow=rng.uniform(-0.15, 0.15),
                sharp=rng.uniform(0.35, 0.7),
            )
        )
    return folds


def _back_panel(shape: LegsShape) -> Curve:
    w, sag = shape.waist_half, shape.waist_sag
    top = spline((w, 0), (w * 0.6, -0.5), (0, -0.7), (-w * 0.6, -0.5), (-w, 0))
    low = bezier((-w, 0.3), (0, 2 * sag + 1.2), (w, 0.3))
    return join(top, low)


def _fade(canvas: Canvas, lines: LegsLines, amount: float, rng: np.random.Generator) -> None:
    """Wash the fronts of thighs, knees and shins."""
    shape = lines.shape
    places = []
    for sign in (1.0, -1.0):
        thigh = sign * shape.hip_half * 0.5
        places.append((thigh, shape.rise * 1.15, 7.0, 17.0, 1.0))
        knee = sign * (shape.spread * 0.5 + 0.5 * shape.knee_width)
        places.append((knee, shape.rise + 0.46 * (shape.length - shape.rise), 6.5, 11.0, 0.75))
        places.append((knee, shape.length * 0.86, 6.0, 14.0, 0.3))
    wash(canvas, worn_places(canvas, places), list(LEG_PARTS.values()), amount, rng)


def _sew_legs(
    canvas: Canvas, lines: LegsLines, style: TrousersStyle, rng: np.random.Generator
) -> None:
    for side in SIDES:
        hem = lines.hem[side] - np.array([0.0, style.hem_cm])
        pucker(canvas, hem, rng, reach_cm=1.8, depth_cm=0.03)
        rows_of_stitches(canvas, [hem], style.thread, strength=0.75)
        outer, inner = lines.outer[side], lines.inner[side]
        sign = 1.0 if side == "left" else -1.0
        near_outer = portion(outer, 0.03, 0.995) - np.array([sign * 0.9, 0.0])
        seam(canvas, near_outer, depth_cm=0.05, width_cm=0.25)
        pucker(canvas, near_outer, rng, reach_cm=1.6, depth_cm=0.03)
        near_inner = portion(inner, 0.03, 0.98) + np.array([sign * 0.8, 0.0])
        pucker(canvas, near_inner, rng, reach_cm=1.6, depth_cm=0.03)
        if style.jeans:
            rows_of_stitches(canvas, [near_inner], style.thread, strength=0.75)
        else:
            seam(canvas, near_inner, depth_cm=0.04, width_cm=0.2)


def _sew_front(
    canvas: Canvas, lines: LegsLines, style: TrousersStyle, rng: np.random.Generator
) -> None:
    shape = lines.shape
    top = shape.waist_sag + shape.band_cm - 0.4
    middle = spline((0, top), (0.15, shape.rise * 0.6), (0, shape.rise + 0.3))
    seam(canvas, middle, depth_cm=0.1, width_cm=0.3)
    fly = spline(
        (3.6, top), (3.5, shape.rise * 0.5), (2.4, shape.rise * 0.66), (0.2, shape.rise * 0.74)
    )
    rows = [fly, fly - np.array([0.5, 0.0])] if style.jeans else [fly]
    pucker(canvas, fly, rng, reach_cm=1.5, depth_cm=0.025)
    rows_of_stitches(canvas, rows, style.thread, strength=0.75 if style.jeans else 0.35)
    for sign in (1.0, -1.0):
        _pocket(canvas, shape, style, sign, rng)


def _pocket(
    canvas: Canvas, shape: LegsShape, style: TrousersStyle, sign: float, rng: np.random.Generator
) -> None:
    w = shape.waist_half
    if style.jeans:
        edge = spline(
            (sign * w * 0.56, shape.band_cm + 0.6),
            (sign * w * 0.62, 8.2),
            (sign * w * 0.86, 11.0),
            (sign * (shape.hip_half - 2.2), 12.0),
        )
    else:
        edge = line((sign * w * 0.74, shape.band_cm + 0.3), (sign * (shape.hip_half - 2.4), 17.5))
    bag = join(
        edge, line(edge[-1], (sign * (w + 2.4), 5.0)), line((sign * (w + 2.0), 4.0), edge[0])
    )
    key = Part.LEFT_LEG if sign > 0 else Part.RIGHT_LEG
    window = canvas.mask(bag, pad_cm=1.0)
    if window is not None:
        roi, cover = window
        inside = cover * (canvas.parts[roi] == key)
        canvas.shade[roi] *= 1 - 0.1 * inside
        canvas.height[roi] -= 0.06 * blur(inside, 0.12 * canvas.scale)
    seam(canvas, edge, depth_cm=0.1, width_cm=0.28)
    inward = offset(edge, 0.4 * sign)
    rows = [inward, offset(edge, 0.95 * sign)] if style.jeans else [inward]
    pucker(canvas, inward, rng, reach_cm=1.6, depth_cm=0.025)
    rows_of_stitches(canvas, rows, style.thread, strength=0.75 if style.jeans else 0.3)
    if style.jeans and sign < 0:
        coin = line((-w * 0.66, 8.9), (-w * 0.93, 8.3))
        rows_of_stitches(canvas, [coin, coin + np.array([0, 0.5])], style.thread, strength=0.6)


def _lay_waistband(
    canvas: Canvas, lines: LegsLines, style: TrousersStyle, rng: np.random.Generator
) -> None:
    shape = lines.shape
    low = lines.waist + np.array([0.0, shape.band_cm])
    grow = 1 + 0.5 * shape.band_cm * (shape.hip_half / shape.waist_half - 1) / shape.hip_y
    low = low * np.array([grow, 1.0])
    for side in SIDES:
        sign = 1.0 if side == "left" else -1.0
        half = lines.waist[:, 0] * sign >= -0.2
        half_low = low[:, 0] * sign >= -0.2
        outline = join(lines.waist[half], low[half_low][::-1])
        canvas.lay(
            Panel(
                outline,
                LEG_PARTS[side],
                style.body,
                grain_degrees=0,
                thickness_cm=0.07,
                rounding_cm=0.3,
                shadow=0.25,
                shadow_cm=0.3,
            )
        )
    rows = [lines.waist + np.array([0, 0.4]), low - np.array([0, 0.35])]
    pucker(canvas, rows[1], rng, reach_cm=1.2, depth_cm=0.02)
    rows_of_stitches(canvas, rows, style.thread, strength=0.75 if style.jeans else 0.3)
    end = line((-1.6, shape.waist_sag + 0.1), (-1.6, shape.waist_sag + shape.band_cm))
    seam(canvas, end, depth_cm=0.12, width_cm=0.3)
    _loops(canvas, lines, style, low)
    if style.jeans:
        button(
            canvas,
            (0.2, shape.waist_sag + 0.5 * shape.band_cm),
            style.metal,
            radius_cm=0.85,
            thread="#8a8478",
            holes=0,
        )
    else:
        button(canvas, (0.2, shape.waist_sag + 0.5 * shape.band_cm), style.metal, radius_cm=0.7)


def _loops(canvas: Canvas, lines: LegsLines, style: TrousersStyle, low: Curve) -> None:
    for share in (-0.82, -0.45, 0.45, 0.82):
        fraction = 0.5 - share / 2
        top, end = np.array(along(lines.waist, fraction)), np.array(along(low, fraction))
        middle = line(top - np.array([0, 0.35]), end + np.array([0, 0.45]))
        part = Part.LEFT_LEG if share > 0 else Part.RIGHT_LEG
        canvas.lay(
            Panel(
                strip_outline(middle, 1.15),
                part,
                style.body,
                thickness_cm=0.1,
                rounding_cm=0.25,
                shadow=0.45,
                shadow_cm=0.25,
            )
        )
        edges = [offset(middle, 0.38), offset(middle, -0.38)]
        rows_of_stitches(canvas, edges, style.thread, strength=0.6 if style.jeans else 0.25)
