"""The room's light on the garment: folds and shade of the worn cloth, the camera's tone."""

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.roi import Roi
from tryon_ar.core.types import Frame, SoftMask
from tryon_ar.rendering.occlusion import Occluders
from tryon_ar.rendering.poisson import PoissonSolver
from tryon_ar.rendering.relight import ShadingTransfer, cylinder_shading, relight
from tryon_ar.rendering.tone import CameraTone, ToneMatch

# How deep cloth turns away towards the outline, in shoulder widths.
_TURNING_RADIUS = 0.20
# A camera changes its tone slowly: it is measured at every fourth frame and followed.
_FRAMES_A_LOOK = 4
_TONE_KEPT = 0.75


class Lighting:
    """Lights a garment like the frame it goes into, frame after frame.

    Parameters
    ----------
    solver : PoissonSolver
    tone : ToneMatch, optional
        Follows the camera's tone; None matches it at the usual strength.

    Attributes
    ----------
    degraded : bool
        The last frame's blend failed and only its tone was matched.
    """

    def __init__(self, solver: PoissonSolver, tone: ToneMatch | None = None) -> None:
        self._shading = ShadingTransfer(solver)
        self._tone = tone or ToneMatch(smoothing=_TONE_KEPT)
        self._looked = 0
        self._camera: CameraTone | None = None
        self.degraded = False

    def look(self, frame: Frame) -> float:
        """Measure how a frame was taken, before anything is drawn on it.

        Returns
        -------
        float
            How much coarser textures should be drawn to be as soft as the frame; 1 or more.
        """
        if self._camera is None or self._looked % _FRAMES_A_LOOK == 0:
            self._camera = self._tone.update(frame.image_bgr)
        self._looked += 1
        return self._tone.coarseness(self._camera)

    def apply(
        self,
        frame: Frame,
        occluders: Occluders,
        layer: NDArray[np.float32],
        roi: Roi,
        unit_px: float,
    ) -> None:
        """Light a garment layer like the frame looked at last, in place.

        Parameters
        ----------
        frame : Frame
        occluders : Occluders
            Over ``roi``: what of the person is not worn cloth.
        layer : ndarray of shape (h, w, 4), float32
            Premultiplied BGRA, 0 to 1, of ``roi``. Changed.
        roi : Roi
        unit_px : float
            Shoulder width.
        """
        coverage = np.asarray(cv2.extractChannel(layer, 3), np.float32)
        worn = _worn_cloth(occluders)
        shading = self._shading.worn_shading(frame.image_bgr, worn, coverage, roi, unit_px)
        self.degraded = self._shading.degraded
        turning = cylinder_shading(coverage, _TURNING_RADIUS * unit_px)
        if shading is not None:
            turning += shading
        camera = self._camera or self._tone.update(frame.image_bgr)
        relight(layer, turning, *camera.affine(self._tone.strength))

    def reset(self) -> None:
        """Forget the last frame."""
        self._shading.forget()
        self._tone.forget()
        self._camera = None


def _worn_cloth(occluders: Occluders) -> SoftMask:
    """Return how far each pixel is worn cloth, 0 to 1: the person without head and arms."""
    cloth = cv2.min(occluders.person, cv2.bitwise_not(occluders.bare))
    return np.asarray(cloth, np.float32) * np.float32(1 / 255)
