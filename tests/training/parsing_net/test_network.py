"""The head's shape."""

# ruff: noqa: E402 - nothing of this is imported where PyTorch is missing
import pytest

torch = pytest.importorskip("torch", reason="PyTorch is in the extra 'train'")

from tryon_ar.training.parsing_net.interface import LABEL_COUNT, SHAPES, SHARES_PX
from tryon_ar.training.parsing_net.network import ParsingHead, Projection, shares_of


def inputs(count):
    return [torch.rand(count, channels, side, side) for channels, side in SHAPES]


@pytest.fixture(scope="module")
def head():
    torch.manual_seed(3)
    return ParsingHead().eval()


def test_it_says_a_share_of_every_label(head):
    with torch.no_grad():
        logits = head(*inputs(2))
    assert logits.shape == (2, LABEL_COUNT, SHARES_PX, SHARES_PX)
    torch.testing.assert_close(shares_of(logits), logits.softmax(1))
    assert torch.isfinite(shares_of(1000 * logits)).all()


def test_it_is_small_enough_to_ship(head):
    assert sum(value.numel() for value in head.parameters()) <= 250_000


def test_every_weight_learns():
    torch.manual_seed(3)
    learning = ParsingHead()
    learning(*inputs(2)).square().mean().backward()
    still = [name for name, value in learning.named_parameters() if not value.grad.any()]
    assert still == []


def test_every_input_counts(head):
    torch.manual_seed(4)
    given = inputs(1)
    with torch.no_grad():
        before = head(*given)
        for number in range(len(given)):
            changed = list(given)
            changed[number] = given[number] + 1
            assert (head(*changed) - before).abs().max() > 1e-4, number


def test_a_folded_projection_does_the_same():
    torch.manual_seed(5)
    projection = Projection(24, 16)
    spread = torch.logspace(-2, 2, 24)[:, None, None]
    with torch.no_grad():
        projection.norm.weight.uniform_(0.5, 2)
        projection.norm.bias.normal_()
        for _ in range(20):
            projection(3 + spread * torch.randn(4, 24, 8, 8))
    projection.eval()
    seen = spread * torch.randn(2, 24, 8, 8)
    with torch.no_grad():
        torch.testing.assert_close(
            projection.folded()(seen), projection(seen), atol=1e-4, rtol=1e-4
        )
