import numpy as np
import pytest

from tests.support.poisson_oracle import direct_solution
from tryon_ar.evaluation import bench_blend as bench
from tryon_ar.rendering.poisson import cloning_problem


def test_exact_solution_is_the_direct_one(rng):
    source, target = rng.uniform(0, 255, (2, 60, 51, 3)).astype(np.float32)
    inside = rng.random((60, 51)) < 0.9
    inside[:, 0] = False
    problem = cloning_problem(source, target, inside)
    found = bench.exact_solution(problem)
    assert np.abs(found - direct_solution(problem))[inside].max() < 1e-3
    np.testing.assert_array_equal(found[~inside], target[~inside])


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(bench, "SIDE_PX", 60)


def test_blend_figures(small):
    found = bench.bench_blend(repeats=2)
    for solver in ("numba", "onnx_cpu"):
        for start in ("cold", "general", "warm"):
            name = f"{solver}_{start}"
            assert found[f"{name}_error_mean"] <= 0.5
            assert found[f"{name}_error_max"] <= 2.0
            ratio = found["seamless_clone_ms"] / found[f"{name}_ms"]
            assert found[f"{name}_ratio"] == pytest.approx(ratio)
            assert found[f"{name}_median_ms"] >= found[f"{name}_ms"]
    assert found["numba_provider"] == "Numba"
    assert found["onnx_cpu_provider"] == "ONNX CPU"


def test_blend_takes_real_pictures(small, rng):
    picture = rng.integers(0, 256, (80, 90, 3)).astype(np.uint8)
    assert bench.bench_blend(picture, picture, repeats=1)["numba_cold_error_max"] <= 2.0


def test_shading_figures():
    found = bench.bench_shading(repeats=2)
    assert set(found) >= {"shading_ms", "cylinder_ms", "relight_ms", "tone_ms"}
    assert all(value > 0 for value in found.values())
