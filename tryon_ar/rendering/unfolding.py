"""The flow of a piece, without folds."""

import numpy as np

from tryon_ar.core.roi import Roi
from tryon_ar.fitting.fit import Layer, SegmentFit
from tryon_ar.kernels.flow import FlowGrid, coarse_flow
from tryon_ar.kernels.region import hull_spans
from tryon_ar.kernels.tps import fit_tps

# A piece that folds is bent less: by splines so much stiffer, one after the other.
_IN_HULL = frozenset({Layer.SLEEVE, Layer.LEG})
_STIFFER = (1.0, 8.0, 64.0, 1000.0)


def unfolded_flow(
    fit: SegmentFit, unit_px: float, box: Roi, tolerance_px: float
) -> FlowGrid | None:
    """Return a piece's flow, stiffened as far as it takes for it not to fold.

    Parameters
    ----------
    fit : SegmentFit
    unit_px : float
        Shoulder width, frame pixels.
    box : Roi
        Of the frame.
    tolerance_px : float
        Bound on the flow's error, photo pixels.

    Returns
    -------
    FlowGrid or None
        None when its points are degenerate.

    Notes
    -----
    A flow folds where det J has not the sign it has on the whole (negative for a garment seen
    from behind). Looked for by differences between the nodes of the coarse grid that lie inside
    the hull: some 20 microseconds a piece.
    """
    grid = None
    for factor in _STIFFER:
        spline = fit_tps(
            fit.photo_points, fit.frame_points, fit.regularisation * factor, unit_px=unit_px
        )
        if not spline:
            return grid
        grid = coarse_flow(spline, box, tolerance_px)
        if not folds(grid, fit):
            break
    return grid


def folds(grid: FlowGrid, fit: SegmentFit) -> bool:
    """Whether a flow folds anywhere inside its piece's hull.

    Parameters
    ----------
    grid : FlowGrid
    fit : SegmentFit
    """
    # Beyond its points a trunk is cut off or ends by itself; a limb is drawn in its whole hull.
    points = fit.hull_points if fit.segment.layer in _IN_HULL else fit.frame_points
    nodes = grid.nodes
    # The grid begins a node before its region; the hull is given per pixel within it.
    height, _ = grid.shape
    rows = np.minimum(np.arange(nodes.shape[0] - 3) * grid.step_px, height - 1)
    columns = np.arange(nodes.shape[2] - 3) * grid.step_px
    across = nodes[1:-2, :, 2:-1] - nodes[1:-2, :, 1:-2]
    down = nodes[2:-1, :, 1:-2] - nodes[1:-2, :, 1:-2]
    twist = across[:, 0] * down[:, 1] - across[:, 1] * down[:, 0]
    spans = hull_spans(points, 0.0, grid.roi)[rows]
    inside = (columns >= spans[:, :1]) & (columns + grid.step_px <= spans[:, 1:])
    seen = twist[inside]
    if not seen.size:
        return False
    return bool(seen.min() <= 0.0 < seen.max())
