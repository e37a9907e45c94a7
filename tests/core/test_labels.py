import numpy as np
import pytest

from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.roi import Roi


def checkered(side: int = 8) -> Labels:
    """Left half upper clothes, right half hair."""
    shares = np.zeros((len(Label), side, side), np.float32)
    shares[Label.UPPER, :, : side // 2] = 1.0
    shares[Label.HAIR, :, side // 2 :] = 1.0
    return Labels(shares, x0_px=10.0, y0_px=20.0, side_px=2.0 * side)


def test_a_share_lies_where_the_square_lies() -> None:
    share = checkered().share_of([Label.UPPER], Roi(10, 20, 26, 36))
    assert share.shape == (16, 16)
    assert share[8, 1] == pytest.approx(1.0)
    assert share[8, 14] == pytest.approx(0.0)
    assert share[8, 7] + share[8, 8] == pytest.approx(1.0)  # symmetric about the border


def test_outside_the_square_all_is_background() -> None:
    labels = checkered()
    roi = Roi(0, 0, 6, 6)
    assert (labels.share_of([Label.BACKGROUND], roi) == 1.0).all()
    assert (labels.share_of([Label.UPPER, Label.HAIR], roi) == 0.0).all()


def test_shares_of_several_labels_add_up() -> None:
    roi = Roi(12, 22, 24, 34)
    assert np.allclose(checkered().share_of([Label.UPPER, Label.HAIR], roi), 1.0)


def test_the_likeliest_label_wins() -> None:
    hard = checkered().hard(Roi(0, 20, 30, 36))
    assert hard[8, 2] == Label.BACKGROUND
    assert hard[8, 12] == Label.UPPER
    assert hard[8, 22] == Label.HAIR
    assert hard[8, 28] == Label.BACKGROUND


def test_of_no_label_there_is_nothing() -> None:
    assert not checkered().share_of([], Roi(10, 20, 26, 36)).any()


def test_a_coarser_share_is_the_fine_ones_mean() -> None:
    labels = checkered(16)
    roi = Roi(12, 24, 36, 48)
    fine = labels.share_of([Label.UPPER], roi)
    coarse = labels.share_of([Label.UPPER], roi, (12, 8))
    assert coarse.shape == (8, 12)
    assert np.allclose(coarse, fine.reshape(8, 3, 12, 2).mean(axis=(1, 3)), atol=0.13)


def test_the_grid_tells_where_a_pixel_lies_among_the_shares() -> None:
    labels = checkered()
    scale, shift_x, shift_y = labels.grid(Roi(14, 24, 20, 30))
    ramp = np.tile(np.arange(8, dtype=np.float32), (8, 1))
    spread = labels.spread(ramp, Roi(14, 24, 20, 30))
    assert spread[0] == pytest.approx(scale * np.arange(6) + shift_x, abs=0.05)
    assert labels.spread(ramp.T.copy(), Roi(14, 24, 20, 30))[:, 0] == pytest.approx(
        scale * np.arange(6) + shift_y, abs=0.05
    )
