"""OKLab: a colour space in which cloth, its shading and its dye come apart.

B. Ottosson, "A perceptual color space for image processing", 2020
(https://bottosson.github.io/posts/oklab/): linear sRGB is brought to cone responses,
``lms = M1 rgb``, their cube roots are mixed, ``(L, a, b) = M2 lms^(1/3)``. Because the cube
root of a product is the product of cube roots, light of strength ``s`` multiplies ``L``,
``a`` and ``b`` alike by ``s^(1/3)``: one dye under all shades lies on a ray from black.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_M1 = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    np.float32,
)
_M2 = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ],
    np.float32,
)
_M1_INVERSE = np.linalg.inv(_M1.astype(np.float64)).astype(np.float32)
_M2_INVERSE = np.linalg.inv(_M2.astype(np.float64)).astype(np.float32)
_LEVELS = np.arange(256, dtype=np.float32) / 255
_LINEAR = np.where(_LEVELS <= 0.04045, _LEVELS / 12.92, ((_LEVELS + 0.055) / 1.055) ** 2.4)
_LINEAR = _LINEAR.astype(np.float32)
_HALVINGS = 10
_TOLERANCE = 1e-4


def oklab_of_rgb(rgb: NDArray[np.uint8]) -> Floats:
    """Return the OKLab colours of sRGB ones.

    Parameters
    ----------
    rgb : ndarray of shape (n, 3), uint8
        Red, green, blue.

    Returns
    -------
    ndarray of shape (n, 3), float32
        ``L`` 0 to 1, ``a`` and ``b`` about -0.4 to 0.4.
    """
    return np.asarray(np.cbrt(_LINEAR[rgb] @ _M1.T) @ _M2.T, np.float32)


def rgb_of_oklab(lab: Floats) -> NDArray[np.uint8]:
    """Return the nearest 8-bit sRGB colours; those out of gamut lose chroma, not hue.

    Parameters
    ----------
    lab : ndarray of shape (n, 3), float32
        ``L`` is clipped to 0 to 1.

    Returns
    -------
    ndarray of shape (n, 3), uint8
        Red, green, blue.

    Notes
    -----
    The largest chroma inside the gamut is found by halving at constant ``L`` and hue
    (Ottosson, "sRGB gamut clipping", 2021: clipping each channel by itself turns the hue).
    """
    linear = _linear(lab)
    outside = ((linear < -_TOLERANCE) | (linear > 1 + _TOLERANCE)).any(axis=1)
    if outside.any():
        linear[outside] = _linear(_within_gamut(lab[outside]))
    clipped = linear.clip(0, 1)
    curved = np.where(
        clipped <= 0.0031308,
        clipped * np.float32(12.92),
        np.float32(1.055) * clipped ** np.float32(1 / 2.4) - np.float32(0.055),
    )
    return np.asarray(curved * 255 + 0.5, np.uint8)


def _linear(lab: Floats) -> Floats:
    """Return linear sRGB, unbounded."""
    return np.asarray((lab @ _M2_INVERSE.T) ** 3 @ _M1_INVERSE.T, np.float32)


def _within_gamut(lab: Floats) -> Floats:
    """Return colours of the same lightness and hue that sRGB can show."""
    base = lab.copy()
    base[:, 0] = base[:, 0].clip(0, 1)
    inside = np.zeros(len(lab), np.float32)
    beyond = np.ones(len(lab), np.float32)
    for _ in range(_HALVINGS):
        middle = np.asarray((inside + beyond) / 2, np.float32)
        linear = _linear(_with_chroma(base, middle))
        fits = ((linear >= -_TOLERANCE) & (linear <= 1 + _TOLERANCE)).all(axis=1)
        inside[fits] = middle[fits]
        beyond[~fits] = middle[~fits]
    return _with_chroma(base, inside)


def _with_chroma(lab: Floats, share: Floats) -> Floats:
    scaled = lab.copy()
    scaled[:, 1:] *= share[:, None]
    return scaled
