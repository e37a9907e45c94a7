import gc
import socket
import threading

import pytest

from tests.support.clips import write_clip
from tests.support.file_server import FileServer
from tests.support.mjpeg_server import MjpegServer
from tryon_ar.capture.decoding import VideoDecoder
from tryon_ar.capture.stream import StreamSource
from tryon_ar.capture.synthetic import decode_counter
from tryon_ar.core.errors import CameraLost, CaptureError, PicturesBroken, SourceNotFound


def read_on(source, most=200):
    return [source.read() for _ in range(most)]


def read_to_the_loss(source):
    frames = []
    try:
        while True:
            frames.append(source.read())
    except CameraLost:
        return frames


def test_frames_are_the_newest_and_in_order():
    with MjpegServer() as server, StreamSource(server.address) as source:
        found = [decode_counter(frame.image_bgr) for frame in read_on(source, 20)]
        assert found == sorted(set(found))
        threading.Event().wait(0.5)
        # The slot holds the newest frame, not the one that followed the last one read.
        assert decode_counter(source.read().image_bgr) > found[-1] + 10
        assert source.replaced_frames > 10


def test_the_rate_is_measured():
    with MjpegServer(fps=40) as server, StreamSource(server.address) as source:
        read_on(source, 30)
        assert 20 < source.measured_fps < 50


@pytest.mark.parametrize("fault", ["stall", "close", "rubbish"])
def test_a_stream_that_stops_is_lost(fault):
    with MjpegServer(fault, fault_at=5) as server, StreamSource(server.address) as source:
        with pytest.raises(CameraLost) as loss:
            read_on(source)
        assert loss.value.recoverable


def test_a_few_broken_pictures_are_no_loss():
    with MjpegServer("garbage", fault_at=5) as server, StreamSource(server.address) as source:
        frames = read_on(source, 20)
        assert decode_counter(frames[-1].image_bgr) >= 20


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
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(SourceNotFound) as refusal:
        StreamSource(f"http://me:secret@127.0.0.1:{port}/video").open()
    assert "secret" not in str(refusal.value)


def test_closing_ends_a_read_that_waits_for_a_silent_stream():
    with MjpegServer("stall", fault_at=3) as server:
        source = StreamSource(server.address)
        source.open()
        timer = threading.Timer(0.3, source.close)
        timer.start()
        with pytest.raises(CaptureError) as ended:
            read_on(source)
        timer.join()
        assert not isinstance(ended.value, CameraLost)


def test_a_finished_clip_is_played_in_its_own_time(tmp_path):
    write_clip(tmp_path / "clip.mp4", range(0, 400, 40), options={"movflags": "faststart"})
    with FileServer(tmp_path) as server:
        source = StreamSource(f"{server.address}/clip.mp4")
        source.open()
        frames = read_to_the_loss(source)
        source.close()
    assert decode_counter(frames[-1].image_bgr) == 9
    # At once it would take a few milliseconds; a busy machine may lose the first frames.
    assert frames[-1].t_ms > 100


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


def test_a_lost_connection_leaves_no_decoder_behind():
    """Each decoder has threads of its own, which only go with it."""
    with MjpegServer("close", fault_at=3) as server:
        source = StreamSource(server.address)
        for _ in range(2):
            source.open()
            read_to_the_loss(source)
        source.close()
        assert not [one for one in gc.get_objects() if isinstance(one, VideoDecoder)]
