"""Light and folds on a lower garment that a worn top hides, as log-luminance."""

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.types import Pose
from tryon_ar.fitting.body_frame import BodyFrame, Joint
from tryon_ar.rendering.relight import cylinder_shading
from tryon_ar.rendering.removal.coarse_view import CoarseView, mean_around
from tryon_ar.rendering.removal.lower_cloth import ClothMemory

# Of the worn cloth's shading what is coarser than its ribs and prints, finer than its tone.
_FINE, _COARSE = 0.06, 0.40
_KEPT = 1.0
_MOST = 0.28
# A print has more contrast than folds: shading is scaled down to this spread.
_MOST_SPREAD = 0.15
_SURE = (0.6, 0.9)
_ROUND_RADIUS, _ROUND_DEPTH = 0.30, 0.6
# Folds of its own: long and soft.
_FOLD_PX, _FOLD_UNIT = 128, 32.0
_SEED = 5
# The legs part so far below the hips; the dark between them.
_CROTCH, _BETWEEN, _BETWEEN_SIGMA = 0.20, 0.55, 0.045
_SEEN = 0.3


def shade(
    view: CoarseView,
    axes: BodyFrame,
    pose: Pose,
    shape: NDArray[np.float32],
    memory: ClothMemory,
) -> NDArray[np.float32]:
    """Return the shading of the hidden garment.

    Parameters
    ----------
    view : CoarseView
    axes : BodyFrame
    pose : Pose
    shape : ndarray of shape (h, w), float32
        The garment's outline, 0 to 1.
    memory : ClothMemory
        Of it: how its folds run and how strong they are.

    Returns
    -------
    ndarray of shape (h, w), float32
        ``s + c + f + d``: s the band-passed log-luminance of the worn cloth, c the shading
        of a cylinder, f folds that go with the hips, d the dark between the legs.
    """
    shading = _KEPT * _worn_shading(view)
    shading += cylinder_shading(shape, max(1.5, _ROUND_RADIUS * view.unit), _ROUND_DEPTH)
    shading += memory.relief * _folds(view, axes, memory.folds)
    shading -= _between(view, axes, pose)
    return np.asarray(shading, np.float32)


def _worn_shading(view: CoarseView) -> NDArray[np.float32]:
    """Return folds and light on the worn top, 0 where there is none of it."""
    sure = np.clip((view.upper - _SURE[0]) / (_SURE[1] - _SURE[0]), 0.0, 1.0).astype(np.float32)
    luma = view.luma
    fine, near = mean_around(luma, sure, max(0.6, _FINE * view.unit))
    coarse, wide = mean_around(luma, sure, _COARSE * view.unit)
    change = fine / (near + 0.02) - coarse / (wide + 0.02)
    change *= np.clip(2.0 * near - 0.3, 0.0, 1.0)
    spread = float(np.sqrt((change**2 * sure).sum() / max(float(sure.sum()), 1.0)))
    change *= min(1.0, _MOST_SPREAD / max(spread, 1e-3))
    return np.asarray(np.clip(change, -_MOST, _MOST), np.float32)


def _folds(
    view: CoarseView, axes: BodyFrame, known: NDArray[np.float32] | None
) -> NDArray[np.float32]:
    """Return soft folds that go with the hips."""
    scale = _FOLD_UNIT / view.unit
    right = np.array([-axes.up[1], axes.up[0]])
    turn = np.array([right, -axes.up]) * scale
    matrix = np.column_stack([turn, -(turn @ view.place(axes.hip_mid))])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    folds = cv2.warpAffine(_fold_tile(), matrix, view.size, flags=flags, borderMode=cv2.BORDER_WRAP)
    return np.asarray(folds, np.float32)


@lru_cache(maxsize=1)
def _fold_tile() -> NDArray[np.float32]:
    """Return folds on a tile that fits itself, 32 pixels a shoulder width."""
    rng = np.random.default_rng(_SEED)
    total = np.zeros((_FOLD_PX, _FOLD_PX), np.float32)
    frequency = np.fft.fftfreq(_FOLD_PX)
    down, across = frequency[:, None], frequency[None, :]
    for angle, share in ((1.15, 1.0), (-1.15, 1.0), (0.0, 0.7)):
        # Creases run along a direction: their spectrum is narrow along it, wide across.
        along = down * np.cos(angle) + across * np.sin(angle)
        beside = across * np.cos(angle) - down * np.sin(angle)
        spectrum = np.exp(-((along / 0.025) ** 2) - (beside / 0.09) ** 2)
        noise = np.fft.fft2(rng.standard_normal((_FOLD_PX, _FOLD_PX)))
        wave = np.fft.ifft2(noise * spectrum).real
        total += (share * wave / wave.std()).astype(np.float32)
    # Crests are narrower than the valleys between them.
    total = np.tanh(total / total.std() * 0.8)
    return np.asarray(total / total.std(), np.float32)


def _between(view: CoarseView, axes: BodyFrame, pose: Pose) -> NDArray[np.float32]:
    """Return the dark between two legs that hang down, from where they part."""
    joints = Joint.LEFT_KNEE, Joint.RIGHT_KNEE
    dark = np.zeros(view.lower.shape, np.float32)
    if min(pose.visibility[list(joints)]) < _SEEN:
        return dark
    knees = (pose.points_px[joints[0]] + pose.points_px[joints[1]]) / 2
    down = float((axes.hip_mid - knees) @ axes.up) / axes.unit_px
    if down < 0.6:  # seated: thighs come towards the camera
        return dark
    start = axes.hip_mid + (knees - axes.hip_mid) * min(1.0, _CROTCH / down)
    line = np.rint(np.array([view.place(start), view.place(knees)]) * 16).astype(np.int32)
    canvas = np.zeros(view.lower.shape, np.uint8)
    cv2.polylines(canvas, [line], False, 255, 2, cv2.LINE_AA, 4)
    soft = cv2.GaussianBlur(canvas.astype(np.float32), (0, 0), _BETWEEN_SIGMA * view.unit)
    return np.asarray(soft * np.float32(_BETWEEN / 255.0), np.float32)
