"""Find the person: 33 landmarks and a mask, by MediaPipe's Pose Landmarker (BlazePose)."""

from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.types import Body, Frame, Pose, SoftMask
from tryon_ar.tracking.anatomy import LANDMARKS
from tryon_ar.tracking.mediapipe_import import import_mediapipe
from tryon_ar.tracking.models import ModelPaths, ensure_models
from tryon_ar.tracking.vision_task import VisionTask

# In pictures' widths and heights: MediaPipe guesses at what lies outside, but never so far.
_FARTHEST = 50.0
_UNREADABLE = 3


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
    """

    def __init__(
        self, *, still: bool = False, models: Callable[[], ModelPaths] = ensure_models
    ) -> None:
        self._task = VisionTask(
            lambda: models().pose,
            lambda model: _new_landmarker(model, still=still),
            "pose tracker",
            still=still,
        )
        self._unreadable = 0

    def track(self, frame: Frame) -> Body | None:
        """Return the person in a frame, or None.

        Raises
        ------
        TrackerUnavailable
            When the networks or the library cannot be used, or fail on this frame; the
            next call starts afresh.
        """
        return self._task.detect(frame, lambda result: self._read(result, frame.size))

    def _read(self, result: Any, size: tuple[int, int]) -> Body | None:  # noqa: ANN401
        """Return the body of an answer.

        One that holds no numbers is nobody; several in a row, which no picture explains, are
        the task's fault.
        """
        body = _body(result, size)
        if body is None or _is_readable(body):
            self._unreadable = 0
            return body
        self._unreadable += 1
        if self._unreadable >= _UNREADABLE:
            self._unreadable = 0
            raise ValueError("its landmarks are no numbers")
        return None

    def reset(self) -> None:
        """Forget the person: the next frame is searched anew."""
        self._task.forget(lambda result: not result.pose_landmarks)

    def close(self) -> None:
        """Release MediaPipe's graph and its threads; again is harmless."""
        self._task.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


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


def _body(result: Any, size: tuple[int, int]) -> Body | None:  # noqa: ANN401
    """Turn MediaPipe's answer into ours: pixels, with pixel centres at integers.

    Raises
    ------
    ValueError
        When it is no answer to a picture of this size.
    """
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
    if np.abs(np.nan_to_num(normalised[:, :2])).max() > _FARTHEST:
        raise ValueError("its landmarks are far outside the picture")
    return Body(pose, _mask(result.segmentation_masks[0], size))


def _is_readable(body: Body) -> bool:
    pose = body.pose
    arrays = (pose.points_px, pose.visibility, pose.depth_px, pose.world_m, body.mask)
    return all(bool(np.isfinite(array).all()) for array in arrays)


def _columns(landmarks: Sequence[Any], names: tuple[str, ...]) -> NDArray[np.float64]:
    if len(landmarks) != LANDMARKS:
        raise ValueError(f"it has {len(landmarks)} landmarks instead of {LANDMARKS}")
    return np.array([[getattr(point, name) or 0.0 for name in names] for point in landmarks])


def _mask(image: Any, size: tuple[int, int]) -> SoftMask:  # noqa: ANN401
    """Copy the person mask out of MediaPipe's memory."""
    view = image.numpy_view()
    mask: SoftMask = np.array(view.reshape(view.shape[:2]), dtype=np.float32, order="C")
    if mask.shape != size[::-1]:
        raise ValueError(f"its mask has shape {mask.shape}")
    np.clip(mask, 0.0, 1.0, out=mask)
    mask.flags.writeable = False
    return mask
