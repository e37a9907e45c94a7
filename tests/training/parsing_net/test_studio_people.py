import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from tryon_ar.core.labels import Label
from tryon_ar.training.parsing_net import studio_people as module
from tryon_ar.training.parsing_net.studio_people import FILE, make_picture, studio_people

VIEWS: dict[str, dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))


def test_only_the_studios_pictures_of_people_that_may_be_trained_on_are_named() -> None:
    assert len(VIEWS) >= 100
    for name, view in VIEWS.items():
        person, file = view["file"].split("/")
        assert name.startswith(f"{person}-")
        assert person != "P003"
        assert file.startswith(("studio_", "character_sheet", "emotions_sheet"))


@pytest.mark.parametrize("name", VIEWS)
def test_outlines_are_areas_that_are_read_and_lie_about_the_view(name: str) -> None:
    known = {"face", "shade", "beard", "hair", "neck", "arms", "lower", "solid", "empty"}
    areas = VIEWS[name]["areas"]
    assert set(areas) <= known | {label.name for label in Label}
    for outlines in areas.values():
        for outline in outlines:
            points = np.array(outline)
            assert points.shape[1] == 2
            assert len(points) >= 3
            assert np.abs(points).max() < 2000


def _sheet() -> np.ndarray:
    sheet = np.full((300, 300, 3), 128, np.uint8)
    cv2.ellipse(sheet, (150, 130), (50, 70), 0, 0, 360, (95, 125, 190), -1)
    cv2.ellipse(sheet, (150, 85), (55, 40), 0, 0, 360, (20, 20, 22), -1)
    cv2.rectangle(sheet, (80, 220), (220, 300), (225, 225, 225), -1)
    cv2.rectangle(sheet, (125, 180), (175, 230), (95, 125, 190), -1)
    return sheet


VIEW = {
    "file": "P001/sheet.jpg",
    "box": [20, 20, 280, 280],
    "side": 130,
    "areas": {"neck": [[[0, 680], [1000, 680], [1000, 1000], [0, 1000]]]},
}


def test_a_view_is_cut_shrunk_and_labelled() -> None:
    made = make_picture("P001-view", _sheet(), VIEW)
    assert made.image_bgr.shape == (130, 130, 3)
    assert made.rgba.shape == (130, 130, 4)
    assert made.labels[30, 65] == Label.HAIR
    assert made.labels[70, 65] == Label.FACE
    assert made.labels[95, 65] == Label.NECK
    assert made.labels[120, 65] == Label.UPPER
    assert made.rgba[10, 10].tolist() == [0, 0, 0, 0]
    # Red first, multiplied by alpha.
    assert made.rgba[70, 65].tolist() == [190, 125, 95, 255]
    assert (made.rgba[..., :3] <= made.rgba[..., 3:]).all()


def test_the_cache_gives_what_was_made_until_the_outlines_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("openpeople")
    name = "P006-head-left"
    outlines = tmp_path / "views.json"
    outlines.write_text(json.dumps({name: VIEWS[name]}), encoding="utf-8")
    monkeypatch.setattr(module, "FILE", outlines)
    (first,) = studio_people(tmp_path / "cache")
    assert set(np.unique(first.labels)) == {
        Label.BACKGROUND, Label.HAIR, Label.FACE, Label.NECK, Label.UPPER,
    }  # fmt: skip
    (kept,) = (tmp_path / "cache").iterdir()
    with monkeypatch.context() as unable:
        unable.setattr(module, "make_picture", None)
        (again,) = studio_people(tmp_path / "cache")
    assert (again.labels == first.labels).all()
    assert (again.rgba == first.rgba).all()
    outlines.write_text(json.dumps({name: {**VIEWS[name], "side": 100}}), encoding="utf-8")
    (smaller,) = studio_people(tmp_path / "cache")
    assert max(smaller.labels.shape) == 100
    assert not kept.exists()
