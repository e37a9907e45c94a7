"""What arms do, each with the share of pictures it is in."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.people.body import BodyPart
from tryon_ar.training.people.poses import ON_SKIN_M, Stance
from tryon_ar.training.people.poses_arms import Reach

FloatArray = NDArray[np.float64]

_TRUNK = (BodyPart.TORSO, BodyPart.THIGH)
_HEAD = (BodyPart.HEAD,)


def _sign(side: str) -> float:
    return 1.0 if side == "L" else -1.0


def _other(side: str) -> str:
    return "R" if side == "L" else "L"


def _vec(x: float, y: float, z: float) -> FloatArray:
    return np.array([x, y, z], np.float64)


def hang(stance: Stance, side: str) -> None:
    """Let the arm hang, more or less bent; on the lap when seated."""
    if stance.seated and stance.rng.random() < 0.7:
        on_lap(stance, side)
        return
    rng, s, arm = stance.rng, _sign(side), stance.arms[side]
    out = abs(rng.normal(0.16, 0.12)) + 0.06
    way = _vec(s * out, -rng.normal(0.08, 0.18), -1.0)
    palm = arm.shoulder + way / np.linalg.norm(way) * arm.length_m * rng.uniform(1.0, 1.15)
    pole = _vec(s * rng.uniform(0.1, 0.8), 1.0, 0.0)
    facing = _vec(-s, rng.uniform(-0.2, 0.9), 0.0)
    fingers = _vec(s * rng.normal(0, 0.1), rng.normal(-0.1, 0.15), -1.0)
    stance.move(side, Reach(palm, pole, fingers, facing, rng.uniform(0.05, 0.55)))


def on_lap(stance: Stance, side: str) -> None:
    """Lay the hand on the thigh."""
    rng, s = stance.rng, _sign(side)
    hip, knee = stance.head(f"upperleg01.{side}"), stance.head(f"lowerleg01.{side}")
    at = hip + (knee - hip) * rng.uniform(0.3, 0.8) + _vec(0, -0.085, 0)
    placed = stance.on_chest(np.stack([at, at + _vec(0, -1, 0)]), f"upperleg01.{side}")
    out = placed[1] - placed[0]
    fingers = _vec(-s * rng.uniform(0.0, 0.7), -1.0, -0.2)
    palm = placed[0] + out * ON_SKIN_M
    stance.move(side, Reach(palm, _vec(s, 0.8, 0.2), fingers, -out, rng.uniform(0.05, 0.4)))


def on_hip(stance: Stance, side: str) -> None:
    """Put the hand on the hip, the elbow out."""
    rng, s = stance.rng, _sign(side)
    low, high = stance.head("root")[2], stance.head("spine04")[2]
    level = rng.uniform(low, high) + 0.02
    at, out = stance.surface(_TRUNK, s * rng.uniform(1.0, 1.6), level, "spine05")
    pole = _vec(s, rng.uniform(-0.2, 0.9), rng.uniform(-0.2, 0.3))
    fingers = _vec(-s * rng.uniform(0.1, 0.8), -rng.uniform(0.5, 1.0), -rng.uniform(0.0, 0.8))
    stance.move(side, Reach(at + out * ON_SKIN_M, pole, fingers, -out, rng.uniform(0.05, 0.8)))


def in_pocket(stance: Stance, side: str) -> None:
    """Rest the hand at the pocket."""
    rng, s = stance.rng, _sign(side)
    level = stance.head("upperleg01.L")[2] + rng.uniform(-0.06, 0.04)
    at, out = stance.surface(_TRUNK, s * rng.uniform(0.7, 1.3), level, "spine05")
    pole = _vec(s, 1.0, 0.0)
    fingers = _vec(-s * 0.25, -0.35, -1.0)
    stance.move(side, Reach(at + out * ON_SKIN_M, pole, fingers, -out, rng.uniform(0.0, 0.4)))


def behind_back(stance: Stance, side: str) -> None:
    """Hide the hand behind the back."""
    rng, s = stance.rng, _sign(side)
    level = rng.uniform(stance.head("root")[2], stance.head("spine03")[2])
    at, out = stance.surface(_TRUNK, s * rng.uniform(2.6, 3.1), level, "spine05")
    palm = at + out * (ON_SKIN_M + 0.01)
    stance.move(side, Reach(palm, _vec(s, 0.6, 0), _vec(-s, 0.1, -0.3), out, rng.uniform(0, 0.5)))


# Where hands touch faces and hair: azimuth to the hand's side (radians), height over the eyes (m).
_SPOTS: tuple[tuple[float, float], ...] = (
    (0.15, -0.095),
    (0.6, -0.075),
    (0.9, -0.045),
    (0.15, -0.065),
    (1.5, -0.015),
    (0.4, 0.05),
    (0.9, 0.0),
    (1.4, 0.07),
    (1.9, 0.02),
    (2.6, -0.05),
)


def touch_head(stance: Stance, side: str) -> None:
    """Touch the chin, a cheek, the mouth, an ear, the forehead or hair."""
    rng, s = stance.rng, _sign(side)
    azimuth, over = _SPOTS[rng.integers(len(_SPOTS))]
    level = stance.head("eye.L")[2] + over + rng.normal(0, 0.01)
    at, out = stance.surface(_HEAD, s * (azimuth + rng.normal(0, 0.15)), level, "head")
    inwards = _vec(-s * rng.uniform(0.1, 0.9), rng.uniform(-0.1, 0.6), 1.0)
    palm = at + out * (ON_SKIN_M + rng.uniform(0, 0.03)) - _vec(0, 0, rng.uniform(0.0, 0.06))
    pole = _vec(s * rng.uniform(0.1, 1.0), -rng.uniform(0.0, 0.6), -1.0)
    stance.move(side, Reach(palm, pole, inwards, -out, rng.uniform(0.0, 0.85)))


def on_chest(stance: Stance, side: str) -> None:
    """Lay the hand on the chest, the belly or the collar."""
    rng, s = stance.rng, _sign(side)
    level = rng.uniform(stance.head("spine04")[2], stance.head("neck01")[2] - 0.02)
    at, out = stance.surface((BodyPart.TORSO,), -s * rng.uniform(-0.5, 0.6), level, "spine01")
    palm = at + out * (ON_SKIN_M + rng.uniform(0, 0.02))
    pole = _vec(s * rng.uniform(0.5, 1), rng.uniform(-0.3, 0.3), -1.0)
    fingers = _vec(-s, rng.uniform(-0.2, 0.1), rng.uniform(-0.3, 0.9))
    stance.move(side, Reach(palm, pole, fingers, -out, rng.uniform(0.0, 0.6)))


def on_other_shoulder(stance: Stance, side: str) -> None:
    """Lay the hand on the other shoulder or upper arm."""
    rng, s = stance.rng, _sign(side)
    shoulder = stance.head(f"upperarm01.{_other(side)}")
    at = shoulder + _vec(s * rng.uniform(0.0, 0.05), -0.10, rng.uniform(-0.1, 0.03))
    fingers = _vec(-s, rng.uniform(0.0, 0.5), rng.uniform(0.0, 0.6))
    facing = _vec(0, 1, -0.2)
    stance.move(side, Reach(at, _vec(s, -0.6, -1), fingers, facing, rng.uniform(0.05, 0.4)))


def raise_arm(stance: Stance, side: str) -> None:
    """Raise the hand, to wave or to stretch."""
    rng, s, arm = stance.rng, _sign(side), stance.arms[side]
    way = _vec(s * rng.uniform(0.05, 1.0), -rng.uniform(-0.1, 0.7), rng.uniform(0.15, 1.1))
    palm = arm.shoulder + way / np.linalg.norm(way) * arm.length_m * rng.uniform(0.6, 1.15)
    fingers = _vec(rng.normal(0, 0.25), rng.normal(-0.1, 0.2), 1.0)
    facing = _vec(-s * rng.uniform(-0.3, 0.8), -1.0, 0.0)
    pole = _vec(s, rng.uniform(-0.4, 0.3), -rng.uniform(0.2, 1.0))
    stance.move(side, Reach(palm, pole, fingers, facing, float(rng.choice([0.05, 0.3, 0.9]))))


def behind_head(stance: Stance, side: str) -> None:
    """Put the hand behind the head."""
    rng, s = stance.rng, _sign(side)
    level = stance.head("eye.L")[2] + rng.uniform(-0.05, 0.04)
    at, out = stance.surface(_HEAD, s * rng.uniform(2.2, 2.8), level, "head")
    palm = at + out * (ON_SKIN_M + 0.01)
    pole = _vec(s, -rng.uniform(0.0, 0.6), 0.6)
    stance.move(side, Reach(palm, pole, _vec(-s, 0.3, 0.2), -out, rng.uniform(0.0, 0.4)))


def hold_up(stance: Stance, side: str) -> None:
    """Hold something before the chest or to the side."""
    rng, s, arm = stance.rng, _sign(side), stance.arms[side]
    way = _vec(s * rng.uniform(-0.35, 0.3), -rng.uniform(0.3, 0.8), rng.uniform(-0.5, 0.2))
    palm = arm.shoulder + way * arm.length_m
    fingers = _vec(-s * rng.uniform(0.2, 0.9), -rng.uniform(0.1, 0.7), rng.uniform(-0.1, 0.8))
    facing = _vec(-s, rng.uniform(0.0, 0.9), rng.uniform(-0.2, 0.5))
    pole = _vec(s * rng.uniform(0.1, 0.9), 0.3, -1.0)
    stance.move(side, Reach(palm, pole, fingers, facing, rng.uniform(0.35, 0.8)))


def show_phone(stance: Stance, side: str) -> None:
    """Hold a phone towards the mirror or at arm's length."""
    rng, s, arm = stance.rng, _sign(side), stance.arms[side]
    way = _vec(-s * rng.uniform(-0.2, 0.35), -rng.uniform(0.45, 0.95), rng.uniform(-0.15, 0.5))
    palm = arm.shoulder + way * arm.length_m
    fingers = _vec(-s * rng.uniform(0.0, 0.7), -0.1, 1.0)
    facing = _vec(-s * 0.5, 1.0, 0.0) if rng.random() < 0.5 else _vec(-s * 0.4, -1.0, 0.0)
    stance.move(side, Reach(palm, _vec(s, 0.2, -1.0), fingers, facing, rng.uniform(0.3, 0.7)))


