"""When the GPU fails the twin on the CPU solves the very same problem."""

import time

import numpy as np
import pytest

from tests.support.faulty_engine import CUDA, Plan, faulty_engine
from tryon_ar.core import incidents
from tryon_ar.core.errors import InferenceError
from tryon_ar.core.watched import left_behind
from tryon_ar.inference import session as sessions
from tryon_ar.rendering import poisson_onnx
from tryon_ar.rendering.poisson import PoissonProblem, faster_solver, open_poisson_solver
from tryon_ar.rendering.poisson_numba import NumbaPoissonSolver
from tryon_ar.rendering.poisson_twinned import TwinnedSolver


def problem():
    ys, xs = np.mgrid[:40, :40]
    inside = (ys - 20) ** 2 + (xs - 20) ** 2 < 18**2
    divergence = np.sin(xs / 5.0).astype(np.float32)[..., None] * 0.01
    return PoissonProblem(inside, divergence, screening=1e-3, tolerance=1e-4)


@pytest.fixture
def gpu(monkeypatch):
    """A GPU as the plan has it, on a computer without one."""
    poisson_onnx._session.cache_clear()
    monkeypatch.setattr(sessions, "gpu_provider", lambda: "CUDA")
    yield
    poisson_onnx._session.cache_clear()


@pytest.mark.parametrize("kind", ["run", "nan", "create"])
def test_the_twin_takes_over_within_the_problem(kind, gpu):
    heard = []
    with faulty_engine(Plan(kind, at_run=3)) as engine:
        stop = incidents.listen(heard.append)
        solver = (
            TwinnedSolver(poisson_onnx.OnnxPoissonSolver("cuda"), NumbaPoissonSolver)
            if kind != "create"
            else open_poisson_solver("auto")
        )
        exact = NumbaPoissonSolver().solve(problem())
        for _ in range(5):
            np.testing.assert_allclose(solver.solve(problem()), exact, atol=1e-3)
        stop()
        assert solver.provider == "Numba"
        assert set(engine.opened) == {CUDA}, "no graph takes over on the CPU"
    if kind != "create":
        assert [one.topic for one in heard] == ["blending"]
        assert "Numba took over" in heard[0].text


def test_the_twin_answers_while_the_gpu_is_late_and_not_after_it(gpu):
    heard, twins = [], []
    with faulty_engine(Plan("late", at_run=9)) as engine:
        stop = incidents.listen(heard.append)
        gpu_solver = poisson_onnx.OnnxPoissonSolver("cuda")
        solver = TwinnedSolver(gpu_solver, lambda: twins.append(1) or NumbaPoissonSolver())
        exact = NumbaPoissonSolver().solve(problem())
        while engine.broke_s is None:
            np.testing.assert_allclose(solver.solve(problem()), exact, atol=1e-3)
        for _ in range(3):
            np.testing.assert_allclose(solver.solve(problem()), exact, atol=1e-3)
        assert solver.provider == "ONNX CUDA"
        assert engine.runs == 9
        engine.release.set()
        while left_behind():
            time.sleep(0.01)
        solver.solve(problem())
        stop()
        assert engine.runs > 9
    assert (heard, twins) == ([], [1])


def test_a_twin_that_fails_as_well_is_an_error():
    class Failing:
        provider = "ONNX CUDA"

        def solve(self, _problem, _initial=None):
            raise InferenceError("It failed.")

    incidents.forget()
    solver = TwinnedSolver(Failing(), Failing)
    for _ in range(2):
        with pytest.raises(InferenceError):
            solver.solve(problem())
    incidents.forget()


def test_without_any_solver_it_is_said():
    def none():
        raise InferenceError("It failed.")

    with pytest.raises(InferenceError, match="No solver"):
        faster_solver([none, none])
