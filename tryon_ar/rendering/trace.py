"""What a renderer did on the way to its picture, kept for those who measure it."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.roi import Roi
from tryon_ar.fitting.fit import GarmentFit, Segment
from tryon_ar.garments.garment import Garment
from tryon_ar.kernels.flow import FlowGrid

Field = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class TracedPiece:
    """One piece of a garment as it was drawn.

    Attributes
    ----------
    garment : Garment
    segment : Segment
    flow : FlowGrid
        Its region is that of the arrays below.
    alpha : ndarray of shape (h, w), float32
        Coverage, 0 to 1, before anything hides it.
    front : ndarray of shape (h, w), uint8
        What of the person lies before it, 0 to 255.
    """

    garment: Garment
    segment: Segment
    flow: FlowGrid
    alpha: Field
    front: NDArray[np.uint8]


@dataclass(slots=True)
class Trace:
    """Filled by a renderer for one frame; make a new one for the next.

    Attributes
    ----------
    fits : list of (Garment, GarmentFit)
        Innermost first.
    roi : Roi
        Where in the frame the layers lie.
    pieces : list of TracedPiece
        In the order in which they were drawn.
    unlit, shaded, lit : ndarray of shape (h, w, 4), float32, or None
        Premultiplied BGRA, 0 to 1: the garments as their photos have them, with the room's light,
        and with the camera's tone as well. None where it did not come so far.
    """

    fits: list[tuple[Garment, GarmentFit]] = field(default_factory=list)
    roi: Roi = field(default_factory=lambda: Roi(0, 0, 0, 0))
    pieces: list[TracedPiece] = field(default_factory=list)
    unlit: Field | None = None
    shaded: Field | None = None
    lit: Field | None = None

    def begin(self, fits: list[tuple[Garment, GarmentFit]], roi: Roi, layer: Field) -> None:
        """Keep the fits and the layer as it is before any light."""
        self.fits, self.roi, self.unlit = fits, roi, layer.copy()

    def add_piece(
        self,
        garment: Garment,
        segment: Segment,
        flow: FlowGrid,
        alpha: Field,
        hiding: tuple[NDArray[np.uint8], NDArray[np.uint8] | None],
    ) -> None:
        """Keep a piece: its flow, its coverage, what lies before it and where it is cut off."""
        front, cut = hiding
        whole = alpha.copy() if cut is None else alpha * (1.0 - cut.astype(np.float32) / 255.0)
        self.pieces.append(TracedPiece(garment, segment, flow, whole, front.copy()))

    def whole(self, size_px: tuple[int, int]) -> Field:
        """Return the coverage (H, W) if nothing of the person lay before the garments."""
        uncovered = np.ones((size_px[1], size_px[0]), np.float32)
        for piece in self.pieces:
            uncovered[Roi(*piece.flow.roi).slices] *= 1.0 - piece.alpha
        return 1.0 - uncovered
