"""What a garment looks like in a few numbers: its colours in words, and whether it is known.

The words come from CIELAB (D65): pixels are gathered by hue, which shading hardly changes,
and each gathering is named after its typical lightness and chroma.

Duplicates are found by a perceptual hash after C. Zauner, "Implementation and benchmarking
of perceptual image hash functions", 2010, section 3.2.1: the signs of the lowest frequencies
of a cosine transform, here of the garment alone on a neutral ground.
"""

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.garment import Garment, Part

COLOUR_WORDS = (
    "white",
    "grey",
    "black",
    "beige",
    "brown",
    "red",
    "pink",
    "orange",
    "yellow",
    "green",
    "blue",
    "navy",
    "purple",
)
MAX_WORDS = 3
SAME_HASH_BITS = 8
SAME_ASPECT = 0.06
SAME_COLOUR = 9.0

_SAMPLES_PX = 128
_SOLID_ALPHA = 200
# A gathering below this share of the garment is a button, a seam or an edge.
_LEAST_SHARE = 0.15
_WHITE_LIGHTNESS = 79.0
_BLACK_LIGHTNESS = 27.0
# Two neutrals this far apart in lightness are a print, nearer ones folds of one cloth.
_NEUTRAL_GAP = 40.0
_HASH_PX = 32
_HASH_SIDE = 8
_GROUND_CONTRAST = 2.0


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """By what a garment is known again.

    Attributes
    ----------
    phash : int
        64 bits.
    aspect : float
        Height over width of the garment.
    colour : tuple of 3 floats
        Mean CIELAB of the garment.
    """

    phash: int
    aspect: float
    colour: tuple[float, float, float]


def fingerprint_of(garment: Garment) -> Fingerprint:
    """Return by what a garment is known again, however its photo was scaled or compressed.

    Notes
    -----
    The picture hashed is ``alpha (128 + 2 (L - mean L))`` in the garment's bounding box with
    ground 0, so that it shows outline and print but not the cloth's own tone, which is
    compared apart. Cost: one area-averaging of the photo.
    """
    import cv2

    rows, columns = _bounds(garment.alpha)
    alpha = garment.alpha[rows, columns].astype(np.float32) / 255
    size = (_HASH_PX, _HASH_PX)
    weight = cv2.resize(alpha, size, interpolation=cv2.INTER_AREA)
    photo = garment.photo_bgr[rows, columns].astype(np.float32) * alpha[:, :, None]
    cloth = cv2.resize(photo, size, interpolation=cv2.INTER_AREA)
    cloth = np.asarray(cloth / (np.maximum(weight, 1e-3)[:, :, None] * 255), np.float32)
    lab = cv2.cvtColor(cloth.clip(0, 1), cv2.COLOR_BGR2Lab)
    mean = (lab * weight[:, :, None]).sum(axis=(0, 1)) / weight.sum()
    shown = weight * (128 + _GROUND_CONTRAST * (lab[:, :, 0] - mean[0]))
    return Fingerprint(
        phash=_hash_of(shown.astype(np.float32)),
        aspect=alpha.shape[0] / alpha.shape[1],
        colour=(float(mean[0]), float(mean[1]), float(mean[2])),
    )


def is_same(one: Fingerprint, other: Fingerprint) -> bool:
    """Return True when two fingerprints are of the same photo of a garment.

    The same garment in another colour is another garment.
    """
    if (one.phash ^ other.phash).bit_count() > SAME_HASH_BITS:
        return False
    if abs(np.log(one.aspect / other.aspect)) > SAME_ASPECT:
        return False
    difference = np.subtract(one.colour, other.colour)
    return float(np.sqrt((difference**2).sum())) <= SAME_COLOUR


def colour_words(garment: Garment) -> tuple[str, ...]:
    """Return the colours of a garment in words, the most frequent first.

    Returns
    -------
    tuple of str
        One to three of :data:`COLOUR_WORDS`.
    """
    lab = _cloth_colours(garment)
    chroma = np.hypot(lab[:, 1], lab[:, 2])
    neutral = chroma < np.where(lab[:, 0] > 30, 6.5, 5.0)
    shares = _neutral_shares(lab[neutral, 0])
    hue = np.degrees(np.arctan2(lab[:, 2], lab[:, 1])) % 360
    for word, share in _hue_shares(lab[~neutral], chroma[~neutral], hue[~neutral]):
        shares[word] = shares.get(word, 0) + share
    ranked = sorted(shares, key=lambda word: -shares[word])
    enough = [word for word in ranked if shares[word] >= _LEAST_SHARE * len(lab)]
    return tuple((enough or ranked)[:MAX_WORDS])


