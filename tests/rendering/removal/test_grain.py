import numpy as np
import pytest

from tryon_ar.rendering.removal.grain import Grain


@pytest.mark.parametrize("level", [1.0, 3.0])
def test_noise_is_as_strong_as_the_cameras(rng, level):
    frame = np.clip(128 + rng.normal(0, level, (240, 320, 3)), 0, 255).round().astype(np.uint8)
    grain = Grain()
    assert grain.look(frame) == pytest.approx(level, rel=0.35)
    noise = grain.draw()
    assert noise.level == pytest.approx(level, rel=0.35)
    assert float(noise.tile.std()) == pytest.approx(1.0, abs=0.01)
    assert abs(float(noise.tile.mean())) < 0.02


def test_every_frame_has_another_noise(rng):
    grain = Grain()
    grain.look(rng.integers(90, 110, (64, 64, 3)).astype(np.uint8))
    places = {(noise.x, noise.y) for noise in (grain.draw() for _ in range(8))}
    assert len(places) == 8


def test_a_clean_picture_has_no_noise():
    grain = Grain()
    assert grain.look(np.full((64, 64, 3), 90, np.uint8)) == 0.0
    assert grain.draw().level == 0.0
