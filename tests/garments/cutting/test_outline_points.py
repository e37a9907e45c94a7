"""The outline of a mask, its corners and which way they turn."""

import numpy as np
import pytest

from tryon_ar.garments.cutting.outline_points import trace_outline


@pytest.fixture
def notched():
    """A block with a notch in its top edge and a hole in its middle."""
    mask = np.zeros((200, 200), bool)
    mask[40:160, 40:160] = True
    mask[40:90, 90:110] = False
    mask[120:140, 120:140] = False
    return trace_outline(mask)


@pytest.mark.parametrize("corner", [(40, 40), (159, 40), (40, 159), (159, 159)])
def test_corners_of_the_block_bulge(notched, corner):
    found = notched.nearest_corner(np.array(corner, np.float32), 3, bulging=True)
    assert found is not None
    assert np.abs(found - corner).max() <= 1


def test_the_bottom_of_a_notch_turns_inward(notched):
    bottom = np.array((90, 90), np.float32)
    assert notched.nearest_corner(bottom, 4, bulging=False) is not None
    assert notched.nearest_corner(bottom, 4, bulging=True) is None


def test_holes_belong_to_the_outline(notched):
    assert notched.nearest(np.array((130, 119), np.float32), 2) is not None


def test_beyond_the_reach_there_is_nothing(notched):
    assert notched.nearest(np.array((10, 10), np.float32), 20) is None
    assert notched.nearest(np.array((10, 10), np.float32), 60) is not None


def test_a_speck_of_a_hole_is_no_outline():
    mask = np.ones((200, 200), bool)
    mask[100:102, 100:102] = False
    assert trace_outline(mask).nearest(np.array((100, 100), np.float32), 20) is None


def test_an_empty_mask_has_none():
    outline = trace_outline(np.zeros((50, 50), bool))
    assert len(outline.points) == len(outline.corners) == 0
    assert outline.nearest(np.zeros(2, np.float32), 1000) is None
