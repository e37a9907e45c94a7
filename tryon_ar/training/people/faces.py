"""Faces: eyes, brows, lips, lashes and the shadows of beards and ages."""

import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.people.body import BodyPart, Figure

FloatArray = NDArray[np.float64]

_IRIS_RGB = np.array(
    [
        [62, 40, 26],
        [40, 26, 18],
        [95, 68, 38],
        [92, 104, 68],
        [92, 120, 145],
        [120, 130, 132],
    ]
)
_IRIS_SHARES = (0.35, 0.35, 0.12, 0.07, 0.08, 0.03)


def paint_face(
    figure: Figure, skin_rgb: FloatArray, rng: np.random.Generator
) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Paint eyes, brows and lips.

    Parameters
    ----------
    figure : Figure
    skin_rgb : ndarray of shape (N, 3)
        sRGB, 0 to 1.
    rng : numpy.random.Generator

    Returns
    -------
    colours : ndarray of shape (N, 3)
    eyes : ndarray of shape (N,), bool
        Vertices of the eyeballs.
    """
    colours = skin_rgb.copy()
    _paint_mouth(figure, colours, rng)
    _paint_brows(figure, colours, rng)
    _paint_sockets(figure, colours, rng)
    eyes = _paint_eyes(figure, colours, rng)
    return colours, eyes


def _paint_eyes(figure: Figure, colours: FloatArray, rng: np.random.Generator) -> NDArray[np.bool_]:
    iris = _IRIS_RGB[rng.choice(len(_IRIS_RGB), p=_IRIS_SHARES)] / 255.0
    white = np.array([0.86, 0.83, 0.8]) * rng.uniform(0.85, 1.0)
    eyes = np.zeros(len(colours), bool)
    for side in ("L", "R"):
        ball = figure.weights[:, figure.bones[f"eye.{side}"]] > 0.9
        eyes |= ball
        middle = figure.rest[ball].mean(axis=0)
        aside = np.linalg.norm((figure.rest - middle)[:, [0, 2]], axis=1)
        front = ball & (figure.rest[:, 1] < middle[1])
        colours[ball] = white
        colours[front & (aside < 0.0062)] = iris
        colours[front & (aside < 0.0024)] = 0.02
    return eyes


def _paint_mouth(figure: Figure, colours: FloatArray, rng: np.random.Generator) -> None:
    lips = sum(
        figure.weights[:, index] for name, index in figure.bones.items() if name.startswith("oris")
    )
    front = figure.rest[:, 1] < figure.rest_head_of("eye.L")[1] - 0.015
    share = np.clip((np.asarray(lips) - 0.45) / 0.3, 0, 1) * front
    if figure.woman > 0.5 and rng.random() < 0.35:
        stick = np.array([rng.uniform(0.45, 0.8), rng.uniform(0.08, 0.3), rng.uniform(0.12, 0.35)])
        tint, strength = stick, rng.uniform(0.4, 0.85)
    else:
        tint, strength = figure.skin_rgb * [0.95, 0.7, 0.72], rng.uniform(0.4, 0.9)
    weight = (share * strength)[:, None]
    colours[:] = colours * (1 - weight) + tint * weight


def _paint_brows(figure: Figure, colours: FloatArray, rng: np.random.Generator) -> None:
    eye = figure.rest_head_of("eye.L")
    strength = rng.uniform(0.35, 0.9)
    thickness = rng.uniform(0.0045, 0.008) * (0.8 if figure.woman > 0.5 else 1.1)
    dark = np.minimum(figure.skin_rgb * 0.4, rng.uniform(0.05, 0.4))
    head = figure.parts == BodyPart.HEAD
    front = head & (figure.rest[:, 1] < eye[1] + 0.01)
    for sign in (1.0, -1.0):
        along = (figure.rest[:, 0] * sign - eye[0]) / 0.024
        height = eye[2] + 0.021 + 0.004 * (1 - along**2)
        off = (figure.rest[:, 2] - height) / thickness
        share = np.exp(-(off**2)) * np.clip(1.6 - 1.6 * np.abs(along), 0, 1) * front
        weight = (share * strength)[:, None]
        colours[:] = colours * (1 - weight) + dark * weight


def _paint_sockets(figure: Figure, colours: FloatArray, rng: np.random.Generator) -> None:
    eye = figure.rest_head_of("eye.L")
    head = (figure.parts == BodyPart.HEAD) & (figure.rest[:, 1] < eye[1] + 0.01)
    aside = np.stack(
        [np.abs(figure.rest[:, 0]) - eye[0], 1.5 * (figure.rest[:, 2] - eye[2])], axis=1
    )
    share = np.exp(-np.square(aside / 0.02).sum(axis=1)) * head * rng.uniform(0.05, 0.3)
    colours *= 1 - share[:, None] * np.array([0.6, 0.8, 0.7])
    # Lashes: the rims of the lids, which hang on the bones of the ring of muscle round the eye.
    if rng.random() < 0.7:
        near = np.linalg.norm(aside / [0.0155, 0.0125], axis=1)
        rim = np.exp(-(((near - 1.0) / 0.12) ** 2)) * head * (figure.rest[:, 2] > eye[2] - 0.004)
        colours *= 1 - (rim * rng.uniform(0.2, 0.6))[:, None]
