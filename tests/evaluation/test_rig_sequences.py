import numpy as np
import pytest

from tests.support.made_up_rig import write_rig
from tryon_ar.core.types import DressedFrame, Frame, GarmentState, TrackedFrame
from tryon_ar.evaluation.rig_reading import read_rig
from tryon_ar.evaluation.rig_sequences import Sequence

FRAMES, STEP_PX = 40, 1


def _dressed(frame, index, landmarks, shown=None):
    picture = frame.picture()
    tracked = TrackedFrame(Frame(picture, index, frame.t_ms, 0), None, GarmentState.DRESSED)
    coverage = None if landmarks is None else np.ones(picture.shape[:2], np.float32)
    drawn = {} if landmarks is None else {"square": landmarks}
    return DressedFrame(picture if shown is None else shown, tracked, coverage, drawn, False, {})


@pytest.fixture(scope="module")
def moving(tmp_path_factory):
    """A garment that goes to the right, and back again by its landmarks."""
    folder = tmp_path_factory.mktemp("moving")
    write_rig(folder, "motion", 12, STEP_PX)
    return read_rig(folder)[0]


@pytest.fixture(scope="module")
def still(tmp_path_factory):
    folder = tmp_path_factory.mktemp("still")
    write_rig(folder, "still", FRAMES, 0)
    return read_rig(folder)[0]


def test_what_moves_exactly_does_not_change(moving):
    gathered = Sequence()
    gathered.add(moving, [_dressed(f, k, f.landmarks) for k, f in enumerate(moving.frames)])
    assert max(gathered.error_in) < 1e-9
    assert gathered.figures()["pops"] == 0
    assert gathered.figures()["jitter_pct"] is None


def test_what_does_not_move_along_changes(moving):
    gathered = Sequence()
    first = moving.frames[0].picture().copy()
    first[15:35, 25] = 255
    stuck = [_dressed(f, k, moving.frames[0].landmarks, first) for k, f in enumerate(moving.frames)]
    gathered.add(moving, stuck)
    assert np.mean(gathered.error_out) > 1e-4


def test_jitter_is_measured_about_the_mean(still):
    gathered = Sequence()
    away = [{"hem_left": (39.0 + (-1) ** k * 0.2, 39.0)} for k in range(FRAMES)]
    gathered.add(still, [_dressed(f, k, away[k]) for k, f in enumerate(still.frames)])
    assert gathered.figures()["jitter_pct"] == pytest.approx(100 * 0.2 / 20.0, rel=0.01)
    assert gathered.figures()["warping_error_ratio"] is None  # nothing changes in the input


def test_settling_is_told_apart_from_jitter(still):
    gathered = Sequence()
    coming = [{"hem_left": (39.0 + (1.0 if k < 20 else -1.0), 39.0)} for k in range(FRAMES)]
    gathered.settle(still, [_dressed(f, k, coming[k]) for k, f in enumerate(still.frames)])
    assert gathered.figures()["settling_pct"] == pytest.approx(100 / 20.0)
    assert gathered.figures()["jitter_pct"] is None
    assert gathered.figures()["frames"] == 0


def test_a_jump_pops(still):
    gathered = Sequence()
    jumped = [{"hem_left": (39.0 + 3.0 * (k > 20), 39.0)} for k in range(FRAMES)]
    gathered.add(still, [_dressed(f, k, jumped[k]) for k, f in enumerate(still.frames)])
    assert gathered.figures()["pops"] == 1


def test_what_is_drawn_late_lags(tmp_path):
    write_rig(tmp_path, "motion", 30, 0)
    scene = read_rig(tmp_path)[0]
    way = [5.0 * np.sin(0.5 * k) for k in range(-2, 30)]
    for k, frame in enumerate(scene.frames):
        frame.landmarks["hem_left"][0] = 39 + way[k + 2]
    late = [{"hem_left": (39.0 + way[k], 39.0)} for k in range(30)]
    one, two = Sequence(), Sequence()
    one.add(scene, [_dressed(f, k, late[k]) for k, f in enumerate(scene.frames)])
    assert one.figures()["lag_ms"] == pytest.approx(2 * 1000 / 30, abs=2)
    two.add(scene, [_dressed(f, k, f.landmarks) for k, f in enumerate(scene.frames)])
    both = one + two
    assert both.figures()["frames"] == 60
    assert 0 < both.figures()["lag_ms"] < one.figures()["lag_ms"]


def test_those_not_dressed_are_counted(still):
    gathered = Sequence()
    shown = [None if k == 3 else {"hem_left": (39.0, 39.0)} for k in range(FRAMES)]
    gathered.add(still, [_dressed(f, k, shown[k]) for k, f in enumerate(still.frames)])
    assert gathered.figures()["undressed"] == 1
    assert gathered.figures()["jitter_pct"] is None
