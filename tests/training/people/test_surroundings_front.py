import numpy as np

from tryon_ar.core.labels import Label
from tryon_ar.training.people.surroundings_front import put_before


def somebody() -> tuple[np.ndarray, np.ndarray]:
    rgba = np.zeros((256, 256, 4), np.uint8)
    labels = np.zeros((256, 256), np.uint8)
    rgba[30:, 60:196] = (250, 250, 250, 255)
    labels[30:, 60:196] = Label.UPPER
    return rgba, labels


def test_what_a_thing_hides_is_background_and_the_rest_is_untouched():
    rng = np.random.default_rng(1)
    rgba, labels = somebody()
    hidden = []
    for _ in range(40):
        seen, marked = put_before(rgba, labels, rng)
        assert seen.shape == rgba.shape
        assert seen.dtype == marked.dtype == np.uint8
        assert set(np.unique(marked)) <= {Label.BACKGROUND, Label.UPPER}
        lost = (labels == Label.UPPER) & (marked == Label.BACKGROUND)
        hidden.append(lost.sum() / (labels == Label.UPPER).sum())
        assert (seen[lost, 3] == 255).all()
        same = (seen == rgba).all(axis=2)
        assert same[marked == Label.UPPER].mean() > 0.8
    assert 0.02 < np.mean(hidden) < 0.35
    assert max(hidden) < 0.7


def test_colours_stay_premultiplied():
    rng = np.random.default_rng(2)
    rgba, labels = somebody()
    for _ in range(20):
        seen, _ = put_before(rgba, labels, rng)
        assert (seen[..., :3].max(axis=2).astype(int) <= seen[..., 3].astype(int) + 1).all()
