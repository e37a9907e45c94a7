import numpy as np
import pytest

from tests.support.bodies import make_pose, standing_body, standing_points
from tryon_ar.core.types import Body
from tryon_ar.parsing.crop import Square, SteadyCrop


def body_of(box: tuple[int, int, int, int], size: tuple[int, int] = (640, 480)) -> Body:
    """A body whose mask is a box (x0, y0, x1, y1), half-open, and whose joints are not seen."""
    mask = np.zeros((size[1], size[0]), np.float32)
    mask[box[1] : box[3], box[0] : box[2]] = 1.0
    return Body(make_pose(np.full((33, 2), -9.0)), mask)


def ramp(width: int, height: int) -> np.ndarray:
    """A picture whose blue is x / 4 and whose green is y / 4."""
    y, x = np.mgrid[:height, :width]
    return np.stack([x / 4, y / 4, np.full_like(x, 200)], -1).round().astype(np.uint8)


def test_the_square_holds_the_person_tightly():
    square = SteadyCrop().around(body_of((200, 100, 300, 400)))
    assert square.x0_px < 200 < 300 < square.x0_px + square.side_px
    assert square.y0_px < 100 < 400 < square.y0_px + square.side_px
    assert 300 < square.side_px < 400
    assert square.x0_px + square.side_px / 2 == pytest.approx(250, abs=6)
    assert square.y0_px + square.side_px / 2 == pytest.approx(250, abs=6)


def test_what_lies_beyond_the_frame_does_not_count():
    points = standing_points() * 4.0  # most joints are far outside
    square = SteadyCrop().around(Body(make_pose(points), standing_body().mask))
    assert square.side_px < 640 / 0.8


def test_hands_that_the_mask_lost_are_inside():
    points = np.full((33, 2), -9.0)
    points[15] = (500.0, 300.0)
    body = Body(make_pose(points), body_of((200, 100, 300, 400)).mask)
    square = SteadyCrop().around(body)
    assert square.x0_px + square.side_px > 500


def test_specks_are_not_the_person():
    body = body_of((200, 100, 300, 400))
    mask = np.array(body.mask)
    mask[5:15, 600:612] = 1.0
    assert SteadyCrop().around(Body(body.pose, mask)) == SteadyCrop().around(body)


def test_it_rests_while_the_person_sways_and_follows_when_they_leave():
    crop = SteadyCrop()
    first = crop.around(body_of((200, 100, 300, 400)))
    for shift in (3, -5, 8, 0, 15):
        assert crop.around(body_of((200 + shift, 100, 300 + shift, 396))) == first
    moved = crop.around(body_of((400, 100, 500, 400)))
    assert moved != first
    assert moved.x0_px < 400 < 500 < moved.x0_px + moved.side_px


def test_it_tightens_round_someone_who_steps_back():
    crop = SteadyCrop()
    first = crop.around(body_of((200, 100, 300, 400)))
    assert crop.around(body_of((220, 150, 280, 330))).side_px < 0.75 * first.side_px


def test_reset_lays_it_anew():
    crop = SteadyCrop()
    first = crop.around(body_of((200, 100, 300, 400)))
    crop.reset()
    assert crop.around(body_of((203, 100, 303, 396))) != first


def test_nobody_in_the_frame_is_none():
    nobody = Body(make_pose(np.full((33, 2), -9.0)), np.zeros((480, 640), np.float32))
    assert SteadyCrop().around(nobody) is None


@pytest.mark.parametrize("side", [64.0, 200.0, 256.0, 400.0])
def test_pixels_land_where_they_belong(side):
    square = Square(60.0, 40.0, side)
    crop = square.cut(ramp(640, 480), 256)
    at = (np.arange(256) + 0.5) * side / 256 - 0.5
    np.testing.assert_allclose(crop[128, :, 0], (60 + at) / 4, atol=1.0)
    np.testing.assert_allclose(crop[:, 128, 1], (40 + at) / 4, atol=1.0)


@pytest.mark.parametrize("side", [400.0, 1000.0])
def test_beyond_the_frame_is_black(side):
    crop = Square(-side / 4, -side / 4, side).cut(np.full((480, 640, 3), 200, np.uint8), 256)
    assert crop[:60].max() == 0
    assert crop[:, :60].max() == 0
    assert crop[100, 100].tolist() == [200, 200, 200]


def test_fine_patterns_are_averaged_not_aliased():
    stripes = np.zeros((1200, 1200, 3), np.uint8)
    stripes[::2] = 200
    crop = Square(0.0, 0.0, 1200.0).cut(stripes, 256)
    assert crop[4:-4].min() > 60
    assert crop[4:-4].max() < 140
