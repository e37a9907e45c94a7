"""Patterns all over a cloth: stripes, checks, dots, flowers, blots and dyes.

Colours are display values, blue, green, red, 0 to 1. A pattern is a function of the cloth's
coordinates in pixels, ``u`` across its threads and ``v`` along them.
"""

from collections.abc import Callable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.product_photos.noise import Field
from tryon_ar.training.sketches.dyes_surfaces import read_tile, wrapped_noise

Picture = NDArray[np.float32]
Pattern = Callable[[Field, Field], Picture]
"""(u_px, v_px) -> colours of shape (*u.shape, 3)."""
Maker = Callable[[np.random.Generator, float, Picture, Sequence[Picture]], Pattern]

# Colour tables hold this many entries a pixel, so that a band's edge can fall between two.
_FINE = 4


def draw_pattern(
    rng: np.random.Generator, unit_px: float, ground: Picture, inks: Sequence[Picture]
) -> Pattern:
    """Draw a pattern as often as garments show it.

    Parameters
    ----------
    unit_px : float
        Pixels of a sketch's unit, about the width of the shoulders.
    ground : ndarray of shape (3,), float32
    inks : sequence of four such colours
    """
    shares = np.array([share for share, _ in _MAKERS])
    pick = int(rng.choice(len(_MAKERS), p=shares / shares.sum()))
    return _MAKERS[pick][1](rng, unit_px, ground, inks)


def band_table(widths_px: Sequence[float], colours: Sequence[Picture]) -> Picture:
    """Return one period of bands as a table of shape (N, 3), edges softened over a pixel.

    Parameters
    ----------
    widths_px : sequence of float
        One for each colour.
    """
    counts = [max(1, round(width * _FINE)) for width in widths_px]
    table = np.repeat(np.asarray(colours, np.float32), counts, axis=0)
    kernel = np.ones(_FINE) / _FINE
    padded = np.pad(table, ((_FINE, _FINE), (0, 0)), mode="wrap")
    soft = np.stack([np.convolve(padded[:, c], kernel, "same") for c in range(3)], axis=1)
    return soft[_FINE:-_FINE].astype(np.float32)


def _read_table(table: Picture, along: Field) -> Picture:
    index = np.mod((along * _FINE).astype(np.int32), len(table))
    return np.asarray(table[index], np.float32)


def stripes(
    rng: np.random.Generator, unit_px: float, ground: Picture, inks: Sequence[Picture]
) -> Pattern:
    """Stripes across, along or at a slant; breton, block and pin stripes among them."""
    period = max(3.0, unit_px * np.exp(rng.uniform(np.log(0.02), np.log(0.4))))
    count = int(rng.choice([1, 1, 1, 2, 3]))
    shares = rng.uniform(0.1, 1.0, 2 * count)
    if rng.random() < 0.25:
        shares[1::2] *= 0.25
    widths = shares / shares.sum() * period
    colours = [ink for pair in zip([ground] * count, inks[:count], strict=True) for ink in pair]
    table = band_table(list(widths), colours)
    direction = rng.random()
    angle = 0.0 if direction < 0.62 else np.pi / 2 if direction < 0.92 else rng.uniform(0, np.pi)
    down, across = np.float32(np.cos(angle)), np.float32(np.sin(angle))

    def pattern(u: Field, v: Field) -> Picture:
        return _read_table(table, v * down + u * across)

    return pattern


def checks(
    rng: np.random.Generator, unit_px: float, ground: Picture, inks: Sequence[Picture]
) -> Pattern:
    """Gingham, windowpane and plaid: bands both ways, mixed as threads mix."""
    period = max(5.0, unit_px * np.exp(rng.uniform(np.log(0.03), np.log(0.35))))
    if rng.random() < 0.4:
        widths, colours = [period / 2, period / 2], [ground, inks[0]]
    else:
        shares = rng.uniform(0.05, 1.0, 6)
        widths = list(shares / shares.sum() * period)
        colours = [ground, inks[0], ground, inks[1], ground, inks[2]]
    table = band_table(widths, colours)
    slant = rng.uniform(0, np.pi) if rng.random() < 0.1 else 0.0
    cosine, sine = np.float32(np.cos(slant)), np.float32(np.sin(slant))

    def pattern(u: Field, v: Field) -> Picture:
        first = _read_table(table, u * cosine + v * sine)
        second = _read_table(table, v * cosine - u * sine)
        return (first + second) * np.float32(0.5)

    return pattern