def reach_anywhere(stance: Stance, side: str) -> None:
    """Move the hand anywhere it can go."""
    rng, s, arm = stance.rng, _sign(side), stance.arms[side]
    way = rng.normal(size=3) * _vec(0.8, 0.6, 1.0) + _vec(s * 0.6, -0.6, -0.2)
    palm = arm.shoulder + way / np.linalg.norm(way) * arm.length_m * rng.uniform(0.55, 1.15)
    pole = _vec(s * 0.7, 0.5, -0.5) + 0.5 * rng.normal(size=3)
    stance.move(side, Reach(palm, pole, curl=rng.uniform(0.0, 0.9)))


def hold_other_arm(stance: Stance, side: str) -> None:
    """Hold the other arm by the elbow, before the belly."""
    rng, s, other = stance.rng, _sign(side), _other(side)
    hang(stance, other)
    elbow = stance.head(f"lowerarm01.{other}")
    at = stance.on_chest(elbow, f"upperarm02.{other}")
    palm = at + _vec(s * 0.01, -0.055, rng.uniform(-0.06, 0.1))
    fingers = _vec(-s, rng.uniform(0.0, 0.5), 0.1)
    stance.move(side, Reach(palm, _vec(s, 0, -1), fingers, _vec(0, 1, 0), rng.uniform(0.1, 0.5)))


