"""The room's light on the garment: folds and shade of the worn cloth, the camera's tone."""

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.roi import Roi
from tryon_ar.core.types import Body, Frame
from tryon_ar.rendering.occlusion import Occluders
from tryon_ar.rendering.poisson import PoissonSolver


class Lighting:
    """Lights a garment layer like the frame it goes into.

    Parameters
    ----------
    solver : PoissonSolver
    """

    def __init__(self, solver: PoissonSolver) -> None:
        self._solver = solver

    def apply(
        self,
        frame: Frame,
        body: Body,
        occluders: Occluders,
        layer: NDArray[np.float32],
        roi: Roi,
        unit_px: float,
    ) -> bool:
        """Light a layer in place; False when the blend failed and the layer is as it was."""
        return True

    def reset(self) -> None:
        """Forget the last frame."""
