"""What cloth looks like close up: knit, rib, twill and weave, as brightness and height.

Every cloth is a function of its own coordinates: ``u`` across the grain and ``v`` along it,
in centimetres, so a sleeve cut at an angle shows the grain at that angle.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.product_photos.colouring import Colouring
from tryon_ar.training.product_photos.noise import Field, sample_tile, tile

Weave = Callable[[Field, Field], tuple[Field, Field]]
"""(u_cm, v_cm) -> brightness gain about 1, height in cm; both of the shape of u."""

_TILE = 512


@dataclass(frozen=True)
class Cloth:
    """A cloth: its colours and its surface.

    Attributes
    ----------
    colouring : Colouring
        Linear RGB at (u, v).
    weave : Weave
        Surface at (u, v).
    sheen : float
        Extra light off slopes, as a fraction of full white; what shows folds on black.
    stiffness : float
        How much of the folds it takes (denim 0.7, silk 1.3).
    """

    colouring: Colouring
    weave: Weave
    sheen: float = 0.0
    stiffness: float = field(default=1.0)


def jersey(rng: np.random.Generator, *, slub: float = 0.2, grain: float = 1.0) -> Weave:
    """Single jersey: fine wales along v, uneven yarn; ``slub`` thickens single courses."""
    wales = tile(rng, _TILE, (7.0, 0.45))
    fine = tile(rng, _TILE, (0.8, 0.5))
    courses = tile(rng, _TILE, (0.5, 9.0))
    clouds = tile(rng, _TILE, (3.0, 3.0))

    def weave(u: Field, v: Field) -> tuple[Field, Field]:
        wale = sample_tile(wales, u / 0.075, v / 0.075)
        loop = sample_tile(fine, u / 0.06, v / 0.06)
        yarn = sample_tile(courses, u / 0.1, v / 0.1)
        cloud = sample_tile(clouds, u / 0.5, v / 0.5)
        gain = 1 + grain * (0.014 * wale + 0.026 * loop) + 0.02 * slub * yarn + 0.006 * cloud
        height = grain * (0.0011 * wale + 0.0013 * loop) + 0.0010 * slub * yarn
        return gain.astype(np.float32), height.astype(np.float32)

    return weave


def fleece(rng: np.random.Generator) -> Weave:
    """Sweatshirt fleece: heavier knit, softer and more even than jersey."""
    wales = tile(rng, _TILE, (5.0, 0.6))
    fuzz = tile(rng, _TILE, (1.0, 1.0))
    clouds = tile(rng, _TILE, (4.0, 4.0))

    def weave(u: Field, v: Field) -> tuple[Field, Field]:
        wale = sample_tile(wales, u / 0.1, v / 0.1)
        hair = sample_tile(fuzz, u / 0.07, v / 0.07)
        cloud = sample_tile(clouds, u / 0.6, v / 0.6)
        gain = 1 + 0.018 * wale + 0.022 * hair + 0.012 * cloud
        return gain.astype(np.float32), (0.0022 * wale + 0.0016 * hair).astype(np.float32)

    return weave


def rib(rng: np.random.Generator, *, pitch_cm: float = 0.3, depth_cm: float = 0.03) -> Weave:
    """Rib knit: rounded ridges along v."""
    fine = tile(rng, _TILE, (1.2, 0.5))
    drift = tile(rng, _TILE, (20.0, 6.0))

    def weave(u: Field, v: Field) -> tuple[Field, Field]:
        phase = 2 * np.pi * (u + 0.03 * sample_tile(drift, u / 0.3, v / 0.3)) / pitch_cm
        ridge = 0.5 + 0.5 * np.cos(phase)
        grain = sample_tile(fine, u / 0.06, v / 0.06)
        gain = 0.86 + 0.17 * np.sqrt(ridge) + 0.015 * grain
        height = depth_cm * np.sqrt(ridge) + 0.0008 * grain
        return gain.astype(np.float32), height.astype(np.float32)

    return weave


def pique(rng: np.random.Generator, *, pitch_cm: float = 0.3) -> Weave:
    """Pique knit of polo shirts: small raised cells in brick order."""
    fine = tile(rng, _TILE, (0.8, 0.8))
    drift = tile(rng, _TILE, (8.0, 8.0))

    def weave(u: Field, v: Field) -> tuple[Field, Field]:
        shift = 0.04 * sample_tile(drift, u / 0.4, v / 0.4)
        cells = np.cos(2 * np.pi * (u + shift) / pitch_cm) * np.cos(
            2 * np.pi * v / (pitch_cm * 1.2)
        )
        grain = sample_tile(fine, u / 0.06, v / 0.06)
        gain = 1 + 0.07 * cells + 0.018 * grain
        return gain.astype(np.float32), (0.008 * cells + 0.001 * grain).astype(np.float32)

    return weave


def plain_weave(rng: np.random.Generator, *, coarse: float = 1.0) -> Weave:
    """Plain or oxford weave: uneven threads both ways."""
    warp = tile(rng, _TILE, (10.0, 0.5))
    weft = tile(rng, _TILE, (0.5, 10.0))
    clouds = tile(rng, _TILE, (4.0, 4.0))

    def weave(u: Field, v: Field) -> tuple[Field, Field]:
        cell = 0.065 * coarse
        along = sample_tile(warp, u / cell, v / cell)
        across = sample_tile(weft, u / cell, v / cell)
        cloud = sample_tile(clouds, u / 0.7, v / 0.7)
        gain = 1 + coarse * (0.014 * along + 0.014 * across) + 0.005 * cloud
        return gain.astype(np.float32), (coarse * 0.0007 * (along + across)).astype(np.float32)

    return weave


def twill(rng: np.random.Generator, *, pitch_cm: float = 0.2, contrast: float = 1.0) -> Weave:
    """Twill: diagonal ridges and, as in denim, threads of uneven depth of dye."""
    threads = tile(rng, _TILE, (14.0, 0.5))
    flecks = tile(rng, _TILE, (0.7, 0.7))
    drift = tile(rng, _TILE, (6.0, 6.0))
    clouds = tile(rng, _TILE, (5.0, 3.0))

    def weave(u: Field, v: Field) -> tuple[Field, Field]:
        shift = 0.05 * sample_tile(drift, u / 0.3, v / 0.3)
        ridge = np.cos(2 * np.pi * (0.82 * u - 0.57 * v + shift) / pitch_cm)
        thread = sample_tile(threads, u / 0.07, v / 0.07)
        fleck = sample_tile(flecks, u / 0.06, v / 0.06)
        cloud = sample_tile(clouds, u / 0.9, v / 0.9)
        tone = 0.045 * ridge + 0.05 * thread + 0.05 * fleck + 0.03 * cloud
        height = 0.0022 * ridge + 0.0012 * thread + 0.0012 * fleck
        return (1 + contrast * tone).astype(np.float32), height.astype(np.float32)

    return weave


def smooth_cloth(rng: np.random.Generator) -> Weave:
    """Crepe or viscose: almost no grain."""
    fine = tile(rng, _TILE, (0.9, 0.9))
    clouds = tile(rng, _TILE, (4.0, 4.0))

    def weave(u: Field, v: Field) -> tuple[Field, Field]:
        grain = sample_tile(fine, u / 0.055, v / 0.055)
        cloud = sample_tile(clouds, u / 0.6, v / 0.6)
        gain = 1 + 0.012 * grain + 0.006 * cloud
        return gain.astype(np.float32), (0.0007 * grain).astype(np.float32)

    return weave


def evaluate(cloth: Cloth, u: Field, v: Field) -> tuple[NDArray[np.float32], Field]:
    """Return linear RGB (H, W, 3) and height in cm (H, W) of a cloth at its coordinates."""
    gain, height = cloth.weave(u, v)
    return cloth.colouring(u, v) * gain[:, :, None], height