def both(action: Callable[[Stance, str], None]) -> Callable[[Stance], None]:
    """Return the action done by both arms."""

    def with_both(stance: Stance) -> None:
        action(stance, "L")
        action(stance, "R")

    return with_both


def cross_arms(stance: Stance) -> None:
    """Cross the arms before the chest."""
    rng = stance.rng
    chest, belly = stance.head("spine01")[2], stance.head("spine03")[2]
    level = rng.uniform(belly + 0.3 * (chest - belly), chest)
    at, _ = stance.surface((BodyPart.TORSO,), 0.0, level, "spine01")
    half = abs(stance.head("upperarm01.L")[0])
    upper = rng.choice(["L", "R"])
    for side in ("L", "R"):
        s, above = _sign(side), side == upper
        palm = at + _vec(-s * half * rng.uniform(0.75, 1.0), -(0.13 if above else 0.065), 0.0)
        palm[2] += rng.uniform(0.0, 0.05) * (1 if above else -1)
        fingers = _vec(-s, 0.15, rng.uniform(0.0, 0.4))
        pole = _vec(s * 0.9, -0.15, -1.0)
        stance.move(side, Reach(palm, pole, fingers, _vec(0, 1, 0), rng.uniform(0.1, 0.5)))


def clasp(stance: Stance) -> None:
    """Bring the hands together: in prayer, clasped, or one in the other."""
    rng = stance.rng
    low, high = stance.head("upperleg01.L")[2], stance.head("neck01")[2]
    level = rng.uniform(low, high)
    at, _ = stance.surface(_TRUNK, 0.0, float(level), "spine03")
    middle = at + _vec(rng.normal(0, 0.04), -rng.uniform(0.06, 0.22), 0.0)
    praying = rng.random() < 0.4
    curl = 0.03 if praying else float(rng.uniform(0.3, 0.8))
    for side in ("L", "R"):
        s = _sign(side)
        if praying:
            fingers, apart = _vec(-s * 0.12, -0.35, 1.0), 0.02
        else:
            fingers, apart = _vec(-s * 0.8, -0.7, rng.uniform(-0.5, 0.3)), 0.028
        palm = middle + _vec(s * apart, 0, 0)
        pole = _vec(s, 0.2, -rng.uniform(0.2, 1.0))
        facing = _vec(-s, 0.0 if praying else 0.6, 0.0)
        stance.move(side, Reach(palm, pole, fingers, facing, curl))


