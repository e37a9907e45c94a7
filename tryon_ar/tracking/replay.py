"""Poses recorded once and played again: tracking without MediaPipe."""

import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.errors import CorruptResource, MissingResource
from tryon_ar.core.types import Body, Frame, Pose
from tryon_ar.tracking.anatomy import LANDMARKS
from tryon_ar.tracking.pose import PoseTracker

_KEYS = ("size_px", "present", "points_px", "visibility", "depth_px", "world_m", "masks")


@dataclass(frozen=True, slots=True)
class Recording:
    """What a tracker saw in the frames of a clip, by frame index.

    Attributes
    ----------
    size_px : (int, int)
        Width and height of the frames.
    present : ndarray of shape (F,), bool
        Whether somebody was seen; the other arrays are zero where not.
    points_px : ndarray of shape (F, 33, 2), float64
    visibility, depth_px : ndarray of shape (F, 33), float64
    world_m : ndarray of shape (F, 33, 3), float64
    masks : ndarray of shape (F, h, w), uint8
        Person probability times 255, smaller than the frames.
    """

    size_px: tuple[int, int]
    present: NDArray[np.bool_]
    points_px: NDArray[np.float64]
    visibility: NDArray[np.float64]
    depth_px: NDArray[np.float64]
    world_m: NDArray[np.float64]
    masks: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.present)

    @classmethod
    def of_bodies(
        cls,
        bodies: Sequence[Body | None],
        size_px: tuple[int, int],
        mask_size_px: tuple[int, int] = (160, 120),
    ) -> "Recording":
        """Return the recording of bodies in frames of one size."""
        count = len(bodies)
        empty = cls(
            size_px=size_px,
            present=np.array([body is not None for body in bodies], dtype=np.bool_),
            points_px=np.zeros((count, LANDMARKS, 2)),
            visibility=np.zeros((count, LANDMARKS)),
            depth_px=np.zeros((count, LANDMARKS)),
            world_m=np.zeros((count, LANDMARKS, 3)),
            masks=np.zeros((count, mask_size_px[1], mask_size_px[0]), dtype=np.uint8),
        )
        for index, body in enumerate(bodies):
            if body is not None:
                empty._store(index, body)
        return empty

    def _store(self, index: int, body: Body) -> None:
        import cv2

        self.points_px[index] = body.pose.points_px
        self.visibility[index] = body.pose.visibility
        self.depth_px[index] = body.pose.depth_px
        self.world_m[index] = body.pose.world_m
        height, width = self.masks.shape[1:]
        small = cv2.resize(body.mask, (width, height), interpolation=cv2.INTER_AREA)
        self.masks[index] = np.round(small * 255).astype(np.uint8)

    def body(self, index: int, size_px: tuple[int, int]) -> Body | None:
        """Return the body of a frame, scaled to a picture size; None where nobody was seen."""
        import cv2

        if not 0 <= index < len(self) or not self.present[index]:
            return None
        scale = np.array(size_px, dtype=np.float64) / self.size_px
        pose = Pose(
            points_px=(self.points_px[index] + 0.5) * scale - 0.5,
            visibility=self.visibility[index].copy(),
            depth_px=self.depth_px[index] * scale[0],
            world_m=self.world_m[index].copy(),
        )
        small = self.masks[index].astype(np.float32) / np.float32(255)
        mask = np.asarray(cv2.resize(small, size_px, interpolation=cv2.INTER_LINEAR), np.float32)
        mask.flags.writeable = False
        return Body(pose, mask)

    def save(self, path: Path) -> None:
        """Write the recording as a compressed ``.npz``."""
        np.savez_compressed(path, **{key: np.asarray(getattr(self, key)) for key in _KEYS})  # type: ignore[arg-type]

    @classmethod
    def load(cls, path: Path) -> "Recording":
        """Read a recording.

        Raises
        ------
        MissingResource
            When there is no such file.
        CorruptResource
            When it is not a whole recording.
        """
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
                arrays = {key: stored[key] for key in _KEYS}
        except FileNotFoundError as error:
            raise MissingResource(f"There is no pose recording at {path}.") from error
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
            raise CorruptResource(f"{path.name} is not a whole pose recording.") from error
        width, height = (int(side) for side in arrays.pop("size_px"))
        return cls(size_px=(width, height), **arrays)


class ReplayTracker:
    """A tracker that answers from a recording, by the frame's index.

    Parameters
    ----------
    recording : Recording
        Frames beyond its end show nobody.
    """

    def __init__(self, recording: Recording) -> None:
        self._recording = recording

    def track(self, frame: Frame) -> Body | None:
        """Return the recorded person of a frame, scaled to its size, or None."""
        return self._recording.body(frame.index, frame.size)

    def reset(self) -> None:
        """Do nothing: there is no memory."""

    def close(self) -> None:
        """Do nothing: there is nothing to release."""


def record(frames: Iterable[Frame], tracker: PoseTracker) -> Recording:
    """Return what a tracker sees in frames of one size, counted from 0.

    Raises
    ------
    ValueError
        When there are no frames or their sizes differ.
    """
    bodies: list[Body | None] = []
    sizes: set[tuple[int, int]] = set()
    for frame in frames:
        bodies.append(tracker.track(frame))
        sizes.add(frame.size)
    if len(sizes) != 1:
        raise ValueError("frames of one size are needed")
    return Recording.of_bodies(bodies, sizes.pop())