def _as_pattern(tile: Picture) -> Pattern:
    def pattern(u: Field, v: Field) -> Picture:
        return read_tile(tile, u, v)

    return pattern


def _sheet(ground: Picture, size_px: int) -> Picture:
    return np.ascontiguousarray(np.broadcast_to(ground, (size_px, size_px, 3)), np.float32)


def _stamp(
    sheet: Picture,
    centre: NDArray[np.float64],
    axes: tuple[float, float],
    turn: float,
    ink: Picture,
) -> None:
    """Fill an ellipse, and again where it hangs over the sheet's edges."""
    size, reach = sheet.shape[0], max(axes)
    colour = tuple(float(value) for value in ink)
    for x in _wrapped(centre[0], reach, size):
        for y in _wrapped(centre[1], reach, size):
            middle = (round(x * 16), round(y * 16))
            half = (max(1, round(axes[0] * 16)), max(1, round(axes[1] * 16)))
            cv2.ellipse(sheet, middle, half, turn, 0, 360, colour, -1, cv2.LINE_8, 4)


def _wrapped(place: float, reach: float, size: int) -> list[float]:
    places = [place]
    if place < reach:
        places.append(place + size)
    if place > size - reach:
        places.append(place - size)
    return places


def _softened(sheet: Picture, deviation_px: float = 0.6) -> Picture:
    """Blur a wrapping sheet a little: its shapes were filled without soft edges."""
    padded = cv2.copyMakeBorder(sheet, 4, 4, 4, 4, cv2.BORDER_WRAP)
    return np.asarray(cv2.GaussianBlur(padded, (0, 0), deviation_px)[4:-4, 4:-4], np.float32)


def dots(
    rng: np.random.Generator, unit_px: float, ground: Picture, inks: Sequence[Picture]
) -> Pattern:
    """Polka dots in brick order, or strewn."""
    pitch = max(5.0, unit_px * rng.uniform(0.03, 0.2))
    radius = pitch * rng.uniform(0.12, 0.36)
    cells = max(2, 2 * round(200 / pitch / 2))
    size = round(cells * pitch)
    sheet = _sheet(ground, size)
    spread = 0.0 if rng.random() < 0.6 else 0.5
    many = rng.random() < 0.2
    for row in range(cells):
        for column in range(cells):
            shift = np.array([column + 0.5 * (row % 2), row]) + rng.uniform(-1, 1, 2) * spread
            ink = inks[int(rng.integers(4))] if many else inks[0]
            _stamp(sheet, np.mod(shift * size / cells, size), (radius, radius), 0.0, ink)
    return _as_pattern(_softened(sheet))


def flowers(
    rng: np.random.Generator, unit_px: float, ground: Picture, inks: Sequence[Picture]
) -> Pattern:
    """Flowers and leaves, from tiny to as wide as a hand."""
    radius = max(2.2, unit_px * np.exp(rng.uniform(np.log(0.012), np.log(0.12))))
    size = int(np.clip(radius * 16, 96, 320))
    sheet = _sheet(ground, size)
    count = int((size / radius) ** 2 * rng.uniform(0.04, 0.14))
    for index in range(min(count, 120)):
        centre, turn = rng.uniform(0, size, 2), rng.uniform(0, 360)
        length = radius * rng.uniform(0.5, 1.2)
        if index % 2:
            _leaf(sheet, centre, length, turn, inks[3])
        else:
            _flower(sheet, centre, length, turn, inks[int(rng.integers(3))], rng)
    return _as_pattern(_softened(sheet))


