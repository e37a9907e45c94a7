import numpy as np
import pytest

from tryon_ar.kernels import jacobi


def bordered(plane: np.ndarray) -> np.ndarray:
    return np.pad(plane, ((1, 2), (1, 2))).astype(np.float32)


def spans_of(mask: np.ndarray) -> np.ndarray:
    """Whole rows; the interior run is left empty."""
    height, width = mask.shape
    spans = np.full((height + 3, 4), 1, np.int32)
    spans[1 : height + 1] = (1, width + 1, width + 1, width + 1)
    return spans


def five_point(mask: np.ndarray) -> np.ndarray:
    """The Laplacian between pixels of a mask as a dense matrix, plus 0.1."""
    height, width = mask.shape
    matrix = np.zeros((height * width,) * 2)
    for y, x in np.argwhere(mask):
        p = y * width + x
        matrix[p, p] += 0.1
        for qy, qx in ((y, x + 1), (y + 1, x), (y, x - 1), (y - 1, x)):
            if 0 <= qy < height and 0 <= qx < width and mask[qy, qx]:
                matrix[p, p] += 1
                matrix[p, qy * width + qx] -= 1
    return matrix


@pytest.fixture
def case(rng):
    mask = rng.random((7, 9)) < 0.8
    matrix = five_point(mask)
    diagonal = np.diag(matrix).reshape(mask.shape)
    with np.errstate(divide="ignore"):
        inverse = np.where(mask, 1 / diagonal, 0)
    u, rhs = rng.normal(size=(2, *mask.shape)) * mask
    return mask, matrix, bordered(diagonal), bordered(inverse), u, rhs


def test_five_point_sweep_and_move(case):
    mask, matrix, _, inverse, u, rhs = case
    field, out = bordered(u)[None], np.zeros((1, 10, 12), np.float32)
    spans = spans_of(mask)
    move = jacobi.sweep_five_nb(field, out, bordered(rhs)[None], inverse, spans, 0.7, True)
    step = inverse[1:-2, 1:-2] * (rhs - (matrix @ u.ravel()).reshape(u.shape))
    np.testing.assert_allclose(out[0, 1:-2, 1:-2], u + 0.7 * step, atol=1e-5)
    assert abs(move - np.abs(step).max()) < 1e-4


def test_five_point_residual(case):
    mask, matrix, diagonal, inverse, u, rhs = case
    out = np.zeros((1, 10, 12), np.float32)
    args = (bordered(u)[None], out, bordered(rhs)[None], inverse, diagonal, spans_of(mask))
    jacobi.residual_five_nb(*args)
    expected = rhs - (matrix @ u.ravel()).reshape(u.shape)
    np.testing.assert_allclose(out[0, 1:-2, 1:-2], expected, atol=1e-5)


def test_start_sweep_is_a_sweep_from_zero(case):
    mask, _, _, inverse, _, rhs = case
    zero, a, b = (np.zeros((1, 10, 12), np.float32) for _ in range(3))
    side = bordered(rhs)[None]
    jacobi.start_sweep_nb(a, side, inverse, spans_of(mask), 0.8)
    jacobi.sweep_five_nb(zero, b, side, inverse, spans_of(mask), 0.8, False)
    np.testing.assert_allclose(a, b, atol=1e-6)


def nine_point(rng, height, width):
    """A symmetric nine-point operator: couplings and its dense matrix (diagonal 10)."""
    couplings = np.zeros((4, height + 3, width + 3), np.float32)
    matrix = 10 * np.eye(height * width)
    for k, (dy, dx) in enumerate(((0, 1), (1, 0), (1, 1), (1, -1))):
        for y in range(height):
            for x in range(width):
                if y + dy < height and 0 <= x + dx < width:
                    value = rng.uniform(0, 1)
                    couplings[k, y + 1, x + 1] = value
                    p, q = y * width + x, (y + dy) * width + x + dx
                    matrix[p, q] = matrix[q, p] = -couplings[k, y + 1, x + 1]
    return couplings, matrix


