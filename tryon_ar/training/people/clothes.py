"""Clothes: a figure dressed in what people wear before a webcam."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Label
from tryon_ar.training.people import clothes_bottoms as bottoms
from tryon_ar.training.people import clothes_coats as coats
from tryon_ar.training.people import clothes_tops as tops
from tryon_ar.training.people.clothes_colours import cloth_rgb, suit_rgb
from tryon_ar.training.people.clothes_dressing import Cloth, Dressing, Top
from tryon_ar.training.people.clothes_landmarks import top_landmarks
from tryon_ar.training.people.clothes_measures import Floats, measure
from tryon_ar.training.people.clothes_shells import Layers
from tryon_ar.training.people.mesh import Mesh, Pattern

if TYPE_CHECKING:
    from tryon_ar.training.people.body import Figure

# How often upper clothes are worn, as seen before webcams: (men, women).
_TOPS: dict[str, tuple[float, float]] = {
    "tee": (0.30, 0.20),
    "long": (0.10, 0.13),
    "tank": (0.03, 0.08),
    "crop": (0.0, 0.06),
    "shirt": (0.19, 0.12),
    "polo": (0.06, 0.02),
    "hoodie": (0.12, 0.08),
    "jumper": (0.11, 0.10),
    "high": (0.03, 0.04),
    "dress": (0.0, 0.13),
    "jumpsuit": (0.01, 0.02),
}
_OVER = {"suit": 0.26, "coat": 0.12, "jacket": 0.27, "cardigan": 0.12, "shirt": 0.23}


@dataclass(frozen=True, slots=True)
class Outfit:
    """What a figure wears.

    Attributes
    ----------
    meshes : tuple of Mesh
    bare : ndarray of shape (N,), bool
        Vertices of the skin that nothing covers.
    thickness_m : ndarray of shape (N,)
        How far the outermost cloth stands off the skin, m; 0 where bare.
    landmarks : dict of str to ndarray of shape (3,)
        Of the outermost upper clothes, posed; see ``clothes_landmarks``.
    """

    meshes: tuple[Mesh, ...]
    bare: NDArray[np.bool_]
    thickness_m: Floats
    landmarks: dict[str, Floats] = field(default_factory=dict)


def dress(figure: Figure, rng: np.random.Generator, tops_of: Sequence[str] = ()) -> Outfit:
    """Dress a figure.

    Tops, bottoms, and what is worn over them are drawn by how often men and women wear them; shells
    over the skin and hanging cloth are labelled upper clothes (dresses and coats down to the hem),
    lower clothes, and shoes and socks legs.

    Parameters
    ----------
    figure : Figure
    rng : numpy.random.Generator
    tops_of : sequence of str
        Kinds of upper clothes to draw from; any when empty.
    """
    body = measure(figure)
    work = Dressing(figure, body, Layers(figure, body, rng), rng)
    kinds = {name: _TOPS[name][figure.woman > 0.5] for name in tops_of or _TOPS}
    top = work.one_of(kinds)
    bottoms.shoes(work)
    _put_on(work, top)
    layers = work.layers
    chest = (0.0, float(body.neck[1]), body.armpit_z)
    meshes = tuple(_placed(mesh, chest) for mesh in work.meshes)
    marks = top_landmarks(*work.tops[-1], body) if work.tops else {}
    thickness = np.where(layers.covered, layers.standoff_m, 0.0)
    return Outfit(meshes, ~layers.covered, thickness, marks)


def _placed(mesh: Mesh, chest: tuple[float, float, float]) -> Mesh:
    """Tell cloth without a print where the chest is: its creases lie by that."""
    if mesh.paint.pattern in (Pattern.CHEST_PRINT, Pattern.COLOUR_BLOCK):
        return mesh
    return replace(mesh, paint=replace(mesh.paint, centre=chest))


def _put_on(work: Dressing, top: str) -> None:
    waist_z = work.body.height_of(work.draw(0.04, 0.26))
    if top == "dress":
        tops.dress(work)
        _over(work, 0.15, ("coat", "jacket", "cardigan"))
    elif top == "jumpsuit":
        _jumpsuit(work)
    else:
        suit = Cloth(suit_rgb(work.rng), work.plain(np.zeros(3), work.draw(0.3, 0.8)).paint)
        outer = _outer(work, top)
        tucked = work.happens(0.55 if top in ("shirt", "long") else 0.25) or outer == "suit"
        tucked = tucked and top not in ("hoodie", "jumper", "crop")
        if tucked:
            _top(work, top, tucked)
        _bottom(work, waist_z, suit if outer == "suit" and work.happens(0.7) else None)
        if not tucked:
            _top(work, top, tucked)
        if outer:
            _wear_over(work, outer, suit)


def _outer(work: Dressing, top: str) -> str:
    if not work.happens({"hoodie": 0.15, "shirt": 0.4, "crop": 0.1}.get(top, 0.27)):
        return ""
    outer = work.one_of(_OVER)
    return "jacket" if (outer, top) in (("shirt", "shirt"), ("shirt", "hoodie")) else outer


def _top(work: Dressing, top: str, tucked: bool) -> None:
    if top in ("tee", "long", "tank", "crop"):
        tops.tee(work, tucked, top)
    elif top == "shirt":
        tops.shirt(work, tucked)
    elif top == "polo":
        tops.polo(work, tucked)
    elif top == "hoodie":
        zipped = work.happens(0.3)
        if zipped:
            tops.tee(work, tucked=False)
        tops.hoodie(work, zipped=zipped)
    else:
        tops.jumper(work, "high" if top == "high" else work.one_of({"crew": 0.75, "v": 0.25}))


def _bottom(work: Dressing, waist_z: float, suit: Cloth | None) -> None:
    if suit is not None:
        bottoms.trousers(work, waist_z, "trousers", suit)
        return
    woman = work.figure.woman > 0.5
    kinds = {"trousers": 0.34, "jeans": 0.42, "shorts": 0.16, "leggings": 0.03}
    if woman:
        kinds = {"trousers": 0.24, "jeans": 0.34, "shorts": 0.09, "leggings": 0.13, "skirt": 0.2}
    kind = work.one_of(kinds)
    if kind == "skirt":
        bottoms.skirt(work, waist_z)
    else:
        bottoms.trousers(work, waist_z, kind)


def _over(work: Dressing, chance: float, kinds: tuple[str, ...]) -> None:
    if work.happens(chance):
        suit = Cloth(suit_rgb(work.rng), work.plain(np.zeros(3), 0.6).paint)
        _wear_over(work, kinds[work.rng.integers(len(kinds))], suit)


def _wear_over(work: Dressing, outer: str, suit: Cloth) -> None:
    if outer == "suit":
        coats.blazer(work, suit)
    elif outer == "coat":
        pattern = Pattern.PLAID if work.happens(0.12) else Pattern.PLAIN
        rgb = cloth_rgb(work.rng, work.figure.skin_rgb) * work.draw(0.5, 1.0)
        coats.blazer(work, work.patterned(rgb, pattern, work.draw(0.4, 0.9)), long=True)
    elif outer == "jacket":
        coats.jacket(work)
    elif outer == "cardigan":
        coats.cardigan(work)
    else:
        tops.shirt(work, tucked=False, over=True)


def _jumpsuit(work: Dressing) -> None:
    body = work.body
    rgb = cloth_rgb(work.rng, work.figure.skin_rgb)
    cloth = work.plain(rgb, work.draw(0.5, 1.2))
    seam = body.height_of(work.draw(0.15, 0.3))
    sleeve = body.whole_arm if work.happens(0.5) else body.upper_arm * work.draw(0.4, 0.9)
    loose = work.draw(0.1, 0.6)
    work.lay_top(Top(sleeve, seam - 0.06, tops.plain_neck(work), loose, 0.008), cloth)
    bottoms.trousers(work, seam, "trousers", cloth, Label.UPPER)
