"""Pattern pieces of tops and dresses: outlines and landmarks from a few measures."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from tryon_ar.training.product_photos.outline import (
    Curve,
    along,
    bezier,
    flip,
    join,
    line,
    mirror,
    spline,
    symmetric,
)

Neck = Literal["round", "v", "scoop", "square"]
Side = Literal["left", "right"]
SIDES: tuple[Side, Side] = ("left", "right")
Landmarks = dict[str, tuple[float, float]]


@dataclass(frozen=True)
class SleeveShape:
    """Measures of a sleeve, cm and degrees from straight down.

    Attributes
    ----------
    degrees : float
        Direction of the upper arm's outer edge.
    bend_degrees : float
        How much steeper the forearm hangs (long sleeves).
    elbow_cm, cuff_cm : float
        Flat widths.
    """

    length_cm: float
    degrees: float
    cuff_cm: float
    elbow_cm: float = 0.0
    bend_degrees: float = 0.0

    @property
    def is_long(self) -> bool:
        """True when it reaches past the elbow."""
        return self.elbow_cm > 0


@dataclass(frozen=True)
class TopShape:
    """Measures of a top laid flat, cm; the origin is the neck's middle at shoulder height."""

    neck: Neck = "round"
    neck_half: float = 9.0
    neck_depth: float = 10.0
    back_depth: float = 2.0
    shoulder_half: float = 22.5
    shoulder_drop: float = 4.6
    armpit_half: float = 26.0
    armpit_y: float = 26.0
    armhole_hollow: float = 1.6
    waist_y: float = 45.0
    waist_half: float = 25.0
    hem_y: float = 70.0
    hem_half: float = 25.8
    hem_sag: float = 0.9
    hem_rise: float = 0.0
    collar_cm: float = 2.0
    sleeve: SleeveShape | None = None
    uneven: tuple[float, float] = field(default=(0.0, 0.0))


@dataclass(frozen=True)
class SleeveLines:
    """Outline and lines of one sleeve where it lies."""

    outline: Curve
    outer: Curve
    inner: Curve
    cuff: Curve
    armhole: Curve
    elbow: tuple[float, float] | None
    upper_degrees: float
    lower_degrees: float


@dataclass(frozen=True)
class TopLines:
    """Outlines, lines and landmarks of a top where it lies.

    Attributes
    ----------
    front_neck, back_neck : ndarray of shape (N, 2)
        Finished edges of the opening, from the wearer's left to right.
    hem : ndarray of shape (N, 2)
        From the wearer's left to right.
    side : dict of str to ndarray
        Side seams from armpit to hem.
    """

    shape: TopShape
    torso: Curve
    front_neck: Curve
    back_neck: Curve
    hem: Curve
    side: dict[Side, Curve]
    shoulder: dict[Side, Curve]
    armhole: dict[Side, Curve]
    sleeves: dict[Side, SleeveLines]
    landmarks: Landmarks


def front_neck(shape: TopShape) -> Curve:
    """Return the front edge of the opening from the wearer's left to right."""
    w, d = shape.neck_half, shape.neck_depth
    if shape.neck == "v":
        half = bezier((w, 0), (w * 0.72, d * 0.5), (0, d))
    elif shape.neck == "square":
        half = join(bezier((w, 0), (w * 0.92, d * 0.6), (w * 0.82, d)), line((w * 0.82, d), (0, d)))
    else:
        power = 0.82 if shape.neck == "scoop" else 0.95
        t = np.linspace(0, np.pi / 2, 40)
        half = np.stack([w * np.cos(t) ** power, d * np.sin(t) ** 1.12], axis=1)
    return join(half, mirror(half))


def back_neck(shape: TopShape) -> Curve:
    """Return the back edge of the opening from the wearer's left to right."""
    w, d = shape.neck_half, shape.back_depth
    return symmetric((w, 0), (w * 0.72, d * 0.62), (w * 0.35, d * 0.95), (0, d))


def hem_curve(shape: TopShape) -> Curve:
    """Return the hem from the wearer's left to right."""
    w, y, rise, sag = shape.hem_half, shape.hem_y, shape.hem_rise, shape.hem_sag
    if rise > 0:
        sides = [(w, y - rise), (w * 0.9, y - rise * 0.62), (w * 0.6, y - rise * 0.1)]
        return symmetric(*sides, (0, y + sag))
    return symmetric((w, y), (w * 0.55, y + sag * 0.8), (0, y + sag))


def armhole_curve(shape: TopShape) -> Curve:
    """Return the wearer's left armhole from shoulder to armpit."""
    sx, sy, ax, ay = shape.shoulder_half, shape.shoulder_drop, shape.armpit_half, shape.armpit_y
    hollow = shape.armhole_hollow
    return spline(
        (sx, sy),
        (sx - hollow * 0.8, sy + (ay - sy) * 0.38),
        (sx + (ax - sx) * 0.25 - hollow * 0.4, sy + (ay - sy) * 0.72),
        (ax, ay),
    )


def shoulder_curve(shape: TopShape) -> Curve:
    """Return the wearer's left shoulder from the neck to the tip, arched a little."""
    start = (shape.neck_half + 0.92 * shape.collar_cm, 0.02 * shape.collar_cm)
    run, drop = shape.shoulder_half - start[0], shape.shoulder_drop - start[1]
    return join(
        line((shape.neck_half, 0.0), start),
        bezier(
            start,
            (start[0] + 0.55 * run, start[1] + 0.36 * drop),
            (shape.shoulder_half, shape.shoulder_drop),
        ),
    )


