import numpy as np

from tryon_ar.training.people.surroundings_camera import filmed


def test_a_frame_keeps_the_order_of_lightness_and_differs_every_time():
    scene = np.zeros((128, 96, 3), np.float32)
    scene[:] = np.repeat(np.linspace(10, 300, 8), 16)[:, None, None]
    rng = np.random.default_rng(1)
    frames = [filmed(rng, scene) for _ in range(30)]
    for frame in frames:
        assert frame.shape == (128, 96, 3)
        assert frame.dtype == np.uint8
        bands = frame.reshape(8, 16, 96, 3).mean(axis=(1, 2, 3))
        assert np.corrcoef(bands, np.arange(8))[0, 1] > 0.8
    assert len({frame.tobytes() for frame in frames}) == 30


def test_nothing_is_moved():
    scene = np.full((128, 128, 3), 60, np.float32)
    scene[40:80, 50:90] = 200
    rng = np.random.default_rng(2)
    for _ in range(60):
        grey = filmed(rng, scene).astype(float).mean(axis=2)
        level = (np.percentile(grey, 5) + np.percentile(grey, 95)) / 2
        rows, columns = np.nonzero(grey > level)
        assert abs(np.median(rows) - 59.5) <= 1
        assert abs(np.median(columns) - 69.5) <= 1


def test_exposure_goes_towards_medium_grey():
    rng = np.random.default_rng(3)
    dark = np.full((64, 64, 3), 30, np.float32)
    bright = np.full((64, 64, 3), 290, np.float32)
    assert np.median([filmed(rng, dark).mean() for _ in range(40)]) > 40
    assert np.median([filmed(rng, bright).mean() for _ in range(40)]) < 235


def test_some_cameras_are_grey_and_most_are_not():
    scene = np.full((48, 48, 3), (60, 120, 190), np.float32)
    rng = np.random.default_rng(4)
    frames = [filmed(rng, scene).mean(axis=(0, 1)) for _ in range(300)]
    grey = np.mean([np.ptp(frame) < 8 for frame in frames])
    assert 0.003 < grey < 0.1
