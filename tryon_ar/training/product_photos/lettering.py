"""Letters as strokes, for woven labels."""

import numpy as np

from tryon_ar.training.product_photos.outline import Curve

BRAND = "THREAD"

_STROKES: dict[str, list[list[tuple[float, float]]]] = {
    "A": [[(0, 1), (0.5, 0), (1, 1)], [(0.2, 0.64), (0.8, 0.64)]],
    "D": [[(0, 0), (0.5, 0), (0.86, 0.16), (1, 0.5), (0.86, 0.84), (0.5, 1), (0, 1), (0, 0)]],
    "E": [[(1, 0), (0, 0), (0, 1), (1, 1)], [(0, 0.5), (0.8, 0.5)]],
    "H": [[(0, 0), (0, 1)], [(1, 0), (1, 1)], [(0, 0.5), (1, 0.5)]],
    "R": [[(0, 1), (0, 0), (0.6, 0), (0.95, 0.26), (0.6, 0.54), (0, 0.54)], [(0.5, 0.54), (1, 1)]],
    "T": [[(0, 0), (1, 0)], [(0.5, 0), (0.5, 1)]],
}


def word_strokes(word: str, centre: tuple[float, float], height_cm: float) -> list[Curve]:
    """Return the strokes of a word about a centre; letters are those of :data:`BRAND`.

    Raises
    ------
    KeyError
        When a letter is not drawn here.
    """
    width, pitch = 0.62 * height_cm, 1.05 * height_cm
    left = centre[0] - 0.5 * (pitch * (len(word) - 1) + width)
    out: list[Curve] = []
    for index, letter in enumerate(word):
        corner = np.array([left + index * pitch, centre[1] - 0.5 * height_cm])
        for stroke in _STROKES[letter]:
            out.append(corner + np.array(stroke, float) * np.array([width, height_cm]))
    return out
