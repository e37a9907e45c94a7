"""Lay premultiplied layers over a frame and over one another."""

import numpy as np
from numba import types
from numpy.typing import NDArray

from tryon_ar.kernels._jit import kernel, read, write
from tryon_ar.kernels.region import Roi, clip_roi

_F32 = types.float32
_I64 = types.int64
_NOTHING_IN_FRONT = np.ones((1, 1), np.float32)
_NOTHING_BEFORE = np.zeros((0, 0), np.uint8)


def composite_over(
    canvas_bgr: NDArray[np.uint8],
    layer: NDArray[np.float32],
    roi: Roi,
    *,
    visible: NDArray[np.float32] | None = None,
    opacity: float = 1.0,
    coverage: NDArray[np.float32] | None = None,
) -> None:
    """Lay a garment over a picture, behind what is in front of it, in place.

    Parameters
    ----------
    canvas_bgr : ndarray of shape (H, W, 3), uint8
        C-contiguous and writable: a copy of the frame. Changed within the region.
    layer : ndarray of shape (h, w, 4), float32
        Premultiplied BGRA, 0 to 1, of the region; may be read-only.
    roi : (int, int, int, int)
        Frame region of the layer; what lies outside the frame is left out.
    visible : ndarray of shape (H, W), float32, optional
        0 where something is in front of the garment, 1 where nothing is, soft between.
    opacity : float
        Of the whole garment, 0 to 1.
    coverage : ndarray of shape (H, W), float32, optional
        Gathers how much of each pixel garments cover so far. Changed within the region.

    Raises
    ------
    ValueError
        When shapes disagree, the canvas is frozen or the opacity is out of bounds.

    Notes
    -----
    With k = opacity * visible: ``canvas = k layer + (1 - k alpha) canvas`` [1]_,
    rounded to nearest, and ``coverage = k alpha + (1 - k alpha) coverage``, in one pass.
    Where k alpha is 0 the canvas keeps its very bytes. Releases the GIL. One thread.

    References
    ----------
    .. [1] T. Porter, T. Duff, Compositing Digital Images, SIGGRAPH 1984,
       10.1145/964965.808606.
    """
    height, width = canvas_bgr.shape[:2]
    _require_layer(layer, roi)
    if canvas_bgr.dtype != np.uint8 or canvas_bgr.shape != (height, width, 3):
        raise ValueError(f"the canvas must be (H, W, 3) uint8, not {canvas_bgr.shape}")
    for name, plane in (("visible", visible), ("coverage", coverage)):
        if plane is not None and plane.shape != (height, width):
            raise ValueError(f"{name} has shape {plane.shape}, the canvas {canvas_bgr.shape}")
    if not 0.0 <= opacity <= 1.0:
        raise ValueError(f"opacity must be 0 to 1, not {opacity}")
    _require_writable(canvas_bgr, coverage)
    inside = clip_roi(roi, (width, height))
    if inside is None:
        return
    seen = _NOTHING_IN_FRONT if visible is None else np.ascontiguousarray(visible, np.float32)
    # Where nobody asks for coverage it is written to a row that is thrown away.
    gathered = np.zeros((1, width), np.float32) if coverage is None else coverage
    _composite_nb(
        canvas_bgr,
        np.ascontiguousarray(layer, np.float32),
        *inside,
        *roi[:2],
        seen,
        opacity,
        gathered,
    )


