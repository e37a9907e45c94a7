"""Tell shading from dye: light, chroma and trust of the pixels of worn cloth."""

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from tryon_ar.kernels._jit import kernel, read, write

F32 = NDArray[np.float32]
U8 = NDArray[np.uint8]

#: Cells of the coarse grid on which cloth is averaged are so many pixels wide.
CELL = 4
#: Linear light added before the logarithm, so that noise in the dark is mild.
DARKEST = 0.002
# Chroma over luma, in levels at a luma of a hundred; in the dark it is noise.
_CHROMA_LUMA, _DIMMEST = np.float32(116.0), np.float32(16.0)
_LITTLE = np.float32(1e-3)

_BYTES, _IMAGE = read(types.uint8, 2), read(types.float32, 3)
_IMAGE_OUT, _PLANE_OUT = write(types.float32, 3), write(types.float32, 2)


@kernel(read(types.uint8, 3), read(types.float32, 1), _IMAGE_OUT)
def light_and_chroma_nb(bgr: U8, linear: F32, colours: F32) -> None:
    """Split a picture into log-luminance and chroma that light does not change.

    ``ln(L + 0.005)`` of the mean L of linear red, green and blue (luminance is hardly more than
    noise on dark blue cloth), then Cr and Cb of ITU-R BT.601 (0 for grey)
    times 116 / (luma + 16): of a pure power law light is a factor, which this takes out.

    Parameters
    ----------
    bgr : ndarray of shape (h, w, 3), uint8
    linear : ndarray of shape (256,), float32
        Linear light of every level.
    colours : ndarray of shape (h, w, 3), float32
        Written.
    """
    third = np.float32(1.0 / 3.0)
    for y in range(bgr.shape[0]):
        for x in range(bgr.shape[1]):
            b, g, r = bgr[y, x, 0], bgr[y, x, 1], bgr[y, x, 2]
            light = third * (linear[b] + linear[g] + linear[r])
            colours[y, x, 0] = np.log(light + np.float32(DARKEST))
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


@njit(inline="always")
def _mean_within(sums: F32, y: int, x: int, reach: int, mean: F32) -> None:
    """Write the mean chroma of the cells at most ``reach`` away; sums are of prefixes."""
    y0, y1 = max(y - reach, 0), min(y + reach + 1, sums.shape[0] - 1)
    x0, x1 = max(x - reach, 0), min(x + reach + 1, sums.shape[1] - 1)
    count = sums[y1, x1, 2] - sums[y0, x1, 2] - sums[y1, x0, 2] + sums[y0, x0, 2]
    for c in range(2):
        total = sums[y1, x1, c] - sums[y0, x1, c] - sums[y1, x0, c] + sums[y0, x0, c]
        mean[c] = np.float32(total / max(count, _LITTLE))


@kernel(_IMAGE, types.int64, types.UniTuple(types.float32, 2), _IMAGE_OUT)
def cloth_around_nb(cells: F32, reach: int, foreign: tuple[float, float], around: F32) -> None:
    """Average the worn cloth's chroma over the cells around, twice.

    The second mean leaves out what is far from the first: a badge says little about the cloth.

    Parameters
    ----------
    cells : ndarray of shape (r, c, 3), float32
        From :func:`cloth_cells_nb`.
    reach : int
        Cells taken in to every side.
    foreign : (float, float)
        Distances of chroma from which on cells count less, and hardly at all.
    around : ndarray of shape (r, c, 2), float32
        Written.
    """
    rows, columns = cells.shape[:2]
    sums = np.zeros((rows + 1, columns + 1, 3), np.float64)
    near, far = foreign
    for again in range(2):
        for y in range(rows):
            line = np.zeros(3, np.float64)
            for x in range(columns):
                count = cells[y, x, 2]
                weight = np.float32(1.0)
                if again == 1 and count > np.float32(0.0):
                    off_1 = cells[y, x, 0] / count - around[y, x, 0]
                    off_2 = cells[y, x, 1] / count - around[y, x, 1]
                    off = np.sqrt(off_1 * off_1 + off_2 * off_2)
                    weight = min(max((far - off) / (far - near), _LITTLE), np.float32(1.0))
                for c in range(3):
                    line[c] += weight * cells[y, x, c]
                    sums[y + 1, x + 1, c] = sums[y, x + 1, c] + line[c]
        for y in range(rows):
            for x in range(columns):
                _mean_within(sums, y, x, reach, around[y, x])


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
    around : ndarray of shape (ceil(h / CELL), ceil(w / CELL), 2), float32
        Chroma of the cloth around each cell.
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
            cloth = around[y // CELL, x // CELL]
            off_1 = colours[y, x, 1] - cloth[0]
            off_2 = colours[y, x, 2] - cloth[1]
            off = np.sqrt(off_1 * off_1 + off_2 * off_2)
            alike = min(max((far - off) / (far - near), zero), one)
            trust[y, x] = alike * gentle * gentle if worn[y, x] == 1 else zero
