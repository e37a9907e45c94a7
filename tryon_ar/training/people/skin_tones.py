"""Tones of skin."""

import numpy as np
from numpy.typing import NDArray

# sRGB of forearms and cheeks in flat daylight, from very fair to very dark (0 to 255).
_TONES_RGB = np.array(
    [
        [244, 213, 196],
        [233, 190, 168],
        [219, 170, 142],
        [198, 145, 114],
        [172, 119, 88],
        [141, 93, 66],
        [107, 68, 48],
        [74, 47, 35],
    ],
    np.float64,
)


def draw_skin_rgb(rng: np.random.Generator) -> NDArray[np.float64]:
    """Draw the tone of somebody's skin, sRGB (3,), 0 to 1: fair to dark, rosy to olive."""
    where = rng.uniform(0, len(_TONES_RGB) - 1)
    steps = np.arange(len(_TONES_RGB))
    tone = np.array([np.interp(where, steps, _TONES_RGB[:, k]) for k in range(3)]) / 255.0
    undertone = rng.normal(0.0, 1.0)
    tone *= np.array([1.0, 1.0 - 0.022 * undertone, 1.0 + 0.02 * undertone])
    return np.asarray(np.clip(tone * rng.uniform(0.94, 1.05), 0.04, 0.98))
