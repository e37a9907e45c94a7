"""What a garment lies on or hangs before."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.sketches import backdrops_rooms as rooms
from tryon_ar.training.sketches import backdrops_studio as studio
from tryon_ar.training.sketches import backdrops_views as views
from tryon_ar.training.sketches.backdrops_fields import Colour, Picture, Shape

_Draw = Callable[[np.random.Generator, Shape], Picture]

# How often each is drawn; the sum is that of the kinds that need no photograph.
_KINDS: tuple[tuple[float, _Draw], ...] = (
    (35, studio.white_paper),
    (10, studio.coloured_paper),
    (8, studio.dark_paper),
    (6, rooms.planks),
    (5, rooms.carpet),
    (4, rooms.rug),
    (3, rooms.stripes),
    (8, rooms.crumpled_cloth),
    (2, rooms.quilt),
    (4, rooms.tiles),
    (5, rooms.plaster),
    (2, rooms.grass),
    (2, rooms.gravel),
    (3, views.wall_and_floor),
    (3, views.door),
    (3, views.rail),
    (3, views.sofa),
    (3, views.on_a_table),
)
_ONLY_WITHOUT_GARMENT: tuple[tuple[float, _Draw], ...] = ((14, views.landscape),)
_PHOTO_SHARE = 0.22


def _pick(rng: np.random.Generator, kinds: Sequence[tuple[float, _Draw]]) -> _Draw:
    weights = np.array([weight for weight, _ in kinds])
    return kinds[int(rng.choice(len(kinds), p=weights / weights.sum()))][1]


def draw_backdrop(
    rng: np.random.Generator,
    shape: Shape,
    *,
    photo_backdrops: Sequence[NDArray[np.uint8]] = (),
    empty: bool = False,
) -> Picture:
    """Return a random backdrop.

    Parameters
    ----------
    shape : (int, int)
        Rows and columns.
    photo_backdrops : sequence of ndarray of shape (H, W, 3), uint8
        Real photographs, BGR, of which crops are used too.
    empty : bool
        No garment will lie on it, so landscapes are drawn as well.

    Returns
    -------
    ndarray of shape (H, W, 3), float32
        BGR, about 0 to 255.
    """
    if photo_backdrops and rng.random() < _PHOTO_SHARE * (2 if empty else 1):
        return views.from_photo(rng, shape, photo_backdrops)
    return _pick(rng, _KINDS + _ONLY_WITHOUT_GARMENT if empty else _KINDS)(rng, shape)


def draw_backdrop_near(rng: np.random.Generator, shape: Shape, colour: Colour) -> Picture:
    """Return a backdrop 3 to 25 grey levels lighter or darker than a colour: white on white.

    Parameters
    ----------
    colour : ndarray of shape (3,), float32
        BGR, 0 to 255.
    """
    apart = rng.uniform(3, 25) * (1 if rng.random() < 0.6 else -1)
    grey = float(colour.mean())
    if not 0 <= grey + apart <= 255:
        apart = -apart
    level = np.float32(np.clip(grey + apart, 0, 255))
    tint = (colour - grey) * np.float32(rng.uniform(0, 1)) + rng.normal(0, 1.5, 3)
    wanted = np.asarray(np.clip(level + tint, 0, 255), np.float32)
    if rng.random() < 0.6:
        return studio.sheet_of_paper(rng, shape, wanted)
    if rng.random() < 0.5:
        return rooms.crumpled_cloth(rng, shape, wanted)
    base = rooms.plaster(rng, shape) if rng.random() < 0.6 else rooms.carpet(rng, shape)
    mean = np.asarray(base.mean(axis=(0, 1)), np.float32)
    return np.asarray((base - mean) * np.float32(0.5) + wanted, np.float32)
