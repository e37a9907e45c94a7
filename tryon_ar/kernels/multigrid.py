"""Galerkin multigrid for masked, screened Poisson problems of any size and shape.

Coarse levels are the variational ones, ``A_c = P^T A P`` with ``P`` bilinear
interpolation restricted to the unknown pixels: the coarse correction is the best one in
the energy norm whatever the mask looks like, so cycles do not stall at ragged
boundaries, and Dirichlet, Neumann and screened pixels need no rules of their own.
Smoothing is Jacobi with Chebyshev weights (Adams, Brezina, Hu, Tuminaro 2003), whose
sweeps vectorise, unlike Gauss-Seidel's.
"""

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from tryon_ar.kernels._jit import kernel, read, write
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

U8 = NDArray[np.uint8]
I64 = NDArray[np.int64]

INACTIVE, IRREGULAR, REGULAR = 0, 1, 2

# What a V-cycle leaves of an error at best; assumed until two cycles have been seen.
BEST_RATE = 0.02

# Compiled into the two cached entry points, hence without a cache of their own.
_OPTIONS = {"nogil": True, "fastmath": True, "error_model": "numpy"}
_BYTES, _FLOATS, _PLANE = write(types.uint8, 1), write(types.float32, 1), read(types.uint8, 2)
_LONGS, _SPANS = read(types.int64, 1), write(types.int32, 2)


