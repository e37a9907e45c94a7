import numpy as np
import pytest

from tryon_ar.garments.garment import Part
from tryon_ar.training.sketches.layering_placement import dense, draw_placement, scalloped
from tryon_ar.training.sketches.sketch import Piece, Sketch

SQUARE = np.array([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)])


def test_dense_curves_keep_their_corners_and_take_short_steps() -> None:
    closed = dense(SQUARE)
    for corner in SQUARE:
        assert np.hypot(*(closed - corner).T).min() < 1e-9
    steps = np.hypot(*(np.roll(closed, -1, axis=0) - closed).T)
    assert steps.max() <= 0.02 + 1e-9
    assert steps.min() > 0
    assert len(dense(SQUARE, closed=False)) == pytest.approx(len(closed) * 3 / 4, abs=2)


@pytest.mark.parametrize("turn", [1, -1])
def test_scallops_bulge_outwards_whichever_way_the_outline_runs(turn: int) -> None:
    bulged = scalloped(dense(SQUARE[::turn]), 0.02, 0.1)
    middle = np.abs(bulged - 0.5).max(axis=1)
    assert middle.max() == pytest.approx(0.52, abs=0.002)
    assert middle.min() > 0.49


@pytest.mark.parametrize("seed", range(10))
def test_what_is_laid_stays_within_its_square(seed: int) -> None:
    sketch = Sketch("skirt", [Piece(SQUARE * (0.8, 1.7), Part.SKIRT)])
    placement = draw_placement(np.random.default_rng(seed), sketch, 320)
    laid = placement.place(dense(SQUARE * (0.8, 1.7)))
    assert laid.min() > 3
    assert laid.max() < 316
    assert 0.55 < np.ptp(laid, axis=0).max() / 320 < 0.97
    assert np.ptp(laid[:, 1]) / 1.7 == pytest.approx(placement.unit_px, rel=0.15)
