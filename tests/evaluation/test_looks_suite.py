"""Pictures to look at: everybody in one garment of every category, and why not."""

from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from tests.support.bodies import flat_tee
from tests.support.drawn_person import painted
from tryon_ar.core.errors import MissingResource
from tryon_ar.core.types import DressedFrame, GarmentState, TrackedFrame
from tryon_ar.evaluation import looks_suite
from tryon_ar.evaluation.album import Album
from tryon_ar.evaluation.still_mirror import StillMirror
from tryon_ar.garments.builtin import builtin_summaries


class Replay(StillMirror):
    """A mirror that sees a painted person in every photo but black ones."""

    def __init__(self):
        pass

    def watch(self, picture_bgr):
        frame, body = painted()
        if picture_bgr.any():
            return TrackedFrame(frame, body, GarmentState.DRESSED)
        return TrackedFrame(frame, None, GarmentState.NOBODY, 0.0, "nobody in the picture")

    def __exit__(self, *_):
        pass


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.setattr(looks_suite, "StillMirror", Replay)
    monkeypatch.setattr(looks_suite, "load_builtin", lambda _identifier: flat_tee())
    (tmp_path / "persons").mkdir()
    (tmp_path / "persons" / "LICENSE.txt").touch()
    for name, level in (("bright", 200), ("dark", 0)):
        picture = np.full((8, 8, 3), level, np.uint8)
        cv2.imwrite(str(tmp_path / "persons" / f"{name}.png"), picture)
    return tmp_path


def test_everybody_wears_every_category_or_it_is_said_why_not(data):
    album = Album(height_px=24)
    told = looks_suite.measure_looks(data, album)
    categories = {one.category for one in builtin_summaries()}
    assert set(told["garments"]) == categories
    assert told["dressed"] == len(categories)
    assert told["undressed"] == {"dark": {flat_tee().id: "nobody in the picture"}}
    bright, dark = album.sections[looks_suite.PEOPLE]
    assert (bright.caption, dark.caption) == ("bright", "dark")
    assert len(bright.titles) == len(categories) + 1
    assert not any("NOT DRESSED" in title for title in bright.titles)
    assert all("NOT DRESSED" in title for title in dark.titles[1:])


def test_a_photo_stands_for_a_category_that_is_not_built_in(data, monkeypatch):
    (data / "garments").mkdir()
    for name in ("blazer_02", "blazer_01", "tshirt_01"):
        (data / "garments" / f"{name}.jpg").touch()
    cut = []

    def cut_photo(photo, *, name, category):
        cut.append((photo.name, name, category))
        return SimpleNamespace(garment=flat_tee())

    monkeypatch.setattr(looks_suite, "cut_photo", cut_photo)
    told = looks_suite.measure_looks(data, Album(height_px=24))
    assert cut == [("blazer_01.jpg", "blazer_01", "blazer")]
    assert "blazer" in told["garments"]


def test_of_a_clip_some_moments_are_shown_and_its_end_where_it_is_short(data, monkeypatch):
    frame, body = painted()
    watched = [TrackedFrame(frame, body, GarmentState.DRESSED)] * 5

    def frames(clip, last):
        return iter(watched if clip.stem == "short" else watched * (last // 5 + 1))

    monkeypatch.setattr(looks_suite, "_watched", frames)
    monkeypatch.setattr(looks_suite, "_worn", lambda seen, garments: [_bare(seen)] * len(garments))
    for name in ("webcam/long.mkv", "webcam/short.mkv", "measure_only/motion/dance.mp4"):
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).touch()
    album = Album(height_px=24)
    looks_suite.measure_looks(data, album)
    shown = {name: [one.caption for one in album.sections[name]] for name in looks_suite.SECTIONS}
    assert shown[looks_suite.CLIPS] == ["long 60", "short end"]
    assert shown[looks_suite.DANCE] == ["dance 60", "dance 150", "dance 240"]


def _bare(seen):
    return DressedFrame(seen[-1].frame.image_bgr, seen[-1], None, {}, False, {})


def test_nobody_at_all_is_an_error(data):
    for path in (data / "persons").glob("*.png"):
        path.unlink()
    with pytest.raises(MissingResource, match="nobody to dress"):
        looks_suite.measure_looks(data, Album())
