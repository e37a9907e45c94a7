import numpy as np
import pytest

from tryon_ar.training.sketches.things import lay_beside, lay_in_the_middle, lay_several
from tryon_ar.training.sketches.things_home import THINGS
from tryon_ar.training.sketches.things_pen import Pen, lay, placement, smooth_outline


def test_there_are_many_kinds_of_things():
    assert len(set(THINGS)) >= 30


@pytest.mark.parametrize("draw", THINGS, ids=lambda draw: draw.__name__)
def test_every_thing_is_drawn_within_its_square(draw):
    rng = np.random.default_rng(1)
    for _ in range(4):
        pen = Pen((128, 128), placement(64, 64, 40))
        draw(rng, pen)
        assert 0.01 < (pen.cover > 127).mean() < 0.75
        assert not pen.cover[:4].any()
        assert not pen.cover[-4:].any()


def test_a_pen_draws_where_its_units_lie():
    pen = Pen((100, 100), placement(50, 40, 10, np.pi / 2))
    pen.box(0, 0, 2, 1, np.float32([10, 20, 30]))
    rows, columns = np.nonzero(pen.cover > 127)
    assert (rows.min(), rows.max()) == pytest.approx((40, 60), abs=1)
    assert (columns.min(), columns.max()) == pytest.approx((40, 50), abs=1)
    assert pen.colour_bgr[50, 45].tolist() == [10, 20, 30]
    assert pen.scale == pytest.approx(10)


def test_a_smooth_outline_goes_through_its_points():
    points = np.array([(0, 0), (4, 1), (5, 5), (-1, 4)], float)
    assert smooth_outline(points)[::6] == pytest.approx(points)


def test_what_is_laid_shows_only_within_its_limits():
    rng = np.random.default_rng(2)
    pen = Pen((60, 60), placement(30, 30, 20))
    pen.disc(0, 0, 1, 1, np.float32([0, 0, 255]))
    within = np.zeros((60, 60), np.float32)
    within[:, :30] = 1
    picture, cover = lay(rng, np.full((60, 60, 3), 200, np.float32), pen, within)
    assert not cover[:, 30:].any()
    assert cover[30, 20] == 1
    assert picture[30, 20, 2] > picture[30, 20, 0] + 50
    assert picture[30, 45] == pytest.approx(200, rel=0.5)


def test_things_lie_beside_or_in_the_middle():
    rng = np.random.default_rng(3)
    ground = np.full((256, 192, 3), 128, np.float32)
    beside = np.mean([lay_beside(rng, ground)[1] for _ in range(30)], axis=0)
    assert beside[:60].mean() > 2 * beside[100:156, 70:120].mean()
    for lay_out in (lay_in_the_middle, lay_several):
        changed = np.mean([np.abs(lay_out(rng, ground) - ground) for _ in range(12)], axis=0)
        assert changed[98:158, 66:126].mean() > 5
