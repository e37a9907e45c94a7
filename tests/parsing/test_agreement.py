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
    shares = np.zeros((8, SIDE, SIDE), np.float32)
    upper = np.clip(edge - np.arange(SIDE), 0, 1) * share
    shares[Label.UPPER] = upper
    shares[Label.BACKGROUND] = 1 - upper
    return shares


def edge_of(shares: np.ndarray) -> float:
    return float(shares[Label.UPPER, 20:-20].sum(1).mean())


def settled(agreement: Agreement, said: np.ndarray, crop: np.ndarray) -> np.ndarray:
    return agreement.settled(said, agreement.follow(crop, SQUARE))


def carried(agreement: Agreement, crop: np.ndarray, square: Square = SQUARE) -> np.ndarray:
    return agreement.carried(agreement.follow(crop, square))


def test_the_first_answer_is_the_networks(rng):
    agreement, crop = Agreement(), cut(scene(rng), 50)
    followed = agreement.follow(crop, SQUARE)
    assert followed.is_lost
    np.testing.assert_array_equal(agreement.settled(half(60), followed), half(60))
    assert not agreement.follow(crop, SQUARE).is_lost


def test_labels_go_with_the_picture(rng):
    wall, agreement = scene(rng), Agreement()
    settled(agreement, half(60), cut(wall, 50))
    for step in range(1, 5):
        shares = carried(agreement, cut(wall, 50 - 4 * step))
        assert edge_of(shares) == pytest.approx(60 + 2 * step, abs=0.6)
    np.testing.assert_allclose(shares.sum(0), 1.0, atol=1e-4)


def test_looking_for_labels_shows_nothing(rng):
    wall, agreement = scene(rng), Agreement()
    settled(agreement, half(60), cut(wall, 50))
    agreement.follow(cut(wall, 30), SQUARE)
    assert edge_of(carried(agreement, cut(wall, 50))) == pytest.approx(60, abs=0.1)


def test_a_still_edge_rests_while_the_network_wavers(rng):
    crop, agreement = cut(scene(rng), 50), Agreement()
    settled(agreement, half(60), crop)
    edges = []
    for turn in range(16):
        noisy = np.clip(crop + rng.normal(0, 3, crop.shape), 0, 255).astype(np.uint8)
        edges.append(edge_of(settled(agreement, half(60 + (-1) ** turn), noisy)))
    assert np.ptp(np.diff(edges[4:])) < 0.5 * 2 * 2
    assert np.mean(edges[4:]) == pytest.approx(60, abs=0.4)


def test_an_error_does_not_stay(rng):
    crop, agreement = cut(scene(rng), 50), Agreement()
    settled(agreement, half(90), crop)
    for _ in range(10):
        last = settled(agreement, half(60), crop)
    assert edge_of(last) == pytest.approx(60, abs=2.0)


def test_a_surprise_is_what_the_network_says(rng):
    wall, other, agreement = scene(rng), scene(rng), Agreement()
    settled(agreement, half(90), cut(wall, 50))
    seen = np.where(np.arange(256)[None, :, None] < 128, cut(wall, 50), cut(other, 50))
    shares = settled(agreement, half(40), np.ascontiguousarray(seen))
    assert shares[Label.UPPER, 20:-20, 68:86].mean() < 0.3  # the picture changed there
    assert shares[Label.UPPER, 20:-20, 44:58].mean() > 0.4  # and did not there


def test_another_square_sees_the_same_labels(rng):
    wall, agreement = scene(rng), Agreement()
    settled(agreement, half(60), cut(wall, 50))
    moved = Square(20.0, 0.0, 256.0)
    assert edge_of(carried(agreement, cut(wall, 70), moved)) == pytest.approx(50, abs=0.6)


def test_labels_may_be_finer_than_the_motion(rng):
    wall, agreement = scene(rng), Agreement()
    fine = np.repeat(np.repeat(half(60), 2, 1), 2, 2)
    settled(agreement, fine, cut(wall, 50))
    shares = carried(agreement, cut(wall, 42))
    assert shares.shape == (8, 256, 256)
    assert edge_of(shares) == pytest.approx(120 + 8, abs=1.2)


def pasted(crop: np.ndarray, other: np.ndarray, columns: slice) -> np.ndarray:
    """Return a crop with some columns of a few rows from another."""
    changed = crop.copy()
    changed[100:140, columns] = other[100:140, columns]
    return changed


def test_what_cannot_be_followed_is_left_to_the_network(rng):
    wall, agreement = scene(rng), Agreement()
    crop, other = cut(wall, 50), cut(scene(rng), 50)
    settled(agreement, half(60), crop)
    # On the person, and where the person is not.
    assert agreement.follow(pasted(crop, other, slice(10, 110)), SQUARE).is_lost
    assert not agreement.follow(pasted(crop, other, slice(140, 240)), SQUARE).is_lost


def test_small_losses_add_up_until_the_network_looks(rng):
    crop, agreement = cut(scene(rng), 50), Agreement()
    settled(agreement, half(60), crop)
    losses = []
    for _ in range(8):
        seen = pasted(crop, cut(scene(rng), 50), slice(30, 62))
        losses.append(agreement.follow(seen, SQUARE))
        if losses[-1].is_lost:
            break
        agreement.carried(losses[-1])
    assert 1 < len(losses) < 8
    assert np.all(np.diff([loss.lost for loss in losses]) > 0)
    agreement.settled(half(60), losses[-1])
    assert not agreement.follow(seen, SQUARE).is_lost


def test_the_network_looks_sooner_where_arms_are(rng):
    crop, other = cut(scene(rng), 50), cut(scene(rng), 50)
    lost = []
    for label in (Label.UPPER, Label.ARMS):
        agreement, said = Agreement(), np.zeros((8, SIDE, SIDE), np.float32)
        said[label] = 1.0
        settled(agreement, said, crop)
        lost.append(agreement.follow(pasted(crop, other, slice(40, 60)), SQUARE).lost)
    assert lost[1] > 2.0 * lost[0] > 0.0


def test_nothing_shown_cannot_be_carried(rng):
    agreement = Agreement()
    crop = cut(scene(rng), 50)
    with pytest.raises(ValueError, match="nothing was shown"):
        carried(agreement, crop)
    settled(agreement, half(60), crop)
    agreement.reset()
    assert agreement.follow(crop, SQUARE).is_lost
