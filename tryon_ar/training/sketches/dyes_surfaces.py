"""What cloth looks like besides its colour: ribs, cables, flecks, and the holes of lace.

All surfaces are functions of the cloth's coordinates in pixels: ``u`` across the threads, ``v``
along them.
"""

from collections.abc import Callable

import cv2
import numpy as np

from tryon_ar.training.product_photos.noise import Field

Surface = Callable[[Field, Field], Field]
"""(u_px, v_px) -> gain about 1, or coverage from 0 to 1, of the shape of u."""

_TILE_PX = 256


def wrapped_noise(
    rng: np.random.Generator, cells: tuple[int, int], size_px: int = _TILE_PX
) -> Field:
    """Return a square of smooth noise that repeats without a seam, about unit deviation.

    Parameters
    ----------
    cells : (int, int)
        Lumps down and across.
    """
    coarse = rng.standard_normal(cells).astype(np.float32)
    # Two lumps of the far side on each edge carry a cubic over the seam.
    padded = np.pad(coarse, 2, mode="wrap")
    rows, columns = (round(size_px * (n + 4) / n) for n in cells)
    fine = cv2.resize(padded, (columns, rows), interpolation=cv2.INTER_CUBIC)
    top, left = (round(2 * size_px / n) for n in cells)
    field = fine[top : top + size_px, left : left + size_px]
    return np.asarray(field / max(float(field.std()), 1e-6), np.float32)


def read_tile(picture: Field, u: Field, v: Field) -> Field:
    """Read a repeating picture, (H, W) or (H, W, 3), at fractional pixels."""
    rows, columns = picture.shape[:2]
    seen = cv2.remap(
        picture,
        np.mod(u, np.float32(columns)),
        np.mod(v, np.float32(rows)),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_WRAP,
    )
    return np.asarray(seen, np.float32)


def draw_surface(rng: np.random.Generator, unit_px: float) -> Surface:
    """Draw the surface of an everyday cloth, most often a fine one."""
    makers = (flecks, flecks, heather, heather, rib, corduroy, twill, grain, slub)
    return makers[int(rng.integers(len(makers)))](rng, unit_px)


def _tiled(tile: Field) -> Surface:
    def surface(u: Field, v: Field) -> Field:
        return read_tile(tile, u, v)

    return surface


def flecks(rng: np.random.Generator, unit_px: float) -> Surface:
    """Fine grain of any weave."""
    noise = wrapped_noise(rng, (_TILE_PX, _TILE_PX))
    blurred = cv2.GaussianBlur(noise, (0, 0), float(rng.uniform(0.4, 0.9)))
    return _tiled(np.asarray(1 + rng.uniform(0.005, 0.04) * blurred, np.float32))


def heather(rng: np.random.Generator, unit_px: float) -> Surface:
    """Yarns of two shades, spun together: short streaks along the threads."""
    streaks = cv2.GaussianBlur(
        rng.standard_normal((_TILE_PX, _TILE_PX)).astype(np.float32),
        (0, 0),
        sigmaX=float(rng.uniform(0.4, 0.8)),
        sigmaY=float(rng.uniform(0.8, 3.0)),
    )
    streaks = streaks / streaks.std()
    clouds = wrapped_noise(rng, (24, 24))
    depth = rng.uniform(0.015, 0.09)
    return _tiled(np.asarray(1 + depth * (streaks + 0.3 * clouds), np.float32))


def slub(rng: np.random.Generator, unit_px: float) -> Surface:
    """Uneven yarn: long faint dashes across, as in linen."""
    noise = wrapped_noise(rng, (_TILE_PX, 20)) + wrapped_noise(rng, (20, _TILE_PX))
    return _tiled(np.asarray(1 + rng.uniform(0.01, 0.05) * noise, np.float32))


def _ridges(u: Field, pitch: float, depth: float) -> Field:
    wave = np.cos(u * np.float32(2 * np.pi / pitch))
    return np.asarray(1 - depth * 0.5 + depth * 0.5 * wave, np.float32)


def rib(rng: np.random.Generator, unit_px: float) -> Surface:
    """Rib knit: ridges along v."""
    pitch = max(2.6, unit_px * rng.uniform(0.012, 0.045))
    depth = rng.uniform(0.03, 0.3)
    drift = wrapped_noise(rng, (8, 8))

    def surface(u: Field, v: Field) -> Field:
        return _ridges(u + np.float32(0.1 * pitch) * read_tile(drift, u, v), pitch, depth)

    return surface


def corduroy(rng: np.random.Generator, unit_px: float) -> Surface:
    """Narrow cords along v with worn tops."""
    pitch = max(2.6, unit_px * rng.uniform(0.01, 0.025))
    depth = rng.uniform(0.05, 0.2)
    worn = wrapped_noise(rng, (40, 40))

    def surface(u: Field, v: Field) -> Field:
        return np.asarray(_ridges(u, pitch, depth) + 0.03 * read_tile(worn, u, v), np.float32)

    return surface


def twill(rng: np.random.Generator, unit_px: float) -> Surface:
    """Diagonal ridges."""
    pitch = rng.uniform(2.6, 5.0)
    depth = rng.uniform(0.02, 0.1)
    slope = rng.uniform(0.6, 1.4) * rng.choice([-1, 1])

    def surface(u: Field, v: Field) -> Field:
        return _ridges(u + np.float32(slope) * v, pitch, depth)

    return surface


