"""The small version of ``benchmarks/engine_faults.py``: real stages, one of its kinds."""

import pytest

from benchmarks.engine_faults import FAULTS, Watched, judge, run_fault


@pytest.mark.timeout(600)
@pytest.mark.parametrize("kind", ["tracker raises once"])
def test_a_running_mirror_survives(kind):
    fault = FAULTS[kind]
    watched = run_fault(fault, before_s=200.0, patience_s=100.0)
    missed = [one for one in judge(fault, watched) if "without a picture" not in one]  # no timing
    assert missed == [], watched.messages


def test_what_is_missed_is_seen():
    fault = FAULTS["tracker raises once"]
    steady = [(at / 10, True, True) for at in range(40)]
    told = ["It failed."]
    assert judge(fault, Watched(steady, told, 2.0)) == []
    assert judge(fault, Watched(steady, [], 2.0)) == ["told 0 times"]
    assert judge(fault, Watched(steady, told, None)) == ["the fault never happened"]
    bare = [(at_s, at_s < 2.0, at_s < 2.0) for at_s, _, _ in steady]
    assert judge(fault, Watched(bare, told, 2.0)) == ["not dressed again", "no labels"]
    gap = [*steady[:20], *((at_s + 3.0, *rest) for at_s, *rest in steady[20:])]
    assert "without a picture" in judge(fault, Watched(gap, told, 1.85))[0]
    often = Watched(steady, told, 2.0, opened=["CPUExecutionProvider"] * 9)
    assert judge(fault, often) == ["built again and again"]
