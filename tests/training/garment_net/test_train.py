"""The course of a training run."""

# ruff: noqa: E402 - nothing of this is imported where PyTorch is missing
import dataclasses

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch is in the extra 'train'")

from tryon_ar.garments.cutting.reading import LANDMARK_ORDER
from tryon_ar.training.garment_net import train
from tryon_ar.training.garment_net.feed import Batch
from tryon_ar.training.garment_net.hand_placed import UNKNOWN
from tryon_ar.training.garment_net.train import (
    PEAK_RATE,
    all_losses,
    as_input,
    hand_truth_of,
    log_line,
    rate_at,
    start_run,
    take_step,
    truth_of,
)

SIDE = 64
COUNT = len(LANDMARK_ORDER)


def batch_of(rng, drawn=2, real=2):
    photos = rng.integers(0, 256, (drawn, SIDE, SIDE, 3)).astype(np.uint8)
    alpha = np.zeros((drawn, SIDE, SIDE), np.uint8)
    alpha[:, 16:48, 16:48] = 255
    landmarks = np.zeros((drawn, COUNT, 3), np.float32)
    landmarks[:, 4] = (16, 47, 1)
    plain = rng.integers(0, 256, (real, SIDE, SIDE, 3)).astype(np.uint8)
    categories = np.array([3, *[-1] * (drawn - 1)], np.int64)
    kinds = np.arange(real, dtype=np.int64)
    by_hand = np.zeros((real, COUNT, 3), np.float32)
    by_hand[0, 4] = (20, 30, 1)
    inside = np.full((real, SIDE, SIDE), UNKNOWN, np.uint8)
    inside[0] = 0
    return Batch(
        photos,
        alpha,
        alpha // 255,
        landmarks,
        categories,
        plain,
        255 - plain,
        kinds,
        by_hand,
        inside,
        np.arange(real) == 0,
    )


def test_the_rate_rises_shortly_then_falls_to_next_to_nothing():
    rates = [rate_at(share) for share in np.linspace(0, 1, 101)]
    top = int(np.argmax(rates))
    assert rates[0] < 0.05 * PEAK_RATE
    assert 1 <= top <= 10
    assert rates[top] == pytest.approx(PEAK_RATE, rel=0.03)
    assert rates[top:] == sorted(rates[top:], reverse=True)
    assert 0 < rates[-1] <= 1e-5
    assert rate_at(1.5) > 0


def test_pictures_become_shares_in_their_order():
    photos = np.zeros((1, 4, 4, 3), np.uint8)
    photos[0, 1, 2] = (255, 51, 0)
    tensor = as_input(photos, 4)
    assert tensor.shape == (1, 3, 4, 4)
    assert tensor[0, :, 1, 2].tolist() == pytest.approx([1, 0.2, 0])
    assert as_input(photos, 8).shape == (1, 3, 8, 8)


