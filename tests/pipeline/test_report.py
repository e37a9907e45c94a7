import dataclasses
import json
import tracemalloc
from types import SimpleNamespace

import numpy as np
import pytest

import tryon_ar
from tests.support.bodies import standing_body
from tryon_ar.core.errors import OutputUnwritable
from tryon_ar.core.types import Body, DressedFrame, Frame, GarmentState, TrackedFrame
from tryon_ar.pipeline import report as report_module
from tryon_ar.pipeline.report import Report

DRESSED, HELD, NOBODY = GarmentState.DRESSED, GarmentState.HELD, GarmentState.NOBODY


def dressed(
    state: GarmentState = DRESSED,
    body: Body | None = None,
    index: int = 0,
    track_ms: float = 10.0,
    total_ms: float = 15.0,
    **marks: tuple[float, float],
) -> DressedFrame:
    frame = Frame(np.zeros((4, 4, 3), np.uint8), index, index * 33.33333, 0)
    reason = "" if state is DRESSED else "why"
    tracked = TrackedFrame(frame, body, state, reason=reason, pose_ms=track_ms - 2.0)
    garment_landmarks = {"tee": marks} if marks else {}
    latency_ms = {"capture": 1.0, "track": track_ms, "total": total_ms}
    return DressedFrame(frame.image_bgr, tracked, None, garment_landmarks, False, latency_ms, 0.125)


def test_a_report_holds_no_password():
    report = Report("rtsp://me:secret@10.0.0.5/cam", [])
    assert report.as_dict({})["source"] == "rtsp://10.0.0.5/cam"


def test_a_report_has_the_documented_form():
    report = Report("clip.mp4", ["tee"])
    report.add(dressed(body=standing_body(), neck_left=(1.23456, 2.0)))
    report.add(dressed(NOBODY, index=1))
    told = report.as_dict({"blend": "Numba", "pose": "MediaPipe"})
    assert list(told) == [
        "version",
        "app_version",
        "source",
        "garments",
        "providers",
        "frames",
        "summary",
    ]
    assert (told["version"], told["app_version"]) == (1, tryon_ar.__version__)
    assert (told["source"], told["garments"]) == ("clip.mp4", ["tee"])
    first, second = told["frames"]
    assert list(first) == [
        "index",
        "t_ms",
        "state",
        "reason",
        "latency_ms",
        "landmarks",
        "garment_landmarks",
        "estimated",
        "quality",
    ]
    stages = ["capture", "track", "parse", "fit", "warp", "blend", "total"]
    assert list(first["latency_ms"]) == stages
    assert (first["state"], first["reason"]) == ("dressed", "")
    assert first["estimated"] == 0.125
    assert first["garment_landmarks"] == {"tee": {"neck_left": [1.23, 2.0]}}
    assert (second["index"], second["t_ms"]) == (1, 33.333)
    assert (second["state"], second["reason"]) == ("nobody", "why")
    assert second["landmarks"] is None
    assert second["garment_landmarks"] == {}


def test_where_no_report_is_wanted_nothing_of_the_frames_is_kept():
    report = Report("clip.mp4", ["tee"], keep_frames=False)
    tracemalloc.start()
    try:
        report.add(dressed(body=standing_body()))
        before, _ = tracemalloc.get_traced_memory()
        for index in range(1, 200):
            report.add(dressed(body=standing_body(), index=index, neck_left=(1.0, 2.0)))
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (after - before) / 199 < 200
    assert (report.summary()["frames"], report.summary()["dressed"]) == (200, 200)
    assert report.as_dict({})["frames"] == []


def test_landmarks_are_x_y_and_visibility_of_all_33():
    body = standing_body()
    report = Report("demo", [])
    report.add(dressed(body=body))
    (frame,) = report.as_dict({})["frames"]
    assert np.shape(frame["landmarks"]) == (33, 3)
    expected = np.column_stack([body.pose.points_px, body.pose.visibility])
    np.testing.assert_allclose(frame["landmarks"], expected, atol=5e-4)


def test_a_body_kept_while_nobody_is_there_is_not_told():
    report = Report("demo", [])
    report.add(dressed(NOBODY, standing_body()))
    report.add(dressed(HELD, standing_body()))
    nobody, held = report.as_dict({})["frames"]
    assert nobody["landmarks"] is None
    assert len(held["landmarks"]) == 33


def test_the_summary_by_hand(monkeypatch):
    now_s = [100.0]
    clock = SimpleNamespace(monotonic=lambda: now_s[0])  # others go on by the real one
    monkeypatch.setattr(report_module, "time", clock)
    report = Report("demo", ["tee"])
    # Overhead of the dressed frames, without 1 ms of capture, over 2 ms less than the tracking
    # stage took: 1.5, 2.0 and 4.0; the held one does not count.
    frames = [
        (DRESSED, 12.0, 16.0),
        (DRESSED, 12.0, 21.0),
        (HELD, 12.0, 91.0),
        (DRESSED, 7.0, 21.0),
    ]
    for index, (state, track_ms, total_ms) in enumerate(frames):
        now_s[0] += 0.5
        report.add(dressed(state, None, index, track_ms, total_ms))
    now_s[0] += 60.0  # what happens after the last frame is not counted
    assert report.summary() == {
        "frames": 4,
        "lowered": 0,
        "dressed": 3,
        "unique_fps": 2.0,
        "p50_ms": 21.0,
        "p95_ms": 80.5,
        "p99_ms": 88.9,
        "overhead_ratio": 2.0,
    }


def test_a_run_without_frames_has_a_summary_too():
    summary = Report("demo", []).summary()
    assert summary["frames"] == summary["dressed"] == 0
    assert summary["unique_fps"] == 0.0
    assert summary["overhead_ratio"] is None


def test_totals_can_be_given_and_added(tmp_path):
    report = Report("demo", [])
    report.add(dressed())
    path = tmp_path / "é.json"
    report.write(path, {}, unique_fps=24.5, painted=7)
    summary = json.loads(path.read_text(encoding="utf-8"))["summary"]
    assert (summary["unique_fps"], summary["painted"], summary["frames"]) == (24.5, 7, 1)


def test_it_is_valid_json_whatever_was_measured(tmp_path):
    report = Report("clip \N{SNOWMAN}.mp4", [])
    report.add(dressed(body=standing_body()))
    report.write(tmp_path / "r.json", {"blend": "Numba"})

    def refuse(text: str) -> None:
        raise AssertionError(text)

    json.loads((tmp_path / "r.json").read_text(encoding="utf-8"), parse_constant=refuse)


def test_a_source_whose_name_is_no_text_is_reported(tmp_path):
    Report("caf\udce9.mp4", []).write(tmp_path / "r.json", {})
    assert json.loads((tmp_path / "r.json").read_text())["source"] == "caf\udce9.mp4"


def test_a_report_that_cannot_be_written_leaves_nothing(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputUnwritable):
        Report("demo", []).write(tmp_path / "file" / "r.json", {})
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_frames_drawn_less_finely_are_told_and_counted():
    report = Report("demo", [])
    report.add(dressed())
    report.add(dataclasses.replace(dressed(index=1), quality="coarser warp"))
    told = report.as_dict({})
    assert [frame["quality"] for frame in told["frames"]] == ["full", "coarser warp"]
    assert told["summary"]["lowered"] == 1
