"""What rendered people have on and about them besides clothes: glasses, hats, phones, bags."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.people import things_head, things_held, things_worn
from tryon_ar.training.people.beards import grow_beard
from tryon_ar.training.people.hair import grow_hair
from tryon_ar.training.people.mesh import Mesh

if TYPE_CHECKING:
    from tryon_ar.training.people.body import Figure

#: Cloth stands off so far (m) where nobody says how far.
_USUAL_THICKNESS_M = 0.02
_Maker = Callable[["Figure", str, np.random.Generator], list[Mesh]]
_HELD: tuple[tuple[_Maker, float, float], ...] = (
    (things_held.phone, 0.45, 0.5),
    (things_held.cup, 0.22, 0.75),
    (things_held.book, 0.1, 0.45),
    (things_held.tablet, 0.08, 0.35),
    (things_held.carried_bag, 0.15, 1.2),
)


def adorn(
    figure: Figure, outfit_thickness_m: NDArray[np.floating], rng: np.random.Generator
) -> tuple[Figure, tuple[Mesh, ...]]:
    """Return hair, beard and things that go together: hair lies flat below hats.

    Parameters
    ----------
    figure : Figure
    outfit_thickness_m : ndarray of shape (N,), float
        How far the outermost cloth stands off each vertex.
    rng : Generator

    Returns
    -------
    figure : Figure
        The same with the fingers closed round what they hold: its skin is to be drawn.
    meshes : tuple of Mesh
        See :func:`grow_hair` and :func:`add_things`.
    """
    figure, held = _held(figure, rng)
    hat = _headwear(figure, outfit_thickness_m, rng)
    covered = hat is not None and hat[0] == "headscarf"
    limit = 0.006 if hat is not None and hat[0] in ("beanie", "cap") else None
    hair = () if covered else grow_hair(figure, outfit_thickness_m, rng, volume_limit_m=limit)
    worn = tuple(hat[1]) if hat is not None else ()
    return figure, hair + worn + _without_hat(figure, outfit_thickness_m, rng) + held


def add_things(
    figure: Figure,
    rng: np.random.Generator,
    outfit_thickness_m: NDArray[np.floating] | None = None,
) -> tuple[Mesh, ...]:
    """Return a beard, glasses, headwear, jewellery, things held and bags, each now and then.

    Parameters
    ----------
    figure : Figure
    rng : Generator
    outfit_thickness_m : ndarray of shape (N,), float, optional
        How far the outermost cloth stands off each vertex; straps lie on top of it.

    Returns
    -------
    tuple of Mesh
        Labels: face (beard, glasses, earrings), hair (hats, headphones), neck (necklaces), arms
        (watches), upper (scarves), background (whatever is held or hangs from a shoulder).
    """
    if outfit_thickness_m is None:
        outfit_thickness_m = np.full(len(figure.vertices), _USUAL_THICKNESS_M)
    hat = _headwear(figure, outfit_thickness_m, rng)
    worn = tuple(hat[1]) if hat is not None else ()
    return worn + _without_hat(figure, outfit_thickness_m, rng) + _held(figure, rng)[1]


def _held(figure: Figure, rng: np.random.Generator) -> tuple[Figure, tuple[Mesh, ...]]:
    """Give a figure something to hold now and then."""
    if rng.random() > 0.22:
        return figure, ()
    weights = np.array([row[1] for row in _HELD])
    maker, _, bend = _HELD[int(rng.choice(len(_HELD), p=weights / weights.sum()))]
    side = str(rng.choice(["L", "R"]))
    figure = things_held.closed_hand(figure, side, bend)
    return figure, tuple(maker(figure, side, rng))


def _headwear(
    figure: Figure, outfit_thickness_m: NDArray[np.floating], rng: np.random.Generator
) -> tuple[str, list[Mesh]] | None:
    """Draw a hat or the like: its name and meshes, None for a bare head."""
    chance = rng.random()
    if chance < 0.04:
        return "beanie", things_head.beanie(figure, rng)
    if chance < 0.09:
        return "cap", things_head.cap(figure, rng)
    if chance < 0.11:
        return "headband", things_head.headband(figure, rng)
    if chance < 0.11 + 0.04 * figure.woman:
        return "headscarf", things_head.headscarf(figure, outfit_thickness_m, rng)
    if chance < 0.18:
        return "headphones", things_head.headphones(figure, rng)
    return None


def _without_hat(
    figure: Figure, outfit_thickness_m: NDArray[np.floating], rng: np.random.Generator
) -> tuple[Mesh, ...]:
    made: list[Mesh] = list(grow_beard(figure, rng))
    chance = rng.random()
    if chance < 0.3:
        made += things_head.glasses(figure, rng, dark=chance < 0.05)
    if rng.random() < 0.05 + 0.25 * figure.woman:
        made += things_head.earrings(figure, rng)
    if rng.random() < 0.2:
        made += things_worn.wristband(figure, rng)
    return tuple(made) + _on_trunk(figure, outfit_thickness_m, rng)


def _on_trunk(
    figure: Figure, outfit_thickness_m: NDArray[np.floating], rng: np.random.Generator
) -> tuple[Mesh, ...]:
    trunk = things_worn.trunk_of(figure, outfit_thickness_m)
    made: list[Mesh] = []
    if rng.random() < 0.06 + 0.24 * figure.woman:
        bare = things_worn.trunk_of(figure, np.zeros(len(figure.vertices)))
        made += things_worn.necklace(bare if rng.random() < 0.5 else trunk, rng)
    chance = rng.random()
    if chance < 0.05:
        made += things_worn.cross_body_strap(trunk, rng)
    elif chance < 0.11:
        made += things_worn.rucksack(trunk, rng)
    elif chance < 0.14:
        made += things_worn.shoulder_bag(trunk, rng)
    elif chance < 0.18:
        made += things_worn.lanyard(trunk, rng)
    elif chance < 0.22:
        made += things_worn.scarf(trunk, rng)
    return tuple(made)
