"""A damaged file is read as if one of its boxes were empty, and no further than it is whole."""

import io
import os
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tryon_ar.core.errors import SourceNotFound
from tryon_ar.recording import repair
from tryon_ar.recording.structure import Box

DATA = bytes(range(1, 101))
COVER = Box(b"mdat", 30, 50, 16)
SHOWN = DATA[:30] + b"\0\0\0\x10free" + bytes(8) + DATA[46:]


@given(
    end=st.integers(50, 100),
    moves=st.lists(st.tuples(st.integers(0, 110), st.integers(-1, 60)), max_size=8),
)
def test_every_read_shows_the_same_bytes(end, moves):
    shown = repair._Uncovered(io.BytesIO(DATA), COVER, end)
    expected = io.BytesIO(SHOWN[:end])
    for place, count in moves:
        assert shown.seek(place) == expected.seek(place)
        assert shown.read(count) == expected.read(count)
        assert shown.tell() == max(place, expected.tell())


@given(end=st.integers(50, 100), back=st.integers(-40, 0))
def test_places_are_told_from_its_own_end(end, back):
    shown = repair._Uncovered(io.BytesIO(DATA), COVER, end)
    assert shown.seek(back, os.SEEK_END) == end + back
    assert shown.read() == SHOWN[end + back : end]
    assert shown.seek(5) == 5
    assert shown.seek(3, os.SEEK_CUR) == 8


def test_without_a_box_to_cover_all_is_shown():
    assert repair._Uncovered(io.BytesIO(DATA), None, 100).read() == DATA


@pytest.mark.parametrize(
    ("last", "end", "stop"),
    [
        (Box(b"moof", 40, 20, 8), 100, 60),  # whole: up to its end
        (Box(b"moof", 40, 60, 8), 100, 100),
        (Box(b"moof", 40, 61, 8), 100, 40),  # a head that was cut off is not read
        (Box(b"mdat", 40, 61, 8), 100, 100),  # of pictures what there is
        (Box(b"mdat", 40, 20, 8), 100, 60),
    ],
)
def test_reading_stops_where_nothing_is_whole_any_more(last, end, stop):
    assert repair._end_of([Box(b"ftyp", 0, 40, 8), last], end) == stop


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


def box(kind: bytes, held: bytes = b"", length: int | None = None) -> bytes:
    return (8 + len(held) if length is None else length).to_bytes(4, "big") + kind + held


FRAGMENTS = box(b"ftyp", b"isom") + box(b"moov", b"12") + box(b"moof", b"3") + box(b"mdat", b"45")


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (FRAGMENTS, FRAGMENTS),
        (box(b"free", b"x") + FRAGMENTS, box(b"free", b"x") + FRAGMENTS),
        (FRAGMENTS + box(b"moof", b"67", length=99), FRAGMENTS),
        (FRAGMENTS + box(b"mdat", b"67", length=99), FRAGMENTS + box(b"mdat", b"67", length=99)),
        (box(b"mdat", b"none") + box(b"free"), box(b"mdat", b"none") + box(b"free")),
        # finished, and its end lost: the fragments within are seen
        (
            box(b"ftyp", b"isom") + box(b"mdat", FRAGMENTS) + box(b"moov", b"8", length=50),
            box(b"ftyp", b"isom") + box(b"free", b"", length=8) + FRAGMENTS,
        ),
        (
            box(b"ftyp", b"isom") + box(b"mdat", FRAGMENTS, length=999),
            box(b"ftyp", b"isom") + box(b"free", b"", length=8) + FRAGMENTS,
        ),
    ],
)
def test_fragments_are_seen_wherever_they_are(data, shown):
    assert repair._uncovered(io.BytesIO(data)).seek(0) == 0
    reader = repair._uncovered(io.BytesIO(data))
    reader.seek(0)
    assert reader.read() == shown


@pytest.mark.parametrize("video", [[], [SimpleNamespace(codec_context=SimpleNamespace(width=0))]])
def test_a_file_without_pictures_is_not_repaired(tmp_path, video):
    source = SimpleNamespace(streams=SimpleNamespace(video=video, audio=[]))
    with pytest.raises(SourceNotFound, match=r"film\.mp4 cannot be repaired"):
        repair._tracks(tmp_path / "film.mp4", source, None)
