"""The mirror where no window can be opened, and what it refuses before opening one."""

import json
from pathlib import Path

import openpeople
import pytest
from PIL import Image

from tests.support.clips import write_clip
from tests.support.program import assert_refused, everything_in, run_program
from tests.support.undressing import Undressing
from tryon_ar.capture.video_file import VideoFileSource
from tryon_ar.commands import render
from tryon_ar.core import paths
from tryon_ar.core.errors import OutputUnwritable

DATA = Path(openpeople.__file__).parent / "data" / "curated" / "P001" / "assets"


@pytest.fixture
def videos(tmp_path, monkeypatch) -> Path:
    """The person's own folder of videos; there is no display."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TRYON_AR_VIDEOS", str(tmp_path / "videos"))
    monkeypatch.setenv("TRYON_AR_PICTURES", str(tmp_path / "pictures"))
    return tmp_path / "videos"


def frames_in(path: Path) -> int:
    with VideoFileSource(path) as source:
        return sum(1 for _ in iter(source.read, None))


def test_without_a_display_the_dressed_demo_is_recorded(videos, tmp_path):
    report = tmp_path / "r.json"
    outcome = run_program("--seconds", "1", "--report", report)
    assert outcome.code == 0
    (name,) = everything_in(videos)
    assert name.startswith("tryon-ar 20")
    assert name.endswith(".mp4")
    assert str(videos / name) in outcome.out
    assert "no window can be opened: there is no display" in outcome.err
    assert frames_in(videos / name) == 30
    told = json.loads(report.read_text())
    assert (told["source"], told["garments"]) == ("demo", ["tee-striped"])
    assert told["summary"]["dressed"] >= 29


def test_a_display_that_does_not_answer_is_none(videos, monkeypatch):
    monkeypatch.setenv("DISPLAY", ":4711")
    outcome = run_program("--seconds", "0.2", "--garment", "polo-navy")
    assert outcome.code == 0
    assert "the display :4711 does not answer" in outcome.err
    assert len(everything_in(videos)) == 1


def test_a_stream_is_named_without_its_password(videos):
    outcome = run_program("--source", "http://me:secret@127.0.0.1:1/camera")
    assert outcome.code == 3
    assert "Recording the dressed http://127.0.0.1:1/camera instead" in outcome.err
    assert "secret" not in outcome.out + outcome.err


def test_the_recording_goes_where_it_was_asked_for(videos, tmp_path):
    outcome = run_program("--seconds", "0.2", "--record", tmp_path / "mine.mkv")
    assert outcome.code == 0
    assert frames_in(tmp_path / "mine.mkv") == 6
    assert not videos.exists()


def test_a_clip_ends_after_ten_seconds_and_says_so_unless_seconds_are_named(
    videos, tmp_path, monkeypatch
):
    monkeypatch.setattr(render, "TryOn", Undressing)
    monkeypatch.setattr(render, "fetching_models", lambda: None)
    clip = write_clip(tmp_path / "clip.mp4", range(0, 12_000, 1000))
    said = "tryon-ar: stopped after 10 seconds; for more add --seconds N.\n"
    outcome = run_program("--source", clip)
    assert outcome.code == 0
    assert said in outcome.err
    assert frames_in(videos / everything_in(videos)[0]) == 10
    more = run_program("--source", clip, "--seconds", "11", "--record", tmp_path / "more.mp4")
    assert "stopped" not in more.err
    assert frames_in(tmp_path / "more.mp4") == 11
    short = write_clip(tmp_path / "short.mp4", range(0, 10_000, 1000))
    assert "stopped" not in run_program("--source", short).err
    whole = run_program("render", clip, "-g", "tee-plain", "-o", tmp_path / "whole.mp4")
    assert "stopped" not in whole.err
    assert frames_in(tmp_path / "whole.mp4") == 12
    shapes = run_program("render", "synthetic:96x96@1", "-g", "tee-plain", "-o", tmp_path / "a.mp4")
    assert said in shapes.err


def test_a_photo_becomes_a_picture(videos, tmp_path):
    with Image.open(DATA / "studio_posture.jpg") as picture:
        picture.resize((360, 645)).save(tmp_path / "me.jpg")
    assert run_program("--source", tmp_path / "me.jpg").code == 0
    (name,) = everything_in(tmp_path / "pictures")
    with Image.open(tmp_path / "pictures" / name) as dressed:
        assert dressed.size == (360, 645)


def test_a_folder_of_photos_becomes_a_folder(videos, tmp_path):
    (tmp_path / "photos").mkdir()
    with Image.open(DATA / "studio_posture.jpg") as picture:
        picture.resize((360, 645)).save(tmp_path / "photos" / "me.jpg")
    assert run_program("--source", tmp_path / "photos").code == 0
    folder, picture_name = everything_in(tmp_path / "pictures")
    assert picture_name == f"{folder}/000000.png"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--source", "nothing.mp4"), 3),
        (("--garment", "nothing"), 7),
        (("--source", "synthetic:nonsense"), 2),
    ],
    ids=str,
)
def test_what_cannot_be_recorded_leaves_nothing(videos, options, code):
    outcome = run_program("--seconds", "1", *options)
    assert outcome.code == code
    assert "Traceback" not in outcome.err
    assert everything_in(videos) == []


def test_a_videos_folder_that_cannot_be_made(videos, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("TRYON_AR_VIDEOS", str(tmp_path / "file" / "videos"))
    assert_refused(run_program("--seconds", "1"), 6)


@pytest.fixture
def window(monkeypatch):
    """A window that would open; it is an error that it does."""

    def opened(*_: object) -> int:
        raise AssertionError("the window was opened")

    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr("tryon_ar.gui.application.run_window", opened)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--source", "{}/nothing.mp4"), 3),
        (("--source", "{}/empty.mp4"), 3),
        (("--source", "{}/text.mp4"), 3),
        (("--source", "{}/empty.png"), 7),
        (("--source", "synthetic:nonsense"), 2),
        (("--garment", "tee-strped"), 7),
        (("--garment", "{}"), 7),
        (("--garment", "{}/empty.png"), 7),
        (("--record", "{}/new/a.mp4"), 6),
        (("--record", "{}/text.mp4/a.mp4"), 6),
        (("--record", "{}/a.gif"), 2),
        (("--report", "{}/new/r.json"), 6),
        (("--seconds", "0"), 2),
        (("--provider", "abacus"), 2),
    ],
    ids=str,
)
def test_mistakes_are_told_before_the_window_opens(window, tmp_path, options, code):
    (tmp_path / "empty.mp4").write_bytes(b"")
    (tmp_path / "empty.png").write_bytes(b"")
    (tmp_path / "text.mp4").write_text("not a film")
    before = everything_in(tmp_path)
    option, value = options
    assert_refused(run_program(option, value.format(tmp_path)), code)
    assert everything_in(tmp_path) == before


def test_the_window_gets_what_was_asked_for(monkeypatch, tmp_path):
    given = []
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr(
        "tryon_ar.gui.application.run_window", lambda parts, options: given.append(options) or 0
    )
    clip = write_clip(tmp_path / "clip.mp4")
    record = tmp_path / "a.mkv"
    options = ("--source", clip, "--garment", "polo-navy", "--seconds", "5", "--kiosk")
    assert run_program(*options, "--record", record).code == 0
    (asked,) = given
    assert (asked.source, asked.garments) == (str(clip), ("polo-navy",))
    assert (asked.seconds, asked.record) == (5.0, record)
    assert asked.kiosk
    assert asked.fullscreen


def test_a_wipe_asked_for_is_carried_out_although_the_run_ends_badly(monkeypatch):
    def run(parts, options):
        parts.settings.change("look.theme", "light")
        parts.on_wipe(True, False)
        raise OutputUnwritable("The report cannot be written.", "Choose another place.")

    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr("tryon_ar.gui.application.run_window", run)
    assert run_program().code == OutputUnwritable.exit_code
    assert not paths.user_config_folder().exists()


def test_something_is_worn_from_the_start(monkeypatch):
    given = []
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr(
        "tryon_ar.gui.application.run_window", lambda parts, options: given.append(options) or 0
    )
    assert run_program().code == 0
    assert given[0].source is None
    assert given[0].garments == ("tee-striped",)
