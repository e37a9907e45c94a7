"""What worn clothes are taken off of: a rectangle of a frame with a body in it."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Labels
from tryon_ar.core.roi import Roi
from tryon_ar.core.types import BgrImage, Body, SoftMask
from tryon_ar.fitting.body_frame import BodyFrame


class Level(NamedTuple):
    """A line across the body, in frame pixels.

    Attributes
    ----------
    x, y : float
        On the line.
    slope : float
        Below it is where ``y - self.y > -slope (x - self.x)``.
    """

    x: float
    y: float
    slope: float

    def within(self, area: Roi) -> tuple[float, float, float]:
        """Return the same in the pixels of a rectangle."""
        return self.x - area.x0, self.y - area.y0, self.slope


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
    weight : ndarray of shape (box.height, box.width), float32
        How far each pixel is cloth that has to go, 0 to 1.
    wanted : ndarray of shape (box.height, box.width), uint8
        0 where nothing changes.
    covered : ndarray of shape (H, W), float32
        Where the outfit is drawn on the frame, 0 to 1.
    """

    frame_bgr: BgrImage
    body: Body
    labels: Labels
    axes: BodyFrame
    box: Roi
    weight: NDArray[np.float32]
    wanted: NDArray[np.uint8]
    covered: SoftMask

    @property
    def unit_px(self) -> float:
        """Shoulder width, pixels."""
        return self.axes.unit_px
