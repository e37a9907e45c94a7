"""Backdrops of shops: white, grey, coloured and dark paper."""

import numpy as np

from tryon_ar.training.sketches.backdrops_fields import (
    Colour,
    Field,
    Picture,
    Shape,
    any_colour,
    clouds,
    from_centre,
    grain,
    near,
    painted,
    ramp,
)


def _paper_light(rng: np.random.Generator, shape: Shape) -> Field:
    """Return the gain of light on paper: level, or with a vignette or a gradient."""
    gain = np.ones(shape, np.float32)
    if rng.random() < 0.35:
        gain -= np.float32(rng.uniform(0.01, 0.15)) * from_centre(shape)
    if rng.random() < 0.35:
        gain += np.float32(rng.uniform(0.005, 0.06)) * ramp(rng, shape)
    if rng.random() < 0.2:
        gain += np.float32(rng.uniform(0.005, 0.03)) * clouds(rng, shape, 90)
    if rng.random() < 0.15:
        gain *= _sweep(rng, shape)
    return gain


def _sweep(rng: np.random.Generator, shape: Shape) -> Field:
    """Return the gain of a wall that bends into a floor."""
    rows = np.linspace(0, 1, shape[0], dtype=np.float32)[:, None]
    bend = rng.uniform(0.6, 0.92)
    floor = 0.5 + 0.5 * np.tanh((rows - bend) / rng.uniform(0.008, 0.12))
    gain = 1 + rng.uniform(-0.12, 0.06) * floor
    return np.asarray(np.broadcast_to(gain, shape), np.float32)


def sheet_of_paper(rng: np.random.Generator, shape: Shape, colour: Colour) -> Picture:
    """Return paper of a colour, lit as in a studio; flat more often than not."""
    gain = np.ones(shape, np.float32) if rng.random() < 0.45 else _paper_light(rng, shape)
    if rng.random() < 0.2:
        gain += np.float32(rng.uniform(0.003, 0.02)) * grain(rng, shape)
    return painted(colour, gain)


def white_paper(rng: np.random.Generator, shape: Shape) -> Picture:
    """Return the white to light grey of shop photos, some of them a little warm or cold."""
    kind = rng.random()
    if kind < 0.35:
        level = 255.0
    elif kind < 0.75:
        level = rng.uniform(236, 254)
    else:
        level = rng.uniform(200, 238)
    tint = rng.normal(0, 2.5, 3) if level < 255 and rng.random() < 0.6 else np.zeros(3)
    colour = np.asarray(np.clip(level + tint, 0, 255), np.float32)
    return sheet_of_paper(rng, shape, colour)


def coloured_paper(rng: np.random.Generator, shape: Shape) -> Picture:
    """Return coloured paper: pastel or strong, sometimes two papers with a straight edge."""
    picture = sheet_of_paper(rng, shape, any_colour(rng))
    if rng.random() < 0.2:
        other = sheet_of_paper(rng, shape, any_colour(rng))
        edge = ramp(rng, shape) > rng.uniform(-0.6, 0.6)
        picture = np.where(edge[:, :, None], picture, other)
    return picture


def dark_paper(rng: np.random.Generator, shape: Shape) -> Picture:
    """Return black or dark paper."""
    level = rng.uniform(3, 70)
    return sheet_of_paper(rng, shape, near(rng, (level, level, level), 5))
