"""Weighted Jacobi sweeps, residuals and grid transfers for the Poisson solver.

All fields carry a border of zeros: a level of ``h x w`` unknowns is stored as
``(h + 3, w + 3)``, unknown (y, x) at ``[y + 1, x + 1]``, so that no loop asks where the
picture ends. Pixels that are not unknown hold zero in every array.

Two operators occur. The finest level is the five-point Laplacian of a mask: because
``u`` is zero off the mask, the sum of the neighbours needs no weights at all and the
whole boundary treatment sits in the diagonal. Coarser levels are symmetric nine-point
operators ``A = diag - k``, stored as four couplings (east, south, south-east,
south-west) of each unknown to the next.

``spans`` (h + 3, 4) says of each row which columns hold unknowns, [first, last), and
which run of them, [run first, run last), carries the stencil of the mask's interior:
there loops use constants instead of reading the operator's arrays.

Loops run over planes as flat memory, pixel ``p`` next to ``p + 1`` and ``p + stride``, in
unsigned numbers: Numba then neither makes a view per neighbour nor asks whether an index
counts from the end, each of which takes as long as the arithmetic of a short row.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

F32 = NDArray[np.float32]
I32 = NDArray[np.int32]

# Compiled into the solver's two cached entry points, hence without a cache of their own.
_OPTIONS = {"nogil": True, "fastmath": True, "error_model": "numpy"}
_ONE, _TWO, _THREE = np.uintp(1), np.uintp(2), np.uintp(3)


@njit(**_OPTIONS)
def start_sweep_nb(out: F32, rhs: F32, inverse: F32, spans: I32, omega: float) -> None:
    """First sweep from a zero field: ``out = omega D^-1 rhs``; shapes as below."""
    weight, stride = np.float32(omega), np.uintp(out.shape[2])
    i = inverse.ravel()
    for c in range(out.shape[0]):
        o, f = out[c].ravel(), rhs[c].ravel()
        for y in range(1, out.shape[1] - 2):
            row = np.uintp(y) * stride
            for p in range(row + np.uintp(spans[y, 0]), row + np.uintp(spans[y, 1])):
                o[p] = weight * i[p] * f[p]


@njit(**_OPTIONS)
def sweep_five_nb(
    field: F32, out: F32, rhs: F32, inverse: F32, spans: I32, omega: float, measure: bool
) -> float:
    """One weighted Jacobi sweep with the masked five-point Laplacian.

    ``out = (1 - omega) u + omega D^-1 (rhs + u_n + u_s + u_e + u_w)``.

    Parameters
    ----------
    field, out, rhs : ndarray of shape (C, h + 3, w + 3), float32
        ``out`` must not be ``field``.
    inverse : ndarray of shape (h + 3, w + 3), float32
        1 / diagonal, zero off the mask.
    spans : ndarray of shape (h + 3, 4), int32
    omega : float
        Weight of the sweep.
    measure : bool
        Also find the largest move.

    Returns
    -------
    float
        Largest ``|D^-1 (rhs - A u)|`` (how far a plain sweep would move), 0 unmeasured.
    """
    weight, stride = np.float32(omega), np.uintp(field.shape[2])
    # A peak per column: a single one is a chain of comparisons that does not vectorise.
    peaks = np.zeros(field.shape[2] if measure else 1, np.float32)
    i = inverse.ravel()
    for c in range(field.shape[0]):
        u, o, f = field[c].ravel(), out[c].ravel(), rhs[c].ravel()
        for y in range(1, field.shape[1] - 2):
            row = np.uintp(y) * stride
            lo, hi = np.uintp(spans[y, 0]), np.uintp(spans[y, 1])
            if measure:
                for x in range(lo, hi):
                    q = row + x
                    step = i[q] * (f[q] + _around_nb(u, q, stride)) - u[q]
                    o[q] = u[q] + weight * step
                    peaks[x] = abs(step) if abs(step) > peaks[x] else peaks[x]
            else:
                run, end = row + np.uintp(spans[y, 2]), row + np.uintp(spans[y, 3])
                for p in range(row + lo, run):
                    step = i[p] * (f[p] + _around_nb(u, p, stride)) - u[p]
                    o[p] = u[p] + weight * step
                for p in range(end, row + hi):
                    step = i[p] * (f[p] + _around_nb(u, p, stride)) - u[p]
                    o[p] = u[p] + weight * step
                share, keep = weight * i[run], np.float32(1.0) - weight
                for p in range(run, end):
                    o[p] = keep * u[p] + share * (f[p] + _around_nb(u, p, stride))
    return float(peaks.max())


@njit(**_OPTIONS)
def residual_five_nb(
    field: F32, out: F32, rhs: F32, inverse: F32, diagonal: F32, spans: I32
) -> None:
    """Residual ``out = rhs - A u`` of the masked five-point Laplacian, zero off the mask."""
    stride = np.uintp(field.shape[2])
    i, d = inverse.ravel(), diagonal.ravel()
    for c in range(field.shape[0]):
        u, o, f = field[c].ravel(), out[c].ravel(), rhs[c].ravel()
        for y in range(1, field.shape[1] - 2):
            row = np.uintp(y) * stride
            run, end = row + np.uintp(spans[y, 2]), row + np.uintp(spans[y, 3])
            for p in range(row + np.uintp(spans[y, 0]), run):
                o[p] = d[p] * (i[p] * (f[p] + _around_nb(u, p, stride)) - u[p])
            for p in range(end, row + np.uintp(spans[y, 1])):
                o[p] = d[p] * (i[p] * (f[p] + _around_nb(u, p, stride)) - u[p])
            own = d[run]
            for p in range(run, end):
                o[p] = f[p] + _around_nb(u, p, stride) - own * u[p]


@njit(inline="always", **_OPTIONS)
def _around_nb(u: F32, p: int, stride: int) -> float:
    """Sum of the four neighbours of pixel p of a flat plane."""
    total: float = (u[p - _ONE] + u[p + _ONE]) + (u[p - stride] + u[p + stride])
    return total


@njit(**_OPTIONS)
def sweep_nine_nb(
    field: F32, out: F32, rhs: F32, diagonal: F32, inverse: F32, couplings: F32, spans: I32,
    omega: float,
) -> None:  # fmt: skip
    """One weighted Jacobi sweep with a symmetric nine-point operator.

    ``out = u + omega D^-1 (rhs - diagonal u + sum_j k_j u_j)``.

    Parameters
    ----------
    field, out, rhs : ndarray of shape (C, h + 3, w + 3), float32
        ``out`` must not be ``field``.
    diagonal, inverse : ndarray of shape (h + 3, w + 3), float32
        The operator's diagonal; the inverse of the smoother's D. Zero off the mask.
    couplings : ndarray of shape (4, h + 3, w + 3), float32
        Minus the off-diagonal entries to the east, south, south-east and south-west.
    spans : ndarray of shape (h + 3, 4), int32
    omega : float
        Weight of the sweep.
    """
    weight, stride = np.float32(omega), np.uintp(field.shape[2])
    d, i, k = diagonal.ravel(), inverse.ravel(), couplings.ravel()
    for c in range(field.shape[0]):
        u, o, f = field[c].ravel(), out[c].ravel(), rhs[c].ravel()
        for y in range(1, field.shape[1] - 2):
            row = np.uintp(y) * stride
            first, last = row + np.uintp(spans[y, 0]), row + np.uintp(spans[y, 1])
            run, end = row + np.uintp(spans[y, 2]), row + np.uintp(spans[y, 3])
            for p in range(first, run):
                o[p] = u[p] + weight * i[p] * _residual_at_nb(u, f, d, k, p, stride)
            for p in range(end, last):
                o[p] = u[p] + weight * i[p] * _residual_at_nb(u, f, d, k, p, stride)
            if end > run:
                step = weight * i[run]
                _constant_part_nb(u, o, f, k, run, end, stride, step, 1 - step * d[run])


@njit(**_OPTIONS)
def residual_nine_nb(
    field: F32, out: F32, rhs: F32, diagonal: F32, couplings: F32, spans: I32
) -> None:
    """Residual ``out = rhs - diagonal u + sum_j k_j u_j`` of a nine-point operator."""
    stride = np.uintp(field.shape[2])
    d, k = diagonal.ravel(), couplings.ravel()
    for c in range(field.shape[0]):
        u, o, f = field[c].ravel(), out[c].ravel(), rhs[c].ravel()
        for y in range(1, field.shape[1] - 2):
            row = np.uintp(y) * stride
            first, last = row + np.uintp(spans[y, 0]), row + np.uintp(spans[y, 1])
            run, end = row + np.uintp(spans[y, 2]), row + np.uintp(spans[y, 3])
            for p in range(first, run):
                o[p] = _residual_at_nb(u, f, d, k, p, stride)
            for p in range(end, last):
                o[p] = _residual_at_nb(u, f, d, k, p, stride)
            if end > run:
                _constant_part_nb(u, o, f, k, run, end, stride, np.float32(1.0), -d[run])


@njit(inline="always", **_OPTIONS)
def _residual_at_nb(u: F32, f: F32, d: F32, k: F32, p: int, stride: int) -> float:
    """``rhs - A u`` at pixel p of flat planes."""
    plane = np.uintp(d.size)
    south, southeast, southwest = p + plane, p + _TWO * plane, p + _THREE * plane
    straight = k[p] * u[p + _ONE] + k[p - _ONE] * u[p - _ONE]
    straight += k[south] * u[p + stride] + k[south - stride] * u[p - stride]
    slanted = k[southeast] * u[p + stride + _ONE]
    slanted += k[southeast - stride - _ONE] * u[p - stride - _ONE]
    slanted += k[southwest] * u[p + stride - _ONE]
    slanted += k[southwest - stride + _ONE] * u[p - stride + _ONE]
    residual: float = f[p] - d[p] * u[p] + straight + slanted
    return residual


@njit(inline="always", **_OPTIONS)
def _constant_part_nb(
    u: F32, o: F32, f: F32, k: F32, run: int, end: int, stride: int, step: float, keep: float
) -> None:
    """Write ``keep u + step (rhs + sum_j k_j u_j)`` where the stencil is the interior's."""
    plane = np.uintp(u.size)
    across = step * k[run]
    slanted = step * k[run + _TWO * plane]
    for p in range(run, end):
        north, south = p - stride, p + stride
        cross = (u[p - _ONE] + u[p + _ONE]) + (u[north] + u[south])
        corners = (u[north - _ONE] + u[north + _ONE]) + (u[south - _ONE] + u[south + _ONE])
        o[p] = keep * u[p] + step * f[p] + (across * cross + slanted * corners)


