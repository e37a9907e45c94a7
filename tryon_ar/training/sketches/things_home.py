"""Things of a household, a street and a face: what a picture without a garment may show."""

from collections.abc import Callable

import cv2
import numpy as np

from tryon_ar.training.sketches import things_wear as wear
from tryon_ar.training.sketches.backdrops_fields import Colour, any_colour, near
from tryon_ar.training.sketches.things_pen import Pen, spread

_SKINS = ((190, 205, 235), (150, 180, 225), (110, 140, 195), (70, 95, 145), (45, 60, 95))


def skin(rng: np.random.Generator) -> Colour:
    """Return the colour of someone's skin."""
    return near(rng, _SKINS[int(rng.integers(len(_SKINS)))], 8)


def mug(rng: np.random.Generator, pen: Pen) -> None:
    """Draw a mug or a cup with a handle."""
    colour, wide = any_colour(rng), rng.uniform(0.4, 0.6)
    pen.ring(wide, 0.0, 0.3, 0.13, colour * 0.9)
    foot = wide * rng.uniform(0.6, 1.0)
    pen.fill([(-wide, -0.6), (wide, -0.6), (foot, 0.65), (-foot, 0.65)], colour)
    pen.disc(0, 0.63, foot, 0.1, colour)
    pen.disc(0, -0.6, wide, 0.14, colour * 0.85)
    pen.disc(0, -0.57, wide * 0.88, 0.1, near(rng, (30, 45, 70), 20))
    if rng.random() < 0.5:
        pen.disc(0, 0.05, 0.22, 0.2, any_colour(rng))


def bottle(rng: np.random.Generator, pen: Pen) -> None:
    """Draw a bottle with a label."""
    colour, neck = any_colour(rng), rng.uniform(0.08, 0.2)
    pen.fill([(-neck, -0.9), (neck, -0.9), (neck, -0.45), (0.32, -0.15), (0.32, 0.9),
              (-0.32, 0.9), (-0.32, -0.15), (-neck, -0.45)], colour)  # fmt: skip
    pen.box(-neck - 0.03, -0.97, neck + 0.03, -0.82, any_colour(rng))
    pen.box(-0.32, 0.1, 0.32, 0.6, near(rng, (220, 225, 225), 20))
    pen.stroke([(-0.2, 0.35), (0.2, 0.35)], 0.08, any_colour(rng))


def book(rng: np.random.Generator, pen: Pen) -> None:
    """Draw a closed book or box with a title."""
    colour, wide, high = any_colour(rng), rng.uniform(0.4, 0.9), rng.uniform(0.5, 0.9)
    pen.box(-wide + 0.06, -high + 0.06, wide + 0.06, high + 0.06, near(rng, (225, 230, 230), 8))
    pen.box(-wide, -high, wide, high, colour)
    for row in range(int(rng.integers(1, 5))):
        y, length = -high * 0.7 + 0.2 * row, rng.uniform(0.2, 0.8) * wide
        pen.box(-length, y, length, y + 0.09, any_colour(rng))
    pen.box(-wide, -high, -wide + 0.07, high, colour * 0.8)


def document(rng: np.random.Generator, pen: Pen) -> None:
    """Draw a page with lines of text and a picture."""
    ink = near(rng, (50, 50, 50), 15)
    pen.box(-0.7, -0.95, 0.7, 0.95, near(rng, (240, 242, 242), 8))
    for y in np.arange(-0.8, 0.85, rng.uniform(0.06, 0.12)):
        x = -0.58
        while x < rng.uniform(0.2, 0.5):
            end = x + rng.uniform(0.05, 0.25)
            pen.stroke([(x, y), (end, y)], 0.022, ink)
            x = end + 0.04
    if rng.random() < 0.5:
        pen.box(-0.1, -0.4, 0.55, 0.1, any_colour(rng))


def phone(rng: np.random.Generator, pen: Pen) -> None:
    """Draw a telephone, a tablet or a screen."""
    wide = rng.choice([0.42, 0.6, 1.0])
    pen.box(-wide, -0.8, wide, 0.8, near(rng, (35, 35, 35), 25))
    pen.box(-wide + 0.05, -0.7, wide - 0.05, 0.7, any_colour(rng))
    for _ in range(int(rng.integers(2, 9))):
        x, y = rng.uniform(-wide + 0.1, wide - 0.3), rng.uniform(-0.6, 0.5)
        pen.box(x, y, x + 0.18, y + 0.18, any_colour(rng))


