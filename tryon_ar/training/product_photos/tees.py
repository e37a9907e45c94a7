"""T-shirts, long sleeves and tank tops."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from tryon_ar.garments.garment import Part
from tryon_ar.training.product_photos.canvas import Canvas, Panel
from tryon_ar.training.product_photos.cloth import Cloth
from tryon_ar.training.product_photos.draping import top_folds
from tryon_ar.training.product_photos.noise import blur
from tryon_ar.training.product_photos.outline import Curve, join, offset, portion
from tryon_ar.training.product_photos.studio import Studio
from tryon_ar.training.product_photos.tailor import PHOTO_HEIGHT_PX, Laid, lay_table
from tryon_ar.training.product_photos.tops import SIDES, SleeveLines, TopLines, TopShape, top_lines
from tryon_ar.training.product_photos.trims import label, pucker, rows_of_stitches, seam, stitches

SLEEVE_PARTS = {"left": Part.LEFT_SLEEVE, "right": Part.RIGHT_SLEEVE}


@dataclass(frozen=True)
class TeeStyle:
    """Cloths and details of a T-shirt.

    Attributes
    ----------
    band_cm : float
        Height of the neck rib.
    cuff_rib_cm : float
        Height of ribbed cuffs; 0 gives a stitched hem.
    label_cloth, tape_cloth : Cloth
        Inside the back.
    sleeve_cloth, back_cloth : Cloth or None
        Where they differ from the body's.
    """

    body: Cloth
    trim: Cloth
    tape_cloth: Cloth
    label_cloth: Cloth
    thread: str
    label_ink: str = "#3a3a3a"
    band_cm: float = 2.0
    hem_cm: float = 2.2
    cuff_rib_cm: float = 0.0
    fold_strength: float = 1.0
    sleeve_cloth: Cloth | None = None
    back_cloth: Cloth | None = None


def lay_tee(
    shape: TopShape,
    style: TeeStyle,
    studio: Studio,
    rng: np.random.Generator,
    height_px: int = PHOTO_HEIGHT_PX,
) -> Laid:
    """Lay out a T-shirt, long sleeve or tank top."""
    lines = top_lines(shape)
    outlines = [lines.torso, *(sleeve.outline for sleeve in lines.sleeves.values())]
    folds = top_folds(lines, rng, style.fold_strength * style.body.stiffness)
    canvas = lay_table(outlines, folds, rng, height_px=height_px)
    lay_back(canvas, lines, style, rng)
    for side in SIDES:
        if side in lines.sleeves:
            lay_sleeve(canvas, lines.sleeves[side], SLEEVE_PARTS[side], style, rng)
    canvas.lay(Panel(lines.torso, Part.TORSO, style.body, shadow=0.28, shadow_cm=0.6))
    darken_inside(canvas, lines.torso)
    sew_body(canvas, lines, style, rng)
    lay_neck_band(canvas, lines, style, rng)
    return Laid(canvas, lines.landmarks, studio)


def lay_back(canvas: Canvas, lines: TopLines, style: TeeStyle, rng: np.random.Generator) -> None:
    """Lay the inside of the back: rib, tape, label, and the dark of the opening."""
    shape = lines.shape
    back = lines.back_neck
    drop = offset(back, -style.band_cm)
    # The back reaches below the front's edge so that no gap can open between them.
    lower = offset(lines.front_neck, -0.7 * style.band_cm)
    outline = join(back, lower[::-1])
    canvas.lay(
        Panel(
            outline, Part.INSIDE_BACK, style.back_cloth or style.body, tint=0.8, thickness_cm=0.05
        )
    )
    deep = clip_below(drop, lines.front_neck)
    rib = join(back, deep[::-1])
    canvas.lay(
        Panel(rib, Part.INSIDE_BACK, style.trim, tint=0.88, thickness_cm=0.12, rounding_cm=0.5)
    )
    tape = offset(back, -style.band_cm - 0.45)
    strip = join(offset(tape, 0.42), offset(tape, -0.42)[::-1])
    canvas.lay(Panel(strip, Part.INSIDE_BACK, style.tape_cloth, thickness_cm=0.03, tint=0.92))
    stitches(canvas, offset(tape, -0.3), style.thread, pitch_cm=0.28, strength=0.4)
    y = shape.back_depth + style.band_cm + 2.2
    if y + 1.2 < shape.neck_depth:
        label(canvas, (0.0, y), (4.2, 1.9), style.label_cloth, style.label_ink)


def darken_inside(canvas: Canvas, front: Curve, strength: float = 0.42) -> None:
    """Let the front of the garment shade the inside of its back."""
    window = canvas.mask(front)
    if window is None:
        return
    roi, cover = window
    near = blur(cover, 1.7 * canvas.scale)
    inside = canvas.parts[roi] == Part.INSIDE_BACK
    canvas.shade[roi] *= np.where(inside, 1 - strength * near, 1.0).astype(np.float32)


def clip_below(curve: Curve, limit: Curve) -> Curve:
    """Return the curve kept above another (both run across), in y."""
    order = np.argsort(limit[:, 0])
    lowest = np.interp(curve[:, 0], limit[order, 0], limit[order, 1])
    out = curve.copy()
    out[:, 1] = np.minimum(curve[:, 1], lowest)
    return out


def lay_sleeve(
    canvas: Canvas, sleeve: SleeveLines, part: Part, style: TeeStyle, rng: np.random.Generator
) -> None:
    """Lay one sleeve with its hem or ribbed cuff."""
    cloth = style.sleeve_cloth or style.body
    grain = 90 - 0.5 * (sleeve.upper_degrees + sleeve.lower_degrees)
    canvas.lay(
        Panel(sleeve.outline, part, cloth, grain_degrees=grain, anchor=tuple(sleeve.cuff[0]))
    )
    if style.cuff_rib_cm > 0:
        lay_cuff(canvas, sleeve, part, style)
        return
    inward = sleeve_hem(sleeve, style.hem_cm)
    pucker(canvas, inward, rng, reach_cm=1.6, depth_cm=0.012)
    rows_of_stitches(
        canvas, [inward, sleeve_hem(sleeve, style.hem_cm - 0.45)], style.thread, strength=0.5
    )


def sleeve_hem(sleeve: SleeveLines, up_cm: float) -> Curve:
    """Return the line that runs across a sleeve this far above its cuff."""
    outer = portion(sleeve.outer, 0, 1)[::-1]
    inner = portion(sleeve.inner, 0, 1)[::-1]
    a, b = _at_length(outer, up_cm), _at_length(inner, up_cm)
    sag = sleeve.cuff - np.linspace(sleeve.cuff[0], sleeve.cuff[-1], len(sleeve.cuff))
    return np.asarray(np.linspace(a, b, len(sleeve.cuff)) + sag, np.float64)


def _at_length(curve: Curve, at_cm: float) -> Curve:
    steps = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(curve, axis=0).T))])
    return np.array([np.interp(at_cm, steps, curve[:, 0]), np.interp(at_cm, steps, curve[:, 1])])


def lay_cuff(canvas: Canvas, sleeve: SleeveLines, part: Part, style: TeeStyle) -> None:
    """Lay a ribbed cuff at the end of a sleeve."""
    upper = sleeve_hem(sleeve, style.cuff_rib_cm)
    outline = join(upper, sleeve.cuff[::-1])
    grain = 90 - sleeve.lower_degrees
    canvas.lay(
        Panel(
            outline,
            part,
            style.trim,
            grain_degrees=grain,
            anchor=tuple(sleeve.cuff[0]),
            thickness_cm=0.06,
            rounding_cm=0.3,
            shadow=0.2,
            shadow_cm=0.3,
        )
    )
    seam(canvas, upper, depth_cm=0.06, width_cm=0.2)


def sew_body(canvas: Canvas, lines: TopLines, style: TeeStyle, rng: np.random.Generator) -> None:
    """Sew armholes, shoulders and the hem of the body."""
    for side in SIDES:
        if side in lines.sleeves:
            seam(canvas, lines.armhole[side], depth_cm=0.07, width_cm=0.22)
            pucker(canvas, lines.armhole[side], rng, reach_cm=1.0, depth_cm=0.015)
        forward = lines.shoulder[side] + np.array([0.0, 0.9])
        seam(canvas, forward, depth_cm=0.035, width_cm=0.14)
    hems = [hem_line(lines, up) for up in (style.hem_cm, style.hem_cm - 0.45)]
    pucker(canvas, hems[0], rng, reach_cm=1.8, depth_cm=0.012)
    rows_of_stitches(canvas, hems, style.thread, strength=0.5)


def hem_line(lines: TopLines, up_cm: float) -> Curve:
    """Return the line that runs across the body this far above its hem."""
    return np.asarray(lines.hem - np.array([0.0, up_cm]), np.float64)


def lay_neck_band(
    canvas: Canvas, lines: TopLines, style: TeeStyle, rng: np.random.Generator
) -> None:
    """Lay the neck rib, its ridges square to the edge, and its stitching."""
    outer = offset(lines.front_neck, -style.band_cm)
    for piece in band_pieces(lines.front_neck, outer, 18):
        canvas.lay(
            Panel(piece[0], Part.COLLAR, style.trim, grain_degrees=piece[1], anchor=piece[2])
        )
    edge = join(lines.front_neck, outer[::-1])
    round_off(canvas, edge, 0.1, 0.7)
    seam(canvas, outer, depth_cm=0.07, width_cm=0.2)
    pucker(canvas, offset(outer, -0.5), rng, reach_cm=1.0, depth_cm=0.015)
    stitches(canvas, offset(outer, -0.3), style.thread, strength=0.45)


def band_pieces(
    inner: Curve, outer: Curve, count: int
) -> Sequence[tuple[Curve, float, tuple[float, float]]]:
    """Cut a band into short pieces that overlap a little, each with its own grain.

    Returns
    -------
    sequence of (outline, grain degrees, anchor)
    """
    pieces = []
    edges = np.linspace(0.0, 1.0, count + 1)
    for start, end in pairwise(edges):
        top = portion(inner, max(0.0, start - 0.004), min(1.0, end + 0.004))
        low = portion(outer, max(0.0, start - 0.004), min(1.0, end + 0.004))
        middle_top, middle_low = top[len(top) // 2], low[len(low) // 2]
        dx, dy = middle_low - middle_top
        pieces.append(
            (
                join(top, low[::-1]),
                float(np.degrees(np.arctan2(dy, dx))),
                (float(middle_top[0]), float(middle_top[1])),
            )
        )
    return pieces


def round_off(canvas: Canvas, outline: Curve, height_cm: float, width_cm: float) -> None:
    """Raise a region as a cushion, so that its edges round off."""
    from tryon_ar.training.product_photos.canvas import edge_profile

    window = canvas.mask(outline, pad_cm=0.5)
    if window is None:
        return
    roi, cover = window
    canvas.height[roi] += height_cm * edge_profile(cover, width_cm * canvas.scale)


def lay_tank(
    shape: TopShape,
    style: TeeStyle,
    studio: Studio,
    rng: np.random.Generator,
    height_px: int = PHOTO_HEIGHT_PX,
) -> Laid:
    """Lay out a tank top: bound neck and armholes, the back showing through the armholes."""
    lines = top_lines(shape)
    folds = top_folds(lines, rng, style.fold_strength * style.body.stiffness)
    canvas = lay_table([lines.torso], folds, rng, height_px=height_px)
    lay_back(canvas, lines, style, rng)
    for side in SIDES:
        sign = 1.0 if side == "left" else -1.0
        hole = lines.armhole[side]
        behind = join(hole, (hole + np.array([sign * 1.1, -0.5]) * _bulge(len(hole)))[::-1])
        canvas.lay(Panel(behind, Part.INSIDE_BACK, style.body, tint=0.78))
    canvas.lay(Panel(lines.torso, Part.TORSO, style.body, shadow=0.28, shadow_cm=0.5))
    darken_inside(canvas, lines.torso)
    sew_body(canvas, lines, style, rng)
    bind_armholes(canvas, lines, style, rng)
    lay_neck_band(canvas, lines, style, rng)
    return Laid(canvas, lines.landmarks, studio)


def _bulge(count: int) -> Curve:
    t = np.linspace(0.0, 1.0, count)
    return np.asarray((np.sin(np.pi * t) ** 0.8)[:, None], np.float64)


def bind_armholes(
    canvas: Canvas, lines: TopLines, style: TeeStyle, rng: np.random.Generator
) -> None:
    """Bind the armholes of a sleeveless garment with the neck's rib."""
    for side in SIDES:
        hole = lines.armhole[side]
        inner = offset(hole, style.band_cm if side == "left" else -style.band_cm)
        for outline, grain, anchor in band_pieces(hole, inner, 14):
            canvas.lay(Panel(outline, Part.COLLAR, style.trim, grain_degrees=grain, anchor=anchor))
        round_off(canvas, join(hole, inner[::-1]), 0.08, 0.5)
        seam(canvas, inner, depth_cm=0.06, width_cm=0.18)
        pucker(canvas, inner, rng, reach_cm=1.0, depth_cm=0.014)
