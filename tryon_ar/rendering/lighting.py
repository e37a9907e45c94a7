"""The room's light on the garment: folds and shade of the worn cloth, the camera's tone."""

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.roi import Roi
from tryon_ar.core.types import Frame
from tryon_ar.rendering import planes
from tryon_ar.rendering.occlusion import Occluders
from tryon_ar.rendering.poisson import PoissonSolver
from tryon_ar.rendering.relight import ShadingTransfer, cylinder_shading, relight
from tryon_ar.rendering.removal.worn_mask import Wearing, grown
from tryon_ar.rendering.tone import CameraTone, ToneMatch
from tryon_ar.rendering.trace import Trace

# How deep cloth turns away towards the outline, in shoulder widths.
_TURNING_RADIUS = 0.20
# A camera changes its tone slowly: it is measured at every fourth frame and followed.
_FRAMES_A_LOOK = 4
_TONE_KEPT = 0.75
# So near (shoulder widths) to where upper clothes end no step of lightness is a fold.
_SEAM = 0.07
_SHOWS = 0.05


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

    @property
    def coarser(self) -> int:
        """How many times as wide as usual the cells are on which light is found."""
        return self._shading.coarser

    @coarser.setter
    def coarser(self, times: int) -> None:
        self._shading.coarser = times

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
        kinds: tuple[Labels, Wearing] | None = None,
        strength: float = 1.0,
        trace: Trace | None = None,
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
        kinds : (Labels, Wearing), optional
            What kinds of clothes are worn where, and which of them the outfit takes the place of:
            trousers under a long hem tell nothing of its light, and their waist is no fold.
        strength : float
            How much of all this is put on, 0 (the layer stays as it is) to 1.
        trace : Trace, optional
            Filled with the layer in the room's light, without the camera's tone.
        """
        self.degraded = False
        if strength <= 0.0:
            return
        coverage = np.asarray(cv2.extractChannel(layer, 3), np.float32)
        worn = _worn_cloth(occluders)
        if kinds is not None:
            _leave_out(worn, _misleading(*kinds, unit_px), kinds[0], roi)
        shading = self._shading.worn_shading(frame.image_bgr, worn, coverage, roi, unit_px)
        self.degraded = self._shading.degraded
        turning = cylinder_shading(coverage, _TURNING_RADIUS * unit_px)
        if shading is not None:
            turning += shading
        camera = self._camera or self._tone.update(frame.image_bgr)
        if strength < 1.0:
            turning *= strength
        if trace is not None:
            trace.shaded = layer.copy()
            relight(trace.shaded, turning)
        relight(layer, turning, *camera.affine(self._tone.strength * strength))

    def reset(self) -> None:
        """Forget the last frame."""
        self._shading.forget()
        self._tone.forget()
        self._camera = None


def _worn_cloth(occluders: Occluders) -> NDArray[np.uint8]:
    """Return how far each pixel is worn cloth, 0 to 255: the person without head and arms."""
    return planes.common(occluders.person, planes.inverse(occluders.bare))


def _misleading(labels: Labels, wearing: Wearing, unit_px: float) -> NDArray[np.float32]:
    """Return what cloth says nothing of the light on the outfit, (S, S), 0 to 1.

    The other kind than the one whose place is taken; of both, where they meet.
    """
    taken = (Label.LOWER, wearing.upper), (Label.UPPER, wearing.lower or not wearing.upper)
    near = [grown(labels, labels.shares[label], _SEAM * unit_px) for label, is_so in taken if is_so]
    return near[0] if len(near) == 1 else np.asarray(np.minimum(*near), np.float32)


def _leave_out(
    worn: NDArray[np.uint8], misleading: NDArray[np.float32], labels: Labels, roi: Roi
) -> None:
    """Take part of the labels out of a mask over a rectangle, in place."""
    x, y, width, height = cv2.boundingRect((misleading > _SHOWS).astype(np.uint8))
    step = labels.side_px / misleading.shape[0]
    x0, y0 = (int(at) for at in (labels.x0_px + (x - 1) * step, labels.y0_px + (y - 1) * step))
    x1, y1 = x0 + int((width + 2) * step) + 1, y0 + int((height + 2) * step) + 1
    box = Roi(max(x0, roi.x0), max(y0, roi.y0), min(x1, roi.x1), min(y1, roi.y1))
    if width == 0 or box.width <= 0 or box.height <= 0:
        return
    # Labels are coarser than the frame: every other pixel tells as much.
    size = -(-box.width // 2), -(-box.height // 2)
    whole = Roi(box.x0, box.y0, box.x0 + 2 * size[0], box.y0 + 2 * size[1])
    half = cv2.convertScaleAbs(labels.spread(misleading, whole, size), alpha=510.0)
    left = cv2.bitwise_not(cv2.resize(half, (2 * size[0], 2 * size[1])))
    part = worn[box.within(roi)]
    np.minimum(part, left[: box.height, : box.width], out=part)
