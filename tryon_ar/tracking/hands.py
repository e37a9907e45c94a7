"""Find hands that may lie over the trunk: 21 landmarks each, by MediaPipe's Hand Landmarker."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Any, Protocol, Self

import numpy as np

from tryon_ar.core.types import Frame, Hand, Points, Pose
from tryon_ar.tracking.anatomy import TORSO, body_scale_px
from tryon_ar.tracking.mediapipe_import import import_mediapipe
from tryon_ar.tracking.models import ModelPaths, ensure_models
from tryon_ar.tracking.vision_task import VisionTask

# The pose's own points of a hand: wrist, little finger, index finger; left first.
_POSE_HANDS = ((15, 17, 19), (16, 18, 20))
# The same points among the 21 of a hand.
_ROOTS = [0, 17, 5]
# Lengths in shoulder widths. A hand counts from so far above and below the trunk, from so far
# beside the chest, and is the person's own when it lies so near to where the pose has one.
_NEAR_ABOVE = 0.35
_NEAR_BESIDE = 0.20
_OWN_HAND = 0.60
# Where both sides are about as near, MediaPipe's word for the side decides.
_SIDE_MARGIN = 0.15


@dataclass(frozen=True, slots=True)
class HandSchedule:
    """When the hand networks run, which cost as much as the pose's.

    Attributes
    ----------
    moved : float
        They run when a hand has moved so far since, in shoulder widths,
    rest_ms : float
        or after this time,
    least_frames : int
        but not before so many frames after they ran,
    fruitless_ms : float
        and not before this time after a run that found no hand.
    least_visibility : float
        Of the pose's wrist, for a hand to be looked for.

    Notes
    -----
    Between runs a hand moves along with the pose's wrist and knuckles. On eleven webcam
    clips the points are then off by .027 shoulder widths after two frames (median; a tenth
    by more than .10), without moving along .029 (.17).
    """

    moved: float = 0.06
    rest_ms: float = 300.0
    least_frames: int = 3
    fruitless_ms: float = 200.0
    least_visibility: float = 0.3


class HandFinder(Protocol):
    """Finds the hands of a person whose pose is known (``MediaPipeHandTracker`` is one).

    Implementers promise that constructing does no work; that ``track`` answers with hands in
    the frame's own pixels, at most one a side, the left before the right; that times may
    repeat or jump; and that ``reset`` and ``close`` may be called at any time, more than once.
    """

    def track(self, frame: Frame, pose: Pose) -> tuple[Hand, ...]:
        """Return the hands that may lie over the trunk."""

    def reset(self) -> None:
        """Forget the person."""

    def close(self) -> None:
        """Release everything."""


class MediaPipeHandTracker:
    """Hands found by MediaPipe's Hand Landmarker while the pose says that it matters.

    Parameters
    ----------
    still : bool
        Frames are unrelated photos: each is searched anew.
    schedule : HandSchedule, optional
        When a moving picture is looked at.
    models : callable returning ModelPaths, optional
        Where the networks are; fetched on first use by default.

    Notes
    -----
    Zhang et al., "MediaPipe Hands: On-device Real-time Hand Tracking" (2020): a palm
    detector, then the landmark network on the region of the frame before. MediaPipe names
    the wearer's side, unmirrored; it agrees with the nearer wrist of the pose in 97 %.
    Used by one thread at a time, except ``close``.
    """

    def __init__(
        self,
        *,
        still: bool = False,
        schedule: HandSchedule | None = None,
        models: Callable[[], ModelPaths] = ensure_models,
    ) -> None:
        self._still = still
        self._schedule = schedule or HandSchedule()
        self._task = VisionTask(
            lambda: models().hands,
            lambda model: _new_landmarker(model, still=still),
            "hand tracker",
            still=still,
        )
        self._hands: tuple[Hand, ...] = ()
        self._pose: Pose | None = None
        self._seen_pose: Pose | None = None
        self._seen_ms = 0.0
        self._frames_since = 0
        self._found = False

    def track(self, frame: Frame, pose: Pose) -> tuple[Hand, ...]:
        """Return the hands near the trunk, the left before the right.

        Parameters
        ----------
        frame : Frame
        pose : Pose
            Of this frame.

        Raises
        ------
        TrackerUnavailable
            When the networks or the library cannot be used, or fail on this frame; the
            next call starts afresh.
        """
        self._frames_since += 1
        wanted = hands_near_trunk(pose, frame.size, self._schedule.least_visibility)
        if not any(wanted):
            self._hands = ()
            return ()
        if self._is_due(frame.t_ms, pose, wanted):
            self._look(frame, pose)
        elif self._pose is not None:
            self._hands = tuple(_moved_along(hand, self._pose, pose) for hand in self._hands)
        self._pose = pose
        return self._hands

    def reset(self) -> None:
        """Forget the person: the source changed."""
        self._task.forget(lambda result: not result.hand_landmarks)
        self._forget_hands()

    def close(self) -> None:
        """Release MediaPipe's graph and its threads; again is harmless."""
        self._task.close()
        self._forget_hands()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _forget_hands(self) -> None:
        self._hands, self._found = (), False
        self._pose = self._seen_pose = None

    def _is_due(self, t_ms: float, pose: Pose, wanted: tuple[bool, bool]) -> bool:
        plan, since_ms = self._schedule, t_ms - self._seen_ms
        if self._still or self._seen_pose is None or not 0 <= since_ms < plan.rest_ms:
            return True
        if not self._found:
            return since_ms >= plan.fruitless_ms
        if self._frames_since < plan.least_frames:
            return False
        return _moved_by(self._seen_pose, pose, wanted) > plan.moved

    def _look(self, frame: Frame, pose: Pose) -> None:
        result = self._task.detect(frame)
        self._hands = own_hands(_hands(result, frame.size), pose)
        self._found = bool(self._hands)
        self._seen_pose, self._seen_ms, self._frames_since = pose, frame.t_ms, 0


