"""Colours on cloth: plain, stripes, checks, dots, blooms. Linear RGB, 0 to 1."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.product_photos.noise import Field, sample_tile, tile

Rgb = tuple[float, float, float]
Colouring = Callable[[Field, Field], NDArray[np.float32]]
"""(u_cm, v_cm) of shape (H, W) -> linear RGB of shape (H, W, 3)."""


def linear(srgb: str) -> NDArray[np.float32]:
    """Return the linear RGB of a colour written ``#rrggbb``."""
    encoded = np.array([int(srgb[i : i + 2], 16) for i in (1, 3, 5)]) / 255.0
    return decode_srgb(encoded.astype(np.float32))


def decode_srgb(encoded: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return linear light of sRGB-encoded values from 0 to 1 (IEC 61966-2-1)."""
    low = encoded / 12.92
    high = ((np.maximum(encoded, 0) + 0.055) / 1.055) ** 2.4
    return np.where(encoded <= 0.04045, low, high).astype(np.float32)


def encode_srgb(light: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return sRGB-encoded values of linear light from 0 to 1 (IEC 61966-2-1)."""
    clipped = np.clip(light, 0.0, 1.0)
    high = 1.055 * clipped ** (1 / 2.4) - 0.055
    return np.where(clipped <= 0.0031308, 12.92 * clipped, high).astype(np.float32)


def plain(srgb: str) -> Colouring:
    """One colour."""
    colour = linear(srgb)

    def colouring(u: Field, v: Field) -> NDArray[np.float32]:
        return np.array(np.broadcast_to(colour, (*u.shape, 3)), np.float32)

    return colouring


def heather(srgb: str, other: str, rng: np.random.Generator, share: float = 0.35) -> Colouring:
    """Melange of two yarns: short streaks of the other colour along v."""
    first, second = linear(srgb), linear(other)
    streaks = tile(rng, 512, (1.3, 0.5))

    def colouring(u: Field, v: Field) -> NDArray[np.float32]:
        noise = sample_tile(streaks, u / 0.05, v / 0.05)
        mix = np.clip(share + 0.2 * noise, 0.0, 1.0)[:, :, None]
        return np.asarray(first * (1 - mix) + second * mix, np.float32)

    return colouring


def stripes(
    ground: str,
    bands: Sequence[tuple[float, float, str]],
    period_cm: float,
    *,
    upright: bool = False,
) -> Colouring:
    """Stripes across v (or along it); each band is (start, width, colour) within the period."""
    base = linear(ground)
    painted = [(start, width, linear(colour)) for start, width, colour in bands]

    def colouring(u: Field, v: Field) -> NDArray[np.float32]:
        place = np.mod(u if upright else v, period_cm)
        out = np.array(np.broadcast_to(base, (*u.shape, 3)), np.float32)
        for start, width, colour in painted:
            cover = band_cover(place, start, width)[:, :, None]
            out = np.asarray(out * (1 - cover) + colour * cover, np.float32)
        return out

    return colouring


def checks(ground: str, colour: str, period_cm: float, width_cm: float) -> Colouring:
    """Gingham or graph check: bands both ways that darken where they cross."""
    base, dye = linear(ground), linear(colour)

    def colouring(u: Field, v: Field) -> NDArray[np.float32]:
        across = band_cover(np.mod(u, period_cm), 0.1, width_cm)
        along = band_cover(np.mod(v, period_cm), 0.1, width_cm)
        cover = (1 - (1 - 0.55 * across) * (1 - 0.55 * along))[:, :, None]
        return np.asarray(base * (1 - cover) + dye * cover, np.float32)

    return colouring


def band_cover(place: Field, start: float, width: float, soft_cm: float = 0.03) -> Field:
    """Return 1 inside a band of places and 0 outside, with a soft edge."""
    inside = np.minimum(place - start, start + width - place)
    return np.asarray(np.clip(inside / soft_cm + 0.5, 0.0, 1.0), np.float32)


def dots(ground: str, colour: str, spacing_cm: float, radius_cm: float) -> Colouring:
    """Dots in brick order."""
    base, dye = linear(ground), linear(colour)

    def colouring(u: Field, v: Field) -> NDArray[np.float32]:
        row = np.floor(v / spacing_cm)
        du = np.mod(u + 0.5 * spacing_cm * np.mod(row, 2), spacing_cm) - spacing_cm / 2
        dv = v - (row + 0.5) * spacing_cm
        cover = np.clip((radius_cm - np.hypot(du, dv)) / 0.05 + 0.5, 0, 1)[:, :, None]
        return np.asarray(base * (1 - cover) + dye * cover, np.float32)

    return colouring
