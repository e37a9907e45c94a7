"""The garment network's shape."""

# ruff: noqa: E402 - nothing of this is imported where PyTorch is missing
import pytest

torch = pytest.importorskip("torch", reason="PyTorch is in the extra 'train'")

from tryon_ar.garments.cutting.reading import LANDMARK_ORDER, PART_COUNT
from tryon_ar.garments.garment import CATEGORIES
from tryon_ar.training.garment_net.network import GarmentNet


@pytest.fixture(scope="module")
def network():
    torch.manual_seed(3)
    return GarmentNet().eval()


@pytest.mark.parametrize("side", [192, 256])
def test_every_output_has_its_size(network, side):
    with torch.no_grad():
        said = network(torch.rand(2, 3, side, side))
    assert said.matte.shape == (2, 1, side, side)
    assert said.parts.shape == (2, PART_COUNT, side // 2, side // 2)
    assert said.heatmaps.shape == (2, len(LANDMARK_ORDER), side // 4, side // 4)
    assert said.exists.shape == (2, len(LANDMARK_ORDER))
    assert said.categories.shape == (2, len(CATEGORIES))
    assert said.garment.shape == (2,)
    assert all(torch.isfinite(value).all() for value in said)


def test_pictures_of_a_batch_do_not_see_each_other(network):
    photos = torch.rand(2, 3, 192, 192)
    with torch.no_grad():
        together, alone = network(photos), network(photos[:1])
    for both, one in zip(together, alone, strict=True):
        torch.testing.assert_close(both[:1], one, atol=1e-4, rtol=1e-3)


def test_it_is_small_enough_to_ship(network):
    weights = sum(value.numel() for value in network.parameters())
    assert 2 * weights < 8e6  # in 16 bits


def test_every_weight_learns():
    torch.manual_seed(3)
    learning = GarmentNet()
    said = learning(torch.rand(2, 3, 64, 64))
    sum(value.square().mean() for value in said).backward()
    still = [name for name, value in learning.named_parameters() if not value.grad.any()]
    assert still == []


def test_the_category_does_not_pull_at_the_matte():
    torch.manual_seed(3)
    learning = GarmentNet()
    learning(torch.rand(2, 3, 64, 64)).categories.sum().backward()
    assert all(value.grad is None for value in learning.matte.parameters())
