"""Denim jackets: flapped chest pockets, front panels, waistband."""

from dataclasses import dataclass, field

import numpy as np

from tryon_ar.garments.garment import Part
from tryon_ar.training.product_photos.canvas import Canvas, Panel
from tryon_ar.training.product_photos.cloth import Cloth
from tryon_ar.training.product_photos.collars import (
    CollarShape,
    lay_collar_back,
    lay_collar_leaves,
)
from tryon_ar.training.product_photos.draping import top_folds
from tryon_ar.training.product_photos.outline import Curve, flip, join, line, offset, spline
from tryon_ar.training.product_photos.shirts import ShirtStyle, lay_shirt_sleeve
from tryon_ar.training.product_photos.studio import Studio
from tryon_ar.training.product_photos.tailor import PHOTO_HEIGHT_PX, Laid, lay_table
from tryon_ar.training.product_photos.tees import SLEEVE_PARTS, darken_inside, hem_line
from tryon_ar.training.product_photos.tops import SIDES, TopLines, TopShape, top_lines
from tryon_ar.training.product_photos.trims import (
    button,
    pucker,
    rows_of_stitches,
    seam,
)
from tryon_ar.training.product_photos.wash import wash, worn_places


@dataclass(frozen=True)
class JacketStyle:
    """Cloths and details of a denim jacket.

    Attributes
    ----------
    shirt : ShirtStyle
        Body, collar, metal buttons and cuffs.
    metal : Cloth
        Of the buttons.
    band_cm : float
        Height of the waistband.
    washed : float
        How much dye the wash took, 0 to 1.
    """

    shirt: ShirtStyle
    metal: Cloth
    band_cm: float = 4.5
    washed: float = 0.5
    collar: CollarShape = field(default_factory=lambda: CollarShape(3.0, 4.2, (9.4, 12.4)))


def lay_jacket(
    shape: TopShape,
    style: JacketStyle,
    studio: Studio,
    rng: np.random.Generator,
    height_px: int = PHOTO_HEIGHT_PX,
) -> Laid:
    """Lay out a denim jacket, buttoned."""
    lines = top_lines(shape)
    shirt, tee = style.shirt, style.shirt.tee
    above = np.array([[0.0, -style.collar.stand - 0.6]])
    outlines = [lines.torso, above, *(sleeve.outline for sleeve in lines.sleeves.values())]
    folds = top_folds(lines, rng, tee.fold_strength * tee.body.stiffness)
    canvas = lay_table(outlines, folds, rng, height_px=height_px)
    lay_collar_back(canvas, lines, style.collar, tee.body, shirt.collar_cloth, tee.label_cloth, rng)
    for side in SIDES:
        lay_shirt_sleeve(canvas, lines.sleeves[side], SLEEVE_PARTS[side], shirt, rng)
    canvas.lay(Panel(lines.torso, Part.TORSO, tee.body, shadow=0.3, shadow_cm=0.7))
    darken_inside(canvas, lines.torso)
    _sew_armholes(canvas, lines, style, rng)
    _sew_fronts(canvas, lines, style, rng)
    _lay_waistband(canvas, lines, style, rng)
    _wash(canvas, lines, style, rng)
    _button_front(canvas, lines, style, rng)
    lay_collar_leaves(canvas, lines, style.collar, shirt.collar_cloth, tee.thread, rng)
    return Laid(canvas, lines.landmarks, studio)


def _wash(canvas: Canvas, lines: TopLines, style: JacketStyle, rng: np.random.Generator) -> None:
    """Wash the chest, the shoulders and the elbows."""
    shape = lines.shape
    places = [(0.0, 0.55 * shape.hem_y, 17.0, 18.0, 0.45)]
    for side in SIDES:
        sign = 1.0 if side == "left" else -1.0
        places.append((sign * shape.shoulder_half * 0.7, 6.0, 9.0, 7.0, 0.4))
        elbow = lines.sleeves[side].elbow
        if elbow is not None:
            places.append((*elbow, 7.0, 12.0, 0.6))
    worn = worn_places(canvas, places, base=0.12)
    sleeves = list(SLEEVE_PARTS.values())
    wash(canvas, worn, [Part.TORSO, *sleeves], style.washed, rng)


def _topstitched(
    canvas: Canvas, curve: Curve, style: JacketStyle, rng: np.random.Generator, side_cm: float = 0.4
) -> None:
    """Sew a felled seam: a groove with two rows of contrasting stitches beside it."""
    thread = style.shirt.tee.thread
    seam(canvas, curve, depth_cm=0.09, width_cm=0.24)
    pucker(canvas, offset(curve, side_cm), rng, reach_cm=1.6, depth_cm=0.03)
    rows = [offset(curve, side_cm), offset(curve, 2.2 * side_cm)]
    rows_of_stitches(canvas, rows, thread, strength=0.7)


