"""Hoodies: hood, cords, kangaroo pocket and ribbed hems."""

from dataclasses import dataclass

import numpy as np

from tryon_ar.garments.garment import Part
from tryon_ar.training.product_photos.canvas import Canvas, Panel
from tryon_ar.training.product_photos.cloth import Cloth
from tryon_ar.training.product_photos.draping import Fold, top_folds
from tryon_ar.training.product_photos.folds import Crease
from tryon_ar.training.product_photos.noise import blur
from tryon_ar.training.product_photos.outline import (
    Curve,
    join,
    line,
    mirror,
    offset,
    spline,
    symmetric,
)
from tryon_ar.training.product_photos.studio import Studio
from tryon_ar.training.product_photos.tailor import PHOTO_HEIGHT_PX, Laid, lay_table
from tryon_ar.training.product_photos.tees import SLEEVE_PARTS, TeeStyle, hem_line, lay_sleeve
from tryon_ar.training.product_photos.tops import SIDES, TopLines, TopShape, top_lines
from tryon_ar.training.product_photos.trims import (
    circle,
    cord,
    label,
    pucker,
    rows_of_stitches,
    seam,
)


@dataclass(frozen=True)
class HoodieStyle:
    """Cloths and details of a hoodie.

    Attributes
    ----------
    tee : TeeStyle
        Body, ribs, thread; ``cuff_rib_cm`` is the height of the cuffs.
    lining : Cloth
        Inside of the hood.
    hood_cm : float
        Height of the hood above the shoulders.
    """

    tee: TeeStyle
    lining: Cloth
    cord_cloth: Cloth
    metal: Cloth
    hood_cm: float = 25.0
    hem_rib_cm: float = 6.0


def hood_outline(shape: TopShape, height_cm: float) -> Curve:
    """Return the outline of a hood lying flat, from the wearer's left shoulder round."""
    w = shape.neck_half
    return symmetric(
        (w + 4.5, 2.6),
        (w + 6.6, -height_cm * 0.28),
        (w + 4.2, -height_cm * 0.66),
        (w * 0.55, -height_cm * 0.96),
        (0, -height_cm),
    )


def hood_opening(shape: TopShape, height_cm: float) -> Curve:
    """Return the closed edge of the hood's opening, down to where its sides cross in front."""
    w, d = shape.neck_half, shape.neck_depth
    top = symmetric(
        (w * 0.72, d * 0.45),
        (w * 0.98, -height_cm * 0.16),
        (w * 0.66, -height_cm * 0.48),
        (0, -height_cm * 0.62),
    )
    return join(
        top,
        spline((-w * 0.72, d * 0.45), (-w * 0.4, d * 0.78), (0, d)),
        spline((0, d), (w * 0.4, d * 0.78), (w * 0.72, d * 0.45)),
    )


def lay_hoodie(
    shape: TopShape,
    style: HoodieStyle,
    studio: Studio,
    rng: np.random.Generator,
    height_px: int = PHOTO_HEIGHT_PX,
) -> Laid:
    """Lay out a hoodie."""
    lines = top_lines(shape)
    hood = hood_outline(shape, style.hood_cm)
    folds: list[Fold] = top_folds(lines, rng, style.tee.fold_strength * style.tee.body.stiffness)
    folds += _hood_folds(shape, style.hood_cm, rng)
    outlines = [lines.torso, hood, *(sleeve.outline for sleeve in lines.sleeves.values())]
    canvas = lay_table(outlines, folds, rng, height_px=height_px)
    for side in SIDES:
        if side in lines.sleeves:
            lay_sleeve(canvas, lines.sleeves[side], SLEEVE_PARTS[side], style.tee, rng)
    canvas.lay(Panel(lines.torso, Part.TORSO, style.tee.body, shadow=0.3, shadow_cm=0.7))
    for side in SIDES:
        seam(canvas, lines.armhole[side], depth_cm=0.09, width_cm=0.3)
        pucker(canvas, lines.armhole[side], rng, reach_cm=1.4, depth_cm=0.02)
    _lay_hem_rib(canvas, lines, style, rng)
    _lay_pocket(canvas, shape, style, rng)
    _lay_hood(canvas, shape, style, rng)
    _lay_cords(canvas, shape, style, rng)
    return Laid(canvas, lines.landmarks, studio)


