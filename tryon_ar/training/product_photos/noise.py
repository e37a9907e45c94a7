"""Random fields that cloth and folds are made of."""

import cv2
import numpy as np
from numpy.typing import NDArray

Field = NDArray[np.float32]


def smooth_noise(
    rng: np.random.Generator, shape: tuple[int, int], cell_px: tuple[float, float]
) -> Field:
    """Return smooth noise of about unit deviation.

    Parameters
    ----------
    rng : Generator
        Where it comes from.
    shape : (int, int)
        Rows and columns.
    cell_px : (float, float)
        Size of a lump along rows (y) and columns (x), in pixels.

    Returns
    -------
    ndarray of shape (H, W), float32
    """
    rows = max(4, int(np.ceil(shape[0] / cell_px[0])) + 3)
    columns = max(4, int(np.ceil(shape[1] / cell_px[1])) + 3)
    coarse = rng.standard_normal((rows, columns)).astype(np.float32)
    fine = cv2.resize(
        coarse,
        (int(columns * cell_px[1]) + 1, int(rows * cell_px[0]) + 1),
        interpolation=cv2.INTER_CUBIC,
    )
    top, left = int(cell_px[0]), int(cell_px[1])
    part = fine[top : top + shape[0], left : left + shape[1]]
    if part.shape != shape:
        part = cv2.resize(part, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(part / 0.75, np.float32)


def tile(rng: np.random.Generator, size: int, blur_px: tuple[float, float]) -> Field:
    """Return a square tile of noise that repeats without a seam, unit deviation.

    Parameters
    ----------
    size : int
        Side in cells.
    blur_px : (float, float)
        Gaussian deviation along rows (y) and columns (x), in cells.
    """
    spectrum = np.fft.rfft2(rng.standard_normal((size, size)))
    fy = np.fft.fftfreq(size)[:, None]
    fx = np.fft.rfftfreq(size)[None, :]
    damping = np.exp(-2 * np.pi**2 * ((blur_px[0] * fy) ** 2 + (blur_px[1] * fx) ** 2))
    field = np.fft.irfft2(spectrum * damping, s=(size, size))
    return np.asarray((field - field.mean()) / field.std(), np.float32)


def sample_tile(pattern: Field, u_cells: Field, v_cells: Field) -> Field:
    """Read a repeating tile at fractional places (u along columns, v along rows)."""
    rows, columns = pattern.shape
    out = cv2.remap(
        pattern,
        np.mod(u_cells, columns).astype(np.float32),
        np.mod(v_cells, rows).astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_WRAP,
    )
    return np.asarray(out, np.float32)


def blur(field: Field, deviation_px: float) -> Field:
    """Gaussian blur; large deviations run on a smaller copy."""
    if deviation_px <= 0.3:
        return field
    factor = max(1, int(deviation_px / 4))
    if factor == 1:
        return np.asarray(cv2.GaussianBlur(field, (0, 0), deviation_px), np.float32)
    height, width = field.shape[:2]
    small = cv2.resize(
        field, (max(2, width // factor), max(2, height // factor)), interpolation=cv2.INTER_AREA
    )
    small = cv2.GaussianBlur(small, (0, 0), deviation_px / factor)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)
