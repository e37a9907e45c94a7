import numpy as np
import pytest

from tests.support.poisson_oracle import direct_solution, divergence_of
from tryon_ar.core.errors import ProviderUnavailable
from tryon_ar.inference.session import gpu_provider
from tryon_ar.rendering import poisson
from tryon_ar.rendering.poisson import (
    PoissonProblem,
    SeamlessCloner,
    cloning_problem,
    faster_solver,
    guided_problem,
    open_poisson_solver,
)
from tryon_ar.rendering.poisson_numba import NumbaPoissonSolver

INSIDE = np.zeros((9, 11), bool)
INSIDE[2:7, 3:9] = True
FLAT = np.zeros((9, 11, 3), np.float32)


@pytest.mark.parametrize(
    "change",
    [
        {"divergence": FLAT[:8]},
        {"divergence": FLAT[:, :, 0]},
        {"fixed": ~INSIDE},
        {"fixed_values": FLAT},
        {"fixed": ~INSIDE[:8], "fixed_values": FLAT},
        {"fixed": ~INSIDE, "fixed_values": FLAT[:, :, :1]},
        {"screening": -0.1},
        {"screening": float("nan")},
        {"screening": np.ones((3, 3), np.float32)},
        {"screening": 0.0},
        {"screening": 0.0, "fixed": np.zeros_like(INSIDE), "fixed_values": FLAT},
    ],
)
def test_ill_posed_problems_are_refused(change):
    with pytest.raises(ValueError, match=r"must|screening|together"):
        PoissonProblem(**{"inside": INSIDE, "divergence": FLAT, "screening": 1.0} | change)


def test_cloning_problem_has_the_sources_divergence(rng):
    source = rng.uniform(0, 255, (9, 11, 3)).astype(np.float32)
    for inside in (INSIDE, np.ones_like(INSIDE), rng.random((9, 11)) > 0.5):
        if inside.all():
            inside = inside.copy()
            inside[4, 4] = False
        problem = cloning_problem(source, FLAT, inside)
        expected = divergence_of(source, inside, np.ones_like(inside))
        np.testing.assert_allclose(problem.divergence[inside], expected[inside], atol=1e-3)


@pytest.mark.parametrize("size", [(1, 1), (1, 5), (5, 1), (2, 2)])
def test_divergence_of_narrow_pictures(rng, size):
    source = rng.uniform(0, 255, (*size, 2)).astype(np.float32)
    inside = np.ones(size, bool)
    inside[0, 0] = size == (1, 1)
    if not inside.any() or inside.all():
        return
    problem = cloning_problem(source, np.zeros_like(source), inside)
    expected = divergence_of(source, inside, np.ones_like(inside))
    np.testing.assert_allclose(problem.divergence[inside], expected[inside], atol=1e-3)


def test_guided_problem_recovers_a_picture_from_its_differences(rng):
    image = rng.uniform(0, 1, (30, 33, 1)).astype(np.float32)
    gx, gy = np.zeros_like(image), np.zeros_like(image)
    gx[:, :-1], gy[:-1] = np.diff(image, axis=1), np.diff(image, axis=0)
    inside = np.ones((30, 33), bool)
    problem = guided_problem(gx, gy, inside, 1e-4, 1e-5)
    exact = direct_solution(problem)
    np.testing.assert_allclose(exact - exact.mean(), image - image.mean(), atol=0.03)
    found = NumbaPoissonSolver().solve(problem)
    assert np.abs(found - exact).max() <= 0.005


def test_cloner_equals_the_direct_form(rng):
    source, target = rng.uniform(0, 255, (2, 50, 52, 3)).astype(np.float32)
    inside = np.zeros((50, 52), bool)
    inside[5:44, 7:40] = True
    cloner = SeamlessCloner(NumbaPoissonSolver())
    for _ in range(3):
        source = np.roll(source, 1, axis=1)
        found = cloner.clone(source, target, inside)
        exact = direct_solution(cloning_problem(source, target, inside))
        error = np.abs(found - exact)[inside]
        assert error.mean() <= 0.5
        assert error.max() <= 2.0
        np.testing.assert_allclose(found[~inside], target[~inside], atol=1e-3)
    cloner.clone(source[:40], target[:40], inside[:40])  # another size starts afresh


def test_cpu_means_numba():
    assert open_poisson_solver("cpu").provider == "Numba"


def test_auto_without_a_gpu_means_numba(monkeypatch):
    monkeypatch.setattr("tryon_ar.inference.session.gpu_provider", lambda: None)
    assert open_poisson_solver("auto").provider == "Numba"


def test_missing_cuda_is_an_error():
    if gpu_provider() == "CUDA":
        pytest.skip("this computer has CUDA")
    with pytest.raises(ProviderUnavailable):
        open_poisson_solver("cuda")


def test_the_faster_solver_is_chosen():
    class Slow(NumbaPoissonSolver):
        provider = "slow"

        def solve(self, problem, initial=None):
            for _ in range(20):
                super().solve(problem)
            return super().solve(problem, initial)

    assert faster_solver([Slow, NumbaPoissonSolver]).provider == "Numba"
    assert poisson.faster_solver([NumbaPoissonSolver, Slow]).provider == "Numba"
