import numpy as np
import pytest

from tryon_ar.training.sketches import backdrops_rooms, backdrops_studio, backdrops_views
from tryon_ar.training.sketches.backdrops import draw_backdrop, draw_backdrop_near

KINDS = [
    backdrops_studio.white_paper,
    backdrops_studio.coloured_paper,
    backdrops_studio.dark_paper,
    backdrops_rooms.planks,
    backdrops_rooms.carpet,
    backdrops_rooms.rug,
    backdrops_rooms.stripes,
    backdrops_rooms.crumpled_cloth,
    backdrops_rooms.quilt,
    backdrops_rooms.tiles,
    backdrops_rooms.plaster,
    backdrops_rooms.grass,
    backdrops_rooms.gravel,
    backdrops_views.wall_and_floor,
    backdrops_views.door,
    backdrops_views.rail,
    backdrops_views.sofa,
    backdrops_views.on_a_table,
    backdrops_views.landscape,
]


@pytest.mark.parametrize("draw", KINDS, ids=lambda draw: draw.__name__)
def test_every_backdrop_fills_its_shape_and_varies(draw):
    rng = np.random.default_rng(1)
    pictures = [draw(rng, (120, 90)) for _ in range(4)]
    for picture in pictures:
        assert picture.shape == (120, 90, 3)
        assert picture.dtype == np.float32
        assert np.isfinite(picture).all()
        assert -60 < picture.min() <= picture.max() < 700
    assert np.ptp([picture.mean() for picture in pictures]) > 1


def test_a_third_of_the_backdrops_is_white():
    rng = np.random.default_rng(2)
    pictures = [draw_backdrop(rng, (32, 24)) for _ in range(300)]
    white = [picture.mean() > 185 and picture.std() < 25 for picture in pictures]
    assert 0.27 < np.mean(white) < 0.6


@pytest.mark.parametrize("level", [4, 30, 230, 252])
def test_a_backdrop_near_a_colour_is_near_but_not_the_same(level):
    rng = np.random.default_rng(level)
    colour = np.full(3, level, np.float32)
    apart = [
        np.median(draw_backdrop_near(rng, (48, 48), colour).mean(axis=2)) - level for _ in range(60)
    ]
    assert np.median(np.abs(apart)) > 2.5
    assert np.percentile(np.abs(apart), 90) < 45


def test_a_crop_of_a_photograph_keeps_its_proportions():
    photo = np.zeros((400, 300, 3), np.uint8)
    photo[:, :, 0] = np.arange(300) * 255 // 300
    photo[:, :, 1] = (np.arange(400) * 255 // 400)[:, None]
    rng = np.random.default_rng(3)
    for _ in range(10):
        picture = backdrops_views.from_photo(rng, (120, 90), [photo])
        across, down = np.ptp(picture[60, :, 0]), np.ptp(picture[:, 45, 1])
        assert across > 60
        assert across == pytest.approx(down, abs=25)
