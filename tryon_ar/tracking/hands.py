"""Find hands that may lie over the trunk: 21 landmarks each, by MediaPipe's landmark network."""

from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

import numpy as np

from tryon_ar.core.types import Frame, Hand, Points, Pose
from tryon_ar.tracking.anatomy import body_scale_px
from tryon_ar.tracking.hand_network import (
    HandAnswer,
    HandNetwork,
    HandRegion,
    LandmarkNetwork,
    region_by_points,
)
from tryon_ar.tracking.hand_places import (
    distance_px,
    hand_centre,
    hands_near_trunk,
    moved_by,
    pose_region,
    raised_hands,
)
from tryon_ar.tracking.models import ModelPaths, ensure_models

# In shoulder widths: a hand is the person's own when it lies so near to where the pose has one.
_OWN_HAND = 0.30
# Two answers are one hand when their points lie so near together.
_SAME_HAND = 0.08
# Where the network's words for the sides differ less than this, the pose's wrists decide.
_SIDE_MARGIN = 0.3
# What the network must say for a hand to be there, and to be worth a closer look.
_PRESENT = 0.5
_WORTH_ANOTHER = 0.3
_REMEMBERED = 0.4
# A hand that moves so far from frame to frame is blurred.
_QUICK = 0.06
# A hand that has moved so far since it was looked at is where it was carried, not seen.
_CARRIED = 0.045


@dataclass(frozen=True, slots=True)
class HandSchedule:
    """When the landmark network looks at a hand, which costs a third of the pose.

    Attributes
    ----------
    moved : float
        It looks when the hand has moved so far since, in shoulder widths,
    rest_ms : float
        or after this time,
    least_frames : int
        but not before so many frames after it looked,
    fruitless_ms, blurred_ms : float
        After it looked in vain it waits for the first, longer every time, and for the second
        while the hand is so quick that it is blurred.
    kept_ms : float
        A hand that is lost stays what it was for this time, moving along with the pose.
    least_visibility : float
        Of the pose's wrist, for a hand to be looked for.

    Notes
    -----
    Between looks a hand moves along with the pose's wrist and knuckles. On eleven webcam
    clips the points are then off by .024 shoulder widths after one frame, .040 after two and
    .054 after three (median; a tenth by more than .07, .12 and .16); turning them with the
    forearm as well, or letting them go on as they moved before, is no better.
    """

    moved: float = 0.10
    rest_ms: float = 500.0
    least_frames: int = 2
    fruitless_ms: float = 120.0
    blurred_ms: float = 200.0
    kept_ms: float = 150.0
    least_visibility: float = 0.3


class HandFinder(Protocol):
    """Finds the hands of a person whose pose is known (``HandTracker`` is one).

    Attributes
    ----------
    least_apart : int
        Where time is short, work is spared: at least so many frames should lie between one
        look at a hand and the next. Any thread may set it.
    watch_raised : bool
        Whether hands held up beside the body are looked at as well, for who reads hand signs.
        Any thread may set it.

    Implementers promise that constructing does no work; that ``track`` answers with hands in
    the frame's own pixels, at most one a side, the left before the right; that times may
    repeat or jump; and that ``reset`` and ``close`` may be called at any time, more than once.
    """

    least_apart: int
    watch_raised: bool

    def track(self, frame: Frame, pose: Pose) -> tuple[Hand, ...]:
        """Return the hands that may lie over the trunk."""

    def reset(self) -> None:
        """Forget the person."""

    def close(self) -> None:
        """Release everything."""


@dataclass(slots=True)
class _Side:
    """What is known of the left or the right hand."""

    points_px: Points | None = None
    presence: float = 0.0
    right: float = 0.5
    seen_pose: Pose | None = None
    seen_ms: float = 0.0
    found_ms: float = 0.0
    frames_since: int = 0
    is_lost: bool = True
    is_fresh: bool = False
    is_quick: bool = False
    tries: int = 0