def level_shapes(height: int, width: int, coarsest: int = 4) -> list[tuple[int, int]]:
    """Return the (rows, columns) of every level, finest first.

    Parameters
    ----------
    height, width : int
        Pixels, at least 1.
    coarsest : int
        Halving stops once the longer side is no longer than this.
    """
    shapes = [(height, width)]
    while max(shapes[-1]) > coarsest:
        h, w = shapes[-1]
        # A side of two or three unknowns stays at two: never longer than it was.
        shapes.append((min(h // 2 + 1, max(h, 2)), min(w // 2 + 1, max(w, 2))))
    return shapes


def chebyshev_weights(sweeps: int, low: float, high: float) -> NDArray[np.float64]:
    """Return Jacobi weights whose product polynomial is smallest on [low, high].

    ``omega_k = 1 / (mid + half cos((2k + 1) pi / 2n))`` with mid and half those of the
    interval of eigenvalues of ``D^-1 A`` to be damped.
    """
    middle, half = (high + low) / 2, (high - low) / 2
    angles = (2 * np.arange(sweeps) + 1) * np.pi / (2 * sweeps)
    return np.asarray(1.0 / (middle + half * np.cos(angles)), dtype=np.float64)


@njit(**_OPTIONS)
def _plane_nb(buffer: F32, start: int, h: int, w: int) -> F32:
    """View level memory as (h + 3, w + 3)."""
    size = (h + 3) * (w + 3)
    return buffer[start : start + size].reshape((h + 3, w + 3))


@njit(**_OPTIONS)
def _stack_nb(buffer: F32, start: int, channels: int, h: int, w: int) -> F32:
    """View level memory as (channels, h + 3, w + 3)."""
    size = (h + 3) * (w + 3)
    part = buffer[start * channels : (start + size) * channels]
    return part.reshape((channels, h + 3, w + 3))


@njit(**_OPTIONS)
def set_fine_operator_nb(
    inside: U8, known: U8, screening: F32, flags: U8, diagonal: F32, inverse: F32, couplings: F32
) -> None:
    """Fill the finest level: diagonal = edges + screening, couplings 1 between unknowns.

    Parameters
    ----------
    inside, known : ndarray of shape (h + 3, w + 3), uint8
        1 where unknown; 1 where unknown or given. Zero on the border.
    screening : ndarray of shape (h, w) or (1, 1), float32
        Not below 0.
    flags : ndarray of shape (h + 3, w + 3), uint8
        Written: inactive, irregular or regular (all four neighbours unknown and the
        screening uniform).
    diagonal, inverse : ndarray of shape (h + 3, w + 3), float32
        Written.
    couplings : ndarray of shape (4, h + 3, w + 3), float32
        East and south are written; the slanted ones stay zero.
    """
    height, n = inside.shape[0] - 3, inside.shape[1] - 3
    uniform = screening.size == 1
    one, zero = np.float32(1.0), np.float32(0.0)
    for y in range(1, height + 1):
        here, west, east = inside[y, 1 : n + 1], inside[y, 0:n], inside[y, 2 : n + 2]
        north, south = inside[y - 1, 1 : n + 1], inside[y + 1, 1 : n + 1]
        to_west, to_east = known[y, 0:n], known[y, 2 : n + 2]
        to_north, to_south = known[y - 1, 1 : n + 1], known[y + 1, 1 : n + 1]
        d, i, flag = diagonal[y, 1 : n + 1], inverse[y, 1 : n + 1], flags[y, 1 : n + 1]
        k_e, k_s = couplings[0, y, 1 : n + 1], couplings[1, y, 1 : n + 1]
        for x in range(n):
            own = np.float32(here[x])
            edges = np.uint8(to_west[x] + to_east[x] + to_north[x] + to_south[x])
            s = screening[0, 0] if uniform else screening[y - 1, x]
            total = own * (np.float32(edges) + s)
            d[x] = total
            i[x] = one / total if total > zero else zero
            k_e[x] = own * np.float32(east[x])
            k_s[x] = own * np.float32(south[x])
        for x in range(n):
            surrounded = west[x] & east[x] & north[x] & south[x]
            flag[x] = here[x] + (here[x] & surrounded if uniform else 0)


@njit(**_OPTIONS)
def coarsen_nb(
    flags: U8, diagonal: F32, couplings: F32, flags_c: U8, diagonal_c: F32, inverse_c: F32,
    couplings_c: F32,
) -> None:  # fmt: skip
    """Build the next level's ``A_c = P^T A P``; shapes as in :func:`set_fine_operator_nb`.

    Where all nine fine unknowns under a coarse one carry the same stencil the entry is
    computed once and copied: only the rim of the mask costs anything.
    """
    flags_c[:] = INACTIVE
    diagonal_c[:] = 0.0
    inverse_c[:] = 0.0
    couplings_c[:] = 0.0
    entries = np.empty((3, 3), np.float32)
    regular = np.zeros((3, 3), np.float32)
    patch = np.empty((5, 5), np.float32)
    known = False
    lowest, highest = np.empty(flags.shape[1], np.uint8), np.empty(flags.shape[1], np.uint8)
    for big_y in range(flags_c.shape[0] - 3):
        _column_range_nb(flags, big_y, lowest, highest)
        for big_x in range(flags_c.shape[1] - 3):
            x = 2 * big_x
            if max(highest[x], highest[x + 1], highest[x + 2]) == INACTIVE:
                continue
            if min(lowest[x], lowest[x + 1], lowest[x + 2]) == REGULAR:
                if not known:
                    _galerkin_entry_nb(diagonal, couplings, big_y, big_x, patch, regular)
                    known = True
                flags_c[big_y + 1, big_x + 1] = REGULAR
                _store_entry_nb(regular, big_y + 1, big_x + 1, diagonal_c, inverse_c, couplings_c)
            else:
                _galerkin_entry_nb(diagonal, couplings, big_y, big_x, patch, entries)
                flags_c[big_y + 1, big_x + 1] = IRREGULAR
                _store_entry_nb(entries, big_y + 1, big_x + 1, diagonal_c, inverse_c, couplings_c)


@njit(**_OPTIONS)
def _column_range_nb(flags: U8, big_y: int, lowest: U8, highest: U8) -> None:
    """Lowest and highest flag of each column of the three fine rows under a coarse one."""
    bottom = min(2 * big_y + 2, flags.shape[0] - 1)
    first, second, third = flags[2 * big_y], flags[2 * big_y + 1], flags[bottom]
    for x in range(first.size):
        lowest[x] = min(first[x], second[x], third[x])
        highest[x] = max(first[x], second[x], third[x])


@njit(**_OPTIONS)
def _store_entry_nb(
    entries: F32, y: int, x: int, diagonal: F32, inverse: F32, couplings: F32
) -> None:
    """Keep one row of A_c; the smoother's diagonal bounds the eigenvalues of D^-1 A by 2."""
    d = entries[1, 1]
    total = np.float32(0.0)
    for i in range(3):
        for j in range(3):
            total += abs(entries[i, j])
    bound = max(d, np.float32(0.5) * total)
    diagonal[y, x] = d
    inverse[y, x] = np.float32(1.0) / bound if bound > np.float32(1e-12) else np.float32(0.0)
    couplings[0, y, x] = -entries[1, 2]
    couplings[1, y, x] = -entries[2, 1]
    couplings[2, y, x] = -entries[2, 2]
    couplings[3, y, x] = -entries[2, 0]


@njit(**_OPTIONS)
def _galerkin_entry_nb(
    diagonal: F32, couplings: F32, big_y: int, big_x: int, patch: F32, entries: F32
) -> None:
    """One row of P^T A P: ``entries[1 + DY, 1 + DX]`` couples to the coarse neighbour.

    ``patch`` (5, 5) first gathers P^T A over the fine unknowns, which then go to their
    coarse parents along rows and columns.
    """
    patch[:] = 0.0
    for dy in range(3):
        for dx in range(3):
            y, x = 2 * big_y + dy, 2 * big_x + dx
            d = diagonal[y, x]
            if d == 0.0:
                continue
            weight = np.float32((2 - abs(dy - 1)) * (2 - abs(dx - 1))) * np.float32(0.25)
            patch[dy + 1, dx + 1] += weight * d
            patch[dy + 1, dx + 2] -= weight * couplings[0, y, x]
            patch[dy + 1, dx] -= weight * couplings[0, y, x - 1]
            patch[dy + 2, dx + 1] -= weight * couplings[1, y, x]
            patch[dy, dx + 1] -= weight * couplings[1, y - 1, x]
            patch[dy + 2, dx + 2] -= weight * couplings[2, y, x]
            patch[dy, dx] -= weight * couplings[2, y - 1, x - 1]
            patch[dy + 2, dx] -= weight * couplings[3, y, x]
            patch[dy, dx + 2] -= weight * couplings[3, y - 1, x + 1]
    half = np.float32(0.5)
    for i in range(3):
        top, low = max(2 * i - 1, 0), min(2 * i + 1, 4)
        for j in range(3):
            west, east = max(2 * j - 1, 0), min(2 * j + 1, 4)
            total = np.float32(0.0)
            for y in range(top, low + 1):
                share = np.float32(1.0) if y == 2 * i else half
                for x in range(west, east + 1):
                    total += patch[y, x] * (share if x == 2 * j else half * share)
            entries[i, j] = total


@kernel(
    _PLANE, _PLANE, read(types.float32, 2), read(types.int64, 2), _LONGS, _BYTES, _FLOATS, _FLOATS,
    _FLOATS, _SPANS,
)  # fmt: skip
def build_hierarchy_nb(
    inside: U8, known: U8, screening: F32, shapes: I64, starts: I64, flags: U8, diagonal: F32,
    inverse: F32, couplings: F32, spans: I32,
) -> None:  # fmt: skip
    """Fill the operators of every level from the masks.

    Parameters
    ----------
    inside, known : ndarray of shape (h + 3, w + 3), uint8
        As in :func:`set_fine_operator_nb`.
    screening : ndarray of shape (h, w) or (1, 1), float32
    shapes : ndarray of shape (L, 2), int64
        From :func:`level_shapes`.
    starts : ndarray of shape (L,), int64
        Where each level begins in the flat buffers below.
    flags, diagonal, inverse : ndarray of shape (N,)
        N is the sum of (h + 3)(w + 3) over levels; the border of level 0 must be zero.
    couplings : ndarray of shape (4 N,)
    spans : ndarray of shape (M, 4), int32
        M is the sum of (h + 3) over levels.
    """
    h, w = shapes[0]
    set_fine_operator_nb(
        inside, known, screening, _plane_nb(flags, 0, h, w), _plane_nb(diagonal, 0, h, w),
        _plane_nb(inverse, 0, h, w), _stack_nb(couplings, 0, 4, h, w),
    )  # fmt: skip
    span_at = h + 3
    _row_spans_nb(_plane_nb(flags, 0, h, w), spans[: h + 3])
    for level in range(1, shapes.shape[0]):
        before, at = starts[level - 1], starts[level]
        hf, wf = shapes[level - 1]
        hc, wc = shapes[level]
        coarsen_nb(
            _plane_nb(flags, before, hf, wf), _plane_nb(diagonal, before, hf, wf),
            _stack_nb(couplings, before, 4, hf, wf), _plane_nb(flags, at, hc, wc),
            _plane_nb(diagonal, at, hc, wc), _plane_nb(inverse, at, hc, wc),
            _stack_nb(couplings, at, 4, hc, wc),
        )  # fmt: skip
        _row_spans_nb(_plane_nb(flags, at, hc, wc), spans[span_at : span_at + hc + 3])
        span_at += hc + 3


@njit(**_OPTIONS)
def _row_spans_nb(flags: U8, spans: I32) -> None:
    """Columns [0, 1) of ``spans`` bound each row's unknowns, [2, 3) its longest regular run."""
    for y in range(flags.shape[0]):
        row = flags[y]
        lo, hi, best, best_end, run = 0, 0, 0, 0, 0
        for x in range(1, row.size):
            if row[x] != INACTIVE:
                lo = x if lo == 0 else lo
                hi = x + 1
            if row[x] != REGULAR:
                run = x + 1
            elif x + 1 - run > best_end - best:
                best, best_end = run, x + 1
        lo, hi = max(lo, 1), max(hi, 1)
        if best_end - best < 8:  # not worth a loop of its own
            best, best_end = hi, hi
        spans[y, 0], spans[y, 1], spans[y, 2], spans[y, 3] = lo, hi, best, best_end


@njit(**_OPTIONS)
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


@njit(**_OPTIONS)
def _solve_last_nb(u: F32, rhs: F32, last_inverse: F32) -> None:
    """``u = A^-1 rhs`` on the coarsest level."""
    height, width = u.shape[1] - 3, u.shape[2] - 3
    for c in range(u.shape[0]):
        for p in range(height * width):
            total = np.float32(0.0)
            for q in range(height * width):
                total += last_inverse[p, q] * rhs[c, 1 + q // width, 1 + q % width]
            u[c, 1 + p // width, 1 + p % width] = total


def dense_inverse(diagonal: F32, couplings: F32) -> F32:
    """Invert one level's operator; rows and columns of unused unknowns are zero.

    Parameters
    ----------
    diagonal : ndarray of shape (h + 3, w + 3), float32
    couplings : ndarray of shape (4, h + 3, w + 3), float32

    Returns
    -------
    ndarray of shape (h w, h w), float32
        Singular operators (a piece with nothing fixed and no screening) are inverted with
        a millionth of their diagonal added.
    """
    height, width = diagonal.shape[0] - 3, diagonal.shape[1] - 3
    number = np.full(diagonal.shape, -1)
    number[1:-2, 1:-2] = np.arange(height * width).reshape(height, width)
    matrix = np.zeros((height * width, height * width))
    for k, (dy, dx) in enumerate(((0, 1), (1, 0), (1, 1), (1, -1))):
        beside = np.roll(number, (-dy, -dx), (0, 1))
        linked = (couplings[k] != 0) & (number >= 0) & (beside >= 0)
        matrix[number[linked], beside[linked]] = -couplings[k][linked]
        matrix[beside[linked], number[linked]] = -couplings[k][linked]
    own = diagonal[1:-2, 1:-2].ravel().astype(np.float64)
    used = own > 0
    np.fill_diagonal(matrix, np.where(used, own * (1 + 1e-6), 1.0))
    inverse = np.linalg.inv(matrix)
    return np.asarray(inverse * np.outer(used, used), np.float32)


@njit(**_OPTIONS)
def v_cycle_nb(
    top: int, channels: int, shapes: I64, starts: I64, u: F32, spare: F32, rhs: F32,
    diagonal: F32, inverse: F32, couplings: F32, spans: I32, row: F32, weights: F32,
    coarse_weights: F32, last_inverse: F32,
) -> float:  # fmt: skip
    """One V-cycle from level ``top`` to the coarsest and back, in place in ``u``.

    Each level sweeps equally often before and after its coarse correction, so that the
    result ends in ``u`` again; the coarsest is solved with its dense inverse. Returns how far
    a plain sweep would have moved any unknown of level 0 at the last sweep.
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
        ul, vl = _stack_nb(u, at, channels, h, w), _stack_nb(spare, at, channels, h, w)
        fl = _stack_nb(rhs, at, channels, h, w)
        dl, il = _plane_nb(diagonal, at, h, w), _plane_nb(inverse, at, h, w)
        kl = _stack_nb(couplings, at, 4, h, w)
        if level == last:
            _solve_last_nb(ul, fl, last_inverse)
            continue
        hc, wc = shapes[level + 1]
        chosen = weights if level == 0 else coarse_weights
        odd = chosen.size % 2 == 1
        smooth, other = (vl, ul) if odd else (ul, vl)
        if not down:
            coarse = _stack_nb(u, starts[level + 1], channels, hc, wc)
            prolong_add_nb(coarse, smooth, il, row)
        here, there = (ul, vl) if down else (smooth, other)
        zero = down and level > top
        move = _smooth_nb(level, here, there, fl, dl, il, kl, sl, chosen, zero)
        if down:
            if level == 0:
                residual_five_nb(smooth, other, fl, il, dl, sl)
            else:
                residual_nine_nb(smooth, other, fl, dl, kl, sl)
            restrict_nb(other, _stack_nb(rhs, starts[level + 1], channels, hc, wc), row)
    return move


@njit(**_OPTIONS)
def _restrict_all_nb(channels: int, shapes: I64, starts: I64, rhs: F32, row: F32) -> None:
    """Bring the right-hand side of level 0 down to all levels."""
    for level in range(shapes.shape[0] - 1):
        h, w = shapes[level]
        hc, wc = shapes[level + 1]
        fine = _stack_nb(rhs, starts[level], channels, h, w)
        restrict_nb(fine, _stack_nb(rhs, starts[level + 1], channels, hc, wc), row)


@njit(**_OPTIONS)
def _raise_guess_nb(
    level: int, channels: int, shapes: I64, starts: I64, u: F32, inverse: F32, row: F32
) -> None:
    """Interpolate the solution of ``level`` to the next finer one."""
    h, w = shapes[level - 1]
    hc, wc = shapes[level]
    guess = _stack_nb(u, starts[level - 1], channels, h, w)
    guess[:] = 0.0
    coarse = _stack_nb(u, starts[level], channels, hc, wc)
    prolong_add_nb(coarse, guess, _plane_nb(inverse, starts[level - 1], h, w), row)


@kernel(
    types.int64, read(types.int64, 2), _LONGS, *(_FLOATS,) * 6, _SPANS, _FLOATS,
    *(read(types.float32, 1),) * 2, read(types.float32, 2), types.int64, types.float64,
    types.boolean, returns=types.int64,
)  # fmt: skip
def solve_nb(
    channels: int, shapes: I64, starts: I64, u: F32, spare: F32, rhs: F32, diagonal: F32,
    inverse: F32, couplings: F32, spans: I32, row: F32, weights: F32, coarse_weights: F32,
    last_inverse: F32, max_cycles: int, tolerance: float, warm: bool,
) -> int:  # fmt: skip
    """Solve in place: full multigrid from nothing, or V-cycles from what ``u`` holds.

    Parameters
    ----------
    u, spare, rhs : ndarray of shape (C N,), float32
        All levels; only level 0 of ``rhs`` (and of ``u`` when ``warm``) is read.
    max_cycles : int
        V-cycles at the finest level at most; at least one is made.
    tolerance : float
        Stop once no unknown would move by more than this in a plain Jacobi sweep, and
        further cycles would add no more than this: they form a geometric series of coarse
        corrections, whose rate is that of the last two.
    last_inverse : ndarray of shape (n, n), float32
        From :func:`dense_inverse` of the coarsest level.
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
    made, before = 0, 0.0
    while True:
        # The only call: every further one would be compiled into this function again.
        move = v_cycle_nb(
            top, channels, shapes, starts, u, spare, rhs, diagonal, inverse, couplings, spans, row,
            weights, coarse_weights, last_inverse,
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
        coarse = _stack_nb(u, starts[1], channels, hc, wc)
        correction = _largest_correction_nb(coarse, _plane_nb(inverse, 0, h, w))
        rate = BEST_RATE if made == 1 else min(max(correction / before, BEST_RATE), 0.95)
        before = max(correction, 1e-30)
        if max(move, correction * rate / (1.0 - rate)) <= tolerance:
            return made


@njit(**_OPTIONS)
def _largest_correction_nb(coarse: F32, inverse: F32) -> float:
    """Largest magnitude of a coarse field where it lies on an unknown of the fine level.

    Coarse unknowns beyond the rim of the mask may be large without doing anything.
    """
    largest, zero = np.float32(0.0), np.float32(0.0)
    rows, columns = (inverse.shape[0] - 2) // 2, (inverse.shape[1] - 2) // 2
    for c in range(coarse.shape[0]):
        for y in range(rows):
            values, fine = coarse[c, y + 1, 1 : columns + 1], inverse[2 * y + 1, 1:]
            for x in range(columns):
                value = abs(values[x]) if fine[2 * x] > zero else zero
                largest = max(largest, value)
    return float(largest)
