"""Lights that people stand in."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Lighting:
    """One light that casts shadows, one that does not, and the light of the room.

    Attributes
    ----------
    key_direction, fill_direction : ndarray of shape (3,)
        Towards the lights, of length 1.
    key_rgb, fill_rgb, sky_rgb, ground_rgb : ndarray of shape (3,)
        Linear; a white surface that gets 1 in all is white in the picture.
    softness : float
        Radius of the shadows' blur as a share of the figure's size.
    shadow_depth : float
        How much of the key light a shadow takes, 0 to 1.
    exposure : float
    """

    key_direction: NDArray[np.float64]
    fill_direction: NDArray[np.float64]
    key_rgb: NDArray[np.float64]
    fill_rgb: NDArray[np.float64]
    sky_rgb: NDArray[np.float64]
    ground_rgb: NDArray[np.float64]
    softness: float
    shadow_depth: float
    exposure: float


def draw_lighting(
    rng: np.random.Generator, towards_camera: NDArray[np.float64], to_right: NDArray[np.float64]
) -> Lighting:
    """Draw a light: a window, a ceiling lamp, a screen, the sky or a flash.

    Parameters
    ----------
    rng : numpy.random.Generator
    towards_camera, to_right : ndarray of shape (3,)
        Level directions from the person to the camera and to the picture's right.
    """
    up = np.array([0.0, 0.0, 1.0])
    kind = rng.choice(["window", "ceiling", "screen", "behind", "flat"],
                      p=[0.36, 0.24, 0.14, 0.08, 0.18])  # fmt: skip
    side = rng.choice([-1.0, 1.0])
    key, height = {
        "window": (towards_camera * rng.uniform(0.1, 1.0) + to_right * side, rng.uniform(0, 0.8)),
        "ceiling": (towards_camera * rng.uniform(0.0, 0.8) + to_right * rng.uniform(-0.4, 0.4),
                    rng.uniform(0.9, 2.2)),
        "screen": (towards_camera + to_right * rng.uniform(-0.3, 0.3), rng.uniform(-0.3, 0.3)),
        "behind": (-towards_camera * rng.uniform(0.3, 1.0) + to_right * side,
                   rng.uniform(0.1, 1.0)),
        "flat": (towards_camera + to_right * rng.uniform(-1, 1), rng.uniform(0.2, 1.2)),
    }[str(kind)]  # fmt: skip
    fill = towards_camera * rng.uniform(0.3, 1) - to_right * side * rng.uniform(0.2, 1)
    strength = rng.uniform(0.1, 0.35) if kind == "flat" else rng.uniform(0.35, 0.95)
    warmth = rng.normal(0.0, 0.07)
    room = rng.uniform(0.7, 1.05) - strength * rng.uniform(0.55, 0.75)
    tint = _tint(-0.5 * warmth + rng.normal(0, 0.03))
    bounce = _tint(rng.normal(0.05, 0.05)) * rng.uniform(0.45, 0.9)
    return Lighting(
        key_direction=_unit(key + up * height),
        fill_direction=_unit(fill + up * rng.uniform(-0.2, 0.6)),
        key_rgb=strength * _tint(warmth),
        fill_rgb=rng.uniform(0, 0.3) * _tint(rng.normal(0, 0.06)),
        sky_rgb=room * tint,
        ground_rgb=room * tint * bounce,
        softness=float(np.exp(rng.uniform(np.log(0.002), np.log(0.03)))),
        shadow_depth=float(rng.uniform(0.6, 1.0)),
        exposure=float(rng.uniform(0.8, 1.2)),
    )


def _tint(warmth: float) -> NDArray[np.float64]:
    return np.array([1.0 + warmth, 1.0, 1.0 - 1.3 * warmth])


def _unit(vector: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(vector / np.linalg.norm(vector))
