"""Light, background and camera: from a laid table to a product photo."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.garment import Part
from tryon_ar.training.product_photos.canvas import Canvas, edge_profile
from tryon_ar.training.product_photos.colouring import encode_srgb, linear
from tryon_ar.training.product_photos.noise import Field, blur, smooth_noise


@dataclass(frozen=True)
class Studio:
    """How the picture is taken.

    Attributes
    ----------
    background : str
        Colour of the paper.
    light : (float, float, float)
        Direction to the light: x to the image's right, y down, z to the camera.
    ambient : float
        Share of light that comes from everywhere.
    body_cm, edge_cm : float
        Widths over which the garment rounds off in the large (as if filled) and at its edge.
    body_height_cm, edge_height_cm : float
        Heights of the two.
    shadow : float
        Strength of the shadow on the paper.
    contrast : float
        Gain on the darkening and lightening of folds.
    """

    background: str = "#f4f3f2"
    light: tuple[float, float, float] = (-0.42, -0.55, 0.72)
    ambient: float = 0.4
    body_cm: float = 6.0
    body_height_cm: float = 1.3
    edge_cm: float = 0.5
    edge_height_cm: float = 0.13
    shadow: float = 0.2
    contrast: float = 2.2


def photograph(
    canvas: Canvas, studio: Studio, rng: np.random.Generator
) -> tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]:
    """Return photo (BGR), alpha and parts at half the canvas's resolution.

    Returns
    -------
    photo_bgr : ndarray of shape (H, W, 3), uint8
    alpha : ndarray of shape (H, W), uint8
    parts : ndarray of shape (H, W), uint8
        Non-zero exactly where alpha is.
    """
    gain, gloss = _lighting(canvas, studio)
    lit = canvas.colour * gain[:, :, None] + gloss[:, :, None]
    cover = canvas.cover[:, :, None]
    whole = lit * cover + _paper(canvas, studio, rng) * (1 - cover)
    small = _halve(whole)
    encoded = _develop(encode_srgb(small), rng)
    alpha = np.round(np.clip(_halve(canvas.cover), 0, 1) * 255).astype(np.uint8)
    parts = _halve_labels(canvas.parts)
    return encoded, alpha, fill_labels(parts, alpha)


def _halve(field: Field) -> Field:
    size = (field.shape[1] // 2, field.shape[0] // 2)
    return np.asarray(cv2.resize(field, size, interpolation=cv2.INTER_AREA), np.float32)


def _halve_labels(labels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.ascontiguousarray(
        labels[: labels.shape[0] // 2 * 2 : 2, : labels.shape[1] // 2 * 2 : 2]
    )


def fill_labels(labels: NDArray[np.uint8], alpha: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return labels that are non-zero exactly where alpha is: the nearest label spreads."""
    _, nearest = cv2.distanceTransformWithLabels(
        (labels == 0).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    lookup = np.zeros(int(nearest.max()) + 1, np.uint8)
    known = labels > 0
    lookup[nearest[known]] = labels[known]
    return np.where(alpha > 0, lookup[nearest], 0).astype(np.uint8)


def _outer_shape(canvas: Canvas, studio: Studio) -> Field:
    """Return the height of the filled garment: rounded at its edge and in the large."""
    front = canvas.cover * (canvas.parts != Part.INSIDE_BACK)
    edge = edge_profile(front, studio.edge_cm * canvas.scale) * studio.edge_height_cm
    body = edge_profile(canvas.cover, studio.body_cm * canvas.scale)
    return np.asarray(
        blur(edge, 0.13 * canvas.scale) + studio.body_height_cm * blur(body, 1.1 * canvas.scale),
        np.float32,
    )


def _lighting(canvas: Canvas, studio: Studio) -> tuple[Field, Field]:
    """Return the gain of light on colour and the light added by sheen.

    Notes
    -----
    Lambert's law on the height field, ``gain = a + (1 - a) n·l / l_z``, 1 where it is flat,
    times an occlusion from how far a place lies below its surroundings.
    """
    outside = canvas.cover < 0.5
    surface = canvas.folds * studio.contrast + _outer_shape(canvas, studio)
    detail = surface + canvas.height
    gy, gx = np.gradient(detail)
    gx, gy = gx * canvas.scale, gy * canvas.scale
    gx, gy = _soft_limit(gx), _soft_limit(gy)
    lx, ly, lz = np.array(studio.light) / np.linalg.norm(studio.light)
    facing = (lz - gx * lx - gy * ly) / np.sqrt(1 + gx**2 + gy**2)
    diffuse = studio.ambient + (1 - studio.ambient) * np.maximum(facing, 0) / lz
    hollow = np.maximum(blur(surface, 1.2 * canvas.scale) - surface, 0)
    hollow[outside] = 0
    nook = np.maximum(blur(detail, 0.3 * canvas.scale) - detail, 0)
    nook[outside] = 0
    occlusion = 1 / (1 + 0.6 * hollow + 2.5 * nook)
    slope = np.maximum(-(gx * lx + gy * ly), 0)
    gloss = canvas.sheen * slope / (0.3 + slope)
    return (diffuse * occlusion * canvas.shade).astype(np.float32), gloss.astype(np.float32)


def _soft_limit(slope: Field, limit: float = 1.3) -> Field:
    return np.asarray(limit * np.tanh(slope / limit), np.float32)


def _paper(canvas: Canvas, studio: Studio, rng: np.random.Generator) -> NDArray[np.float32]:
    """Return the lit paper with the garment's shadow, linear RGB."""
    rows, columns = canvas.shape
    falloff = smooth_noise(rng, (rows, columns), (rows * 0.6, columns * 0.6))
    tone = 1 + 0.008 * falloff
    wide, near = 1.5 * canvas.scale, 0.3 * canvas.scale
    dark = studio.shadow * _shifted(blur(canvas.cover, wide), 0.6 * wide, 0.3 * wide)
    dark += 1.1 * studio.shadow * _shifted(blur(canvas.cover, near), 0.7 * near, 0.35 * near)
    shade = tone * (1 - dark)
    return (linear(studio.background) * shade[:, :, None]).astype(np.float32)


def _shifted(field: Field, down_px: float, right_px: float) -> Field:
    matrix = np.array([[1, 0, right_px], [0, 1, down_px]], np.float32)
    return np.asarray(
        cv2.warpAffine(field, matrix, field.shape[::-1], borderMode=cv2.BORDER_REPLICATE),
        np.float32,
    )


def _develop(encoded: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Return the camera's BGR picture: a little sharpening, a little noise."""
    sharp = encoded + 0.35 * (encoded - cv2.GaussianBlur(encoded, (0, 0), 0.9))
    noisy = sharp * 255 + rng.normal(0.0, 0.7, encoded.shape[:2])[:, :, None]
    rgb = np.clip(np.round(noisy), 0, 255).astype(np.uint8)
    return np.ascontiguousarray(rgb[:, :, ::-1])
