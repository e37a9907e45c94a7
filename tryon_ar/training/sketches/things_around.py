"""Things that hold or touch a garment: hangers, mannequins, tags, hands."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.cutting.reading import LANDMARK_ORDER
from tryon_ar.garments.garment import Part
from tryon_ar.training.sketches.backdrops_fields import Colour, Field, Picture, any_colour, near
from tryon_ar.training.sketches.scenes_placing import Laid
from tryon_ar.training.sketches.things_home import skin
from tryon_ar.training.sketches.things_pen import Pen, lay, placement

Point = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Hold:
    """Where a garment is held: its neck, or its waist where it has no neck.

    Attributes
    ----------
    place : ndarray of shape (2, 3)
        From units to pixels: the origin between the two points, x along them to the image's
        right, y down the garment, one unit half of its shoulders or waist.
    by_neck : bool
    neck : float
        Half of the neck's width, in units.
    """

    place: NDArray[np.float64]
    by_neck: bool
    neck: float


def find_hold(laid: Laid) -> Hold | None:
    """Return where a garment is held; None where its landmarks do not say."""
    neck = _pair(laid, "neck")
    if neck is not None:
        shoulders = _pair(laid, "shoulder")
        return _hold(neck, neck if shoulders is None else shoulders, by_neck=True)
    waist = _pair(laid, "waist")
    return None if waist is None else _hold(waist, waist, by_neck=False)


def _pair(laid: Laid, name: str) -> tuple[Point, Point] | None:
    ends = [laid.landmarks[LANDMARK_ORDER.index(f"{name}_{side}")] for side in ("right", "left")]
    if any(end[2] == 0 for end in ends):
        return None
    return ends[0][:2].astype(np.float64), ends[1][:2].astype(np.float64)


def _hold(points: tuple[Point, Point], ends: tuple[Point, Point], *, by_neck: bool) -> Hold:
    along = ends[1] - ends[0]
    half = max(4.0, float(np.hypot(*along)) / 2)
    middle = (points[0] + points[1]) / 2
    turn = float(np.arctan2(along[1], along[0]))
    neck = min(1.0, float(np.hypot(*(points[1] - points[0]))) / 2 / half)
    return Hold(placement(float(middle[0]), float(middle[1]), half, turn), by_neck, neck)


def not_the_front(laid: Laid) -> Field:
    """Return where something in the neck opening shows: beside it and before the inside back."""
    front = laid.alpha * (laid.parts != Part.INSIDE_BACK)
    return np.asarray(1 - front, np.float32)


def hang(
    rng: np.random.Generator, picture: Picture, laid: Laid, hold: Hold
) -> tuple[Picture, Field]:
    """Return the picture with a hanger in the garment, and what it hides of the garment.

    Notes
    -----
    A wire is too thin to be worth a hole in the labels: the second is empty then.
    """
    pen = Pen((laid.alpha.shape[0], laid.alpha.shape[1]), hold.place)
    if not hold.by_neck:
        _clip_hanger(rng, pen)
        return lay(rng, picture, pen)
    thick = _shoulder_hanger(rng, pen)
    picture, cover = lay(rng, picture, pen, not_the_front(laid))
    return picture, cover if thick * pen.scale > 2.5 else np.zeros_like(cover)


def _hook(rng: np.random.Generator, pen: Pen, low: float) -> None:
    metal, high = near(rng, (165, 170, 170), 40), rng.uniform(0.35, 0.75)
    side = 1 if rng.random() < 0.5 else -1
    r = rng.uniform(0.1, 0.17)
    angle = np.linspace(0.5 * np.pi, -1.0 * np.pi, 14)
    arc = np.stack([side * r * np.cos(angle), low - high - r * np.sin(angle)], 1)
    pen.stroke([(0, low), (0, low - high + r), *arc], rng.uniform(0.02, 0.05), metal)


def _shoulder_hanger(rng: np.random.Generator, pen: Pen) -> float:
    """Draw a hanger of wire, wood, plastic or padded; return its thickness in units."""
    thick = float(rng.choice([0.03, 0.05, 0.1, 0.16, 0.24])) * rng.uniform(0.8, 1.2)
    colour = near(rng, (60, 100, 150), 25) if rng.random() < 0.35 else any_colour(rng, 0.4)
    drop, low = rng.uniform(0.2, 0.45), rng.uniform(-0.15, 0.1)
    arms = [(-0.95, low + drop), (-0.5, low + 0.4 * drop), (-0.12, low), (0.12, low),
            (0.5, low + 0.4 * drop), (0.95, low + drop)]  # fmt: skip
    pen.stroke(arms, thick, colour)
    if rng.random() < 0.5:
        pen.stroke([arms[0], arms[-1]], thick * 0.6, colour * 0.9)
    _hook(rng, pen, low)
    return thick


def _clip_hanger(rng: np.random.Generator, pen: Pen) -> None:
    """Draw a bar or a wire with two clips that hold a waistband; most are black or of metal."""
    high, wide = rng.uniform(0.03, 0.3), rng.uniform(0.75, 1.25)
    level = rng.uniform(20, 60) if rng.random() < 0.6 else rng.uniform(120, 240)
    plain = near(rng, (level, level, level), 8)
    colour = plain if rng.random() < 0.75 else any_colour(rng, 0.3)
    if rng.random() < 0.4:
        rise = rng.uniform(0.05, 0.3)
        arms = [(-wide, -high), (-0.12, -high - rise), (0.12, -high - rise), (wide, -high)]
        pen.stroke(arms, rng.uniform(0.04, 0.16), colour)
    pen.stroke([(-wide, -high), (wide, -high)], rng.uniform(0.03, 0.1), colour)
    reach = min(rng.uniform(0.5, 0.95), wide)
    half, clip = rng.uniform(0.04, 0.1), colour if rng.random() < 0.6 else any_colour(rng, 0.3)
    low = rng.uniform(0.04, 0.2)
    for x in (-reach, reach):
        pen.box(x - half, -high - 0.05, x + half, low, clip)
        if rng.random() < 0.5:
            pen.box(x - half * 0.5, -high - 0.1, x + half * 0.5, low * 0.4, clip * 0.6)
    _hook(rng, pen, -high)


def dress_mannequin(
    rng: np.random.Generator, picture: Picture, laid: Laid, hold: Hold
) -> tuple[Picture, Field]:
    """Return the picture with a bust or a stand in the garment, and what it hides of it."""
    pen = Pen((laid.alpha.shape[0], laid.alpha.shape[1]), hold.place)
    colour = _mannequin_colour(rng)
    if hold.by_neck:
        _bust(rng, pen, colour, hold.neck)
    else:
        wide = rng.uniform(0.75, 0.95)
        pen.blob([(-wide, 0.6), (-wide * 0.9, -0.2), (-wide * 1.1, -1.6), (wide * 1.1, -1.6),
                  (wide * 0.9, -0.2), (wide, 0.6)], colour)  # fmt: skip
        for x in (-0.5, 0.5):
            pen.fill([(x - 0.3, 0.6), (x + 0.3, 0.6), (x + 0.16, 6), (x - 0.16, 6)], colour)
    return lay(rng, picture, pen, not_the_front(laid))


def _mannequin_colour(rng: np.random.Generator) -> Colour:
    chance = rng.random()
    if chance < 0.35:
        return near(rng, (170, 195, 215), 15)
    if chance < 0.75:
        level = rng.uniform(40, 245)
        return near(rng, (level, level, level), 4)
    return skin(rng)


def _bust(rng: np.random.Generator, pen: Pen, colour: Colour, neck: float) -> None:
    """Draw neck, shoulders and chest; sometimes with a stand below."""
    if rng.random() < 0.4:
        pen.stroke([(0, 1.5), (0, 8)], rng.uniform(0.05, 0.14), near(rng, (70, 80, 90), 40))
    thick = float(np.clip(neck * rng.uniform(0.5, 0.85), 0.15, 0.4))
    high = rng.uniform(0.25, 0.8)
    pen.blob([(-thick, -high), (-thick * 0.95, -0.1), (-0.5, 0.02), (-0.85, 0.16), (-0.8, 0.9),
              (0, 1.4), (0.8, 0.9), (0.85, 0.16), (0.5, 0.02), (thick * 0.95, -0.1),
              (thick, -high)], colour)  # fmt: skip
    if rng.random() < 0.6:
        pen.disc(0, -high, thick, thick * 0.3, near(rng, (110, 140, 170), 50))


def hang_tag(rng: np.random.Generator, picture: Picture, laid: Laid) -> tuple[Picture, Field]:
    """Return the picture with a price tag on a string, and what the paper hides."""
    shape = (laid.alpha.shape[0], laid.alpha.shape[1])
    rows, columns = np.nonzero(laid.parts)
    at = int(rng.integers(len(rows)))
    size = rng.uniform(5, 17)
    place = placement(float(columns[at]), float(rows[at]), size, float(rng.normal(0, 0.4)))
    string, paper = Pen(shape, place), Pen(shape, place)
    high = rng.uniform(0.6, 2.5)
    string.stroke([(0, 0), (rng.normal(0, 0.2), high / 2), (0, high)], 0.04, any_colour(rng, 0.3))
    picture, _ = lay(rng, picture, string)
    colour = near(rng, (225, 228, 230), 15) if rng.random() < 0.6 else any_colour(rng)
    long = rng.uniform(0.7, 1.7)
    paper.box(-0.5, high, 0.5, high + long, colour)
    for row in range(int(rng.integers(0, 4))):
        y = high + 0.25 + 0.25 * row * long
        paper.stroke([(-0.35, y), (rng.uniform(0, 0.35), y)], 0.08, colour * 0.3)
    return lay(rng, picture, paper)


def hold_by_hand(
    rng: np.random.Generator, picture: Picture, laid: Laid, hold: Hold
) -> tuple[Picture, Field]:
    """Return the picture with one or two hands that hold the garment, and what they hide."""
    shape = (laid.alpha.shape[0], laid.alpha.shape[1])
    hidden = np.zeros(shape, np.float32)
    tone, both = skin(rng), rng.random() < 0.4
    sleeve = any_colour(rng) if rng.random() < 0.4 else None
    half = float(np.hypot(hold.place[0, 0], hold.place[1, 0]))
    sides = (-1, 1) if both else (int(rng.choice([-1, 0, 1])),)
    for side in sides:
        grip = hold.place @ np.array([side * rng.uniform(0.7, 1.0), rng.uniform(-0.1, 0.2), 1.0])
        turn = rng.normal(0, 0.7) + side * rng.uniform(0, 1.6)
        size = float(np.clip(rng.uniform(0.28, 0.55) * half, 9, 45))
        pen = Pen(shape, placement(float(grip[0]), float(grip[1]), size, turn))
        _hand(rng, pen, tone, sleeve)
        picture, cover = lay(rng, picture, pen)
        hidden = np.maximum(hidden, cover)
    return picture, hidden


def _hand(rng: np.random.Generator, pen: Pen, tone: Colour, sleeve: Colour | None) -> None:
    """Draw a forearm from above that ends in a fist or in stretched fingers at the origin."""
    pen.fill([(-0.35, -1.0), (0.35, -1.0), (0.6, -14), (-0.6, -14)], tone)
    if sleeve is not None:
        cuff = rng.uniform(1.6, 4)
        pen.fill([(-0.6, -cuff), (0.6, -cuff), (0.9, -14), (-0.9, -14)], sleeve)
    pen.blob([(-0.45, -1.1), (0.45, -1.1), (0.55, -0.3), (0, 0.05), (-0.55, -0.3)], tone * 1.03)
    reach = rng.uniform(0.3, 0.8)
    for finger in range(4):
        x = -0.42 + 0.27 * finger
        shade = np.float32(rng.uniform(0.9, 1.05))
        pen.disc(x, 0.0, 0.15, reach * rng.uniform(0.85, 1.1), tone * shade)
        if finger:
            pen.stroke([(x - 0.135, -0.3), (x - 0.135, reach * 0.5)], 0.03, tone * 0.75)
    pen.disc(0.62, -0.35, 0.15, 0.5, tone * 0.97, -0.5)
