"""From a lit scene to what a camera made of it."""

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.sketches.backdrops_fields import (
    Field,
    Picture,
    Shape,
    clouds,
    from_centre,
    grain,
    ramp,
)


def photograph(
    rng: np.random.Generator, scene: Picture, *, gentle: bool = False
) -> NDArray[np.uint8]:
    """Return the photo of a scene: light, colours, sharpness, noise, JPEG.

    Parameters
    ----------
    scene : ndarray of shape (H, W, 3), float32
        BGR, about 0 to 255.
    gentle : bool
        As a studio camera does it: no burnt whites, even light.
    """
    if not gentle and rng.random() < 0.5:
        scene = scene * uneven_light(rng, (scene.shape[0], scene.shape[1]))[:, :, None]
    scene = _focused(rng, scene)
    scene = _noisy(rng, scene, 2.0 if gentle else 9.0)
    photo = np.clip(scene + np.float32(0.5), 0, 255).astype(np.uint8)
    photo = _saturated(rng, photo)
    photo = cv2.LUT(photo, _tones(rng, gentle))
    return _compressed(rng, np.asarray(photo, np.uint8), 70 if gentle else 30)


def uneven_light(rng: np.random.Generator, shape: Shape) -> Field:
    """Return the gain of a window to one side, a vignette or the photographer's own shadow."""
    gain = 1 + rng.uniform(0, 0.25) * ramp(rng, shape)
    if rng.random() < 0.4:
        gain = gain - rng.uniform(0.05, 0.4) * from_centre(shape)
    if rng.random() < 0.3:
        gain = gain + rng.uniform(0.03, 0.12) * clouds(rng, shape, 80)
    if rng.random() < 0.3:
        edge = clouds(rng, shape, rng.uniform(60, 200)) + rng.uniform(-0.5, 1.5)
        dark = 0.5 - 0.5 * np.tanh(edge * rng.uniform(1, 7))
        gain = gain * (1 - rng.uniform(0.08, 0.4) * dark)
    return np.asarray(np.clip(gain, 0.25, 1.7), np.float32)


def _focused(rng: np.random.Generator, scene: Picture) -> Picture:
    """Blur, lose resolution, sharpen with a halo; each on its own chance."""
    rows, columns = scene.shape[:2]
    if rng.random() < 0.25:
        scene = np.asarray(cv2.GaussianBlur(scene, (0, 0), rng.uniform(0.3, 1.6)), np.float32)
    if rng.random() < 0.15:
        share = rng.uniform(0.4, 0.9)
        small = cv2.resize(
            scene, (int(columns * share), int(rows * share)), interpolation=cv2.INTER_AREA
        )
        scene = np.asarray(cv2.resize(small, (columns, rows)), np.float32)
    if rng.random() < 0.3:
        soft = cv2.GaussianBlur(scene, (0, 0), rng.uniform(0.6, 1.5))
        scene = scene + np.float32(rng.uniform(0.2, 1.2)) * (scene - soft)
    return scene


def _noisy(rng: np.random.Generator, scene: Picture, most: float) -> Picture:
    """Add sensor noise: mostly of lightness, some of colour in coarser grains."""
    if rng.random() < 0.35:
        return scene
    rows, columns = scene.shape[:2]
    deviation = most * rng.beta(1, 3)
    noise = grain(rng, (rows, columns)) * np.float32(deviation)
    scene = scene + noise[:, :, None]
    if rng.random() < 0.3:
        coarse = rng.standard_normal((rows // 2, columns // 2, 3), dtype=np.float32)
        scene = scene + cv2.resize(coarse, (columns, rows)) * np.float32(deviation)
    return np.asarray(scene, np.float32)


def _saturated(rng: np.random.Generator, photo: NDArray[np.uint8]) -> NDArray[np.uint8]:
    chance = rng.random()
    if chance > 0.4:
        return photo
    keep = 0.0 if chance < 0.015 else rng.uniform(0.6, 1.4)
    grey = cv2.cvtColor(cv2.cvtColor(photo, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    return np.asarray(cv2.addWeighted(photo, keep, grey, 1 - keep, 0), np.uint8)


def _tones(rng: np.random.Generator, gentle: bool) -> NDArray[np.uint8]:
    """Return the table from scene to photo: exposure, white balance, gamma and contrast."""
    level = np.arange(256, dtype=np.float64) / 255
    exposure = min(1.0, rng.uniform(0.94, 1.06)) if gentle else float(np.exp(rng.normal(0, 0.13)))
    warmth = rng.normal(0, 0.01 if gentle else 0.05)
    green = rng.normal(0, 0.004 if gentle else 0.02)
    gamma = float(np.exp(rng.normal(0, 0.05 if gentle else 0.16)))
    lift = 0.0 if gentle or rng.random() < 0.7 else rng.uniform(0, 0.08)
    gains = np.array([exposure * (1 - warmth), exposure * (1 + green), exposure * (1 + warmth)])
    if rng.random() < 0.5:
        gains[:] = exposure
    table = lift + (1 - lift) * np.clip(level[:, None] * gains, 0, 1) ** gamma
    return np.asarray(np.round(table * 255).reshape(1, 256, 3), np.uint8)


def _compressed(
    rng: np.random.Generator, photo: NDArray[np.uint8], worst: int
) -> NDArray[np.uint8]:
    if rng.random() < 0.2:
        return photo
    quality = int(rng.uniform(worst, 96) if rng.random() < 0.5 else rng.uniform(75, 96))
    _, code = cv2.imencode(".jpg", photo, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(code, cv2.IMREAD_COLOR), np.uint8)