def cable(rng: np.random.Generator, unit_px: float) -> Surface:
    """Cable knit: plaited columns between plain ones."""
    pitch = unit_px * rng.uniform(0.09, 0.2)
    turn = pitch * rng.uniform(0.7, 1.4)
    depth = rng.uniform(0.08, 0.3)
    stitches = stockinette(rng, unit_px)

    def surface(u: Field, v: Field) -> Field:
        sway = np.sin(v * np.float32(2 * np.pi / turn)) * np.float32(0.5)
        across = u * np.float32(2 * np.pi / pitch)
        plait = np.abs(np.cos(across + sway)) * np.abs(np.cos(across - 2 * sway))
        return np.asarray((1 - depth + depth * 1.4 * plait) * stitches(u, v), np.float32)

    return surface


def stockinette(rng: np.random.Generator, unit_px: float) -> Surface:
    """Coarse knit: rows of V stitches."""
    wide = max(3.0, unit_px * rng.uniform(0.015, 0.035))
    depth = rng.uniform(0.03, 0.15)

    def surface(u: Field, v: Field) -> Field:
        lean = np.abs(np.mod(u / np.float32(wide), 1) - np.float32(0.5))
        rows = np.cos((v / np.float32(wide * 0.8) + 2 * lean) * np.float32(2 * np.pi))
        return np.asarray(1 + depth * (0.5 * rows + 2 * (0.25 - lean) * -1), np.float32)

    return surface


def denim(rng: np.random.Generator, unit_px: float) -> Surface:
    """Twill of uneven dye: streaks along the threads and cloudy washing."""
    diagonal = twill(rng, unit_px)
    streaks = wrapped_noise(rng, (16, _TILE_PX))
    clouds = wrapped_noise(rng, (10, 10)) + 0.6 * wrapped_noise(rng, (40, 40))
    fine = rng.standard_normal((_TILE_PX, _TILE_PX)).astype(np.float32)
    mottled = rng.uniform(0.01, 0.08) * clouds + rng.uniform(0, 0.04) * (streaks + fine)
    tile = np.asarray(1 + mottled, np.float32)

    def surface(u: Field, v: Field) -> Field:
        return diagonal(u, v) * read_tile(tile, u, v)

    return surface


def grain(rng: np.random.Generator, unit_px: float) -> Surface:
    """Soft blotches of leather, suede or felt."""
    cells = int(rng.integers(30, 110))
    noise = wrapped_noise(rng, (cells, cells))
    return _tiled(np.asarray(1 + rng.uniform(0.01, 0.06) * noise, np.float32))


def sequins(rng: np.random.Generator, unit_px: float) -> Surface:
    """Glitter: each grain throws its own amount of light, a few very much."""
    coarse = int(_TILE_PX / rng.uniform(1.3, 3.5))
    light = rng.gamma(rng.uniform(0.6, 2), 1.0, (coarse, coarse)).astype(np.float32)
    tile = cv2.resize(light / light.mean(), (_TILE_PX, _TILE_PX), interpolation=cv2.INTER_LINEAR)
    share = rng.uniform(0.2, 0.9)
    return _tiled(np.asarray(1 - share + share * tile, np.float32))


def quilted(rng: np.random.Generator, unit_px: float, pitch_px: float) -> Surface:
    """Draw padded baffles across, puckered along their stitching, lit from above; or diamonds."""
    depth = rng.uniform(0.06, 0.3)
    pucker = wrapped_noise(rng, (20, 60))
    wave = pitch_px * rng.uniform(0.0, 0.04)
    diamonds = rng.random() < 0.25

    def baffle(across: Field) -> Field:
        place = np.mod(across / np.float32(pitch_px), 1)
        stitch = np.exp(-((np.minimum(place, 1 - place) * np.float32(pitch_px / 1.3)) ** 2))
        return np.asarray(depth * (0.5 - place) - 0.8 * depth * stitch, np.float32)

    def surface(u: Field, v: Field) -> Field:
        folds = read_tile(pucker, u, v)
        if diamonds:
            gain = 1 + 0.5 * baffle(v + u) + 0.5 * baffle(v - u)
        else:
            gain = 1 + baffle(v + np.float32(wave) * folds)
        return np.asarray(gain + np.float32(0.15 * depth) * folds, np.float32)

    return surface


def lace(rng: np.random.Generator, unit_px: float) -> Surface:
    """Return the coverage of lace: thick flowers on an open ground with small holes."""
    cells = int(rng.integers(8, 22))
    flowers = np.abs(wrapped_noise(rng, (cells, cells))) + 0.4 * wrapped_noise(rng, (60, 60))
    thick = np.clip((flowers - rng.uniform(0.2, 0.7)) * 4 + 0.5, 0, 1)
    pitch = rng.uniform(2.2, 4.5)
    open_share = rng.uniform(0.25, 0.8)
    tile = np.asarray(thick, np.float32)

    def surface(u: Field, v: Field) -> Field:
        net = _ridges(u + v, pitch, 1.0) * _ridges(u - v, pitch, 1.0)
        ground = 1 - open_share * net
        flower = read_tile(tile, u, v)
        return np.asarray(np.maximum(ground, flower * 0.97), np.float32)

    return surface


def mesh(rng: np.random.Generator, unit_px: float) -> Surface:
    """Return the coverage of tulle and mesh: an even net, too fine to see or just not."""
    share = rng.uniform(0.35, 0.85)
    if rng.random() < 0.5:
        return lambda u, v: np.full(u.shape, share, np.float32)
    pitch = rng.uniform(2.4, 6.0)

    def surface(u: Field, v: Field) -> Field:
        hole = _ridges(u + v, pitch, 1.0) * _ridges(u - v, pitch, 1.0)
        return np.asarray(np.clip(1 - (1 - share) * 2 * hole, 0, 1), np.float32)

    return surface
