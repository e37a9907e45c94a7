import numpy as np
import pytest

from tryon_ar.rendering.camera_noise import CameraNoise


def noisy(rng, level, shape=(240, 320, 3)):
    return np.clip(np.rint(rng.normal(120, level, shape)), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("level", [2.0, 5.0])
def test_noise_of_a_picture_is_measured(rng, level):
    noise = CameraNoise()
    noise.look(noisy(rng, level))
    assert noise.level == pytest.approx(level, rel=0.2)


def test_what_stands_still_over_time_is_not_put_on(rng):
    fresh, frozen, picture = CameraNoise(), CameraNoise(), noisy(rng, 5.0)
    for _ in range(80):
        fresh.look(noisy(rng, 5.0))
        frozen.look(picture)
    assert frozen.level < 0.6
    assert fresh.level == pytest.approx(5.0, rel=0.2)
    assert frozen.grain(3)[2] == 0.0
    assert fresh.grain(3)[2] > 0.01


def test_a_frames_noise_is_its_own_and_always_the_same(rng):
    noise = CameraNoise()
    noise.look(noisy(rng, 5.0))
    tile, corner, level = noise.grain(7)
    again = noise.grain(7)
    np.testing.assert_array_equal(tile, again[0])
    assert (corner, level) == again[1:]
    assert noise.grain(8)[1] != corner
    assert noise.grain(7, strength=0.5)[2] == pytest.approx(level / 2)
    assert tile.std() == pytest.approx(1.0, abs=1e-3)


def test_clean_cameras_get_none_and_any_size_can_be_measured(rng):
    noise = CameraNoise()
    noise.look(np.full((5, 7, 3), 90, np.uint8))
    assert noise.grain(0)[2] == 0.0
    noise.forget()
    assert noise.level == 0.0
