"""Contact sheets: a plate of every category and clip, and times of what was drawn."""

import cv2
import numpy as np
import pytest

from tests.support.bodies import flat_tee
from tests.support.drawn_person import painted
from tryon_ar.core.types import DressedFrame, GarmentState, TrackedFrame
from tryon_ar.evaluation import sheets
from tryon_ar.evaluation.album import Album
from tryon_ar.evaluation.still_mirror import StillMirror
from tryon_ar.garments.builtin import builtin_summaries


class Replay(StillMirror):
    """A mirror that sees the same painted person in every photo."""

    def __init__(self):
        self._tracked = TrackedFrame(*painted(), GarmentState.DRESSED)

    def watch(self, picture_bgr):
        return self._tracked

    def __exit__(self, *_):
        pass


@pytest.fixture
def data(tmp_path):
    (tmp_path / "persons").mkdir()
    for name in ("b.jpg", "a.png"):
        cv2.imwrite(str(tmp_path / "persons" / name), np.zeros((8, 8, 3), np.uint8))
    (tmp_path / "persons" / "LICENSE.txt").touch()
    return tmp_path


def test_every_category_there_is_gets_a_plate(data, monkeypatch):
    monkeypatch.setattr(sheets, "StillMirror", Replay)
    monkeypatch.setattr(sheets, "load_builtin", lambda _identifier: flat_tee())
    album = Album(height_px=24)
    sheets.add_people(data, album)
    plates = album.sections[sheets.PEOPLE]
    shown = {plate.caption.split(":")[0] for plate in plates}
    assert shown == {one.category for one in builtin_summaries()}
    assert all(plate.titles[::2] in (("a", "b"), ("b", "a")) for plate in plates)


def test_no_people_no_plates(tmp_path):
    album = Album()
    sheets.add_people(tmp_path, album)
    assert sheets.add_clips(tmp_path, album) == {}
    assert album.sections == {}


def test_clips_are_shown_after_a_while_and_timed(tmp_path, monkeypatch):
    frame, body = painted()
    tracked = TrackedFrame(frame, body, GarmentState.DRESSED)
    taken = []

    def dressed(clip, _garment):
        for index in range(200):
            taken.append(clip.name)
            late = 100.0 if index < sheets._WARM else float(index % 2)
            yield DressedFrame(frame.image_bgr, tracked, None, {}, False, {"warp": late})

    monkeypatch.setattr(sheets, "_dressed", dressed)
    for name in ("webcam/one.mkv", "measure_only/motion/dance.mp4"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).touch()
    album = Album(height_px=24)
    latency = sheets.add_clips(tmp_path, album)
    (plate,) = album.sections[sheets.CLIPS]
    assert plate.titles == ("frame 30", "", "frame 50", "", "frame 70", "")
    assert set(album.sections) == {sheets.CLIPS, sheets.DANCE}
    assert taken.count("one.mkv") == 71
    assert latency["warp"] == {"p50": 0.0, "p95": 1.0}
    assert latency["fit"]["p95"] == 0.0
