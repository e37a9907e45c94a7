"""Draw a texture through a backward flow in one pass.

For each row of a region: interpolate the coarse flow to pixels (Catmull-Rom, separable),
then gather premultiplied texels bilinearly and store them, or lay them over what is
there. The dense flow is never kept: a row of it lives in the first-level cache.

Textures are float32: measured against uint8 with the same loops they take less time
(no conversion of sixteen bytes a pixel) and round nothing.
"""

import numpy as np
from numpy.typing import NDArray

from tryon_ar.kernels._gather import dense_nb, draw_nb, taps_of
from tryon_ar.kernels.flow import FlowGrid
from tryon_ar.kernels.pyramid import TextureLevel
from tryon_ar.kernels.region import Roi

_NOTHING_BEFORE = np.zeros((0, 0), np.uint8)


def warp(
    texture: TextureLevel, grid: FlowGrid, *, spans: NDArray[np.int32] | None = None
) -> NDArray[np.float32]:
    """Return a texture as seen through a flow.

    Parameters
    ----------
    texture : TextureLevel
        Premultiplied BGRA; transparent outside.
    grid : FlowGrid
        Backward flow over the region to draw.
    spans : ndarray of shape (H, 2), int32, optional
        For each row of the region the half-open range of columns to draw, counted from
        the region's left edge; None draws all.

    Returns
    -------
    ndarray of shape (H, W, 4), float32
        Premultiplied BGRA, 0 to 1, of the grid's region; 0 where nothing is drawn.

    Raises
    ------
    ValueError
        When there is not one span per row.

    Notes
    -----
    Bilinear in premultiplied colour, so that no colour of transparent texels shows.
    Allocates the result. Releases the GIL. One thread.
    """
    layer = np.empty((*grid.shape, 4), np.float32)
    _draw(texture, grid, spans, _NOTHING_BEFORE, layer, (0, 0), over=False)
    return layer


def warp_over(
    texture: TextureLevel,
    grid: FlowGrid,
    layer: NDArray[np.float32],
    layer_roi: Roi,
    *,
    spans: NDArray[np.int32] | None = None,
    front: NDArray[np.uint8] | None = None,
) -> None:
    """Draw a texture, seen through a flow, over a layer in place.

    Parameters
    ----------
    texture : TextureLevel
        Premultiplied BGRA; transparent outside.
    grid : FlowGrid
        Backward flow; its region must lie within the layer's.
    layer : ndarray of shape (H, W, 4), float32
        Premultiplied BGRA, 0 to 1, C-contiguous. Changed.
    layer_roi : (int, int, int, int)
        The frame region the layer stands for.
    spans : ndarray, optional
        As for :func:`warp`.
    front : ndarray of shape (h, w), uint8, optional
        How much of each pixel of the grid's region something in front of the texture covers.

    Raises
    ------
    ValueError
        When the grid's region reaches outside the layer, shapes disagree, or the layer
        cannot be drawn on.

    Notes
    -----
    ``layer = texel + (1 - texel alpha) * layer`` [1]_ in the same pass as the gather, each texel
    multiplied by ``1 - front / 255`` before.

    References
    ----------
    .. [1] T. Porter, T. Duff, Compositing Digital Images, SIGGRAPH 1984,
       10.1145/964965.808606.
    """
    x0, y0, x1, y1 = layer_roi
    if layer.shape != (y1 - y0, x1 - x0, 4):
        raise ValueError(f"a layer of shape {layer.shape} does not fill {layer_roi}")
    if layer.dtype != np.float32 or not (layer.flags.writeable and layer.flags.c_contiguous):
        raise ValueError("a layer drawn on must be float32, writable and C-contiguous")
    left, top, right, bottom = grid.roi
    if left < x0 or top < y0 or right > x1 or bottom > y1:
        raise ValueError(f"the flow's region {grid.roi} reaches outside {layer_roi}")
    if front is None:
        front = _NOTHING_BEFORE
    elif front.shape != grid.shape:
        raise ValueError(f"a mask of shape {front.shape} does not fit a flow over {grid.roi}")
    _draw(texture, grid, spans, front, layer, (left - x0, top - y0), over=True)


def dense_flow(grid: FlowGrid) -> NDArray[np.float32]:
    """Return the flow at every pixel of a grid's region.

    Parameters
    ----------
    grid : FlowGrid
        Backward flow.

    Returns
    -------
    ndarray of shape (H, W, 2), float32
        Source (x, y) in photo pixels, the very numbers :func:`warp` gathers at.
    """
    out = np.empty((*grid.shape, 2), np.float32)
    dense_nb(grid.nodes, taps_of(grid.step_px), out)
    return out


def _draw(
    texture: TextureLevel,
    grid: FlowGrid,
    spans: NDArray[np.int32] | None,
    front: NDArray[np.uint8],
    layer: NDArray[np.float32],
    corner: tuple[int, int],
    *,
    over: bool,
) -> None:
    height, width = grid.shape
    if spans is None:
        spans = np.empty((height, 2), np.int32)
        spans[:] = (0, width)
    elif spans.shape != (height, 2):
        raise ValueError(f"{height} rows need as many spans, not shape {spans.shape}")
    draw_nb(
        texture.pixels,
        texture.transform,
        grid.nodes,
        taps_of(grid.step_px),
        np.ascontiguousarray(spans, np.int32),
        np.ascontiguousarray(front),
        layer,
        *corner,
        width,
        over,
    )
