"""``render`` on a person: pictures, videos, folders, layers and the report."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import openpeople
import pytest
from PIL import Image

import tryon_ar
from tests.support.microphones import no_microphone
from tests.support.patience import until
from tests.support.program import everything_in, run_program
from tryon_ar.capture.demo import DemoSource
from tryon_ar.capture.video_file import VideoFileSource
from tryon_ar.core.adjustment import Adjustment
from tryon_ar.core.types import DressedFrame, GarmentState, TrackedFrame
from tryon_ar.garments.garment import LANDMARK_NAMES
from tryon_ar.garments.library.corrections import Corrections
from tryon_ar.recording.options import RecordingOptions
from tryon_ar.recording.video import VideoSink
from tryon_ar.runtime.recording_control import RecordingControl
from tryon_ar.runtime.stages import open_video
from tryon_ar.runtime.status import StatusBoard
from tryon_ar.runtime.take import Devices

# Of the clip: unevenly spaced, as a camera's.
TIMES_MS = (0, 33, 70, 100, 140, 200, 233, 266, 300, 333)
SIZE_PX = (320, 240)


@pytest.fixture(scope="module")
def photo(tmp_path_factory) -> Path:
    """A whole person, small and upright."""
    data = Path(openpeople.__file__).parent / "data" / "curated" / "P001" / "assets"
    path = tmp_path_factory.mktemp("photo") / "person.jpg"
    with Image.open(data / "studio_posture.jpg") as picture:
        picture.resize((360, 645)).save(path, quality=95)
    return path


@pytest.fixture(scope="module")
def clip(tmp_path_factory) -> Path:
    """A person in ten frames."""
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    with DemoSource("P001", SIZE_PX, 30.0) as demo, VideoSink(path, SIZE_PX) as sink:
        for t_ms in TIMES_MS:
            sink.write(demo.read().image_bgr, t_ms)
    return path


@dataclass(frozen=True)
class Dressed:
    """A finished run."""

    output: Path
    layers: Path
    report: dict[str, Any]
    said: str


def dress(source: Path | str, output: Path, *garments: str, more: tuple[str, ...] = ()) -> Dressed:
    layers, report = output.parent / "layers", output.parent / "reports" / "report.json"
    options = [part for name in garments for part in ("-g", name)]
    files = ("-o", output, "--layers", layers, "--report", report)
    outcome = run_program("render", source, *options, *files, *more)
    assert outcome.code == 0, outcome
    assert outcome.err == ""
    told = json.loads(report.read_text(encoding="utf-8"))
    return Dressed(output, layers, told, outcome.out)


@pytest.fixture(scope="module")
def dressed_photo(photo, tmp_path_factory) -> Dressed:
    folder = tmp_path_factory.mktemp("dressed-photo")
    return dress(photo, folder / "dressed.png", "tee-striped", "jeans-blue")


@pytest.fixture(scope="module")
def dressed_clip(clip, tmp_path_factory) -> Dressed:
    folder = tmp_path_factory.mktemp("dressed-clip")
    return dress(clip, folder / "dressed.mp4", "tee-striped")


def frames_of(path: Path) -> Iterator[np.ndarray]:
    with VideoFileSource(path) as source:
        while (frame := source.read()) is not None:
            yield frame.image_bgr


def times_ms(path: Path) -> list[float]:
    import av

    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        base = Fraction(stream.time_base)
        stamps = [packet.pts for packet in container.demux(stream) if packet.pts is not None]
        return [round(float(pts * base * 1000), 3) for pts in stamps]


def pixels(path: Path) -> np.ndarray:
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB")).astype(int)


def coverage(run: Dressed, index: int) -> np.ndarray:
    with Image.open(run.layers / f"{index:06d}.garment.png") as picture:
        assert picture.mode == "L", "8-bit grey"
        return np.asarray(picture)


def test_garments_sit_as_they_were_set_right_by_hand(photo, dressed_photo, tmp_path, monkeypatch):
    library = tmp_path / "garments"
    Corrections(library).keep("tee-striped", Adjustment(dy=0.3))
    monkeypatch.setenv("TRYON_AR_GARMENTS", str(library))
    lowered = dress(photo, tmp_path / "lowered.png", "tee-striped", "jeans-blue")
    rows = [
        np.flatnonzero((coverage(one, 0) > 250).any(axis=1)) for one in (dressed_photo, lowered)
    ]
    assert rows[1][0] > rows[0][0] + 10


def test_a_photo_becomes_a_picture_of_its_size(photo, dressed_photo):
    before, after = pixels(photo), pixels(dressed_photo.output)
    assert before.shape == after.shape
    assert dressed_photo.said.startswith(f"Wrote {dressed_photo.output}")


def test_the_picture_changes_where_the_garments_are(photo, dressed_photo):
    change = np.abs(pixels(photo) - pixels(dressed_photo.output)).max(axis=2)
    visible = coverage(dressed_photo, 0)
    assert visible.shape == change.shape
    assert 0.1 < (visible > 128).mean() < 0.6
    assert (change[visible > 250] > 8).mean() > 0.8
    height = len(visible)
    assert change[: height // 12].max() == 0, "above the head nothing changes"


def test_the_report_has_the_documented_keys(photo, dressed_photo):
    told = dressed_photo.report
    assert set(told) == {
        "version",
        "app_version",
        "source",
        "garments",
        "providers",
        "frames",
        "summary",
    }
    assert (told["version"], told["app_version"]) == (1, tryon_ar.__version__)
    assert told["source"] == str(photo)
    assert told["garments"] == ["tee-striped", "jeans-blue"]
    assert set(told["providers"]) == {"blend", "pose"}
    (frame,) = told["frames"]
    assert set(frame) == {
        "index",
        "t_ms",
        "state",
        "reason",
        "latency_ms",
        "quality",
        "landmarks",
        "garment_landmarks",
        "estimated",
    }
    assert (frame["index"], frame["t_ms"], frame["state"]) == (0, 0.0, "dressed")
    stages = {"capture", "track", "parse", "fit", "warp", "blend", "total"}
    assert set(frame["latency_ms"]) == stages
    assert set(told["summary"]) == {
        "frames",
        "dressed",
        "unique_fps",
        "p50_ms",
        "p95_ms",
        "p99_ms",
        "overhead_ratio",
        "lowered",
    }
    assert (told["summary"]["frames"], told["summary"]["dressed"]) == (1, 1)


def test_the_report_says_where_the_body_is(photo, dressed_photo):
    marks = np.array(dressed_photo.report["frames"][0]["landmarks"])
    assert marks.shape == (33, 3)
    nose, left, right = marks[0], marks[11], marks[12]
    assert left[0] > right[0], "the wearer's left is at the right of the picture"
    assert nose[1] < left[1]
    assert ((marks[:, 2] >= 0) & (marks[:, 2] <= 1)).all()
    visible = coverage(dressed_photo, 0)
    chest = (left + right)[:2] / 2 + (0, 0.6 * (left[0] - right[0]))
    assert visible[round(chest[1]), round(chest[0])] > 200


def test_the_report_says_where_the_garments_are(dressed_photo):
    garments = dressed_photo.report["frames"][0]["garment_landmarks"]
    assert set(garments) == {"tee-striped", "jeans-blue"}
    for marks in garments.values():
        assert set(marks) <= LANDMARK_NAMES
        assert len(marks) >= 6
    tee, jeans = garments["tee-striped"], garments["jeans-blue"]
    assert tee["shoulder_left"][0] > tee["shoulder_right"][0]
    assert jeans["waist_left"][1] > tee["armpit_left"][1]


def test_nothing_else_is_written(dressed_photo):
    assert everything_in(dressed_photo.output.parent) == [
        "dressed.png",
        "layers",
        "layers/000000.garment.png",
        "layers/000000.labels.png",
        "reports",
        "reports/report.json",
    ]


@pytest.mark.parametrize("suffix", [".jpg", ".webp"])
def test_other_kinds_of_picture(photo, tmp_path, dressed_photo, suffix):
    output = tmp_path / f"dressed{suffix}"
    outcome = run_program("render", photo, "-g", "tee-striped", "-g", "jeans-blue", "-o", output)
    assert outcome.code == 0
    with Image.open(output) as picture:
        assert picture.format == {".jpg": "JPEG", ".webp": "WEBP"}[suffix]
    assert np.abs(pixels(output) - pixels(dressed_photo.output)).mean() < 4


def test_an_older_picture_is_replaced(photo, tmp_path):
    (tmp_path / "a.png").write_bytes(b"old")
    assert run_program("render", photo, "-g", "tee-plain", "-o", tmp_path / "a.png").code == 0
    assert pixels(tmp_path / "a.png").shape == pixels(photo).shape


def test_every_frame_of_a_clip_is_dressed_at_its_own_time(dressed_clip):
    assert times_ms(dressed_clip.output) == list(TIMES_MS)
    assert [frame["t_ms"] for frame in dressed_clip.report["frames"]] == list(TIMES_MS)
    assert dressed_clip.report["summary"]["frames"] == len(TIMES_MS)
    assert dressed_clip.report["summary"]["dressed"] == len(TIMES_MS)
    assert dressed_clip.report["summary"]["overhead_ratio"] > 1


def test_the_clips_pictures_change_where_the_garment_is(clip, dressed_clip):
    pairs = zip(frames_of(clip), frames_of(dressed_clip.output), strict=True)
    for index, (before, after) in enumerate(pairs):
        assert before.shape == after.shape
        visible = coverage(dressed_clip, index) > 250
        change = np.abs(before.astype(int) - after).max(axis=2)
        assert visible.mean() > 0.05
        assert change[visible].mean() > 5 * change[coverage(dressed_clip, index) == 0].mean()


def test_a_clip_has_a_layer_a_frame(dressed_clip):
    kinds = ("garment", "labels")
    names = [f"{index:06d}.{kind}.png" for index in range(len(TIMES_MS)) for kind in kinds]
    assert everything_in(dressed_clip.layers) == names


def test_a_clip_becomes_a_folder_of_pictures(clip, tmp_path, dressed_clip):
    dressed = dress(clip, tmp_path / "frames", "tee-striped", more=("--seconds", "0.1"))
    assert everything_in(dressed.output) == [f"{index:06d}.png" for index in range(3)]
    first = pixels(dressed.output / "000000.png")[:, :, ::-1]
    assert np.abs(first - next(frames_of(dressed_clip.output))).mean() < 4


@pytest.mark.parametrize(("seconds", "frames"), [("0.2", 5), ("0.201", 6), ("60", 10)])
def test_seconds_are_the_sources_own(clip, tmp_path, seconds, frames):
    output = tmp_path / "a.mkv"
    outcome = run_program("render", clip, "-g", "tee-plain", "-o", output, "--seconds", seconds)
    assert outcome.code == 0
    assert times_ms(output) == list(TIMES_MS[:frames])


def test_a_folder_becomes_a_folder(photo, tmp_path):
    photos = tmp_path / "photos"
    photos.mkdir()
    with Image.open(photo) as picture:
        picture.save(photos / "b.png")
        picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(photos / "a.png")
    dressed = dress(photos, tmp_path / "dressed", "tee-striped")
    assert everything_in(dressed.output) == ["000000.png", "000001.png"]
    assert [frame["state"] for frame in dressed.report["frames"]] == ["dressed"] * 2


def test_a_clip_that_shows_nobody_is_written_as_it_is(tmp_path):
    outcome = run_program(
        "render", "synthetic", "-g", "tee-plain", "-o", tmp_path / "a.mp4", "--seconds", "0.2"
    )
    assert outcome.code == 0
    assert "nobody was dressed" in outcome.err
    assert len(times_ms(tmp_path / "a.mp4")) == 6


def test_a_garment_folder_can_be_worn(photo, tmp_path):
    from tryon_ar.garments.builtin import builtin_folder

    output = tmp_path / "a.png"
    folder = builtin_folder() / "tee-striped"
    assert run_program("render", photo, "-g", folder, "-o", output).code == 0
    assert output.is_file()


def test_a_recording_is_dressed_in_something_else_later(clip, tmp_path):
    """The camera's own file, kept beside a dressed one, wears what was not worn that day."""
    path = tmp_path / "look.mp4"
    control = RecordingControl(Devices(open_video, no_microphone), StatusBoard(lambda: None))
    control.start(path, 30.0, RecordingOptions(keep_clean=True))
    count = 0

    def is_written() -> bool:
        return all(
            one.stats.written == count for one in (control._take._recorder, control._take._clean)
        )

    with VideoFileSource(clip) as source:
        while (frame := source.read()) is not None:
            count += 1
            tracked = TrackedFrame(frame, None, GarmentState.NOBODY, 0.0)
            other = np.full_like(frame.image_bgr, 60)
            control.offer(DressedFrame(other, tracked, None, {}, False, {}))
            until(is_written)  # a recorder leaves out what a slow machine keeps waiting
    control.stop()
    clean = tmp_path / "look.clean.mp4"
    again = dress(clean, tmp_path / "hoodie.mp4", "hoodie-grey")
    assert f"({len(TIMES_MS)} frames, {len(TIMES_MS)} dressed)" in again.said
    for own, worn in zip(frames_of(clip), frames_of(again.output), strict=True):
        assert np.abs(own.astype(int) - worn).max() > 60
        assert np.abs(own.astype(int) - worn)[:20].mean() < 4  # the room is as it was
