import numpy as np
import pytest

from tryon_ar.training.sketches.layering_grid import (
    FINE,
    box_around,
    box_of,
    corner_of,
    filled,
    finer,
    middles,
    shape_of,
    shrunk,
    widened,
)

SHAPE = (40, 60)


def test_a_box_holds_its_points_and_ends_at_the_layer() -> None:
    points = np.array([(10.2, 5.0), (30.0, 12.7)])
    rows, columns = box_of(points, 1, SHAPE)
    assert (rows.start, rows.stop) == (4, 15)
    assert (columns.start, columns.stop) == (9, 32)
    rows, columns = box_of(points - 8, 5, SHAPE)
    assert (rows.start, columns.start) == (0, 0)


def test_beyond_the_layer_is_no_box_but_always_one_around_a_point() -> None:
    away = np.array([(90.0, 90.0), (95.0, 99.0)])
    assert box_of(away, 1, SHAPE) is None
    assert min(shape_of(box_around((90.0, 90.0), 3, SHAPE))) >= 1


def test_a_box_is_widened_within_the_layer_and_finer_by_the_grid() -> None:
    box = (slice(2, 10), slice(20, 30))
    assert widened(box, 5, 32) == (slice(0, 15), slice(15, 32))
    assert finer(box) == (slice(2 * FINE, 10 * FINE), slice(20 * FINE, 30 * FINE))
    assert corner_of(box).tolist() == [20, 2]


def test_an_outline_covers_the_pixels_it_encloses() -> None:
    """Edges at half pixels, between pixel centres, cover whole pixels and no others."""
    square = np.array([(22.5, 3.5), (26.5, 3.5), (26.5, 7.5), (22.5, 7.5)])
    box = (slice(0, 12), slice(20, 32))
    mask = filled(square, box)
    assert mask.shape == (12 * FINE, 12 * FINE)
    cover = shrunk(mask)
    assert cover[4:8, 3:7].min() == 1
    assert cover.sum() == pytest.approx(16, rel=0.4)
    assert not cover[:3].any()
    assert not cover[:, :2].any()


def test_the_middle_of_each_pixel_speaks_for_it() -> None:
    fine = np.zeros((2 * FINE, 2 * FINE), np.uint8)
    fine[FINE : 2 * FINE, :FINE] = 7
    assert middles(fine).tolist() == [[0, 0], [7, 0]]
