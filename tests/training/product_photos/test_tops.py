from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tryon_ar.garments.garment import LANDMARK_NAMES
from tryon_ar.training.product_photos.outline import length
from tryon_ar.training.product_photos.tops import Neck, SleeveShape, TopShape, top_lines

SHORT = SleeveShape(length_cm=21.0, degrees=55.0, cuff_cm=16.0)
LONG = SleeveShape(length_cm=60.0, degrees=42.0, cuff_cm=9.5, elbow_cm=14.0, bend_degrees=14.0)


def test_a_top_is_even_until_it_wobbles() -> None:
    lines = top_lines(TopShape(sleeve=SHORT))
    low, high = lines.torso.min(axis=0), lines.torso.max(axis=0)
    assert low[0] == pytest.approx(-high[0])
    for name, (x, y) in lines.landmarks.items():
        if "left" in name:
            assert lines.landmarks[name.replace("left", "right")] == pytest.approx((-x, y))


@given(
    neck=st.sampled_from(["round", "v", "scoop", "square"]),
    depth=st.floats(5, 20),
    degrees=st.floats(35, 65),
    long=st.booleans(),
)
def test_landmarks_are_corners_of_the_outlines(
    neck: Neck, depth: float, degrees: float, long: bool
) -> None:
    sleeve = replace(LONG if long else SHORT, degrees=degrees)
    shape = TopShape(neck=neck, neck_depth=depth, sleeve=sleeve)
    lines = top_lines(shape)
    assert lines.landmarks.keys() <= LANDMARK_NAMES
    assert ("elbow_left" in lines.landmarks) == long
    outlines = np.concatenate([lines.torso, *(item.outline for item in lines.sleeves.values())])
    for name, point in lines.landmarks.items():
        if not name.startswith("elbow"):
            assert np.hypot(*(outlines - point).T).min() < 0.3, name


def test_a_sleeve_has_its_measures() -> None:
    lines = top_lines(TopShape(sleeve=LONG)).sleeves["left"]
    assert length(lines.outer) == pytest.approx(60.0, rel=0.03)
    assert np.hypot(*(lines.cuff[0] - lines.cuff[-1])) == pytest.approx(9.5, rel=0.02)


def test_each_sleeve_may_lie_at_its_own_angle() -> None:
    lines = top_lines(TopShape(sleeve=SHORT, uneven=(4.0, -4.0)))
    assert lines.landmarks["cuff_left_outer"][1] < lines.landmarks["cuff_right_outer"][1] - 1.5
