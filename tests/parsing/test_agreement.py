"""Labels rest where the picture rests and go where it goes."""

import numpy as np
import pytest

from tryon_ar.core.labels import Label
from tryon_ar.parsing.agreement import Agreement
from tryon_ar.parsing.crop import Square

SQUARE = Square(0.0, 0.0, 256.0)
SIDE = 128


def scene(rng: np.random.Generator) -> np.ndarray:
    """A wall with soft texture, larger than a crop."""
    import cv2

    noise = rng.integers(0, 255, (40, 40, 3)).astype(np.uint8)
    return cv2.resize(noise, (400, 400), interpolation=cv2.INTER_CUBIC)


def cut(wall: np.ndarray, x: int, y: int = 50) -> np.ndarray:
    return np.ascontiguousarray(wall[y : y + 256, x : x + 256])


def half(edge: float, share: float = 1.0) -> np.ndarray:
    """Upper clothes left of an edge, in cells, background right of it."""
    shares = np.zeros((SIDE, SIDE, 8), np.float32)
    upper = np.clip(edge - np.arange(SIDE), 0, 1) * share
    shares[..., Label.UPPER] = upper
    shares[..., Label.BACKGROUND] = 1 - upper
    return shares


def edge_of(shares: np.ndarray) -> float:
    return float(shares[20:-20, :, Label.UPPER].sum(1).mean())


def test_the_first_answer_is_the_networks(rng):
    agreement = Agreement()
    assert agreement.is_empty
    crop = cut(scene(rng), 50)
    np.testing.assert_array_equal(agreement.settled(half(60), crop, SQUARE), half(60))
    assert not agreement.is_empty


def test_labels_go_with_the_picture(rng):
    wall, agreement = scene(rng), Agreement()
    agreement.settled(half(60), cut(wall, 50), SQUARE)
    for step in range(1, 5):
        carried = agreement.carried(cut(wall, 50 - 4 * step), SQUARE)
        assert edge_of(carried) == pytest.approx(60 + 2 * step, abs=0.6)
    np.testing.assert_allclose(carried.sum(2), 1.0, atol=1e-4)


def test_a_still_edge_rests_while_the_network_wavers(rng):
    crop, agreement = cut(scene(rng), 50), Agreement()
    agreement.settled(half(60), crop, SQUARE)
    edges = []
    for turn in range(16):
        noisy = np.clip(crop + rng.normal(0, 3, crop.shape), 0, 255).astype(np.uint8)
        edges.append(edge_of(agreement.settled(half(60 + (-1) ** turn), noisy, SQUARE)))
    assert np.ptp(np.diff(edges[4:])) < 0.5 * 2 * 2
    assert np.mean(edges[4:]) == pytest.approx(60, abs=0.4)


def test_an_error_does_not_stay(rng):
    crop, agreement = cut(scene(rng), 50), Agreement()
    agreement.settled(half(90), crop, SQUARE)
    for _ in range(10):
        last = agreement.settled(half(60), crop, SQUARE)
    assert edge_of(last) == pytest.approx(60, abs=2.0)


def test_a_surprise_is_what_the_network_says(rng):
    wall, other, agreement = scene(rng), scene(rng), Agreement()
    agreement.settled(half(90), cut(wall, 50), SQUARE)
    seen = np.where(np.arange(256)[None, :, None] < 128, cut(wall, 50), cut(other, 50))
    seen = agreement.settled(half(40), np.ascontiguousarray(seen), SQUARE)
    assert seen[20:-20, 68:86, Label.UPPER].mean() < 0.3  # the picture changed there
    assert seen[20:-20, 44:58, Label.UPPER].mean() > 0.4  # and did not there


def test_another_square_sees_the_same_labels(rng):
    wall, agreement = scene(rng), Agreement()
    agreement.settled(half(60), cut(wall, 50), SQUARE)
    moved = Square(20.0, 0.0, 256.0)
    assert edge_of(agreement.carried(cut(wall, 70), moved)) == pytest.approx(50, abs=0.6)


def test_labels_may_be_finer_than_the_motion(rng):
    wall, agreement = scene(rng), Agreement()
    fine = np.repeat(np.repeat(half(60), 2, 0), 2, 1)
    agreement.settled(fine, cut(wall, 50), SQUARE)
    carried = agreement.carried(cut(wall, 42), SQUARE)
    assert carried.shape == (256, 256, 8)
    assert edge_of(carried) == pytest.approx(120 + 8, abs=1.2)


def test_what_cannot_be_followed_is_left_to_the_network(rng):
    wall, agreement = scene(rng), Agreement()
    agreement.settled(half(60), cut(wall, 50), SQUARE)
    other = cut(wall, 50).copy()
    other[100:140, 20:60] = cut(scene(rng), 50)[100:140, 20:60]
    assert agreement.carried(other, SQUARE) is None
    behind = cut(wall, 50).copy()
    behind[100:140, 180:220] = cut(scene(rng), 50)[100:140, 180:220]
    assert agreement.carried(behind, SQUARE) is not None  # the person is not there


def test_nothing_shown_cannot_be_carried(rng):
    agreement = Agreement()
    crop = cut(scene(rng), 50)
    with pytest.raises(ValueError, match="nothing was shown"):
        agreement.carried(crop, SQUARE)
    agreement.settled(half(60), crop, SQUARE)
    agreement.reset()
    assert agreement.is_empty
