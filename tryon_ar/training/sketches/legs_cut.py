"""The cut of a pair of legs: measures, and the curves they give."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from tryon_ar.garments.garment import Part
from tryon_ar.training.sketches.curves import bezier, join, line, spline
from tryon_ar.training.sketches.sketch import Curve


class Side(NamedTuple):
    """A side of the wearer: ``sign`` is 1 for the left, whose x is positive, else -1."""

    name: str
    sign: float
    part: Part


SIDES = (Side("left", 1.0, Part.LEFT_LEG), Side("right", -1.0, Part.RIGHT_LEG))
_KNEE = 0.45
"""How far down the inseam the knee lies."""


@dataclass(frozen=True)
class Legs:
    """Measures, units; the origin is the middle of the waist.

    Attributes
    ----------
    waist, hip : float
        Half widths.
    rise, length : float
        From the waist's ends down to the crotch and to the hem.
    knee, hem : float
        Flat widths of one leg.
    spread : float
        How far the inner hem lies from the middle; negative where legs overlap.
    dip : float
        How much lower the waist's middle lies than its ends.
    band : float
        Height of the waistband.
    hem_slant : float
        How much lower the hem's inner end lies than its outer one.
    curve : float
        How far the knees lie outside the line from crotch to hem.
    cling : float
        Share of the inseam, from the crotch down, along which the legs touch.
    hip_share : float
        How far down the rise the hips are widest.
    """

    waist: float
    hip: float
    rise: float
    length: float
    knee: float
    hem: float
    spread: float
    dip: float
    band: float
    hem_slant: float
    curve: float = 0.0
    cling: float = 0.0
    hip_share: float = 0.72


@dataclass(frozen=True, eq=False)
class LegCut:
    """The wearer's left leg; curves of shape (N, 2), ``outer`` downwards, ``hem`` inwards."""

    outline: Curve
    outer: Curve
    hem: Curve
    knee: tuple[float, float]


def cut_leg(legs: Legs, lean: float) -> LegCut:
    """Cut the wearer's left leg; ``lean`` moves its hem sideways."""
    reach = legs.length - legs.rise
    knee_y = legs.rise + 0.46 * reach
    spread = legs.spread + lean
    inner_hem = np.array([spread, legs.length + min(legs.hem_slant, 0.4 * reach)])
    outer_hem = np.array([spread + legs.hem, legs.length])
    inner_knee = np.array([spread * 0.44 + 0.006 + legs.curve, knee_y])
    outer_knee = inner_knee + np.array([legs.knee, 0.0])
    hip_y = legs.rise * legs.hip_share
    fork = (0.0, legs.rise + legs.cling * reach)
    if reach < 0.7:
        outer = spline((legs.waist, 0.0), (legs.hip, hip_y), tuple(outer_hem))
        bend = (spread * 0.4, max(legs.rise + 0.4 * reach, fork[1]))
        inner = bezier(fork, bend, tuple(inner_hem), 8)
    else:
        outer = spline((legs.waist, 0.0), (legs.hip, hip_y), tuple(outer_knee), tuple(outer_hem))
        inner = spline(fork, tuple(inner_knee), tuple(inner_hem))
    middle = (outer_hem + inner_hem) / 2 + np.array([0.0, 0.008])
    hem = bezier(outer_hem, middle, inner_hem, 7)
    half_waist = bezier((0.0, legs.dip), (legs.waist * 0.5, legs.dip), (legs.waist, 0.0), 8)
    centre = line((-0.004, legs.rise), (-0.004, legs.dip))
    outline = join(outer, hem, inner[::-1], centre, half_waist)
    return LegCut(outline, outer, hem, _knee(outer, inner, legs.rise + _KNEE * reach))


def _knee(outer: Curve, inner: Curve, y: float) -> tuple[float, float]:
    """Return the middle of a leg's width at a height."""
    ends = [float(np.interp(y, edge[:, 1], edge[:, 0])) for edge in (outer, inner)]
    return (ends[0] + ends[1]) / 2, y
