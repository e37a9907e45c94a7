"""Pattern pieces of trousers, shorts and skirts."""

from dataclasses import dataclass

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
from tryon_ar.training.product_photos.tops import SIDES, Landmarks, Side

KNEE_CM = 60.0
"""Legs longer than this, from the waist, cover the knee."""


@dataclass(frozen=True)
class LegsShape:
    """Measures of trousers or shorts laid flat, cm; the origin is the waist's middle.

    Attributes
    ----------
    spread : float
        How far the inner hem lies from the middle.
    rise : float
        Height of the crotch below the waist.
    """

    waist_half: float = 19.6
    waist_sag: float = 1.6
    hip_half: float = 23.8
    hip_y: float = 20.0
    rise: float = 28.0
    length: float = 105.0
    knee_width: float = 20.0
    hem_width: float = 17.0
    spread: float = 4.0
    band_cm: float = 4.0


@dataclass(frozen=True)
class LegsLines:
    """Outlines, lines and landmarks of trousers where they lie."""

    shape: LegsShape
    legs: dict[Side, Curve]
    outer: dict[Side, Curve]
    inner: dict[Side, Curve]
    hem: dict[Side, Curve]
    waist: Curve
    landmarks: Landmarks


def legs_lines(shape: LegsShape) -> LegsLines:
    """Cut trousers or shorts: outlines and landmarks from their measures."""
    knee_y = shape.rise + 0.46 * (shape.length - shape.rise)
    share = (knee_y - shape.rise) / (shape.length - shape.rise)
    inner_hem = np.array([shape.spread, shape.length])
    inner_knee = np.array([shape.spread * share * 0.9 + 0.4, knee_y])
    outer_hem = inner_hem + np.array([shape.hem_width, -0.6])
    outer_knee = inner_knee + np.array([shape.knee_width, 0.0])
    outer = spline((shape.waist_half, 0.0), (shape.hip_half, shape.hip_y), outer_knee, outer_hem)
    inner = spline((0.0, shape.rise), (0.45, shape.rise + 3.0), inner_knee, inner_hem)
    hem = bezier(outer_hem, (outer_hem + inner_hem) / 2 + np.array([0, 0.6]), inner_hem)
    half_waist = spline(
        (shape.waist_half, 0),
        (shape.waist_half * 0.5, shape.waist_sag * 0.75),
        (0, shape.waist_sag),
    )
    # Each leg reaches a little past the middle so that no gap opens at the fly.
    leg = join(
        outer, hem, inner[::-1], line((-0.3, shape.rise), (-0.3, shape.waist_sag)), half_waist[::-1]
    )
    return LegsLines(
        shape=shape,
        legs={"left": leg, "right": flip(leg)},
        outer={"left": outer, "right": flip(outer)},
        inner={"left": inner, "right": flip(inner)},
        hem={"left": hem, "right": flip(hem)},
        waist=join(half_waist, mirror(half_waist)),
        landmarks=_legs_landmarks(shape, hem, (inner_knee + outer_knee) / 2),
    )


def _legs_landmarks(shape: LegsShape, hem: Curve, knee: Curve) -> Landmarks:
    out: Landmarks = {"crotch": (0.0, shape.rise)}
    for side in SIDES:
        sign = 1.0 if side == "left" else -1.0
        (ox, oy), (ix, iy) = along(hem, 0.0), along(hem, 1.0)
        out[f"waist_{side}"] = (sign * shape.waist_half, 0.0)
        if shape.length > KNEE_CM:
            out[f"knee_{side}"] = (sign * float(knee[0]), float(knee[1]))
        out[f"leg_hem_{side}_outer"] = (sign * ox, oy)
        out[f"leg_hem_{side}_inner"] = (sign * ix, iy)
    return out


@dataclass(frozen=True)
class SkirtShape:
    """Measures of a skirt laid flat, cm; the origin is the waist's middle."""

    waist_half: float = 19.0
    waist_sag: float = 1.4
    hip_half: float = 27.0
    hip_y: float = 20.0
    length: float = 62.0
    hem_half: float = 38.0
    hem_sag: float = 4.0
    band_cm: float = 3.5


@dataclass(frozen=True)
class SkirtLines:
    """Outlines, lines and landmarks of a skirt where it lies."""

    shape: SkirtShape
    outline: Curve
    side: dict[Side, Curve]
    waist: Curve
    hem: Curve
    landmarks: Landmarks


def skirt_lines(shape: SkirtShape) -> SkirtLines:
    """Cut a skirt: outline and landmarks from its measures."""
    side = spline(
        (shape.waist_half, 0),
        (shape.hip_half, shape.hip_y),
        (shape.hem_half, shape.length - shape.hem_sag),
    )
    hem = symmetric(
        (shape.hem_half, shape.length - shape.hem_sag),
        (shape.hem_half * 0.55, shape.length - 0.28 * shape.hem_sag),
        (0, shape.length),
    )
    waist = symmetric(
        (shape.waist_half, 0),
        (shape.waist_half * 0.5, shape.waist_sag * 0.75),
        (0, shape.waist_sag),
    )
    marks: Landmarks = {"hem_center": (0.0, shape.length)}
    for name, sign in (("left", 1.0), ("right", -1.0)):
        marks[f"waist_{name}"] = (sign * shape.waist_half, 0.0)
        marks[f"hem_{name}"] = (sign * shape.hem_half, shape.length - shape.hem_sag)
    return SkirtLines(
        shape=shape,
        outline=join(side, hem, mirror(side), waist[::-1]),
        side={"left": side, "right": flip(side)},
        waist=waist,
        hem=hem,
        landmarks=marks,
    )