def test_nine_point_sweep_and_residual(rng):
    height, width = 6, 8
    couplings, matrix = nine_point(rng, height, width)
    u, rhs = rng.normal(size=(2, height, width))
    diagonal, inverse = bordered(np.full((height, width), 10.0)), bordered(np.full((6, 8), 0.09))
    field, side = bordered(u)[None], bordered(rhs)[None]
    out = np.zeros_like(field)
    spans = spans_of(np.ones((height, width)))
    expected = rhs - (matrix @ u.ravel()).reshape(u.shape)
    jacobi.residual_nine_nb(field, out, side, diagonal, couplings, spans)
    np.testing.assert_allclose(out[0, 1:-2, 1:-2], expected, atol=1e-4)
    jacobi.sweep_nine_nb(field, out, side, diagonal, inverse, couplings, spans, 0.6)
    np.testing.assert_allclose(out[0, 1:-2, 1:-2], u + 0.6 * 0.09 * expected, atol=1e-5)


def test_constant_stencil_equals_the_general_one(rng):
    """The run of the interior may be read with constants."""
    height, width = 20, 30
    couplings = np.zeros((4, height + 3, width + 3), np.float32)
    couplings[:2, 1 : height + 1, 1 : width + 1] = 0.5
    couplings[2:, 1 : height + 1, 1 : width + 1] = 0.25
    field, side = rng.normal(size=(2, 2, height + 3, width + 3)).astype(np.float32)
    diagonal, inverse = bordered(np.full((height, width), 3.1)), bordered(np.full((20, 30), 0.3))
    spans = np.full((height + 3, 4), 1, np.int32)
    spans[3:18] = (3, 28, 28, 28)
    with_run = spans.copy()
    with_run[3:18, 2:] = (6, 22)
    results = []
    for chosen in (spans, with_run):
        swept, left = np.zeros((2, *field.shape), np.float32)
        jacobi.sweep_nine_nb(field, swept, side, diagonal, inverse, couplings, chosen, 0.9)
        jacobi.residual_nine_nb(field, left, side, diagonal, couplings, chosen)
        results.append((swept, left))
    np.testing.assert_allclose(results[0][0], results[1][0], atol=1e-5)
    np.testing.assert_allclose(results[0][1], results[1][1], atol=1e-5)


def test_five_point_constants_equal_the_general_loop(rng):
    height, width = 20, 30
    mask = np.ones((height, width), bool)
    diagonal = bordered(np.diag(five_point(mask)).reshape(mask.shape))
    inverse = bordered(1 / diagonal[1:-2, 1:-2])
    field, side = (
        np.stack([bordered(plane) for plane in planes])
        for planes in rng.normal(size=(2, 3, height, width))
    )
    with_run = spans_of(mask)
    with_run[2:height, 2:] = (2, width)  # all but the rim
    results = []
    for spans in (spans_of(mask), with_run):
        swept, left = np.zeros((2, *field.shape), np.float32)
        jacobi.sweep_five_nb(field, swept, side, inverse, spans, 0.9, False)
        jacobi.residual_five_nb(field, left, side, inverse, diagonal, spans)
        results.append((swept, left))
    np.testing.assert_allclose(results[0][0], results[1][0], atol=1e-5)
    np.testing.assert_allclose(results[0][1], results[1][1], atol=1e-5)


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (5, 4), (8, 8), (9, 16), (17, 17)])
def test_restriction_is_the_transpose_of_interpolation(rng, size):
    """<P^T f, c> = <f, P c> for every f on the mask and every c."""
    height, width = size
    coarse_size = (min(height // 2 + 1, max(height, 2)), min(width // 2 + 1, max(width, 2)))
    mask = rng.random(size) < 0.7
    mask[0, 0] = True
    fine, coarse = rng.normal(size=size) * mask, rng.normal(size=coarse_size)
    row = np.zeros(2 * width + 16, np.float32)
    down, up = bordered(np.zeros(coarse_size))[None], bordered(np.zeros(size))[None]
    jacobi.restrict_nb(bordered(fine)[None], down, row)
    jacobi.prolong_add_nb(bordered(coarse)[None], up, bordered(mask), row)
    left = (down[0, 1:-2, 1:-2] * coarse).sum()
    right = (up[0, 1:-2, 1:-2] * fine).sum()
    assert abs(left - right) < 1e-4
    assert not up[0, 1:-2, 1:-2][~mask].any()


def test_interpolation_keeps_planes():
    ys, xs = np.mgrid[:5, :6].astype(float)
    fine = bordered(np.zeros((9, 11)))[None]
    jacobi.prolong_add_nb(
        bordered(2 * ys + 3 * xs)[None], fine, bordered(np.ones((9, 11))), np.zeros(40, np.float32)
    )
    ys, xs = np.mgrid[:9, :11]
    np.testing.assert_allclose(fine[0, 1:-2, 1:-2], ys + 1.5 * xs, atol=1e-5)
