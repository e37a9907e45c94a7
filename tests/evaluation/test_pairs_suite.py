"""The suite of pairs: on a person painted in what the mirror itself draws, everything is right."""

import cv2
import numpy as np
import pytest

from tests.support.bodies import flat_tee
from tests.support.drawn_person import painted
from tryon_ar.core.errors import MissingResource, TryOnError
from tryon_ar.core.types import GarmentState, TrackedFrame
from tryon_ar.evaluation import pairs_suite
from tryon_ar.evaluation.album import Album
from tryon_ar.evaluation.baselines import BASELINES
from tryon_ar.evaluation.dressing_measures import Truth, shown_by
from tryon_ar.evaluation.pairs import read_pairs
from tryon_ar.evaluation.pairs_suite import measure_pair, measure_pairs, summary
from tryon_ar.evaluation.still_mirror import StillMirror


class Replay(StillMirror):
    """A mirror that sees the same painted person in every photo, or nobody."""

    def __init__(self, empty=False):
        frame, body = painted()
        state = GarmentState.NOBODY if empty else GarmentState.DRESSED
        self._tracked = TrackedFrame(frame, None if empty else body, state)

    def watch(self, picture_bgr):
        return self._tracked

    def __exit__(self, *_):
        pass


class GivenPair:
    """A pair whose photo and garment are given."""

    name, garment_of_mask = "painted", staticmethod(lambda: None)

    def __init__(self, truth):
        self._truth = truth

    def truth(self):
        return self._truth

    def garment(self, category=None):
        return flat_tee()


@pytest.fixture(scope="module")
def own_truth():
    """Return the mirror's own picture as the photo to be reached."""
    mirror = Replay()
    shown = shown_by(mirror.dress(mirror.watch(None), [flat_tee()]))
    return Truth(shown.picture_bgr, shown.drawn)


def test_what_the_mirror_draws_itself_is_right(own_truth):
    album = Album(height_px=32)
    found = measure_pair(Replay(), GivenPair(own_truth), album)
    for name in ("warp_iou", "full_iou", "boundary_f", "ssim", "ssim_inside", "seam"):
        assert found[name] == pytest.approx(1.0, abs=1e-6), name
    assert found["leak"] == 0.0
    assert found["fold_rate"] == 0.0
    assert found["colour_before"] <= 1.5
    assert found["tucked_by"] == "rule"
    assert not found["is_tucked"]
    assert set(found["baselines"]) == set(BASELINES)
    assert all(0.3 < one["warp_iou"] < 0.97 for one in found["baselines"].values())
    (plate,) = next(iter(album.sections.values()))
    assert plate.titles[:2] == ("photo", "mirror")


def test_a_worn_garment_elsewhere_costs_agreement(own_truth):
    moved = np.roll(own_truth.worn, 25, axis=1)
    found = measure_pair(Replay(), GivenPair(Truth(own_truth.picture_bgr, moved)))
    assert found["warp_iou"] < 0.8
    assert found["boundary_f"] < 0.8
    assert found["ssim"] == pytest.approx(1.0, abs=1e-6)


def test_a_short_worn_garment_is_taken_for_tucked_in(own_truth):
    short = own_truth.worn.copy()
    rows = np.flatnonzero(short.any(axis=1))
    short[rows[len(rows) * 2 // 3] :] = False
    found = measure_pair(Replay(), GivenPair(Truth(own_truth.picture_bgr, short)))
    assert found["overhang"] > pairs_suite.TUCKED_FROM
    assert found["is_tucked"]
    assert found["full_iou_as_worn"] == found["tucked"]["full_iou"]
    assert found["warp_iou"] > found["full_iou"]


def test_nobody_found_scores_nothing(own_truth):
    found = measure_pair(Replay(empty=True), GivenPair(own_truth))
    assert found["warp_iou"] == found["full_iou_as_worn"] == 0.0
    assert all(one["warp_iou"] == 0.0 for one in found["baselines"].values())


def test_means_and_extremes_are_over_those_that_have_a_figure():
    told = summary([{"iou": 0.5, "seam": None, "name": "a"}, {"iou": 0.7, "seam": 1.0}])
    assert told["iou"] == {"mean": pytest.approx(0.6), "min": 0.5, "max": 0.7}
    assert told["seam"] == {"mean": 1.0, "min": 1.0, "max": 1.0}
    assert "name" not in told


def write(path, picture):
    path.parent.mkdir(parents=True, exist_ok=True)
    assert cv2.imwrite(str(path), picture)


@pytest.fixture
def folder(tmp_path, own_truth):
    """Return a data folder of two sets with a pair each, and a photo without a product."""
    photo, worn = own_truth.picture_bgr, own_truth.worn
    sets = tmp_path / "measure_only"
    for name, stem in (("pairs", "00001"), ("pairs_small", "000002"), ("pairs", "lonely")):
        write(sets / name / "image" / f"{stem}.jpg", photo)
        if stem != "lonely":
            write(sets / name / "garment" / f"{stem}.jpg", photo)
    write(sets / "pairs" / "worn_mask" / "00001.png", worn.astype(np.uint8) * 255)
    lip = np.where(worn, 5, 13).astype(np.uint8)
    write(sets / "pairs_small" / "labels_lip20" / "000002.png", lip)
    return tmp_path


def test_pairs_are_read_with_either_kind_of_truth(folder, own_truth):
    sets = read_pairs(folder)
    assert {name: [pair.name for pair in pairs] for name, pairs in sets.items()} == {
        "pairs": ["00001"],
        "pairs_small": ["000002"],
    }
    for (pair,) in sets.values():
        np.testing.assert_array_equal(pair.truth().worn, own_truth.worn)
        assert pair.garment_of_mask() is None


def test_a_mask_of_another_size_is_refused(folder):
    write(folder / "measure_only" / "pairs" / "worn_mask" / "00001.png", np.zeros((4, 4), np.uint8))
    with pytest.raises(TryOnError, match="another size"):
        read_pairs(folder)["pairs"][0].truth()


def test_no_pairs_are_told(tmp_path):
    with pytest.raises(MissingResource, match="no pairs"):
        read_pairs(tmp_path)


def test_sets_are_summed_up_apart_and_together(folder, monkeypatch):
    values = iter([0.8, 0.6])

    def scored(_mirror, _pair, _album):
        return {"warp_iou": next(values), "baselines": {name: {"ssim": 0.5} for name in BASELINES}}

    monkeypatch.setattr(pairs_suite, "StillMirror", Replay)
    monkeypatch.setattr(pairs_suite, "measure_pair", scored)
    found = measure_pairs(folder)
    assert found["summary"]["warp_iou"] == {"mean": 0.7, "min": 0.6, "max": 0.8}
    assert found["sets"]["pairs_small"]["summary"]["warp_iou"]["mean"] == 0.6
    assert found["baselines"]["affine_sticker"]["ssim"]["mean"] == 0.5
