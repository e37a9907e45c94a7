"""Shirts and polos."""

from dataclasses import dataclass, field

import numpy as np

from tryon_ar.garments.garment import Part
from tryon_ar.training.product_photos.canvas import Canvas, Panel
from tryon_ar.training.product_photos.cloth import Cloth
from tryon_ar.training.product_photos.collars import (
    CollarShape,
    PlacketShape,
    chest_pocket,
    collar_button,
    lay_collar_back,
    lay_collar_leaves,
    lay_placket,
)
from tryon_ar.training.product_photos.draping import top_folds
from tryon_ar.training.product_photos.outline import join, line, offset
from tryon_ar.training.product_photos.studio import Studio
from tryon_ar.training.product_photos.tailor import PHOTO_HEIGHT_PX, Laid, lay_table
from tryon_ar.training.product_photos.tees import (
    SLEEVE_PARTS,
    TeeStyle,
    darken_inside,
    hem_line,
    lay_sleeve,
    sleeve_hem,
)
from tryon_ar.training.product_photos.tops import SIDES, SleeveLines, TopLines, TopShape, top_lines
from tryon_ar.training.product_photos.trims import button, pucker, rows_of_stitches, seam, stitches


@dataclass(frozen=True)
class ShirtStyle:
    """Cloths and details of a shirt or polo.

    Attributes
    ----------
    tee : TeeStyle
        Body, trim, thread and hems.
    collar_cloth, button_cloth : Cloth
        Leaves of the collar; buttons.
    yoke : bool
        A yoke whose front seam lies below the shoulder.
    pocket : bool
        A patch pocket on the wearer's left.
    buttoned_cuffs : bool
        Woven cuffs with a button; otherwise what ``tee`` says.
    """

    tee: TeeStyle
    collar_cloth: Cloth
    button_cloth: Cloth
    collar: CollarShape = field(default_factory=CollarShape)
    placket: PlacketShape = field(default_factory=PlacketShape)
    pocket: bool = False
    buttoned_cuffs: bool = False
    yoke: bool = True
    cuff_cm: float = 6.0


def lay_shirt(
    shape: TopShape,
    style: ShirtStyle,
    studio: Studio,
    rng: np.random.Generator,
    height_px: int = PHOTO_HEIGHT_PX,
) -> Laid:
    """Lay out a shirt or polo."""
    lines = top_lines(shape)
    above = np.array([[0.0, -style.collar.stand - 0.6]])
    outlines = [lines.torso, above, *(sleeve.outline for sleeve in lines.sleeves.values())]
    tee = style.tee
    folds = top_folds(lines, rng, tee.fold_strength * tee.body.stiffness)
    canvas = lay_table(outlines, folds, rng, height_px=height_px)
    lay_collar_back(canvas, lines, style.collar, tee.body, style.collar_cloth, tee.label_cloth, rng)
    for side in SIDES:
        if side in lines.sleeves:
            lay_shirt_sleeve(canvas, lines.sleeves[side], SLEEVE_PARTS[side], style, rng)
    canvas.lay(Panel(lines.torso, Part.TORSO, tee.body, shadow=0.28, shadow_cm=0.6))
    darken_inside(canvas, lines.torso)
    _sew_shirt(canvas, lines, style, rng)
    lay_placket(canvas, style.placket, tee.body, style.button_cloth, tee.thread, rng)
    if style.pocket:
        corner = (0.3 * shape.shoulder_half, 0.9 * shape.armpit_y - 4.0)
        chest_pocket(canvas, corner, (10.5, 12.0), tee.body, tee.thread, rng)
    lay_collar_leaves(canvas, lines, style.collar, style.collar_cloth, tee.thread, rng)
    collar_button(canvas, lines, style.button_cloth)
    return Laid(canvas, lines.landmarks, studio)


def _sew_shirt(
    canvas: Canvas, lines: TopLines, style: ShirtStyle, rng: np.random.Generator
) -> None:
    for side in SIDES:
        if side in lines.sleeves:
            hole = lines.armhole[side]
            seam(canvas, hole, depth_cm=0.08, width_cm=0.22)
            pucker(canvas, hole, rng, reach_cm=1.2, depth_cm=0.018)
            sign = 1.0 if side == "left" else -1.0
            stitches(canvas, offset(hole, 0.6 * sign), style.tee.thread, strength=0.25)
        if not style.yoke:
            continue
        yoke = lines.shoulder[side] + np.array([0.0, 3.2])
        seam(canvas, yoke[4:], depth_cm=0.05, width_cm=0.18)
        stitches(canvas, yoke[4:] + np.array([0, 0.3]), style.tee.thread, strength=0.25)
    hem = hem_line(lines, style.tee.hem_cm)
    pucker(canvas, hem, rng, reach_cm=1.2, depth_cm=0.02)
    rows_of_stitches(canvas, [hem], style.tee.thread, strength=0.35)


def lay_shirt_sleeve(
    canvas: Canvas, sleeve: SleeveLines, part: Part, style: ShirtStyle, rng: np.random.Generator
) -> None:
    """Lay a shirt's sleeve, with a buttoned cuff where the style has one."""
    if not style.buttoned_cuffs:
        lay_sleeve(canvas, sleeve, part, style.tee, rng)
        return
    grain = 90 - 0.5 * (sleeve.upper_degrees + sleeve.lower_degrees)
    anchor = (float(sleeve.cuff[0][0]), float(sleeve.cuff[0][1]))
    canvas.lay(Panel(sleeve.outline, part, style.tee.body, grain_degrees=grain, anchor=anchor))
    _lay_woven_cuff(canvas, sleeve, part, style, rng)


def _lay_woven_cuff(
    canvas: Canvas, sleeve: SleeveLines, part: Part, style: ShirtStyle, rng: np.random.Generator
) -> None:
    upper = sleeve_hem(sleeve, style.cuff_cm)
    grain = 90 - sleeve.lower_degrees
    # Two pleats fold the sleeve's fullness into the cuff.
    for share in (0.35, 0.55):
        foot = upper[int(share * (len(upper) - 1))]
        head = foot + 0.55 * (sleeve_hem(sleeve, style.cuff_cm + 7.0)[int(share * 10)] - foot)
        seam(canvas, line(foot, head), depth_cm=0.06, width_cm=0.35)
    canvas.lay(
        Panel(
            join(upper, sleeve.cuff[::-1]),
            part,
            style.collar_cloth,
            grain_degrees=grain,
            anchor=(float(sleeve.cuff[0][0]), float(sleeve.cuff[0][1])),
            thickness_cm=0.12,
            rounding_cm=0.3,
            shadow=0.35,
            shadow_cm=0.3,
        )
    )
    rows = [sleeve_hem(sleeve, style.cuff_cm - 0.5), sleeve_hem(sleeve, 0.5)]
    for row in rows:
        pucker(canvas, row, rng, reach_cm=0.9, depth_cm=0.012)
    rows_of_stitches(canvas, rows, style.tee.thread, strength=0.35)
    middle = sleeve_hem(sleeve, 0.5 * style.cuff_cm)
    spot = middle[int(0.82 * (len(middle) - 1))]
    button(canvas, (float(spot[0]), float(spot[1])), style.button_cloth, radius_cm=0.5)
