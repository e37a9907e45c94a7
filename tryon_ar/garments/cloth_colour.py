"""Find a garment's cloth colour, and how much of it is in each colour of its photo."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.garment import Garment
from tryon_ar.garments.oklab import Floats, oklab_of_rgb

_SAMPLES = 6000
_CLUSTERS = 8
_ROUNDS = 12
# Shading spreads lightness much further than colour: it counts less when colours gather.
_LIGHTNESS_WEIGHT = 0.6
# Fewer samples are noise or an edge, not a print.
_LEAST_SHARE = 0.004
# Colours at this distance from a ray are the same dye, noise and camera considered.
_SAME_DYE = 0.035
_NOISE_SPREADS = 2.5
_WIDEST_DYE = 0.07
# Where the shades of a cloth end: the density of lightness falls to this of its peak.
_VALLEY = 0.04
_BINS = 64
_EDGE_SOFTNESS = 0.06
_INTERIOR_ALPHA = 250
_INTERIOR_INSET_PX = 3


@dataclass(frozen=True, eq=False)
class ClothColour:
    """The dye most of a garment has, in OKLab.

    Attributes
    ----------
    centre : ndarray of shape (3,), float32
        Cloth under its usual light.
    darkest, lightest : float
        Lightness of its shades.
    radius : float
        How far its colours lie from the ray of its shades.
    prints : ndarray of shape (k, 3), float32
        Other colours there are.
    """

    centre: Floats
    darkest: float
    lightest: float
    radius: float
    prints: Floats

    def membership(self, lab: Floats) -> Floats:
        """Return how much of each colour is cloth.

        Parameters
        ----------
        lab : ndarray of shape (n, 3), float32
            OKLab.

        Returns
        -------
        ndarray of shape (n,), float32
            1 for shades of the cloth, 0 for prints and for colours of no kin; the share of
            cloth for mixtures of cloth and a print, as at a print's soft edge.

        Notes
        -----
        A mixture of cloth ``c`` and print ``p`` lies near the segment from ``c`` to ``p``;
        the share is read off its projection. Only the segment it lies nearest counts.
        """
        away = self._distance(lab)
        share = _falling(away, self.radius, self.radius + _EDGE_SOFTNESS)
        nearest = np.full(len(lab), np.inf, np.float32)
        mixed = np.zeros(len(lab), np.float32)
        for colour in self.prints:
            along, off = self._beside_segment(lab, colour)
            closer = off < nearest
            nearest = np.where(closer, off, nearest)
            mixed = np.where(closer, along, mixed)
        kin = _falling(nearest, _SAME_DYE, _SAME_DYE + _EDGE_SOFTNESS)
        return np.asarray(
            np.where(away <= self.radius, 1, kin * mixed + (1 - kin) * share), np.float32
        )

    def _distance(self, lab: Floats) -> Floats:
        """Return distances from the ray of the cloth's shades."""
        light = lab[:, 0].clip(self.darkest, self.lightest)
        return np.asarray(
            np.linalg.norm(lab - self.centre * (light / self.centre[0])[:, None], axis=1),
            np.float32,
        )

    def _beside_segment(self, lab: Floats, colour: Floats) -> tuple[Floats, Floats]:
        """Return the share of cloth on the way to a print's colour, and the distance."""
        start = min(max(float(colour[0]), self.darkest), self.lightest)
        nearest_shade = self.centre * (start / self.centre[0])
        base = (nearest_shade + self.centre) / 2
        way = colour - base
        length = max(float(np.linalg.norm(way)), 1e-6)
        place = ((lab - base) @ way) / length**2
        gap = 2 * self.radius / length  # at both ends there is no mixture
        along = ((place - gap / 2) / max(1 - gap, 0.1)).clip(0, 1)
        off = np.linalg.norm(lab - base - place.clip(0, 1)[:, None] * way, axis=1)
        return np.asarray(1 - along, np.float32), np.asarray(off, np.float32)


def cloth_colour(garment: Garment) -> ClothColour:
    """Return the dominant dye of a garment.

    Parameters
    ----------
    garment : Garment

    Returns
    -------
    ClothColour

    Notes
    -----
    Colours of the matte's interior are gathered by k-means from the farthest-first start
    (Gonzalez, 1985), which finds small prints. The cloth is the ray from black, that is one
    dye under all shades, with most colours near it; along it, the cloth's shades end where
    the density of lightness falls into a valley, so that a black print on white cloth is no
    shade of it.
    """
    samples = _interior(garment)
    centres, owner = _gathered(samples)
    counts = np.bincount(owner, minlength=len(centres))
    best = max(range(len(centres)), key=lambda one: _kin(samples, centres[one]).sum())
    kin = samples[_kin(samples, centres[best])]
    centre, darkest, lightest = _shades(kin)
    spread = float(np.median(_off_ray(kin, centre)))
    radius = min(max(_SAME_DYE, _NOISE_SPREADS * spread), _WIDEST_DYE)
    cloth = ClothColour(centre, darkest, lightest, radius, np.empty((0, 3), np.float32))
    big = counts >= _LEAST_SHARE * len(samples)
    apart = cloth._distance(centres) > 2 * radius
    return ClothColour(centre, darkest, lightest, radius, centres[big & apart])


