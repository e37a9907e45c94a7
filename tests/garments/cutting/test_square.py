"""The square that the network sees."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tryon_ar.garments.cutting.square import SQUARE_PX, Square


def gradient(width, height):
    """A picture whose blue is x and green is y, in steps of 255 over the longer side."""
    y, x = np.mgrid[0:height, 0:width] * 255 / max(width, height)
    return np.stack([x, y, np.zeros_like(x)], 2).astype(np.uint8)


@given(
    st.tuples(st.floats(-50, 300), st.floats(-50, 300), st.floats(20, 500), st.floats(20, 500)),
    st.tuples(st.floats(0, 255), st.floats(0, 255)),
)
def test_points_lie_where_the_pixels_are(box, point):
    x0, y0, width, height = box
    square = Square.around((x0, y0, x0 + width, y0 + height))
    at = square.to_photo(np.array([point], np.float32))[0]
    back = (at - (square.x0, square.y0)) * square.scale - 0.5
    np.testing.assert_allclose(back, point, atol=0.05)


def test_the_middle_of_the_box_is_the_middle_of_the_square():
    square = Square.around((100.0, 40.0, 200.0, 90.0))
    middle = np.array([[(SQUARE_PX - 1) / 2] * 2], np.float32)
    np.testing.assert_allclose(square.to_photo(middle)[0], (150, 65), atol=1e-3)


@pytest.mark.parametrize(("width", "height"), [(800, 600), (300, 500), (1000, 1300), (90, 60)])
def test_colours_are_found_at_their_place(width, height):
    photo = gradient(width, height)
    square = Square.of_photo(photo)
    seen = square.cut(photo)
    for column, row in ((128, 128), (100, 150), (160, 110)):
        x, y = square.to_photo(np.array([[column, row]], np.float32))[0]
        expected = np.array([x, y]) * 255 / max(width, height)
        np.testing.assert_allclose(seen[row, column, :2].astype(float), expected, atol=2.5)


def test_the_border_is_repeated():
    photo = np.full((400, 100, 3), 200, np.uint8)
    photo[:, 0] = 10
    seen = Square.of_photo(photo).cut(photo)
    assert seen[128, 3, 0] < 80
    assert (seen[:, 250] == 200).all()


def test_a_field_spread_over_the_photo_covers_what_it_covered():
    photo = np.zeros((300, 200, 3), np.uint8)
    photo[100:200, 50:150] = 255
    square = Square.of_photo(photo)
    field = square.cut(photo)[:, :, 0].astype(np.float32) / 255
    spread = square.spread(field, (200, 300), (200, 300))
    assert np.abs(spread - photo[:, :, 0] / 255.0).mean() < 0.02
    assert ((spread > 0.5) == (photo[:, :, 0] > 0)).mean() > 0.99


def test_outside_the_square_a_field_is_nothing():
    square = Square.around((100.0, 100.0, 150.0, 150.0))
    spread = square.spread(np.ones((64, 64), np.float32), (200, 200), (200, 200))
    assert spread[125, 125] == 1
    assert spread[50, 50] == 0


def test_a_wider_square_has_the_same_middle():
    square = Square.around((40, 60, 140, 120))
    wider = square.widened(1.5)
    ends = np.array([[-0.5, -0.5], [SQUARE_PX - 0.5, SQUARE_PX - 0.5]], np.float32)
    near, far = square.to_photo(ends), wider.to_photo(ends)
    np.testing.assert_allclose(near.mean(0), far.mean(0), atol=1e-3)
    np.testing.assert_allclose(np.ptp(far, axis=0), 1.5 * np.ptp(near, axis=0), rtol=1e-5)


def test_points_come_back_from_the_square():
    square = Square.around((40, 60, 140, 120))
    points = np.array([[50, 70], [139.5, 61]], np.float32)
    np.testing.assert_allclose(square.to_photo(square.to_square(points)), points, atol=1e-3)
