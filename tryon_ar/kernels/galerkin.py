"""Operators of every level of a masked, screened Poisson problem.

Coarse levels are the variational ones, ``A_c = P^T A P`` with ``P`` bilinear
interpolation restricted to the unknown pixels: the coarse correction is the best one in
the energy norm whatever the mask looks like, so cycles do not stall at ragged
boundaries, and Dirichlet, Neumann and screened pixels need no rules of their own.
"""

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from tryon_ar.kernels._jit import kernel, read, write

F32 = NDArray[np.float32]
U8 = NDArray[np.uint8]
I32 = NDArray[np.int32]
I64 = NDArray[np.int64]

INACTIVE, IRREGULAR, REGULAR = np.uint8(0), np.uint8(1), np.uint8(2)

# Compiled into a cached entry point, hence without a cache of their own.
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


@njit(**_OPTIONS)
def plane_nb(buffer: F32, start: int, h: int, w: int) -> F32:
    """View level memory as (h + 3, w + 3)."""
    size = (h + 3) * (w + 3)
    return buffer[start : start + size].reshape((h + 3, w + 3))


@njit(**_OPTIONS)
def stack_nb(buffer: F32, start: int, channels: int, h: int, w: int) -> F32:
    """View level memory as (channels, h + 3, w + 3)."""
    size = (h + 3) * (w + 3)
    part = buffer[start * channels : (start + size) * channels]
    return part.reshape((channels, h + 3, w + 3))


@njit(inline="always", **_OPTIONS)
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


@njit(inline="always", **_OPTIONS)
def coarsen_nb(
    flags: U8, diagonal: F32, couplings: F32, flags_c: U8, diagonal_c: F32, inverse_c: F32,
    couplings_c: F32,
) -> None:  # fmt: skip
    """Build the next level's ``A_c = P^T A P``; shapes as in :func:`set_fine_operator_nb`.

    Where all nine fine unknowns under a coarse one carry the same stencil the entry is
    computed once and copied: only the rim of the mask costs anything.
    """
    entries, patch = np.empty((3, 3), np.float32), np.empty((5, 5), np.float32)
    common = np.zeros(6, np.float32)
    scratch = np.empty((2, flags.shape[1]), np.uint8)
    known = False
    for y in range(1, flags_c.shape[0] - 2):
        row = flags_c[y, 1:-2]
        _coarse_flags_nb(flags, y, row, scratch)
        x = row.size if known else _first_regular_nb(row)
        if x < row.size:
            _galerkin_entry_nb(diagonal, couplings, y - 1, x, patch, entries)
            _store_entry_nb(entries, y, x + 1, diagonal_c, inverse_c, couplings_c)
            common[0], common[1] = diagonal_c[y, x + 1], inverse_c[y, x + 1]
            common[2:] = couplings_c[:, y, x + 1]
            known = True
        _fill_common_nb(row, common, y, diagonal_c, inverse_c, couplings_c)
        for x in range(row.size):
            if row[x] == IRREGULAR:
                _galerkin_entry_nb(diagonal, couplings, y - 1, x, patch, entries)
                _store_entry_nb(entries, y, x + 1, diagonal_c, inverse_c, couplings_c)


@njit(inline="always", **_OPTIONS)
def _first_regular_nb(row: U8) -> int:
    """Index of the first regular flag, ``row.size`` when there is none."""
    x = 0
    while x < row.size and row[x] != REGULAR:
        x += 1
    return x


@njit(inline="always", **_OPTIONS)
def _coarse_flags_nb(flags: U8, y: int, row: U8, scratch: U8) -> None:
    """Flag row y of the coarse level: regular where all nine fine flags under it are."""
    bottom = min(2 * y, flags.shape[0] - 1)
    first, second, third = flags[2 * y - 2], flags[2 * y - 1], flags[bottom]
    lowest, highest = scratch[0], scratch[1]
    for x in range(first.size):
        lowest[x] = min(first[x], second[x], third[x])
        highest[x] = max(first[x], second[x], third[x])
    for x in range(row.size):
        low = min(lowest[2 * x], lowest[2 * x + 1], lowest[2 * x + 2])
        high = max(highest[2 * x], highest[2 * x + 1], highest[2 * x + 2])
        row[x] = low if low == REGULAR else min(high, IRREGULAR)


@njit(inline="always", **_OPTIONS)
def _fill_common_nb(
    row: U8, common: F32, y: int, diagonal: F32, inverse: F32, couplings: F32
) -> None:
    """Write the interior's operator to row y where its flags say regular, else zero."""
    zero, n = np.float32(0.0), row.size
    d, i = diagonal[y, 1 : n + 1], inverse[y, 1 : n + 1]
    for x in range(n):
        d[x] = common[0] if row[x] == REGULAR else zero
        i[x] = common[1] if row[x] == REGULAR else zero
    for k in range(4):
        coupling, value = couplings[k, y, 1 : n + 1], common[2 + k]
        for x in range(n):
            coupling[x] = value if row[x] == REGULAR else zero


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
        inside, known, screening, plane_nb(flags, 0, h, w), plane_nb(diagonal, 0, h, w),
        plane_nb(inverse, 0, h, w), stack_nb(couplings, 0, 4, h, w),
    )  # fmt: skip
    span_at = h + 3
    _row_spans_nb(plane_nb(flags, 0, h, w), spans[: h + 3])
    for level in range(1, shapes.shape[0]):
        before, at = starts[level - 1], starts[level]
        hf, wf = shapes[level - 1]
        hc, wc = shapes[level]
        coarsen_nb(
            plane_nb(flags, before, hf, wf), plane_nb(diagonal, before, hf, wf),
            stack_nb(couplings, before, 4, hf, wf), plane_nb(flags, at, hc, wc),
            plane_nb(diagonal, at, hc, wc), plane_nb(inverse, at, hc, wc),
            stack_nb(couplings, at, 4, hc, wc),
        )  # fmt: skip
        _row_spans_nb(plane_nb(flags, at, hc, wc), spans[span_at : span_at + hc + 3])
        span_at += hc + 3


@njit(**_OPTIONS)
def _row_spans_nb(flags: U8, spans: I32) -> None:
    """Columns [0, 1) of ``spans`` bound each row's unknowns, [2, 3) its longest regular run."""
    one = np.uintp(1)
    for y in range(flags.shape[0]):
        row = flags[y]
        lo, hi = one, np.uintp(row.size)
        while hi > one and row[hi - one] == INACTIVE:
            hi -= one
        while lo < hi and row[lo] == INACTIVE:
            lo += one
        best = best_end = x = lo
        while x < hi:
            start = x
            while x < hi and row[x] == REGULAR:
                x += one
            if x - start > best_end - best:
                best, best_end = start, x
            x += one
        if best_end - best < np.uintp(8):  # not worth a loop of its own
            best, best_end = hi, hi
        spans[y, 0], spans[y, 1], spans[y, 2], spans[y, 3] = lo, hi, best, best_end
