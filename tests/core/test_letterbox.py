import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tryon_ar.core.letterbox import letterbox

sides = st.integers(1, 90)


@given(sides, sides, sides, sides)
def test_fills_one_side_and_centres_the_other(width, height, new_width, new_height):
    boxed = letterbox(np.full((height, width, 3), 255, np.uint8), (new_width, new_height))
    assert boxed.shape == (new_height, new_width, 3)
    lit = boxed.any(axis=2)
    rows, columns = np.flatnonzero(lit.any(axis=1)), np.flatnonzero(lit.any(axis=0))
    assert len(rows) == new_height or len(columns) == new_width
    for found, whole in ((rows, new_height), (columns, new_width)):
        assert abs(found[0] - (whole - 1 - found[-1])) <= 1


def test_the_right_size_is_passed_on_untouched():
    image = np.zeros((3, 4, 3), np.uint8)
    assert letterbox(image, (4, 3)) is image


def test_shape_is_kept():
    boxed = letterbox(np.full((10, 20, 3), 9, np.uint8), (40, 40))
    assert np.flatnonzero(boxed.any(axis=(1, 2))).tolist() == list(range(10, 30))
    assert boxed.max() == pytest.approx(9)
