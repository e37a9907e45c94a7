import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tryon_ar.kernels.region import clip_roi, hull_spans, roi_around

coordinates = st.floats(-40, 90, allow_nan=False)
clouds = st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=12)


@settings(deadline=None, max_examples=100)
@given(st.tuples(*(st.integers(-50, 150),) * 4), st.tuples(*(st.integers(1, 99),) * 2))
def test_clipping_is_idempotent_and_inside(roi, size):
    clipped = clip_roi(roi, size)
    inside = [
        [place for place in range(roi[axis], roi[axis + 2]) if 0 <= place < size[axis]]
        for axis in (0, 1)
    ]
    if clipped is None:
        assert not all(inside)
    else:
        assert clip_roi(clipped, size) == clipped
        assert [list(range(clipped[axis], clipped[axis + 2])) for axis in (0, 1)] == inside


@settings(deadline=None, max_examples=60)
@given(clouds, st.floats(0, 20))
def test_region_holds_every_point_in_the_frame(points, margin):
    roi = roi_around(points, margin, (60, 50))
    for x, y in points:
        if 0 <= x <= 59 and 0 <= y <= 49:
            assert roi is not None
            assert roi[0] <= x <= roi[2] - 1 + 1e-9
            assert roi[1] <= y <= roi[3] - 1 + 1e-9


@pytest.mark.parametrize("size", [(1, 1), (60, 1), (1, 50)])
def test_a_frame_of_one_pixel_is_a_frame(size):
    assert clip_roi((-3, -3, 99, 99), size) == (0, 0, *size)


def test_region_outside_the_frame_is_none():
    assert roi_around([[-50, -50]], 3, (60, 50)) is None
    assert roi_around([[10, 10]], 2.5, (60, 50)) == (7, 7, 14, 14)


@settings(deadline=None, max_examples=100)
@given(clouds, st.floats(0.5, 15))
def test_spans_are_the_widened_hull(points, margin):
    roi = (-5, -3, 60, 55)
    spans = hull_spans(points, margin, roi)
    # Adding 0 turns -0 to 0: of points that differ in that alone OpenCV makes no hull.
    hull = cv2.convexHull(np.array(points, np.float32) + np.float32(0))
    assert spans.dtype == np.int32
    for row, (start, stop) in enumerate(spans):
        assert 0 <= start <= stop <= 65
        for column in range(0, 65, 4):
            pixel = (float(column + roi[0]), float(row + roi[1]))
            outside = -cv2.pointPolygonTest(hull, pixel, measureDist=True)
            if outside < margin - 1e-3:
                assert start <= column < stop
            elif outside > margin + 1e-3:
                assert not start <= column < stop


def test_spans_of_a_box_without_margin():
    spans = hull_spans([[2, 1], [6, 1], [6, 3], [2, 3]], 0.0, (0, 0, 10, 6))
    np.testing.assert_array_equal(spans[1:4], [[2, 7]] * 3)
    assert (spans[[0, 4, 5], 0] == spans[[0, 4, 5], 1]).all()


@pytest.mark.parametrize("points", [[[5, 5]], [[5, 5], [5, 5]], [[2, 2], [8, 8]]])
def test_flat_clouds_are_no_trouble(points):
    spans = hull_spans(points, 2.0, (0, 0, 12, 12))
    assert spans[5, 0] <= 5 < spans[5, 1]
