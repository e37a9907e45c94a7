"""What happens to a camera; run by test_camera.py under the preloaded fake."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from tests.support.fake_v4l2 import set_mode, this_process
from tests.support.patience import PATIENCE_S
from tryon_ar.capture import reading
from tryon_ar.capture.camera import CameraSource
from tryon_ar.capture.synthetic import decode_counter
from tryon_ar.core.errors import (
    CameraBusy,
    CameraDenied,
    CameraLost,
    CameraNotFound,
    CameraSilent,
    CaptureError,
)
from tryon_ar.core.types import Frame


@pytest.fixture(autouse=True)
def _plugged_in() -> Iterator[None]:
    set_mode("ok")
    yield
    set_mode("ok")


def read_on(source: CameraSource, most: int = 20) -> list[Frame]:
    return [source.read() for _ in range(most)]


def test_frames_are_consecutive_and_the_rate_is_measured():
    with CameraSource(0) as source:
        frames = read_on(source, 30)
        numbers = [decode_counter(frame.image_bgr) for frame in frames]
        assert None not in numbers
        assert numbers == sorted(set(numbers))
        assert source.info.size_px == (640, 480)
        # Thirty a second; fewer of a machine that has no time for them.
        taken_s = (frames[-1].captured_ns - frames[0].captured_ns) / 1e9
        rate = (numbers[-1] - numbers[0]) / taken_s
        assert source.measured_fps == pytest.approx(rate, rel=0.3)


def test_size_is_set_although_the_codec_is_refused():
    """The fake knows no MJPG: the second rung of the ladder is taken."""
    with CameraSource(0, (1280, 720)) as source:
        assert source.read().size == source.info.size_px == (1280, 720)


@pytest.mark.parametrize(
    ("mode", "error", "exit_code"),
    [
        ("gone", CameraNotFound, 3),
        ("busy", CameraBusy, 5),
        ("streaming", CameraBusy, 5),
        ("denied", CameraDenied, 4),
        ("stall", CameraSilent, 3),
        ("again", CameraLost, 3),
    ],
)
def test_why_it_cannot_be_opened_is_told_apart(mode, error, exit_code):
    set_mode(mode)
    source = CameraSource(0)
    with pytest.raises(error) as refusal:
        source.open()
    assert type(refusal.value) is error
    assert (refusal.value.exit_code, bool(refusal.value.hint)) == (exit_code, True)
    set_mode("ok")
    with source:
        assert source.read().index == 0


def test_a_second_source_finds_it_busy():
    with CameraSource(0) as first:
        with pytest.raises(CameraBusy):
            CameraSource(0).open()
        assert first.read() is not None


HOLDER = """
from tryon_ar.capture.camera import CameraSource
from tryon_ar.core.process_name import name_process
name_process()
with CameraSource(0) as source:
    source.read()
    print("open", flush=True)
    input()
"""


def test_another_mirror_that_has_it_is_named_until_it_is_gone():
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout.readline() == b"open\n"
        with pytest.raises(CameraBusy, match="used by another tryon-ar") as refusal:
            CameraSource(0).open()
        assert refusal.value.programs == ("tryon-ar",)
        other.kill()
        other.wait()
    with CameraSource(0) as source:
        assert source.read() is not None


def test_a_short_stall_is_no_loss(monkeypatch):
    stall_s = 0.7
    assert 2 * stall_s <= reading.LOST_AFTER_S
    # What is short lasts longer where the one that ends it is kept waiting.
    monkeypatch.setattr(reading, "LOST_AFTER_S", PATIENCE_S)
    with CameraSource(0) as source:
        source.read()
        set_mode("stall")
        timer = threading.Timer(stall_s, set_mode, ("ok",))
        timer.start()
        for _ in range(5):
            source.read()
        timer.join()


@pytest.mark.parametrize("mode", ["stall", "gone"])
def test_silence_is_a_loss_and_opening_again_helps(mode):
    source = CameraSource(0)
    source.open()
    source.read()
    set_mode(mode)
    began = time.monotonic()
    with pytest.raises(CameraLost):
        read_on(source)
    assert time.monotonic() - began < 8  # OpenCV's own limit is ten
    source.close()
    set_mode("ok")
    with source:
        assert decode_counter(source.read().image_bgr) is not None


def test_a_silent_camera_that_was_closed_can_be_opened_at_once_by_another_source():
    first = CameraSource(0)
    first.open()
    set_mode("stall")
    time.sleep(0.2)
    first.close()
    set_mode("ok")
    with CameraSource(0) as second:
        assert second.read().index == 0


def test_a_black_picture_is_a_picture():
    set_mode("black")
    with CameraSource(0) as source:
        assert source.read().image_bgr.max() <= 1


def test_closing_ends_a_read_that_waits(monkeypatch):
    monkeypatch.setattr(reading, "LOST_AFTER_S", PATIENCE_S)
    source = CameraSource(0)
    source.open()
    source.read()
    set_mode("stall")
    timer = threading.Timer(0.3, source.close)
    timer.start()
    with pytest.raises(CaptureError) as ended:
        read_on(source)
    timer.join()
    assert not isinstance(ended.value, CameraLost)


def test_a_camera_is_found_by_its_id_wherever_it_is_plugged_in():
    cameras = this_process()
    with CameraSource(0) as source:
        lasting, index = source.info.stable_id, source.info.camera_index
    assert index == 0
    cameras.move(0, 2)
    try:
        with pytest.raises(CameraNotFound):
            CameraSource(0).open()
        with CameraSource(lasting) as source:
            assert source.info.camera_index == 2
            assert source.read() is not None
    finally:
        cameras.set_mode("gone", 2)
        cameras.close()
    with pytest.raises(CameraNotFound) as refusal:
        CameraSource(lasting).open()
    assert refusal.value.about == "Fake Camera"


def test_what_was_open_when_the_plug_was_pulled_stays_dead():
    """The number comes back at once; the camera behind the open file does not."""
    with CameraSource(0) as source:
        source.read()
        set_mode("gone")
        set_mode("ok")
        with pytest.raises(CameraLost):
            read_on(source, 60)
        source.open()
        assert source.read() is not None
