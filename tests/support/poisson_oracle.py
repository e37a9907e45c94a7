"""The Poisson equation solved directly, written from its definition alone."""

import numpy as np
import scipy.sparse
import scipy.sparse.linalg

from tryon_ar.rendering.poisson import PoissonProblem


def edges(inside: np.ndarray, known: np.ndarray):
    """Yield, for each direction, the (rows, columns) of pixels and of their neighbours."""
    height, width = inside.shape
    ys, xs = np.nonzero(inside)
    for dy, dx in ((0, 1), (0, -1), (1, 0), (-1, 0)):
        qy, qx = ys + dy, xs + dx
        counts = (qy >= 0) & (qy < height) & (qx >= 0) & (qx < width)
        counts[counts] = known[qy[counts], qx[counts]]
        yield (ys[counts], xs[counts]), (qy[counts], qx[counts])


def direct_solution(problem: PoissonProblem) -> np.ndarray:
    """Return u (H, W, C) in float64, by sparse LU; zero where not inside."""
    inside = problem.inside
    fixed = np.zeros_like(inside) if problem.fixed is None else problem.fixed & ~inside
    count = int(inside.sum())
    number = np.full(inside.shape, -1)
    number[inside] = np.arange(count)
    screening = np.broadcast_to(np.asarray(problem.screening, float), inside.shape)
    right = np.where(inside[..., None], -problem.divergence.astype(np.float64), 0.0)
    matrix = scipy.sparse.diags_array(screening[inside]).tocsr()
    for at, beside in edges(inside, inside | fixed):
        p, q = number[at], number[beside]
        ones = np.ones(p.size)
        matrix = matrix + scipy.sparse.csr_array((ones, (p, p)), shape=(count, count))
        within = q >= 0
        links = (ones[within], (p[within], q[within]))
        matrix = matrix - scipy.sparse.csr_array(links, shape=(count, count))
        if problem.fixed_values is not None:
            given = problem.fixed_values[beside] * ~within[:, None]
            right[at] += given  # a pixel occurs once in a direction
    solution = np.zeros(problem.divergence.shape)
    if count:
        solution[inside] = scipy.sparse.linalg.splu(matrix.tocsc()).solve(right[inside])
    return solution


def divergence_of(image: np.ndarray, inside: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Divergence of a picture's own gradient over the edges from inside to known."""
    out = np.zeros(image.shape, np.float32)
    for at, beside in edges(inside, known):
        out[at] += image[beside] - image[at]
    return out