def chair(rng: np.random.Generator, pen: Pen) -> None:
    """Draw a chair or a stool."""
    colour = any_colour(rng)
    for x in (-0.5, -0.38, 0.4, 0.52):
        pen.stroke([(x, 0.1), (x * 1.1, 0.95)], 0.08, colour * 0.7)
    if rng.random() < 0.8:
        pen.blob([(-0.5, -0.9), (0.45, -0.9), (0.5, 0.1), (-0.52, 0.1)], colour * 0.9)
        if rng.random() < 0.5:
            pen.hole([(-0.3, -0.6), (0.3, -0.6), (0.3, -0.2), (-0.3, -0.2)])
    pen.fill([(-0.55, 0.0), (0.5, 0.0), (0.65, 0.25), (-0.7, 0.25)], colour)


def plant(rng: np.random.Generator, pen: Pen) -> None:
    """Draw a plant in a pot."""
    leaf = near(rng, (60, 130, 80), 25)
    for angle in np.linspace(-1.3, 1.3, int(rng.integers(4, 13))) + rng.normal(0, 0.15):
        reach = rng.uniform(0.5, 1.0)
        x, y = reach * np.sin(angle), 0.3 - reach * np.cos(angle)
        shade = np.float32(rng.uniform(0.6, 1.2))
        pen.disc(x / 2, (y + 0.3) / 2, rng.uniform(0.06, 0.16), reach / 2, leaf * shade, angle)
    pen.fill([(-0.38, 0.3), (0.38, 0.3), (0.28, 0.95), (-0.28, 0.95)], any_colour(rng))


def ball(rng: np.random.Generator, pen: Pen) -> None:
    """Draw a ball or a fruit."""
    colour, r = any_colour(rng), rng.uniform(0.5, 0.9)
    pen.disc(0, 0, r, r, colour)
    if rng.random() < 0.5:
        for _ in range(int(rng.integers(2, 7))):
            x, y = rng.uniform(-0.5, 0.5, 2) * r
            pen.disc(x, y, r * 0.2, r * 0.2, any_colour(rng))
    pen.disc(-0.3 * r, -0.35 * r, r * 0.2, r * 0.14, np.minimum(colour * 1.5, 255))


def plate(rng: np.random.Generator, pen: Pen) -> None:
    """Draw food on a plate."""
    china = near(rng, (235, 235, 235), 12) if rng.random() < 0.7 else any_colour(rng)
    flat = rng.uniform(0.5, 1.0)
    pen.disc(0, 0, 0.95, 0.95 * flat, china)
    pen.disc(0, 0, 0.68, 0.68 * flat, china * 0.93)
    for _ in range(int(rng.integers(4, 16))):
        x, y = rng.normal(0, 0.25), rng.normal(0, 0.25) * flat
        size = rng.uniform(0.05, 0.25)
        pen.disc(x, y, size, size * rng.uniform(0.4, 1), any_colour(rng), rng.uniform(0, 3))


def face(rng: np.random.Generator, pen: Pen) -> None:
    """Draw a head with hair, on a neck."""
    tone, hair = skin(rng), near(rng, (35, 45, 65), 25)
    pen.disc(0, -0.1, 0.62, 0.78, hair)
    pen.box(-0.22, 0.3, 0.22, 1.0, tone * 0.88)
    pen.disc(0, 0.02, 0.48, 0.64, tone)
    pen.blob(
        [(-0.5, -0.1), (-0.4, -0.6), (0.4, -0.6), (0.5, -0.1), (0.2, -0.4), (-0.2, -0.4)], hair
    )
    for x in (-0.18, 0.18):
        pen.disc(x, 0.0, 0.09, 0.05, near(rng, (240, 240, 240), 5))
        pen.disc(x, 0.0, 0.045, 0.05, hair)
        pen.stroke([(x - 0.1, -0.12), (x + 0.1, -0.13)], 0.035, hair)
    pen.stroke([(0, 0.05), (0.05, 0.22), (-0.03, 0.23)], 0.03, tone * 0.75)
    pen.disc(0, 0.38, 0.17, 0.05, near(rng, (110, 100, 190), 15))


