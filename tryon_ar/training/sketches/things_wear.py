"""Things that are worn or carried but are no garments: shoes, bags, hats, belts, glasses."""

import numpy as np

from tryon_ar.training.sketches.backdrops_fields import Colour, any_colour, near
from tryon_ar.training.sketches.things_pen import Pen, spread


def _leather(rng: np.random.Generator) -> Colour:
    woods = ((40, 70, 120), (25, 30, 40), (70, 110, 160), (235, 235, 235))
    return near(rng, woods[int(rng.integers(4))], 12) if rng.random() < 0.5 else any_colour(rng)


def sneaker(rng: np.random.Generator, pen: Pen) -> None:
    """Draw a sports shoe from its side."""
    colour, sole = any_colour(rng), near(rng, (235, 235, 235), 15)
    outline = [(-0.9, 0.3), (-0.88, -0.25), (-0.7, -0.5), (-0.3, -0.42), (0.05, -0.1), (0.6, 0.05)]
    pen.blob(spread(rng, [*outline, (0.92, 0.2), (0.95, 0.35), (0, 0.38)], 0.02), colour)
    pen.fill([(-0.95, 0.28), (0.98, 0.28), (0.95, 0.46), (-0.92, 0.46)], sole)
    pen.disc(-0.52, -0.44, 0.24, 0.07, colour * 0.4)
    for step in range(int(rng.integers(3, 6))):
        x = -0.25 + 0.1 * step
        pen.stroke([(x, -0.36 + 0.09 * step), (x + 0.12, -0.16 + 0.07 * step)], 0.04, sole)
    pen.blob([(-0.5, 0.1), (0.1, 0.05), (0.5, -0.05), (0.05, 0.18)], any_colour(rng))


def shoes_from_above(rng: np.random.Generator, pen: Pen) -> None:
    """Draw a pair of shoes or slippers seen from above."""
    colour, inside = _leather(rng), any_colour(rng, 0.4) * 0.6
    for side in (-0.33, 0.33):
        lean = 0.08 * np.sign(side)
        sole = [(side - 0.2, 0.7), (side - 0.17, 0), (side - 0.24 + lean, -0.5)]
        toe = [(side + lean, -0.9), (side + 0.24 + lean, -0.5), (side + 0.17, 0)]
        pen.blob([*sole, *toe, (side + 0.2, 0.7), (side, 0.88)], colour)
        pen.disc(side, 0.42, 0.13, 0.33, inside)
        for step in range(int(rng.integers(0, 5))):
            y = 0.0 - 0.1 * step
            pen.stroke([(side - 0.1, y), (side + 0.1, y - 0.03)], 0.03, near(rng, (220,) * 3, 20))


def heel(rng: np.random.Generator, pen: Pen) -> None:
    """Draw a shoe with a heel from its side."""
    colour = _leather(rng)
    pen.blob([(-0.75, -0.5), (-0.5, -0.45), (-0.1, 0.1), (0.5, 0.35), (0.95, 0.55), (0.4, 0.58),
              (-0.1, 0.4), (-0.6, -0.1)], colour)  # fmt: skip
    wide = rng.uniform(0.02, 0.14)
    pen.fill([(-0.78, -0.4), (-0.5, -0.1), (-0.62 + wide, 0.6), (-0.68 - wide, 0.6)], colour * 0.8)


def boot(rng: np.random.Generator, pen: Pen) -> None:
    """Draw a boot, ankle high to knee high, or a rubber boot."""
    colour, top = _leather(rng), rng.uniform(-0.95, -0.3)
    leg = [(-0.6, 0.7), (-0.62, 0.2), (-0.58, top), (-0.1, top), (-0.05, 0.2), (0.3, 0.35)]
    pen.fill(np.asarray([*leg, (0.7, 0.45), (0.78, 0.7)]), colour)
    pen.box(-0.62, 0.68, 0.8, 0.78, colour * 0.4)
    if rng.random() < 0.6:
        pen.box(-0.62, 0.76, -0.25, 0.9, colour * 0.4)
    pen.disc(-0.34, top, 0.24, 0.05, colour * 0.5)


def handbag(rng: np.random.Generator, pen: Pen) -> None:
    """Draw a handbag or shopping bag with handles."""
    colour, narrow = _leather(rng), rng.uniform(-0.15, 0.25)
    high = rng.uniform(0.4, 0.95)
    for x in (0.0, 0.06) if rng.random() < 0.6 else (0.0,):
        arch = [(-0.35, 0.0), (-0.3, -0.5), (0.0, -0.8), (0.3, -0.5), (0.35, 0.0)]
        pen.stroke(np.add(arch, (x, 0)), rng.uniform(0.03, 0.1), colour * 0.7)
    pen.fill([(-0.75 + narrow, 0), (0.75 - narrow, 0), (0.75, high), (-0.75, high)], colour)
    if rng.random() < 0.6:
        flap = rng.uniform(0.15, 0.5)
        pen.blob([(-0.72, 0), (0.72, 0), (0.6, flap), (0, flap + 0.1), (-0.6, flap)], colour * 0.88)
    pen.box(-0.08, 0.2, 0.08, 0.34, any_colour(rng))


