import contextlib
import socket
import threading
import time
import weakref

import pytest

from tests.support.clips import write_clip
from tests.support.file_server import FileServer
from tests.support.mjpeg_server import MjpegServer
from tests.support.patience import PATIENCE_S, until
from tryon_ar.capture import reading, stream
from tryon_ar.capture.decoding import VideoDecoder
from tryon_ar.capture.stream import StreamSource
from tryon_ar.capture.synthetic import decode_counter
from tryon_ar.core.errors import CameraLost, CaptureError, PicturesBroken, SourceNotFound


@pytest.fixture
def _patient(monkeypatch):
    """For streams that go on: a busy machine hears of them later."""
    monkeypatch.setattr(reading, "OPEN_LIMIT_S", PATIENCE_S)
    monkeypatch.setattr(reading, "LOST_AFTER_S", PATIENCE_S)


def read_on(source, most=200):
    return [source.read() for _ in range(most)]


def read_to_the_loss(source):
    frames = []
    try:
        while True:
            frames.append(source.read())
    except CameraLost:
        return frames


@pytest.mark.usefixtures("_patient")
def test_frames_are_the_newest_and_in_order():
    with MjpegServer() as server, StreamSource(server.address) as source:
        found = [decode_counter(frame.image_bgr) for frame in read_on(source, 20)]
        assert found == sorted(set(found))
        before = source.replaced_frames
        until(lambda: source.replaced_frames > before + 10)
        # The slot holds the newest frame, not the one that followed the last one read.
        assert decode_counter(source.read().image_bgr) > found[-1] + 10


@pytest.mark.usefixtures("_patient")
def test_the_rate_is_measured():
    with MjpegServer(fps=80) as server, StreamSource(server.address) as source:
        until(lambda: len(server.sent_s) > 100)
        sent_s = server.sent_s[-60:]
        rate = 59 / (sent_s[-1] - sent_s[0])
        assert source.measured_fps == pytest.approx(rate, rel=0.4)


@pytest.mark.parametrize("fault", ["stall", "close", "rubbish"])
def test_a_stream_that_stops_is_lost(fault):
    with MjpegServer(fault, fault_at=5) as server, StreamSource(server.address) as source:
        with pytest.raises(CameraLost) as loss:
            read_on(source)
        assert loss.value.recoverable


@pytest.mark.usefixtures("_patient")
def test_a_few_broken_pictures_are_no_loss():
    with MjpegServer("garbage", fault_at=5) as server, StreamSource(server.address) as source:
        frames = read_on(source, 20)
        assert decode_counter(frames[-1].image_bgr) >= 20


@pytest.mark.usefixtures("_patient")
def test_another_size_is_fitted_into_the_first():
    with MjpegServer("resize", fault_at=5) as server, StreamSource(server.address) as source:
        frames = read_on(source, 20)
        assert {frame.size for frame in frames} == {(320, 240)}
        assert decode_counter(frames[-1].image_bgr) >= 10


@pytest.mark.parametrize("fault", ["text", "missing", "silent"])
def test_what_is_no_stream_is_refused_with_a_sentence(fault):
    with MjpegServer(fault) as server:
        source = StreamSource(server.address)
        with pytest.raises(CaptureError) as refusal:
            source.open()
        assert refusal.value.exit_code == 3
        assert refusal.value.hint
        with pytest.raises(CaptureError):
            source.read()


def test_nobody_answering_is_refused_without_the_password():
    with socket.socket() as taken:  # so that no other program gets the port and answers
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(SourceNotFound) as refusal:
            StreamSource(f"http://me:secret@127.0.0.1:{port}/video").open()
    assert "secret" not in str(refusal.value)


@pytest.mark.usefixtures("_patient")
def test_closing_ends_a_read_that_waits_for_a_silent_stream(monkeypatch):
    monkeypatch.setattr(stream, "_SILENCE_LIMIT_S", PATIENCE_S)
    with MjpegServer(fault_at=0) as server:
        source = StreamSource(server.address)
        source.open()
        server.fault = "stall"
        timer = threading.Timer(0.3, source.close)
        timer.start()
        with pytest.raises(CaptureError) as ended:
            read_on(source, 10_000)
        timer.join()
        assert not isinstance(ended.value, CameraLost)


def test_a_finished_clip_is_played_in_its_own_time(tmp_path):
    write_clip(tmp_path / "clip.mp4", range(0, 1000, 100), options={"movflags": "faststart"})
    with FileServer(tmp_path) as server:
        source = StreamSource(f"{server.address}/clip.mp4")
        began_ns = time.monotonic_ns()
        source.open()
        frames = list(iter(source.read, None))
        assert source.read() is None
        source.close()
    assert decode_counter(frames[-1].image_bgr) == 9
    # At once it would take a few milliseconds; finding out what it is costs the first pictures.
    assert frames[-1].captured_ns - began_ns >= 0.6e9


@pytest.mark.parametrize(
    ("name", "says_length"),
    [("clip.mkv", True), ("clip.mp4", True), ("clip.ts", True), ("clip.mkv", False)],
)
@pytest.mark.parametrize("whole", [True, False])
def test_a_clip_ends_unless_it_breaks_off(tmp_path, name, says_length, whole):
    options = {"movflags": "faststart"} if name.endswith("mp4") else {}
    path = write_clip(tmp_path / name, range(0, 4000, 100), options=options)
    most_bytes = None if whole else path.stat().st_size // 2
    with (
        FileServer(tmp_path, most_bytes, says_length=says_length) as server,
        contextlib.nullcontext() if whole else pytest.raises(CameraLost),
        StreamSource(f"{server.address}/{name}") as source,
    ):
        frames = list(iter(source.read, None))
        assert decode_counter(frames[-1].image_bgr) == 39


def test_it_can_be_opened_again_after_a_loss():
    with MjpegServer("close", fault_at=5) as server:
        source = StreamSource(server.address)
        for _ in range(2):
            source.open()
            with pytest.raises(CameraLost):
                read_on(source)
        source.close()
        assert server.connections == 2


def test_half_a_picture_is_none():
    with (
        MjpegServer("cut", fault_at=5) as server,
        StreamSource(server.address) as source,
        pytest.raises(PicturesBroken),
    ):
        read_on(source)


def test_a_lost_connection_leaves_no_decoder_behind(monkeypatch):
    """Each decoder has threads of its own, which only go with it."""
    made = []

    class Noted(VideoDecoder):
        def __init__(self, *given, **more):
            super().__init__(*given, **more)
            made.append(weakref.ref(self))

    monkeypatch.setattr(stream, "VideoDecoder", Noted)
    with MjpegServer("close", fault_at=3) as server:
        source = StreamSource(server.address)
        for _ in range(2):
            source.open()
            read_to_the_loss(source)
        source.close()
        assert len(made) == 2
        until(lambda: not any(decoder() for decoder in made))


@pytest.mark.parametrize(
    ("clip_ms", "played_ms", "ends"),
    [(4000.0, 3900.0, True), (4000.0, 3000.0, False), (100.0, 0.0, True), (0.0, 9000.0, False)],
)
def test_what_stops_far_from_its_end_has_not_ended(clip_ms, played_ms, ends):
    connection = stream._Connection("http://127.0.0.1/clip.mp4")
    connection._clip_ms, connection._played_ms = clip_ms, played_ms
    assert isinstance(connection._end(), reading.ClipEnded) is ends
    connection._played_ms = -1.0  # no picture came
    assert isinstance(connection._end(), CameraLost)
