"""Clothes: a figure dressed in what people wear before a webcam."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Label
from tryon_ar.training.people.clothes_colours import (
    cloth_rgb,
    denim,
    denim_rgb,
    patterned,
    plain,
    trouser_rgb,
)
from tryon_ar.training.people.clothes_cuts import above, legs, round_neck, sleeves
from tryon_ar.training.people.clothes_measures import Floats, measure
from tryon_ar.training.people.clothes_shells import Layers, as_mesh
from tryon_ar.training.people.clothes_tubes import Flare, hang
from tryon_ar.training.people.mesh import Mesh, Pattern

if TYPE_CHECKING:
    from tryon_ar.training.people.body import Figure


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
    """

    meshes: tuple[Mesh, ...]
    bare: NDArray[np.bool_]
    thickness_m: Floats


def dress(figure: Figure, rng: np.random.Generator) -> Outfit:
    """Dress a figure.

    Parameters
    ----------
    figure : Figure
    rng : numpy.random.Generator
    """
    body = measure(figure)
    layers = Layers(figure, body, rng)
    meshes: list[Mesh] = []
    waist_z = body.height_of(rng.uniform(0.03, 0.2))
    if rng.random() < 0.3:
        flare = Flare(
            body.height_of(0.2),
            body.down_the_leg(rng.uniform(0.2, 0.9)),
            rng.uniform(0, 0.5),
            0.004,
        )
        cut = hang(layers, flare, rng)
        meshes.append(as_mesh(cut, cloth_rgb(rng, figure.skin_rgb), plain(rng, 0.6), Label.LOWER))
    else:
        field = legs(body, waist_z, body.down_the_leg(rng.choice([0.3, 1.0])))
        cut = layers.lay(field, layers.height_m(rng.uniform(0.004, 0.02), 0.6))
        if rng.random() < 0.5:
            meshes.append(as_mesh(cut, denim_rgb(rng), denim(rng, 0.8), Label.LOWER))
        else:
            rgb = trouser_rgb(rng, figure.skin_rgb)
            meshes.append(as_mesh(cut, rgb, plain(rng, 0.8), Label.LOWER))
    loose = rng.uniform()
    end = body.upper_arm * rng.uniform(0.3, 0.8) if rng.random() < 0.5 else body.whole_arm
    field = np.minimum(sleeves(body, end), above(body, body.height_of(rng.uniform(-0.1, 0.1))))
    field = np.minimum(field, round_neck(body, rng.uniform(0.075, 0.1), rng.uniform(0.07, 0.12)))
    height = layers.height_m(0.005 + 0.015 * loose, loose, 0.8 * loose)
    height = height + layers.sleeve_bag_m(end, 0.04 * loose)
    cut = layers.lay(field, height, folds_m=0.008 * loose)
    pattern = Pattern(rng.choice([0, 0, 0, 1, 2, 3, 5, 8]))
    centre = np.array([0.0, body.neck[1], body.armpit_z])
    paint = patterned(rng, pattern, rng.uniform(0.4, 1.3), figure.skin_rgb, centre)
    meshes.append(as_mesh(cut, cloth_rgb(rng, figure.skin_rgb), paint, Label.UPPER))
    return Outfit(tuple(meshes), ~layers.covered, np.where(layers.covered, layers.standoff_m, 0.0))