def backpack(rng: np.random.Generator, pen: Pen) -> None:
    """Draw a backpack with a pocket."""
    colour = any_colour(rng)
    pen.stroke([(-0.12, -0.8), (0, -0.95), (0.12, -0.8)], 0.06, colour * 0.6)
    pen.blob([(-0.6, 0.8), (-0.62, 0), (-0.5, -0.65), (0, -0.85), (0.5, -0.65), (0.62, 0),
              (0.6, 0.8), (0, 0.88)], colour)  # fmt: skip
    pen.blob([(-0.42, 0.7), (-0.42, 0.2), (0, 0.12), (0.42, 0.2), (0.42, 0.7)], colour * 0.85)
    pen.stroke([(-0.5, -0.2), (0, -0.35), (0.5, -0.2)], 0.03, colour * 0.4)


def cap(rng: np.random.Generator, pen: Pen) -> None:
    """Draw a cap with a peak, or a hat with a brim."""
    colour = any_colour(rng)
    if rng.random() < 0.5:
        pen.disc(0, 0.35, 0.95, rng.uniform(0.12, 0.35), colour * 0.85)
        pen.blob(
            [(-0.5, 0.3), (-0.45, -0.3), (0, -0.5), (0.45, -0.3), (0.5, 0.3), (0, 0.42)], colour
        )
        pen.stroke([(-0.49, 0.2), (0, 0.3), (0.49, 0.2)], 0.12, any_colour(rng))
        return
    pen.blob([(-0.65, 0.3), (-0.6, -0.3), (-0.1, -0.62), (0.4, -0.35), (0.5, 0.25)], colour)
    pen.blob([(0.2, 0.15), (0.6, 0.15), (1.0, 0.38), (0.6, 0.45), (0.1, 0.32)], colour * 0.8)


def beanie(rng: np.random.Generator, pen: Pen) -> None:
    """Draw a knitted hat."""
    colour = any_colour(rng)
    pen.blob([(-0.6, 0.3), (-0.55, -0.3), (0, -0.7), (0.55, -0.3), (0.6, 0.3)], colour)
    pen.fill([(-0.65, 0.2), (0.65, 0.2), (0.66, 0.6), (-0.66, 0.6)], colour * 0.9)
    for x in np.linspace(-0.6, 0.6, 14):
        pen.stroke([(x, 0.22), (x, 0.58)], 0.02, colour * 0.7)
    if rng.random() < 0.5:
        pen.disc(0, -0.75, 0.2, 0.2, any_colour(rng))


def socks(rng: np.random.Generator, pen: Pen) -> None:
    """Draw a pair of socks, plain or ringed."""
    colour, other = any_colour(rng), any_colour(rng)
    for side in (-0.4, 0.3):
        pen.blob([(side - 0.16, -0.85), (side + 0.16, -0.85), (side + 0.15, 0.2), (side + 0.5, 0.6),
                  (side + 0.4, 0.82), (side + 0.1, 0.75), (side - 0.18, 0.35)], colour)  # fmt: skip
        for y in np.linspace(-0.8, -0.2, int(rng.integers(1, 6))):
            pen.box(side - 0.16, y, side + 0.15, y + 0.06, other)


def belt(rng: np.random.Generator, pen: Pen) -> None:
    """Draw a belt: rolled up or straight, with a buckle."""
    colour = _leather(rng)
    if rng.random() < 0.5:
        for r in (0.55, 0.42, 0.3):
            pen.ring(0, 0, r, 0.1, colour * rng.uniform(0.7, 1.1))
    else:
        pen.stroke([(-0.95, 0.1), (0, rng.normal(0, 0.2)), (0.95, 0)], 0.14, colour)
    pen.stroke([(0.42, -0.15), (0.7, -0.15), (0.7, 0.15), (0.42, 0.15)], 0.05,
               near(rng, (150, 190, 200), 25), closed=True)  # fmt: skip


def glasses(rng: np.random.Generator, pen: Pen) -> None:
    """Draw sunglasses."""
    colour, glass = any_colour(rng) * 0.6, any_colour(rng) * 0.5
    for x in (-0.48, 0.48):
        pen.disc(x, 0, 0.4, rng.uniform(0.25, 0.36), colour)
        pen.disc(x, 0, 0.34, 0.22, glass)
    pen.stroke([(-0.1, -0.05), (0.1, -0.05)], 0.07, colour)
    pen.stroke([(-0.88, -0.05), (-0.95, -0.4)], 0.06, colour)
    pen.stroke([(0.88, -0.05), (0.95, -0.4)], 0.06, colour)


def glove(rng: np.random.Generator, pen: Pen) -> None:
    """Draw a glove or mitten."""
    colour = _leather(rng)
    pen.blob([(-0.35, 0.85), (-0.38, 0), (0.35, 0), (0.35, 0.85)], colour)
    for finger in range(4):
        x = -0.3 + 0.2 * finger
        pen.disc(x, -0.35, 0.11, 0.5 + 0.08 * float(finger in (1, 2)), colour)
    pen.disc(0.5, 0.05, 0.12, 0.35, colour, 0.6)


def umbrella(rng: np.random.Generator, pen: Pen) -> None:
    """Draw an open umbrella."""
    colour = any_colour(rng)
    pen.stroke([(0, -0.5), (0, 0.7), (0.1, 0.85), (0.2, 0.75)], 0.05, colour * 0.4)
    pen.blob([(-0.95, 0.05), (-0.6, -0.5), (0, -0.75), (0.6, -0.5), (0.95, 0.05), (0.5, -0.05),
              (0, 0.05), (-0.5, -0.05)], colour)  # fmt: skip
