import numpy as np
import pytest

from tryon_ar.training.people import surroundings_furniture as furniture
from tryon_ar.training.people import surroundings_outdoors as outdoors
from tryon_ar.training.people.surroundings_rooms import furnished_wall, room, wall_colour

THINGS = [
    furniture.window,
    furniture.curtain,
    furniture.door,
    furniture.bookshelf,
    furniture.shelf,
    furniture.poster,
    furniture.wardrobe,
    furniture.monitor,
    furniture.lamp,
    furniture.plant,
    furniture.sofa,
    furniture.chair,
]


@pytest.mark.parametrize("draw", THINGS, ids=lambda draw: draw.__name__)
def test_a_thing_fills_much_of_its_box_and_may_leave_the_wall(draw):
    rng = np.random.default_rng(1)
    changed = []
    for _ in range(5):
        wall = np.full((200, 240, 3), 128, np.float32)
        draw(rng, wall, (60, 30, 160, 180), ())
        assert np.isfinite(wall).all()
        changed.append((wall[30:180, 60:160] != 128).any(axis=2).mean())
        for box in ((-80, -70, 40, 90), (200, 150, 330, 290), (400, 10, 480, 90)):
            draw(rng, wall, box, ())
    assert np.mean(changed) > 0.1


@pytest.mark.parametrize(
    "draw", [outdoors.foliage, outdoors.park, outdoors.street, outdoors.sky, outdoors.any_view]
)
def test_every_view_fills_its_shape(draw):
    rng = np.random.default_rng(2)
    pictures = [draw(rng, (96, 128)) for _ in range(6)]
    for picture in pictures:
        assert picture.shape == (96, 128, 3)
        assert picture.dtype == np.float32
        assert np.isfinite(picture).all()
        assert -80 < picture.min() <= picture.max() < 900
    assert np.ptp([picture.mean() for picture in pictures]) > 1


def test_rooms_range_from_bare_to_crowded():
    rng = np.random.default_rng(3)
    detail = []
    for _ in range(20):
        picture = room(rng, (128, 128))
        assert picture.shape == (128, 128, 3)
        assert np.isfinite(picture).all()
        detail.append(np.abs(np.diff(picture.mean(axis=2), axis=1)).mean())
    assert min(detail) < 2 < 4 < max(detail)


def test_a_wall_shows_photographs_it_is_given():
    green = np.zeros((200, 200, 3), np.uint8)
    green[:, :, 1] = 255
    rng = np.random.default_rng(4)
    grey = np.full(3, 150, np.float32)
    shown = 0
    for _ in range(30):
        wall = furnished_wall(rng, (200, 300), 80, grey, [green])
        shown += ((wall[:, :, 1] > 100) & (wall[:, :, 0] < 3) & (wall[:, :, 2] < 3)).any()
    assert shown >= 5


def test_many_walls_are_near_skin_in_colour():
    rng = np.random.default_rng(5)
    blue, green, red = np.array([wall_colour(rng) for _ in range(300)]).T
    assert 0.15 < np.mean((red > green + 8) & (green > blue + 8)) < 0.7
