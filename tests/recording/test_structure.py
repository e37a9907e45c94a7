"""What an MP4's boxes and an MKV's segment say of how far they were written."""

import io
import struct

import av
import numpy as np
import pytest

from tryon_ar.core.mp4_boxes import Box, boxes
from tryon_ar.recording.structure import State, state_of

EBML = b"\x1a\x45\xdf\xa3" + bytes(8)
SEGMENT = b"\x18\x53\x80\x67"


def box(kind: bytes, held: bytes = b"", length: int | None = None) -> bytes:
    return struct.pack(">I4s", 8 + len(held) if length is None else length, kind) + held


def long_box(kind: bytes, held: bytes) -> bytes:
    return struct.pack(">I4sQ", 1, kind, 16 + len(held)) + held


def found(data: bytes, at: int = 0) -> list[Box]:
    return list(boxes(io.BytesIO(data), at))


def test_boxes_follow_one_another():
    data = box(b"ftyp", b"abcd") + long_box(b"mdat", b"x" * 9) + box(b"free")
    assert found(data) == [
        Box(b"ftyp", 0, 12, 8),
        Box(b"mdat", 12, 25, 16),
        Box(b"free", 37, 8, 8),
    ]
    assert found(data, 12) == found(data)[1:]


def test_a_box_without_a_length_reaches_to_the_end():
    data = box(b"ftyp", b"ab") + box(b"mdat", b"x" * 50, length=0)
    assert found(data)[-1] == Box(b"mdat", 10, 58, 8)


def test_the_last_may_reach_beyond_the_end():
    assert found(box(b"mdat", b"xy", length=1000)) == [Box(b"mdat", 0, 1000, 8)]


@pytest.mark.parametrize(
    "rest",
    [
        b"",
        b"\0\0\0\x09mda",  # seven bytes are no head
        box(b"mdat", length=7) + bytes(20),
        struct.pack(">I4sQ", 1, b"mdat", 15) + bytes(20),
    ],
)
def test_what_is_no_box_ends_them(rest):
    assert found(box(b"ftyp") + rest) == [Box(b"ftyp", 0, 8, 8)]


@pytest.mark.parametrize("length", [2**63 - 40, 2**64 - 1])
def test_a_length_that_no_file_has_ends_them(tmp_path, length):
    claimed = struct.pack(">I4sQ", 1, b"moof", length)
    assert found(box(b"ftyp") + claimed) == [Box(b"ftyp", 0, 8, 8), Box(b"moof", 8, length, 16)]
    (tmp_path / "film.mp4").write_bytes(FTYP + claimed)
    assert state_of(tmp_path / "film.mp4") is State.UNFINISHED


def test_a_long_length_that_is_cut_off_is_none():
    assert found(box(b"ftyp") + struct.pack(">I4s", 1, b"mdat") + bytes(7)) == found(box(b"ftyp"))


def test_eight_bytes_are_a_box_and_so_are_fifteen_that_tell_a_short_length():
    assert found(box(b"free")) == [Box(b"free", 0, 8, 8)]
    assert found(box(b"free", b"1234567")) == [Box(b"free", 0, 15, 8)]


FTYP = box(b"ftyp", b"isom")
MP4_STATES = [
    (FTYP + box(b"mdat", b"x") + box(b"moov"), State.WHOLE),
    (FTYP + box(b"moov", b"held") + box(b"mdat", b"x"), State.WHOLE),
    (FTYP + box(b"moov") + box(b"moof") + box(b"mdat", b"x"), State.UNFINISHED),
    (FTYP + box(b"moov") + box(b"moof") + box(b"mdat", b"x") + box(b"mfra", b"1"), State.WHOLE),
    (FTYP + box(b"moov") + box(b"moof") + box(b"mfra", b"12")[:-1], State.UNFINISHED),
    (FTYP + box(b"moov") + box(b"mfra") + box(b"moof"), State.UNFINISHED),
    (FTYP + box(b"moof") + box(b"mfra"), State.UNFINISHED),
    (FTYP + box(b"mdat", b"x"), State.CUT_OFF),
    (FTYP + box(b"mdat", b"x") + box(b"moov", b"12345")[:-1], State.CUT_OFF),
    (FTYP + box(b"moov") + box(b"mdat", b"x", length=100), State.CUT_OFF),
    (FTYP, State.CUT_OFF),
    (b"\0\0" + FTYP, State.OTHER),
    (b"", State.OTHER),
]
HELD = bytes(300)
MKV_STATES = [
    (EBML + SEGMENT + b"\xff" + HELD, State.UNFINISHED),
    (EBML + SEGMENT + b"\x01" + b"\xff" * 7 + HELD, State.UNFINISHED),
    (EBML + SEGMENT + b"\x01" + (300).to_bytes(7, "big") + HELD, State.WHOLE),
    (EBML + SEGMENT + b"\x01" + (300).to_bytes(7, "big") + HELD[1:], State.CUT_OFF),
    (EBML + SEGMENT + (0x4000 + 300).to_bytes(2, "big") + HELD, State.WHOLE),
    (EBML + SEGMENT + (0x4000 + 300).to_bytes(2, "big") + HELD[1:], State.CUT_OFF),
    (EBML + SEGMENT + b"\x80", State.WHOLE),
    (EBML + SEGMENT + b"\x81", State.CUT_OFF),
    (EBML + SEGMENT + b"\x00" + HELD, State.UNFINISHED),
    (EBML + SEGMENT, State.CUT_OFF),
    (EBML + HELD, State.CUT_OFF),
    (EBML[1:] + SEGMENT + b"\xff", State.OTHER),
]


@pytest.mark.parametrize(("data", "state"), MP4_STATES + MKV_STATES)
def test_the_state_is_told_by_structure_alone(tmp_path, data, state):
    path = tmp_path / "film"
    path.write_bytes(data)
    assert state_of(path) is state


def test_fragments_that_another_program_finished_are_whole(tmp_path):
    path = tmp_path / "film.mp4"
    options = {"movflags": "frag_keyframe+empty_moov"}
    with av.open(str(path), "w", format="mp4", options=options) as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height = 64, 48
        for index in range(30):
            picture = av.VideoFrame.from_ndarray(np.zeros((48, 64, 3), np.uint8), format="bgr24")
            picture.pts = index
            container.mux(stream.encode(picture))
        container.mux(stream.encode(None))
    data = path.read_bytes()
    assert b"moof" in data
    assert state_of(path) is State.WHOLE
    path.write_bytes(data[: data.index(b"mfra")])
    assert state_of(path) is State.UNFINISHED