def hands_near_trunk(
    pose: Pose, size_px: tuple[int, int], least_visibility: float
) -> tuple[bool, bool]:
    """Return whether the left and the right hand may lie over the trunk, or soon will.

    Parameters
    ----------
    pose : Pose
    size_px : (int, int)
        Width and height of the frame.
    least_visibility : float
        Of a wrist, 0 to 1.

    Notes
    -----
    Near is within .35 shoulder widths above or below shoulders and hips and .2 beside the
    chest, but not beside the belly: there arms hang, and need no looking at.
    """
    scale = body_scale_px(pose)
    corners = pose.points_px[list(TORSO)]
    (x0, y0), (x1, y1) = corners.min(axis=0), corners.max(axis=0)
    above, beside = _NEAR_ABOVE * scale, _NEAR_BESIDE * scale
    found = []
    for joints in _POSE_HANDS:
        x, y = pose.points_px[list(joints)].T
        reach = np.where(y < (y0 + y1) / 2, beside, 0.0)
        near = (x > x0 - reach) & (x < x1 + reach) & (y > y0 - above) & (y < y1 + above)
        seen = near & (x >= 0) & (x < size_px[0]) & (y >= 0) & (y < size_px[1])
        found.append(bool(seen.any()) and pose.visibility[joints[0]] >= least_visibility)
    return bool(found[0]), bool(found[1])


def own_hands(hands: Sequence[Hand], pose: Pose) -> tuple[Hand, ...]:
    """Return the hands that are this person's, one a side at most, sides told by the pose.

    Parameters
    ----------
    hands : sequence of Hand
        With the sides MediaPipe named.
    pose : Pose
        The nearer wrist names the side, but for hands that lie together.
    """
    scale = max(body_scale_px(pose), 1.0)
    best: dict[bool, tuple[float, Hand]] = {}
    for hand in hands:
        left, right = (_distance_px(hand, pose, joints) / scale for joints in _POSE_HANDS)
        told = hand.is_left if abs(left - right) < _SIDE_MARGIN else left < right
        away = left if told else right
        if away <= _OWN_HAND:
            _place(best, replace(hand, is_left=bool(told)), away)
    return tuple(best[side][1] for side in (True, False) if side in best)


def _place(best: dict[bool, tuple[float, Hand]], hand: Hand, away: float) -> None:
    """Give a hand its side, or the other one where that is taken by a nearer one."""
    for side in (hand.is_left, not hand.is_left):
        if side not in best:
            best[side] = (away, replace(hand, is_left=side))
            return


def _distance_px(hand: Hand, pose: Pose, joints: Sequence[int]) -> float:
    apart = hand.points_px[_ROOTS] - pose.points_px[list(joints)]
    return float(np.hypot(*apart.T).mean())


def _centre(pose: Pose, *, left: bool) -> Points:
    centre: Points = pose.points_px[list(_POSE_HANDS[0 if left else 1])].mean(axis=0)
    return centre


def _moved_along(hand: Hand, before: Pose, now: Pose) -> Hand:
    shift = _centre(now, left=hand.is_left) - _centre(before, left=hand.is_left)
    return replace(hand, points_px=hand.points_px + shift)


def _moved_by(before: Pose, now: Pose, wanted: tuple[bool, bool]) -> float:
    """Return how far the hands that matter have moved, in shoulder widths."""
    shifts = [
        float(np.hypot(*(_centre(now, left=left) - _centre(before, left=left))))
        for left, matters in zip((True, False), wanted, strict=True)
        if matters
    ]
    return max(shifts, default=0.0) / max(body_scale_px(now), 1.0)


def _new_landmarker(model: bytes, *, still: bool) -> Any:  # noqa: ANN401 MediaPipe has no types
    tasks = import_mediapipe("mediapipe.tasks.python")
    vision, base_options = tasks.vision, tasks.BaseOptions
    mode = vision.RunningMode.IMAGE if still else vision.RunningMode.VIDEO
    options = vision.HandLandmarkerOptions(
        base_options=base_options(model_asset_buffer=model, delegate=base_options.Delegate.CPU),
        running_mode=mode,
        num_hands=2,
    )
    return vision.HandLandmarker.create_from_options(options)


def _hands(result: Any, size: tuple[int, int]) -> list[Hand]:  # noqa: ANN401
    """Turn MediaPipe's answer into ours: pixels, with pixel centres at integers."""
    found = []
    for points, sides in zip(result.hand_landmarks, result.handedness, strict=True):
        normalised = np.array([[point.x or 0.0, point.y or 0.0] for point in points])
        if np.isfinite(normalised).all():
            is_left, score = sides[0].category_name == "Left", float(sides[0].score)
            found.append(Hand(normalised * size - 0.5, is_left, min(max(score, 0.0), 1.0)))
    return sorted(found, key=lambda hand: -hand.confidence)
