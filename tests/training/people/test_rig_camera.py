import numpy as np
import pytest

pytest.importorskip("scipy")

from tryon_ar.training.people.rig_camera import Film


def _person():
    rgba = np.zeros((120, 160, 4), np.uint8)
    rgba[30:, 50:110] = (200, 60, 30, 255)
    return rgba


def test_a_camera_keeps_everything_but_its_noise():
    films = [Film(np.random.default_rng(3), (120, 160)) for _ in range(2)]
    first, again = (film.shoot(_person(), np.random.default_rng(1)) for film in films)
    np.testing.assert_array_equal(first, again)
    other = films[0].shoot(_person(), np.random.default_rng(2))
    away = np.abs(first.astype(int) - other)
    assert 0 < away.mean() < 8


def test_the_person_stays_as_they_are():
    for seed in range(6):
        film = Film(np.random.default_rng(seed), (120, 160))
        frame = film.shoot(_person(), np.random.default_rng(0))
        middle = frame[60:110, 60:100].reshape(-1, 3).mean(axis=0)
        np.testing.assert_allclose(middle, (30, 60, 200), atol=30)


def test_rooms_differ():
    films = [Film(np.random.default_rng(seed), (120, 160)) for seed in (1, 2)]
    empty = np.zeros((120, 160, 4), np.uint8)
    first, second = (film.shoot(empty, np.random.default_rng(0)).astype(int) for film in films)
    assert np.abs(first - second).mean() > 10
