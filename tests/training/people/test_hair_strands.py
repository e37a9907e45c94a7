import numpy as np
import pytest

from tryon_ar.training.people.hair_strands import curled, spread


@pytest.fixture
def guides():
    steps = np.linspace(0, 1, 9)
    first = np.stack([0 * steps, 0 * steps, -0.3 * steps], axis=1)
    return np.stack([first, first + np.array([0.1, 0, 0])])


def test_wisps_start_at_their_roots_and_draw_together(guides):
    rng = np.random.default_rng(1)
    roots = np.concatenate([rng.normal(0, 0.01, (200, 3)), rng.normal(0, 0.01, (200, 3))])
    roots[200:, 0] += 0.1
    owner = np.repeat([0, 1], 200)
    loose = spread(guides, owner, roots, (0.0, 0.0), np.random.default_rng(2))
    tight = spread(guides, owner, roots, (0.9, 0.9), np.random.default_rng(2))
    assert np.allclose(loose[:, 0], roots)
    assert np.allclose(tight[:, 0], roots)

    def breadth(paths):
        return paths[:200, -1, :2].std()

    assert breadth(tight) < 0.8 * breadth(loose)
    # Each stays with its own lock.
    assert (loose[:200, -1, 0] < 0.06).mean() > 0.95
    assert (loose[200:, -1, 0] > 0.04).mean() > 0.95


def test_wisps_end_at_different_lengths(guides):
    paths = spread(
        guides, np.zeros(300, int), np.zeros((300, 3)), (0.5, 0.5), np.random.default_rng(3)
    )
    low = -paths[:, -1, 2]
    assert low.max() < 0.34
    assert np.ptp(low) > 0.08


def test_curls_stay_within_their_radius_and_lift_outwards(guides):
    outward = np.zeros_like(guides)
    outward[..., 1] = -1.0
    made = curled(guides, outward, np.array([0, 1]), 0.01, 30.0, np.random.default_rng(4))
    off = made - guides
    assert np.abs(off).max() < 0.021
    assert np.abs(off[:, 4:]).max() > 0.005
    assert np.allclose(made[:, 0], guides[:, 0])
    # Never into the body.
    assert (off[..., 1] < 1e-9).all()
