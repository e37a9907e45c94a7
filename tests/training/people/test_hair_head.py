import numpy as np
import pytest

from tryon_ar.training.people.hair_head import HeadSpace, hairline_distance, unit


def test_head_coordinates_go_there_and_back():
    angle = 0.4
    turn = np.array(
        [[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1.0]]
    )
    space = HeadSpace(turn, np.array([0.1, 0.2, 1.6]), 0.97)
    points = np.random.default_rng(0).normal(0, 0.1, (20, 3))
    assert np.allclose(space.local(space.world(points)), points)
    assert np.allclose(space.world(np.zeros(3)), [0.1, 0.2, 1.6])
    step = np.array([0.0, 0.1, 0.0])
    assert np.allclose(space.world(step) - space.world(np.zeros(3)), 0.97 * space.turned(step))


@pytest.mark.parametrize(
    ("place", "hairy"),
    [
        ((0.0, -0.03, 0.0), False),  # nose bridge
        ((0.0, -0.02, 0.05), False),  # forehead
        ((0.0, 0.0, 0.085), True),  # above the forehead
        ((0.0, 0.09, 0.12), True),  # crown
        ((0.0, 0.19, 0.02), True),  # back
        ((0.0, 0.16, -0.09), False),  # neck
        ((0.095, 0.09, -0.01), False),  # ear
        ((0.06, 0.02, -0.06), False),  # cheek
    ],
)
def test_hair_grows_where_it_does(place, hairy):
    assert (hairline_distance(np.array([place]))[0] > 0) == hairy


def test_a_receding_hairline_bares_the_temples():
    temple = np.array([[0.045, 0.005, 0.08]])
    assert hairline_distance(temple)[0] > 0
    assert hairline_distance(temple, receding=1.0)[0] < 0


def test_unit_leaves_nothing_as_it_is():
    made = unit(np.array([[3.0, 4.0, 0.0], [0.0, 0.0, 0.0]]))
    assert np.allclose(made, [[0.6, 0.8, 0.0], [0.0, 0.0, 0.0]])
