"""Packets of a damaged file: those that are whole, in order."""

from types import SimpleNamespace

import pytest

from tryon_ar.core.errors import SourceNotFound
from tryon_ar.recording import repair


def packet(pts, dts=None, *, index=0, size=9, broken=False):
    return SimpleNamespace(
        stream=SimpleNamespace(index=index, type="video"), pts=pts, dts=pts if dts is None else dts,
        size=size, is_corrupt=broken, time_base=1 / 1000,
    )  # fmt: skip


def whole(*packets):
    source = SimpleNamespace(streams=[0, 1], demux=lambda streams: iter(packets))
    return [(one.pts, one.dts) for one in repair._whole_packets(source, {0: None, 1: None})]


def test_times_of_packets_only_rise_in_each_stream():
    times = whole(packet(0), packet(0), packet(0, index=1), packet(1), packet(40), packet(40))
    assert times == [(0, 0), (1, 1), (0, 0), (2, 2), (40, 40), (41, 41)]


def test_broken_packets_are_left_out_and_so_are_those_from_long_before():
    times = whole(
        packet(5000), packet(None, 5001), packet(5002, broken=True), packet(5003, size=0),
        packet(100), packet(5004),
    )  # fmt: skip
    assert times == [(5000, 5000), (5004, 5004)]


def test_what_is_shown_is_never_before_it_is_decoded():
    assert whole(packet(30, 40), packet(80, 50)) == [(40, 40), (80, 50)]


def test_what_was_copied_is_counted():
    copied = repair._Copied()
    for pts, duration, kind in ((0, 40, "video"), (900, 7, "audio"), (80, None, "video")):
        one = packet(pts)
        one.duration, one.stream.type = duration, kind
        repair._note(copied, one)
    one = packet(40)
    one.duration = 100
    repair._note(copied, one)
    assert (copied.pictures, copied.has_sound) == (3, True)
    assert (copied.last_s, copied.end_s) == pytest.approx((0.08, 0.14))


@pytest.mark.parametrize("video", [[], [SimpleNamespace(codec_context=SimpleNamespace(width=0))]])
def test_a_file_without_pictures_is_not_repaired(tmp_path, video):
    source = SimpleNamespace(streams=SimpleNamespace(video=video, audio=[]))
    with pytest.raises(SourceNotFound, match=r"film\.mp4 cannot be repaired"):
        repair._tracks(tmp_path / "film.mp4", source, None)
