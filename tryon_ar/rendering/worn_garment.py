"""One garment, warped onto a body piece by piece."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.dressing import USUAL_DRESSING, DressingOptions
from tryon_ar.core.roi import Roi
from tryon_ar.core.types import Body, Points
from tryon_ar.fitting.fit import GarmentFit, Layer, NoFit, SegmentFit
from tryon_ar.fitting.fitter import GarmentFitter
from tryon_ar.garments.garment import Garment, Part
from tryon_ar.kernels.compositing import hide_behind, lay_over
from tryon_ar.kernels.flow import FlowGrid
from tryon_ar.kernels.pyramid import TextureLevel, TexturePyramid
from tryon_ar.kernels.region import hull_spans, roi_around
from tryon_ar.kernels.remap import warp, warp_over
from tryon_ar.kernels.shadows import add_coverage_nb, darken_by_cells_nb
from tryon_ar.rendering import shapes
from tryon_ar.rendering.back_photo import photographed_back
from tryon_ar.rendering.layering import Beneath
from tryon_ar.rendering.occlusion import Occluders
from tryon_ar.rendering.photo_light import PhotoLight
from tryon_ar.rendering.piece_textures import PieceTextures
from tryon_ar.rendering.planes import together
from tryon_ar.rendering.seams import with_straight_seams
from tryon_ar.rendering.texture import clean_photo
from tryon_ar.rendering.trace import Trace
from tryon_ar.rendering.tucking import tucked_away
from tryon_ar.rendering.unfolding import unfolded_flow

# Bound on the warp's error, photo pixels: two to eight times what is really made of it, and the
# photo has two to three pixels for one of the frame.
FLOW_TOLERANCE_PX = 0.3
# A sleeve darkens the cloth it lies on, near its edge.
_SLEEVE_SHADOW = 0.35
_SLEEVE_SHADOW_REACH = 0.035
_SHADOW_STEP = 4
# People do not come nearer by half an octave within so many frames.
_FRAMES_A_LEVEL = 8
# Cloth goes on beyond the hull at elbows and knees only: elsewhere its own edge is seen.
_CUT_BY_HULL = frozenset({Layer.SLEEVE, Layer.LEG})
# A front is open when the inside is seen in so many of its rows.
_OPEN_ROWS = 0.7
_LIGHT_STEPS = 4
_TURNS = np.arange(24) * (2 * np.pi / 24)
_ROUND = np.stack([np.cos(_TURNS), np.sin(_TURNS)], axis=1)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece on its way to the frame: what is drawn, through which flow, in which columns."""

    texture: TextureLevel
    flow: FlowGrid
    spans: NDArray[np.int32]

    def warped(self) -> NDArray[np.float32]:
        return warp(self.texture, self.flow, spans=self.spans)


