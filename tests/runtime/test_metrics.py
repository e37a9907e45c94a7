import dataclasses
import threading

import numpy as np
import pytest

from tryon_ar.core.types import DressedFrame, Frame, GarmentState, TrackedFrame
from tryon_ar.runtime.metrics import DropCause, Metrics


class Clock:
    def __init__(self) -> None:
        self.now_ns = 5_000_000_000

    def __call__(self) -> int:
        return self.now_ns

    def advance(self, seconds: float) -> None:
        self.now_ns += round(seconds * 1e9)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def metrics(clock: Clock) -> Metrics:
    return Metrics(window_s=3.0, clock_ns=clock)


def frame(index: int, captured_ns: int = 0) -> Frame:
    return Frame(np.zeros((2, 2, 3), np.uint8), index, index * 33.0, captured_ns)


def dressed(index: int, captured_ns: int = 0, **latency_ms: float) -> DressedFrame:
    tracked = TrackedFrame(frame(index, captured_ns), None, GarmentState.NOBODY)
    return DressedFrame(tracked.frame.image_bgr, tracked, None, {}, False, latency_ms)


def test_nothing_yet(metrics):
    snapshot = metrics.snapshot()
    assert snapshot.stages == {}
    assert snapshot.unique_fps == snapshot.capture_fps == 0.0
    assert snapshot.age_ms is None
    assert snapshot.shown == 0
    assert snapshot.drops == dict.fromkeys(DropCause, 0)


@pytest.mark.parametrize("fps", [5.0, 24.0, 30.0, 60.0])
def test_rates_are_those_of_the_events(metrics, clock, fps):
    for index in range(round(fps * 4)):
        clock.advance(1 / fps)
        metrics.captured(frame(index))
        if index % 2 == 0:
            metrics.painted(dressed(index), clock())
    snapshot = metrics.snapshot()
    assert snapshot.capture_fps == pytest.approx(fps, rel=0.01)
    assert snapshot.unique_fps == pytest.approx(fps / 2, rel=0.05)


