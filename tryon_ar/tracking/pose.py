"""Find the person: 33 landmarks and a mask, by MediaPipe's Pose Landmarker (BlazePose)."""

import logging
import threading
import weakref
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.errors import TrackerUnavailable
from tryon_ar.core.types import Body, Frame, Pose, SoftMask
from tryon_ar.tracking.mediapipe_import import import_mediapipe
from tryon_ar.tracking.models import ModelPaths, ensure_models
from tryon_ar.tracking.native_output import native_output_logged

_log = logging.getLogger(__name__)

_FORGET_FRAMES = 3


class PoseTracker(Protocol):
    """Finds one person, frame after frame.

    Implementers promise (``tests/contracts/test_pose_tracker.py`` holds them to it):

    - constructing does no work; the first ``track`` does it or raises
      ``TrackerUnavailable``;
    - ``track`` returns a body in the frame's own pixels with a read-only mask of the
      frame's size, or None when it sees nobody, whatever the frame's size, and changes
      neither the frame nor a body returned before;
    - times may repeat or jump back without harm; a body depends on frames since the last
      ``reset`` only;
    - ``reset`` forgets the person (the source changed) and ``close`` releases everything;
      both may be called at any time and more than once, and tracking after either starts
      afresh.
    """

    def track(self, frame: Frame) -> Body | None:
        """Return the person in a frame, or None."""

    def reset(self) -> None:
        """Forget the person and the time."""

    def close(self) -> None:
        """Release everything."""


class MediaPipePoseTracker:
    """The person found by MediaPipe's Pose Landmarker, with a person mask.

    Parameters
    ----------
    still : bool
        Frames are unrelated photos: each is searched anew and nothing is carried over.
    models : callable returning ModelPaths, optional
        Where the networks are; fetched on first use by default.

    Notes
    -----
    BlazePose: Bazarevsky et al., "BlazePose: On-device Real-time Body Pose Tracking"
    (2020). A detector finds the person once, then the landmark network follows the region
    of the frame before; MediaPipe runs the networks on a pool of threads of its own and
    offers no choice of their number.

    MediaPipe's objects dead-lock when they are collected after an error, so every one is
    closed explicitly: on an error, by ``close``, at the latest when the program ends.
    """

    def __init__(
        self, *, still: bool = False, models: Callable[[], ModelPaths] = ensure_models
    ) -> None:
        self._still = still
        self._models = models
        self._lock = threading.Lock()
        self._landmarker: Any = None
        self._closing: weakref.finalize[Any, Any] | None = None
        self._last_stamp_ms = -1
        self._offset_ms = 0.0

    def track(self, frame: Frame) -> Body | None:
        """Return the person in a frame, or None.

        Raises
        ------
        TrackerUnavailable
            When the networks or the library cannot be used, or fail on this frame; the
            next call starts afresh.
        """
        with self._lock:
            if self._landmarker is not None:
                result = self._detect(frame)
            else:
                model = self._models().pose
                with native_output_logged(_log):
                    self._open(model)
                    result = self._detect(frame)
        return _body(result, frame.size)

    def reset(self) -> None:
        """Forget the person: the next frame is searched anew."""
        with self._lock:
            if self._landmarker is not None and not self._still:
                self._forget()

    def close(self) -> None:
        """Release MediaPipe's graph and its threads; again is harmless."""
        with self._lock:
            self._release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _open(self, model: Path) -> None:
        """Load MediaPipe (1.2 s the first time) and build its graph (0.15 s)."""
        try:
            self._landmarker = _new_landmarker(model.read_bytes(), still=self._still)
        except (ImportError, OSError, RuntimeError, ValueError) as error:
            raise TrackerUnavailable(
                f"The pose tracker cannot be started: {_first_line(error)}.",
                "Run `tryon-ar doctor` to see what is missing.",
            ) from error
        self._closing = weakref.finalize(self, _close, self._landmarker)
        self._last_stamp_ms = -1
        self._offset_ms = 0.0

    def _release(self) -> None:
        if self._closing is not None:
            self._closing()
        self._landmarker = self._closing = None

    def _forget(self) -> None:
        """Show the graph nothing until it has lost the person, or build it afresh.

        Ten times as quick as building a graph: 15 against 150 ms.
        """
        black = np.zeros((64, 64, 3), np.uint8)
        for _ in range(_FORGET_FRAMES):
            t_ms = self._last_stamp_ms + 1 - self._offset_ms
            if not self._detect(Frame(black, 0, t_ms, 0)).pose_landmarks:
                return
        self._release()

    def _detect(self, frame: Frame) -> Any:  # noqa: ANN401 MediaPipe has no types
        try:
            return self._run(frame)
        except (RuntimeError, ValueError) as error:
            self._release()
            raise TrackerUnavailable(
                f"The pose tracker failed on a picture: {_first_line(error)}.",
                "Try again; if it stays so, run `tryon-ar models fetch`.",
            ) from error

    def _run(self, frame: Frame) -> Any:  # noqa: ANN401
        import cv2

        mediapipe = import_mediapipe()
        rgb = cv2.cvtColor(frame.image_bgr, cv2.COLOR_BGR2RGB)
        image = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=rgb)
        if self._still:
            return self._landmarker.detect(image)
        return self._landmarker.detect_for_video(image, self._next_stamp_ms(frame.t_ms))

    def _next_stamp_ms(self, t_ms: float) -> int:
        """Return a time for MediaPipe, which wants whole milliseconds that increase."""
        stamp = round(t_ms + self._offset_ms)
        if stamp <= self._last_stamp_ms:
            stamp = self._last_stamp_ms + 1
            self._offset_ms = stamp - t_ms  # frames after this one keep their distance
        self._last_stamp_ms = stamp
        return stamp


