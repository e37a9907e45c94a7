import pytest

from tryon_ar.evaluation.bench_dressing import DRESSING, bench_dressing


@pytest.fixture(scope="module")
def figures():
    return bench_dressing((320, 240), garment="tee-white", frames=6)


def test_every_part_is_told_and_what_is_promised_is_their_sum(figures):
    assert figures["frames"] == 6
    parts = [figures[f"{part.replace(' ', '_')}_ms"] for part in DRESSING]
    assert min(parts) > 0
    assert sum(parts) == pytest.approx(figures["dressing_ms"], rel=0.5)
    assert {"occlusion_ms", "evidence_ms", "undress_ms"} <= set(figures)


def test_peers_of_the_same_run_stand_beside_it(figures):
    for peer in ("remap", "mediapipe"):
        ratio = figures["dressing_ms"] / figures[f"{peer}_ms"]
        assert figures[f"dressing_times_{peer}"] == pytest.approx(ratio, rel=0.05)
