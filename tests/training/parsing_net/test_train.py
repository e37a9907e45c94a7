"""The course of a training run."""

# ruff: noqa: E402 - nothing of this is imported where PyTorch is missing
import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch is in the extra 'train'")

from tryon_ar.core.labels import Label
from tryon_ar.training.parsing_net import train
from tryon_ar.training.parsing_net.feed import Batch
from tryon_ar.training.parsing_net.interface import SHAPES
from tryon_ar.training.parsing_net.train import (
    PEAK_RATE,
    log_line,
    losses_of,
    rate_at,
    start_run,
    take_step,
)


@pytest.fixture
def batch(rng):
    inputs = tuple(rng.normal(size=(2, c, s, s)).astype(np.float16) for c, s in SHAPES)
    labels = np.zeros((2, 256, 256), np.uint8)
    labels[:, 60:200, 80:180] = Label.UPPER
    return Batch(inputs, labels)


def test_the_rate_rises_shortly_then_falls_to_next_to_nothing():
    rates = [rate_at(share) for share in np.linspace(0, 1, 101)]
    top = int(np.argmax(rates))
    assert rates[0] < 0.05 * PEAK_RATE
    assert 1 <= top <= 5
    assert rates[top] == pytest.approx(PEAK_RATE, rel=0.03)
    assert rates[top:] == sorted(rates[top:], reverse=True)
    assert 0 < rates[-1] <= 1e-5
    assert rate_at(1.5) > 0


def test_a_few_steps_on_one_batch_learn_it(batch):
    run = start_run()
    first = float(losses_of(run.network, batch)["labels"].detach())
    before = [value.detach().clone() for value in run.network.parameters()]
    for _ in range(6):
        take_step(run, batch, 0.1)
    assert run.step == run.average.steps == 6
    assert float(losses_of(run.network, batch)["labels"].detach()) < 0.7 * first
    after = run.network.parameters()
    assert all(bool((old != new).any()) for old, new in zip(before, after, strict=True))
    step, minutes, *losses = log_line(run).strip().split(",")
    assert (step, minutes) == ("6", "0.0")
    assert [loss.split("=")[0] for loss in losses] == ["labels", "overlap"]


def test_a_checkpoint_goes_on_where_it_stopped(batch, tmp_path):
    run = start_run()
    take_step(run, batch, 0.1)
    run.spent_s = 12.5
    run.save(tmp_path / "checkpoint.pt")
    assert [file.name for file in tmp_path.iterdir()] == ["checkpoint.pt"]
    other = start_run()
    other.load(tmp_path / "checkpoint.pt")
    assert (other.step, other.average.steps, other.spent_s) == (1, 1, 12.5)
    for mine, yours in ((run.network, other.network), (run.average.network, other.average.network)):
        for name, value in mine.state_dict().items():
            assert torch.equal(value, yours.state_dict()[name]), name
    old, new = run.optimiser.state_dict()["state"], other.optimiser.state_dict()["state"]
    assert all(torch.equal(old[key]["exp_avg"], new[key]["exp_avg"]) for key in old)


def test_a_run_may_begin_with_what_another_has_learnt(batch, tmp_path):
    first = start_run()
    take_step(first, batch, 0.5)
    first.save(tmp_path / "checkpoint.pt")
    second = start_run(tmp_path / "checkpoint.pt")
    for name, value in first.average.network.state_dict().items():
        assert torch.equal(second.network.state_dict()[name], value), name
    assert second.refining
    assert not first.refining
    take_step(second, batch, 0.5)
    assert second.optimiser.param_groups[0]["lr"] < rate_at(0.5)


class Repeats:
    """A feed of one batch, again and again."""

    def __init__(self, batch):
        self.batch = batch

    def next(self):
        return self.batch


def test_a_run_ends_when_its_time_is_spent(batch, tmp_path, monkeypatch):
    clock = iter(np.arange(0, 1000, 10.0))
    monkeypatch.setattr(train.time, "monotonic", lambda: float(next(clock)))
    monkeypatch.setattr(train, "take_step", lambda run, *_: setattr(run, "step", run.step + 50))
    run = start_run()
    train.train(run, Repeats(batch), tmp_path, minutes=1)
    assert run.spent_s == 60
    assert (tmp_path / "checkpoint.pt").is_file()
    assert len((tmp_path / "log.csv").read_text(encoding="utf-8").splitlines()) == 6