def _new_landmarker(model: bytes, *, still: bool) -> Any:  # noqa: ANN401
    tasks = import_mediapipe("mediapipe.tasks.python")
    vision, base_options = tasks.vision, tasks.BaseOptions
    mode = vision.RunningMode.IMAGE if still else vision.RunningMode.VIDEO
    options = vision.PoseLandmarkerOptions(
        base_options=base_options(model_asset_buffer=model, delegate=base_options.Delegate.CPU),
        running_mode=mode,
        num_poses=1,
        output_segmentation_masks=True,
    )
    return vision.PoseLandmarker.create_from_options(options)


def _close(landmarker: Any) -> None:  # noqa: ANN401
    try:
        landmarker.close()
    except (RuntimeError, ValueError) as error:  # a failed graph repeats its error here
        _log.debug("closing the pose tracker: %s", _first_line(error))
    finally:
        landmarker._handle = None  # or its __del__ would try again, and may never return


def _body(result: Any, size: tuple[int, int]) -> Body | None:  # noqa: ANN401
    """Turn MediaPipe's answer into ours: pixels, with pixel centres at integers."""
    if not result.pose_landmarks or not result.segmentation_masks:
        return None
    width, height = size
    normalised = _columns(result.pose_landmarks[0], ("x", "y", "z", "visibility"))
    pose = Pose(
        points_px=normalised[:, :2] * (width, height) - 0.5,
        visibility=np.clip(normalised[:, 3], 0.0, 1.0),
        depth_px=normalised[:, 2] * width,
        world_m=_columns(result.pose_world_landmarks[0], ("x", "y", "z")),
    )
    if not (np.isfinite(pose.points_px).all() and np.isfinite(pose.world_m).all()):
        return None
    return Body(pose, _mask(result.segmentation_masks[0]))


def _columns(landmarks: Sequence[Any], names: tuple[str, ...]) -> NDArray[np.float64]:
    return np.array([[getattr(point, name) or 0.0 for name in names] for point in landmarks])


def _mask(image: Any) -> SoftMask:  # noqa: ANN401
    """Copy the person mask out of MediaPipe's memory."""
    view = image.numpy_view()
    mask: SoftMask = np.array(view.reshape(view.shape[:2]), dtype=np.float32, order="C")
    np.clip(mask, 0.0, 1.0, out=mask)
    mask.flags.writeable = False
    return mask


def _first_line(error: Exception) -> str:
    return (str(error).split("\n")[0].strip() or type(error).__name__).rstrip(".")[:200]
