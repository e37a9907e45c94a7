"""People made of numbers who raise a hand, point, swipe, show a palm, or just move.

The wearer's own measure is used as in ``tracking.hand_signs``: ``out`` from the middle of the
shoulders to the hand's own side, ``down`` from their line, in shoulder widths.
"""

import dataclasses
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from tryon_ar.core.types import Body, Frame, GarmentState, Hand, Pose, TrackedFrame
from tryon_ar.runtime.hand_control import HandControl, HandEvent, HandView
from tryon_ar.runtime.hand_reach import Target, place_targets

LEFT_NAMES = (("previous", True), ("compare", False))
RIGHT_NAMES = (("next", True), ("photo", False))
HANGING = (0.72, 1.68)
_TO_KNUCKLES = 0.22


@dataclass(frozen=True)
class Actor:
    """Who acts and how well they are seen.

    Attributes
    ----------
    shoulders_px : float
        50 is far from a laptop's camera, 260 very near.
    jitter : float
        Of every landmark, in shoulder widths (standard deviation).
    sitting : bool
        Hips are below the picture and nearer to the shoulders than they are.
    lateness_s : float
        Time constant of the tracker's smoothing.
    misread : float
        Share of looks at the hand that say the wrong thing of the palm.
    """

    left: bool = False
    shoulders_px: float = 150.0
    middle: tuple[float, float] = (0.5, 0.42)
    size_px: tuple[int, int] = (640, 480)
    fps: float = 30.0
    jitter: float = 0.015
    sitting: bool = False
    mirrored: bool = True
    lateness_s: float = 0.03
    misread: float = 0.0
    look_ms: float = 400.0
    seed: int = 0

    @property
    def aspect(self) -> float:
        return self.size_px[0] / self.size_px[1]

    @property
    def on_right(self) -> bool:
        """Whether the acting hand is at the right of the view."""
        return self.left != self.mirrored

    @property
    def room(self) -> float:
        """How far out the picture goes."""
        share = 1.0 - self.middle[0] if self.left else self.middle[0]
        return share * self.size_px[0] / self.shoulders_px

    @property
    def targets(self) -> tuple[Target, ...]:
        return place_targets(LEFT_NAMES, RIGHT_NAMES, self.aspect)


@dataclass(frozen=True)
class Key:
    """The hand is there at a time (seconds); between keys it moves as people's hands do."""

    t_s: float
    out: float
    down: float
    palm: bool = False
    other: tuple[float, float] = HANGING


def act(actor: Actor, keys: Sequence[Key]) -> Iterator[TrackedFrame]:
    """Yield the frames of a performance."""
    rng = np.random.default_rng(actor.seed)
    picture = np.full((actor.size_px[1], actor.size_px[0], 3), 150, np.uint8)
    smooth: np.ndarray | None = None
    last_look_ms, told = -1e9, False
    t_s, last_s = keys[0].t_s, keys[0].t_s
    index = 0
    while t_s <= keys[-1].t_s:
        key = _between(keys, t_s)
        points = _points(actor, key, t_s)
        unit = actor.shoulders_px
        points = points + rng.normal(0.0, actor.jitter * unit, points.shape)
        if smooth is None:
            smooth = points
        share = 1.0 - np.exp(-(t_s - last_s) / actor.lateness_s) if index else 1.0
        smooth = smooth + share * (points - smooth)
        looked = t_s * 1000.0 - last_look_ms >= actor.look_ms
        if looked:
            last_look_ms = t_s * 1000.0
            told = key.palm != (rng.random() < actor.misread)
        hand = Hand(_hand(actor, smooth, told), actor.left, 0.99)
        pose = Pose(smooth.copy(), np.full(33, 0.95), np.zeros(33), np.zeros((33, 3)))
        body = Body(pose, np.zeros((1, 1), np.float32), hands=(hand,))
        yield TrackedFrame(
            Frame(picture, index, t_s * 1000.0, 0), body, GarmentState.DRESSED, track_id=1
        )
        index, last_s = index + 1, t_s
        t_s += (1.0 + rng.uniform(-0.15, 0.15)) / actor.fps


def watch(
    actor: Actor, keys: Sequence[Key], control: HandControl | None = None
) -> list[tuple[float, HandView]]:
    """Return what the control shows, by the time in seconds."""
    control = control or HandControl()
    control.targets = actor.targets
    return [
        (tracked.frame.t_ms / 1000.0, control.update(tracked, mirrored=actor.mirrored))
        for tracked in act(actor, keys)
    ]


def events(actor: Actor, keys: Sequence[Key]) -> list[HandEvent]:
    """Return what a performance asked for."""
    return [view.event for _, view in watch(actor, keys) if view.event is not None]


def raising(actor: Actor, palm: bool = False) -> list[Key]:
    """Stand, then raise the hand beside the shoulder; it is up at 1.6 s."""
    out = min(1.05, actor.room - 0.25)
    return [Key(0.0, *HANGING), Key(1.0, *HANGING), Key(1.6, out, -0.15, palm)]


def lowering(after: Key) -> list[Key]:
    """Let the hand hang again, and stand."""
    return [Key(after.t_s + 0.6, *HANGING), Key(after.t_s + 1.6, *HANGING)]