class WornGarment:
    """A garment with its textures cut out, ready to be drawn on frame after frame.

    Parameters
    ----------
    garment : Garment

    Attributes
    ----------
    textures : dict of str to TexturePyramid
        By name of segment.
    open_front : bool
        Whether the inside of the back, and so what is worn below, is seen down the whole front.

    Notes
    -----
    Constructing cuts the photo (some 20 to 50 ms); the first drawing at a size filters it
    for that size (some 5 to 10 ms). Drawing allocates one layer a piece. One thread at a time.
    """

    def __init__(self, garment: Garment) -> None:
        self.garment = garment
        self.open_front = is_open_in_front(garment)
        self._fitter = GarmentFitter(garment)
        self._back = None if garment.is_lower else photographed_back(garment)
        self._photo = PhotoLight(clean_photo(garment.photo_bgr, garment.alpha))
        self._taken: float | None = None
        self._levels: dict[str, int] = {}
        self.textures: dict[str, TexturePyramid] = {}
        self.take_light_out(USUAL_DRESSING.light)
        self._drawn = 0

    def fit(
        self,
        body: Body,
        t_ms: float,
        options: DressingOptions = USUAL_DRESSING,
        waistband: tuple[Points, Points] | None = None,
    ) -> GarmentFit | NoFit:
        """Place the garment on a body; see :meth:`GarmentFitter.fit`."""
        return self._fitter.fit(body, t_ms, options, waistband)

    def take_light_out(self, light: float) -> None:
        """Take the photo's own light and shade out as far as the room's is put on, 0 to 1.

        Notes
        -----
        By quarters; where that changes, the photo is cut afresh (some 20 to 50 ms).
        """
        share = round(light * _LIGHT_STEPS) / _LIGHT_STEPS
        if share == self._taken:
            return
        self._taken = share
        photo, seamed = self._photo.evened(share), with_straight_seams(self.garment)
        self.textures = PieceTextures(photo, seamed, self._fitter.segments, self._back)
        self._levels.clear()

    def reset(self) -> None:
        """Forget the last person."""
        self._fitter.reset()
        self._levels.clear()

    def draw(
        self,
        fit: GarmentFit,
        occluders: Occluders,
        canvas: NDArray[np.float32],
        roi: Roi,
        coarseness: float = 1.0,
        under: Beneath | None = None,
        grid: float = 1.0,
        trace: Trace | None = None,
    ) -> None:
        """Draw all pieces over a layer.

        Parameters
        ----------
        fit : GarmentFit
        occluders : Occluders
            Over ``roi``.
        canvas : ndarray of shape (h, w, 4), float32
            Premultiplied BGRA, 0 to 1, of ``roi``. Changed.
        roi : Roi
            Within the frame.
        coarseness : float
            How much coarser than sharp textures are drawn, so as to be as soft as the frame.
        under : Beneath, optional
            What of the garment is out of sight beneath others.
        grid : float
            The warp's error may be so many times as large as usual.
        trace : Trace, optional
            Filled with the pieces.
        """
        self._drawn += 1
        drawn: dict[str, tuple[NDArray[np.float32], Roi]] = {}
        grids: dict[tuple[int, int], FlowGrid] = {}
        for segment_fit in fit.segments:
            if under is not None and under.sleeves and segment_fit.segment.layer is Layer.SLEEVE:
                continue
            piece = self._piece(segment_fit, fit.unit_px, roi, coarseness, grids, grid)
            if piece is None:
                continue
            piece_roi = Roi(*piece.flow.roi)
            segment = segment_fit.segment
            before = occluders.before(segment.layer, long_sleeves=fit.long_sleeves)
            front = before[piece_roi.within(roi)]
            if segment.layer is Layer.HOOD:  # half of a neck before it would be a veil
                front = together(front, front)
            cut = _cut_off(fit, segment_fit, piece_roi, under, roi)
            if trace is not None:
                coverage = piece.warped()[..., 3]
                trace.add_piece(self.garment, segment, piece.flow, coverage, (front, cut))
            hidden = front if cut is None else np.maximum(front, cut)
            if segment.layer is Layer.SLEEVE:
                layer = piece.warped()
                hide_behind(layer, hidden)
                upper = drawn.get(segment.name.replace("_lower", "_upper"))
                _cast_shadow(layer, piece_roi, upper, canvas, roi, fit.unit_px)
                drawn[segment.name] = layer, piece_roi
                lay_over(layer, piece_roi, canvas, roi)
            else:
                over = canvas, roi
                warp_over(piece.texture, piece.flow, *over, spans=piece.spans, front=hidden)

    def _piece(
        self,
        fit: SegmentFit,
        unit_px: float,
        roi: Roi,
        coarseness: float,
        grids: dict[tuple[int, int], FlowGrid],
        leeway: float,
    ) -> _Piece | None:
        """Place one piece; None when it is out of the picture or its points are degenerate."""
        box = _clipped(fit, roi)
        grid = None if box is None else _flow(fit, unit_px, box, grids, leeway * FLOW_TOLERANCE_PX)
        if grid is None:
            return None
        name = fit.segment.name
        texture = self.textures[name]
        level = self._level(name, grid, coarseness)
        place = grid.landing_on(_photo_rectangle(texture.levels[level]))
        if place is None:
            return None
        grid = grid.cut(place)
        spans = hull_spans(fit.hull_points, fit.hull_margin_px + 1.0, grid.roi)
        return _Piece(texture.levels[level], grid, spans)

    def _level(self, name: str, grid: FlowGrid, coarseness: float) -> int:
        """Return the texture's level to draw with; measured at every eighth frame only."""
        level = self._levels.get(name)
        if level is None or self._drawn % _FRAMES_A_LEVEL == 0:
            texture = self.textures[name]
            scale = grid.scale(texture.photo_size) * coarseness
            level = self._levels[name] = texture.level_index(scale, level)
        return level


def is_open_in_front(garment: Garment) -> bool:
    """Return whether a garment's front is open from the breast to near the hem.

    Told by rows of the photo between armpits and hem in which the inside of the back is seen.
    """
    names = ("armpit_left", "armpit_right", "hem_left", "hem_right")
    if garment.is_lower or any(name not in garment.landmarks for name in names):
        return False
    top, bottom = (
        round(float(np.mean([garment.landmarks[name][1] for name in pair])))
        for pair in (names[:2], names[2:])
    )
    inside = garment.parts[max(0, top) : max(0, bottom)] == Part.INSIDE_BACK
    return bool(inside.size) and float(inside.any(axis=1).mean()) > _OPEN_ROWS


