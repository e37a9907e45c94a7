"""What the network is punished for."""

# ruff: noqa: E402 - nothing of this is imported where PyTorch is missing
import math

import pytest

torch = pytest.importorskip("torch", reason="PyTorch is in the extra 'train'")

from tryon_ar.garments.cutting.reading import LANDMARK_ORDER, PART_COUNT
from tryon_ar.garments.garment import CATEGORIES, Part
from tryon_ar.training.garment_net.hand_placed import INSIDE, UNKNOWN
from tryon_ar.training.garment_net.losses import (
    HandTruth,
    Truth,
    category_loss,
    drawn_losses,
    inside_loss,
    matte_loss,
    part_loss,
    placed_losses,
    point_loss,
)
from tryon_ar.training.garment_net.network import Outputs

SIDE = 64
COUNT = len(LANDMARK_ORDER)


def half_matte():
    alpha = torch.zeros(2, SIDE, SIDE)
    alpha[:, :, 20:50] = 1
    return alpha


def logits_of(share, sure=12.0):
    return (2 * share - 1) * sure


def test_a_right_matte_costs_nothing_and_a_wrong_one_much():
    alpha = half_matte()
    right, blind, wrong = (
        float(matte_loss(logits, alpha))
        for logits in (logits_of(alpha), torch.zeros_like(alpha), logits_of(1 - alpha))
    )
    assert right < 0.01
    assert right < blind < wrong
    assert blind > 2 * math.log(2)


def test_where_a_label_is_not_sure_nothing_is_learnt():
    alpha = half_matte()
    sure = torch.zeros_like(alpha)
    sure[:, :32] = 1
    logits = logits_of(alpha)
    logits[:, 32:] *= -1
    logits.requires_grad_()
    loss = matte_loss(logits, alpha, sure)
    loss.backward()
    assert float(loss.detach()) < 0.01
    assert not logits.grad[:, 32:].any()
    assert logits.grad[:, :32].any()


def test_small_parts_weigh_more():
    parts = torch.full((1, SIDE, SIDE), int(Part.TORSO))
    parts[:, :8, :8] = int(Part.COLLAR)
    truth = torch.nn.functional.one_hot(parts[:, ::2, ::2], PART_COUNT).permute(0, 3, 1, 2) * 20.0
    assert float(part_loss(truth, parts)) < 1e-4
    missed_collar, missed_torso = truth.clone(), truth.clone()
    missed_collar[:, Part.COLLAR, :4, :4] = 0
    missed_torso[:, Part.TORSO, 20:24, 20:24] = 0
    missed_torso[:, Part.HOOD, 20:24, 20:24] = 20
    missed_collar[:, Part.HOOD, :4, :4] = 20
    assert float(part_loss(missed_collar, parts)) > 1.5 * float(part_loss(missed_torso, parts))


