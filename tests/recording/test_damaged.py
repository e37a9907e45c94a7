"""A damaged file is read as if one of its boxes were empty, and no further than it is whole."""

import io
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.cut_recordings import record
from tryon_ar.core.mp4_boxes import Box
from tryon_ar.recording import damaged
from tryon_ar.recording.repair import repair

DATA = bytes(range(1, 101))
COVER = Box(b"mdat", 30, 50, 16)
SHOWN = DATA[:30] + b"\0\0\0\x10free" + bytes(8) + DATA[46:]


@given(
    end=st.integers(50, 100),
    moves=st.lists(st.tuples(st.integers(0, 110), st.integers(-1, 60)), max_size=8),
)
def test_every_read_shows_the_same_bytes(end, moves):
    shown = damaged.Uncovered(io.BytesIO(DATA), COVER, end)
    expected = io.BytesIO(SHOWN[:end])
    for place, count in moves:
        assert shown.seek(place) == expected.seek(place)
        assert shown.read(count) == expected.read(count)
        assert shown.tell() == max(place, expected.tell())


@given(end=st.integers(50, 100), back=st.integers(-40, 0))
def test_places_are_told_from_its_own_end(end, back):
    shown = damaged.Uncovered(io.BytesIO(DATA), COVER, end)
    assert shown.seek(back, os.SEEK_END) == end + back
    assert shown.read() == SHOWN[end + back : end]
    assert shown.seek(5) == 5
    assert shown.seek(3, os.SEEK_CUR) == 8


def test_without_a_box_to_cover_all_is_shown():
    assert damaged.Uncovered(io.BytesIO(DATA), None, 100).read() == DATA


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
    found = [Box(b"ftyp", 0, 40, 8), last]
    held = last.length - 8
    data = box(b"ftyp", bytes(32)) + box(last.kind, box(b"free", bytes(held - 8)))
    assert damaged._end_of(io.BytesIO(data[:100]), found, end) == stop


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
    assert damaged.uncovered(io.BytesIO(data)).seek(0) == 0
    reader = damaged.uncovered(io.BytesIO(data))
    reader.seek(0)
    assert reader.read() == shown


def run(claims: int, flags: int = 1, length: int | None = None) -> bytes:
    """Return the head of a fragment that claims so many pictures, all of a kind."""
    within = box(b"trun", flags.to_bytes(4, "big") + claims.to_bytes(4, "big"), length)
    return box(b"moof", box(b"mfhd", bytes(8)) + box(b"traf", box(b"tfhd", bytes(8)) + within))


@pytest.mark.parametrize(
    "head",
    [
        run(10_000),
        run(1 << 31, flags=0x305),
        run(3, length=1000),  # longer than what it is in
        run(3, length=7),
        run(3, length=1),
        run(150) * 10,  # each might be true
    ],
)
def test_a_fragment_that_claims_what_cannot_be_is_not_shown(head):
    whole = FRAGMENTS + run(3) + box(b"mdat", bytes(300))
    shown = damaged.uncovered(io.BytesIO(whole + head + FRAGMENTS)).seek(0, os.SEEK_END)
    assert len(whole) <= shown < len(whole + head)


def test_heads_in_heads_without_end_are_walked_through():
    nested = b"".join(box(b"traf", length=8 * (9000 - at)) for at in range(9000))
    whole = FRAGMENTS + box(b"moof", nested)
    assert damaged.uncovered(io.BytesIO(whole)).seek(0, os.SEEK_END) == len(whole)


def test_pictures_before_a_fragment_that_claims_millions_are_saved_at_no_cost(tmp_path):
    resource = pytest.importorskip("resource")
    path = record(tmp_path / "film.mp4", finish=False)
    data = bytearray(path.read_bytes())
    place = data.index(b"trun", data.index(b"trun") + 4) + 4
    data[place : place + 8] = (1).to_bytes(4, "big") + (10_000_000).to_bytes(4, "big")
    path.write_bytes(data)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    repaired = repair(path)
    assert repaired is not None
    assert repaired.pictures == 4
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 << 10