def one_across(stance: Stance) -> None:
    """Hold one arm with the other."""
    hold_other_arm(stance, str(stance.rng.choice(["L", "R"])))


def hold_low(stance: Stance) -> None:
    """Hang both arms before the body, one hand over the other."""
    rng = stance.rng
    at, _ = stance.surface(_TRUNK, 0.0, stance.head("upperleg01.L")[2], "spine05")
    for number, side in enumerate(("L", "R")):
        s = _sign(side)
        palm = at + _vec(-s * 0.01, -0.05 - 0.045 * number, 0.02)
        fingers = _vec(-s * 0.7, -0.3, -1.0)
        stance.move(side, Reach(palm, _vec(s, 0.6, 0), fingers, _vec(-s * 0.2, 1, 0),
                                rng.uniform(0.1, 0.5)))  # fmt: skip


ONE_ARM: tuple[tuple[float, Callable[[Stance, str], None]], ...] = (
    (0.32, hang),
    (0.10, on_hip),
    (0.05, in_pocket),
    (0.03, behind_back),
    (0.14, touch_head),
    (0.11, on_chest),
    (0.03, on_other_shoulder),
    (0.06, raise_arm),
    (0.02, behind_head),
    (0.08, hold_up),
    (0.06, show_phone),
    (0.08, reach_anywhere),
)

BOTH_ARMS: tuple[tuple[float, Callable[[Stance], None]], ...] = (
    (0.26, both(hang)),
    (0.14, both(on_hip)),
    (0.16, cross_arms),
    (0.14, clasp),
    (0.06, hold_low),
    (0.07, one_across),
    (0.05, both(touch_head)),
    (0.04, both(behind_head)),
    (0.04, both(raise_arm)),
    (0.04, both(on_chest)),
)
