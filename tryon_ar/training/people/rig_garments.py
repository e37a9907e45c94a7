"""What people of the rig wear: one garment that counts, and ordinary clothes with it.

Clothes are cut at rest: dressed with equal chance, one body wears the very same garment (colours,
prints and points of the cloth) in every pose.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.people import clothes_bottoms as bottoms
from tryon_ar.training.people import clothes_coats as coats
from tryon_ar.training.people import clothes_tops as tops
from tryon_ar.training.people.clothes_colours import suit_rgb
from tryon_ar.training.people.clothes_dressing import Cloth, Dressing
from tryon_ar.training.people.clothes_measures import Floats, Measures, measure
from tryon_ar.training.people.clothes_shells import Layers
from tryon_ar.training.people.mesh import Mesh, Pattern, Surface

if TYPE_CHECKING:
    from tryon_ar.training.people.body import Figure

#: sRGB of grey cloth: dark enough for no light to be clipped.
GREY = 0.5
LOWER = ("trousers", "shorts", "skirt")
# Of tops over lower clothes that count: how often they are tucked in, so that the waist is seen.
_TUCKED = 0.6
_ABOVE_FORK_M = 0.05


@dataclass(frozen=True, slots=True)
class Worn:
    """A dressed figure.

    Attributes
    ----------
    category : str
        Of the garment that counts, one of ``garments.garment.CATEGORIES``.
    garment : tuple of Mesh
        Its pieces, the cloth that it is cut from first.
    under, over : tuple of Mesh
        Other clothes, put on before and after it.
    hoods : tuple of int
        Which pieces are hoods.
    bare : ndarray of shape (N,), bool
        Vertices of the skin that nothing covers.
    thickness_m : ndarray of shape (N,)
        How far the outermost cloth stands off the skin.
    work : Dressing
        How it was put on, for landmarks.
    body : Measures
    """

    category: str
    garment: tuple[Mesh, ...]
    under: tuple[Mesh, ...]
    over: tuple[Mesh, ...]
    hoods: tuple[int, ...]
    bare: NDArray[np.bool_]
    thickness_m: Floats
    work: Dressing = field(repr=False)
    body: Measures = field(repr=False)


def wear(figure: Figure, category: str, seed: tuple[int, ...]) -> Worn:
    """Dress a figure in a garment of a category and what goes with it.

    Parameters
    ----------
    figure : Figure
        Standing.
    category : str
    seed : tuple of int
        Of the garment; equal ones dress a body alike in all poses.
    """
    rng = np.random.default_rng(seed)
    body = measure(figure)
    work = Dressing(figure, body, Layers(figure, body, rng), rng)
    # Hems in the fork of the legs would follow it down.
    work.lowest_z = max(work.lowest_z, body.crotch_z + _ABOVE_FORK_M)
    bottoms.shoes(work)
    if category in LOWER:
        span, tops_from = _lower_outfit(work, category)
    else:
        span, tops_from = _upper_outfit(work, category)
    work.tops = work.tops[tops_from:]
    meshes = placed_on_chest(work)
    layers = work.layers
    first, last = span
    hoods = [n for n, mesh in enumerate(work.meshes[first:last]) if _one_of(mesh, work.hoods)]
    return Worn(
        category=category,
        garment=tuple(meshes[first:last]),
        under=tuple(meshes[:first]),
        over=tuple(meshes[last:]),
        hoods=tuple(hoods),
        bare=~layers.covered,
        thickness_m=np.where(layers.covered, layers.standoff_m, 0.0),
        work=work,
        body=body,
    )


def front_gap_m(worn: Worn) -> float:
    """Return how wide the front of upper clothes stands open between chest and hem, m."""
    top, _ = worn.work.tops[0]
    body = worn.body
    low = max(top.hem_z + 0.03, body.hip_z)
    level = (body.rest[:, 2] > low) & (body.rest[:, 2] < body.armpit_z - 0.1) & ~body.arm
    front = level & (body.rest[:, 1] < body.neck[1] - 0.02) & (top.opening <= 0)
    return 2.0 * float(body.across[front].max(initial=0.0))


def dyed_grey(mesh: Mesh) -> Mesh:
    """Return a piece of the same cloth and folds in one grey: its luma is the light it gets."""
    paint = mesh.paint
    if paint.surface is Surface.CLOTH:
        paint = replace(paint, pattern=Pattern.PLAIN)
    return replace(mesh, colours=np.full_like(mesh.colours, GREY), paint=paint)


def _one_of(mesh: Mesh, others: list[Mesh]) -> bool:
    return any(mesh is other for other in others)


def placed_on_chest(work: Dressing) -> list[Mesh]:
    """Return what was put on, the folds of plain cloth placed by where the chest is."""
    chest = (0.0, float(work.body.neck[1]), work.body.armpit_z)
    return [_placed(mesh, chest) for mesh in work.meshes]


def _placed(mesh: Mesh, chest: tuple[float, float, float]) -> Mesh:
    """Tell cloth without a print where the chest is: its creases lie by that."""
    cloth = mesh.paint.surface is Surface.CLOTH
    if not cloth or mesh.paint.pattern in (Pattern.CHEST_PRINT, Pattern.COLOUR_BLOCK):
        return mesh
    return replace(mesh, paint=replace(mesh.paint, centre=chest))


def _upper_outfit(work: Dressing, category: str) -> tuple[tuple[int, int], int]:
    """Put on upper clothes that count; return which meshes they are, and from which top on."""
    if category != "dress":
        waist_z = work.body.height_of(work.draw(0.06, 0.2))
        kinds = {"trousers": 0.4, "jeans": 0.5, "leggings": 0.1}
        bottoms.trousers(work, waist_z, work.one_of(kinds))
    if category in ("blazer", "outerwear"):
        tops.tee(work, tucked=False)
    first, tops_from = len(work.meshes), len(work.tops)
    _TOPS[category](work)
    return (first, len(work.meshes)), tops_from


def _lower_outfit(work: Dressing, category: str) -> tuple[tuple[int, int], int]:
    tucked = work.happens(_TUCKED)
    if tucked:
        _some_top(work, tucked)
    waist_z = work.body.height_of(work.draw(0.1, 0.22))
    first = len(work.meshes)
    _LOWER[category](work, waist_z)
    last = len(work.meshes)
    if not tucked:
        _some_top(work, tucked)
    return (first, last), len(work.tops)


def _some_top(work: Dressing, tucked: bool) -> None:
    kind = work.one_of({"tee": 0.5, "long": 0.2, "shirt": 0.3})
    if kind == "shirt":
        tops.shirt(work, tucked)
    else:
        tops.tee(work, tucked, kind)


def _longsleeve(work: Dressing) -> None:
    kind = work.one_of({"long": 0.5, "crew": 0.25, "v": 0.15, "high": 0.1})
    if kind == "long":
        tops.tee(work, tucked=False, kind="long")
    else:
        tops.jumper(work, kind)


def _top(work: Dressing) -> None:
    tops.tee(work, tucked=False, kind=work.one_of({"tank": 0.75, "crop": 0.25}))


def _blazer(work: Dressing) -> None:
    coats.blazer(work, Cloth(suit_rgb(work.rng), work.plain(np.zeros(3), 0.5).paint))


def _outerwear(work: Dressing) -> None:
    kind = work.one_of({"jacket": 0.65, "cardigan": 0.35})
    (coats.jacket if kind == "jacket" else coats.cardigan)(work)


_TOPS: dict[str, Callable[[Dressing], None]] = {
    "tshirt": lambda work: tops.tee(work, tucked=False),
    "longsleeve": _longsleeve,
    "shirt": lambda work: tops.shirt(work, tucked=False),
    "polo": lambda work: tops.polo(work, tucked=False),
    "top": _top,
    "hoodie": lambda work: tops.hoodie(work),
    "blazer": _blazer,
    "outerwear": _outerwear,
    "dress": tops.dress,
}
_LOWER: dict[str, Callable[[Dressing, float], None]] = {
    "trousers": lambda work, waist_z: bottoms.trousers(
        work, waist_z, work.one_of({"trousers": 0.5, "jeans": 0.5})
    ),
    "shorts": lambda work, waist_z: bottoms.trousers(work, waist_z, "shorts"),
    "skirt": lambda work, waist_z: _skirt(work, waist_z),
}


def _skirt(work: Dressing, waist_z: float) -> None:
    bottoms.skirt(work, waist_z)