def lay_over(
    top: NDArray[np.float32],
    top_roi: Roi,
    bottom: NDArray[np.float32],
    bottom_roi: Roi,
    *,
    front: NDArray[np.uint8] | None = None,
) -> None:
    """Lay one premultiplied layer over another in place.

    Parameters
    ----------
    top : ndarray of shape (h, w, 4), float32
        Premultiplied BGRA, 0 to 1; may be read-only.
    top_roi : (int, int, int, int)
        Its frame region; what lies outside the other layer is left out.
    bottom : ndarray of shape (H, W, 4), float32
        Premultiplied BGRA, 0 to 1, C-contiguous and writable. Changed.
    bottom_roi : (int, int, int, int)
        Its frame region.
    front : ndarray of shape (h, w), uint8, optional
        How much of each of its pixels something in front of the upper layer covers: as if
        :func:`hide_behind` had been called before, but that layer stays as it is.

    Raises
    ------
    ValueError
        When a shape and its region disagree or the bottom is frozen.
    """
    _require_layer(top, top_roi)
    _require_layer(bottom, bottom_roi)
    _require_writable(bottom)
    left, upper = bottom_roi[:2]
    x0, y0, x1, y1 = top_roi
    moved = (x0 - left, y0 - upper, x1 - left, y1 - upper)
    inside = clip_roi(moved, (bottom.shape[1], bottom.shape[0]))
    if front is None:
        front = _NOTHING_BEFORE
    elif front.shape != top.shape[:2]:
        raise ValueError(f"a mask of shape {front.shape} does not fit a layer {top.shape}")
    if inside is not None:
        upmost = np.ascontiguousarray(top, np.float32)
        _lay_nb(bottom, upmost, np.ascontiguousarray(front), *inside, *moved[:2])


def hide_behind(layer: NDArray[np.float32], front: NDArray[np.uint8]) -> None:
    """Take away from a layer what lies behind something, in place.

    Parameters
    ----------
    layer : ndarray of shape (H, W, 4), float32
        Premultiplied BGRA. Changed: multiplied by ``1 - front / 255``.
    front : ndarray of shape (H, W), uint8
        How much of each pixel something in front covers; any strides.

    Raises
    ------
    ValueError
        When the shapes disagree or the layer is frozen.
    """
    if layer.shape != (*front.shape, 4):
        raise ValueError(f"a mask of shape {front.shape} does not fit a layer {layer.shape}")
    _require_writable(layer)
    _hide_nb(layer, np.ascontiguousarray(front))


def darken_picture(
    picture_bgr: NDArray[np.uint8],
    roi: Roi,
    depth: NDArray[np.uint8],
    person: NDArray[np.uint8],
    fronts: tuple[NDArray[np.uint8], NDArray[np.uint8]],
) -> None:
    """Darken a person where a shadow falls on them, but nothing that is before it, in place.

    Parameters
    ----------
    picture_bgr : ndarray of shape (H, W, 3), uint8
        C-contiguous and writable. Changed within the region, where there is a shadow: multiplied
        by ``1 - depth (person - greatest of the fronts)``, all as shares of 255.
    roi : (int, int, int, int)
        Within the picture.
    depth, person : ndarray of shape (h, w), uint8
        Of the region: how dark the shadow is, and where the person is.
    fronts : two ndarrays of shape (h, w), uint8
        What of the person is before what casts the shadow.

    Raises
    ------
    ValueError
        When shapes disagree or the picture is frozen.
    """
    x0, y0, x1, y1 = roi
    for plane in (depth, person, *fronts):
        if plane.shape != (y1 - y0, x1 - x0):
            raise ValueError(f"a plane of shape {plane.shape} does not fill the region {roi}")
    if min(x0, y0) < 0 or y1 > picture_bgr.shape[0] or x1 > picture_bgr.shape[1]:
        raise ValueError(f"the region {roi} reaches outside a picture {picture_bgr.shape}")
    _require_writable(picture_bgr)
    planes = (np.ascontiguousarray(plane) for plane in (depth, person, *fronts))
    _darken_picture_nb(picture_bgr, x0, y0, *planes)


def _require_layer(layer: NDArray[np.float32], roi: Roi) -> None:
    x0, y0, x1, y1 = roi
    if layer.shape != (y1 - y0, x1 - x0, 4):
        raise ValueError(f"a layer of shape {layer.shape} does not fill the region {roi}")


def _require_writable(*planes: NDArray[np.float32] | NDArray[np.uint8] | None) -> None:
    for plane in planes:
        if plane is not None and not (plane.flags.writeable and plane.flags.c_contiguous):
            raise ValueError("what is drawn on must be writable and C-contiguous")


