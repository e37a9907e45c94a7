"""Clips that are damaged, lie or want something else than to be seen, all made here."""

import io
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from tests.support.clips import write_clip

Y4M = b"YUV4MPEG2 W%d H%d F%s C420\n"


@dataclass(frozen=True)
class Clip:
    """One file, and what must come of it.

    ``says`` is a word of its refusal; where it is empty, the clip plays, ``frames`` of them.
    """

    name: str
    make: bytes | Callable[[Path], object]
    says: str = ""
    frames: int = 0


def clips(folder: Path) -> Iterator[Clip]:
    """Yield all of them; sound ones to begin with are written into the folder."""
    whole = {
        ending: write_clip(folder / f"sound.{ending}", size_px=(64, 48)).read_bytes()
        for ending in ("mp4", "mkv", "avi")
    }
    yield from _cut(whole)
    yield from _lying_boxes(whole["mp4"])
    yield from _no_clips()
    yield from _elsewhere()
    yield from _sizes(folder)
    yield from _times()


def _cut(whole: dict[str, bytes]) -> Iterator[Clip]:
    for percent in (1, 10, 50, 90):
        data = whole["mp4"]
        yield Clip(f"cut_at_{percent}.mp4", data[: len(data) * percent // 100], "cannot be read")
    for ending, frames in (("mkv", 3), ("avi", 9)):
        data = whole[ending]
        yield Clip(f"cut_at_1.{ending}", data[: len(data) // 100], "cannot be read")
        yield Clip(f"cut_at_60.{ending}", data[: len(data) * 6 // 10], frames=frames)


def _lying_boxes(mp4: bytes) -> Iterator[Clip]:
    most = b"\x7f\xff\xff\xff"
    yield Clip("unknown_codec.mp4", mp4.replace(b"avc1", b"zzzz"), "not known")
    yield Clip("other_codec.mp4", mp4.replace(b"avc1", b"hvc1"), "can be decoded")
    yield Clip("no_codec.mp4", mp4.replace(b"stsd", b"free"), "video")
    yield Clip("size_in_track.mp4", _changed(mp4, b"tkhd", 80, b"\xff" * 8), frames=10)
    yield Clip("size_in_sample.mp4", _changed(mp4, b"avc1", 28, b"\xff" * 4), frames=10)
    for name, value in (("zero", bytes(4)), ("one", struct.pack(">I", 1)), ("most", b"\xff" * 4)):
        scaled = _changed(mp4, b"mdhd", 16, value)
        yield Clip(f"clock_of_{name}.mp4", scaled, "can be decoded")
    yield Clip("endless.mp4", _changed(mp4, b"mvhd", 20, most), frames=10)
    yield Clip("two_thousand_million_samples.mp4", _changed(mp4, b"stsz", 12, most), "claims more")
    many = (1).to_bytes(4, "big") + (20_000_000).to_bytes(4, "big")  # of a byte each
    yield Clip("twenty_million_samples.mp4", _changed(mp4, b"stsz", 8, many), "claims more")
    yield Clip("huge_samples.mp4", _changed(mp4, b"stsz", 8, most), "can be decoded")
    gigabyte = b"\x3f\xff\xff\xff"
    yield Clip("fourth_sample_of_a_gigabyte.mp4", _changed(mp4, b"stsz", 28, gigabyte), frames=1)
    yield Clip("four_thousand_million_times.mp4", _changed(mp4, b"stts", 8, b"\xff" * 4), "be read")
    yield Clip("frame_of_a_year.mp4", _changed(mp4, b"stts", 16, most), frames=1)
    yield Clip("far_away.mp4", _changed(mp4, b"stco", 12, most), "can be decoded")
    yield Clip("no_samples.mp4", _changed(mp4, b"stsz", 12, bytes(4)), "can be decoded")
    yield Clip("no_index.mp4", mp4.replace(b"moov", b"zzzz"), "video")
    yield Clip("no_data.mp4", mp4[: mp4.index(b"mdat") + 4] + mp4[mp4.index(b"moov") - 4 :], "vide")


def _changed(data: bytes, kind: bytes, offset: int, value: bytes) -> bytes:
    at = data.index(kind) + offset
    return data[:at] + value + data[at + len(value) :]


def _no_clips() -> Iterator[Clip]:
    yield Clip("empty.mp4", b"", "empty")
    yield Clip("text.mp4", b"hello" * 900, "be read")
    yield Clip("zeros.mp4", bytes(1 << 20), "be read")
    yield Clip("riff_of_ones.avi", b"RIFF" + b"\xff" * 5000, "be read")
    yield Clip("picture.mp4", b"\x89PNG\r\n\x1a\n" + bytes(100), "can be decoded")
    yield Clip("sound_only.wav", _sound, "no pictures")
    yield Clip("pipe.mp4", _pipe, "no video")
    yield Clip("folder.mp4", lambda path: path.mkdir(), "no video")
    yield Clip("itself.mp4", lambda path: path.symlink_to(path.name), "no video")
    yield Clip("device.mp4", lambda path: path.symlink_to("/dev/zero"), "no video")


def _pipe(path: Path) -> None:
    import os

    os.mkfifo(path)


def _sound(path: Path) -> None:
    import wave

    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(8000))


def _elsewhere() -> Iterator[Clip]:
    """Lists of other files and addresses under a video's name."""
    playlist = b"#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:10,\n%s\n#EXT-X-ENDLIST\n"
    for name, where in (
        ("file", b"file:///etc/passwd"),
        ("plain", b"/etc/passwd"),
        ("network", b"http://127.0.0.1:9/x.ts"),
        ("joined", b"concat:/etc/passwd|/etc/hosts"),
        ("device", b"/dev/zero"),
    ):
        yield Clip(f"playlist_of_{name}.mp4", playlist % where, "be read")
        yield Clip(f"playlist_of_{name}.m3u8", playlist % where, "be read")
    yield Clip("list.mp4", b"ffconcat version 1.0\nfile '/etc/passwd'\n", "be read")
    session = b"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\n"
    yield Clip(
        "call.mp4", session + b"m=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n", "be read"
    )
    dash = b'<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static">'
    yield Clip(
        "manifest.mp4", dash + b"<Period><BaseURL>file:///etc/</BaseURL></Period></MPD>", "be"
    )


def _sizes(folder: Path) -> Iterator[Clip]:
    frame = b"FRAME\n"
    yield Clip("huge.y4m", Y4M % (20_000, 20_000, b"25:1") + frame + bytes(9000), "video")
    yield Clip(
        "over_the_limit.y4m", Y4M % (16_000, 4000, b"25:1") + frame + bytes(9000), "too large"
    )
    yield Clip("huge.gif", _gif((65_535, 65_535)), "video")
    yield Clip("over_the_limit.gif", _gif((16_000, 4000)), "too large")
    yield Clip("no_width.y4m", Y4M % (0, 16, b"25:1") + frame + bytes(99), "video")
    stretched = write_clip(folder / "stretched.mp4", (0, 40), (16_384, 16), pixel_aspect="4/1")
    yield Clip("stretched_over_it.mp4", stretched.read_bytes(), "too large")
    odd = write_clip(folder / "odd.mp4", (0, 40), (64, 48), pixel_aspect="1000/1")
    yield Clip("pixels_like_needles.mp4", odd.read_bytes(), frames=2)
    turned = write_clip(folder / "turned.mp4", (0, 40), (64, 48), rotation=90)
    yield Clip("turned.mp4", turned.read_bytes(), frames=2)
    small = write_clip(folder / "small.ts", (0, 40, 80), (64, 48)).read_bytes()
    large = write_clip(folder / "large.ts", (120, 160, 200), (128, 96)).read_bytes()
    yield Clip("changing_size.ts", small + large, frames=6)


def _gif(size: tuple[int, int]) -> bytes:
    """Return an animation whose canvas is told another size."""
    buffer = io.BytesIO()
    pictures = [Image.new("P", (8, 8), colour) for colour in (1, 2, 3)]
    pictures[0].save(buffer, "GIF", save_all=True, append_images=pictures[1:])
    data = bytearray(buffer.getvalue())
    data[6:10] = struct.pack("<HH", *size)
    return bytes(data)


def _times() -> Iterator[Clip]:
    pictures = (b"FRAME\n" + bytes(384)) * 6
    for name, rate in (
        ("thousand_million_a_second", b"1000000000:1"),
        ("one_in_thirty_years", b"1:1000000000"),
        ("none", b"0:0"),
        ("negative", b"-25:1"),
    ):
        yield Clip(f"{name}.y4m", Y4M % (16, 16, rate) + pictures, frames=6)
