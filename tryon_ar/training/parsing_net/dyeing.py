"""White clothes of studio people dyed, since otherwise cloth would be learnt to be white."""

import colorsys

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Label
from tryon_ar.training.parsing_net.pool import Person

_LEFT_WHITE = 0.12
# What people wear most, and how often: black and greys, navy, denim and earths, any colour.
_DARK, _MUTED = 0.35, 0.65
_PATTERNED = 0.3
_STRIPE_PX = (3, 24)
_EDGE_SIGMA_PX = 0.7


def dyed(person: Person, rng: np.random.Generator) -> Person:
    """Return a person whose upper and lower clothes have colours and stripes of their own.

    Parameters
    ----------
    person : Person
        In light clothes: their folds stay, as colours are multiplied.
    rng : Generator

    Returns
    -------
    Person
    """
    rgba = person.rgba.astype(np.float32)
    for label in (Label.UPPER, Label.LOWER):
        if rng.random() < _LEFT_WHITE:
            continue
        where = np.asarray(person.labels == label, np.float32)
        share = cv2.GaussianBlur(where, (0, 0), _EDGE_SIGMA_PX)[..., None]
        rgba[..., :3] *= 1.0 - share + share * _cloth(person.labels.shape, rng)
    return Person(np.asarray(np.clip(rgba, 0, 255) + 0.5, np.uint8), person.labels)


def _cloth(shape: tuple[int, ...], rng: np.random.Generator) -> NDArray[np.float32]:
    """Return a dye (H, W, 3) or (1, 1, 3), red, green, blue, 0 to 1."""
    colour = _colour(rng)
    if rng.random() > _PATTERNED:
        return colour
    other = _colour(rng)
    period = rng.uniform(*_STRIPE_PX)
    along, across = np.indices(shape[:2], dtype=np.float32)
    angle = rng.choice([0.0, np.pi / 2, rng.uniform(0, np.pi)])
    phase = (np.cos(angle) * along + np.sin(angle) * across) / period
    stripes = np.asarray((phase % 1.0 < rng.uniform(0.2, 0.8))[..., None], np.float32)
    return np.asarray(colour * (1.0 - stripes) + other * stripes, np.float32)


def _colour(rng: np.random.Generator) -> NDArray[np.float32]:
    pick = rng.random()
    if pick < _DARK:
        hue, saturation, value = rng.random(), rng.uniform(0, 0.2), rng.uniform(0.06, 0.4)
    elif pick < _MUTED:
        hue, saturation, value = rng.random(), rng.uniform(0.1, 0.5), rng.uniform(0.3, 0.85)
    else:
        hue, saturation, value = rng.random(), rng.uniform(0.4, 0.95), rng.uniform(0.3, 1.0)
    return np.array(colorsys.hsv_to_rgb(hue, saturation, value), np.float32).reshape(1, 1, 3)
