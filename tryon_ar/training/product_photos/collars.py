"""Turn-down collars, plackets and button rows of shirts and polos."""

from dataclasses import dataclass

import numpy as np

from tryon_ar.garments.garment import Part
from tryon_ar.training.product_photos.canvas import Canvas, Panel
from tryon_ar.training.product_photos.cloth import Cloth
from tryon_ar.training.product_photos.outline import Curve, bezier, flip, join, line, offset, spline
from tryon_ar.training.product_photos.tops import TopLines
from tryon_ar.training.product_photos.trims import (
    button,
    canvas_line,
    label,
    pucker,
    rows_of_stitches,
    seam,
)


@dataclass(frozen=True)
class CollarShape:
    """Measures of a turn-down collar, cm.

    Attributes
    ----------
    stand : float
        How far its back rises above the shoulders.
    leaf : float
        Height of the back leaf that is seen from inside the opening.
    point : (float, float)
        Tip of the wearer's left leaf.
    """

    stand: float = 3.2
    leaf: float = 4.2
    point: tuple[float, float] = (7.4, 12.2)
    gap: float = 0.35


def lay_collar_back(
    canvas: Canvas,
    lines: TopLines,
    shape: CollarShape,
    body: Cloth,
    inside: Cloth,
    label_cloth: Cloth,
    rng: np.random.Generator,
) -> None:
    """Lay the inside of the back, the standing back of the collar and the label."""
    w, depth = lines.shape.neck_half, lines.shape.neck_depth
    low = bezier((w + 0.6, 0.2), (0, 2.0 * depth), (-w - 0.6, 0.2))
    panel = join(
        line((w + 0.6, 0.2), (w * 0.6, -1.0)), line((-w * 0.6, -1.0), (-w - 0.6, 0.2)), low[::-1]
    )
    canvas.lay(Panel(panel, Part.INSIDE_BACK, body, tint=0.78))
    yoke = bezier((w * 0.8, 3.4), (0, 5.0), (-w * 0.8, 3.4))
    seam(canvas, yoke, depth_cm=0.05, width_cm=0.2)
    top = _back_top(lines, shape)
    band = join(top, bezier((-w * 0.86, 0.4), (0, 3.6), (w * 0.86, 0.4)))
    canvas.lay(
        Panel(
            band,
            Part.INSIDE_BACK,
            inside,
            grain_degrees=0,
            tint=0.92,
            thickness_cm=0.1,
            rounding_cm=0.5,
            shadow=0.35,
            shadow_cm=0.4,
        )
    )
    label(canvas, (0.0, 0.9 - 0.2 * shape.stand), (4.4, 1.7), label_cloth, "#4a4a4a")


def lay_collar_leaves(
    canvas: Canvas,
    lines: TopLines,
    shape: CollarShape,
    cloth: Cloth,
    thread: str,
    rng: np.random.Generator,
) -> None:
    """Lay the two leaves of the collar, which cross over the shoulders and meet in front."""
    for side in (-1.0, 1.0):
        outline = leaf_outline(lines, shape)
        edge = leaf_edge(lines, shape)
        if side < 0:
            outline, edge = flip(outline), flip(edge)
        canvas.lay(
            Panel(
                outline,
                Part.COLLAR,
                cloth,
                grain_degrees=90 + side * 28,
                thickness_cm=0.16,
                rounding_cm=0.3,
                shadow=0.42,
                shadow_cm=0.45,
            )
        )
        inner = offset(edge, 0.5 * side)
        pucker(canvas, inner, rng, reach_cm=1.0, depth_cm=0.012)
        rows_of_stitches(canvas, [inner], thread, pitch_cm=0.26, strength=0.4)
    fold = _back_top(lines, shape)
    canvas_line(canvas, fold, depth_cm=0.02, width_cm=0.2)


def leaf_edge(lines: TopLines, shape: CollarShape) -> Curve:
    """Return the outer edge of the wearer's left leaf: shoulder, point, front."""
    w, depth = lines.shape.neck_half, lines.shape.neck_depth
    px, py = shape.point
    return join(
        spline((w + 1.7, 0.9), (w + 1.2, 4.2), (px, py)),
        line((px, py), (shape.gap, depth + 0.3)),
    )


