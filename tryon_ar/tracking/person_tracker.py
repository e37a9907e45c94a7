"""The tracking stage: a frame in, the person to dress out."""

import logging
import time
from types import TracebackType
from typing import Self

from tryon_ar.core import incidents
from tryon_ar.core.errors import TrackerUnavailable
from tryon_ar.core.seen_motion import SeenMotion
from tryon_ar.core.types import Body, Frame, TrackedFrame
from tryon_ar.tracking.body_motion import BodyMotion
from tryon_ar.tracking.cuts import CutDetector
from tryon_ar.tracking.dropout import DropoutPolicy
from tryon_ar.tracking.pose import MediaPipePoseTracker, PoseTracker
from tryon_ar.tracking.rebuilding import Rebuilding
from tryon_ar.tracking.smoothing import BodySmoother

_log = logging.getLogger(__name__)

_STARTED_AFRESH = "The pose tracker failed and was started afresh."
TRIED_AGAIN = "The pose tracker failed and is tried again soon"


class PersonTracker:
    """Finds, judges and steadies the person of every frame of one source.

    Parameters
    ----------
    tracker : PoseTracker, optional
        MediaPipe's by default.
    smoothing : BodySmoother, optional
        Steadies who is dressed.
    dropout : DropoutPolicy, optional
        Decides who is dressed.
    still : bool
        Frames are unrelated photos: each is judged by itself and nothing is smoothed.
    rebuilding : Rebuilding, optional
        Decides when a tracker that worked before and then failed is tried again.

    Notes
    -----
    Used by one thread at a time, except ``close``.
    """

    def __init__(
        self,
        tracker: PoseTracker | None = None,
        smoothing: BodySmoother | None = None,
        dropout: DropoutPolicy | None = None,
        *,
        still: bool = False,
        rebuilding: Rebuilding | None = None,
    ) -> None:
        self._rebuilding = rebuilding or Rebuilding()
        self._has_worked = False
        self._fails = False
        self._tracker = tracker or MediaPipePoseTracker(still=still)
        self._smoothing = smoothing or BodySmoother()
        self._dropout = dropout or DropoutPolicy()
        self._cuts = CutDetector()
        self._motion = BodyMotion()
        self._still = still
        self._last: Body | None = None
        self._size_px: tuple[int, int] | None = None
        self._track_id = 0

    def process(self, frame: Frame) -> TrackedFrame:
        """Return the frame with the person to dress, or the reason why there is none.

        Raises
        ------
        TrackerUnavailable
            When the tracker cannot work, or failed too often; the next call starts it afresh.

        Notes
        -----
        Where a tracker that has worked fails on a frame, the frame counts as one that shows
        nobody, but says why: for an instant whoever was dressed stays so. The next frame starts
        it afresh. Where no frame is to be lost it is started afresh for this one.
        """
        started = time.perf_counter()
        self._notice_changes(frame)
        searched = time.perf_counter()
        found = self._found(frame)
        pose_ms = (time.perf_counter() - searched) * 1000.0
        verdict = self._dropout.judge(found, frame.t_ms)
        body = verdict.body
        if verdict.restarted:
            self._smoothing.reset()
            self._track_id += 1
        if verdict.measured and body is not None:
            motion = self._seen_motion(frame, body, restarted=verdict.restarted)
            body = self._last = self._smoothing.smooth(body, frame.t_ms, motion)
        else:
            self._motion.reset()
            if body is not None:
                body = self._last  # as it was drawn last, not as it was measured
        track_ms = (time.perf_counter() - started) * 1000.0
        return TrackedFrame(
            frame=frame,
            body=body,
            state=verdict.state,
            opacity=verdict.opacity,
            reason=TRIED_AGAIN if self._fails else verdict.reason,
            latency_ms={"capture": frame.capture_ms, "track": track_ms},
            pose_ms=pose_ms,
            track_id=self._track_id,
        )

    def reset(self) -> None:
        """Forget the person: the source changed."""
        self._reset_tracker()
        self._forget()
        self._cuts.reset()
        self._size_px = None

    def close(self) -> None:
        """Release the tracker; again is harmless."""
        self._tracker.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _found(self, frame: Frame) -> Body | None:
        """Return the tracker's answer; None while it is not to be asked."""
        while self._rebuilding.is_due:
            try:
                found = self._tracker.track(frame)
            except TrackerUnavailable as error:
                # What never worked will not work the next time either; a photo is seen once.
                if self._still or not self._has_worked or not self._rebuilding.failed():
                    raise
                self._fails = True
                incidents.tell("tracking", _STARTED_AFRESH, detail=str(error))
                if self._rebuilding.loses_frames:
                    return None
            else:
                self._has_worked, self._fails = True, False
                return found
        return None

    def _seen_motion(self, frame: Frame, body: Body, *, restarted: bool) -> SeenMotion | None:
        """Return how the person moved since the frame before, where it was the same person's."""
        if self._still:
            return None
        if restarted:
            self._motion.reset()
        return self._motion.follow(frame.image_bgr, body if restarted else self._last)

    def _notice_changes(self, frame: Frame) -> None:
        """Forget the person where the frame cannot continue the one before."""
        resized = frame.size != self._size_px
        self._size_px = frame.size
        if self._still:
            self._forget()
        elif self._cuts.is_cut(frame.image_bgr) or resized:
            self._reset_tracker()  # or it would look for the person where the last one was
            self._forget()

    def _reset_tracker(self) -> None:
        try:
            self._tracker.reset()
        except TrackerUnavailable as error:  # it has let go of what failed, which forgets as well
            _log.warning("forgetting the person: %s", error)

    def _forget(self) -> None:
        """Treat whoever is seen next as the first."""
        self._smoothing.reset()
        self._dropout.reset()
        self._motion.reset()
        self._last = None
        self._track_id += 1