def pointing(actor: Actor, name: str, held_s: float = 2.0, miss: float = 0.0) -> list[Key]:
    """Raise the hand, point at a target of the hand's own side, hold, and lower the hand."""
    keys = raising(actor)
    target = next(one for one in actor.targets if one.name == name)
    column = [one.y for one in actor.targets if (one.x > 0.5) == (target.x > 0.5)]
    share = (target.y - min(column)) / (max(column) - min(column))
    far = max(min(1.35, actor.room - 0.22), 0.8)
    rng = np.random.default_rng(actor.seed + 1)
    aim = np.array([far, -0.5 + 0.75 * share]) + rng.normal(0.0, miss, 2)
    keys.append(Key(keys[-1].t_s + 0.6, keys[-1].out, keys[-1].down))
    keys.append(Key(keys[-1].t_s + 0.5, float(aim[0]), float(aim[1])))
    keys.append(Key(keys[-1].t_s + held_s, float(aim[0]), float(aim[1])))
    return keys + lowering(keys[-1])


def swiping(
    actor: Actor, *, inward: bool = True, seconds: float = 0.35, length: float = 1.0
) -> list[Key]:
    """Raise the hand, sweep it to the side, rest a moment, and lower it."""
    keys = raising(actor)
    out = keys[-1].out
    if not inward:
        keys.append(Key(keys[-1].t_s + 0.6, out, -0.05))
        keys.append(Key(keys[-1].t_s + 1.2, out - length - 0.1, 0.05))
        keys.append(Key(keys[-1].t_s + 0.2, out - length - 0.1, 0.05))
    else:
        keys.append(Key(keys[-1].t_s + 0.6, out, 0.05))
    keys.append(Key(keys[-1].t_s + seconds, out - length if inward else out, 0.1))
    keys.append(Key(keys[-1].t_s + 0.4, keys[-1].out, 0.1))
    return keys + lowering(keys[-1])


def showing_palm(actor: Actor, held_s: float = 4.2) -> list[Key]:
    """Raise an open palm and hold it, beside the shoulder, short of the targets."""
    keys = raising(actor, palm=True)
    keys.append(dataclasses.replace(keys[-1], t_s=keys[-1].t_s + held_s))
    return keys + lowering(keys[-1])


def _between(keys: Sequence[Key], t_s: float) -> Key:
    """Return where the hand is: minimum jerk from key to key (Flash and Hogan 1985)."""
    for first, second in itertools.pairwise(keys):
        if t_s <= second.t_s:
            share = (t_s - first.t_s) / (second.t_s - first.t_s)
            eased = share**3 * (10 - 15 * share + 6 * share**2)
            mix = [
                a + eased * (b - a)
                for a, b in zip(
                    (first.out, first.down, *first.other),
                    (second.out, second.down, *second.other),
                    strict=True,
                )
            ]
            return Key(t_s, mix[0], mix[1], first.palm and second.palm, (mix[2], mix[3]))
    return keys[-1]


def _points(actor: Actor, key: Key, t_s: float) -> np.ndarray:
    """Return the 33 points, in pixels."""
    unit = actor.shoulders_px
    width, height = actor.size_px
    middle = np.array(actor.middle) * (width, height)
    middle = middle + unit * np.array([0.04 * np.sin(1.1 * t_s), 0.015 * np.sin(1.7 * t_s)])
    points = np.zeros((33, 2))
    points[:11] = (0.0, -0.6)
    points[1:11, 0] = np.linspace(-0.22, 0.22, 10)
    hip = 1.1 if actor.sitting else 1.6
    for is_left, (shoulder, elbow, wrist, little, index, thumb, hip_at) in (
        (True, (11, 13, 15, 17, 19, 21, 23)),
        (False, (12, 14, 16, 18, 20, 22, 24)),
    ):
        side = 1.0 if is_left else -1.0
        hand = np.array((key.out, key.down) if is_left == actor.left else key.other)
        at_shoulder, at_elbow, along = _arm(hand)
        for joint, place in (
            (shoulder, at_shoulder),
            (elbow, at_elbow),
            (wrist, hand - 0.67 * _TO_KNUCKLES * along),
            (little, hand + 0.33 * _TO_KNUCKLES * along),
            (index, hand + 0.33 * _TO_KNUCKLES * along),
            (thumb, hand),
            (hip_at, np.array((0.3, hip))),
        ):
            points[joint] = place * (side, 1.0)
    points[25:] = (0.0, hip + 1.5)
    return middle + unit * points


def _arm(hand: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return shoulder, elbow and the forearm's direction, as arms look from the front."""
    out, down = hand
    elbow = np.array((0.55 + 0.25 * np.clip(out, 0.0, 1.4), 0.6 + 0.25 * np.clip(down, 0.0, 1.0)))
    forearm = hand - elbow
    return np.array((0.5, 0.0)), elbow, forearm / max(float(np.hypot(*forearm)), 1e-3)


def _hand(actor: Actor, points: np.ndarray, palm: bool) -> np.ndarray:
    """Return 21 points: an open palm to the camera with fingers up, or a fist."""
    side = -1.0 if actor.left else 1.0  # of the thumb in the picture
    unit = 0.26 * actor.shoulders_px
    wrist = points[15 if actor.left else 16]
    hand = np.zeros((21, 2))
    hand[1:5] = [(0.25 * n * side, -0.2 * n) for n in range(1, 5)]
    for finger in range(4):
        x = (0.35 - 0.22 * finger) * side
        curl = (1.0, 1.4, 1.7, 1.95) if palm else (1.0, 1.25, 0.95, 0.75)
        hand[5 + 4 * finger : 9 + 4 * finger] = [(x * k**0.4, -k) for k in curl]
    return wrist + unit * hand