def leaf_outline(lines: TopLines, shape: CollarShape) -> Curve:
    """Return the wearer's left leaf: round the shoulder, to the point, to the front, back up."""
    w, depth = lines.shape.neck_half, lines.shape.neck_depth
    top = np.array([w * 0.84, -shape.stand])
    return join(
        spline(top, (w + 0.5, -shape.stand * 0.55), (w + 1.7, 0.9)),
        leaf_edge(lines, shape),
        spline((shape.gap, depth + 0.3), (w * 0.42, depth * 0.5), (w * 0.74, -0.2), top),
    )


def _back_top(lines: TopLines, shape: CollarShape) -> Curve:
    w = lines.shape.neck_half
    return spline(
        (w * 0.86, -shape.stand),
        (w * 0.4, -shape.stand - 0.35),
        (0, -shape.stand - 0.45),
        (-w * 0.4, -shape.stand - 0.35),
        (-w * 0.86, -shape.stand),
    )


@dataclass(frozen=True)
class PlacketShape:
    """Measures of a button placket, cm."""

    width: float = 3.2
    top_y: float = 9.0
    bottom_y: float = 70.0
    buttons: int = 6
    first_y: float = 13.0
    last_y: float = 60.0
    box: bool = False


def lay_placket(
    canvas: Canvas,
    shape: PlacketShape,
    cloth: Cloth,
    buttons: Cloth,
    thread: str,
    rng: np.random.Generator,
) -> None:
    """Lay the upper placket with its stitching, button holes and buttons."""
    half = shape.width / 2
    outline = np.concatenate(
        [
            line((half, shape.top_y), (half, shape.bottom_y)),
            line((-half, shape.bottom_y), (-half, shape.top_y)),
        ]
    )
    canvas.lay(
        Panel(
            outline,
            Part.TORSO,
            cloth,
            thickness_cm=0.08,
            rounding_cm=0.25,
            shadow=0.3,
            shadow_cm=0.25,
        )
    )
    for sign in (-1.0, 1.0):
        x = sign * (half - 0.4)
        row = line((x, shape.top_y + 0.2), (x, shape.bottom_y - 0.2))
        pucker(canvas, row, rng, reach_cm=1.2, depth_cm=0.014)
        rows_of_stitches(canvas, [row], thread, pitch_cm=0.26, strength=0.4)
    if shape.box:
        y = shape.bottom_y - 1.6
        cross = [
            line((-half + 0.4, y), (half - 0.4, y)),
            line((-half + 0.4, shape.bottom_y - 0.35), (half - 0.4, shape.bottom_y - 0.35)),
        ]
        rows_of_stitches(canvas, cross, thread, strength=0.4)
    for y in np.linspace(shape.first_y, shape.last_y, shape.buttons):
        button_hole(canvas, (0.0, float(y)), thread)
        button(canvas, (0.0, float(y)), buttons)


def button_hole(canvas: Canvas, centre: tuple[float, float], thread: str) -> None:
    """Work a vertical button hole; the button covers most of it."""
    x, y = centre
    rows_of_stitches(
        canvas, [line((x, y - 0.95), (x, y + 0.95))], thread, pitch_cm=0.12, strength=0.6
    )


def collar_button(canvas: Canvas, lines: TopLines, cloth: Cloth) -> None:
    """Sew the button that closes the collar stand."""
    button(canvas, (0.0, lines.shape.neck_depth + 1.1), cloth, radius_cm=0.5)


def chest_pocket(
    canvas: Canvas,
    corner: tuple[float, float],
    size_cm: tuple[float, float],
    cloth: Cloth,
    thread: str,
    rng: np.random.Generator,
) -> None:
    """Lay a patch pocket with a pointed bottom; the corner is its upper one near the middle."""
    (x, y), (w, h) = corner, size_cm
    outline = join(
        line((x, y), (x + w, y)),
        line((x + w, y), (x + w, y + h * 0.82)),
        line((x + w, y + h * 0.82), (x + w / 2, y + h)),
        line((x + w / 2, y + h), (x, y + h * 0.82)),
        line((x, y + h * 0.82), (x, y)),
    )
    canvas.lay(
        Panel(
            outline,
            Part.TORSO,
            cloth,
            thickness_cm=0.08,
            rounding_cm=0.25,
            shadow=0.3,
            shadow_cm=0.3,
        )
    )
    inner = (outline - [x + w / 2, y + h / 2]) * (1 - 0.5 / w) + [x + w / 2, y + h / 2]
    top = line((x + 0.3, y + 1.8), (x + w - 0.3, y + 1.8))
    pucker(canvas, inner, rng, reach_cm=1.0, depth_cm=0.012)
    rows_of_stitches(canvas, [np.asarray(inner), top], thread, pitch_cm=0.26, strength=0.4)
