import json

import pytest

from tests.support.program import run_program
from tryon_ar.commands import bench

FIGURES = {
    "warp": {"times_faster_than_skimage": 30.0, "times_remap": 3.5},
    "blend": {
        "numba_cold_ratio": 6.0,
        "numba_warm_ratio": 9.0,
        "numba_cold_error_mean": 0.1,
        "numba_cold_error_max": 1.0,
    },
    "shading": {"cold_ms": 1.0},
    "pipeline": {"overhead_ratio": 1.5},
    "dressing_640x480": {"dressing_ms": 8.2, "remap_ms": 2.0, "dressing_times_remap": 4.1},
    "dressing_1280x720": {"dressing_ms": 17.5, "remap_ms": 5.0, "dressing_times_remap": 3.5},
    "start": {"help_s": 0.2},
}


@pytest.fixture(autouse=True)
def _measured(monkeypatch):
    monkeypatch.setattr(bench, "_measure", lambda _advance: FIGURES)


def test_json_holds_the_ratios_and_all_figures():
    told = json.loads(run_program("bench", "--json").out)
    assert told["version"] == 1
    assert set(told["ratios"]) == set(bench.LIMITS)
    assert told["ratios"]["poisson_warm_times_faster_than_seamless_clone"] == 9.0
    assert {key: told[key] for key in FIGURES} == FIGURES


def test_for_people_it_says_what_was_met_and_missed():
    outcome = run_program("bench")
    assert outcome.code == 0
    verdicts = {line.split()[0]: line.split()[-1] for line in outcome.out.splitlines()}
    assert verdicts["warp_times_remap"] == "met"
    assert verdicts["pipeline_overhead_ratio"] == "met"
    assert verdicts["dressing_640x480_ms"] == "met"
    assert verdicts["dressing_1280x720_ms"] == "MISSED"
    assert verdicts["dressing_1280x720.dressing_times_remap"] == "3.500"
    assert verdicts["poisson_warm_times_faster_than_seamless_clone"] == "MISSED"


def test_help_is_timed_in_processes_of_their_own():
    assert 0 < bench._help_seconds(runs=1) < 60
