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
there the nine-point loops use constants instead of reading five arrays.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

F32 = NDArray[np.float32]
I32 = NDArray[np.int32]

# Compiled into the solver's two cached entry points, hence without a cache of their own.
_OPTIONS = {"nogil": True, "fastmath": True, "error_model": "numpy"}


@njit(**_OPTIONS)
def start_sweep_nb(out: F32, rhs: F32, inverse: F32, spans: I32, omega: float) -> None:
    """First sweep from a zero field: ``out = omega D^-1 rhs``; shapes as below."""
    weight = np.float32(omega)
    for c in range(out.shape[0]):
        for y in range(1, out.shape[1] - 2):
            lo, hi = spans[y, 0], spans[y, 1]
            o, f, d = out[c, y, lo:hi], rhs[c, y, lo:hi], inverse[y, lo:hi]
            for x in range(hi - lo):
                o[x] = weight * d[x] * f[x]


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
    weight = np.float32(omega)
    keep = np.float32(1.0) - weight
    largest = np.float32(0.0)
    for c in range(field.shape[0]):
        for y in range(1, field.shape[1] - 2):
            lo, hi = spans[y, 0], spans[y, 1]
            o, f, d = out[c, y, lo:hi], rhs[c, y, lo:hi], inverse[y, lo:hi]
            mid, west = field[c, y, lo:hi], field[c, y, lo - 1 : hi - 1]
            east = field[c, y, lo + 1 : hi + 1]
            north, south = field[c, y - 1, lo:hi], field[c, y + 1, lo:hi]
            for x in range(hi - lo):
                total = f[x] + (west[x] + east[x]) + (north[x] + south[x])
                o[x] = keep * mid[x] + weight * d[x] * total
            if measure:
                for x in range(hi - lo):
                    largest = max(largest, abs(o[x] - mid[x]))
    return float(largest / weight)


@njit(**_OPTIONS)
def residual_five_nb(
    field: F32, out: F32, rhs: F32, inverse: F32, diagonal: F32, spans: I32
) -> None:
    """Residual ``out = rhs - A u`` of the masked five-point Laplacian, zero off the mask."""
    for c in range(field.shape[0]):
        for y in range(1, field.shape[1] - 2):
            lo, hi = spans[y, 0], spans[y, 1]
            o, f = out[c, y, lo:hi], rhs[c, y, lo:hi]
            i, d = inverse[y, lo:hi], diagonal[y, lo:hi]
            mid, west = field[c, y, lo:hi], field[c, y, lo - 1 : hi - 1]
            east = field[c, y, lo + 1 : hi + 1]
            north, south = field[c, y - 1, lo:hi], field[c, y + 1, lo:hi]
            for x in range(hi - lo):
                total = f[x] + (west[x] + east[x]) + (north[x] + south[x])
                o[x] = d[x] * (i[x] * total - mid[x])


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
    weight = np.float32(omega)
    for c in range(field.shape[0]):
        u = field[c]
        for y in range(1, field.shape[1] - 2):
            first, last, run, end = spans[y, 0], spans[y, 1], spans[y, 2], spans[y, 3]
            for side in range(2):
                lo, hi = (first, run) if side == 0 else (end, last)
                o, mid, i = out[c, y, lo:hi], u[y, lo:hi], inverse[y, lo:hi]
                _residual_part_nb(u, o, rhs[c, y, lo:hi], diagonal, couplings, y, lo, hi)
                for x in range(hi - lo):
                    o[x] = mid[x] + weight * i[x] * o[x]
            if end > run:
                step = weight * inverse[y, run]
                keep = np.float32(1.0) - step * diagonal[y, run]
                _constant_part_nb(u, out[c, y, run:end], rhs[c, y, run:end], couplings, y, run,
                                  end, step, keep)  # fmt: skip


