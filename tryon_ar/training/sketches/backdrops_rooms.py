"""Backdrops of homes and gardens: what a phone sees below or behind a garment."""

import cv2
import numpy as np

from tryon_ar.training.sketches.backdrops_fields import (
    Colour,
    Field,
    Picture,
    Shape,
    any_colour,
    blend,
    clouds,
    fractal,
    grain,
    ground_grid,
    near,
    painted,
    per_cell,
    ramp,
    slope_light,
)

_WOODS = ((70, 110, 160), (120, 165, 200), (40, 60, 95), (165, 185, 200), (110, 120, 130))


def _line(distance: Field, width: float) -> Field:
    """Return 1 on a line and 0 beside it, softly."""
    return np.asarray(np.clip(width + 0.5 - distance, 0, 1), np.float32)


def _to_border(place: Field, cell: float) -> Field:
    """Return the distance to the nearest multiple of a cell."""
    phase = np.mod(place, np.float32(cell))
    return np.asarray(np.minimum(phase, np.float32(cell) - phase), np.float32)


def planks(rng: np.random.Generator, shape: Shape) -> Picture:
    """Return wooden boards with grain and joints."""
    turn = rng.choice([0.0, 90.0]) + rng.normal(0, 6) if rng.random() < 0.7 else None
    u, v = ground_grid(rng, shape, turn)
    width, length = rng.uniform(16, 75), rng.uniform(120, 400)
    board = (v / width).astype(np.int64)
    along = u + length * per_cell(rng, board)
    cell = board * 37 + (along / length).astype(np.int64)
    fibre = clouds(rng, (256, 128), 2.2, 26)
    streak = cv2.remap(
        fibre, np.mod(u / 3, 127), np.mod(v * 1.7 + 60 * per_cell(rng, cell), 255), cv2.INTER_LINEAR
    )
    wood = _WOODS[int(rng.integers(len(_WOODS)))]
    tone = 1 + rng.uniform(0.02, 0.18) * per_cell(rng, cell) + rng.uniform(0.02, 0.12) * streak
    joints = np.maximum(_line(_to_border(v, width), 0.6), _line(_to_border(along, length), 0.4))
    tone *= 1 - rng.uniform(0.05, 0.7) * joints
    return painted(near(rng, wood, 14), tone.astype(np.float32))


def tiles(rng: np.random.Generator, shape: Shape) -> Picture:
    """Return tiles with joints, plain, veined or chequered; or bricks."""
    u, v = ground_grid(rng, shape, None if rng.random() < 0.3 else rng.normal(0, 6))
    height = rng.uniform(25, 130)
    width = height * rng.choice([1.0, 1.0, 2.0, 3.0])
    row = (v / height).astype(np.int64)
    if rng.random() < 0.4:
        u = u + np.float32(width / 2) * (row & 1)
    cell = row * 37 + (u / width).astype(np.int64)
    tone = 1 + rng.uniform(0, 0.12) * per_cell(rng, cell)
    tone = tone + rng.uniform(0, 0.08) * fractal(rng, shape, 40)
    joints = np.maximum(_line(_to_border(v, height), 0.8), _line(_to_border(u, width), 0.8))
    picture = painted(any_colour(rng, 0.5), tone.astype(np.float32))
    if rng.random() < 0.2:
        odd = ((row + (u / width).astype(np.int64)) & 1).astype(np.float32)
        picture = blend(picture, any_colour(rng, 0.6), odd)
    return blend(picture, any_colour(rng, 0.2), joints * np.float32(rng.uniform(0.3, 1)))


def carpet(rng: np.random.Generator, shape: Shape) -> Picture:
    """Return the pile of a plain or flecked carpet, short or shaggy."""
    rough = rng.uniform(0.03, 0.22)
    pile = grain(rng, shape)
    coarse = rng.uniform(0, 2.2)
    if coarse > 0.4:
        pile = cv2.GaussianBlur(pile, (0, 0), coarse) * (1 + 2.2 * coarse)
    tone = 1 + rough * pile + rng.uniform(0, 0.1) * fractal(rng, shape, 50)
    return painted(any_colour(rng, 0.8), np.clip(tone, 0.1, 2.2).astype(np.float32))


def rug(rng: np.random.Generator, shape: Shape) -> Picture:
    """Return a patterned rug, or printed cloth: one random motif, mirrored and repeated."""
    side = int(rng.integers(5, 22))
    palette = np.stack([any_colour(rng) for _ in range(int(rng.integers(2, 6)))])
    motif = clouds(rng, (side, side), rng.uniform(1, 4))
    index = np.clip((motif * 0.4 + 0.5) * len(palette), 0, len(palette) - 1).astype(np.int64)
    quarter = np.concatenate([index, index[::-1]], 0)
    whole = np.concatenate([quarter, quarter[:, ::-1]], 1)
    u, v = ground_grid(rng, shape)
    cell = rng.uniform(1.5, 7)
    rows = (v / cell).astype(np.int64) % (2 * side)
    columns = (u / cell).astype(np.int64) % (2 * side)
    picture = palette[whole[rows, columns]]
    tone = 1 + rng.uniform(0.02, 0.15) * grain(rng, shape)
    picture = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.5, 1.2)) * tone[:, :, None]
    return np.asarray(picture, np.float32)