def _interior(garment: Garment) -> Floats:
    """Return OKLab colours of some thousand pixels well inside the matte."""
    import cv2

    inside = np.asarray(garment.alpha >= _INTERIOR_ALPHA, np.uint8)
    kernel = np.ones((2 * _INTERIOR_INSET_PX + 1,) * 2, np.uint8)
    deep = np.flatnonzero(cv2.erode(inside, kernel, borderValue=0))
    if not len(deep):
        deep = np.flatnonzero(garment.alpha)
    picks = deep[np.linspace(0, len(deep) - 1, min(_SAMPLES, len(deep))).astype(np.intp)]
    return oklab_of_rgb(garment.photo_bgr.reshape(-1, 3)[picks][:, ::-1])


def _gathered(samples: Floats) -> tuple[Floats, NDArray[np.intp]]:
    """Return centres of colour and which one each sample belongs to."""
    weighted = samples * np.array([_LIGHTNESS_WEIGHT, 1, 1], np.float32)
    centres = _farthest_first(weighted)
    for _ in range(_ROUNDS):
        owner = _nearest(weighted, centres)
        centres = np.stack(
            [
                weighted[owner == one].mean(axis=0) if (owner == one).any() else centres[one]
                for one in range(len(centres))
            ]
        )
    owner = _nearest(weighted, centres)
    return np.asarray(centres / [_LIGHTNESS_WEIGHT, 1, 1], np.float32), owner


def _farthest_first(points: Floats) -> Floats:
    """Return starts, each the point farthest from those before; the median first."""
    chosen = [np.median(points, axis=0)]
    away = np.linalg.norm(points - chosen[0], axis=1)
    while len(chosen) < min(_CLUSTERS, len(points)):
        chosen.append(points[int(away.argmax())])
        away = np.minimum(away, np.linalg.norm(points - chosen[-1], axis=1))
    return np.stack(chosen)


def _nearest(points: Floats, centres: Floats) -> NDArray[np.intp]:
    squares = (centres**2).sum(axis=1) - 2 * points @ centres.T
    return np.asarray(squares.argmin(axis=1), np.intp)


def _off_ray(lab: Floats, centre: Floats) -> Floats:
    """Return distances from the ray from black through a colour."""
    return np.asarray(
        np.linalg.norm(lab[:, 1:] - lab[:, :1] * (centre[1:] / max(centre[0], 0.05)), axis=1),
        np.float32,
    )


def _kin(lab: Floats, centre: Floats) -> NDArray[np.bool_]:
    """Return which colours may be shades of one: the same dye, in no quite other light."""
    light = lab[:, 0]
    near = np.abs(light - centre[0]) < np.maximum(0.22, 0.4 * centre[0])
    return np.asarray((_off_ray(lab, centre) < _SAME_DYE) & near)


def _shades(kin: Floats) -> tuple[Floats, float, float]:
    """Return the middle of a cloth's shades, and where they end."""
    counts, edges = np.histogram(kin[:, 0], bins=_BINS, range=(0, 1))
    density = np.convolve(counts, [1, 2, 3, 2, 1], mode="same")
    peak = int(density.argmax())
    low = high = peak
    while low > 0 and density[low - 1] > _VALLEY * density[peak]:
        low -= 1
    while high < _BINS - 1 and density[high + 1] > _VALLEY * density[peak]:
        high += 1
    within = kin[(kin[:, 0] >= edges[low]) & (kin[:, 0] <= edges[high + 1])]
    centre = np.median(within, axis=0).astype(np.float32)
    centre[0] = max(float(centre[0]), 0.05)
    darkest = min(float(edges[low]), float(centre[0]) * 0.9)
    return centre, max(darkest, 0.0), max(float(edges[high + 1]), float(centre[0]))


def _falling(values: Floats, start: float, end: float) -> Floats:
    """Return 1 up to ``start`` and 0 from ``end`` on, smoothly in between."""
    step = ((end - values) / (end - start)).clip(0, 1)
    return np.asarray(step * step * (3 - 2 * step), np.float32)
