import numpy as np
import pytest

from tryon_ar.training.sketches import things_overlays


@pytest.mark.parametrize("name", ["corner_words", "watermark", "border", "inset"])
def test_an_overlay_changes_the_photo_and_says_what_it_hides(name):
    changed = hidden = 0.0
    for seed in range(12):
        rng = np.random.default_rng(seed)
        photo = rng.integers(90, 160, (256, 192, 3), np.uint8)
        before = photo.copy()
        cover = getattr(things_overlays, name)(rng, photo)
        assert cover.shape == (256, 192)
        assert cover.mean() < 0.2
        changed += float((photo != before).any(axis=2).mean())
        hidden += float(cover.mean())
    assert changed > 0
    assert (hidden == 0) == (name == "watermark")


def test_words_are_drawn_from_the_seed():
    first = things_overlays.random_words(np.random.default_rng(1))
    assert first == things_overlays.random_words(np.random.default_rng(1))
    assert 2 <= len(first) <= 12
