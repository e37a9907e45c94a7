"""What the garment does when the person is lost, found again or somebody else."""

import math
from dataclasses import dataclass, field

from tryon_ar.core.types import Body, GarmentState, Pose
from tryon_ar.tracking.anatomy import (
    LEFT_SHOULDER,
    RIGHT_SHOULDER,
    body_scale_px,
    box_overlap,
    mask_doubt,
    torso_box,
    torso_coverage,
)

NOBODY = "Nobody in the picture"
STEP_BACK = "Step back so that your shoulders and chest are visible"
COME_CLOSER = "Come closer: you are too small to dress"
UNSURE = "Not sure that this is a person"
LOOKING_AGAIN = "The picture changed: looking again"
WELCOME = "Somebody came into the picture: one moment"


@dataclass(frozen=True, slots=True)
class DropoutParameters:
    """Times and bounds of the policy; lengths in shoulder widths U.

    Attributes
    ----------
    hold_ms, fade_ms : float
        How long a garment stays where the person was last seen, and then fades.
    quick_return_ms : float
        Up to this absence somebody at the same place is the same person.
    smooth_return_ms : float
        Up to this absence smoothing goes on.
    absence_counts_ms : float
        After an absence nobody is looked for farther away than this time allows.
    confirm_jump, confirm_return : int
        Further consistent frames wanted after a sudden jump, and after an absence.
    slack_u, speed_u_s : float
        A body may be ``slack_u + speed_u_s * seconds`` away from where it was.
    slack_scale, rate_scale : float
        The logarithm of its size may change by ``slack_scale + rate_scale * seconds``.
    least_overlap : float
        Torso boxes at most 0.2 s apart overlap at least so much.
    least_visibility : float
        Of the better visible shoulder; the other at least half of it.
    least_coverage : float
        Of the torso by the person mask.
    most_doubt : float
        How undecided the person mask may be (:func:`~tryon_ar.tracking.anatomy.mask_doubt`).
    least_scale_px : float
        Shoulder width below which nobody is dressed.
    """

    hold_ms: float = 300.0
    fade_ms: float = 300.0
    quick_return_ms: float = 1000.0
    smooth_return_ms: float = 150.0
    absence_counts_ms: float = 200.0
    confirm_jump: int = 1
    confirm_return: int = 2
    slack_u: float = 0.35
    speed_u_s: float = 4.0
    slack_scale: float = 0.2
    rate_scale: float = 2.0
    least_overlap: float = 0.2
    least_visibility: float = 0.5
    least_coverage: float = 0.5
    most_doubt: float = 0.4
    least_scale_px: float = 16.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do with a frame.

    Attributes
    ----------
    body : Body or None
        The measured body when the state is ``DRESSED``; the last one seen while it is
        ``HELD`` or ``FADED``; None when it is ``NOBODY``.
    measured : bool
        The body is this frame's, not an earlier one's.
    restarted : bool
        The body is not the continuation of the last: forget smoothing.
    """

    state: GarmentState
    body: Body | None
    opacity: float
    reason: str
    measured: bool = False
    restarted: bool = False


@dataclass(slots=True)
class DropoutPolicy:
    """Decides frame by frame who is dressed.

    - A plausible body near where the last one was is dressed.
    - Without one the garment is held for at most 0.3 s, fades in 0.3 s, and is gone; it
      still goes along with somebody who leaves the picture.
    - A plausible body elsewhere is dressed once further frames agree with it (one after a
      jump from frame to frame, two after an absence); until then nobody is, unless the
      person mask still covers the place where the garment was: then it is held.

    Parameters
    ----------
    parameters : DropoutParameters
    """

    parameters: DropoutParameters = field(default_factory=DropoutParameters)
    _last: Body | None = field(init=False, repr=False, default=None)
    _last_ms: float = field(init=False, repr=False, default=-math.inf)
    _dressed_ms: float = field(init=False, repr=False, default=-math.inf)
    _candidate: Pose | None = field(init=False, repr=False, default=None)
    _candidate_ms: float = field(init=False, repr=False, default=-math.inf)
    _wanted: int = field(init=False, repr=False, default=0)
    _absent: bool = field(init=False, repr=False, default=False)
    _started: bool = field(init=False, repr=False, default=False)

    def reset(self) -> None:
        """Forget everybody: the next plausible body is dressed at once."""
        self._last = None
        self._last_ms = self._dressed_ms = -math.inf
        self._candidate = None
        self._absent = False
        self._started = False

    def judge(self, body: Body | None, t_ms: float) -> Verdict:
        """Return what to do with a frame.

        Parameters
        ----------
        body : Body or None
            As measured, not smoothed.
        t_ms : float
            When; where time jumps back everything starts afresh.
        """
        if t_ms < max(self._last_ms, self._candidate_ms if self._candidate else -math.inf):
            self.reset()
        reason = NOBODY if body is None else implausible(body, self.parameters)
        if body is None or reason:
            return self._lose(body, reason, t_ms)
        if self._is_same_person(body.pose, t_ms):
            late = self._absent and t_ms - self._last_ms > self.parameters.smooth_return_ms
            return self._accept(body, t_ms, restarted=late)
        if not self._started or self._is_confirmed(body.pose, t_ms):
            return self._accept(body, t_ms, restarted=True)
        return self._wait(body, t_ms)

    def _accept(self, body: Body, t_ms: float, *, restarted: bool) -> Verdict:
        self._last, self._last_ms, self._dressed_ms = body, t_ms, t_ms
        self._candidate = None
        self._absent = False
        self._started = True
        return Verdict(GarmentState.DRESSED, body, 1.0, "", measured=True, restarted=restarted)

    def _lose(self, body: Body | None, reason: str, t_ms: float) -> Verdict:
        """Go without a body that can be dressed, but along with one that is leaving."""
        self._candidate = None
        if body is not None and reason == STEP_BACK and self._is_same_person(body.pose, t_ms):
            self._last, self._last_ms = body, t_ms
            return self._without(t_ms, reason, measured=True)
        self._absent = True
        return self._without(t_ms, reason)

    def _is_same_person(self, pose: Pose, t_ms: float) -> bool:
        if self._last is None:
            return False
        elapsed_ms = t_ms - self._last_ms
        if self._absent and elapsed_ms > self.parameters.quick_return_ms:
            return False
        if self._absent:
            elapsed_ms = min(elapsed_ms, self.parameters.absence_counts_ms)
        return is_continuation(self._last.pose, pose, elapsed_ms, self.parameters)

    def _is_confirmed(self, pose: Pose, t_ms: float) -> bool:
        """Count a candidate's consistent frames; a new candidate starts the count."""
        known = self._candidate is not None and is_continuation(
            self._candidate, pose, t_ms - self._candidate_ms, self.parameters
        )
        if not known:
            p = self.parameters
            self._wanted = p.confirm_return if self._absent else p.confirm_jump
        else:
            self._wanted -= 1
        self._candidate, self._candidate_ms = pose, t_ms
        return known and self._wanted <= 0

    def _wait(self, body: Body, t_ms: float) -> Verdict:
        """Say what is shown while a candidate is being confirmed."""
        last = self._last
        reason = WELCOME if self._absent or last is None else LOOKING_AGAIN
        still_there = (
            last is not None
            and last.mask.shape == body.mask.shape
            and (torso_coverage(last.pose, body) or 0.0) >= self.parameters.least_coverage
        )
        if still_there:
            return self._without(t_ms, reason)
        self._last = None  # the place is empty: nothing to hold there
        return Verdict(GarmentState.NOBODY, None, 0.0, reason)

    def _without(self, t_ms: float, reason: str, *, measured: bool = False) -> Verdict:
        """Hold, fade or drop the garment, by the time since somebody was dressed."""
        p = self.parameters
        gap_ms = t_ms - self._dressed_ms
        if self._last is None or gap_ms >= p.hold_ms + p.fade_ms:
            return Verdict(GarmentState.NOBODY, None, 0.0, reason)
        if gap_ms <= p.hold_ms:
            return Verdict(GarmentState.HELD, self._last, 1.0, reason, measured)
        opacity = 1.0 - (gap_ms - p.hold_ms) / p.fade_ms
        return Verdict(GarmentState.FADED, self._last, opacity, reason, measured)