def cat(rng: np.random.Generator, pen: Pen) -> None:
    """Draw an animal that sits: a cat, a dog or a bear."""
    colour = near(rng, (70, 110, 160), 45) if rng.random() < 0.7 else any_colour(rng, 0.4)
    pen.stroke([(0.4, 0.8), (0.8, 0.6), (0.85, 0.1)], 0.12, colour * 0.9)
    pen.blob([(-0.5, 0.9), (-0.4, 0.1), (0, -0.2), (0.4, 0.1), (0.5, 0.9)], colour)
    for x in (-0.28, 0.28):
        if rng.random() < 0.7:
            pen.fill([(x - 0.18, -0.5), (x + 0.1 * np.sign(x), -1.0), (x + 0.16, -0.5)], colour)
        else:
            pen.disc(x * 1.3, -0.5, 0.15, 0.25, colour * 0.8)
    pen.disc(0, -0.38, 0.42, 0.36, colour * 1.04)
    for x in (-0.16, 0.16):
        pen.disc(x, -0.42, 0.07, 0.07, near(rng, (60, 130, 130), 30) * 0.7)
    pen.disc(0, -0.26, 0.07, 0.05, colour * 0.3)


def car(rng: np.random.Generator, pen: Pen) -> None:
    """Draw a car or van from its side."""
    colour, roof = any_colour(rng), rng.uniform(-0.5, -0.25)
    pen.fill([(-0.6, 0), (-0.4, roof), (0.3, roof), (0.55, 0)], colour)
    pen.fill([(-0.98, 0.4), (-0.95, 0.05), (-0.6, -0.02), (0.55, -0.02), (0.95, 0.1), (0.98, 0.4)],
             colour)  # fmt: skip
    glass = near(rng, (120, 105, 90), 25)
    pen.fill([(-0.5, 0), (-0.35, roof + 0.07), (-0.06, roof + 0.07), (-0.06, 0)], glass)
    pen.fill([(0.0, 0), (0.0, roof + 0.07), (0.26, roof + 0.07), (0.45, 0)], glass)
    for x in (-0.58, 0.58):
        pen.disc(x, 0.4, 0.2, 0.2, near(rng, (30, 30, 30), 8))
        pen.disc(x, 0.4, 0.1, 0.1, near(rng, (170, 170, 170), 20))


def lamp(rng: np.random.Generator, pen: Pen) -> None:
    """Draw a lamp; its shade has the outline of a skirt."""
    colour, top = any_colour(rng), rng.uniform(0.15, 0.5)
    pen.stroke([(0, 0), (0, 0.85)], 0.07, colour * 0.5)
    pen.disc(0, 0.88, 0.35, 0.08, colour * 0.5)
    pen.fill([(-top, -0.9), (top, -0.9), (0.65, 0.05), (-0.65, 0.05)], colour)


def cushion(rng: np.random.Generator, pen: Pen) -> None:
    """Draw a cushion or folded towel, printed: cloth without being a garment."""
    colour = any_colour(rng)
    side = rng.uniform(0.5, 0.95)
    pen.blob([(-0.8, -side), (0, -side + 0.12), (0.8, -side), (0.7, 0), (0.8, side),
              (0, side - 0.12), (-0.8, side), (-0.7, 0)], colour)  # fmt: skip
    other, step = any_colour(rng), rng.uniform(0.1, 0.3)
    for y in np.arange(-side + 0.2, side - 0.2, step) if rng.random() < 0.6 else ():
        pen.stroke([(-0.68, y), (0.68, y)], step * 0.4, other)


def tools(rng: np.random.Generator, pen: Pen) -> None:
    """Draw scissors, keys or cutlery: thin things."""
    colour = near(rng, (150, 150, 150), 35)
    for angle in (-0.3, 0.3):
        tip = (0.9 * np.sin(angle), -0.9 * np.cos(angle))
        end = (-0.5 * np.sin(angle), 0.5 * np.cos(angle))
        pen.stroke([tip, end], 0.1, colour)
        pen.ring(end[0] * 1.4, end[1] * 1.4, 0.2, 0.07, any_colour(rng))


def watch(rng: np.random.Generator, pen: Pen) -> None:
    """Draw a wristwatch or clock."""
    strap = any_colour(rng)
    if rng.random() < 0.6:
        pen.box(-0.22, -0.95, 0.22, 0.95, strap)
    pen.disc(0, 0, 0.5, 0.5, near(rng, (130, 170, 180), 35))
    pen.disc(0, 0, 0.41, 0.41, any_colour(rng, 0.3))
    for reach, width in ((0.3, 0.04), (0.25, 0.05)):
        hand = np.stack([np.zeros(2), rng.uniform(-reach, reach, 2)])
        pen.stroke(hand, width, strap * 0.3)


