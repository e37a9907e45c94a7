"""Skin: what its pixels are called, and the mesh of what is bare."""

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Label
from tryon_ar.training.people.body import BodyPart, Figure
from tryon_ar.training.people.faces import paint_face
from tryon_ar.training.people.mesh import Mesh, Paint, Surface

# Skin this far below the joint of the shoulder (as a share of the upper arm) is no longer chest.
_CHEST_BELOW_SHOULDER = 0.45


def skin_labels(figure: Figure) -> NDArray[np.uint8]:
    """Return what bare skin at each vertex is called (N,), of ``core.labels.Label``.

    Face and ears are face; neck and chest are neck; arms and hands are arms; all below the armpits
    is legs.
    """
    shoulder, elbow = (figure.rest_head_of(bone) for bone in ("upperarm01.L", "lowerarm01.L"))
    lowest = shoulder[2] - _CHEST_BELOW_SHOULDER * float(np.linalg.norm(elbow - shoulder))
    parts = figure.parts
    labels = np.full(len(parts), Label.LEGS, np.uint8)
    labels[(parts == BodyPart.TORSO) & (figure.rest[:, 2] > lowest)] = Label.NECK
    labels[parts == BodyPart.NECK] = Label.NECK
    labels[parts == BodyPart.HEAD] = Label.FACE
    labels[np.isin(parts, (BodyPart.UPPER_ARM, BodyPart.FOREARM, BodyPart.HAND))] = Label.ARMS
    return labels


def skin_meshes(
    figure: Figure, bare: NDArray[np.bool_], rng: np.random.Generator
) -> tuple[Mesh, ...]:
    """Return the meshes of skin that nothing covers, and of the eyes.

    Parameters
    ----------
    figure : Figure
    bare : ndarray of shape (N,), bool
    rng : numpy.random.Generator
    """
    colours = figure.skin_rgb * _tan(figure, rng)[:, None]
    colours = np.clip(colours * _blush(figure, rng), 0.0, 1.0)
    colours, eyes = paint_face(figure, colours, rng)
    labels = skin_labels(figure)
    touched = np.asarray(bare[figure.triangles].any(axis=1))
    eyed = np.asarray(eyes[figure.triangles].all(axis=1))
    gloss = float(rng.uniform(0.05, 0.4))

    def mesh(chosen: NDArray[np.bool_], paint: Paint) -> Mesh:
        return Mesh(
            vertices=figure.vertices,
            normals=figure.normals,
            colours=colours,
            rest=figure.rest,
            labels=labels,
            triangles=figure.triangles[chosen],
            paint=paint,
            two_sided=False,
        )

    skin = mesh(touched & ~eyed, Paint(surface=Surface.SKIN, gloss=gloss))
    return skin, mesh(touched & eyed, Paint(surface=Surface.EYE, gloss=0.8))


def _tan(figure: Figure, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return how light skin is at each vertex: forearms and faces tan, chests less, palms not."""
    light = np.ones(len(figure.parts))
    tanned = np.isin(figure.parts, (BodyPart.FOREARM, BodyPart.HAND))
    light[tanned] *= rng.uniform(0.88, 1.04)
    light[figure.parts == BodyPart.HEAD] *= rng.uniform(0.94, 1.05)
    return figure.smooth(light, 3)


def _blush(figure: Figure, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return factors (N, 3): knuckles, elbows, noses, cheeks and ears are redder."""
    redness = np.zeros(len(figure.parts))
    redness[figure.parts == BodyPart.HAND] = 0.35
    head = figure.parts == BodyPart.HEAD
    eye = figure.rest_head_of("eye.L")
    at = np.abs(figure.rest - (0.0, 0.0, eye[2]))
    below = eye[2] - figure.rest[:, 2]
    cheek = np.exp(-(((at[:, 0] - 0.042) / 0.016) ** 2) - ((below - 0.035) / 0.016) ** 2)
    nose = np.exp(-((at[:, 0] / 0.014) ** 2) - ((below - 0.04) / 0.014) ** 2)
    front = figure.rest[:, 1] < eye[1] + 0.03
    redness[head] += ((cheek + nose) * front)[head]
    ears = head & (at[:, 0] > 0.068)
    redness[ears] += 0.6
    strength = rng.uniform(0.0, 1.0) * (0.06 + 0.08 * float(figure.skin_rgb.mean()))
    return np.asarray(1.0 + redness[:, None] * strength * np.array([0.3, -0.8, -0.6]))