@njit(**_OPTIONS)
def restrict_nb(fine: F32, coarse: F32, row: F32) -> None:
    """Transpose of bilinear interpolation: ``coarse = P^T fine``.

    Unknown (Y, X) of the coarse level lies on unknown (2Y, 2X) of the fine one and takes
    weights 1, 1/2 and 1/4 of the 3x3 around it.

    Parameters
    ----------
    fine : ndarray of shape (C, h + 3, w + 3), float32
        Zero off the mask.
    coarse : ndarray of shape (C, hc + 3, wc + 3), float32
        Overwritten inside its border.
    row : ndarray of shape (>= 2 w + 16,), float32
        Scratch.
    """
    half = np.float32(0.5)
    n, pairs = coarse.shape[2] - 3, fine.shape[2] // 2
    # The odd columns of the bordered plane lie on coarse unknowns.
    between, on = row[: n + 1], row[row.size // 2 : row.size // 2 + n + 1]
    between[n] = 0.0
    for c in range(fine.shape[0]):
        for big_y in range(coarse.shape[1] - 3):
            y = 2 * big_y + 1
            above, at = fine[c, y - 1], fine[c, y]
            below = fine[c, min(y + 1, fine.shape[1] - 1)]
            for x in range(min(pairs, n + 1)):
                between[x] = at[2 * x] + half * (above[2 * x] + below[2 * x])
                on[x] = at[2 * x + 1] + half * (above[2 * x + 1] + below[2 * x + 1])
            o = coarse[c, big_y + 1, 1 : n + 1]
            for x in range(n):
                o[x] = on[x] + half * (between[x] + between[x + 1])


@njit(**_OPTIONS)
def prolong_add_nb(coarse: F32, fine: F32, inverse: F32, row: F32) -> None:
    """Add the bilinear interpolation of ``coarse`` to ``fine`` where unknown.

    Parameters
    ----------
    coarse, fine, row
        As in :func:`restrict_nb`.
    inverse : ndarray of shape (h + 3, w + 3), float32
        Above zero at unknown pixels.
    """
    half, zero = np.float32(0.5), np.float32(0.0)
    height, width = fine.shape[1] - 3, fine.shape[2] - 3
    pairs = width // 2
    for c in range(fine.shape[0]):
        for y in range(height):
            first, second = coarse[c, y // 2 + 1], coarse[c, (y + 1) // 2 + 1]
            for x in range(first.size):
                row[x] = half * (first[x] + second[x])
            o, m = fine[c, y + 1, 1 : width + 1], inverse[y + 1, 1 : width + 1]
            near, far = row[1 : pairs + 2], row[2 : pairs + 3]
            for i in range(pairs):
                a = near[i]
                b = half * (a + far[i])
                o[2 * i] += a if m[2 * i] > zero else zero
                o[2 * i + 1] += b if m[2 * i + 1] > zero else zero
            if width % 2 == 1 and m[width - 1] > zero:
                o[width - 1] += near[pairs]
