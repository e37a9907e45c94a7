"""The category head, fitted anew."""

# ruff: noqa: E402 - nothing of this is imported where PyTorch is missing
import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch is in the extra 'train'")

from tryon_ar.garments.garment import CATEGORIES
from tryon_ar.training.garment_net import refit
from tryon_ar.training.garment_net.network import GarmentNet
from tryon_ar.training.garment_net.refit import fit_head, fold_score, pooled, views


def clouds(centres, counts, spread=0.5, seed=0):
    """Return points around a centre each, and the number of their centre."""
    rng = np.random.default_rng(seed)
    points = [
        rng.normal(0, spread, (count, len(centre))) + centre
        for centre, count in zip(centres, counts, strict=True)
    ]
    numbers = np.repeat(np.arange(len(counts)), counts)
    return torch.tensor(np.concatenate(points), dtype=torch.float32), torch.tensor(numbers)


def test_clouds_apart_are_told_apart():
    features, categories = clouds([(0, 0, 100), (3, 0, 100), (0, 3, 100)], (30, 30, 30))
    head = fit_head(features, categories, 1e-2, 1.0)
    said = head(features).argmax(1)
    assert (said == categories).float().mean() > 0.95
    assert head.out_features == len(CATEGORIES)


def test_balance_lets_rare_categories_be_said_more_often():
    features, categories = clouds([(0, 0), (1, 0)], (180, 20), spread=0.8)
    said = [
        int((fit_head(features, categories, 1e-2, balance)(features).argmax(1) == 1).sum())
        for balance in (0.0, 1.0)
    ]
    assert said[1] > said[0] + 10


def test_views_of_a_photo_are_never_on_both_sides_of_a_fold(monkeypatch):
    features, categories = clouds([(0, 0), (4, 0)], (40, 40))
    numbers = torch.arange(80) // 4
    seen = []

    def noted(some, kinds, *choice):
        seen.append({tuple(row) for row in some.tolist()})
        return fit_head(some, kinds, *choice)

    monkeypatch.setattr(refit, "fit_head", noted)
    score = fold_score(features, categories, numbers, (1e-2, 0.0))
    assert score > 0.9
    assert len(seen) == 5
    for number in range(20):
        mine = {tuple(row) for row in features[numbers == number].tolist()}
        assert all(mine <= taught or not mine & taught for taught in seen)


def test_views_begin_with_the_looks_of_the_program(rng):
    photo = rng.integers(0, 256, (120, 90, 3)).astype(np.uint8)
    network = GarmentNet().eval()
    squares = views(photo, network, 2, rng)
    assert len(squares) in (3, 5)  # an untaught network may see no garment to look at closely
    assert all(square.shape == (256, 256, 3) for square in squares)
    assert pooled(network, squares).shape == (len(squares), network.categories.in_features)
