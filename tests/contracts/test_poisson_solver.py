"""What every Poisson solver must do, whatever computes it."""

import dataclasses
import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.poisson_oracle import direct_solution, divergence_of
from tryon_ar.rendering.poisson import PoissonProblem, PoissonSolver, cloning_problem
from tryon_ar.rendering.poisson_numba import NumbaPoissonSolver
from tryon_ar.rendering.poisson_onnx import OnnxPoissonSolver

SOLVERS = {"numba": NumbaPoissonSolver, "onnx": lambda: OnnxPoissonSolver("cpu")}
_opened: dict[str, PoissonSolver] = {}


def opened(name: str) -> PoissonSolver:
    """One solver of each kind for the whole file: reuse from size to size is tested too."""
    if name not in _opened:
        _opened[name] = SOLVERS[name]()
    return _opened[name]


@pytest.fixture(params=list(SOLVERS))
def solver(request) -> PoissonSolver:
    return opened(request.param)


def disc(height: int, width: int) -> np.ndarray:
    ys, xs = np.mgrid[:height, :width]
    return ((ys - height / 2) / (height / 2)) ** 2 + ((xs - width / 2) / (width / 2)) ** 2 < 0.8


def ragged(rng: np.random.Generator, height: int, width: int) -> np.ndarray:
    """Blobs with holes, islands and single pixels, up to the border of the picture."""
    coarse = rng.random((height // 6 + 1, width // 6 + 1)) > 0.35
    mask = np.kron(coarse, np.ones((6, 6), bool))[:height, :width]
    return mask ^ (rng.random((height, width)) > 0.97)


def picture(rng: np.random.Generator, height: int, width: int, channels: int = 3) -> np.ndarray:
    """Stripes, noise and a ramp, 0 to 255: nothing smooth about it."""
    ys, xs = np.mgrid[:height, :width]
    base = (
        90 * (np.sin(xs / 2.3 + ys / 7) > 0) + 60 * (xs / width) + 40 * rng.random((height, width))
    )
    tints = rng.uniform(0.6, 1.3, channels)
    return np.clip(base[..., None] * tints, 0, 255).astype(np.float32)


def assert_close(problem, found, *, mean, largest):
    """Errors are held to bounds for solutions up to 255, in proportion beyond."""
    exact = direct_solution(problem)
    error = np.abs(found - exact)[problem.inside] / max(1.0, np.abs(exact).max() / 255)
    assert error.mean() <= mean
    assert error.max() <= largest


SIZES = [(40, 40), (41, 57), (64, 33), (5, 90), (90, 4), (129, 65)]


@pytest.mark.parametrize("size", SIZES)
def test_cloning_agrees_with_the_direct_solution(solver, rng, size):
    mask = disc(*size)
    mask[0] = mask[-1] = mask[:, 0] = mask[:, -1] = False
    problem = cloning_problem(picture(rng, *size), picture(rng, *size), mask)
    assert_close(problem, solver.solve(problem), mean=0.5, largest=2.0)


def pierced(rng: np.random.Generator, height: int, width: int) -> np.ndarray:
    """A disc with holes: one piece, as a garment behind hands is."""
    mask = disc(height, width)
    mask[height // 3 : height // 2, width // 4 : width // 3] = False
    return mask & (rng.random((height, width)) < 0.98)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("length_px", [2.0, 12.0, 60.0])
def test_screened_neumann_agrees_with_the_direct_solution(solver, rng, size, length_px):
    mask = pierced(rng, *size)
    light = picture(rng, *size, 1) / 255
    divergence = divergence_of(light, mask, mask)
    problem = PoissonProblem(mask, divergence, screening=length_px**-2, tolerance=1e-4)
    assert_close(problem, solver.solve(problem), mean=0.005, largest=0.02)


@pytest.mark.parametrize("size", SIZES)
def test_islands_agree_with_the_direct_solution(solver, rng, size):
    """Pieces a pixel apart share coarse unknowns, so that they converge more slowly."""
    mask = ragged(rng, *size)
    divergence = divergence_of(picture(rng, *size, 1) / 255, mask, mask)
    problem = PoissonProblem(mask, divergence, screening=0.01, tolerance=1e-5)
    assert_close(problem, solver.solve(problem), mean=0.005, largest=0.1)


def test_screening_may_vary_from_pixel_to_pixel(solver, rng):
    mask, screening = ragged(rng, 37, 50), rng.uniform(0.001, 0.5, (37, 50)).astype(np.float32)
    divergence = divergence_of(picture(rng, 37, 50), mask, mask)
    problem = PoissonProblem(mask, divergence, screening=screening)
    assert_close(problem, solver.solve(problem), mean=0.2, largest=1.0)


@given(st.integers(1, 28), st.integers(1, 28), st.integers(0, 2**32 - 1), st.integers(1, 3))
@settings(max_examples=30, deadline=None)
@pytest.mark.parametrize("name", SOLVERS)
def test_any_mask_of_any_size(name, height, width, seed, channels):
    rng = np.random.default_rng(seed)
    kind = rng.choice(3, size=(height, width), p=rng.dirichlet([2, 1, 1]))
    inside, fixed = kind == 0, kind == 1
    divergence = rng.normal(0, 20, (height, width, channels)).astype(np.float32)
    values = rng.uniform(0, 255, (height, width, channels)).astype(np.float32)
    screening = float(rng.choice([0.2, 3.0]))
    problem = PoissonProblem(inside, divergence, fixed, values, screening, tolerance=0.01)
    found = opened(name).solve(problem)
    assert found.shape == divergence.shape
    assert found.dtype == np.float32
    if inside.any():
        assert_close(problem, found, mean=0.1, largest=0.5)
    np.testing.assert_array_equal(found[fixed], values[fixed])
    assert not found[kind == 2].any()


def test_a_pictures_own_gradient_returns_the_picture(solver, rng):
    target, mask = picture(rng, 60, 71), disc(60, 71)
    found = solver.solve(cloning_problem(target, target, mask))
    assert np.abs(found - target).max() <= 1.0


def test_constant_boundary_gives_a_constant(solver):
    target = np.full((50, 61, 3), 77.0, np.float32)
    flat = np.zeros_like(target)
    found = solver.solve(cloning_problem(flat, target, disc(50, 61)))
    np.testing.assert_allclose(found, target, atol=0.5)


def test_nothing_to_follow_and_nothing_fixed_gives_zero(solver):
    problem = PoissonProblem(disc(30, 30), np.zeros((30, 30, 1), np.float32), screening=0.01)
    assert not solver.solve(problem).any()


@pytest.mark.parametrize("size", [(0, 5), (5, 0), (3, 4)])
def test_nothing_inside(solver, size):
    values = np.full((*size, 2), 9.0, np.float32)
    fixed = np.ones(size, bool)
    problem = PoissonProblem(~fixed, np.ones((*size, 2), np.float32), fixed, values)
    np.testing.assert_array_equal(solver.solve(problem), values)


def test_a_good_guess_is_kept_and_a_bad_one_corrected(solver, rng):
    problem = cloning_problem(picture(rng, 64, 64), picture(rng, 64, 64), disc(64, 64))
    exact = direct_solution(problem).astype(np.float32)
    assert np.abs(solver.solve(problem, exact) - exact)[problem.inside].max() <= 0.05
    assert_close(problem, solver.solve(problem, exact + 90), mean=0.5, largest=2.0)


def test_warm_start_from_the_last_frame(solver, rng):
    source, target, mask = picture(rng, 90, 80), picture(rng, 90, 80), disc(90, 80)
    last = solver.solve(cloning_problem(source, target, mask))
    noisy = target + rng.normal(0, 3, target.shape).astype(np.float32)
    moved = np.roll(mask, 1, axis=1)
    problem = cloning_problem(source, noisy, moved)
    assert_close(problem, solver.solve(problem, last), mean=0.5, largest=2.0)


def test_inputs_are_left_alone_even_frozen(solver, rng):
    problem = cloning_problem(picture(rng, 30, 31), picture(rng, 30, 31), disc(30, 31))
    free = solver.solve(problem)
    arrays = [problem.inside, problem.divergence, problem.fixed, problem.fixed_values, free]
    copies = [array.copy() for array in arrays]
    for array in arrays:
        array.flags.writeable = False
    solver.solve(problem, free)
    for array, copy in zip(arrays, copies, strict=True):
        np.testing.assert_array_equal(array, copy)


@pytest.mark.parametrize("channels", [1, 3])
def test_what_lies_off_the_mask_is_never_read(solver, rng, channels):
    inside, fixed = np.zeros((2, 40, 41), bool)
    inside[8:30, 9:33], fixed[8:30, 8] = True, True
    divergence, values = rng.normal(0, 9, (2, 40, 41, channels)).astype(np.float32)
    guess = np.zeros_like(values)
    clean = PoissonProblem(inside, divergence, fixed, values, tolerance=0.01)
    expected = solver.solve(clean, guess)
    spoilt = [array.copy() for array in (divergence, values, guess)]
    for array, kept in zip(spoilt, (inside, fixed, inside), strict=True):
        array[~kept] = np.nan
    problem = PoissonProblem(inside, spoilt[0], fixed, spoilt[1], tolerance=0.01)
    np.testing.assert_array_equal(solver.solve(problem, spoilt[2]), expected)


def test_the_same_again_after_another_problem(solver, rng):
    one = cloning_problem(picture(rng, 48, 50), picture(rng, 48, 50), disc(48, 50))
    two = cloning_problem(picture(rng, 48, 50), picture(rng, 48, 50), ragged(rng, 48, 50))
    first = solver.solve(one)
    solver.solve(two)
    np.testing.assert_array_equal(solver.solve(one), first)


def test_threads_get_their_own_answers(solver, rng):
    problems = [
        cloning_problem(picture(rng, n, 40), picture(rng, n, 40), ragged(rng, n, 40))
        for n in (40, 41, 40, 47)
    ]
    expected = [solver.solve(problem) for problem in problems]
    wrong: list[int] = []

    def work(number: int) -> None:
        for _ in range(4):
            if not np.array_equal(solver.solve(problems[number]), expected[number]):
                wrong.append(number)

    threads = [threading.Thread(target=work, args=(k,)) for k in range(len(problems))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_says_what_it_runs_on(solver):
    assert solver.provider in {"Numba", "ONNX CPU"}


def test_both_solvers_agree(rng):
    problem = cloning_problem(picture(rng, 100, 83), picture(rng, 100, 83), ragged(rng, 100, 83))
    problem = dataclasses.replace(problem, tolerance=0.02)
    both = [opened(name).solve(problem) for name in SOLVERS]
    assert np.abs(both[0] - both[1]).max() <= 0.2
