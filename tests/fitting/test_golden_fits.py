"""Garments are placed where they were when somebody last looked (``tests/golden/fits.py``)."""

import numpy as np
import pytest

from tests.golden.fits import BOTTOMS, TOPS, golden, placed, scenes_of

OFF_PX = 0.06
CASES = [(name, scene) for name in (*TOPS, *BOTTOMS) for scene in scenes_of(name)]


@pytest.mark.parametrize(("name", "scene"), CASES)
def test_every_piece_lies_where_it_did(name, scene):
    made, kept = placed(name, scene), golden()[name][scene]
    assert list(made) == list(kept)
    for what, values in made.items():
        there = np.array(values, float)
        np.testing.assert_allclose(there, kept[what], atol=OFF_PX, err_msg=what)


def test_all_that_was_written_down_is_tried():
    assert {(name, scene) for name, scenes in golden().items() for scene in scenes} == set(CASES)