def _sew_armholes(
    canvas: Canvas, lines: TopLines, style: JacketStyle, rng: np.random.Generator
) -> None:
    for side in SIDES:
        _topstitched(canvas, lines.armhole[side], style, rng, 0.4 if side == "left" else -0.4)


def _sew_fronts(
    canvas: Canvas, lines: TopLines, style: JacketStyle, rng: np.random.Generator
) -> None:
    """Sew the yoke, the slanting front panels and the chest pockets of both sides."""
    shape = lines.shape
    yoke_y = 0.72 * shape.armpit_y
    low_y = shape.hem_y - style.band_cm
    for sign in (1.0, -1.0):
        yoke = line((sign * 1.9, yoke_y), (sign * (shape.shoulder_half - 0.6), yoke_y - 0.4))
        _topstitched(canvas, yoke, style, rng, -0.4 * sign)
        inner = spline((sign * 6.0, yoke_y), (sign * 5.6, yoke_y + 14), (sign * 4.6, low_y))
        outer = spline((sign * 17.0, yoke_y), (sign * 14.6, yoke_y + 14), (sign * 11.2, low_y))
        _topstitched(canvas, inner, style, rng, 0.35 * sign)
        _topstitched(canvas, outer, style, rng, -0.35 * sign)
        _lay_flap(canvas, (sign * 11.4, yoke_y + 0.1), sign, style, rng)


def _lay_flap(
    canvas: Canvas,
    top: tuple[float, float],
    sign: float,
    style: JacketStyle,
    rng: np.random.Generator,
) -> None:
    """Lay a pointed pocket flap with its button."""
    cx, y = top
    half = 5.7
    right = join(line((0, 0), (half, 0)), line((half, 0), (half, 3.4)), line((half, 3.4), (0, 5.4)))
    outline = join(right, flip(right)[::-1]) + np.array([cx, y])
    body = style.shirt.tee.body
    canvas.lay(
        Panel(
            outline,
            Part.TORSO,
            body,
            anchor=(cx, y),
            thickness_cm=0.14,
            rounding_cm=0.3,
            shadow=0.45,
            shadow_cm=0.35,
        )
    )
    edge = join(line((half - 0.4, 0.4), (half - 0.4, 3.1)), line((half - 0.4, 3.1), (0, 4.9)))
    whole = join(edge, flip(edge)[::-1]) + np.array([cx, y])
    pucker(canvas, whole, rng, reach_cm=1.0, depth_cm=0.02)
    inner = (whole - [cx, y]) * 0.93 + [cx, y]
    rows_of_stitches(canvas, [whole, np.asarray(inner)], style.shirt.tee.thread, strength=0.7)
    button(canvas, (cx, y + 3.6), style.metal, radius_cm=0.75, holes=0)


def _lay_waistband(
    canvas: Canvas, lines: TopLines, style: JacketStyle, rng: np.random.Generator
) -> None:
    upper = hem_line(lines, style.band_cm)
    canvas.lay(
        Panel(
            join(lines.hem, (upper * np.array([1.008, 1.0]))[::-1]),
            Part.TORSO,
            style.shirt.tee.body,
            grain_degrees=0,
            thickness_cm=0.1,
            rounding_cm=0.3,
            shadow=0.35,
            shadow_cm=0.35,
        )
    )
    rows = [upper + np.array([0, 0.4]), hem_line(lines, 0.45)]
    for row in rows:
        pucker(canvas, row, rng, reach_cm=1.4, depth_cm=0.025)
    rows_of_stitches(canvas, rows, style.shirt.tee.thread, strength=0.7)


def _button_front(
    canvas: Canvas, lines: TopLines, style: JacketStyle, rng: np.random.Generator
) -> None:
    """Lay the button stand from collar to hem with metal buttons."""
    shape = lines.shape
    top, low, half = shape.neck_depth + 0.2, shape.hem_y + 0.55 * shape.hem_sag, 1.9
    outline = join(line((half, top), (half, low)), line((-half, low), (-half, top)))
    canvas.lay(
        Panel(
            outline,
            Part.TORSO,
            style.shirt.collar_cloth,
            thickness_cm=0.12,
            rounding_cm=0.3,
            shadow=0.4,
            shadow_cm=0.3,
        )
    )
    for x in (half - 0.4, half - 0.85, -half + 0.4):
        row = line((x, top + 0.2), (x, low - 0.4))
        pucker(canvas, row, rng, reach_cm=1.2, depth_cm=0.02)
        rows_of_stitches(canvas, [row], style.shirt.tee.thread, strength=0.7)
    for y in np.linspace(top + 3.4, shape.hem_y - 0.5 * style.band_cm, 6):
        button(canvas, (0.0, float(y)), style.metal, radius_cm=0.85, holes=0)