def bicycle(rng: np.random.Generator, pen: Pen) -> None:
    """Draw a bicycle."""
    colour = any_colour(rng)
    for x in (-0.58, 0.58):
        pen.ring(x, 0.3, 0.36, 0.05, near(rng, (35, 35, 35), 10))
    frame = [(-0.58, 0.3), (-0.2, -0.3), (0.42, -0.3), (0.0, 0.3), (-0.58, 0.3)]
    pen.stroke(frame, 0.06, colour)
    pen.stroke([(0.0, 0.3), (-0.26, -0.45)], 0.06, colour)
    pen.stroke([(0.58, 0.3), (0.38, -0.5), (0.2, -0.5)], 0.06, colour)
    pen.disc(-0.28, -0.47, 0.16, 0.05, colour * 0.3)


def house(rng: np.random.Generator, pen: Pen) -> None:
    """Draw a house with windows."""
    wall, high = any_colour(rng, 0.6), rng.uniform(-0.6, 0)
    pen.box(-0.7, high, 0.7, 0.9, wall)
    pen.fill([(-0.82, high), (0.0, high - rng.uniform(0.1, 0.4)), (0.82, high)], any_colour(rng))
    for x in (-0.5, -0.1, 0.3):
        for y in np.arange(high + 0.12, 0.7, 0.4):
            pen.box(x, y, x + 0.2, y + 0.24, near(rng, (110, 95, 80), 30))


def scraps(rng: np.random.Generator, pen: Pen) -> None:
    """Draw a heap of random outlines: toys, sweets, paper."""
    for _ in range(int(rng.integers(3, 14))):
        corners = rng.uniform(-0.8, 0.8, 2) + rng.normal(0, 0.25, (int(rng.integers(3, 7)), 2))
        (pen.blob if rng.random() < 0.5 else pen.fill)(corners, any_colour(rng))


def lump(rng: np.random.Generator, pen: Pen) -> None:
    """Draw one lump of random outline: a stone, a toy, a towel thrown down."""
    angle = np.linspace(0, 2 * np.pi, int(rng.integers(5, 16)), endpoint=False)
    reach = rng.uniform(0.45, 0.95, len(angle))
    colour = any_colour(rng)
    pen.blob(np.stack([reach * np.cos(angle), reach * np.sin(angle)], 1), colour)
    for _ in range(int(rng.integers(0, 5))):
        pen.stroke(spread(rng, [(-0.4, 0), (0, 0.1), (0.4, 0)], 0.2), 0.04, colour * 0.75)


def sign(rng: np.random.Generator, pen: Pen) -> None:
    """Draw a sign or poster with large letters."""
    pen.box(-0.95, -0.6, 0.95, 0.6, any_colour(rng))
    letters = "".join(chr(c) for c in rng.integers(65, 91, int(rng.integers(2, 6))))
    origin = (round(pen.origin[0] - 0.8 * pen.scale), round(pen.origin[1] + 0.2 * pen.scale))
    ink = tuple(float(c) for c in any_colour(rng))
    cv2.putText(
        pen.colour_bgr, letters, origin, cv2.FONT_HERSHEY_DUPLEX,
        pen.scale / 45, ink, max(1, round(pen.scale / 16)), cv2.LINE_AA,
    )  # fmt: skip


THINGS: tuple[Callable[[np.random.Generator, Pen], None], ...] = (
    wear.sneaker,
    wear.shoes_from_above,
    wear.heel,
    wear.boot,
    wear.handbag,
    wear.backpack,
    wear.cap,
    wear.beanie,
    wear.socks,
    wear.belt,
    wear.glasses,
    wear.glove,
    wear.umbrella,
    mug,
    bottle,
    book,
    document,
    phone,
    chair,
    plant,
    ball,
    plate,
    face,
    cat,
    car,
    lamp,
    cushion,
    tools,
    watch,
    bicycle,
    house,
    scraps,
    lump,
    sign,
)
# What commonly lies beside a garment in a picture.
SMALL_THINGS = (
    wear.sneaker,
    wear.shoes_from_above,
    wear.heel,
    wear.handbag,
    wear.cap,
    wear.belt,
    wear.glasses,
    wear.socks,
    mug,
    bottle,
    phone,
    book,
    plant,
    watch,
    tools,
    cushion,
    lump,
)
