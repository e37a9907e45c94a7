"""Scores of a labeller that knows the truth, and of one that knows nothing."""

import json

import numpy as np
import pytest
from PIL import Image

from tryon_ar.core.errors import MissingResource
from tryon_ar.core.labels import Label
from tryon_ar.evaluation.parsing_suite import score_sets


@pytest.fixture
def data(tmp_path):
    """One person with hair above clothes, in both sets."""
    people = tmp_path / "measure_only" / "pairs_small"
    street = tmp_path / "measure_only" / "parsing"
    photo = np.full((8, 6, 3), 128, np.uint8)
    lip, ccp = np.zeros((8, 6), np.uint8), np.zeros((8, 6), np.uint8)
    lip[:4], lip[4:] = 2, 5
    ccp[:4], ccp[4:] = 1, 2
    for folder, name, truth in ((people, "labels_lip20", lip), (street, "labels_ccp59", ccp)):
        (folder / "image").mkdir(parents=True)
        (folder / name).mkdir()
        Image.fromarray(photo).save(folder / "image" / "a.png")
        Image.fromarray(truth).save(folder / name / "a.png")
    names = {"0": "null", "1": "hair", "2": "dress"}
    (street / "label_list.json").write_text(json.dumps(names), encoding="utf-8")
    return tmp_path


def test_the_truth_scores_one(data):
    truth = np.full((8, 6), Label.UPPER, np.uint8)
    truth[:4] = Label.HAIR
    found = score_sets(data, lambda _photo: truth)
    assert found["people"]["iou"] == {"hair": 1.0, "upper": 1.0}
    assert found["street"]["iou"] == {"hair": 1.0, "clothes": 1.0}
    assert found["people"]["targets"]["upper"] == 0.85


def test_who_is_not_found_scores_nothing(data):
    found = score_sets(data, lambda _photo: None)
    assert found["street"]["iou"] == {"hair": 0.0, "clothes": 0.0}
    assert found["street"]["nobody"] == ["a.png"]


def test_without_label_pictures_there_is_nothing_to_score(tmp_path):
    with pytest.raises(MissingResource, match="no label pictures"):
        score_sets(tmp_path, lambda _photo: None)
