import errno
import itertools

import numpy as np
import pytest

from tests.support.clips import numbered, write_clip
from tryon_ar.capture.synthetic import decode_counter
from tryon_ar.capture.video_file import VideoFileSource
from tryon_ar.core.errors import SourceNotFound

FAST_START = {"movflags": "faststart"}


def read_all(path):
    with VideoFileSource(path) as source:
        frames = []
        while (frame := source.read()) is not None:
            frames.append(frame)
        return frames


def test_frames_come_in_order_at_the_times_of_the_file(tmp_path):
    times_ms = [100, 133, 200, 201, 900]
    frames = read_all(write_clip(tmp_path / "a.mkv", times_ms))
    assert [decode_counter(frame.image_bgr) for frame in frames] == [0, 1, 2, 3, 4]
    assert [frame.t_ms for frame in frames] == pytest.approx([0, 33, 100, 101, 800], abs=0.01)


def test_pictures_of_an_avi_come_evenly_whatever_order_they_are_decoded_in(tmp_path):
    import av

    with av.open(str(tmp_path / "a.avi"), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"bf": "2", "crf": "10"})
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        for number in range(30):
            picture = numbered(number, (320, 240))
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "bgr24")))
        container.mux(stream.encode())
    frames = read_all(tmp_path / "a.avi")
    assert [decode_counter(frame.image_bgr) for frame in frames] == list(range(30))
    steps = [after.t_ms - before.t_ms for before, after in itertools.pairwise(frames)]
    assert steps[1:] == pytest.approx([40.0] * 28)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_rotation_noted_in_the_file_is_applied(tmp_path, rotation):
    """The noted turn is counter-clockwise: so is the oracle's."""
    upright = read_all(write_clip(tmp_path / "a.mp4"))[0].image_bgr
    turned = read_all(write_clip(tmp_path / "b.mp4", rotation=rotation))[0].image_bgr
    np.testing.assert_array_equal(turned, np.rot90(upright, rotation // 90))


def test_rotation_agrees_with_opencv(tmp_path):
    from tryon_ar.capture.opencv import cv2

    path = write_clip(tmp_path / "a.mp4", rotation=90)
    theirs = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG).read()[1]
    ours = read_all(path)[0].image_bgr
    assert ours.shape == theirs.shape
    assert np.abs(ours.astype(int) - theirs).mean() < 4


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("text.mp4", b"this is no video\n" * 50, "not a video"),
        ("empty.mp4", b"", "empty"),
        ("playlist.mp4", b"#EXTM3U\n#EXTINF:9,\nhttp://127.0.0.1:9/x.ts\n", "not a video"),
        ("noise.mkv", bytes(range(256)) * 40, "cannot be read"),
    ],
)
def test_what_is_no_video_is_refused_with_a_sentence(tmp_path, name, content, said):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SourceNotFound, match=said) as refusal:
        VideoFileSource(path).open()
    assert refusal.value.exit_code == 3
    assert refusal.value.hint


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(SourceNotFound, match="no video at"):
        VideoFileSource(tmp_path / "none.mp4").open()


def test_a_file_cut_short_of_its_index_is_refused(tmp_path):
    path = write_clip(tmp_path / "a.mp4")
    path.write_bytes(path.read_bytes()[:-600])
    with pytest.raises(SourceNotFound, match="damaged or incomplete"):
        VideoFileSource(path).open()


def test_a_file_cut_short_plays_as_far_as_it_goes(tmp_path):
    path = write_clip(tmp_path / "a.mp4", options=FAST_START)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 6 // 10])
    frames = read_all(path)
    assert 2 <= len(frames) < 10
    assert [decode_counter(f.image_bgr) for f in frames[:-1]] == list(range(len(frames) - 1))


def test_a_file_whose_pictures_are_all_gone_is_refused(tmp_path):
    path = write_clip(tmp_path / "a.mp4", options=FAST_START)
    data = path.read_bytes()
    start = data.index(b"mdat") + 4
    path.write_bytes(data[:start])
    with pytest.raises(SourceNotFound, match="can be decoded"):
        VideoFileSource(path).open()


