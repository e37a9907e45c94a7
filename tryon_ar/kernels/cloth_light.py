"""Tell shading from dye: light, chroma and trust of the pixels of worn cloth."""

import numpy as np
from numba import types
from numpy.typing import NDArray

from tryon_ar.kernels._jit import kernel, read, write

F32 = NDArray[np.float32]
U8 = NDArray[np.uint8]

#: Cells of the coarse grid on which cloth is averaged are so many pixels wide.
CELL = 4
# Linear light added before the logarithm, so that noise in the dark is mild.
_BLACK = np.float32(0.012)
# Chroma over luma, in levels at a luma of a hundred; in the dark it is noise.
_CHROMA_LUMA, _DIMMEST = np.float32(116.0), np.float32(16.0)

_BYTES, _IMAGE = read(types.uint8, 2), read(types.float32, 3)
_IMAGE_OUT, _PLANE_OUT = write(types.float32, 3), write(types.float32, 2)


@kernel(read(types.uint8, 3), read(types.float32, 1), _IMAGE_OUT)
def light_and_chroma_nb(bgr: U8, linear: F32, colours: F32) -> None:
    """Split a picture into log-luminance and chroma that light does not change.

    ``ln(Y + 0.012)`` of linear Rec. 709 luminance, then Cr and Cb of ITU-R BT.601 (0 for grey)
    times 116 / (luma + 16): of a pure power law light is a factor, which this takes out.

    Parameters
    ----------
    bgr : ndarray of shape (h, w, 3), uint8
    linear : ndarray of shape (256,), float32
        Linear light of every level.
    colours : ndarray of shape (h, w, 3), float32
        Written.
    """
    for y in range(bgr.shape[0]):
        for x in range(bgr.shape[1]):
            b, g, r = bgr[y, x, 0], bgr[y, x, 1], bgr[y, x, 2]
            light = np.float32(0.0722) * linear[b] + np.float32(0.7152) * linear[g]
            light += np.float32(0.2126) * linear[r]
            colours[y, x, 0] = np.log(light + _BLACK)
            blue, red = np.float32(b), np.float32(r)
            luma = np.float32(0.114) * blue + np.float32(0.587) * np.float32(g)
            luma += np.float32(0.299) * red
            gain = _CHROMA_LUMA / (luma + _DIMMEST)
            colours[y, x, 1] = np.float32(0.713) * (red - luma) * gain
            colours[y, x, 2] = np.float32(0.564) * (blue - luma) * gain


@kernel(_IMAGE, _BYTES, _IMAGE_OUT)
def cloth_cells_nb(colours: F32, worn: U8, cells: F32) -> None:
    """Add up the worn cloth's chroma in the cells of a coarse grid.

    Parameters
    ----------
    colours : ndarray of shape (h, w, 3), float32
        From :func:`light_and_chroma_nb`.
    worn : ndarray of shape (h, w), uint8
        1 on worn cloth.
    cells : ndarray of shape (ceil(h / CELL), ceil(w / CELL), 3), float32
        Written: sums of both coordinates of chroma, and how many pixels they are of.
    """
    cells[:] = np.float32(0.0)
    for y in range(worn.shape[0]):
        for x in range(worn.shape[1]):
            if worn[y, x] == 1:
                cell = cells[y // CELL, x // CELL]
                cell[0] += colours[y, x, 1]
                cell[1] += colours[y, x, 2]
                cell[2] += np.float32(1.0)


@kernel(_IMAGE, _BYTES, _PLANE_OUT)
def steepest_nb(colours: F32, worn: U8, steepest: F32) -> None:
    """Write every pixel's greatest step of log-luminance to a neighbour, where both are worn.

    Parameters
    ----------
    colours : ndarray of shape (h, w, 3), float32
        From :func:`light_and_chroma_nb`.
    worn : ndarray of shape (h, w), uint8
        1 on worn cloth.
    steepest : ndarray of shape (h, w), float32
        Written; 0 off the cloth.
    """
    height, width = worn.shape
    steepest[:] = np.float32(0.0)
    for y in range(height):
        for x in range(width):
            for k in range(2):
                qy, qx = y + k, x + 1 - k
                if qy < height and qx < width and worn[y, x] == 1 and worn[qy, qx] == 1:
                    step = abs(colours[qy, qx, 0] - colours[y, x, 0])
                    steepest[y, x] = max(steepest[y, x], step)
                    steepest[qy, qx] = max(steepest[qy, qx], step)


@kernel(
    _IMAGE,
    _IMAGE,
    read(types.float32, 2),
    _BYTES,
    types.float32,
    types.UniTuple(types.float32, 2),
    _PLANE_OUT,
)
def cloth_trust_nb(
    colours: F32,
    around: F32,
    steepest: F32,
    worn: U8,
    limit: float,
    foreign: tuple[float, float],
    trust: F32,
) -> None:
    """Find where the worn cloth tells of light: neither beside print edges nor on other dye.

    Parameters
    ----------
    colours : ndarray of shape (h, w, 3), float32
        From :func:`light_and_chroma_nb`.
    around : ndarray of shape (h, w, 2), float32
        Chroma of the cloth around.
    steepest : ndarray of shape (h, w), float32
        The greatest step of log-luminance at a pixel or right beside it.
    worn : ndarray of shape (h, w), uint8
        1 on worn cloth, well inside its outline.
    limit : float
        A step that no fold makes: trust falls by (1 - (step / limit)^4)^2.
    foreign : (float, float)
        Distances of chroma from which on pixels count less, and not at all.
    trust : ndarray of shape (h, w), float32
        Written, 0 to 1.
    """
    one, zero = np.float32(1.0), np.float32(0.0)
    near, far = foreign
    for y in range(worn.shape[0]):
        for x in range(worn.shape[1]):
            square = (steepest[y, x] / limit) ** 2
            gentle = max(one - square * square, zero)
            off_1 = colours[y, x, 1] - around[y, x, 0]
            off_2 = colours[y, x, 2] - around[y, x, 1]
            off = np.sqrt(off_1 * off_1 + off_2 * off_2)
            alike = min(max((far - off) / (far - near), zero), one)
            trust[y, x] = alike * gentle * gentle if worn[y, x] == 1 else zero
