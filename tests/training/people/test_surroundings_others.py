import numpy as np

from tryon_ar.training.people.surroundings_others import put_behind


def somebody_green() -> np.ndarray:
    rgba = np.zeros((256, 256, 4), np.uint8)
    rgba[60:, 80:176] = (0, 255, 0, 255)
    return rgba


def test_some_backgrounds_have_people_in_them_and_most_do_not():
    rng = np.random.default_rng(1)
    wall = np.full((256, 256, 3), (90, 60, 120), np.float32)
    others = np.stack([somebody_green()])
    pictures = np.array([put_behind(rng, wall, others) for _ in range(200)])
    green = (pictures[..., 1] - pictures[..., 2] > 20).mean(axis=(1, 2))
    assert 0.08 < np.mean(green > 0.005) < 0.4


def test_nobody_is_there_to_be_seen():
    rng = np.random.default_rng(2)
    wall = np.full((64, 64, 3), 100, np.float32)
    for _ in range(30):
        assert (put_behind(rng, wall, ()) == 100).all()
