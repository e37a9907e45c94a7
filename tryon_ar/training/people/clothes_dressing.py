"""Putting clothes on: what has been laid so far, and the plain ways to lay more."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from tryon_ar.core.labels import Label
from tryon_ar.training.people.clothes_colours import patterned, plain
from tryon_ar.training.people.clothes_cuts import above, band, sleeves
from tryon_ar.training.people.clothes_measures import UPPER_ARM, Floats, Measures
from tryon_ar.training.people.clothes_shells import Cut, Layers, as_mesh
from tryon_ar.training.people.clothes_tubes import Flare, hang
from tryon_ar.training.people.mesh import Mesh, Paint, Pattern

if TYPE_CHECKING:
    from tryon_ar.training.people.body import Figure


@dataclass(frozen=True, slots=True)
class Cloth:
    """What a piece is made of: a colour, sRGB (3,), and a paint."""

    rgb: Floats
    paint: Paint


@dataclass(frozen=True, slots=True)
class Top:
    """How the upper part of a garment is cut.

    Attributes
    ----------
    sleeve_m : float
        Where sleeves end along the arm; far beyond the hand for uncut, below 0 for none.
    hem_z : float
        Height of the hem at rest.
    opening : ndarray of shape (N,)
        Field of the neck, the front and the armholes.
    loose : float
        0 (skin-tight) to 1.
    offset_m : float
        How far it stands off bulges.
    gathered : bool
        Whether cuffs and hem hold the cloth in.
    """

    sleeve_m: float
    hem_z: float
    opening: Floats
    loose: float
    offset_m: float
    gathered: bool = False


@dataclass(slots=True)
class Dressing:
    """A figure being dressed.

    Attributes
    ----------
    figure : Figure
    body : Measures
    layers : Layers
    rng : numpy.random.Generator
    meshes : list of Mesh
        Laid so far, innermost first.
    tops : list of (Top, Cut)
        The upper parts among them, innermost first.
    hoods : list of Mesh
        The hoods among the meshes.
    lowest_z : float
        Lowest hem of tops at rest, m.
    """

    figure: Figure
    body: Measures
    layers: Layers
    rng: np.random.Generator
    meshes: list[Mesh] = field(default_factory=list)
    tops: list[tuple[Top, Cut]] = field(default_factory=list)
    hoods: list[Mesh] = field(default_factory=list)
    lowest_z: float = field(init=False)

    def __post_init__(self) -> None:
        """Keep hems off a lap: below it cloth would follow the legs one by one."""
        names = (("upperleg01.L", "lowerleg01.L"), ("upperleg01.R", "lowerleg01.R"))
        heads, bones = self.figure.heads, self.figure.bones
        thighs = np.array([heads[bones[knee]] - heads[bones[hip]] for hip, knee in names])
        steep = (-thighs[:, 2] / np.linalg.norm(thighs, axis=1)).min()
        standing = self.body.crotch_z + 0.015
        self.lowest_z = standing if steep > 0.85 else self.body.height_of(0.05)

    def draw(self, low: float, high: float) -> float:
        """Draw a number between two."""
        return float(self.rng.uniform(low, high))

    def happens(self, chance: float) -> bool:
        """Draw whether something with a chance is so."""
        return bool(self.rng.random() < chance)

    def one_of(self, chances: dict[str, float]) -> str:
        """Draw a name by its share."""
        shares = np.array(list(chances.values()))
        return str(self.rng.choice(list(chances), p=shares / shares.sum()))

    def plain(self, rgb: Floats, folds: float) -> Cloth:
        """Return cloth of one colour."""
        return Cloth(rgb, plain(self.rng, folds))

    def patterned(self, rgb: Floats, pattern: Pattern, folds: float) -> Cloth:
        """Return cloth with a pattern."""
        body = self.body
        centre = np.array([0.0, body.neck[1], body.armpit_z + self.draw(-0.09, 0.01)])
        if self.happens(0.25):
            centre[0] = 0.09  # a small print over the heart
        return Cloth(rgb, patterned(self.rng, pattern, folds, self.figure.skin_rgb, centre))

    def add(self, cut: Cut, cloth: Cloth, label: Label, *, rim: bool = True) -> Cut:
        """Take a shell among what is worn."""
        if len(cut.triangles):
            self.meshes.append(as_mesh(cut, cloth.rgb, cloth.paint, label, rim))
        return cut

    def lay_top(self, top: Top, cloth: Cloth, label: Label = Label.UPPER) -> tuple[Cut, Floats]:
        """Lay a garment's upper part; return it and its field (N,)."""
        body, layers = self.body, self.layers
        field_m = np.minimum(above(body, top.hem_z), top.opening)
        if top.sleeve_m > 0:
            field_m = np.minimum(field_m, sleeves(body, top.sleeve_m))
        held = _held(body, top) if top.gathered else np.ones(len(body.rest))
        hang_down = top.loose * (0.95 if top.loose > 0.35 else 0.4)
        height = layers.height_m(top.offset_m, top.loose, hang_down) * held
        if top.sleeve_m > 0:
            height = height + layers.sleeve_bag_m(top.sleeve_m, 0.045 * top.loose**1.5)
            height = height + _wider_sleeve(body, top)
        cut = layers.lay(field_m, height, folds_m=0.004 + 0.010 * top.loose)
        self.tops.append((top, cut))
        return self.add(cut, cloth, label), field_m

    def trim(self, field_m: Floats, cloth: Cloth, label: Label = Label.UPPER) -> Cut:
        """Sew a patch on what lies where a field is positive."""
        cut = self.layers.lay(field_m, np.zeros(len(field_m)), trim=True)
        return self.add(cut, cloth, label)

    def hems(self, top: Top, cloth: Cloth, width_m: float, *, cuffs: bool = True) -> None:
        """Sew ribbed bands on the hem and the cuffs."""
        body = self.body
        own = np.minimum(top.opening, 0.2)
        hem = np.minimum(band(above(body, top.hem_z), width_m), own)
        self.trim(np.where(body.arm, -0.05, hem), cloth)
        if cuffs and top.sleeve_m > 0:
            cuff = band(sleeves(body, top.sleeve_m), width_m)
            self.trim(np.where(body.arm, cuff, -0.05), cloth)

    def sew_hood(self, hood: Mesh) -> None:
        """Take a hood among what is worn."""
        self.meshes.append(hood)
        self.hoods.append(hood)

    def hang_skirt(self, flare: Flare, cloth: Cloth, label: Label) -> Cut:
        """Hang a skirt, or the lower part of a dress or coat."""
        cut = self.add(hang(self.layers, flare, self.rng), cloth, label)
        self.layers.cover(cut, flare.top_z, flare.hem_z)
        return cut


def _held(body: Measures, top: Top) -> Floats:
    """Return what share of their height cuffs and hem leave, (N,)."""
    from_cuff = np.clip((top.sleeve_m - body.along_arm) / 0.07, 0.0, 1.0)
    from_hem = np.clip((body.rest[:, 2] - top.hem_z) / 0.07, 0.0, 1.0)
    share = np.where(body.arm, from_cuff, from_hem)
    return np.asarray(0.35 + 0.75 * share, np.float64)


def _wider_sleeve(body: Measures, top: Top) -> Floats:
    """Return how much a loose sleeve stands off more towards its end, (N,) m."""
    share = np.clip(body.along_arm / top.sleeve_m, 0.0, 1.0)
    short = 0.022 if top.sleeve_m < 1.1 * body.upper_arm else 0.010
    wide = 0.0 if top.gathered else short * top.loose
    return np.where(body.parts >= UPPER_ARM, wide * share * body.arm, 0.0)