def test_broken_packets_are_skipped_and_counted(tmp_path):
    path = write_clip(tmp_path / "a.mp4", options=FAST_START)
    data = bytearray(path.read_bytes())
    middle = data.index(b"mdat") + (len(data) - data.index(b"mdat")) // 2
    data[middle : middle + 60] = b"\xff" * 60
    path.write_bytes(data)
    with VideoFileSource(path) as source:
        numbers = []
        while (frame := source.read()) is not None:
            numbers.append(decode_counter(frame.image_bgr))
        assert numbers[0] == 0
        assert numbers[-1] == 9
        assert len(numbers) + source.broken_packets >= 10


class OnAStickPulledOut(VideoFileSource):
    """A clip whose disk is gone after so many packets."""

    def __init__(self, path, packets):
        super().__init__(path)
        self.packets = packets
        self.closed = 0

    def _open_container(self):
        return FailingContainer(super()._open_container(), self)


class FailingContainer:
    def __init__(self, container, source):
        self._container, self._source = container, source

    def __getattr__(self, name):
        return getattr(self._container, name)

    def demux(self, stream):
        yield from itertools.islice(self._container.demux(stream), self._source.packets)
        raise OSError(errno.EIO, "Input/output error")

    def close(self):
        self._source.closed += 1
        self._container.close()


@pytest.mark.parametrize("packets", [0, 4])
def test_a_disk_that_fails_is_told_in_a_sentence(tmp_path, packets):
    source = OnAStickPulledOut(write_clip(tmp_path / "a.mp4"), packets)
    with pytest.raises(SourceNotFound, match="cannot be read any further: Input") as refusal:  # noqa: PT012
        source.open()
        for _ in range(10):
            source.read()
    assert refusal.value.hint
    source.close()
    assert source.closed == 1


def test_a_sound_file_is_refused(tmp_path):
    import av

    path = tmp_path / "a.m4a"
    with av.open(str(path), "w", format="mp4") as container:
        stream = container.add_stream("aac", rate=16000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
        frame.sample_rate = 16000
        container.mux(stream.encode(frame))
        container.mux(stream.encode())
    with pytest.raises(SourceNotFound, match="no pictures"):
        VideoFileSource(path).open()


@pytest.mark.parametrize("name", ["Größe 100%20.mp4", "a:b?c#d.mp4", "http:.mp4", "%03d.mp4"])
def test_any_name_of_a_file_will_do(tmp_path, name):
    path = tmp_path / "plain.mp4"
    write_clip(path)
    assert len(read_all(path.rename(tmp_path / name))) == 10


def test_pixels_that_are_not_square_are_stretched(tmp_path):
    path = write_clip(tmp_path / "a.mkv", pixel_aspect="4/3")
    frame = read_all(path)[0]
    assert frame.size == (427, 240)
    assert decode_counter(frame.image_bgr) == 0


def test_colours_are_those_of_the_standard_the_file_names(tmp_path):
    """Taken for BT.601, this BT.709 red would be 20 levels off."""
    import av

    path = tmp_path / "a.mp4"
    colour = (30, 60, 220)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"crf": "4"})
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        stream.codec_context.colorspace = 1
        plain = av.VideoFrame.from_ndarray(np.full((64, 64, 3), colour, np.uint8), "bgr24")
        frame = plain.reformat(format="yuv420p", dst_colorspace=1)
        container.mux(stream.encode(frame))
        container.mux(stream.encode())
    middle = read_all(path)[0].image_bgr[32, 32].astype(int)
    assert np.abs(middle - colour).max() <= 4


def test_real_clips_play_to_their_end(shared_data):
    frames = read_all(shared_data / "webcam" / "walk.mkv")
    assert len(frames) == 89
    assert frames[-1].size == (640, 480)
    assert frames[-1].t_ms == pytest.approx(2933, abs=1)


def test_an_mp4_that_claims_millions_of_pictures_is_refused_before_it_is_opened(tmp_path):
    path = write_clip(tmp_path / "a.mp4", [0, 40, 80])
    data = bytearray(path.read_bytes())
    at = data.index(b"stsz")
    data[at + 8 : at + 16] = (1).to_bytes(4, "big") + (20_000_000).to_bytes(4, "big")
    path.write_bytes(data)
    with pytest.raises(SourceNotFound, match="claims more pictures"):
        VideoFileSource(path).open()
    path.write_bytes(b"\0\0\0\x08\1\2\3\4" + data)  # not to be taken for an MP4 then
    with pytest.raises(SourceNotFound, match="cannot be read"):
        VideoFileSource(path).open()
