"""What worn clothes are taken off of: a rectangle of a frame with a body in it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Labels
from tryon_ar.core.roi import Roi
from tryon_ar.core.types import BgrImage, Body
from tryon_ar.fitting.body_frame import BodyFrame


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle of a frame in which worn clothes show, with the body in it.

    Attributes
    ----------
    frame_bgr : ndarray of shape (H, W, 3), uint8
    body : Body
    labels : Labels
        The body's.
    axes : BodyFrame
    box : Roi
        The rectangle, in frame pixels.
    visible : ndarray of shape (box.height, box.width), float32
        How far each pixel shows cloth that has to go and no outfit covers, 0 to 1.
    """

    frame_bgr: BgrImage
    body: Body
    labels: Labels
    axes: BodyFrame
    box: Roi
    visible: NDArray[np.float32]

    @property
    def unit_px(self) -> float:
        """Shoulder width, pixels."""
        return self.axes.unit_px
