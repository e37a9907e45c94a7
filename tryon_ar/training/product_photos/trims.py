"""Seams, stitches, buttons, labels and cords."""

from collections.abc import Sequence

import numpy as np

from tryon_ar.garments.garment import Part
from tryon_ar.training.product_photos.canvas import Canvas, Panel
from tryon_ar.training.product_photos.cloth import Cloth
from tryon_ar.training.product_photos.colouring import linear
from tryon_ar.training.product_photos.lettering import BRAND, word_strokes
from tryon_ar.training.product_photos.noise import blur
from tryon_ar.training.product_photos.outline import Curve, along, length, portion


def seam(canvas: Canvas, curve: Curve, *, depth_cm: float = 0.05, width_cm: float = 0.16) -> None:
    """Press a seam into the cloth: a groove with slightly puckered shoulders."""
    window = canvas.stroke(curve, width_cm)
    if window is None:
        return
    roi, cover = window
    uneven = 1 + 0.22 * np.clip(canvas.variation[roi], -1.5, 1.5)
    groove = blur(cover, 0.4 * width_cm * canvas.scale)
    ditch = blur(cover, 0.25 * width_cm * canvas.scale)
    allowance = blur(cover, 2.2 * width_cm * canvas.scale)
    canvas.height[roi] += depth_cm * (1.3 * allowance - uneven * groove)
    canvas.shade[roi] *= 1 - min(0.4, 1.7 * depth_cm) * ditch * uneven


def pucker(
    canvas: Canvas,
    curve: Curve,
    rng: np.random.Generator,
    *,
    reach_cm: float = 1.0,
    depth_cm: float = 0.02,
) -> None:
    """Ripple the cloth along a seam, as stitching does."""
    window = canvas.stroke(curve, reach_cm)
    if window is None:
        return
    roi, cover = window
    near = blur(cover, 0.35 * reach_cm * canvas.scale)
    rough = rng.standard_normal(near.shape).astype(np.float32)
    ripple = blur(rough, 0.3 * canvas.scale)
    canvas.height[roi] += 0.75 * depth_cm * near * ripple / max(float(ripple.std()), 1e-6)


def stitches(
    canvas: Canvas,
    curve: Curve,
    colour: str,
    *,
    pitch_cm: float = 0.3,
    fill: float = 0.68,
    width_cm: float = 0.07,
    strength: float = 0.8,
) -> None:
    """Sew a row of stitches along a curve, each a small raised thread in its own dent."""
    total = length(curve)
    count = max(1, int(total / pitch_cm))
    thread = linear(colour)
    canvas_line(canvas, curve, depth_cm=0.018, width_cm=0.12)
    for index in range(count):
        start = (index + 0.5 * (1 - fill)) / count
        ends = np.array([along(curve, start), along(curve, start + fill / count)])
        window = canvas.stroke(ends, width_cm)
        if window is None:
            continue
        roi, cover = window
        mix = (strength * cover)[:, :, None]
        canvas.colour[roi] = canvas.colour[roi] * (1 - mix) + thread * mix
        canvas.height[roi] += 0.022 * blur(cover, 0.8)


def canvas_line(canvas: Canvas, curve: Curve, *, depth_cm: float, width_cm: float) -> None:
    """Press a narrow line into the cloth without darkening it much."""
    window = canvas.stroke(curve, width_cm)
    if window is None:
        return
    roi, cover = window
    canvas.height[roi] -= depth_cm * blur(cover, 0.45 * width_cm * canvas.scale)
    canvas.shade[roi] *= 1 - 0.06 * cover


def button(
    canvas: Canvas,
    centre: tuple[float, float],
    cloth: Cloth,
    *,
    radius_cm: float = 0.55,
    thread: str = "#efece4",
    holes: int = 4,
) -> None:
    """Sew on a button: a dished disc with a rim, holes and thread, casting a small shadow."""
    disc = circle(centre, radius_cm)
    part = _part_under(canvas, centre)
    canvas.lay(
        Panel(disc, part, cloth, thickness_cm=0.16, rounding_cm=0.16, shadow=0.5, shadow_cm=0.14)
    )
    canvas_line(
        canvas,
        np.vstack([c := circle(centre, 0.66 * radius_cm), c[:1]]),
        depth_cm=0.05,
        width_cm=0.1,
    )
    apart = 0.2 * radius_cm
    spots = [(apart, apart), (-apart, apart), (apart, -apart), (-apart, -apart)][:holes]
    for dx, dy in spots:
        _spot(canvas, (centre[0] + dx, centre[1] + dy), 0.1 * radius_cm, 0.25)
    for sign in (-1, 1) if holes else ():
        bar = np.array([centre, centre]) + np.array([[-apart, sign * apart], [apart, sign * apart]])
        _thread(canvas, bar, thread)


