"""The category head, fitted anew."""

# ruff: noqa: E402 - nothing of this is imported where PyTorch is missing
from pathlib import Path

import numpy as np
import onnx
import pytest

torch = pytest.importorskip("torch", reason="PyTorch is in the extra 'train'")

from tryon_ar.core.shipped_models import shipped_model
from tryon_ar.garments.cutting.network import MODEL_NAME, open_garment_network
from tryon_ar.garments.garment import CATEGORIES
from tryon_ar.training.garment_net import refit
from tryon_ar.training.garment_net.refit import (
    Example,
    Head,
    Listener,
    fit_head,
    fold_loss,
    other_examples,
    read_features,
    with_head,
)

DRESS, TOP, TSHIRT = (CATEGORIES.index(name) for name in ("dress", "top", "tshirt"))


def clouds(centres, counts, spread=0.5, seed=0):
    """Return points around a centre each, and the number of their centre."""
    rng = np.random.default_rng(seed)
    points = [
        rng.normal(0, spread, (count, len(centre))) + centre
        for centre, count in zip(centres, counts, strict=True)
    ]
    numbers = np.repeat(np.arange(len(counts)), counts)
    return torch.tensor(np.concatenate(points), dtype=torch.float32), numbers


def fitted(points, allowed, weights=None):
    """Fit a head where each point may be any of some categories."""
    mask = torch.zeros(len(points), len(CATEGORIES), dtype=torch.bool)
    for row, names in enumerate(allowed):
        mask[row, list(names)] = True
    weights = torch.ones(len(points)) if weights is None else torch.tensor(weights)
    return fit_head(points, mask, weights, 1e-2)


def said(head, points):
    return head.chances(points.numpy(), np.ones(len(points), np.int64))


@pytest.fixture(scope="module")
def model():
    return onnx.load_from_string(shipped_model(MODEL_NAME))


@pytest.fixture
def photo(rng):
    picture = np.full((150, 120, 3), 240, np.uint8)
    picture[30:120, 30:90] = (60, 90, 160)
    return np.clip(picture + rng.normal(0, 2, picture.shape), 0, 255).astype(np.uint8)


def test_clouds_apart_are_told_apart():
    points, numbers = clouds([(0, 0, 100), (3, 0, 100), (0, 3, 100)], (30, 30, 30))
    head = fitted(points, [(number,) for number in numbers])
    assert (said(head, points).argmax(1) == numbers).mean() > 0.95
    assert head.weight.shape == (len(CATEGORIES), 3)


def test_what_weighs_more_is_said_more_often():
    points, numbers = clouds([(0, 0), (1, 0)], (180, 20), spread=0.8)
    often = [
        int((said(fitted(points, [(n,) for n in numbers], weights), points).argmax(1) == 1).sum())
        for weights in (None, np.where(numbers == 1, 9.0, 1.0).astype(np.float32))
    ]
    assert often[1] > often[0] + 10


def test_one_of_several_raises_them_together_and_leaves_the_choice_to_others():
    points, numbers = clouds([(0, 0), (3, 0), (0, 3), (3, 3)], (40, 40, 40, 40))
    kinds = [(TSHIRT,), (TOP,), (DRESS,), (TSHIRT, TOP)]
    chances = said(fitted(points, [kinds[number] for number in numbers]), points)
    unsure = chances[numbers == 3]
    assert np.median(unsure[:, TSHIRT] + unsure[:, TOP]) > 0.7
    assert np.median(chances[numbers == 0][:, TSHIRT]) > 0.7


def test_a_picture_is_judged_by_the_mean_of_its_looks():
    head = Head(np.zeros((12, 1), np.float32), np.zeros(12, np.float32))
    head.weight[TOP] = 5
    features = np.array([[3], [-3], [3]], np.float16)
    chances = head.chances(features, np.array([2, 1]))
    np.testing.assert_allclose(chances.sum(axis=1), 1)
    assert 0.45 < chances[0, TOP] < 0.55 < 0.99 < chances[1, TOP]


def test_the_head_fits_what_the_program_hears(model, photo):
    features = Listener(model).features(photo)
    weight, bias = (
        onnx.numpy_helper.to_array(tensor).astype(np.float32)
        for stem in ("weight", "bias")
        for tensor in model.graph.initializer
        if tensor.name.startswith(f"network.categories.{stem}")
    )
    chances = Head(weight, bias).chances(features, np.array([len(features)]))
    reading = open_garment_network().read(photo)
    np.testing.assert_allclose(chances[0], reading.categories, atol=5e-3)


def test_another_head_changes_the_categories_alone(model, photo):
    listener = Listener(model)
    changed = with_head(
        model,
        Head(np.zeros((12, listener.features(photo).shape[1]), np.float32), np.eye(12)[TOP] * 9),
    )
    onnx.checker.check_model(changed)
    feed = {"photo": np.full((2, 3, 256, 256), 0.5, np.float32)}
    before, after = listener.run(feed), Listener(changed).run(feed)
    np.testing.assert_array_equal(before[0], after[0])
    np.testing.assert_array_equal(before[2], after[2])
    assert after[4][0].argmax() == TOP
    assert after[4][0, TOP] > 0.99


def test_pictures_made_of_one_photo_are_never_on_both_sides_of_a_fold(monkeypatch):
    names = [f"{number:036d}{end}" for number in range(20) for end in ("", "-top0", "-skirt")]
    examples = [Example(Path(f"f/image/{name}.jpg"), (TOP,), 1.0) for name in names]
    features = [np.full((1, 2), number // 3, np.float16) for number in range(len(names))]
    taught = []

    def noted(some, kinds, decay):
        taught.append({int(one[0, 0]) for one in kinds})
        return Head(np.zeros((12, 2), np.float32), np.zeros(12, np.float32))

    monkeypatch.setattr(refit, "fit_on", noted)
    assert fold_loss(examples, features, 1e-2) == pytest.approx(np.log(12), rel=1e-3)
    missing = [set(range(20)) - fold for fold in taught]
    assert len(taught) > 1
    assert sum(len(fold) for fold in missing) == 20


def test_more_pictures_are_read_from_their_labels(tmp_path):
    (tmp_path / "labels.csv").write_text("image,category\na.jpg,dress\nb.jpg,upper\n")
    dress, upper = other_examples(tmp_path)
    assert dress.allowed == (DRESS,)
    assert dress.path == tmp_path / "image" / "a.jpg"
    assert {TOP, TSHIRT} < set(upper.allowed)
    assert DRESS not in upper.allowed
    assert CATEGORIES.index("skirt") not in upper.allowed


def test_what_is_kept_is_not_read_again(model, tmp_path):
    example = Example(tmp_path / "image" / "gone.jpg", (TOP,), 1.0)
    kept = {example.key: np.ones((6, 3), np.float16)}
    assert read_features(model, [example], kept) == [kept[example.key]]