def _bounds(alpha: NDArray[np.uint8]) -> tuple[slice, slice]:
    """Return the rows and columns the garment covers; the whole photo where it is empty."""
    solid = alpha > 127
    rows, columns = np.flatnonzero(solid.any(axis=1)), np.flatnonzero(solid.any(axis=0))
    if not len(rows):
        return slice(0, alpha.shape[0]), slice(0, alpha.shape[1])
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


def _hash_of(picture: NDArray[np.float32]) -> int:
    import cv2

    lowest = cv2.dct(picture)[:_HASH_SIDE, :_HASH_SIDE].ravel()
    bits = lowest > np.median(lowest[1:])
    return int.from_bytes(np.packbits(bits).tobytes(), "big")


def _cloth_colours(garment: Garment) -> NDArray[np.float32]:
    """Return CIELAB colours, shape (n, 3), of a sparse sample of the garment's outside."""
    import cv2

    step = max(1, max(garment.alpha.shape) // _SAMPLES_PX)
    photo = cv2.blur(garment.photo_bgr, (step, step))[::step, ::step]
    solid = garment.alpha[::step, ::step] > _SOLID_ALPHA
    outside = solid & (garment.parts[::step, ::step] != Part.INSIDE_BACK)
    chosen = outside if outside.any() else solid if solid.any() else np.ones_like(solid)
    lab = cv2.cvtColor(photo.astype(np.float32) / 255, cv2.COLOR_BGR2Lab)
    return np.asarray(lab[chosen], np.float32)


def _neutral_shares(lightness: NDArray[np.float32]) -> dict[str, int]:
    """Return how many colourless pixels are white, grey and black cloth."""
    if not len(lightness):
        return {}
    middle = (float(lightness.min()) + float(lightness.max())) / 2
    for _ in range(8):  # k-means with two centres in one dimension
        dark, light = lightness[lightness <= middle], lightness[lightness > middle]
        if not len(light):
            break
        middle = (float(dark.mean()) + float(light.mean())) / 2
    groups = [lightness]
    if len(light) and float(np.median(light) - np.median(dark)) > _NEUTRAL_GAP:
        groups = [dark, light]
    shares: dict[str, int] = {}
    for group in groups:
        typical = float(np.percentile(group, 60))
        word = "grey" if typical < _WHITE_LIGHTNESS else "white"
        word = "black" if typical < _BLACK_LIGHTNESS else word
        shares[word] = shares.get(word, 0) + len(group)
    return shares


def _hue_shares(
    lab: NDArray[np.float32], chroma: NDArray[np.float32], hue: NDArray[np.float32]
) -> list[tuple[str, int]]:
    """Return the words of the coloured pixels, gathered in sectors of hue."""
    edges = (0.0, 20.0, 47.0, 75.0, 112.0, 200.0, 298.0, 312.0, 342.0, 360.0)
    shares = []
    for low, high in itertools.pairwise(edges):
        inside = (hue >= low) & (hue < high)
        if inside.any():
            typical = [float(np.median(values[inside])) for values in (lab[:, 0], chroma, hue)]
            shares.append((_hue_word(*typical), int(inside.sum())))
    return shares


def _hue_word(lightness: float, chroma: float, hue: float) -> str:
    """Name a colour after its CIELAB lightness, chroma and hue angle in degrees."""
    if 20 <= hue < 112:
        return _warm_word(lightness, chroma, hue)
    if 112 <= hue < 200:
        return "green"
    if 200 <= hue < 298 or (hue < 312 and lightness < 45):
        return "navy" if lightness < 30 and chroma < 45 else "blue"
    if hue < 20 or hue >= 342:
        return "pink" if lightness > 48 else "red"
    return "purple"


def _warm_word(lightness: float, chroma: float, hue: float) -> str:
    """Name reds, oranges and yellows, which become brown and beige as they fade."""
    if hue < 47:
        if lightness > 62:
            return "pink" if chroma < 45 else "orange"
        return "brown" if chroma < 24 else "red"
    if chroma < 34:
        if lightness > 60:
            return "beige"
        return "brown" if hue < 92 else "green"
    if hue < 75:
        return "brown" if lightness < 50 else "orange"
    if lightness < 50:
        return "brown" if hue < 90 else "green"
    return "yellow"
