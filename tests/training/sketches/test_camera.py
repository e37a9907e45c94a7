import numpy as np
import pytest

from tryon_ar.training.sketches.camera import photograph, uneven_light


def steps() -> np.ndarray:
    scene = np.zeros((128, 96, 3), np.float32)
    scene[:] = np.repeat(np.linspace(20, 235, 8), 16)[:, None, None]
    return scene


def test_a_photo_keeps_what_is_lighter_and_what_is_darker():
    rng = np.random.default_rng(1)
    photos = [photograph(rng, steps()) for _ in range(25)]
    for photo in photos:
        assert photo.shape == (128, 96, 3)
        assert photo.dtype == np.uint8
        tops = photo.reshape(8, 16, 96, 3).mean(axis=(1, 2, 3))
        assert np.corrcoef(tops, np.arange(8))[0, 1] > 0.7
    assert len({photo.tobytes() for photo in photos}) == 25
    assert np.std([photo.mean() for photo in photos]) > 5


def test_a_gentle_camera_tells_pale_greys_apart():
    scene = np.full((128, 96, 3), 240, np.float32)
    scene[:, 48:] = 246
    rng = np.random.default_rng(2)
    for _ in range(40):
        photo = photograph(rng, scene, gentle=True).astype(float)
        assert photo[:, 54:].mean() - photo[:, :42].mean() > 2


def test_light_is_never_gone():
    rng = np.random.default_rng(3)
    for _ in range(40):
        gain = uneven_light(rng, (60, 80))
        assert gain.shape == (60, 80)
        assert 0.25 <= gain.min() <= gain.max() <= 1.7
    assert gain.mean() == pytest.approx(1, abs=0.5)
