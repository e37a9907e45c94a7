"""What the head is punished for."""

# ruff: noqa: E402 - nothing of this is imported where PyTorch is missing
import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch is in the extra 'train'")

from tryon_ar.core.labels import Label
from tryon_ar.training.parsing_net.losses import (
    edges,
    entropy_loss,
    overlap_loss,
    parsing_losses,
    truth_of,
)
from tryon_ar.training.parsing_net.pool import IGNORED


def labels_drawn():
    labels = np.zeros((1, 64, 64), np.uint8)
    labels[:, 10:40, 8:40] = Label.UPPER
    labels[:, 2:10, 18:28] = Label.NECK
    labels[:, 50:] = IGNORED
    return labels


def logits_of(shares, sure=9.0):
    return sure * shares


def test_cells_hold_shares_of_known_labels():
    labels = np.full((1, 4, 4), IGNORED, np.uint8)
    labels[0, 0] = (Label.FACE, Label.HAIR, Label.FACE, IGNORED)
    labels[0, 1] = (Label.FACE, Label.FACE, IGNORED, IGNORED)
    truth = truth_of(labels)
    assert truth.shares.shape == (1, 8, 2, 2)
    assert truth.shares[0, :, 0, 0].tolist() == [0, 0.25, 0.75, 0, 0, 0, 0, 0]
    assert truth.shares[0, Label.FACE, 0, 1] == 1
    assert truth.known[0].tolist() == [[1, 0.25], [0, 0]]


def test_saying_the_truth_costs_little():
    truth = truth_of(labels_drawn())
    right = parsing_losses(logits_of(truth.shares), truth)
    wrong = parsing_losses(logits_of(truth.shares.roll(1, 1)), truth)
    none = parsing_losses(torch.zeros(1, 8, 32, 32), truth)
    assert set(right) == {"labels", "overlap"}
    for name in right:
        assert right[name] < 0.35 < none[name] < wrong[name], name


def test_nothing_is_learnt_where_nothing_is_known():
    truth = truth_of(labels_drawn())
    logits = torch.zeros(1, 8, 32, 32, requires_grad=True)
    sum(parsing_losses(logits, truth).values()).backward()
    learnt = logits.grad.abs().sum(1)[0] > 0
    assert learnt[:25].all()
    assert not learnt[25:].any()


def test_edges_and_rare_labels_weigh_more():
    truth = truth_of(labels_drawn())
    logits = torch.zeros(1, 8, 32, 32, requires_grad=True)
    entropy_loss(logits.log_softmax(1), truth).backward()
    pull = logits.grad.abs().sum(1)[0]
    assert pull[12, 12] > 1.2 * pull[22, 28]  # cloth, wall
    assert pull[12, 5] > 1.5 * pull[12, 12]  # beside the cloth's edge
    assert pull[3, 11] > 1.5 * pull[12, 5]  # neck


def test_edges_lie_between_known_labels():
    found = edges(labels_drawn()[0])
    assert found[20, 5:12].all()
    assert not found[20, 16:32].any()
    assert not found[44:, 50:].any()


def test_a_missed_neck_costs_as_much_as_a_missed_torso():
    truth = truth_of(labels_drawn())
    costs = []
    for label in (Label.NECK, Label.UPPER):
        said = truth.shares.clone()
        said[:, Label.BACKGROUND] += said[:, label]
        said[:, label] = 0
        costs.append(float(overlap_loss(said, truth)))
    assert costs[0] > 0.3
    assert float(overlap_loss(truth.shares, truth)) < 0.02


def test_labels_that_are_absent_do_not_count():
    labels = np.zeros((1, 32, 32), np.uint8)
    truth = truth_of(labels)
    assert float(overlap_loss(truth.shares, truth)) < 0.01
    assert float(overlap_loss(torch.zeros_like(truth.shares), truth)) == pytest.approx(1)
