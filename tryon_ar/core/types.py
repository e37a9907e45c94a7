"""The few types that every stage shares.

Arrays are indexed [row, column]; points are (x, y) with pixel centres at integers;
pictures are BGR, sRGB-encoded, uint8. Left and right are the wearer's.
"""

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Labels
from tryon_ar.core.seen_motion import SeenMotion

BgrImage = NDArray[np.uint8]
Mask = NDArray[np.bool_]
SoftMask = NDArray[np.float32]
Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture of a source and when it was taken.

    Attributes
    ----------
    image_bgr : ndarray of shape (H, W, 3), uint8
        Read-only, C-contiguous.
    index : int
        Counts from 0 in the order of the source.
    t_ms : float
        Time in the source since its first frame; strictly increasing.
    captured_ns : int
        ``time.monotonic_ns()`` when the picture was had.
    capture_ms : float
        Time spent grabbing and decoding it (waiting for the camera excluded where known).
    """

    image_bgr: BgrImage
    index: int
    t_ms: float
    captured_ns: int
    capture_ms: float = 0.0

    def __post_init__(self) -> None:
        self.image_bgr.flags.writeable = False

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.image_bgr.shape[1], self.image_bgr.shape[0]


@dataclass(frozen=True, slots=True)
class Pose:
    """The 33 BlazePose landmarks of one person.

    Attributes
    ----------
    points_px : ndarray of shape (33, 2), float64
        (x, y) in frame pixels; may lie outside the frame.
    visibility : ndarray of shape (33,), float64
        0 to 1.
    depth_px : ndarray of shape (33,), float64
        Relative depth on the scale of x; negative is nearer. Coarse and unsteady.
    world_m : ndarray of shape (33, 3), float64
        Metres, origin between the hips.
    """

    points_px: Points
    visibility: NDArray[np.float64]
    depth_px: NDArray[np.float64]
    world_m: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Hand:
    """One hand found in a frame.

    Attributes
    ----------
    points_px : ndarray of shape (21, 2), float64
        (x, y) in frame pixels: wrist, then four points from root to tip of thumb, index,
        middle, ring and little finger.
    is_left : bool
        The wearer's left.
    confidence : float
        0 to 1.
    """

    points_px: Points
    is_left: bool
    confidence: float


@dataclass(frozen=True, slots=True)
class Body:
    """What is known of the tracked person in one frame.

    Attributes
    ----------
    pose : Pose
        Smoothed.
    mask : ndarray of shape (H, W), float32
        Person probability, 0 to 1, at frame size; read-only.
    labels : Labels or None
        What is hair, skin and cloth; None where nobody parsed the frame.
    hands : tuple of Hand
        Hands found, none to two.
    motion : SeenMotion or None
        How it was seen to move since the frame before; None where that is not known.
    """

    pose: Pose
    mask: SoftMask
    labels: Labels | None = None
    hands: tuple[Hand, ...] = ()
    motion: SeenMotion | None = None


class GarmentState(StrEnum):
    """What the garment does in a frame (the ``state`` of a report)."""

    DRESSED = "dressed"
    HELD = "held"
    FADED = "faded"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class TrackedFrame:
    """A frame with the person found in it, or the reason why there is none.

    Attributes
    ----------
    body : Body or None
        None when there is nobody to dress. While the state is ``HELD`` or ``FADED`` it is
        the last body seen.
    opacity : float
        How opaque garments are drawn, 0 to 1 (below 1 only while fading).
    reason : str
        Why the state is not ``DRESSED``; empty otherwise.
    latency_ms : dict of str to float
        Milliseconds by stage so far (``capture``, ``track``, ``parse``).
    pose_ms : float
        The part of ``track`` that was the pose network's own.
    track_id : int
        Grows whenever the body may be another one (a cut, another source, another person, an
        unrelated photo): what was learnt of the last one does not count.
    """

    frame: Frame
    body: Body | None
    state: GarmentState
    opacity: float = 1.0
    reason: str = ""
    latency_ms: dict[str, float] = field(default_factory=dict)
    pose_ms: float = 0.0
    track_id: int = 0


@dataclass(frozen=True, slots=True)
class LookPicture:
    """One of the looks that are compared.

    Attributes
    ----------
    image_bgr : ndarray of shape (H, W, 3), uint8
        Read-only, of the frame's size.
    t_ms : float
        Time of the frame it shows, which may be an earlier one.
    """

    image_bgr: BgrImage
    t_ms: float


@dataclass(frozen=True, slots=True)
class DressedFrame:
    """The picture to show for a frame.

    Attributes
    ----------
    image_bgr : ndarray of shape (H, W, 3), uint8
        Read-only; the frame itself where nobody is dressed.
    coverage : ndarray of shape (H, W), float32, or None
        Visible garment coverage after occlusion, 0 to 1. None when nothing was drawn.
    garment_landmarks : dict of str to dict of str to (float, float)
        By garment id: its landmarks where they were drawn, in frame pixels.
    degraded : bool
        True when the blend fell back to plain alpha.
    latency_ms : dict of str to float
        Milliseconds by stage: ``capture``, ``track``, ``parse``, ``fit``, ``warp``,
        ``blend``, ``total``.
    estimated : float
        Share of the picture that was made up where worn clothes were taken off, 0 to 1.
    parts_ms : dict of str to float
        What ``warp`` and ``blend`` were spent on, milliseconds by part.
    quality : str
        Name of the quality it was drawn with; ``full`` unless the machine was too slow.
    looks : tuple of LookPicture
        What ``image_bgr`` is put together from where looks are compared, what is worn first;
        else empty.
    """

    image_bgr: BgrImage
    tracked: TrackedFrame
    coverage: SoftMask | None
    garment_landmarks: dict[str, dict[str, tuple[float, float]]]
    degraded: bool
    latency_ms: dict[str, float]
    estimated: float = 0.0
    parts_ms: dict[str, float] = field(default_factory=dict)
    quality: str = "full"
    looks: tuple[LookPicture, ...] = ()
