"""Full multigrid and V-cycles for masked, screened Poisson problems of any size and shape.

Smoothing is Jacobi with Chebyshev weights (Adams, Brezina, Hu, Tuminaro 2003), whose
sweeps vectorise, unlike Gauss-Seidel's; the coarse operators are those of
:mod:`tryon_ar.kernels.galerkin`.
"""

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from tryon_ar.kernels._jit import kernel, read, write
from tryon_ar.kernels.galerkin import plane_nb, stack_nb
from tryon_ar.kernels.jacobi import (
    F32,
    I32,
    prolong_add_nb,
    residual_five_nb,
    residual_nine_nb,
    restrict_nb,
    start_sweep_nb,
    sweep_five_nb,
    sweep_nine_nb,
)

I64 = NDArray[np.int64]

# What a V-cycle leaves of an error at best; assumed until two cycles have been seen.
BEST_RATE = 0.02

# Compiled into the one cached entry point, hence without a cache of their own. What only leads
# from one to the next is put in its caller's place before it is compiled: LLVM goes through each
# function again with every one that calls it.
_OPTIONS = {"nogil": True, "fastmath": True, "error_model": "numpy"}
_FLOATS, _LONGS, _SPANS = write(types.float32, 1), read(types.int64, 1), write(types.int32, 2)


def chebyshev_weights(sweeps: int, low: float, high: float) -> NDArray[np.float64]:
    """Return Jacobi weights whose product polynomial is smallest on [low, high].

    ``omega_k = 1 / (mid + half cos((2k + 1) pi / 2n))`` with mid and half those of the
    interval of eigenvalues of ``D^-1 A`` to be damped.
    """
    middle, half = (high + low) / 2, (high - low) / 2
    angles = (2 * np.arange(sweeps) + 1) * np.pi / (2 * sweeps)
    return np.asarray(1.0 / (middle + half * np.cos(angles)), dtype=np.float64)


@njit(inline="always", **_OPTIONS)
def _smooth_nb(
    level: int, here: F32, there: F32, rhs: F32, diagonal: F32, inverse: F32, couplings: F32,
    spans: I32, weights: F32, from_zero: bool,
) -> float:  # fmt: skip
    """Sweep once per weight; an odd number leaves the result in ``there``."""
    move = 0.0
    for k in range(weights.size):
        a, b = (here, there) if k % 2 == 0 else (there, here)
        if k == 0 and from_zero:
            start_sweep_nb(b, rhs, inverse, spans, weights[k])
        elif level == 0:
            last = k == weights.size - 1
            move = sweep_five_nb(a, b, rhs, inverse, spans, weights[k], last)
        else:
            sweep_nine_nb(a, b, rhs, diagonal, inverse, couplings, spans, weights[k])
    return move