def _flower(
    sheet: Picture,
    centre: NDArray[np.float64],
    radius: float,
    turn: float,
    ink: Picture,
    rng: np.random.Generator,
) -> None:
    petals = int(rng.integers(4, 8))
    for petal in range(petals):
        degrees = turn + 360 / petals * petal
        angle = np.radians(degrees)
        at = centre + radius * 0.55 * np.array([np.cos(angle), np.sin(angle)])
        shade = np.float32(rng.uniform(0.85, 1.1))
        _stamp(sheet, at, (radius * 0.5, radius * 0.3), degrees, np.clip(ink * shade, 0, 1))
    _stamp(sheet, centre, (radius * 0.2, radius * 0.2), 0.0, ink * np.float32(0.5))


def _leaf(
    sheet: Picture, centre: NDArray[np.float64], length: float, turn: float, ink: Picture
) -> None:
    _stamp(sheet, centre, (length, length * 0.3), turn, ink)
    _stamp(sheet, centre, (length * 0.9, length * 0.06), turn, ink * np.float32(0.7))


def blots(
    rng: np.random.Generator, unit_px: float, ground: Picture, inks: Sequence[Picture]
) -> Pattern:
    """Camouflage and abstract blots: smooth noise cut into a few colours."""
    cells = int(np.clip(256 / (unit_px * rng.uniform(0.06, 0.3)), 3, 40))
    wide = max(2, int(cells * rng.uniform(0.5, 1.5)))
    noise = wrapped_noise(rng, (cells, wide)) + 0.5 * wrapped_noise(rng, (2 * cells, 2 * wide))
    colours = np.asarray([ground, *inks[: int(rng.integers(1, 4))]], np.float32)
    cuts = np.quantile(noise, np.linspace(0, 1, len(colours) + 1)[1:-1])
    return _as_pattern(_softened(colours[np.digitize(noise, cuts)]))


def spots(
    rng: np.random.Generator, unit_px: float, ground: Picture, inks: Sequence[Picture]
) -> Pattern:
    """Leopard: dark broken rings round darker ground."""
    radius = max(2.5, unit_px * rng.uniform(0.012, 0.05))
    size = int(np.clip(radius * 20, 96, 300))
    if rng.random() < 0.6:
        ground = np.array([0.45, 0.65, 0.85], np.float32) * np.float32(rng.uniform(0.7, 1.1))
        inks = [np.array([0.08, 0.1, 0.14], np.float32)]
    sheet = _sheet(np.clip(ground, 0, 1), size)
    count = int((size / radius) ** 2 / 9)
    for _ in range(count):
        centre = rng.uniform(0, size, 2)
        for _ in range(3):
            at = np.mod(centre + rng.normal(0, radius * 0.6, 2), size)
            axes = (radius * rng.uniform(0.4, 0.8), radius * rng.uniform(0.2, 0.4))
            _stamp(sheet, at, axes, rng.uniform(0, 360), inks[0])
        _stamp(sheet, centre, (radius * 0.5, radius * 0.4), 0.0, ground * np.float32(0.8))
    return _as_pattern(_softened(sheet))


def tie_dye(
    rng: np.random.Generator, unit_px: float, ground: Picture, inks: Sequence[Picture]
) -> Pattern:
    """Rings or a spiral of running dyes, and cloudy batik."""
    ring = unit_px * rng.uniform(0.15, 0.6)
    arms = int(rng.integers(0, 4))
    centre = rng.uniform(-0.4, 0.4, 2) * unit_px
    cloud = wrapped_noise(rng, (7, 7)) + 0.5 * wrapped_noise(rng, (20, 20))
    run = rng.uniform(0.1, 0.7)
    table = np.asarray([ground, *inks[: int(rng.integers(1, 5))]], np.float32)
    ring_table = cv2.resize(np.vstack([table, table[:1]]), (3, 128)).astype(np.float32)

    def pattern(u: Field, v: Field) -> Picture:
        x, y = u - np.float32(centre[0]), v - np.float32(centre[1])
        turn = np.hypot(x, y) / np.float32(ring)
        if arms:
            turn = turn + np.arctan2(y, x) * np.float32(arms / (2 * np.pi))
        turn = turn + np.float32(run) * read_tile(cloud, u, v) * np.float32(0.5)
        return np.asarray(ring_table[np.mod(turn * 128, 128).astype(np.int32)], np.float32)

    return pattern


