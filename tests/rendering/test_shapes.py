import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tryon_ar.core.roi import Roi
from tryon_ar.rendering import shapes

ROI = Roi(30, 50, 230, 210)
CENTRE = np.array([130.0, 130.0])


def area(canvas):
    return float(canvas.sum()) / 255.0


def centroid(canvas):
    rows, columns = np.indices(canvas.shape)
    weight = canvas.astype(float)
    middle = np.array([(columns * weight).sum(), (rows * weight).sum()]) / weight.sum()
    return middle + np.array([ROI.x0, ROI.y0])


@settings(max_examples=30, deadline=None)
@given(
    radius=st.floats(12.0, 60.0),
    x=st.floats(120.0, 140.0),
    y=st.floats(120.0, 140.0),
)
def test_a_disc_has_its_area_and_place(radius, x, y):
    canvas = shapes.empty(ROI)
    shapes.fill_disc(canvas, ROI, np.array([x, y]), radius)
    assert area(canvas) == pytest.approx(math.pi * (radius + EDGE_PX) ** 2, rel=0.02)
    assert centroid(canvas) == pytest.approx((x, y), abs=0.1)


# OpenCV's anti-aliased shapes reach half a pixel beyond their outline.
EDGE_PX = 0.5


@pytest.mark.parametrize("radii", [(20.0, 20.0), (24.0, 12.0)])
def test_a_capsule_has_its_area(radii):
    canvas = shapes.empty(ROI)
    start, end = np.array([90.0, 110.0]), np.array([160.0, 150.0])
    shapes.fill_capsule(canvas, ROI, start, end, *radii)
    length = math.dist(start, end)
    wide, narrow = (radius + EDGE_PX for radius in radii)
    # The halves of the two discs that lie outside the trapezium between them, and that.
    expected = math.pi * (wide**2 + narrow**2) / 2 + (wide + narrow) * length
    assert area(canvas) == pytest.approx(expected, rel=0.02)


@pytest.mark.parametrize("angle_deg", [0.0, 33.0, 90.0])
def test_an_ellipse_has_its_area_and_direction(angle_deg):
    canvas = shapes.empty(ROI)
    shapes.fill_ellipse(canvas, ROI, CENTRE, (50.0, 25.0), angle_deg)
    expected = math.pi * (50.0 + EDGE_PX) * (25.0 + EDGE_PX)
    assert area(canvas) == pytest.approx(expected, rel=0.02)
    turn = math.radians(angle_deg)
    tip = CENTRE + 45.0 * np.array([math.cos(turn), math.sin(turn)]) - (ROI.x0, ROI.y0)
    beside = CENTRE + 45.0 * np.array([-math.sin(turn), math.cos(turn)]) - (ROI.x0, ROI.y0)
    assert canvas[round(tip[1]), round(tip[0])] == 255
    assert canvas[round(beside[1]), round(beside[0])] == 0


def test_a_hull_has_its_area():
    canvas = shapes.empty(ROI)
    corners = np.array([(80.0, 80.0), (180.0, 80.0), (180.0, 160.0), (80.0, 160.0), (130.0, 120.0)])
    shapes.fill_hull(canvas, ROI, corners)
    assert area(canvas) == pytest.approx(101.0 * 81.0, rel=0.02)


def test_sub_pixel_motion_moves_the_centroid_smoothly():
    places = []
    for offset in np.arange(0.0, 3.0, 0.25):
        canvas = shapes.empty(ROI)
        start = CENTRE + np.array([offset, 0.0])
        shapes.fill_capsule(canvas, ROI, start, start + np.array([0.0, 40.0]), 12.0, 9.0)
        places.append(centroid(canvas)[0] - offset)
    assert np.ptp(places) < 0.15


def test_a_capsule_of_no_length_is_a_disc():
    canvas, disc = shapes.empty(ROI), shapes.empty(ROI)
    shapes.fill_capsule(canvas, ROI, CENTRE, CENTRE, 15.0, 15.0)
    shapes.fill_disc(disc, ROI, CENTRE, 15.0)
    assert area(canvas) == pytest.approx(area(disc), rel=0.03)
    np.testing.assert_array_equal(canvas > 0, disc > 0)


def test_shapes_outside_the_rectangle_leave_it_empty():
    canvas = shapes.empty(ROI)
    shapes.fill_disc(canvas, ROI, np.array([-200.0, -100.0]), 20.0)
    shapes.fill_hull(canvas, ROI, np.array([(500.0, 0.0), (600.0, 0.0), (600.0, 90.0)]))
    assert not canvas.any()
    assert shapes.drawn_box(canvas) is None
    shapes.soften(canvas, 1.0)
    assert not canvas.any()


def test_softening_keeps_the_area_and_widens_the_edge():
    canvas = shapes.empty(ROI)
    shapes.fill_disc(canvas, ROI, CENTRE, 30.0)
    before, partial = area(canvas), ((canvas > 0) & (canvas < 255)).sum()
    shapes.soften(canvas, 1.5)
    assert area(canvas) == pytest.approx(before, rel=0.005)
    assert ((canvas > 0) & (canvas < 255)).sum() > 2 * partial


def test_the_drawn_box_holds_every_pixel_and_its_margin():
    canvas = shapes.empty(ROI)
    canvas[20:30, 40:45] = 1
    assert shapes.drawn_box(canvas) == (slice(20, 30), slice(40, 45))
    assert shapes.drawn_box(canvas, 30)[0] == slice(0, 60)


def test_a_stroke_is_as_wide_as_asked():
    canvas = shapes.empty(Roi(0, 0, 100, 100))
    points = np.array([(20.0, 20.0), (20.0, 80.0)])
    shapes.fill_stroke(canvas, Roi(0, 0, 100, 100), points, 9.0)
    assert abs(canvas[50].sum() / 255 - 9.0) < 1.0


def test_a_chain_is_its_capsules():
    centres = np.array([[60.0, 70.0], [120.0, 90.0], [170.0, 170.0]])
    radii = np.array([12.0, 18.0, 9.0])
    chain, capsules = shapes.empty(ROI), shapes.empty(ROI)
    shapes.fill_chain(chain, ROI, centres, radii)
    for i in (0, 1):
        shapes.fill_capsule(capsules, ROI, *centres[i : i + 2], *radii[i : i + 2])
    np.testing.assert_array_equal(chain, capsules)


def test_an_outline_need_not_be_convex():
    canvas = shapes.empty(ROI)
    corners = [[60, 80], [180, 80], [180, 180], [120, 120], [60, 180]]
    shapes.fill_outline(canvas, ROI, np.array(corners, float))
    assert area(canvas) == pytest.approx(120 * 100 - 120 * 60 / 2, rel=0.04)
    assert not canvas[110:125, 88:93].any()


def test_many_strokes_are_each_stroke_drawn() -> None:
    roi = Roi(3, 2, 43, 42)
    lines = np.array([[[8.0, 8.0], [20.0, 12.5]], [[10.0, 30.0], [38.0, 25.0]]])
    together, one_by_one = shapes.empty(roi), shapes.empty(roi)
    shapes.fill_strokes(together, roi, lines, [4.0, 7.0], 90)
    for line, width in zip(lines, (4.0, 7.0), strict=True):
        shapes.fill_stroke(one_by_one, roi, line, width, 90)
    assert together.max() == 90
    np.testing.assert_array_equal(together, one_by_one)