def side_curve(shape: TopShape) -> Curve:
    """Return the wearer's left side seam from armpit to hem."""
    return spline(
        (shape.armpit_half, shape.armpit_y),
        (shape.waist_half, shape.waist_y),
        (shape.hem_half, shape.hem_y - shape.hem_rise),
    )


def sleeve_lines(shape: TopShape, sleeve: SleeveShape, degrees: float) -> SleeveLines:
    """Return the wearer's left sleeve with its outer edge at an angle from straight down."""
    shoulder = np.array([shape.shoulder_half, shape.shoulder_drop])
    armpit = np.array([shape.armpit_half, shape.armpit_y])
    down, inward = _axes(degrees)
    hole = armhole_curve(shape)
    if not sleeve.is_long:
        tip = shoulder + down * sleeve.length_cm
        inner_tip = tip + inward * sleeve.cuff_cm - down * 0.4
        outer = spline(shoulder, shoulder + down * sleeve.length_cm * 0.45 - inward * 0.7, tip)
        inner = spline(armpit, (armpit + inner_tip) / 2 - inward * 0.3, inner_tip)
        elbow = None
        lower = degrees
    else:
        lower = degrees - sleeve.bend_degrees
        fore, fore_inward = _axes(lower)
        _, elbow_inward = _axes((degrees + lower) / 2)
        outer_elbow = shoulder + down * sleeve.length_cm * 0.52
        inner_elbow = outer_elbow + elbow_inward * sleeve.elbow_cm
        tip = outer_elbow + fore * sleeve.length_cm * 0.48
        inner_tip = tip + fore_inward * sleeve.cuff_cm
        outer = spline(
            shoulder, shoulder + down * sleeve.length_cm * 0.2 - inward * 0.9, outer_elbow, tip
        )
        inner = spline(armpit, inner_elbow, inner_tip)
        middle = (outer_elbow + inner_elbow) / 2
        elbow = (float(middle[0]), float(middle[1]))
    cuff = bezier(tip, (tip + inner_tip) / 2 + down * 0.35, inner_tip)
    under = hole[::-1] - np.array([2.0, 0.0])
    return SleeveLines(
        join(outer, cuff, inner[::-1], under), outer, inner, cuff, hole, elbow, degrees, lower
    )


def top_lines(shape: TopShape) -> TopLines:
    """Cut a top: outlines and landmarks from its measures."""
    neck, hem = front_neck(shape), hem_curve(shape)
    shoulder = shoulder_curve(shape)
    half = join(shoulder, armhole_curve(shape), side_curve(shape))
    torso = join(half, hem, mirror(half), neck[::-1])
    sides = {"left": side_curve(shape), "right": flip(side_curve(shape))}
    holes = {"left": armhole_curve(shape), "right": flip(armhole_curve(shape))}
    sleeves: dict[Side, SleeveLines] = {}
    if shape.sleeve is not None:
        for side, extra in zip(SIDES, shape.uneven, strict=True):
            lines = sleeve_lines(shape, shape.sleeve, shape.sleeve.degrees + extra)
            sleeves[side] = lines if side == "left" else _flipped(lines)
    return TopLines(
        shape=shape,
        torso=torso,
        front_neck=neck,
        back_neck=back_neck(shape),
        hem=hem,
        side={"left": sides["left"], "right": sides["right"]},
        shoulder={"left": shoulder, "right": flip(shoulder)},
        armhole={"left": holes["left"], "right": holes["right"]},
        sleeves=sleeves,
        landmarks=_landmarks(shape, hem, sleeves),
    )


def _axes(degrees: float) -> tuple[Curve, Curve]:
    turn = np.radians(degrees)
    s, c = np.sin(turn), np.cos(turn)
    return np.array([s, c]), np.array([-c, s])


def _flipped(lines: SleeveLines) -> SleeveLines:
    elbow = None if lines.elbow is None else (-lines.elbow[0], lines.elbow[1])
    return SleeveLines(
        flip(lines.outline),
        flip(lines.outer),
        flip(lines.inner),
        flip(lines.cuff),
        flip(lines.armhole),
        elbow,
        -lines.upper_degrees,
        -lines.lower_degrees,
    )


def _landmarks(shape: TopShape, hem: Curve, sleeves: dict[Side, SleeveLines]) -> Landmarks:
    out: Landmarks = {
        "neck_front": (0.0, shape.neck_depth),
        "hem_center": along(hem, 0.5),
    }
    for side, sign in (("left", 1.0), ("right", -1.0)):
        out[f"neck_{side}"] = (sign * shape.neck_half, 0.0)
        out[f"shoulder_{side}"] = (sign * shape.shoulder_half, shape.shoulder_drop)
        out[f"armpit_{side}"] = (sign * shape.armpit_half, shape.armpit_y)
        out[f"waist_{side}"] = (sign * shape.waist_half, shape.waist_y)
        out[f"hem_{side}"] = (sign * shape.hem_half, shape.hem_y - shape.hem_rise)
    for side, lines in sleeves.items():
        out[f"cuff_{side}_outer"] = along(lines.cuff, 0.0)
        out[f"cuff_{side}_inner"] = along(lines.cuff, 1.0)
        if lines.elbow is not None:
            out[f"elbow_{side}"] = lines.elbow
    return out
