"""Performances of :mod:`tests.support.hand_acting`: what must be understood, and what must not."""

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.support.hand_acting import (
    HANGING,
    LEFT_NAMES,
    RIGHT_NAMES,
    Actor,
    Key,
    lowering,
    pointing,
    raising,
    showing_palm,
    swiping,
)
from tryon_ar.runtime.hand_control import HandDeed, HandEvent

# What is changed of the usual actor.
CONDITIONS: dict[str, dict[str, Any]] = {
    "usual": {},
    "near": {"shoulders_px": 230.0},
    "at the laptop": {"shoulders_px": 270.0, "sitting": True},
    "sitting": {"shoulders_px": 180.0, "sitting": True},
    "far": {"shoulders_px": 60.0},
    "very far": {"shoulders_px": 40.0, "middle": (0.5, 0.3)},
    "beside the middle": {"middle": (0.38, 0.42)},
    "portrait": {"size_px": (1080, 1920), "shoulders_px": 280.0, "middle": (0.5, 0.3)},
    "720p": {"size_px": (1280, 720), "shoulders_px": 180.0},
    "not mirrored": {"mirrored": False},
    "10 FPS": {"fps": 10.0},
    "15 FPS": {"fps": 15.0},
    "jitter .03": {"jitter": 0.03},
    "jitter .05": {"jitter": 0.05},
    "late tracker": {"lateness_s": 0.08},
    "palm misread 10 %": {"misread": 0.1},
    "far, 10 FPS, late, jitter .04": {
        "shoulders_px": 60.0,
        "fps": 10.0,
        "jitter": 0.04,
        "lateness_s": 0.08,
    },
}
SIGNS = ("upper target", "lower target", "swipe in", "swipe out", "open palm")


def actors(condition: str, seeds: int) -> Iterator[Actor]:
    """Yield left- and right-handed people under a condition."""
    for left in (False, True):
        for seed in range(seeds):
            yield dataclasses.replace(Actor(left=left, seed=seed), **CONDITIONS[condition])


def performed(sign: str, actor: Actor) -> tuple[list[Key], HandEvent]:
    """Return a sign's performance by an actor, and what must come of it."""
    if sign.endswith("target"):
        names = RIGHT_NAMES if actor.on_right else LEFT_NAMES
        name = names[0 if sign.startswith("upper") else 1][0]
        return pointing(actor, name, miss=0.05), HandEvent(HandDeed.PRESS, name)
    if sign == "open palm":
        return showing_palm(actor), HandEvent(HandDeed.PALM)
    inward = sign == "swipe in"
    goes_right = actor.on_right != inward
    deed = HandDeed.SWIPE_RIGHT if goes_right else HandDeed.SWIPE_LEFT
    return swiping(actor, inward=inward, length=1.0 if inward else 1.15), HandEvent(deed)


@dataclass(frozen=True)
class Habit:
    """What people do before a mirror without meaning anything by it."""

    name: str
    keys: Callable[[Actor], list[Key]]


def _moved(*steps: tuple[float, float, float], palm: bool = False) -> Callable[[Actor], list[Key]]:
    """Return a performance through (seconds since the step before, out, down)."""

    def keys(_actor: Actor) -> list[Key]:
        made = [Key(0.0, *HANGING), Key(1.0, *HANGING)]
        for seconds, out, down in steps:
            made.append(Key(made[-1].t_s + seconds, out, down, palm))
        return made + lowering(made[-1])

    return keys


def _waved(_actor: Actor) -> list[Key]:
    keys = [Key(0.0, *HANGING), Key(0.5, *HANGING), Key(1.1, 0.95, -0.3, True)]
    for step in range(10):
        out = 1.2 if step % 2 == 0 else 0.75
        keys.append(Key(keys[-1].t_s + 0.22, out, -0.35, True))
    return keys + lowering(keys[-1])


def _stretched(_actor: Actor) -> list[Key]:
    times = ((0.0, HANGING), (1.0, HANGING), (1.8, (1.3, -0.5)), (5.5, (1.2, -0.8)), (6.3, HANGING))
    return [Key(t_s, *place, palm=True, other=place) for t_s, place in times]


def _raised_and_lowered(actor: Actor) -> list[Key]:
    keys = raising(actor)
    keys.append(Key(keys[-1].t_s + 1.5, keys[-1].out, keys[-1].down))
    return keys + lowering(keys[-1])


HABITS = (
    Habit("wave", _waved),
    Habit("stretch both arms", _stretched),
    Habit("raise a hand and lower it", _raised_and_lowered),
    Habit("scratch the head", _moved((0.6, 0.35, -0.75), (0.8, 0.3, -0.8), (1.0, 0.4, -0.7))),
    Habit("push hair back", _moved((0.6, 0.3, -0.8), (0.6, 0.6, -0.7), (0.5, 0.3, -0.5))),
    Habit("drink", _moved((0.9, 0.15, -0.35), (2.5, 0.15, -0.4))),
    Habit("telephone", _moved((0.8, 0.45, -0.5), (6.0, 0.45, -0.5))),
    Habit("adjust the collar", _moved((0.6, 0.1, 0.1), (1.5, 0.25, 0.1), (0.5, 0.1, 0.15))),
    Habit("smooth the sleeve", _moved((0.6, -0.5, 0.5), (0.4, -0.6, 0.9), (0.4, -0.5, 0.4))),
    Habit("point aside for a moment", _moved((0.5, 1.3, 0.1), (0.5, 1.35, 0.1))),
    Habit("show the way quickly", _moved((0.4, 0.2, 0.2), (0.3, 1.4, 0.0), (0.3, 1.4, 0.0))),
    Habit("hand on the hip", _moved((0.6, 0.6, 1.2), (4.0, 0.6, 1.2))),
    Habit("wipe across", _moved((0.6, 1.0, 0.4), (0.25, 0.0, 0.5), (0.25, 1.0, 0.4))),
    Habit("palm before the chest", _moved((0.6, 0.2, 0.3), (5.0, 0.2, 0.3), palm=True)),
    Habit("swat at a fly", _moved((0.3, 0.9, -0.5), (0.2, 0.1, -0.4), (0.2, 0.9, -0.5))),
)
