"""The matte, the parts and the photo of a garment while its matte is painted."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.editing_brush import Brush, BrushStroke, PointPx, Roi, joined
from tryon_ar.garments.editing_history import MapPatch, make_patch
from tryon_ar.garments.editing_parts import follow_matte
from tryon_ar.garments.garment import Garment


@dataclass(frozen=True, eq=False)
class MapPictures:
    """Read-only pictures of one size, handed out."""

    photo_bgr: NDArray[np.uint8]
    alpha: NDArray[np.uint8]
    parts: NDArray[np.uint8]


@dataclass(eq=False)
class _OpenStroke:
    """A stroke being painted, and the maps as they were before it."""

    painted: BrushStroke
    alpha: NDArray[np.uint8]
    parts: NDArray[np.uint8]
    box: Roi | None = None


class EditedMaps:
    """Maps that change in place, and the photo that follows them.

    Parameters
    ----------
    garment : Garment
        Where they start.
    original_bgr : ndarray of shape (H, W, 3), uint8
        Colours of cloth that is added; see :class:`GarmentEdit`.

    Attributes
    ----------
    alpha, parts : ndarray of shape (H, W), uint8
        The maps of this moment.

    Raises
    ------
    ValueError
        When the two photos differ in size.
    """

    def __init__(self, garment: Garment, original_bgr: NDArray[np.uint8]) -> None:
        if original_bgr.shape != garment.photo_bgr.shape:
            raise ValueError(f"{original_bgr.shape} is not {garment.photo_bgr.shape}")
        self._initial = garment
        self.original_bgr = original_bgr
        self.alpha = garment.alpha.copy()
        self.parts = garment.parts.copy()
        self._photo_bgr = garment.photo_bgr
        self._stroke: _OpenStroke | None = None
        self._handed_out: MapPictures | None = MapPictures(
            garment.photo_bgr, garment.alpha, garment.parts
        )
        self._dirty: Roi | None = None

    @property
    def photo_bgr(self) -> NDArray[np.uint8]:
        """The photo of this moment, read-only."""
        view = self._photo_bgr.view()
        view.flags.writeable = False
        return view

    @property
    def pictures(self) -> MapPictures:
        """Read-only copies of this moment; the same ones until something changes."""
        if self._handed_out is None:
            copies = [one.copy() for one in (self._photo_bgr, self.alpha, self.parts)]
            for copy in copies:
                copy.flags.writeable = False
            self._handed_out = MapPictures(*copies)
        return self._handed_out

    @property
    def are_changed(self) -> bool:
        """Whether they differ from those of the garment they started from."""
        return not (
            np.array_equal(self.alpha, self._initial.alpha)
            and np.array_equal(self.parts, self._initial.parts)
        )

    def take_dirty(self) -> Roi | None:
        """Return the half-open box of all changes since the last call."""
        dirty, self._dirty = self._dirty, None
        return dirty

    def flip(self, alpha: MapPatch | None, parts: MapPatch | None) -> None:
        """Apply patches, in either direction."""
        for patch, pixels in ((alpha, self.alpha), (parts, self.parts)):
            if patch is not None:
                patch.flip(pixels)
                self._note(patch.box)

    # -- strokes -----------------------------------------------------------------------

    def begin_stroke(self, brush: Brush) -> None:
        """Start painting."""
        painted = BrushStroke(brush, self.original_bgr)
        self._stroke = _OpenStroke(painted, self.alpha.copy(), self.parts.copy())

    def extend_stroke(self, points_px: Sequence[PointPx], spread: NDArray[np.uint8]) -> Roi | None:
        """Paint on; return the box in which the matte may have changed.

        Raises
        ------
        ValueError
            Without a stroke begun.
        """
        stroke = self._stroke
        if stroke is None:
            raise ValueError("no stroke was begun")
        box = stroke.painted.extend(points_px)
        if box is not None:
            stroke.box = joined(stroke.box, box)
            self._apply(stroke, box, spread)
        return box

    def end_stroke(self) -> tuple[str, MapPatch | None, MapPatch | None] | None:
        """Finish painting.

        Returns
        -------
        (text, alpha, parts) or None
            What was done and the patches of it; None when nothing changed.
        """
        stroke, self._stroke = self._stroke, None
        if stroke is None or stroke.box is None:
            return None
        alpha = make_patch(stroke.alpha, self.alpha, stroke.box)
        parts = make_patch(stroke.parts, self.parts, stroke.box)
        if alpha is None and parts is None:
            return None
        return "Erase" if stroke.painted.brush.erase else "Paint", alpha, parts

    def _apply(self, stroke: _OpenStroke, box: Roi, spread: NDArray[np.uint8]) -> None:
        left, top, right, bottom = box
        at = slice(top, bottom), slice(left, right)
        before, covered, area = stroke.alpha[at], stroke.painted.coverage[at], self.alpha[at]
        if stroke.painted.brush.erase:
            np.minimum(before, 255 - covered, out=area)
        else:
            np.maximum(before, covered, out=area)
        parts = self.parts[at]
        np.copyto(parts, stroke.parts[at])
        follow_matte(parts, spread[at], before, area)
        self._note(box)

    def _note(self, box: Roi) -> None:
        """Bring the photo in line with the matte and forget what was handed out."""
        self._handed_out = None
        self._dirty = joined(self._dirty, box)
        initial = self._initial
        if self.original_bgr is initial.photo_bgr:
            return
        if self._photo_bgr is initial.photo_bgr:
            self._photo_bgr = initial.photo_bgr.copy()
        left, top, right, bottom = box
        at = slice(top, bottom), slice(left, right)
        grown = self.alpha[at] > initial.alpha[at]
        self._photo_bgr[at] = np.where(
            grown[:, :, None], self.original_bgr[at], initial.photo_bgr[at]
        )
