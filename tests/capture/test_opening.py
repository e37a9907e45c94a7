import subprocess
import sys

import pytest
from PIL import Image

from tryon_ar.capture.camera import CameraSource
from tryon_ar.capture.demo import DemoSource
from tryon_ar.capture.folder import FolderSource
from tryon_ar.capture.opening import describe, is_stream, open_source, without_password
from tryon_ar.capture.photo import PhotoSource
from tryon_ar.capture.stream import StreamSource
from tryon_ar.capture.synthetic import SyntheticSource
from tryon_ar.capture.video_file import VideoFileSource
from tryon_ar.core.errors import SourceNotFound, UsageError


@pytest.mark.parametrize(
    ("spec", "kind"),
    [
        ("demo", DemoSource),
        ("demo:P001", DemoSource),
        ("synthetic", SyntheticSource),
        ("synthetic:320x240@25", SyntheticSource),
        ("camera", CameraSource),
        ("camera:0", CameraSource),
        ("camera:Some Webcam", CameraSource),
        ("camera:/dev/video3", CameraSource),
        ("2", CameraSource),
        ("/dev/video1", CameraSource),
        ("http://127.0.0.1:8080/video", StreamSource),
        ("HTTPS://127.0.0.1/x.mp4", StreamSource),
        ("rtsp://user:secret@127.0.0.1/cam", StreamSource),
        ("tcp://127.0.0.1:9", StreamSource),
        ("udp://127.0.0.1:9", StreamSource),
    ],
)
def test_names_choose_the_source(spec, kind):
    assert type(open_source(spec)) is kind


def test_files_choose_the_source(tmp_path):
    Image.new("RGB", (4, 4)).save(tmp_path / "a.JPG", "JPEG")
    (tmp_path / "a.mkv").touch()
    assert type(open_source(str(tmp_path))) is FolderSource
    assert type(open_source(str(tmp_path / "a.JPG"))) is PhotoSource
    assert type(open_source(str(tmp_path / "a.mkv"))) is VideoFileSource


@pytest.mark.parametrize("spec", ["nothing.mp4", "no such thing", "ftp://127.0.0.1/a", ""])
def test_what_is_not_there_is_a_sentence(spec, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SourceNotFound) as refusal:
        open_source(spec)
    assert refusal.value.exit_code == 3
    assert refusal.value.hint


@pytest.mark.parametrize("mode", ["big", "640", "640x480@", "0x0", "640x480@0"])
def test_wrongly_written_test_patterns_are_a_usage_error(mode):
    with pytest.raises(UsageError):
        open_source(f"synthetic:{mode}")


def test_modes_reach_the_sources():
    with open_source("synthetic:320x240@25") as source:
        assert (source.info.size_px, source.info.nominal_fps) == ((320, 240), 25)
    with open_source("demo", size_px=(320, 180), fps=24) as source:
        assert (source.info.size_px, source.info.nominal_fps) == ((320, 180), 24)


def test_descriptions_are_for_people():
    assert describe("synthetic:640x480@30") == "Test pattern"
    assert describe("camera:HD Webcam") == "HD Webcam"
    assert describe("/dev/video2") == "Camera 2"
    assert describe("demo:P001") == "Demo (P001)"
    assert describe("rtsp://me:secret@10.0.0.5/cam") == "rtsp://10.0.0.5/cam"


def test_passwords_are_left_out():
    assert without_password("http://a:b@host/x") == "http://host/x"
    assert without_password("http://host/x@y") == "http://host/x@y"
    assert without_password("http://host?at=x@y") == "http://host?at=x@y"
    assert without_password("rtsp://me:s@cr@t@host:554/cam") == "rtsp://host:554/cam"
    with pytest.raises(SourceNotFound, match="rtmp://host/cam") as refusal:
        open_source("rtmp://me:secret@host/cam")
    assert "secret" not in str(refusal.value)


def test_addresses_are_told_from_files():
    assert is_stream("rtsp://x")
    assert not is_stream("C:\\clips\\a.mp4")


def test_importing_it_loads_nothing_heavy():
    code = (
        "import sys; import tryon_ar.capture.opening;"
        "print([m for m in ('cv2', 'av', 'PIL', 'numba', 'mediapipe') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "spec",
    [
        "~\0\0~",
        "~nobody-of-that-name/clip.mp4",
        "a" * 5000,
        "9" * 5000,
        "camera" + "9" * 5000,
        "/dev/video" + "9" * 5000,
        "clip\0.mp4",
        "\ud800",
        "../" * 3000,
    ],
)
def test_names_of_nothing_are_told_briefly(spec):
    with pytest.raises(SourceNotFound, match="There is no camera, file or folder") as caught:
        open_source(spec)
    assert len(str(caught.value)) < 1000