def _hood_folds(shape: TopShape, height: float, rng: np.random.Generator) -> list[Fold]:
    w = shape.neck_half
    folds: list[Fold] = []
    for sign in (-1.0, 1.0):
        for _ in range(4):
            y = -height * rng.uniform(0.15, 0.85)
            start = (sign * (w + rng.uniform(2.5, 5.0)), y)
            end = (sign * w * rng.uniform(0.4, 0.85), y + rng.uniform(-2, 7))
            folds.append(
                Crease(
                    start,
                    end,
                    rng.uniform(0.9, 1.6),
                    rng.uniform(0.12, 0.25),
                    bow=rng.uniform(-0.15, 0.15),
                    sharp=0.5,
                )
            )
        folds.append(
            Crease(
                (sign * (w + 3.5), 1.0),
                (sign * w * 0.5, shape.neck_depth + 3.0),
                1.6,
                0.3,
                bow=sign * 0.18,
                sharp=0.5,
            )
        )
    return folds


def _lay_hood(
    canvas: Canvas, shape: TopShape, style: HoodieStyle, rng: np.random.Generator
) -> None:
    """Lay the hood, its dark inside, and the two fronts that cross at the neck."""
    height, w, d = style.hood_cm, shape.neck_half, shape.neck_depth
    collar = join(
        hood_outline(shape, height),
        spline(
            (-w - 4.5, 2.6),
            (-w * 0.75, d * 0.95),
            (0, d + 3.4),
            (w * 0.75, d * 0.95),
            (w + 4.5, 2.6),
        ),
    )
    canvas.lay(
        Panel(
            collar,
            Part.HOOD,
            style.tee.body,
            thickness_cm=0.3,
            rounding_cm=1.6,
            shadow=0.5,
            shadow_cm=0.9,
        )
    )
    opening = hood_opening(shape, height)
    canvas.lay(Panel(opening, Part.INSIDE_BACK, style.lining, tint=0.72))
    _deepen(canvas, opening, height)
    label(canvas, (0.0, 0.1 * d), (4.6, 2.2), style.tee.label_cloth, style.tee.label_ink)
    rim = np.vstack([opening, opening[:1]])
    for inset in (0.2, 2.3):
        ring = offset(rim, inset)
        pucker(canvas, ring, rng, reach_cm=1.2, depth_cm=0.014)
        if inset > 1:
            rows_of_stitches(canvas, [ring], style.tee.thread, strength=0.5)
    middle = spline((0, -height + 0.2), (0.15, -height * 0.8), (0, -height * 0.63))
    seam(canvas, middle, depth_cm=0.07, width_cm=0.25)
    cross = spline((w * 0.3, d * 0.84), (0.4, d + 1.2), (-w * 0.34, d + 3.0))
    seam(canvas, cross, depth_cm=0.12, width_cm=0.3)
    base = spline(
        (-w - 4.2, 2.9),
        (-w * 0.75, d * 0.95 + 0.2),
        (0, d + 3.5),
        (w * 0.75, d * 0.95 + 0.2),
        (w + 4.2, 2.9),
    )
    seam(canvas, base, depth_cm=0.1, width_cm=0.3)
    rows_of_stitches(canvas, [base + np.array([0, 0.6])], style.tee.thread, strength=0.4)


