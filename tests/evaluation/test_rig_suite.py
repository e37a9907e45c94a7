import numpy as np
import pytest

from tests.support.made_up_rig import HEIGHT, WIDTH, write_rig
from tryon_ar.core.errors import MissingResource
from tryon_ar.core.roi import Roi
from tryon_ar.core.types import DressedFrame, GarmentState, TrackedFrame
from tryon_ar.evaluation import rig_suite
from tryon_ar.evaluation.rig_measures import Occlusion
from tryon_ar.evaluation.rig_suite import Figures, measure_rig, summary


class _Watching:
    """Sees a person in every frame."""

    def __init__(self, **_):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def process(self, frame):
        return TrackedFrame(frame, None, GarmentState.DRESSED)


class _Drawing:
    """Draws a square of a colour, or nothing."""

    shown = True

    def __init__(self, garments, **_):
        self.worn = list(garments)

    def set_garments(self, garments):
        self.worn = list(garments)

    def reset(self):
        pass

    def close(self):
        pass

    def process(self, tracked, trace=None):
        picture = tracked.frame.image_bgr
        if not self.shown:
            return DressedFrame(picture, tracked, None, {}, False, {})
        coverage = np.zeros(picture.shape[:2], np.float32)
        coverage[10:40, 20:40] = 1.0
        if trace is not None:
            layer = np.zeros((*coverage.shape, 4), np.float32)
            layer[coverage > 0] = (0.4, 0.4, 0.4, 1.0)
            trace.begin([], Roi(0, 0, WIDTH, HEIGHT), layer)
            trace.shaded = layer.copy()
            trace.lit = layer * (0.5, 0.5, 0.5, 1.0)
        drawn = {self.worn[0].id: {"hem_left": (37.0, 39.0), "hem_right": (0.0, 0.0)}}
        return DressedFrame(picture, tracked, coverage, drawn, False, {})


@pytest.fixture
def drawing(monkeypatch):
    monkeypatch.setattr(rig_suite, "Observer", _Watching)
    monkeypatch.setattr(rig_suite, "Dresser", _Drawing)
    monkeypatch.setattr(_Drawing, "shown", True)
    return _Drawing


def test_a_picture_is_measured_against_its_truth(tmp_path, drawing):
    write_rig(tmp_path)
    told = measure_rig(tmp_path)
    mean = told["mean"]
    assert told["pictures"] == mean["pictures"] == 1
    assert told["not_dressed"] == []
    # Two pixels off, of twenty; the other end of the hem is hidden.
    assert mean["nle_hem"] == pytest.approx(0.1)
    assert mean["nle_torso"] is None
    # 30 x 20 drawn, all within the 30 x 30 that are worn but for an arm of 100.
    assert mean["warp_iou"] == pytest.approx(600 / 800, abs=1e-3)
    assert mean["colour_shift_before_tone"] == pytest.approx(0.0, abs=0.01)
    assert mean["colour_shift"] > 5
    assert told["by_category"]["tshirt"] == told["scenes"]["one"] == mean
    assert set(told["targets"]) <= set(mean)


def test_those_not_dressed_are_named(tmp_path, drawing, monkeypatch):
    monkeypatch.setattr(drawing, "shown", False)
    write_rig(tmp_path)
    told = measure_rig(tmp_path)
    assert told["not_dressed"] == ["one"]
    assert told["mean"]["pictures"] == 0
    assert told["mean"]["warp_iou"] is None


def test_sequences_are_measured_apart(tmp_path, drawing):
    write_rig(tmp_path, "still", 5)
    told = measure_rig(tmp_path)
    assert told["pictures"] == 0
    assert told["still"]["frames"] == 5
    assert told["still"]["jitter_pct"] == told["still"]["settling_pct"] == 0.0
    assert told["still"]["scenes"]["one"]["frames"] == 5
    assert told["motion"]["frames"] == 0
    assert "still" not in measure_rig(tmp_path, ["photo"])


def test_errors_and_hidden_pixels_are_pooled_over_pictures():
    others = dict.fromkeys(rig_suite._MEANS)
    one = Figures("tshirt", {"torso": [0.1, 0.3]}, Occlusion(8, 2, 0), {**others, "warp_iou": 0.9})
    two = Figures("tshirt", {"torso": [0.8]}, Occlusion(0, 0, 2), {**others, "warp_iou": 0.5})
    told = summary([one, two])
    assert told["nle_torso"] == pytest.approx(0.4)
    assert told["warp_iou"] == pytest.approx(0.7)
    assert told["occlusion_precision"] == pytest.approx(0.8)
    assert told["occlusion_recall"] == pytest.approx(0.8)


def test_a_folder_without_a_rig_is_refused(tmp_path):
    with pytest.raises(MissingResource, match="no rig"):
        measure_rig(tmp_path)
