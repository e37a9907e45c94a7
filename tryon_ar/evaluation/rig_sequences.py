"""Measures on the rig's sequences, whose motion is known exactly."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.types import BgrImage, DressedFrame, Mask, Points
from tryon_ar.evaluation.rig_reading import RigFrame, RigScene
from tryon_ar.evaluation.stillness import (
    LagCorrelation,
    MeanSquare,
    about_mean,
    pop_count,
    rounded,
)

_ENDS = ("hem", "cuff", "leg_hem")
# A path that goes less far (standard deviation, shoulder widths) tells nothing of lag.
_LEAST_WAY = 0.02
# From its beginning to its end a path that comes back goes so much of its extent at most.
_COMES_BACK = 0.5
# Flow that changes by more from pixel to pixel lies across an edge of something in front.
_SAME_SURFACE_PX = 0.5
# ... and by more from frame to frame is that of something else.
_SAME_MOTION_PX = 3.0


@dataclass
class Sequence:
    """Gathers the figures of sequences of one kind; sums of them are those of all.

    Attributes
    ----------
    error_in, error_out : list of float
        Mean squared change along the exact motion, of the camera's picture and of ours.
    jitter : MeanSquare
        Of drawn landmarks about their mean, in stillness.
    settling : MeanSquare
        The same in the first second after somebody came.
    paths : list of (ndarray of shape (F, 2), ndarray of shape (F, 2))
        Of landmarks in motion, true and drawn.
    """

    step_ms: float = 1000.0 / 30.0
    error_in: list[float] = field(default_factory=list)
    error_out: list[float] = field(default_factory=list)
    jitter: MeanSquare = field(default_factory=MeanSquare)
    settling: MeanSquare = field(default_factory=MeanSquare)
    paths: list[tuple[Points, Points]] = field(default_factory=list)
    pops: int = 0
    frames: int = 0
    undressed: int = 0

    def __add__(self, other: Sequence) -> Sequence:
        return Sequence(
            self.step_ms,
            self.error_in + other.error_in,
            self.error_out + other.error_out,
            self.jitter + other.jitter,
            self.settling + other.settling,
            self.paths + other.paths,
            self.pops + other.pops,
            self.frames + other.frames,
            self.undressed + other.undressed,
        )

    def figures(self) -> dict[str, Any]:
        """Return warping error, jitter, lag and pops; None where nothing could be measured.

        Notes
        -----
        ``warping_error_ratio`` is ``E(out) / E(in)`` with ``E = mean O_t (P_t - W(P_{t+1}, F))^2``:
        the next picture is brought back along the exact motion F of what is seen (the room stands
        still). O leaves out what is hidden a moment later: where labels differ, where F has an
        edge, and where what is met moves otherwise. ``lag_ms`` is that of drawn landmarks behind
        true ones, of all that go farther than 2 % of S and come back; ``jitter_pct`` the RMS of
        landmarks about their mean in a person who stands still, in S, and ``settling_pct`` that of
        the first second after somebody came; pops are those of
        :func:`~tryon_ar.evaluation.stillness.pop_count` with true motion as the input's.
        """
        lag = LagCorrelation(self.step_ms)
        for true, drawn in self.paths:
            lag.add(true, drawn)
        before = float(np.mean(self.error_in)) if self.error_in else 0.0
        ratio = float(np.mean(self.error_out)) / before if before else None
        return {
            "frames": self.frames,
            "undressed": self.undressed,
            "warping_error_ratio": rounded(ratio),
            "jitter_pct": rounded(self.jitter.rms_pct),
            "settling_pct": rounded(self.settling.rms_pct),
            "lag_ms": rounded(lag.lag_ms(), 1),
            "pops": self.pops,
        }

    def add(self, scene: RigScene, dressed: list[DressedFrame]) -> None:
        """Take in a scene as it was dressed, frame by frame."""
        shown = [one.coverage is not None for one in dressed]
        self.frames += len(dressed)
        self.undressed += len(shown) - sum(shown)
        for k in range(len(dressed) - 1):
            if shown[k] and shown[k + 1]:
                self._compare(scene, k, dressed)
        if not all(shown):
            return
        identifier = next(iter(dressed[0].garment_landmarks))
        drawn = [one.garment_landmarks[identifier] for one in dressed]
        names = _always_seen(scene, set(drawn[0]))
        if not names:
            return
        true_px = np.array([[one.landmarks[name] for name in names] for one in scene.frames])
        drawn_px = np.array([[one[name] for name in names] for one in drawn], np.float64)
        self._follow(scene, names, true_px, drawn_px)

    def settle(self, scene: RigScene, dressed: list[DressedFrame]) -> None:
        """Take in how landmarks settle in the second before a scene."""
        drawn = [one.garment_landmarks for one in dressed if one.coverage is not None]
        if not drawn:
            return
        paths = [next(iter(one.values())) for one in drawn]
        names = _always_seen(scene, set(paths[0]))
        if names:
            path = np.array([[one[name] for name in names] for one in paths], np.float64)
            self.settling = self.settling + about_mean(path, scene.frames[0].unit_px)

    def _follow(self, scene: RigScene, names: list[str], true_px: Points, drawn_px: Points) -> None:
        unit_px = float(np.median([one.unit_px for one in scene.frames]))
        if scene.kind == "still":
            self.jitter = self.jitter + about_mean(drawn_px, unit_px)
        else:
            for k in range(len(names)):
                if _comes_back(true_px[:, k], _LEAST_WAY * unit_px):
                    self.paths.append((true_px[:, k], drawn_px[:, k]))
        ends = [k for k, name in enumerate(names) if name.startswith(_ENDS)]
        steps, moved = (
            np.linalg.norm(np.diff(path[:, ends], axis=0), axis=2) for path in (drawn_px, true_px)
        )
        self.pops += pop_count(steps, moved, unit_px)[0]

    def _compare(self, scene: RigScene, k: int, dressed: list[DressedFrame]) -> None:
        now, later = scene.frames[k : k + 2]
        flow = now.flow() if scene.kind == "motion" else None
        if flow is None:
            rows, columns = now.labels().shape
            flow = np.zeros((rows, columns, 2), np.float32)
        maps = _maps(flow)
        seen = _seen_later(now, later, flow, maps)
        pictures = [
            (dressed[k].tracked.frame.image_bgr, dressed[k + 1].tracked.frame.image_bgr),
            (dressed[k].image_bgr, dressed[k + 1].image_bgr),
        ]
        (before, after), (shown, shown_after) = pictures
        self.error_in.append(_change(before, after, maps, seen))
        self.error_out.append(_change(shown, shown_after, maps, seen))


def _comes_back(path_px: Points, least_px: float) -> bool:
    """Tell whether a path (F, 2) goes far and back: one that only goes on fits at any lag."""
    far = float(np.hypot(*path_px.std(axis=0)))
    away = float(np.hypot(*(path_px[-1] - path_px[0])))
    return far > least_px and away < _COMES_BACK * float(np.hypot(*np.ptp(path_px, axis=0)))


def _always_seen(scene: RigScene, drawn: set[str]) -> list[str]:
    """Return the landmarks that were drawn and are seen in every frame, in a fixed order."""
    return sorted(drawn.intersection(*(frame.visible for frame in scene.frames)))


_Maps = tuple[NDArray[np.float32], NDArray[np.float32]]


def _maps(flow: NDArray[np.float32]) -> _Maps:
    rows, columns = np.indices(flow.shape[:2], dtype=np.float32)
    return columns + flow[..., 0], rows + flow[..., 1]


def _seen_later(now: RigFrame, later: RigFrame, flow: NDArray[np.float32], maps: _Maps) -> Mask:
    """Return which pixels (H, W) are still seen a moment later."""
    labels, labels_later = now.labels(), later.labels()
    inside = (maps[0] >= 0) & (maps[0] <= labels.shape[1] - 1)
    inside &= (maps[1] >= 0) & (maps[1] <= labels.shape[0] - 1)
    same = cv2.remap(labels_later, *maps, cv2.INTER_NEAREST) == labels
    jump = np.zeros(labels.shape, np.float32)
    for axis in (0, 1):
        jump = np.maximum(jump, np.abs(np.gradient(flow, axis=axis)).max(axis=2))
    seen = inside & same & (jump < _SAME_SURFACE_PX)
    onwards = later.flow()
    if onwards is not None:
        met = cv2.remap(onwards, *maps, cv2.INTER_NEAREST)
        seen &= np.hypot(*np.moveaxis(met - flow, 2, 0)) < _SAME_MOTION_PX
    return np.asarray(seen, np.bool_)


def _change(now: BgrImage, later: BgrImage, maps: _Maps, seen: Mask) -> float:
    """Return the mean squared change of a picture along its motion, values 0 to 1."""
    brought = cv2.remap(later, *maps, cv2.INTER_LINEAR)
    away = (now.astype(np.float32) - brought)[seen] / 255.0
    return float((away**2).mean()) if away.size else 0.0