@njit(**_OPTIONS)
def residual_nine_nb(
    field: F32, out: F32, rhs: F32, diagonal: F32, couplings: F32, spans: I32
) -> None:
    """Residual ``out = rhs - diagonal u + sum_j k_j u_j`` of a nine-point operator."""
    for c in range(field.shape[0]):
        u = field[c]
        for y in range(1, field.shape[1] - 2):
            first, last, run, end = spans[y, 0], spans[y, 1], spans[y, 2], spans[y, 3]
            for side in range(2):
                lo, hi = (first, run) if side == 0 else (end, last)
                _residual_part_nb(
                    u, out[c, y, lo:hi], rhs[c, y, lo:hi], diagonal, couplings, y, lo, hi
                )
            if end > run:
                _constant_part_nb(u, out[c, y, run:end], rhs[c, y, run:end], couplings, y, run,
                                  end, np.float32(1.0), -diagonal[y, run])  # fmt: skip


@njit(inline="always", **_OPTIONS)
def _residual_part_nb(
    u: F32, o: F32, f: F32, diagonal: F32, couplings: F32, y: int, lo: int, hi: int
) -> None:
    """Write ``rhs - A u`` of row y, columns [lo, hi), to ``o``."""
    d = diagonal[y, lo:hi]
    mid, west, east = u[y, lo:hi], u[y, lo - 1 : hi - 1], u[y, lo + 1 : hi + 1]
    north, south = u[y - 1, lo:hi], u[y + 1, lo:hi]
    northwest, northeast = u[y - 1, lo - 1 : hi - 1], u[y - 1, lo + 1 : hi + 1]
    southwest, southeast = u[y + 1, lo - 1 : hi - 1], u[y + 1, lo + 1 : hi + 1]
    k_e, k_w = couplings[0, y, lo:hi], couplings[0, y, lo - 1 : hi - 1]
    k_s, k_n = couplings[1, y, lo:hi], couplings[1, y - 1, lo:hi]
    k_se, k_nw = couplings[2, y, lo:hi], couplings[2, y - 1, lo - 1 : hi - 1]
    k_sw, k_ne = couplings[3, y, lo:hi], couplings[3, y - 1, lo + 1 : hi + 1]
    for x in range(hi - lo):
        straight = k_e[x] * east[x] + k_w[x] * west[x] + k_s[x] * south[x] + k_n[x] * north[x]
        slanted = (
            k_se[x] * southeast[x]
            + k_nw[x] * northwest[x]
            + k_sw[x] * southwest[x]
            + k_ne[x] * northeast[x]
        )
        o[x] = f[x] - d[x] * mid[x] + straight + slanted


@njit(inline="always", **_OPTIONS)
def _constant_part_nb(
    u: F32, o: F32, f: F32, couplings: F32, y: int, lo: int, hi: int, step: float, keep: float
) -> None:
    """Write ``keep u + step (rhs + sum_j k_j u_j)`` where the stencil is the interior's."""
    mid, west, east = u[y, lo:hi], u[y, lo - 1 : hi - 1], u[y, lo + 1 : hi + 1]
    north, south = u[y - 1, lo:hi], u[y + 1, lo:hi]
    northwest, northeast = u[y - 1, lo - 1 : hi - 1], u[y - 1, lo + 1 : hi + 1]
    southwest, southeast = u[y + 1, lo - 1 : hi - 1], u[y + 1, lo + 1 : hi + 1]
    across = step * couplings[0, y, lo]
    slanted = step * couplings[2, y, lo]
    for x in range(hi - lo):
        cross = (west[x] + east[x]) + (north[x] + south[x])
        corners = (northwest[x] + northeast[x]) + (southwest[x] + southeast[x])
        o[x] = keep * mid[x] + step * f[x] + (across * cross + slanted * corners)


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
    n = coarse.shape[2] - 3
    for c in range(fine.shape[0]):
        for big_y in range(coarse.shape[1] - 3):
            y = 2 * big_y + 1
            above, at = fine[c, y - 1], fine[c, y]
            below = fine[c, min(y + 1, fine.shape[1] - 1)]
            for x in range(at.size):
                row[x] = at[x] + half * (above[x] + below[x])
            left, centre, right = row[0 : 2 * n], row[1 : 2 * n + 1], row[2 : 2 * n + 2]
            o = coarse[c, big_y + 1, 1 : n + 1]
            for big_x in range(n):
                x = 2 * big_x
                o[big_x] = centre[x] + half * (left[x] + right[x])


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
