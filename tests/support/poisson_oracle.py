"""The Poisson equation solved directly, written from its definition alone."""

import numpy as np
import scipy.sparse
import scipy.sparse.linalg

from tryon_ar.rendering.poisson import PoissonProblem


def edges(problem: PoissonProblem):
    """Yield (row, column, row, column) of every ordered pair that takes part."""
    height, width = problem.inside.shape
    fixed = np.zeros_like(problem.inside) if problem.fixed is None else problem.fixed
    for y, x in np.argwhere(problem.inside):
        for qy, qx in ((y, x + 1), (y, x - 1), (y + 1, x), (y - 1, x)):
            inside_picture = 0 <= qy < height and 0 <= qx < width
            if inside_picture and (problem.inside[qy, qx] or fixed[qy, qx]):
                yield y, x, qy, qx


def direct_solution(problem: PoissonProblem) -> np.ndarray:
    """Return u (H, W, C) in float64, by sparse LU; zero where not inside."""
    inside = problem.inside
    number = np.full(inside.shape, -1)
    number[inside] = np.arange(inside.sum())
    matrix = scipy.sparse.lil_matrix((inside.sum(), inside.sum()))
    right = -problem.divergence[inside].astype(np.float64)
    screening = np.broadcast_to(np.asarray(problem.screening, float), inside.shape)
    matrix.setdiag(screening[inside])
    for y, x, qy, qx in edges(problem):
        p = number[y, x]
        matrix[p, p] += 1.0
        if inside[qy, qx]:
            matrix[p, number[qy, qx]] -= 1.0
        else:
            right[p] += problem.fixed_values[qy, qx]
    solution = np.zeros(problem.divergence.shape)
    if inside.any():
        solution[inside] = scipy.sparse.linalg.splu(matrix.tocsc()).solve(right)
    return solution


def divergence_of(image: np.ndarray, inside: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Divergence of a picture's own gradient over the edges from inside to known."""
    out = np.zeros(image.shape, np.float32)
    nothing = np.zeros(image.shape, np.float32)
    problem = PoissonProblem(inside, nothing, known & ~inside, nothing, screening=1.0)
    for y, x, qy, qx in edges(problem):
        out[y, x] += image[qy, qx] - image[y, x]
    return out
