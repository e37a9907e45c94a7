"""Tell hands from the cloth behind them by the colour of the person's own face."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.roi import Roi
from tryon_ar.core.types import BgrImage, Points, Pose
from tryon_ar.fitting.body_frame import BodyFrame, Joint, body_frame

# Chroma (Cr, Cb) distances, in levels of 255.
_TOLERANCE = 9.0
_SLOPE = 3.0
# Cloth whose chroma is nearer to the skin's than this cannot be told from it.
_LEAST_CONTRAST = 11.0
_LEAST_PIXELS = 30


@dataclass(frozen=True, slots=True)
class SkinColour:
    """Chroma of a person's skin, and whether it differs from what is worn.

    Attributes
    ----------
    chroma : ndarray of shape (2,), float32
        Median (Cr, Cb) of the face, 0 to 255.
    tolerance : float
        How far skin strays from it.
    """

    chroma: NDArray[np.float32]
    tolerance: float

    def likeness(self, patch_bgr: BgrImage) -> NDArray[np.uint8]:
        """Return how much each pixel of a patch looks like this skin, 0 to 255.

        Notes
        -----
        Luma is ignored: fingers shade one another.
        """
        chroma = cv2.split(cv2.cvtColor(patch_bgr, cv2.COLOR_BGR2YCrCb))[1:]
        # By tables: OpenCV takes a number for another picture where a patch is a single pixel.
        away = [
            cv2.LUT(channel, np.rint(np.abs(np.arange(256) - middle)).astype(np.uint8))
            for channel, middle in zip(chroma, self.chroma, strict=True)
        ]
        like = (self.tolerance + _SLOPE - np.arange(256)) * (255.0 / _SLOPE)
        table = np.clip(like, 0, 255).astype(np.uint8)
        return np.asarray(cv2.LUT(cv2.max(*away), table), dtype=np.uint8)


def measure_skin(frame_bgr: BgrImage, pose: Pose) -> SkinColour | None:
    """Measure the face's chroma, where it is told from the worn cloth's.

    Parameters
    ----------
    frame_bgr : ndarray of shape (H, W, 3), uint8
    pose : Pose

    Returns
    -------
    SkinColour or None
        None when face or chest are not in the picture, or look alike.
    """
    face = _chroma(frame_bgr, _face_patch(pose))
    axes = body_frame(pose)
    cloth = None if axes is None else _chroma(frame_bgr, _chest_patch(axes))
    if face is None or cloth is None:
        return None
    skin = np.median(face, axis=0)
    contrast = float(np.abs(np.median(cloth, axis=0) - skin).max())
    if contrast < _LEAST_CONTRAST:
        return None
    tolerance = min(max(_TOLERANCE, 3.0 * _spread(face, skin)), 0.55 * contrast)
    return SkinColour(skin.astype(np.float32), tolerance)


def _spread(values: NDArray[np.float32], middle: NDArray[np.float32]) -> float:
    return float(np.median(np.abs(values - middle)))


def _face_patch(pose: Pose) -> Points:
    """Return corners of the face between eyes and mouth."""
    indices = (Joint.LEFT_EYE, Joint.RIGHT_EYE, Joint.MOUTH_LEFT, Joint.MOUTH_RIGHT)
    return pose.points_px[list(indices)]


def _chest_patch(axes: BodyFrame) -> Points:
    """Return corners of the chest's upper middle."""
    top = axes.spine_point(axes.shoulder_mid, 0.15 * axes.unit_px)
    low = axes.spine_point(axes.shoulder_mid, 1.0 * axes.unit_px)
    side = axes.across * 0.3 * axes.unit_px
    return np.array([top - side, top + side, low - side, low + side])


def _chroma(frame_bgr: BgrImage, corners: Points) -> NDArray[np.float32] | None:
    """Return (Cr, Cb) of the pixels in the corners' bounding box, at most some thousand."""
    height, width = frame_bgr.shape[:2]
    x0, y0 = np.maximum(np.floor(corners.min(axis=0)), 0).astype(int)
    x1, y1 = np.minimum(np.ceil(corners.max(axis=0)) + 1, (width, height)).astype(int)
    if x0 >= x1 or y0 >= y1:
        return None
    step = max(1, int(((x1 - x0) * (y1 - y0) / 1000) ** 0.5))
    patch = np.ascontiguousarray(frame_bgr[y0:y1:step, x0:x1:step])
    if patch.shape[0] * patch.shape[1] < _LEAST_PIXELS:
        return None
    chroma = cv2.cvtColor(patch, cv2.COLOR_BGR2YCrCb)[..., 1:]
    return np.asarray(chroma.reshape(-1, 2), dtype=np.float32)


def keep_skin(
    mask: NDArray[np.uint8],
    core: NDArray[np.uint8],
    frame_bgr: BgrImage,
    roi: Roi,
    skin: SkinColour,
    *,
    least_share: float = 0.0,
) -> bool:
    """Drop from a mask what does not look like skin, in place.

    Parameters
    ----------
    mask : ndarray of shape (h, w), uint8
        Where skin may be, over ``roi``. Changed.
    core : ndarray of shape (h, w), uint8
        Where it is for certain, whatever its colour (rings, watches, tattoos).
    frame_bgr : ndarray of shape (H, W, 3), uint8
    roi : Roi
    skin : SkinColour
    least_share : float
        Nothing is dropped unless this part of the core looks like skin.

    Returns
    -------
    bool
        Whether the mask was cut to the skin.
    """
    x, y, width, height = cv2.boundingRect(mask)
    if width == 0:
        return False
    box = slice(y, y + height), slice(x, x + width)
    patch = frame_bgr[roi.y0 + y : roi.y0 + y + height, roi.x0 + x : roi.x0 + x + width]
    # At half the resolution: colour has no more in video, and edges are softened anyway.
    half = ((width + 1) // 2, (height + 1) // 2)
    small = cv2.resize(patch, half, interpolation=cv2.INTER_AREA)
    like = skin.likeness(np.asarray(small, np.uint8))
    certain = core[box]
    sure = cv2.resize(certain, half, interpolation=cv2.INTER_NEAREST)
    if least_share > 0 and cv2.mean(like, sure)[0] < 255 * least_share:
        return False
    calm = cv2.medianBlur(like, 3)  # no specks
    whole = cv2.resize(calm, (width, height), interpolation=cv2.INTER_LINEAR)
    mask[box] = cv2.min(mask[box], cv2.max(whole, certain))
    return True
