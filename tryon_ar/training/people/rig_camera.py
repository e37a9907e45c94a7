"""The rig's camera: an ordinary webcam in a room, the same from frame to frame but for its noise.

Milder than ``surroundings_camera``, which shows a network everything that may go wrong: the rig
measures geometry and light, so its pictures are as most webcams take them.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.people.surroundings_light import cutout_of
from tryon_ar.training.people.surroundings_rooms import room, wall_colour
from tryon_ar.training.sketches.backdrops_fields import Picture, painted, ramp

_ROOMS = 0.75
_COARSE = 3


class Film:
    """A room and a camera; equal generators give equal ones.

    Parameters
    ----------
    rng : numpy.random.Generator
    shape : (int, int)
        Rows and columns.
    """

    def __init__(self, rng: np.random.Generator, shape: tuple[int, int]) -> None:
        self.shape = shape
        self._behind = _background(rng, shape)
        warmth, green = rng.normal(0.0, 0.035), rng.normal(0.0, 0.012)
        self._gains = np.exp(np.array([-warmth, green, warmth])).astype(np.float32)
        self._gamma = float(np.exp(rng.normal(0.0, 0.06)))
        self._veil = float(rng.uniform(0.0, 0.03))
        self._focus_px = float(rng.uniform(0.45, 0.9))
        self._noise = float(rng.uniform(0.8, 3.0))
        self._chroma = float(rng.uniform(0.3, 1.2))
        self._quality = int(rng.integers(78, 94))

    def shoot(self, rgba: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
        """Return a frame (H, W, 3), BGR, of somebody before the room.

        Parameters
        ----------
        rgba : ndarray of shape (H, W, 4), uint8
            Red, green, blue multiplied by alpha, and alpha.
        rng : numpy.random.Generator
            Of this frame's noise.
        """
        person = cutout_of(rgba)
        scene = person.colour + self._behind * (1.0 - person.alpha)[:, :, None]
        scene = np.asarray(cv2.GaussianBlur(scene, (0, 0), self._focus_px), np.float32)
        level = np.clip(scene / 255.0 * self._gains, 0.0, 1.0) ** self._gamma
        level = self._veil + (1.0 - self._veil) * level
        frame = level * 255.0 + self._grain(rng)
        picture = np.clip(np.round(frame), 0, 255).astype(np.uint8)
        _, code = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, self._quality])
        return np.asarray(cv2.imdecode(code, cv2.IMREAD_COLOR), np.uint8)

    def _grain(self, rng: np.random.Generator) -> Picture:
        rows, columns = self.shape
        luma = rng.standard_normal((rows, columns, 1), dtype=np.float32)
        small = (rows // _COARSE, columns // _COARSE, 3)
        blotches = cv2.resize(rng.standard_normal(small, dtype=np.float32), (columns, rows))
        return np.asarray(self._noise * luma + self._chroma * blotches, np.float32)


def _background(rng: np.random.Generator, shape: tuple[int, int]) -> Picture:
    if rng.random() < _ROOMS:
        behind = room(rng, shape)
    else:
        y = np.linspace(-1, 1, shape[0], dtype=np.float32)[:, None]
        light = 1.0 + 0.1 * y + 0.1 * ramp(rng, shape)
        behind = painted(wall_colour(rng), np.asarray(light, np.float32))
    # Neither night nor glare: what a person of this light would stand in.
    behind = behind * np.float32(rng.uniform(95, 150) / max(20.0, float(behind.mean())))
    sigma = float(np.exp(rng.uniform(np.log(0.5), np.log(3.0))))
    return np.asarray(np.clip(cv2.GaussianBlur(behind, (0, 0), sigma), 0, 255), np.float32)