def implausible(body: Body, parameters: DropoutParameters) -> str:
    """Return why a body cannot be dressed, or an empty string."""
    pose = body.pose
    shoulders = sorted(float(pose.visibility[i]) for i in (LEFT_SHOULDER, RIGHT_SHOULDER))
    if body_scale_px(pose) < parameters.least_scale_px:
        return COME_CLOSER
    least = parameters.least_visibility
    if shoulders[1] < least or shoulders[0] < least / 2 or not _shoulders_inside(body):
        return STEP_BACK
    coverage = torso_coverage(pose, body)
    if coverage is None:
        return STEP_BACK
    if coverage < parameters.least_coverage or mask_doubt(body) > parameters.most_doubt:
        return UNSURE
    return ""


def _shoulders_inside(body: Body) -> bool:
    """Return whether both shoulders lie in the picture, or outside by a little."""
    height, width = body.mask.shape
    margin = 0.25 * body_scale_px(body.pose)
    return all(
        -margin <= x < width + margin and -margin <= y < height + margin
        for x, y in body.pose.points_px[[LEFT_SHOULDER, RIGHT_SHOULDER]]
    )


def is_continuation(
    before: Pose, now: Pose, elapsed_ms: float, parameters: DropoutParameters
) -> bool:
    """Return whether a pose can be the same body as another, some time later.

    Parameters
    ----------
    before, now : Pose
        In the pixels of one picture size.
    elapsed_ms : float
        >= 0.
    """
    p, seconds = parameters, max(elapsed_ms, 0.0) / 1000.0
    scale, scale_now = body_scale_px(before), body_scale_px(now)
    shoulders = [LEFT_SHOULDER, RIGHT_SHOULDER]
    moved = now.points_px[shoulders].mean(axis=0) - before.points_px[shoulders].mean(axis=0)
    if math.hypot(*moved) > (p.slack_u + p.speed_u_s * seconds) * scale:
        return False
    if abs(math.log(scale_now / max(scale, 1e-6))) > p.slack_scale + p.rate_scale * seconds:
        return False
    return seconds > 0.2 or box_overlap(torso_box(before), torso_box(now)) >= p.least_overlap