def heat_at(column, row):
    heat = torch.full((1, COUNT, SIDE // 4, SIDE // 4), 0.0)
    heat[..., row, column] = 12.0
    return heat


def test_a_landmark_is_sought_where_it_is():
    landmarks = torch.zeros(1, COUNT, 3)
    landmarks[0, 3] = torch.tensor([4 * 9 + 1.5, 4 * 5 + 1.5, 1])  # the middle of cell (9, 5)
    costs = {
        (column, row): float(point_loss(heat_at(column, row), landmarks))
        for column in (8, 9, 10)
        for row in (4, 5, 6)
    }
    assert min(costs, key=costs.get) == (9, 5)


def test_a_landmark_that_is_not_there_costs_nothing():
    landmarks = torch.zeros(1, COUNT, 3)
    landmarks[0, 3, :2] = 30
    assert float(point_loss(heat_at(1, 1), landmarks)) == 0


def test_a_picture_without_a_garment_has_no_category():
    logits = torch.zeros(3, len(CATEGORIES))
    logits[0, 4] = 9
    of_first = float(category_loss(logits[:1], torch.tensor([4])))
    assert float(category_loss(logits, torch.tensor([4, -1, -1]))) == pytest.approx(of_first)
    assert float(category_loss(logits[:1], torch.tensor([5]))) > of_first + 5


def test_every_head_is_taught_by_drawn_pictures():
    torch.manual_seed(1)
    outputs = Outputs(
        torch.randn(2, 1, SIDE, SIDE),
        torch.randn(2, PART_COUNT, SIDE // 2, SIDE // 2),
        torch.randn(2, COUNT, SIDE // 4, SIDE // 4),
        torch.randn(2, COUNT),
        torch.randn(2, len(CATEGORIES)),
        torch.randn(2),
    )
    for value in outputs:
        value.requires_grad_()
    landmarks = torch.zeros(2, COUNT, 3)
    landmarks[0, 5] = torch.tensor([20.0, 30.0, 1.0])
    alpha = half_matte()
    truth = Truth(alpha, alpha.long(), landmarks, torch.tensor([2, -1]))
    losses = drawn_losses(outputs, truth)
    assert set(losses) == {"matte", "parts", "points", "exists", "category", "garment"}
    assert all(value.shape == () and torch.isfinite(value) for value in losses.values())
    sum(losses.values()).backward()
    assert all(value.grad.any() for value in outputs)
    assert not outputs.exists.grad[1].any()
    assert not outputs.categories.grad[1].any()
    assert outputs.garment.grad[1] > 0


def inside_drawn():
    inside = torch.zeros(1, SIDE, SIDE, dtype=torch.uint8)
    inside[:, 20:40, 20:40] = UNKNOWN
    inside[:, 24:36, 24:36] = INSIDE
    return inside


def inside_said(inside, sure=9.0):
    logits = torch.zeros(1, PART_COUNT, SIDE // 2, SIDE // 2)
    logits[:, Part.INSIDE_BACK] = logits_of((inside[:, ::2, ::2] == INSIDE).float(), sure)
    return logits


def test_the_inside_is_learnt_where_it_is_known():
    inside = inside_drawn()
    right, wrong = inside_said(inside), inside_said(255 - inside)
    assert float(inside_loss(right, inside)) < 0.01 < 1 < float(inside_loss(wrong, inside))
    logits = torch.zeros(1, PART_COUNT, SIDE // 2, SIDE // 2, requires_grad=True)
    inside_loss(logits, inside).backward()
    learnt = logits.grad.abs().sum(1)[0] > 0
    assert not learnt[10:20, 10].any()
    assert learnt[12:18, 12:18].all()
    assert learnt[:9].all()


def outputs_of(count):
    shapes = [(1, SIDE, SIDE), (PART_COUNT, SIDE // 2, SIDE // 2), (COUNT, SIDE // 4, SIDE // 4)]
    dense = [torch.zeros(count, *shape, requires_grad=True) for shape in shapes]
    exists = torch.zeros(count, COUNT, requires_grad=True)
    return Outputs(*dense, exists, torch.zeros(count, len(CATEGORIES)), torch.zeros(count))


def test_photos_that_nobody_looked_at_teach_no_points():
    said = outputs_of(2)
    landmarks = torch.zeros(2, COUNT, 3)
    landmarks[0, 4] = torch.tensor([30.0, 20.0, 1.0])
    inside = torch.full((2, SIDE, SIDE), UNKNOWN, dtype=torch.uint8)
    inside[0] = 0
    truth = HandTruth(landmarks, inside, torch.tensor([True, False]))
    losses = placed_losses(said, truth)
    assert set(losses) == {"placed points", "placed exists", "placed inside"}
    torch.stack(list(losses.values())).sum().backward()
    for value in (said.parts, said.heatmaps, said.exists):
        assert value.grad[0].any()
        assert not value.grad[1].any()


def test_a_picture_counts_for_the_category_what_it_weighs():
    logits = torch.zeros(2, len(CATEGORIES))
    logits[0, 3] = 5
    category = torch.tensor([3, 4])
    both = float(category_loss(logits, category, torch.tensor([1.0, 1.0])))
    assert both == pytest.approx(float(category_loss(logits, category)), rel=1e-5)
    first, second = (
        float(category_loss(logits, category, torch.tensor(weight)))
        for weight in ([1.0, 0.0], [0.0, 1.0])
    )
    assert first < both < second
    assert both == pytest.approx((first + second) / 2, rel=1e-5)
