"""The room's light on the garment: folds and shade of worn cloth, the camera's tone and noise."""

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.roi import Roi
from tryon_ar.core.types import Frame
from tryon_ar.kernels.relight import light_layer_nb
from tryon_ar.rendering import planes
from tryon_ar.rendering.camera_noise import CameraNoise
from tryon_ar.rendering.cloth_dyes import ClothDyes
from tryon_ar.rendering.cloth_light import ClothLight, read_cloth
from tryon_ar.rendering.contact import shadow_on_garment
from tryon_ar.rendering.light_grid import LightGrid
from tryon_ar.rendering.occlusion import Occluders
from tryon_ar.rendering.poisson import PoissonSolver
from tryon_ar.rendering.relight import COVERED, ShadingTransfer, inner_cloth
from tryon_ar.rendering.removal.skin_tone import measure_tone_of_skin
from tryon_ar.rendering.removal.worn_mask import Wearing, grown
from tryon_ar.rendering.scene_light import SceneLight, SurfaceGuess, expected_shading
from tryon_ar.rendering.tone import CameraTone, ToneMatch
from tryon_ar.rendering.trace import Trace

# Share kept of the camera's tone from one frame to the next.
_TONE_KEPT, _FRAMES_A_LOOK = 0.93, 6
# Skin shines and hands and elbows are no cylinders: it tells so much less of the light than cloth.
_SKIN, _SURE = 0.3, 0.9
_SLANT = 3.0
_MOST_SHADING = 1.0
# So near (shoulder widths) to where upper clothes end no step of lightness is a fold.
_SEAM = 0.07
_NO_TONE = np.array([[1.0] * 3, [0.0] * 3], np.float32)


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
        self._tone = tone or ToneMatch(smoothing=_TONE_KEPT, every=_FRAMES_A_LOOK)
        self._guess = SurfaceGuess()
        self._scene = SceneLight()
        self._dyes = ClothDyes()
        self._noise = CameraNoise()
        self._camera: CameraTone | None = None
        self.degraded = False

    def look(self, frame: Frame) -> float:
        """Measure how a frame was taken, before anything is drawn on it.

        Returns
        -------
        float
            How much coarser textures should be drawn to be as soft as the frame; 1 or more.
        """
        self._camera = self._tone.update(frame.image_bgr)
        self._noise.look(frame.image_bgr)
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
        grid = self._shading.grid(roi, unit_px)
        coverage = grid.sampled(layer[..., 3])
        shading = self._found(frame, occluders, coverage, grid, unit_px, kinds)
        shading += shadow_on_garment(occluders, coverage, grid, unit_px, self.slant)
        np.clip(shading, -_MOST_SHADING, _MOST_SHADING, out=shading)
        if strength < 1.0:
            shading *= strength
        camera = self._camera or self._tone.update(frame.image_bgr)
        tone = np.stack(camera.affine(self._tone.strength * strength))
        grain = self._noise.grain(frame.index, strength)
        if trace is not None:
            trace.shaded = layer.copy()
            light_layer_nb(trace.shaded, shading, grid.place, _NO_TONE, *grain[:2], 0.0)
        light_layer_nb(layer, shading, grid.place, tone, *grain)

    @property
    def slant(self) -> float:
        """Where shadows fall, -1 (left in the picture) to 1: away from the light."""
        return float(np.clip(-_SLANT * self._scene.weights[0], -1.0, 1.0))

    def _found(
        self,
        frame: Frame,
        occluders: Occluders,
        coverage: NDArray[np.float32],
        grid: LightGrid,
        unit_px: float,
        kinds: tuple[Labels, Wearing] | None,
    ) -> NDArray[np.float32]:
        """Return the shading of the garment on a grid; what is expected where that fails."""
        person = grid.sampled(occluders.person) * np.float32(1 / 255)
        worn = _worn_cloth(occluders, grid) * np.float32(1 / 255)
        if kinds is not None:
            misleading = _misleading(*kinds, unit_px)
            size = grid.columns, grid.rows
            worn *= 1.0 - kinds[0].spread(misleading, grid.frame_roi, size)
        cloth = inner_cloth(worn, grid, unit_px)
        told = read_cloth(grid.shrunk_frame(frame.image_bgr), cloth)
        surface = self._guess.of(np.maximum(person, coverage), unit_px / grid.step)
        looks = self._scene.wants_look()
        if looks:
            labels = None if kinds is None else kinds[0]
            self._scene.look(surface, *_evidence(frame, told, grid, labels))
        expected = expected_shading(surface, self._scene.follow(), grid.shape)
        if looks:
            self._dyes.look(told, cloth, expected)
        broad = self._dyes.light(told, cloth, expected, unit_px / grid.step)
        found = self._shading.on_grid(told, broad, coverage > COVERED, grid, unit_px)
        self.degraded = self._shading.degraded
        return broad if found is None else found

    def reset(self) -> None:
        """Forget the last frame."""
        self._shading.forget()
        self._tone.forget()
        self._guess.forget()
        self._scene.forget()
        self._dyes.forget()
        self._noise.forget()
        self._camera = None


def _evidence(
    frame: Frame, told: ClothLight, grid: LightGrid, labels: Labels | None
) -> tuple[NDArray[np.float32], list[NDArray[np.float32]], NDArray[np.float32] | None]:
    """Return log-luminance, what cloth and skin of one colour each is seen, the face's light."""
    light, certain = np.ascontiguousarray(told.colours[..., 0]), told.certain()
    if labels is None:
        return light, [certain], None
    size = grid.columns, grid.rows
    lower = labels.share_of([Label.LOWER], grid.frame_roi, size)
    arms = np.asarray(labels.share_of([Label.ARMS], grid.frame_roi, size) > _SURE, np.float32)
    skin = measure_tone_of_skin(frame.image_bgr, labels)
    seen = [certain * (1.0 - lower), certain * lower, _SKIN * arms]
    return light, seen, None if skin is None else skin.light


def _worn_cloth(occluders: Occluders, grid: LightGrid) -> NDArray[np.uint8]:
    """Return how far cells are worn cloth, 0 to 255: the person without head and arms."""
    if occluders.cloth is None:
        cloth = planes.inverse(grid.sampled(occluders.bare))
    else:
        cloth = grid.sampled(occluders.cloth)
    return planes.common(grid.sampled(occluders.person), cloth)


def _misleading(labels: Labels, wearing: Wearing, unit_px: float) -> NDArray[np.float32]:
    """Return what cloth says nothing of the light on the outfit, (S, S), 0 to 1.

    The other kind than the one whose place is taken; of both, where they meet.
    """
    taken = (Label.LOWER, wearing.upper), (Label.UPPER, wearing.lower or not wearing.upper)
    near = [grown(labels, labels.shares[label], _SEAM * unit_px) for label, is_so in taken if is_so]
    return near[0] if len(near) == 1 else np.asarray(np.minimum(*near), np.float32)