def stripes(rng: np.random.Generator, shape: Shape) -> Picture:
    """Return striped or chequered cloth, as of a tablecloth or a blanket."""
    u, v = ground_grid(rng, shape)
    bend = 3 * fractal(rng, shape, 60)
    bands = np.asarray(rng.random(64) < 0.5, np.float32)
    width = rng.uniform(4, 30)
    first = bands[((u + bend) / width).astype(np.int64) & 63]
    share = first
    if rng.random() < 0.5:
        share = (first + bands[((v + bend) / width).astype(np.int64) & 63]) / 2
    picture = blend(painted(any_colour(rng), np.ones(shape, np.float32)), any_colour(rng), share)
    tone = 1 + 0.06 * fractal(rng, shape, 50) + 0.03 * grain(rng, shape)
    return np.asarray(picture * tone[:, :, None], np.float32)


def crumpled_cloth(rng: np.random.Generator, shape: Shape, colour: Colour | None = None) -> Picture:
    """Return a bed sheet, a blanket or satin with creases; white or pale in half of the cases."""
    if colour is None:
        level = rng.uniform(150, 238)
        colour = near(rng, (level, level, level), 5) if rng.random() < 0.5 else any_colour(rng)
    u, v = ground_grid(rng, shape)
    light = np.tanh(slope_light(rng, _creases(rng, u, v)) * rng.uniform(0.8, 2.5))
    tone = 1 + rng.uniform(0.03, 0.3) * (light - 0.25)
    if rng.random() < 0.3:
        tone = tone + rng.uniform(0.01, 0.05) * grain(rng, shape)
    if rng.random() < 0.2:
        step = rng.uniform(0.7, 2)
        tone = tone + rng.uniform(0.01, 0.06) * np.sin(u / step) * np.sin(v / step)
    if rng.random() < 0.15:
        ironed = _line(_to_border(u, rng.uniform(60, 140)), 0.8)
        tone = tone - rng.uniform(0.03, 0.12) * ironed
    return painted(colour, tone.astype(np.float32))


def _creases(rng: np.random.Generator, u: Field, v: Field) -> Field:
    """Return the height of cloth that lies loosely: soft lumps and long creases, in pixels."""
    shape = (u.shape[0], u.shape[1])
    size = rng.uniform(30, 110)
    warp = clouds(rng, shape, size)
    height = 0.1 * size * warp
    if rng.random() < 0.4:
        height += 0.12 * size * (1 - np.abs(clouds(rng, shape, size * 0.6)))
    for _ in range(int(rng.integers(2, 8))):
        angle, bend = rng.uniform(0, np.pi), rng.uniform(4, 22)
        across = np.float32(np.cos(angle)) * u + np.float32(np.sin(angle)) * v
        width = np.float32(rng.uniform(3, 16))
        away = (across - across.flat[int(rng.integers(across.size))] + bend * warp) / width
        height += width * rng.uniform(-0.5, 0.7) / (1 + away * away)
    return np.asarray(height, np.float32)


def quilt(rng: np.random.Generator, shape: Shape) -> Picture:
    """Return a quilted blanket: cushions between seams that cross."""
    u, v = ground_grid(rng, shape)
    cell = rng.uniform(18, 60)
    height = np.sqrt(_to_border(u, cell) * _to_border(v, cell) + 1)
    light = slope_light(rng, height.astype(np.float32))
    tone = 1 + rng.uniform(0.1, 0.5) * light + 0.05 * fractal(rng, shape, 30)
    return painted(any_colour(rng, 0.7), tone.astype(np.float32))


def plaster(rng: np.random.Generator, shape: Shape) -> Picture:
    """Return a wall: plaster, concrete or marble, nearly even to strongly clouded."""
    level = rng.uniform(60, 245)
    colour = near(rng, (level, level * 0.99, level * 0.97), 8)
    if rng.random() < 0.25:
        colour = any_colour(rng, 0.6)
    tone = 1 + rng.uniform(0.005, 0.1) * fractal(rng, shape, rng.uniform(20, 120), 4)
    tone = tone + rng.uniform(0, 0.12) * ramp(rng, shape)
    if rng.random() < 0.3:
        veins = np.abs(fractal(rng, shape, rng.uniform(40, 110), 4))
        tone = tone - rng.uniform(0.05, 0.3) * np.exp(-veins * 14)
    if rng.random() < 0.4:
        tone = tone + rng.uniform(0.005, 0.04) * grain(rng, shape)
    return painted(colour, tone.astype(np.float32))


def grass(rng: np.random.Generator, shape: Shape) -> Picture:
    """Return a lawn, hay or leaves: short strokes in shades of one colour."""
    blades = clouds(rng, shape, rng.uniform(2, 6), 1.6) + grain(rng, shape) * 0.5
    colour = near(rng, (45, 120, 90), 18) if rng.random() < 0.75 else near(rng, (70, 130, 160), 20)
    tone = 1 + rng.uniform(0.12, 0.35) * blades + 0.15 * fractal(rng, shape, 60)
    picture = painted(colour, np.clip(tone, 0.15, 2).astype(np.float32))
    warm = np.clip(fractal(rng, shape, 30) * 0.3, 0, 0.6)
    return blend(picture, near(rng, (60, 150, 170), 15), warm.astype(np.float32))


def gravel(rng: np.random.Generator, shape: Shape) -> Picture:
    """Return stones, asphalt or sand: cells of random lightness."""
    size = rng.uniform(1.5, 9)
    wobble = np.float32(size * 0.6)
    u, v = ground_grid(rng, shape)
    u = u + wobble * clouds(rng, shape, size)
    v = v + wobble * clouds(rng, shape, size)
    cell = (u / size).astype(np.int64) * 71 + (v / size).astype(np.int64)
    tone = 1 + rng.uniform(0.08, 0.35) * per_cell(rng, cell) + 0.06 * grain(rng, shape)
    level = rng.uniform(60, 200)
    return painted(near(rng, (level * 0.92, level * 0.96, level), 10), tone.astype(np.float32))