@kernel(
    write(types.uint8, 3),
    read(_F32, 3),
    *(_I64,) * 6,
    read(_F32, 2),
    _F32,
    write(_F32, 2),
)
def _composite_nb(
    canvas: NDArray[np.uint8],
    layer: NDArray[np.float32],
    x0: int,
    y0: int,
    x1: int,
    y1: int,
    left: int,
    top: int,
    visible: NDArray[np.float32],
    opacity: float,
    coverage: NDArray[np.float32],
) -> None:
    """Lay a layer, whose first pixel is at (left, top), over canvas[y0:y1, x0:x1]."""
    one = np.float32(1.0)
    byte = np.float32(255.0)
    masked = visible.shape[0] == canvas.shape[0] and visible.shape[1] == canvas.shape[1]
    tracked = coverage.shape[0] == canvas.shape[0]
    for y in range(y0, y1):
        for x in range(x0, x1):
            alpha = layer[y - top, x - left, 3]
            if alpha <= np.float32(0.0):
                continue
            share = opacity * visible[y, x] if masked else opacity
            through = one - share * alpha
            if through >= one:
                continue
            for c in range(3):
                mixed = byte * share * layer[y - top, x - left, c] + through * canvas[y, x, c]
                canvas[y, x, c] = np.uint8(min(max(mixed + np.float32(0.5), np.float32(0.0)), byte))
            if tracked:
                coverage[y, x] = one - through * (one - coverage[y, x])


@kernel(write(_F32, 3), read(_F32, 3), read(types.uint8, 2), *(_I64,) * 6)
def _lay_nb(
    bottom: NDArray[np.float32],
    top: NDArray[np.float32],
    front: NDArray[np.uint8],
    x0: int,
    y0: int,
    x1: int,
    y1: int,
    left: int,
    upper: int,
) -> None:
    """Lay a layer, whose first pixel is at (left, upper), over bottom[y0:y1, x0:x1]."""
    masked = front.size > 0
    scale = np.float32(1.0 / 255.0)
    for y in range(y0, y1):
        for x in range(x0, x1):
            share = np.float32(1.0)
            if masked:
                share = np.float32(255 - front[y - upper, x - left]) * scale
            alpha = share * top[y - upper, x - left, 3]
            if alpha <= np.float32(0.0):
                continue
            through = np.float32(1.0) - alpha
            for c in range(4):
                bottom[y, x, c] = share * top[y - upper, x - left, c] + through * bottom[y, x, c]


@kernel(write(_F32, 3), read(types.uint8, 2))
def _hide_nb(layer: NDArray[np.float32], front: NDArray[np.uint8]) -> None:
    """Multiply a layer by one minus a mask."""
    scale = np.float32(1.0 / 255.0)
    for y in range(front.shape[0]):
        for x in range(front.shape[1]):
            covered = front[y, x]
            if covered != 0:
                left = np.float32(255 - covered) * scale
                for c in range(4):
                    layer[y, x, c] *= left


@kernel(write(types.uint8, 3), _I64, _I64, *(read(types.uint8, 2),) * 4)
def _darken_picture_nb(
    picture: NDArray[np.uint8],
    left: int,
    top: int,
    depth: NDArray[np.uint8],
    person: NDArray[np.uint8],
    front: NDArray[np.uint8],
    other: NDArray[np.uint8],
) -> None:
    """Multiply a picture from (left, top) on by one minus a shadow on the person."""
    scale = np.float32(1.0 / (255.0 * 255.0))
    for y in range(depth.shape[0]):
        for x in range(depth.shape[1]):
            if depth[y, x] == 0:
                continue
            seen = np.int32(person[y, x]) - np.int32(max(front[y, x], other[y, x]))
            if seen > 0:
                light = np.float32(1.0) - scale * np.float32(np.int32(depth[y, x]) * seen)
                for c in range(3):
                    value = picture[top + y, left + x, c] * light + np.float32(0.5)
                    picture[top + y, left + x, c] = np.uint8(value)