@njit(inline="always", **_OPTIONS)
def _solve_last_nb(u: F32, rhs: F32, last_inverse: F32) -> None:
    """``u = A^-1 rhs`` on the coarsest level."""
    height, width = u.shape[1] - 3, u.shape[2] - 3
    for c in range(u.shape[0]):
        for p in range(height * width):
            total = np.float32(0.0)
            for q in range(height * width):
                total += last_inverse[p, q] * rhs[c, 1 + q // width, 1 + q % width]
            u[c, 1 + p // width, 1 + p % width] = total


@njit(inline="always", **_OPTIONS)
def v_cycle_nb(
    top: int, channels: int, shapes: I64, starts: I64, u: F32, spare: F32, rhs: F32,
    diagonal: F32, inverse: F32, couplings: F32, spans: I32, row: F32, before: F32, after: F32,
    coarse_before: F32, coarse_after: F32, last_inverse: F32,
) -> float:  # fmt: skip
    """One V-cycle from level ``top`` to the coarsest and back, in place in ``u``.

    A level's sweeps before and after its coarse correction are even in number together, so
    that the result ends in ``u`` again; the coarsest is solved with its dense inverse. Returns
    how far a plain sweep would have moved any unknown of level 0 at the last sweep.
    """
    last = shapes.shape[0] - 1
    move = 0.0
    span_at = np.int64(0)
    for level in range(top):
        span_at += shapes[level, 0] + 3
    for step in range(2 * (last - top) + 1):
        down = step <= last - top
        level = top + step if down else 2 * last - top - step
        h, w = shapes[level]
        at = starts[level]
        if step > 0:
            span_at += shapes[level - 1, 0] + 3 if down else -(h + 3)
        sl = spans[span_at : span_at + h + 3]
        ul, vl = stack_nb(u, at, channels, h, w), stack_nb(spare, at, channels, h, w)
        fl = stack_nb(rhs, at, channels, h, w)
        dl, il = plane_nb(diagonal, at, h, w), plane_nb(inverse, at, h, w)
        kl = stack_nb(couplings, at, 4, h, w)
        if level == last:
            _solve_last_nb(ul, fl, last_inverse)
            continue
        hc, wc = shapes[level + 1]
        first = before if level == 0 else coarse_before
        second = after if level == 0 else coarse_after
        odd = first.size % 2 == 1
        smooth, other = (vl, ul) if odd else (ul, vl)
        if not down:
            coarse = stack_nb(u, starts[level + 1], channels, hc, wc)
            prolong_add_nb(coarse, smooth, il, row)
        here, there = (ul, vl) if down else (smooth, other)
        zero = down and level > top
        move = _smooth_nb(level, here, there, fl, dl, il, kl, sl, first if down else second, zero)
        if down:
            if level == 0:
                residual_five_nb(smooth, other, fl, il, dl, sl)
            else:
                residual_nine_nb(smooth, other, fl, dl, kl, sl)
            restrict_nb(other, stack_nb(rhs, starts[level + 1], channels, hc, wc), row)
    return move


@njit(inline="always", **_OPTIONS)
def _restrict_all_nb(channels: int, shapes: I64, starts: I64, rhs: F32, row: F32) -> None:
    """Bring the right-hand side of level 0 down to all levels."""
    for level in range(shapes.shape[0] - 1):
        h, w = shapes[level]
        hc, wc = shapes[level + 1]
        fine = stack_nb(rhs, starts[level], channels, h, w)
        restrict_nb(fine, stack_nb(rhs, starts[level + 1], channels, hc, wc), row)


@njit(inline="always", **_OPTIONS)
def _raise_guess_nb(
    level: int, channels: int, shapes: I64, starts: I64, u: F32, inverse: F32, row: F32
) -> None:
    """Interpolate the solution of ``level`` to the next finer one."""
    h, w = shapes[level - 1]
    hc, wc = shapes[level]
    guess = stack_nb(u, starts[level - 1], channels, h, w)
    guess[:] = 0.0
    coarse = stack_nb(u, starts[level], channels, hc, wc)
    prolong_add_nb(coarse, guess, plane_nb(inverse, starts[level - 1], h, w), row)


@kernel(
    types.int64, read(types.int64, 2), _LONGS, *(_FLOATS,) * 6, _SPANS, _FLOATS,
    *(read(types.float32, 1),) * 4, read(types.float32, 2), types.int64, types.float64,
    types.boolean, returns=types.int64,
)  # fmt: skip
def solve_nb(
    channels: int, shapes: I64, starts: I64, u: F32, spare: F32, rhs: F32, diagonal: F32,
    inverse: F32, couplings: F32, spans: I32, row: F32, before: F32, after: F32,
    coarse_before: F32, coarse_after: F32, last_inverse: F32, max_cycles: int,
    tolerance: float, warm: bool,
) -> int:  # fmt: skip
    """Solve in place: full multigrid from nothing, or V-cycles from what ``u`` holds.

    Parameters
    ----------
    u, spare, rhs : ndarray of shape (C N,), float32
        All levels; only level 0 of ``rhs`` (and of ``u`` when ``warm``) is read.
    before, after, coarse_before, coarse_after : ndarray of shape (n,), float32
        Weights of the sweeps before and after the coarse correction, at level 0 and at
        the others; before and after are even in number together.
    max_cycles : int
        V-cycles at the finest level at most; at least one is made.
    tolerance : float
        Stop once no unknown would move by more than this in a plain Jacobi sweep, and
        further cycles would add no more than this: they form a geometric series of coarse
        corrections, whose rate is that of the last two.
    last_inverse : ndarray of shape (n, n), float32
        From :func:`~tryon_ar.kernels.dense.dense_inverse` of the coarsest level.
    warm : bool
        Start from ``u``.

    Returns
    -------
    int
        V-cycles made at the finest level.
    """
    last = shapes.shape[0] - 1
    top = 0
    if not warm:
        _restrict_all_nb(channels, shapes, starts, rhs, row)
        top = last
    made, earlier = 0, 0.0
    while True:
        # The only call: every further one would be compiled into this function again.
        move = v_cycle_nb(
            top, channels, shapes, starts, u, spare, rhs, diagonal, inverse, couplings, spans, row,
            before, after, coarse_before, coarse_after, last_inverse,
        )  # fmt: skip
        if top > 0:
            _raise_guess_nb(top, channels, shapes, starts, u, inverse, row)
            top -= 1
            continue
        made += 1
        if last == 0 or made >= max_cycles:
            return made
        h, w = shapes[0]
        hc, wc = shapes[1]
        coarse = stack_nb(u, starts[1], channels, hc, wc)
        correction = _largest_correction_nb(coarse, plane_nb(inverse, 0, h, w))
        rate = BEST_RATE if made == 1 else min(max(correction / earlier, BEST_RATE), 0.95)
        earlier = max(correction, 1e-30)
        if max(move, correction * rate / (1.0 - rate)) <= tolerance:
            return made


@njit(**_OPTIONS)
def _largest_correction_nb(coarse: F32, inverse: F32) -> float:
    """Largest magnitude of a coarse field where it lies on an unknown of the fine level.

    Coarse unknowns beyond the rim of the mask may be large without doing anything.
    """
    zero = np.float32(0.0)
    rows, columns = (inverse.shape[0] - 2) // 2, (inverse.shape[1] - 2) // 2
    peaks = np.zeros(columns, np.float32)  # see sweep_five_nb
    for c in range(coarse.shape[0]):
        for y in range(rows):
            values, fine = coarse[c, y + 1, 1 : columns + 1], inverse[2 * y + 1, 1:]
            for x in range(columns):
                value = abs(values[x]) if fine[2 * x] > zero else zero
                peaks[x] = value if value > peaks[x] else peaks[x]
    return float(peaks.max())
