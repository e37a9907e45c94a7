"""Labels and colours of a rectangle at half its resolution, and edges at the whole one."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.roi import Roi
from tryon_ar.core.types import BgrImage, Points
from tryon_ar.kernels.guided import guided_apply_nb, guided_fit_nb, guided_moments_nb
from tryon_ar.rendering.planes import Plane, above, common

# Of the guided filter: window half-width in labels' pixels, at least so many halved ones; and
# how much contrast counts as an edge, in grey levels.
_RADIUS_LABELS = 2.4
_LEAST_RADIUS = 3
_EDGE_LEVELS = 7.0
_NOTHING = 8
# How much steeper than the filter's answer an edge is drawn, and where it lies: a little inside,
# or the cloth behind would shine around hair and fingers.
_STEEPNESS = 2.2
_MIDDLE = 0.54


@dataclass(frozen=True, slots=True)
class LabelView:
    """Labels over a ROI, each an array of shape ((h + 1) // 2, (w + 1) // 2), uint8, 0 to 255.

    Attributes
    ----------
    hair, face, neck, arms, cloth, nothing : ndarray
        Shares of HAIR, FACE, NECK, ARMS, UPPER and LOWER together, and BACKGROUND.
    bgr : ndarray of shape ((h + 1) // 2, (w + 1) // 2, 3), uint8
    roi : Roi
    pitch_px : float
        Distance of the labels' own pixels, in frame pixels.
    """

    hair: Plane
    face: Plane
    neck: Plane
    arms: Plane
    cloth: Plane
    nothing: Plane
    bgr: BgrImage
    roi: Roi
    pitch_px: float

    @property
    def grid(self) -> Roi:
        """The rectangle of the view's own pixels."""
        return Roi(0, 0, self.hair.shape[1], self.hair.shape[0])

    def local(self, points: Points) -> Points:
        """Return frame points in the view's own pixels."""
        placed: Points = (points - (self.roi.x0 + 0.5, self.roi.y0 + 0.5)) / 2
        return placed

    def at(self, plane: Plane, points: Points) -> Plane:
        """Return the values of a plane at points in the view's own pixels, 0 outside of it."""
        columns, rows = np.rint(points).astype(int).T
        inside = (columns >= 0) & (rows >= 0) & (columns < plane.shape[1]) & (rows < len(plane))
        values = np.zeros(len(points), np.uint8)
        values[inside] = plane[rows[inside], columns[inside]]
        return values

    def enlarged(self, plane: Plane) -> Plane:
        """Return a plane at the ROI's own resolution."""
        rows, columns = plane.shape
        whole = cv2.resize(plane, (2 * columns, 2 * rows), interpolation=cv2.INTER_LINEAR)
        return np.asarray(whole[: self.roi.height, : self.roi.width], np.uint8)

    def enlarged_part(self, plane: Plane) -> Plane:
        """Return the same as ``enlarged``, quicker where most of the plane is 0."""
        whole = np.zeros((self.roi.height, self.roi.width), np.uint8)
        x, y, width, height = cv2.boundingRect(plane)
        if width == 0:
            return whole
        x0, y0 = max(x - 1, 0), max(y - 1, 0)
        part = plane[y0 : y + height + 1, x0 : x + width + 1]
        size = 2 * part.shape[1], 2 * part.shape[0]
        place = whole[2 * y0 : 2 * y0 + size[1], 2 * x0 : 2 * x0 + size[0]]
        enlarged = cv2.resize(part, size, interpolation=cv2.INTER_LINEAR)
        place[:] = enlarged[: place.shape[0], : place.shape[1]]
        return whole


def view_labels(frame_bgr: BgrImage, labels: Labels, head: Plane, roi: Roi) -> LabelView:
    """Look at labels over a rectangle at half its resolution.

    Parameters
    ----------
    frame_bgr : ndarray of shape (H, W, 3), uint8
    labels : Labels
    head : ndarray of shape (S, S), uint8
        Hair and face count where this is not 0.
    roi : Roi
        Within the frame.
    """
    shares = labels.shares
    cloth = shares[Label.UPPER] + shares[Label.LOWER]
    names = (Label.HAIR, Label.FACE, Label.NECK, Label.ARMS, Label.BACKGROUND)
    planes = [_bytes(shares[label]) for label in names]
    planes[:2] = [common(plane, head) for plane in planes[:2]]
    hair, face, neck, arms = _halved(planes[:4], labels, roi, (0, 0, 0, 0))
    worn, nothing = _halved([_bytes(cloth), planes[4]], labels, roi, (0, 255))
    size = (roi.width + 1) // 2, (roi.height + 1) // 2
    patch = _even_patch(frame_bgr, roi)
    bgr = np.asarray(cv2.resize(patch, size, interpolation=cv2.INTER_AREA), np.uint8)
    pitch_px = labels.side_px / shares.shape[1]
    return LabelView(hair, face, neck, arms, worn, nothing, bgr, roi, pitch_px)


def _even_patch(frame_bgr: BgrImage, roi: Roi) -> BgrImage:
    """Return a rectangle of a frame with even sides, its last row or column doubled if needed."""
    patch = frame_bgr[roi.slices]
    odd = roi.height % 2, roi.width % 2
    if not any(odd):
        return patch
    doubled = cv2.copyMakeBorder(patch, 0, odd[0], 0, odd[1], cv2.BORDER_REPLICATE)
    return np.asarray(doubled, np.uint8)


def refine_edges(share: Plane, view: LabelView, frame_bgr: BgrImage) -> Plane:
    """Draw a share's edges where the frame has them.

    Parameters
    ----------
    share : ndarray of shape ((h + 1) // 2, (w + 1) // 2), uint8
        At half the resolution.
    view : LabelView
    frame_bgr : ndarray of shape (H, W, 3), uint8

    Returns
    -------
    ndarray of shape (h, w), uint8
        0 to 255, edges about two pixels soft.

    Notes
    -----
    Guided filter of luma and red difference, see :mod:`tryon_ar.kernels.guided`.
    """
    found = np.zeros((view.roi.height, view.roi.width), np.uint8)
    radius = max(_LEAST_RADIUS, round(_RADIUS_LABELS * view.pitch_px / 2))
    x, y, width, height = cv2.boundingRect(above(share, _NOTHING))
    if width == 0:
        return found
    margin = radius + 1
    rows = slice(max(0, y - margin), min(len(share), y + height + margin))
    columns = slice(max(0, x - margin), min(share.shape[1], x + width + margin))
    fitted = _fit(share[rows, columns], view.bgr[rows, columns], radius)
    box = Roi(
        view.roi.x0 + 2 * columns.start,
        view.roi.y0 + 2 * rows.start,
        min(view.roi.x0 + 2 * columns.stop, view.roi.x1),
        min(view.roi.y0 + 2 * rows.stop, view.roi.y1),
    )
    part = np.empty((box.height, box.width), np.uint8)
    guided_apply_nb(fitted, frame_bgr, box.x0, box.y0, 255.0 * _MIDDLE, _STEEPNESS, part)
    found[box.within(view.roi)] = part
    return found


def _bytes(share: NDArray[np.float32]) -> Plane:
    return np.asarray(cv2.convertScaleAbs(share, alpha=255.0), np.uint8)


def _halved(planes: list[Plane], labels: Labels, roi: Roi, outside: tuple[int, ...]) -> list[Plane]:
    """Sample planes of the labels' square over a ROI at half the resolution."""
    scale = len(planes[0]) / labels.side_px
    shift_x = (roi.x0 + 1.0 - labels.x0_px) * scale - 0.5
    shift_y = (roi.y0 + 1.0 - labels.y0_px) * scale - 0.5
    halved = cv2.warpAffine(
        cv2.merge(planes),
        np.array([[2 * scale, 0.0, shift_x], [0.0, 2 * scale, shift_y]]),
        ((roi.width + 1) // 2, (roi.height + 1) // 2),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=outside,
    )
    return [np.asarray(plane, np.uint8) for plane in cv2.split(halved)]


def _fit(share: Plane, bgr: BgrImage, radius: int) -> NDArray[np.float32]:
    """Return the filter's coefficients in every window, smoothed; found at half the size."""
    size = (share.shape[1] + 1) // 2, (share.shape[0] + 1) // 2
    small = cv2.resize(share, size, interpolation=cv2.INTER_AREA)
    seen = cv2.resize(bgr, size, interpolation=cv2.INTER_AREA)
    moments = np.empty((*small.shape, 8), np.float32)
    guided_moments_nb(np.asarray(seen, np.uint8), np.asarray(small, np.uint8), moments)
    window = (radius | 1, radius | 1)
    means = np.asarray(cv2.blur(moments, window), np.float32)
    fitted = np.empty((*small.shape, 3), np.float32)
    guided_fit_nb(means, _EDGE_LEVELS**2, fitted)
    smooth = cv2.blur(fitted, window)
    doubled = cv2.resize(smooth, share.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(doubled, np.float32)
