import numpy as np
import pytest

from tryon_ar.training.product_photos.bottoms import (
    LegsShape,
    SkirtShape,
    legs_lines,
    skirt_lines,
)


def test_legs_meet_at_the_crotch_and_end_at_their_hems() -> None:
    lines = legs_lines(LegsShape(length=100.0, rise=28.0, hem_width=17.0))
    assert lines.landmarks["crotch"] == (0.0, 28.0)
    for side in ("left", "right"):
        outer = np.array(lines.landmarks[f"leg_hem_{side}_outer"])
        inner = np.array(lines.landmarks[f"leg_hem_{side}_inner"])
        assert np.hypot(*(outer - inner)) == pytest.approx(17.0, rel=0.01)
    assert lines.legs["left"][:, 0].min() == pytest.approx(-0.3)


def test_only_long_legs_have_knees() -> None:
    assert "knee_left" in legs_lines(LegsShape(length=100.0)).landmarks
    assert "knee_left" not in legs_lines(LegsShape(length=48.0)).landmarks


def test_a_skirt_hangs_from_waist_to_hem() -> None:
    lines = skirt_lines(SkirtShape(waist_half=18.0, hem_half=35.0, length=60.0))
    assert lines.landmarks["waist_left"] == (18.0, 0.0)
    assert lines.landmarks["hem_left"][0] == 35.0
    assert lines.outline[:, 1].max() == pytest.approx(60.0, abs=0.3)
    assert lines.outline[:, 0].max() == pytest.approx(35.0, abs=0.5)
