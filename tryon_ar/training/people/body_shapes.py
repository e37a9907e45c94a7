"""Builds and faces: how tall, heavy, old a person is, and what the face does."""

from dataclasses import dataclass

import numpy as np

LOCAL_SHAPES: tuple[str, ...] = (
    "nose-hump-incr",
    "nose-scale-vert-incr",
    "nose-scale-horiz-incr",
    "nose-scale-depth-incr",
    "nose-point-up",
    "nose-width2-incr",
    "nose-volume-incr",
    "chin-height-incr",
    "chin-width-incr",
    "chin-prominent-incr",
    "chin-jaw-drop-incr",
    "l-cheek-volume-incr",
    "r-cheek-volume-incr",
    "l-cheek-bones-incr",
    "r-cheek-bones-incr",
    "head-fat-incr",
    "head-scale-horiz-incr",
    "head-scale-vert-incr",
    "head-age-incr",
    "mouth-scale-horiz-incr",
    "mouth-upperlip-volume-incr",
    "mouth-lowerlip-volume-incr",
    "l-eye-scale-incr",
    "r-eye-scale-incr",
    "l-eye-epicanthus-out",
    "r-eye-epicanthus-out",
    "l-ear-scale-incr",
    "r-ear-scale-incr",
    "l-ear-wing-incr",
    "r-ear-wing-incr",
    "neck-double-incr",
    "measure-neck-circ-incr",
    "neck-scale-vert-incr",
    "stomach-pregnant-incr",
    "measure-shoulder-dist-incr",
    "eyebrows-trans-up",
)
FACE_ACTIONS: tuple[str, ...] = (
    "jawOpen",
    "mouthSmileLeft",
    "mouthSmileRight",
    "mouthFrownLeft",
    "mouthFrownRight",
    "mouthPucker",
    "mouthUpperUpLeft",
    "mouthUpperUpRight",
    "eyeBlinkLeft",
    "eyeBlinkRight",
    "eyeSquintLeft",
    "eyeSquintRight",
    "browInnerUp",
    "browDownLeft",
    "browDownRight",
    "cheekSquintLeft",
    "cheekSquintRight",
)


@dataclass(frozen=True)
class BodyShape:
    """A build and a face.

    Attributes
    ----------
    woman : float
        0 (a man's build) to 1 (a woman's).
    age : float
        Years.
    phenotypes : dict of str to float
        Of the body model, 0 to 1.
    local : dict of str to float
        Of ``LOCAL_SHAPES``, -1 to 1.
    face : dict of str to float
        Of ``FACE_ACTIONS``, 0 to 1.
    """

    woman: float
    age: float
    phenotypes: dict[str, float]
    local: dict[str, float]
    face: dict[str, float]


# Ages (years) that the body model's ages mean: a child, a young and an old adult.
_MODEL_AGES = (1 / 3, 2 / 3, 1.0)
_YEARS = (11.0, 25.0, 85.0)


def draw_shape(rng: np.random.Generator) -> BodyShape:
    """Draw a build and a face: adults and youths of all kinds, a few in between man and woman."""
    woman = float(np.clip(rng.choice([rng.normal(0.08, 0.12), rng.normal(0.92, 0.12)]), 0, 1))
    years = float(rng.choice([rng.uniform(13, 20), rng.uniform(18, 45), rng.uniform(40, 80)],
                             p=[0.12, 0.58, 0.3]))  # fmt: skip
    kinds = rng.dirichlet([0.6, 0.6, 0.6])
    phenotypes = {
        "gender": woman,
        "age": float(np.interp(years, _YEARS, _MODEL_AGES)),
        "muscle": float(np.clip(rng.normal(0.5, 0.18), 0.05, 1)),
        "weight": float(np.clip(rng.normal(0.55, 0.22), 0.08, 1)),
        "height": float(np.clip(rng.normal(0.46, 0.08), 0.25, 0.7)),
        "proportions": float(rng.uniform(0.25, 0.95)),
        "cupsize": float(np.clip(rng.normal(0.5, 0.25), 0, 1)),
        "firmness": float(rng.uniform(0.3, 0.9)),
        "african": float(kinds[0]),
        "asian": float(kinds[1]),
        "caucasian": float(kinds[2]),
    }
    return BodyShape(woman, years, phenotypes, _draw_local(rng, woman, years), draw_face(rng))


def _draw_local(rng: np.random.Generator, woman: float, years: float) -> dict[str, float]:
    local: dict[str, float] = {}
    for name in LOCAL_SHAPES:
        partner = "l-" + name[2:]
        if name.startswith("r-") and partner in local:
            local[name] = float(np.clip(local[partner] + rng.normal(0, 0.06), -1, 1))
        else:
            local[name] = float(np.clip(rng.normal(0, 0.3), -1, 1))
    for side in ("l", "r"):
        local[f"{side}-eye-epicanthus-out"] *= 0.5
    local["head-age-incr"] = float(np.clip((years - 40) / 45 + rng.normal(0, 0.15), -0.3, 1))
    double = rng.uniform(0, 0.8) if rng.random() < 0.25 else 0.0
    local["neck-double-incr"] = float(double)
    pregnant = rng.uniform(0.1, 0.6) if rng.random() < 0.15 else 0.0
    local["stomach-pregnant-incr"] = float(pregnant * (1.0 if woman > 0.5 else 0.7))
    return local


def draw_face(rng: np.random.Generator) -> dict[str, float]:
    """Draw what the face does: mostly calm, often a smile, now and then speech or a blink."""
    face = dict.fromkeys(FACE_ACTIONS, 0.0)
    kind = rng.choice(["calm", "smile", "laugh", "talk", "pout", "sad"],
                      p=[0.4, 0.27, 0.12, 0.12, 0.04, 0.05])  # fmt: skip
    if kind in ("smile", "laugh"):
        strength = float(rng.uniform(0.25, 0.9))
        _both(face, "mouthSmile", strength, rng)
        _both(face, "cheekSquint", strength * 0.5, rng)
        _both(face, "eyeSquint", strength * float(rng.uniform(0, 0.5)), rng)
    if kind == "laugh":
        face["jawOpen"] = float(rng.uniform(0.05, 0.3))
        _both(face, "mouthUpperUp", float(rng.uniform(0.2, 0.6)), rng)
    elif kind == "talk":
        face["jawOpen"] = float(rng.uniform(0.05, 0.45))
    elif kind == "pout":
        face["mouthPucker"] = float(rng.uniform(0.3, 0.9))
    elif kind == "sad":
        _both(face, "mouthFrown", float(rng.uniform(0.2, 0.8)), rng)
    blink = float(rng.uniform(0, 0.3)) if rng.random() < 0.93 else float(rng.uniform(0.6, 1.0))
    _both(face, "eyeBlink", blink, rng)
    if rng.random() < 0.3:
        face["browInnerUp"] = float(rng.uniform(0, 0.7))
    elif rng.random() < 0.3:
        _both(face, "browDown", float(rng.uniform(0, 0.6)), rng)
    return face


def _both(face: dict[str, float], name: str, value: float, rng: np.random.Generator) -> None:
    for side in ("Left", "Right"):
        face[name + side] = float(np.clip(value + rng.normal(0, 0.04), 0, 1))
