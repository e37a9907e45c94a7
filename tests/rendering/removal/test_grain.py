import numpy as np
import pytest

from tryon_ar.rendering.removal.grain import Grain


@pytest.mark.parametrize("level", [1.0, 3.0])
def test_made_up_pixels_get_the_frames_noise(rng, level):
    frame = np.clip(128 + rng.normal(0, level, (240, 320, 3)), 0, 255).round().astype(np.uint8)
    grain = Grain()
    assert grain.look(frame) == pytest.approx(level, rel=0.35)
    picture = np.full((300, 300, 3), 100.0, np.float32)
    weight = np.zeros((300, 300, 1), np.float32)
    weight[:, 150:] = 1.0
    grain.add(picture, weight)
    assert (picture[:, :150] == 100.0).all()
    assert picture[:, 150:].std() == pytest.approx(level, rel=0.4)
    assert abs(float(picture[:, 150:].mean()) - 100.0) < 0.5


def test_every_frame_has_another_noise(rng):
    grain = Grain()
    grain.look(rng.integers(90, 110, (64, 64, 3)).astype(np.uint8))
    ones = np.ones((64, 64, 1), np.float32)
    pictures = [np.zeros((64, 64, 3), np.float32) for _ in range(2)]
    for picture in pictures:
        grain.add(picture, ones)
    assert np.abs(pictures[0] - pictures[1]).mean() > 0.5


def test_a_clean_picture_stays_clean():
    grain = Grain()
    assert grain.look(np.full((64, 64, 3), 90, np.uint8)) == 0.0
    picture = np.full((20, 20, 3), 5.0, np.float32)
    grain.add(picture, np.ones((20, 20, 1), np.float32))
    assert (picture == 5.0).all()
