"""What counts as worse, and that a garment fitted worse is noticed."""

import dataclasses
import json
import shutil
from pathlib import Path

import pytest

from tryon_ar.evaluation.regression import WATCHED, improved, watched, worsened
from tryon_ar.evaluation.rig_suite import measure_rig
from tryon_ar.fitting.fitter import GarmentFitter

RIG = Path(__file__).parent / "rig"
BASELINE = Path(__file__).parent / "rig_baseline.json"
IOU, ERROR, FOLDS = "mean.warp_iou", "mean.nle_torso", "mean.fold_rate"


def figures(changes):
    return [change.figure for change in changes]


@pytest.mark.parametrize(
    ("figure", "before", "now", "is_worse", "is_better"),
    [
        (IOU, 0.9, 0.9 * 0.981, False, False),
        (IOU, 0.9, 0.9 * 0.979, True, False),
        (IOU, 0.9, 0.95, False, True),
        (ERROR, 0.1, 0.1019, False, False),
        (ERROR, 0.1, 0.1021, True, False),
        (ERROR, 0.1, 0.09, False, True),
        (FOLDS, 0.0, 0.0, False, False),
        (FOLDS, 0.0, 0.001, True, False),
    ],
)
def test_two_per_cent_either_way(figure, before, now, is_worse, is_better):
    assert figures(worsened({figure: before}, {figure: now})) == [figure] * is_worse
    assert figures(improved({figure: before}, {figure: now})) == [figure] * is_better


def test_what_is_gone_is_worse_and_what_is_new_is_not_judged():
    assert figures(worsened({IOU: 0.9}, {ERROR: 0.1})) == [IOU]
    assert improved({IOU: 0.9}, {}) == []


def test_a_figure_that_nobody_watches_is_refused():
    with pytest.raises(ValueError, match="nobody watches"):
        worsened({"mean.beauty": 1.0}, {})


def test_watched_takes_what_is_known():
    found = watched({"mean": {"warp_iou": 0.5, "nle_torso": None, "other": 1}, "motion": {}})
    assert found == {IOU: 0.5}


def test_the_baseline_has_every_watched_figure():
    assert set(json.loads(BASELINE.read_text(encoding="utf-8"))) == set(WATCHED)


@pytest.fixture
def one_scene(tmp_path):
    """Return a rig of the tee alone."""
    told = json.loads((RIG / "rig.json").read_text(encoding="utf-8"))
    told["scenes"] = [one for one in told["scenes"] if one["name"] == "photo-026-tshirt"]
    (scene,) = told["scenes"]
    rig = tmp_path / "rig"
    for part in (f"garments/{scene['garment']}", f"scenes/{scene['name']}"):
        shutil.copytree(RIG / part, rig / part)
    (rig / "rig.json").write_text(json.dumps(told), encoding="utf-8")
    return rig


def test_a_worse_fit_is_noticed_and_the_same_is_not(one_scene, monkeypatch):
    before = watched(measure_rig(one_scene, ("photo",)))
    assert before[IOU] > 0.5
    assert worsened(before, watched(measure_rig(one_scene, ("photo",)))) == []
    fitted = GarmentFitter.fit

    def widened(self, *arguments):
        fit = fitted(self, *arguments)
        middle = fit.segments[0].frame_points.mean(axis=0)

        def moved(points):
            return middle + (points - middle) * (1.15, 1.0)

        segments = tuple(
            dataclasses.replace(
                piece,
                frame_points=moved(piece.frame_points),
                hull_points=moved(piece.hull_points),
            )
            for piece in fit.segments
        )
        return dataclasses.replace(fit, segments=segments)

    monkeypatch.setattr(GarmentFitter, "fit", widened)
    after = watched(measure_rig(one_scene, ("photo",)))
    assert IOU in figures(worsened(before, after))
