"""What a webcam makes of a scene: lens, sensor, its own corrections, and the video's coding."""

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.sketches.backdrops_fields import Field, Picture, from_centre, grain


def filmed(
    rng: np.random.Generator, scene: Picture, metered: Picture | None = None
) -> NDArray[np.uint8]:
    """Return a frame of a webcam, each fault on its own chance.

    Parameters
    ----------
    scene : ndarray of shape (H, W, 3), float32
        BGR, about 0 to 255; lights above.
    metered : ndarray of shape (H, W, 3), float32, optional
        What the exposure is measured on instead of the scene.

    Returns
    -------
    ndarray of shape (H, W, 3), uint8
        BGR. Nothing moves by more than part of a pixel, so labels of the scene stay right.
    """
    scene = _through_lens(rng, scene)
    scene = _sensed(rng, scene, _level(scene if metered is None else metered))
    frame = np.clip(scene + np.float32(0.5), 0, 255).astype(np.uint8)
    frame = np.asarray(cv2.LUT(frame, _tones(rng)), np.uint8)
    frame = _processed(rng, frame)
    return _coded(rng, frame)


def _through_lens(rng: np.random.Generator, scene: Picture) -> Picture:
    """Defocus, motion, glare round lights and darker corners."""
    if rng.random() < 0.15:
        scene = np.asarray(cv2.filter2D(scene, -1, _streak(rng)), np.float32)
    elif rng.random() < 0.4:
        scene = np.asarray(cv2.GaussianBlur(scene, (0, 0), rng.uniform(0.4, 1.5)), np.float32)
    if rng.random() < 0.3:
        small = cv2.resize(scene, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
        light = np.maximum(small - np.float32(rng.uniform(170, 230)), 0)
        glow = cv2.GaussianBlur(light, (0, 0), rng.uniform(1, 6))
        wide = cv2.resize(glow, (scene.shape[1], scene.shape[0]))
        scene = scene + wide * np.float32(rng.uniform(0.3, 1.5))
        scene = scene + np.float32(rng.uniform(0, 0.15) * small.mean())
    if rng.random() < 0.3:
        dark = np.float32(rng.uniform(0.05, 0.4)) * from_centre((scene.shape[0], scene.shape[1]))
        scene = scene * (1 - dark)[:, :, None]
    return np.asarray(scene, np.float32)


def _streak(rng: np.random.Generator) -> Field:
    """Return the kernel of a motion of up to 8 pixels, its middle in place."""
    side = 9
    angle, half = rng.uniform(0, np.pi), rng.uniform(0.8, 4)
    reach = half * np.array([np.cos(angle), np.sin(angle)])
    middle = side // 2
    # Coordinates in sixteenths of a pixel.
    start = np.round((middle - reach) * 16).astype(int).tolist()
    end = np.round((middle + reach) * 16).astype(int).tolist()
    drawn = np.zeros((side, side), np.uint8)
    cv2.line(drawn, start, end, 255, 1, cv2.LINE_AA, 4)
    return np.asarray(drawn / drawn.sum(), np.float32)


def _level(scene: Picture) -> float:
    """Return how light a scene is for an exposure that looks at its middle first of all."""
    rows, columns = scene.shape[:2]
    middle = scene[rows // 6 : -(rows // 6) or rows, columns // 4 : -(columns // 4) or columns]
    return max(4.0, 0.4 * float(scene.mean()) + 0.6 * float(middle.mean()))


def _sensed(rng: np.random.Generator, scene: Picture, level: float) -> Picture:
    """Expose and add the sensor's noise: more of it in low light, blotched where denoised."""
    rows, columns = scene.shape[:2]
    # An automatic exposure goes most of the way to a medium grey, first of all in the middle.
    exposure = (rng.uniform(85, 150) / level) ** rng.uniform(0.3, 0.8)
    deviation = 6 * rng.beta(1, 3)
    if rng.random() < 0.13:
        exposure *= rng.uniform(0.3, 0.75)
        deviation = rng.uniform(3, 10)
    scene = _shouldered(scene * np.float32(np.clip(exposure, 0.3, 2.5)))
    if rng.random() < 0.2:
        return scene
    noise = grain(rng, (rows, columns))
    if rng.random() < 0.6:
        sigma = rng.uniform(0.4, 1.1)
        # Divided by what the blur leaves of the deviation of white noise.
        noise = cv2.GaussianBlur(noise, (0, 0), sigma) * np.float32(1 + 1.6 * (sigma - 0.2))
    scene = scene + (noise * np.float32(deviation))[:, :, None]
    if rng.random() < 0.5:
        share = int(rng.integers(2, 5))
        coarse = rng.standard_normal((rows // share, columns // share, 3), dtype=np.float32)
        strength = np.float32(deviation * rng.uniform(0.2, 0.9))
        scene = scene + cv2.resize(coarse, (columns, rows)) * strength
    return np.asarray(scene, np.float32)


def _shouldered(scene: Picture) -> Picture:
    """Return the scene with highlights pressed together below 255 instead of cut off."""
    over = np.maximum(scene - np.float32(185), 0)
    return np.asarray(scene - over + over * 85 / (over + 85), np.float32)


def _tones(rng: np.random.Generator) -> NDArray[np.uint8]:
    """Return the table of white balance, gamma, contrast and veil: uint8 (1, 256, 3)."""
    level = np.arange(256, dtype=np.float64)[:, None] / 255
    strong = rng.random() < 0.2
    warmth = rng.normal(0, 0.14 if strong else 0.05)
    green = rng.normal(0, 0.06 if strong else 0.02)
    gains = np.exp(np.array([-warmth, green, warmth]))
    gamma = np.exp(rng.normal(0, 0.2))
    curve = np.clip(level * gains, 0, 1) ** gamma
    bend = rng.uniform(-0.25, 0.5)
    curve = curve + bend * (curve * curve * (3 - 2 * curve) - curve)
    veil = rng.uniform(0, 0.12) if rng.random() < 0.3 else 0.0
    curve = veil + (1 - veil) * curve
    return np.asarray(np.round(np.clip(curve, 0, 1) * 255).reshape(1, 256, 3), np.uint8)


def _processed(rng: np.random.Generator, frame: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Saturate or fade, smooth like a cheap denoiser, sharpen with halos."""
    chance = rng.random()
    if chance < 0.5:
        keep = 0.0 if chance < 0.025 else rng.uniform(0.5, 1.4)
        grey = cv2.cvtColor(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
        frame = np.asarray(cv2.addWeighted(frame, keep, grey, 1 - keep, 0), np.uint8)
    if rng.random() < 0.1:
        frame = np.asarray(cv2.medianBlur(frame, 3), np.uint8)
    elif rng.random() < 0.1:
        frame = np.asarray(cv2.bilateralFilter(frame, 5, rng.uniform(10, 40), 2), np.uint8)
    if rng.random() < 0.35:
        soft = cv2.GaussianBlur(frame, (0, 0), rng.uniform(0.7, 1.8))
        strength = rng.uniform(0.2, 1.4)
        frame = np.asarray(cv2.addWeighted(frame, 1 + strength, soft, -strength, 0), np.uint8)
    return frame


def _coded(rng: np.random.Generator, frame: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Code the frame at the size the camera films at, so that blocks have all sizes.

    Coarse quantisation of 8 x 8 blocks stands for motion JPEG and video coding alike.
    """
    rows, columns = frame.shape[:2]
    scale = float(np.exp(rng.uniform(np.log(0.4), np.log(1.4)))) if rng.random() < 0.6 else 1.0
    size = (round(columns * scale), round(rows * scale))
    if scale != 1:
        way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        frame = np.asarray(cv2.resize(frame, size, interpolation=way), np.uint8)
    if rng.random() < 0.85:
        quality = int(rng.uniform(12, 60) if rng.random() < 0.3 else rng.uniform(50, 96))
        _, code = cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, quality])
        frame = np.asarray(cv2.imdecode(code, cv2.IMREAD_COLOR), np.uint8)
    if scale != 1:
        way = cv2.INTER_LINEAR if scale < 1 else cv2.INTER_AREA
        frame = np.asarray(cv2.resize(frame, (columns, rows), interpolation=way), np.uint8)
    return frame