def test_labels_are_scaled_with_the_pictures(rng):
    batch = batch_of(rng)
    same, half = truth_of(batch, SIDE), truth_of(batch, SIDE // 2)
    np.testing.assert_array_equal(same.alpha.numpy() * 255, batch.alpha)
    assert half.alpha.shape == half.parts.shape == (2, 32, 32)
    assert half.alpha[0, 16, 16] == 1
    assert half.parts[0, 16, 16] == 1
    assert half.alpha[0, 2, 2] == half.parts[0, 2, 2] == 0
    assert same.landmarks[0, 4].tolist() == [16, 47, 1]
    assert half.landmarks[0, 4].tolist() == [7.75, 23.25, 1]
    assert batch.landmarks[0, 4].tolist() == [16, 47, 1]


def test_real_photos_are_taught_once_the_teacher_can_see(rng):
    run, batch = start_run(), batch_of(rng)
    early, late = (set(all_losses(run, batch, share, SIDE)) for share in (0.1, 0.7))
    assert {"matte", "real category", "real garment"} <= early
    assert late - early == {"taught matte", "taught parts", "taught points"}


def test_a_step_changes_the_network_and_its_teacher(rng, monkeypatch):
    monkeypatch.setattr(train, "_SMALL_PX", SIDE)
    run = start_run()
    before = [value.detach().clone() for value in run.network.parameters()]
    take_step(run, batch_of(rng), 0.1)
    assert run.step == run.teacher.steps == 1
    assert run.optimiser.param_groups[0]["lr"] == rate_at(0.1)
    moved = [
        bool((old != new).any()) for old, new in zip(before, run.network.parameters(), strict=True)
    ]
    assert all(moved)
    assert all(np.isfinite(list(run.averages.values())))
    step, minutes, *losses = log_line(run).strip().split(",")
    assert (step, minutes) == ("1", "0.0")
    assert {loss.split("=")[0] for loss in losses} == set(run.averages)


def test_a_few_steps_on_one_batch_learn_it(rng, monkeypatch):
    monkeypatch.setattr(train, "_SMALL_PX", SIDE)
    run, batch = start_run(), batch_of(rng)
    first = float(all_losses(run, batch, 0.1, SIDE)["matte"].detach())
    for _ in range(6):
        take_step(run, batch, 0.1)
    assert float(all_losses(run, batch, 0.1, SIDE)["matte"].detach()) < 0.8 * first


def test_a_checkpoint_goes_on_where_it_stopped(rng, tmp_path, monkeypatch):
    monkeypatch.setattr(train, "_SMALL_PX", SIDE)
    run, batch = start_run(), batch_of(rng)
    take_step(run, batch, 0.1)
    run.spent_s = 12.5
    path = tmp_path / "checkpoint.pt"
    run.save(path)
    assert [file.name for file in tmp_path.iterdir()] == ["checkpoint.pt"]
    other = dataclasses.replace(start_run())
    other.load(path)
    assert (other.step, other.teacher.steps, other.spent_s) == (1, 1, 12.5)
    for mine, yours in ((run.network, other.network), (run.teacher.network, other.teacher.network)):
        for name, value in mine.state_dict().items():
            assert torch.equal(value, yours.state_dict()[name]), name
    old, new = run.optimiser.state_dict()["state"], other.optimiser.state_dict()["state"]
    assert old.keys() == new.keys()
    assert all(torch.equal(old[key]["exp_avg"], new[key]["exp_avg"]) for key in old)


class Repeats:
    """A feed of one batch, again and again."""

    def __init__(self, batch):
        self.batch = batch

    def next(self):
        return self.batch


def test_a_run_ends_when_its_time_is_spent(rng, tmp_path, monkeypatch):
    clock = iter(np.arange(0, 1000, 10.0))
    monkeypatch.setattr(train.time, "monotonic", lambda: float(next(clock)))
    monkeypatch.setattr(train, "take_step", lambda run, *_: setattr(run, "step", run.step + 50))
    run = start_run()
    train.train(run, Repeats(batch_of(rng)), tmp_path, minutes=1)
    assert run.spent_s == 60
    assert run.step == 300
    assert (tmp_path / "checkpoint.pt").is_file()
    assert len((tmp_path / "log.csv").read_text(encoding="utf-8").splitlines()) == 6


def test_what_was_placed_is_scaled_with_the_pictures(rng):
    batch = batch_of(rng)
    same, half = hand_truth_of(batch, SIDE), hand_truth_of(batch, SIDE // 2)
    assert same.landmarks[0, 4].tolist() == [20, 30, 1]
    assert half.landmarks[0, 4].tolist() == [9.75, 14.75, 1]
    assert half.inside.shape == (2, 32, 32)
    assert half.inside[0].eq(0).all()
    assert half.inside[1].eq(UNKNOWN).all()
    assert half.placed.tolist() == [True, False]


def test_a_run_may_begin_with_what_another_has_learnt(rng, tmp_path):
    first = start_run()
    take_step(first, batch_of(rng), 0.5)
    first.save(tmp_path / "checkpoint.pt")
    second = start_run(tmp_path / "checkpoint.pt")
    for name, value in first.teacher.network.state_dict().items():
        assert torch.equal(second.network.state_dict()[name], value), name
    assert second.refining
    assert not first.refining
    assert second.step == 0
    assert "taught matte" in all_losses(second, batch_of(rng), 0.0, SIDE)
    second.save(tmp_path / "again.pt")
    resumed = start_run()
    resumed.load(tmp_path / "again.pt")
    assert resumed.refining
