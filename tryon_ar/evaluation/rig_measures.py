"""Measures that only a rig can give: what is rightly hidden, and light against true light."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.roi import Roi
from tryon_ar.core.types import BgrImage, Mask, SoftMask
from tryon_ar.evaluation.rig_reading import RigTruth
from tryon_ar.fitting.fit import Layer
from tryon_ar.kernels.remap import dense_flow
from tryon_ar.rendering.trace import Trace

_COVERED = 0.5
# Coverage from which a pixel's colour is the garment's alone.
_ALL = 0.99
_EDGE_PX = 2
_LEAST_PIXELS = 200
_DARKEST = 4.0
# Light that varies by less, relatively, is the same everywhere.
_EVEN = 1e-5


@dataclass(frozen=True, slots=True)
class Occlusion:
    """Pixels of hair, hands and arms before a garment.

    Attributes
    ----------
    right, wrong, missed : int
        Hidden rightly, hidden wrongly, and shown where something is before the garment.
    """

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: Occlusion) -> Occlusion:
        return Occlusion(
            self.right + other.right, self.wrong + other.wrong, self.missed + other.missed
        )

    @property
    def precision(self) -> float | None:
        """Share of what was hidden that should be; None when nothing was."""
        found = self.right + self.wrong
        return self.right / found if found else None

    @property
    def recall(self) -> float | None:
        """Share of what should be hidden that was; None when nothing should be."""
        true = self.right + self.missed
        return self.right / true if true else None


def occlusion(drawn: SoftMask, shown: SoftMask, truth: RigTruth) -> Occlusion:
    """Compare what was hidden of a garment with what truly is before it.

    Parameters
    ----------
    drawn, shown : ndarray of shape (H, W), float32
        Coverage of the drawn garment before anything was put before it, and as seen.
    truth : RigTruth

    Notes
    -----
    Found is what is covered (more than half) before occlusion and not as seen; true is where the
    rig has hair, hands or bare arms before the worn garment. Both are judged only where the drawn
    garment before occlusion and the true one without anything before it lie, each eroded by 2
    pixels: elsewhere the two differ in where the garment is, which the warp's measures tell, and
    at its edges by mixed pixels.
    """
    own = _eroded(drawn > _COVERED) & _eroded(truth.whole > _COVERED)
    found = own & (shown <= _COVERED)
    true = own & (truth.front > 0)
    return Occlusion(
        right=int((found & true).sum()),
        wrong=int((found & ~true).sum()),
        missed=int((true & ~found).sum()),
    )


def shading_correlation(
    lit: NDArray[np.float32], shown: SoftMask, truth: RigTruth, unit_px: float
) -> float | None:
    """Return Pearson's r of drawn and true light, both without what is finer than folds.

    Parameters
    ----------
    lit : ndarray of shape (H, W), float32
        Luma of the rendering, or that over the luma of the garment's own colours.
    shown : ndarray of shape (H, W), float32
        The garment's coverage.
    truth : RigTruth
    unit_px : float
        Shoulder width S; the low-pass is a Gaussian of S / 10 within the garment (normalised
        convolution: blur of value times mask over blur of mask).

    Returns
    -------
    float or None
        None where hardly anything of the garment is seen; 0 where either is the same everywhere.
    """
    own = (shown > _ALL) & (truth.worn > _ALL) & (truth.shading > 0)
    if int(own.sum()) < _LEAST_PIXELS:
        return None
    weight = own.astype(np.float32)
    sigma = unit_px / 10.0
    share = np.maximum(cv2.GaussianBlur(weight, (0, 0), sigma), 1e-4)
    soft = [
        (cv2.GaussianBlur(np.where(own, values, 0).astype(np.float32), (0, 0), sigma) / share)[own]
        for values in (lit, truth.shading)
    ]
    if any(float(one.std()) < _EVEN * abs(float(one.mean())) for one in soft):
        return 0.0
    return float(np.corrcoef(soft[0], soft[1])[0, 1])


def luma(picture_bgr: BgrImage) -> NDArray[np.float32]:
    """Return the luma (H, W) of a picture (BT.601), 0 to 255."""
    return np.asarray(cv2.cvtColor(picture_bgr, cv2.COLOR_BGR2GRAY), np.float32)


def relative_light(
    picture_bgr: BgrImage, unlit_bgr: NDArray[np.floating] | BgrImage
) -> NDArray[np.float32]:
    """Return the luma of a rendering over that of its garment before light (H, W)."""
    plain = cv2.cvtColor(np.asarray(unlit_bgr, np.float32), cv2.COLOR_BGR2GRAY)
    return np.asarray(luma(picture_bgr) / np.maximum(plain, _DARKEST), np.float32)


def light_as_drawn(light: NDArray[np.float32], trace: Trace) -> NDArray[np.float32]:
    """Return the light in a garment's photo where the flow took it (h, w), of ``trace.roi``."""
    drawn = np.ones((trace.roi.height, trace.roi.width), np.float32)
    for piece in trace.pieces:
        at = dense_flow(piece.flow)
        bent = cv2.remap(
            light, at[..., 0], at[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        share = piece.alpha * (1.0 - piece.front.astype(np.float32) / 255.0)
        under = drawn[Roi(*piece.flow.roi).within(trace.roi)]
        under += share * (bent - under)
    return drawn


def before_anyone(trace: Trace, size_px: tuple[int, int]) -> NDArray[np.float32]:
    """Return the coverage (H, W) of what arms and hair may be before.

    The inside of the back and hoods lie behind the whole person, and are left out.
    """
    uncovered = np.ones((size_px[1], size_px[0]), np.float32)
    for piece in trace.pieces:
        if piece.segment.layer not in (Layer.BEHIND, Layer.HOOD):
            uncovered[Roi(*piece.flow.roi).slices] *= 1.0 - piece.alpha
    return 1.0 - uncovered


def _eroded(mask: Mask) -> Mask:
    square = np.ones((2 * _EDGE_PX + 1, 2 * _EDGE_PX + 1), np.uint8)
    return np.asarray(cv2.erode(mask.astype(np.uint8), square) > 0)