class HandTracker:
    """Hands found by MediaPipe's landmark network where and when the pose says that it matters.

    Parameters
    ----------
    still : bool
        Frames are unrelated photos: each is searched anew.
    schedule : HandSchedule, optional
        When a moving picture is looked at.
    models : callable returning ModelPaths, optional
        Where the networks are; fetched on first use by default.
    network : callable of bytes returning HandNetwork, optional
        Made of the landmark network's file at the first hand.

    Attributes
    ----------
    least_apart : int
        A hand that was found is not looked at again before so many frames.
    watch_raised : bool
        Whether hands held up beside the body are looked at, too; they cost time and cover no cloth.

    Notes
    -----
    A hand is looked for in the square where it was, moved along with the pose, or else about
    the pose's own wrist and knuckles. Of a moving picture one hand a frame is looked at.
    Used by one thread at a time, except ``close``.
    """

    def __init__(
        self,
        *,
        still: bool = False,
        schedule: HandSchedule | None = None,
        models: Callable[[], ModelPaths] = ensure_models,
        network: Callable[[bytes], HandNetwork] = LandmarkNetwork,
    ) -> None:
        self._still = still
        self._schedule = schedule or HandSchedule()
        self._models = models
        self._open = network
        self._network: HandNetwork | None = None
        self._sides = (_Side(), _Side())
        self._pose: Pose | None = None
        self.least_apart = 1
        self.watch_raised = False

    def track(self, frame: Frame, pose: Pose) -> tuple[Hand, ...]:
        """Return the hands near the trunk (and raised ones where asked), the left one first.

        Parameters
        ----------
        frame : Frame
        pose : Pose
            Of this frame.

        Returns
        -------
        tuple of Hand
            One that is only remembered has a confidence below .5.

        Raises
        ------
        TrackerUnavailable
            When the network cannot be used, or fails on this frame.
        """
        wanted = self._wanted(frame.size, pose)
        if self._still:
            self._forget_hands()
        self._move_along(pose, wanted)
        due = [self._urgency(index, frame.t_ms, pose) if wanted[index] else 0.0 for index in (0, 1)]
        order = sorted((0, 1), key=lambda index: -due[index])
        for index in [each for each in order if due[each] >= 1.0][: 2 if self._still else 1]:
            self._look(index, frame, pose)
        return self._hands(frame.t_ms, pose)

    def reset(self) -> None:
        """Forget the person: the source changed."""
        self._forget_hands()

    def close(self) -> None:
        """Release the network; again is harmless."""
        self._network = None
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

    def _wanted(self, size_px: tuple[int, int], pose: Pose) -> tuple[bool, bool]:
        """Return which of the left and the right hand to look at."""
        least = self._schedule.least_visibility
        left, right = hands_near_trunk(pose, size_px, least)
        if self.watch_raised:
            raised = raised_hands(pose, size_px, least)
            left, right = left or raised[0], right or raised[1]
        return left, right

    def _forget_hands(self) -> None:
        self._sides, self._pose = (_Side(), _Side()), None

    def _move_along(self, pose: Pose, wanted: tuple[bool, bool]) -> None:
        """Let known hands follow the pose; forget those that have left the trunk."""
        before, self._pose = self._pose, pose
        sides = []
        for side, matters, left in zip(self._sides, wanted, (True, False), strict=True):
            if not matters:
                sides.append(_Side())
                continue
            sides.append(side)
            side.frames_since += 1
            side.is_quick = before is not None and moved_by(before, pose, left=left) > _QUICK
            side.tries = min(side.tries, 1) if side.is_quick else side.tries
            if side.points_px is not None and before is not None:
                shift = hand_centre(pose, left=left) - hand_centre(before, left=left)
                side.points_px = side.points_px + shift
        self._sides = (sides[0], sides[1])

    def _urgency(self, index: int, t_ms: float, pose: Pose) -> float:
        """Return how much a hand needs looking at; below 1 it can wait."""
        side, plan = self._sides[index], self._schedule
        since_ms = t_ms - side.seen_ms
        if side.seen_pose is None or since_ms < 0:
            return 9.0
        if side.is_lost:
            patience_ms = min(plan.fruitless_ms * side.tries, plan.rest_ms)
            return since_ms / max(plan.blurred_ms if side.is_quick else patience_ms, 1e-3)
        if side.is_fresh:
            return 2.0  # the square about the pose's hand fits but roughly
        if since_ms >= plan.rest_ms:
            return 1.0 + since_ms / 1e4
        if side.frames_since < max(plan.least_frames, self.least_apart):
            return 0.0
        return moved_by(side.seen_pose, pose, left=index == 0) / plan.moved

    def _look(self, index: int, frame: Frame, pose: Pose) -> None:
        """Look where the hand was, or about the pose's own."""
        side = self._sides[index]
        searched = side.is_lost or side.points_px is None
        if searched:
            answer = self._search(frame, pose, index, side.tries % 2 == 1)
        else:
            answer = self._find(frame, region_by_points(np.asarray(side.points_px)))
        side.seen_pose, side.seen_ms, side.frames_since = pose, frame.t_ms, 0
        side.is_lost = (
            answer.presence < _PRESENT
            or distance_px(answer.points_px, pose, index) > _OWN_HAND * body_scale_px(pose)
            or self._is_the_other(index, answer, pose)
        )
        side.is_fresh = searched and not side.is_lost and not self._still
        side.tries = side.tries + 1 if side.is_lost else 0
        if not side.is_lost:
            side.points_px, side.presence = answer.points_px, answer.presence
            side.right = answer.right

    def _search(self, frame: Frame, pose: Pose, index: int, by_forearm: bool) -> HandAnswer:
        """Look about the pose's hand; in a photo both ways, and closer where one was found."""
        if not self._still:
            return self._find(frame, pose_region(pose, index, by_forearm=by_forearm))
        regions = [pose_region(pose, index, by_forearm=way) for way in (False, True)]
        best = max((self._find(frame, each) for each in regions), key=lambda one: one.presence)
        if best.presence < _WORTH_ANOTHER:
            return best
        closer = self._find(frame, region_by_points(best.points_px))
        return max(best, closer, key=lambda one: one.presence >= _PRESENT)

    def _find(self, frame: Frame, region: HandRegion) -> HandAnswer:
        network = self._network  # another thread may close it
        if network is None:
            network = self._network = self._open(self._models().read_hand_landmarks())
        return network.find(frame.image_bgr, region)

    def _is_the_other(self, index: int, answer: HandAnswer, pose: Pose) -> bool:
        """Whether an answer is the other side's hand, found twice.

        Each side's word for its own hand is believed; where the other's is the worse one, that is
        forgotten instead. Hands that both look like their own side may lie together.
        """
        other = self._sides[1 - index]
        if other.is_lost or other.points_px is None:
            return False
        apart = float(np.hypot(*(answer.points_px - other.points_px).T).mean())
        if apart > _SAME_HAND * body_scale_px(pose):
            return False
        mine, theirs = _fits(answer.right, index), _fits(other.right, 1 - index)
        if min(mine, theirs) > 0.5:
            return False
        if abs(mine - theirs) < _SIDE_MARGIN:
            away = [distance_px(answer.points_px, pose, each) for each in (index, 1 - index)]
            mine, theirs = -away[0], -away[1]
        if mine <= theirs:
            return True
        other.points_px, other.is_lost = None, True
        return False

    def _hands(self, t_ms: float, pose: Pose) -> tuple[Hand, ...]:
        found = []
        for side, is_left in zip(self._sides, (True, False), strict=True):
            if not side.is_lost:
                side.found_ms = t_ms
            elif t_ms - side.found_ms > self._schedule.kept_ms:
                side.points_px = None
            if side.points_px is None or side.seen_pose is None:
                continue
            carried = side.is_lost or moved_by(side.seen_pose, pose, left=is_left) > _CARRIED
            sure = min(side.presence, _REMEMBERED if carried else 1.0)
            found.append(Hand(side.points_px, is_left, sure))
        return tuple(found)


def _fits(right: float, index: int) -> float:
    return right if index else 1.0 - right