def test_painting_the_same_frame_again_is_not_a_new_picture(metrics, clock):
    for index in range(60):
        clock.advance(1 / 60)
        metrics.painted(dressed(index // 4), clock())
    snapshot = metrics.snapshot()
    assert snapshot.shown == 15
    assert snapshot.unique_fps == pytest.approx(15, rel=0.1)


def test_a_rate_falls_as_soon_as_frames_are_overdue_and_reaches_zero(metrics, clock):
    for index in range(90):
        clock.advance(1 / 30)
        metrics.captured(frame(index))
    assert metrics.snapshot().capture_fps == pytest.approx(30, rel=0.01)
    clock.advance(1.5)
    assert metrics.snapshot().capture_fps < 20
    clock.advance(3.0)
    assert metrics.snapshot().capture_fps == 0.0


def test_percentiles_agree_with_numpy(metrics, clock, rng):
    values = rng.gamma(3.0, 5.0, 80)
    for index, value in enumerate(values):
        clock.advance(0.01)
        metrics.dressed(dressed(index, track=float(value), total=2 * float(value)))
    stages = metrics.snapshot().stages
    assert list(stages) == ["track", "total"]
    track = stages["track"]
    expected = [float(np.percentile(values, percent)) for percent in (50, 95, 99)]
    assert [track.p50_ms, track.p95_ms, track.p99_ms] == pytest.approx(expected)
    assert track.last_ms == pytest.approx(float(values[-1]))
    assert stages["total"].p95_ms == pytest.approx(2 * track.p95_ms)


def test_old_values_leave_the_window_and_idle_stages_vanish(metrics, clock):
    metrics.stage("warp", 1000.0)
    clock.advance(2.0)
    metrics.stage("warp", 4.0)
    clock.advance(2.0)
    assert metrics.snapshot().stages["warp"].p99_ms == 4.0
    clock.advance(2.0)
    assert "warp" not in metrics.snapshot().stages


def test_age_is_from_capture_to_paint(metrics, clock):
    for index in range(10):
        clock.advance(0.04)
        metrics.painted(dressed(index, captured_ns=clock() - 25_000_000), clock())
    age = metrics.snapshot().age_ms
    assert age is not None
    assert age.p50_ms == pytest.approx(25.0)


def test_drops_add_up_by_cause_over_all_counters(metrics):
    metrics.dropped(DropCause.SKIPPED, 2)
    metrics.dropped(DropCause.SKIPPED)
    totals = [4, 5]
    metrics.watch(DropCause.REPLACED, lambda: totals[0])
    metrics.watch(DropCause.REPLACED, lambda: totals[1])
    expected = {DropCause.REPLACED: 9, DropCause.SKIPPED: 3, DropCause.RECORDER: 0}
    assert metrics.snapshot().drops == expected
    totals[0] = 10
    assert metrics.snapshot().drops[DropCause.REPLACED] == 15


def test_a_watched_counter_may_use_the_metrics_itself(metrics):
    metrics.watch(DropCause.RECORDER, lambda: metrics.dropped(DropCause.SKIPPED) or 1)
    assert metrics.snapshot().drops[DropCause.RECORDER] == 1


def test_a_snapshot_does_not_change(metrics):
    metrics.set_provider("CPU")
    snapshot = metrics.snapshot()
    metrics.set_provider("CUDA")
    metrics.dropped(DropCause.SKIPPED)
    assert snapshot.provider == "CPU"
    assert snapshot.drops[DropCause.SKIPPED] == 0
    with pytest.raises(dataclasses.FrozenInstanceError):
        snapshot.provider = "other"


def test_a_window_of_nothing_is_refused():
    with pytest.raises(ValueError, match="window_s"):
        Metrics(window_s=0.0)


def test_memory_is_bounded_without_anybody_reading(clock):
    metrics = Metrics(window_s=1e9, clock_ns=clock)
    for index in range(5_000):
        metrics.captured(frame(index))
        metrics.stage("track", 1.0)
    assert len(metrics._captured.samples) <= 2_000
    assert len(metrics._stages["track"].samples) <= 2_000


def test_counts_are_exact_under_load_from_many_threads():
    metrics = Metrics(window_s=3600.0)  # a slow machine must not outlive the window
    done = threading.Event()

    def write(worker: int) -> None:
        for index in range(500):
            metrics.dropped(DropCause.REPLACED)
            metrics.painted(dressed(worker * 1000 + index), 0)
            metrics.stage(f"stage {worker}", 1.0)

    def read() -> None:
        while not done.is_set():
            metrics.snapshot()

    threads = [threading.Thread(target=write, args=(n,), name="tryon-ar w") for n in range(4)]
    reader = threading.Thread(target=read, name="tryon-ar r")
    for thread in [*threads, reader]:
        thread.start()
    for thread in threads:
        thread.join(120.0)
    done.set()
    reader.join(120.0)
    snapshot = metrics.snapshot()
    assert snapshot.drops[DropCause.REPLACED] == 2_000
    assert snapshot.shown == 2_000
    assert len(snapshot.stages) == 4


def test_dressed_fps_covers_the_whole_run_and_dressed_pictures_only(metrics, clock):
    covered = np.ones((2, 2), np.float32)
    for index in range(100):
        clock.advance(0.1)
        shown = dressed(index)
        if index >= 50:  # the first five seconds show an undressed picture
            shown = dataclasses.replace(shown, coverage=covered)
        metrics.painted(shown, clock())
        metrics.painted(shown, clock())  # the same picture again is not a new one
    assert metrics.snapshot().dressed_fps == pytest.approx(10.0)
    clock.advance(60.0)
    assert metrics.snapshot().dressed_fps == pytest.approx(10.0)


def test_the_quality_is_that_of_the_last_dressed_frame(metrics):
    assert metrics.snapshot().quality == ""
    covered = np.ones((2, 2), np.float32)
    lowered = dataclasses.replace(dressed(0), coverage=covered, quality="coarser warp")
    metrics.dressed(lowered)
    metrics.dressed(dressed(1))  # nobody was dressed: nothing was drawn
    assert metrics.snapshot().quality == "coarser warp"
