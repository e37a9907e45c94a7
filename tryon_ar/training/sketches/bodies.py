"""The body of tops, jackets and dresses: measures and the curves they give."""

from dataclasses import dataclass

import numpy as np

from tryon_ar.training.sketches.curves import bezier, flip, join, line, spline, symmetric
from tryon_ar.training.sketches.dice import Dice
from tryon_ar.training.sketches.necklines import Neck, back_edge, front_edge
from tryon_ar.training.sketches.sketch import Curve


@dataclass(frozen=True)
class Body:
    """Measures of a body laid flat, units; the origin is the neck's middle at its sides' height.

    Attributes
    ----------
    hollow : float
        How far the armhole curves inwards.
    hem_rise : float
        How much higher the hem ends at the sides (negative: a hem that hangs at the sides).
    armhole_bend : float
        Share of its height at which the armhole turns outwards.
    notch : float
        Half the width of the gap between rounded corners at the front's hem.
    tail : bool
        A shirt's tail: rounded up at the sides.
    straps : bool
        A bodice that hangs from thin straps of its own.
    """

    neck: Neck
    neck_half: float
    neck_depth: float
    back_depth: float
    shoulder_half: float
    shoulder_drop: float
    armpit_half: float
    armpit_y: float
    hollow: float
    waist_half: float
    waist_y: float
    hem_half: float
    hem_y: float
    hem_sag: float = 0.02
    hem_rise: float = 0.0
    tail: bool = False
    hip_bow: float = 0.0
    armhole_bend: float = 0.68
    notch: float = 0.0
    straps: bool = False


@dataclass(frozen=True)
class BodyLines:
    """Curves of a body; ``armhole`` and ``side`` are the wearer's left ones, downwards."""

    body: Body
    front: Curve
    back: Curve
    shoulder: Curve
    armhole: Curve
    side: Curve
    hem: Curve

    @property
    def outline(self) -> Curve:
        """The front as one closed outline, without the neck opening."""
        half = join(self.shoulder, self.armhole[1:], self.side[1:])
        return join(half, self.hem, flip(half)[::-1], self.front[::-1])


def cut_body(body: Body, dice: Dice) -> BodyLines:
    """Return the curves that measures give."""
    b = body
    shoulder_tip, armpit = (b.shoulder_half, b.shoulder_drop), (b.armpit_half, b.armpit_y)
    arch = 0.25 * (b.shoulder_half - b.neck_half) * dice.between(-0.2, 0.5)
    middle = ((b.neck_half + b.shoulder_half) / 2, b.shoulder_drop / 2 - arch * 0.3)
    inward = min(b.shoulder_half, b.armpit_half) - b.hollow
    bend = (inward, b.shoulder_drop + (b.armpit_y - b.shoulder_drop) * b.armhole_bend)
    return BodyLines(
        body=b,
        front=front_edge(b.neck, b.neck_half, b.neck_depth, dice),
        back=back_edge(b.neck_half, b.back_depth),
        shoulder=bezier((b.neck_half, 0.0), middle, shoulder_tip, 5),
        armhole=bezier(shoulder_tip, bend, armpit, 12),
        side=_side(b),
        hem=hem_curve(b),
    )


def _side(b: Body) -> Curve:
    corner = (b.hem_half, b.hem_y - b.hem_rise)
    waist = (b.waist_half, b.waist_y)
    armpit = (b.armpit_half, b.armpit_y)
    if corner[1] - b.waist_y < 0.12:
        return line(armpit, waist, corner)
    low = ((b.waist_half + b.hem_half) / 2 + b.hip_bow, (b.waist_y + corner[1]) / 2)
    return spline(armpit, waist, low, corner)


def hem_curve(b: Body) -> Curve:
    """Return the hem from the wearer's left to right."""
    w, y, rise, sag = b.hem_half, b.hem_y, b.hem_rise, b.hem_sag
    if b.notch > 0:
        corner = (b.notch * 1.6, y + sag)
        cut = bezier(corner, (b.notch * 0.4, y + sag), (0, y + sag - b.notch * 1.3), 8)
        half = join(bezier((w, y - rise), (w * 0.5, y + sag), corner, 9), cut[1:])
    elif b.tail:
        half = spline((w, y - rise), (w * 0.88, y - rise * 0.6), (w * 0.55, y), (0, y + sag))
    else:
        half = bezier((w, y - rise), (w * 0.5, y + sag), (0, y + sag), 12)
    return symmetric(half)


def width_at(lines: BodyLines, y: float) -> float:
    """Return half the body's width at a height below the armpits."""
    return float(np.interp(y, lines.side[:, 1], lines.side[:, 0]))
