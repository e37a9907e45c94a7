"""Contact sheets: a plate of every clip, and times of what was drawn."""

from tests.support.drawn_person import painted
from tryon_ar.core.types import DressedFrame, GarmentState, TrackedFrame
from tryon_ar.evaluation import sheets
from tryon_ar.evaluation.album import Album


def test_no_clips_no_plates(tmp_path):
    album = Album()
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
