"""What an MP4 claims to hold is told from its tables, wherever they stand."""

import struct

import pytest

from tests.support.clips import write_clip
from tryon_ar.core import mp4_boxes
from tryon_ar.core.mp4_boxes import begins_as_mp4, claims_too_much

MANY = 20_000_000


def box(kind: bytes, *numbers: int, holds: bytes = b"") -> bytes:
    payload = struct.pack(f">{len(numbers)}I", *numbers) + holds
    return struct.pack(">I4s", 8 + len(payload), kind) + payload


def in_moov(*tables: bytes) -> bytes:
    return box(b"ftyp", 0) + box(b"moov", holds=b"".join(tables)) + box(b"mdat", holds=bytes(64))


@pytest.fixture
def file(tmp_path):
    def of(data: bytes):
        path = tmp_path / "a.mp4"
        path.write_bytes(data)
        return path

    return of


@pytest.mark.parametrize(
    "data",
    [
        in_moov(box(b"stsz", 0, 1, MANY)),
        in_moov(box(b"stz2", 0, 4, MANY)),
        in_moov(box(b"trak", holds=box(b"wave", holds=box(b"stsz", 0, 1, MANY)))),
        box(b"ftyp", 0) + box(b"moof", holds=box(b"traf", holds=box(b"trun", 1, MANY))),
        box(b"ftyp", 0) + 30 * box(b"moof", holds=box(b"trun", 1, MANY // 30)),
        box(b"free", 0) + box(b"free", holds=box(b"trun", 1, MANY)),
        in_moov(box(b"stsc", 0, 2, 1, 5, 1, 2, 1 << 31, 1), box(b"stco", 0, 9, *range(9))),
        in_moov(box(b"cmov", 0)),
        in_moov(box(b"stsc", 0, 1000, holds=60_000 * box(b"stsc", 0, 1 << 22))),
    ],
)
def test_a_small_file_that_claims_much_is_known(file, data):
    path = file(data)
    assert begins_as_mp4(path)
    assert claims_too_much(path)


@pytest.mark.parametrize(
    "data",
    [
        in_moov(box(b"stsz", 0, 0, 500_000), box(b"stsc", 0, 1, 1, 20, 1), box(b"stco", 0, 900)),
        in_moov() + box(b"mdat", holds=box(b"trun", 1, MANY)),  # any bytes may be in a picture
        box(b"ftyp", 0)[:6],
        b"",
    ],
)
def test_what_may_be_true_is_not_doubted(file, data):
    assert not claims_too_much(file(data))


def test_tables_are_found_where_two_reads_meet(file, monkeypatch):
    monkeypatch.setattr(mp4_boxes, "_STEP_BYTES", 32)
    for before in range(40):
        data = in_moov(bytes(before) + box(b"stsz", 0, 1, MANY))
        assert claims_too_much(file(data)), before


def test_more_boxes_than_are_looked_at_are_too_many(file, monkeypatch):
    monkeypatch.setattr(mp4_boxes, "_MOST_LOOKED_AT", 10)
    assert claims_too_much(file(box(b"ftyp", 0) + 20 * box(b"free")))


def test_what_we_record_is_not_doubted(tmp_path):
    path = write_clip(tmp_path / "a.mp4", [0, 40, 80])
    assert begins_as_mp4(path)
    assert not claims_too_much(path)
    assert not begins_as_mp4(write_clip(tmp_path / "a.mkv", [0, 40, 80]))