def circle(centre: tuple[float, float], radius_cm: float, count: int = 40) -> Curve:
    """Return a closed circle of shape (count, 2)."""
    turn = np.linspace(0, 2 * np.pi, count, endpoint=False)
    return np.asarray(centre) + radius_cm * np.stack([np.cos(turn), np.sin(turn)], axis=1)


def label(
    canvas: Canvas,
    centre: tuple[float, float],
    size_cm: tuple[float, float],
    cloth: Cloth,
    ink: str,
) -> None:
    """Sew in a woven label with the brand that all these garments bear."""
    (cx, cy), (w, h) = centre, size_cm
    corners = [(cx - w / 2, cy - h / 2), (cx + w / 2, cy - h / 2), (cx + w / 2, cy + h / 2)]
    outline = np.array([*corners, (cx - w / 2, cy + h / 2)])
    canvas.lay(
        Panel(
            outline,
            Part.INSIDE_BACK,
            cloth,
            thickness_cm=0.05,
            rounding_cm=0.1,
            shadow=0.35,
            shadow_cm=0.15,
        )
    )
    for stroke in word_strokes(BRAND, centre, 0.3 * h):
        _thread(canvas, stroke, ink, 0.06)


def cord(
    canvas: Canvas,
    curve: Curve,
    cloth: Cloth,
    part: Part,
    *,
    width_cm: float = 0.55,
    tip: str | None = None,
) -> None:
    """Lay a round cord with, at its end, a tip of another colour."""
    canvas.lay(_strip(curve, width_cm, cloth, part, shadow=0.55))
    if tip is not None:
        from dataclasses import replace

        from tryon_ar.training.product_photos.colouring import plain

        end = portion(curve, 1 - 2.2 / length(curve), 1.0)
        canvas.lay(_strip(end, width_cm * 1.12, replace(cloth, colouring=plain(tip)), part))


def strip_outline(curve: Curve, width_cm: float) -> Curve:
    """Return the outline of a band of constant width along a curve."""
    from tryon_ar.training.product_photos.outline import offset

    return np.concatenate([offset(curve, width_cm / 2), offset(curve, -width_cm / 2)[::-1]])


def rows_of_stitches(
    canvas: Canvas,
    curves: Sequence[Curve],
    colour: str,
    *,
    pitch_cm: float = 0.3,
    strength: float = 0.8,
) -> None:
    """Sew several rows alike."""
    for curve in curves:
        stitches(canvas, curve, colour, pitch_cm=pitch_cm, strength=strength)


def _strip(curve: Curve, width_cm: float, cloth: Cloth, part: Part, shadow: float = 0.3) -> Panel:
    return Panel(
        strip_outline(curve, width_cm),
        part,
        cloth,
        thickness_cm=0.4 * width_cm,
        rounding_cm=0.5 * width_cm,
        shadow=shadow,
        shadow_cm=0.25,
    )


def _spot(canvas: Canvas, centre: tuple[float, float], radius_cm: float, gain: float) -> None:
    window = canvas.mask(circle(centre, radius_cm, 12))
    if window is not None:
        roi, cover = window
        canvas.colour[roi] *= (1 - (1 - gain) * cover)[:, :, None]


def _thread(canvas: Canvas, ends: Curve, colour: str, width_cm: float = 0.07) -> None:
    window = canvas.stroke(ends, width_cm)
    if window is not None:
        roi, cover = window
        mix = (0.85 * cover)[:, :, None]
        canvas.colour[roi] = canvas.colour[roi] * (1 - mix) + linear(colour) * mix


def _part_under(canvas: Canvas, centre: tuple[float, float]) -> Part:
    x, y = np.round(canvas.to_px(np.array([centre]))[0]).astype(int)
    rows, columns = canvas.shape
    value = int(canvas.parts[np.clip(y, 0, rows - 1), np.clip(x, 0, columns - 1)])
    return Part(value or Part.TORSO)