def _flow(
    fit: SegmentFit,
    unit_px: float,
    box: Roi,
    grids: dict[tuple[int, int], FlowGrid],
    tolerance_px: float,
) -> FlowGrid | None:
    """Return a piece's flow; pieces bent by the same points share theirs.

    None when the points are degenerate.
    """
    key = id(fit.photo_points), id(fit.frame_points)
    known = grids.get(key)
    if known is not None and _holds(known.roi, box):
        return known.cut(box)
    grid = unfolded_flow(fit, unit_px, box, tolerance_px)
    if grid is None:
        return None
    grids[key] = grid
    return grids[key]


def _photo_rectangle(level: TextureLevel) -> tuple[float, float, float, float]:
    """Return the rectangle of the photo that a texture shows."""
    (across, left), (down, top) = level.transform
    height, width = level.pixels.shape[:2]
    return -left / across, -top / down, (width - 1 - left) / across, (height - 1 - top) / down


def _holds(outer: tuple[int, int, int, int], inner: Roi) -> bool:
    left, top, right, bottom = outer
    return left <= inner.x0 and top <= inner.y0 and inner.x1 <= right and inner.y1 <= bottom


def _clipped(fit: SegmentFit, roi: Roi) -> Roi | None:
    """Return the piece's rectangle within ``roi``."""
    box = roi_around(
        fit.hull_points - (roi.x0, roi.y0), fit.hull_margin_px, (roi.width, roi.height)
    )
    if box is None:
        return None
    x0, y0, x1, y1 = box
    return Roi(x0 + roi.x0, y0 + roi.y0, x1 + roi.x0, y1 + roi.y0)


def _cut_off(
    fit: GarmentFit, piece: SegmentFit, box: Roi, under: Beneath | None, roi: Roi
) -> NDArray[np.uint8] | None:
    """Return what of a piece is drawn nowhere, whoever wears it, 0 to 255; None for nothing."""
    layer = piece.segment.layer
    beside = None if under is None else under.hides(layer)
    cuts = [] if beside is None else [beside[box.within(roi)]]
    if fit.tucked_along is not None and layer is not Layer.SLEEVE:
        cuts.append(tucked_away(fit, box))
    if piece.outline is not None:
        cuts.append(_outside(piece.outline, box))
    if layer in _CUT_BY_HULL:
        cuts.append(_beyond_hull(piece, box))
    return np.maximum.reduce(cuts) if cuts else None


def _outside(outline: Points, box: Roi) -> NDArray[np.uint8]:
    """Return what lies outside a polygon of frame points, 0 to 255, soft by a pixel."""
    inside = shapes.empty(box)
    shapes.fill_outline(inside, box, outline)
    return np.asarray(cv2.bitwise_not(inside), dtype=np.uint8)


def _beyond_hull(fit: SegmentFit, box: Roi) -> NDArray[np.uint8]:
    """Return what lies outside a piece's widened hull, 0 to 255, soft by a pixel."""
    inside = shapes.empty(box)
    around = fit.hull_points[:, None] + _ROUND * fit.hull_margin_px
    shapes.fill_hull(inside, box, around.reshape(-1, 2))
    return np.asarray(cv2.bitwise_not(inside), dtype=np.uint8)


def _cast_shadow(
    layer: NDArray[np.float32],
    piece_roi: Roi,
    upper: tuple[NDArray[np.float32], Roi] | None,
    canvas: NDArray[np.float32],
    roi: Roi,
    unit_px: float,
) -> None:
    """Darken what lies under a sleeve beside its edge, but not the sleeve's own upper half.

    Found on cells about as large as the shadow is soft.
    """
    sigma_px = _SLEEVE_SHADOW_REACH * unit_px
    step = max(_SHADOW_STEP, round(sigma_px))
    margin = int(2 * sigma_px) + step
    x0, y0 = max(roi.x0, piece_roi.x0 - margin), max(roi.y0, piece_roi.y0 - margin)
    x1, y1 = min(roi.x1, piece_roi.x1 + margin), min(roi.y1, piece_roi.y1 + margin)
    covered = np.zeros((-(-(y1 - y0) // step), -(-(x1 - x0) // step)), np.float32)
    add_coverage_nb(layer, piece_roi.x0 - x0, piece_roi.y0 - y0, step, covered)
    shadow = cv2.GaussianBlur(covered, (0, 0), max(0.5, sigma_px / step))
    if upper is not None:
        other, place = upper
        add_coverage_nb(other, place.x0 - x0, place.y0 - y0, step, covered)
    light = 1.0 - _SLEEVE_SHADOW * np.clip(shadow - covered, 0.0, 1.0)
    darken_by_cells_nb(canvas, light, x0 - roi.x0, y0 - roi.y0, step)
