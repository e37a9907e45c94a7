from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tryon_ar.kernels import galerkin
from tryon_ar.rendering.poisson import PoissonProblem
from tryon_ar.rendering.poisson_numba import Hierarchy


@given(st.integers(1, 3000), st.integers(1, 3000))
def test_levels_shrink_to_a_few_unknowns(height, width):
    shapes = galerkin.level_shapes(height, width)
    assert shapes[0] == (height, width)
    assert max(shapes[-1]) <= 4
    assert len(shapes) <= 13
    for (h, w), (hc, wc) in pairwise(shapes):
        # Every fine unknown lies on a coarse one or between two.
        assert 2 * (hc - 1) >= h - 1 or hc == h
        assert 2 * (wc - 1) >= w - 1 or wc == w


def dense(tree: Hierarchy, level: int) -> np.ndarray:
    """A level's operator as a matrix."""
    h, w = (int(side) for side in tree.shapes[level])
    at, size = int(tree.starts[level]), (h + 3) * (w + 3)
    diagonal = tree.diagonal[at : at + size].reshape(h + 3, w + 3)[1:-2, 1:-2]
    stored = tree.couplings[4 * at : 4 * (at + size)].reshape(4, h + 3, w + 3)
    matrix = np.diag(diagonal.ravel().astype(float))
    for k, (dy, dx) in enumerate(((0, 1), (1, 0), (1, 1), (1, -1))):
        for y in range(h):
            for x in range(w):
                if y + dy < h and 0 <= x + dx < w:
                    p, q = y * w + x, (y + dy) * w + x + dx
                    matrix[p, q] = matrix[q, p] = -stored[k, y + 1, x + 1]
    return matrix


def interpolation(size, coarse_size) -> np.ndarray:
    """P as a matrix, without a mask."""

    def along(n, nc):
        matrix = np.zeros((n, nc))
        for i in range(n):
            for parent in {i // 2, (i + 1) // 2}:
                if parent < nc:
                    matrix[i, parent] = 1.0 if i % 2 == 0 else 0.5
        return matrix

    return np.kron(along(size[0], coarse_size[0]), along(size[1], coarse_size[1]))


@pytest.mark.parametrize("size", [(12, 12), (13, 17), (6, 20), (21, 5), (30, 31)])
@pytest.mark.parametrize("kind", ["ragged", "full", "fixed", "varying"])
def test_coarse_operators_are_galerkin(rng, size, kind):
    inside = np.ones(size, bool)
    fixed = np.zeros(size, bool)
    if kind == "ragged":
        inside = rng.random(size) < 0.8
    if kind == "fixed":
        fixed[0], fixed[:, -1] = True, True
        inside &= ~fixed
    screening = 0.3
    if kind == "varying":
        screening = rng.uniform(0, 1, size).astype(np.float32)
    nothing = np.zeros((*size, 1), np.float32)
    tree = Hierarchy(*size)
    assert tree.update(PoissonProblem(inside, nothing, fixed, nothing, screening))
    for level in range(len(tree.shapes) - 1):
        fine = dense(tree, level)
        p = interpolation(tree.shapes[level], tree.shapes[level + 1])
        p = p * (np.diag(fine) > 0)[:, None]
        np.testing.assert_allclose(dense(tree, level + 1), p.T @ fine @ p, atol=2e-4)


def test_smoothers_never_overshoot(rng):
    """Eigenvalues of D^-1 A stay at 2 or below on every level of a ragged mask."""
    inside = rng.random((22, 25)) < 0.7
    tree = Hierarchy(22, 25)
    nothing = np.zeros((22, 25, 1), np.float32)
    tree.update(PoissonProblem(inside, nothing, screening=0.001))
    for level in range(len(tree.shapes)):
        h, w = (int(side) for side in tree.shapes[level])
        at, size = int(tree.starts[level]), (h + 3) * (w + 3)
        inverse = tree.inverse[at : at + size].reshape(h + 3, w + 3)[1:-2, 1:-2].ravel()
        eigenvalues = np.linalg.eigvals(inverse[:, None] * dense(tree, level))
        assert eigenvalues.real.max() <= 2.0 + 1e-5
        assert eigenvalues.real.min() >= -1e-5


def test_operators_are_rebuilt_only_when_something_changed():
    tree = Hierarchy(9, 9)
    nothing = np.zeros((9, 9, 1), np.float32)
    inside = np.ones((9, 9), bool)
    assert tree.update(PoissonProblem(inside, nothing, screening=1.0))
    assert not tree.update(PoissonProblem(inside.copy(), nothing + 3, screening=1.0))
    assert tree.update(PoissonProblem(inside, nothing, screening=1.5))
    inside[4, 4] = False
    assert tree.update(PoissonProblem(inside, nothing, screening=1.5))
    assert tree.update(PoissonProblem(inside, nothing, ~inside, nothing, screening=1.5))


def test_dense_inverse(rng):
    tree = Hierarchy(4, 3)
    inside = np.array([[1, 1, 0], [1, 0, 1], [1, 1, 1], [0, 1, 1]], bool)
    tree.update(PoissonProblem(inside, np.zeros((4, 3, 1), np.float32), screening=0.2))
    used = inside.ravel()
    product = dense(tree, 0)[np.ix_(used, used)] @ tree.last_inverse[np.ix_(used, used)]
    np.testing.assert_allclose(product, np.eye(used.sum()), atol=1e-3)
    assert not tree.last_inverse[~used].any()
    assert not tree.last_inverse[:, ~used].any()