def _deepen(canvas: Canvas, opening: Curve, height: float) -> None:
    """Shade the inside of the hood: dark at its rim and its bottom."""
    window = canvas.mask(opening, pad_cm=3.0)
    if window is None:
        return
    roi, cover = window
    inside = cover > 0.5
    rim = 1 - blur(cover, 1.6 * canvas.scale)
    canvas.shade[roi] *= np.where(inside, 0.94 - 0.55 * rim, 1.0).astype(np.float32)


def _lay_cords(
    canvas: Canvas, shape: TopShape, style: HoodieStyle, rng: np.random.Generator
) -> None:
    w, d = shape.neck_half, shape.neck_depth
    for sign in (-1.0, 1.0):
        x, y = sign * w * 0.42, d * 0.98
        ring = circle((x, y), 0.62, 28)
        canvas.lay(
            Panel(
                ring,
                Part.HOOD,
                style.metal,
                thickness_cm=0.12,
                rounding_cm=0.2,
                shadow=0.4,
                shadow_cm=0.15,
            )
        )
        canvas.lay(Panel(circle((x, y), 0.3, 20), Part.HOOD, style.tee.body, tint=0.25))
        drop = 17.0 + sign * 1.3 + rng.uniform(-0.5, 0.5)
        sway = rng.uniform(-0.9, 0.9)
        curve = spline(
            (x, y),
            (x + sign * 0.7, y + drop * 0.3),
            (x + sway, y + drop * 0.7),
            (x + sign * 0.3 + sway, y + drop),
        )
        cord(canvas, curve, style.cord_cloth, Part.TORSO, width_cm=0.6, tip="#b9b6ad")


def _lay_pocket(
    canvas: Canvas, shape: TopShape, style: HoodieStyle, rng: np.random.Generator
) -> None:
    top, low = shape.hem_y - style.hem_rib_cm - 20.5, shape.hem_y - style.hem_rib_cm + 0.5
    side = spline((10.2, top), (13.0, top + 4.0), (17.3, top + 10.5), (17.8, top + 13.0))
    half = join(
        line((0, top), (10.2, top)),
        side,
        line((17.8, top + 13.0), (17.8, low)),
        line((17.8, low), (0, low)),
    )
    canvas.lay(
        Panel(
            join(half, mirror(half)),
            Part.TORSO,
            style.tee.body,
            thickness_cm=0.14,
            rounding_cm=0.4,
            shadow=0.4,
            shadow_cm=0.6,
        )
    )
    for sign in (-1.0, 1.0):
        flipped = np.array([sign, 1.0])
        for inset in (0.6, 1.6):
            rows_of_stitches(
                canvas, [(side - np.array([inset, 0])) * flipped], style.tee.thread, strength=0.5
            )
        edge = line((17.4, top + 13.4), (17.4, low)) * flipped
        pucker(canvas, edge, rng, reach_cm=1.0, depth_cm=0.012)
        rows_of_stitches(canvas, [edge], style.tee.thread, strength=0.45)
    rows_of_stitches(
        canvas, [line((-10.0, top + 0.4), (10.0, top + 0.4))], style.tee.thread, strength=0.5
    )


def _lay_hem_rib(
    canvas: Canvas, lines: TopLines, style: HoodieStyle, rng: np.random.Generator
) -> None:
    upper = hem_line(lines, style.hem_rib_cm)
    width = np.linspace(1.0, 1.0, len(upper))[:, None]
    spread = np.array([1.012, 1.0]) * width
    outline = join(lines.hem, (upper * spread)[::-1])
    canvas.lay(
        Panel(
            outline,
            Part.TORSO,
            style.tee.trim,
            thickness_cm=0.1,
            rounding_cm=0.6,
            shadow=0.25,
            shadow_cm=0.35,
        )
    )
    seam(canvas, upper, depth_cm=0.1, width_cm=0.3)
    pucker(canvas, upper - np.array([0, 0.9]), rng, reach_cm=2.2, depth_cm=0.05)
    rows_of_stitches(canvas, [upper - np.array([0, 0.5])], style.tee.thread, strength=0.4)