def marbled(
    rng: np.random.Generator, unit_px: float, ground: Picture, inks: Sequence[Picture]
) -> Pattern:
    """Soft running colours: watercolour, snow wash, photographs printed all over."""
    sheet = _sheet(ground, 256)
    for ink in inks[: int(rng.integers(1, 5))]:
        cells = int(rng.integers(3, 30))
        field = wrapped_noise(rng, (cells, cells)) + 0.4 * wrapped_noise(rng, (64, 64))
        cover = np.clip(field * rng.uniform(0.3, 1.5), 0, 1)[:, :, None]
        sheet = np.asarray(sheet * (1 - cover) + ink * cover, np.float32)
    return _as_pattern(sheet)


def motifs(
    rng: np.random.Generator, unit_px: float, ground: Picture, inks: Sequence[Picture]
) -> Pattern:
    """Small figures in rows: fair isle, paisley, tiny logos, nordic bands."""
    pixel = max(1.2, unit_px * rng.uniform(0.006, 0.02))
    rows, columns = int(rng.integers(5, 22)), int(rng.integers(5, 14))
    figure = rng.random((rows, (columns + 1) // 2)) < rng.uniform(0.15, 0.5)
    figure = np.hstack([figure, figure[:, ::-1]])
    colours = np.asarray([ground, *inks], np.float32)
    chosen = rng.integers(1, 3 if rng.random() < 0.7 else 5, rows)
    cells = np.where(figure[:, :, None], colours[chosen][:, None], ground).astype(np.float32)
    size = (round(cells.shape[1] * pixel), round(cells.shape[0] * pixel))
    how = cv2.INTER_NEAREST if rng.random() < 0.5 else cv2.INTER_LINEAR
    return _as_pattern(_softened(cv2.resize(cells, size, interpolation=how).astype(np.float32)))


def flecked(
    rng: np.random.Generator, unit_px: float, ground: Picture, inks: Sequence[Picture]
) -> Pattern:
    """Tweed and space-dyed yarn: short threads of several colours side by side."""
    colours = np.asarray([ground, *inks[: int(rng.integers(1, 4))]], np.float32)
    shares = np.array([rng.uniform(1, 6), *rng.uniform(0.3, 1.5, len(colours) - 1)])
    rows, columns = (int(256 / rng.uniform(1.0, 2.4)) for _ in range(2))
    picked = rng.choice(len(colours), (rows, columns), p=shares / shares.sum())
    sheet = cv2.resize(colours[picked], (256, 256), interpolation=cv2.INTER_LINEAR)
    return _as_pattern(sheet.astype(np.float32))


def shaded(
    rng: np.random.Generator, unit_px: float, ground: Picture, inks: Sequence[Picture]
) -> Pattern:
    """Dip dye: one colour running into another down the cloth."""
    middle = np.float32(rng.normal(0, 0.5) * unit_px)
    width = np.float32(rng.uniform(0.02, 1.2) * unit_px)

    def pattern(u: Field, v: Field) -> Picture:
        share = np.clip((v - middle) / width + np.float32(0.5), 0, 1)[:, :, None]
        return np.asarray(ground + (inks[0] - ground) * share, np.float32)

    return pattern


_MAKERS: tuple[tuple[float, Maker], ...] = (
    (0.32, stripes),
    (0.17, checks),
    (0.09, dots),
    (0.18, flowers),
    (0.06, blots),
    (0.03, spots),
    (0.03, tie_dye),
    (0.04, marbled),
    (0.05, flecked),
    (0.03, shaded),
    (0.07, motifs),
)
