"""A video made from another's pictures gets its sound, decoded from what was written."""

import shutil
from pathlib import Path

import av
import numpy as np
import pytest

from tests.support.flash_beep import offsets_ms, onsets_s, sound_ends_s, write_clip
from tests.support.program import everything_in
from tests.support.small_disk import small_disk
from tryon_ar.capture.video_file import VideoFileSource
from tryon_ar.core.errors import DiskFull
from tryon_ar.recording import kept_sound
from tryon_ar.recording.kept_sound import keep_sound
from tryon_ar.recording.sound import SoundFormat
from tryon_ar.recording.video import VideoSink

SUFFIXES = pytest.mark.parametrize("suffix", [".mp4", ".mkv"])


def made_of(clip: Path, made: Path, until_ms: float = np.inf) -> str:
    """Write a clip's pictures into another file as ``render`` does; keep the sound."""
    with VideoFileSource(clip) as source:
        with VideoSink(made, source.info.size_px, source.info.nominal_fps, atomic=True) as sink:
            while (frame := source.read()) is not None and frame.t_ms < until_ms:
                sink.write(frame.image_bgr, frame.t_ms)
        return keep_sound(made, clip, source.begins_s)


def encoding_of(path: Path) -> str:
    with av.open(str(path)) as container:
        return container.streams.audio[0].codec_context.codec.canonical_name


def picture_times_ms(path: Path) -> list[float]:
    with av.open(str(path)) as container:
        return [round(1000 * float(frame.time)) for frame in container.decode(video=0)]


def packets_of(path: Path) -> list[tuple[int, int]]:
    """Where in the file each packet of sound is: offset and size."""
    with av.open(str(path)) as container:
        return [(one.pos, one.size) for one in container.demux(audio=0) if one.size]


def break_packets(path: Path, packets: list[tuple[int, int]]) -> None:
    data = bytearray(path.read_bytes())
    for begin, size in packets:
        data[begin : begin + size] = b"\xff" * size
    path.write_bytes(data)


def test_a_name_may_look_like_an_address(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert made_of(write_clip(tmp_path / "a.mp4", "aac"), Path("12:30.mp4")) == "all"
    assert encoding_of(tmp_path / "12:30.mp4") == "aac"


@SUFFIXES
@pytest.mark.parametrize(
    ("name", "codec", "layout", "copied_to"),
    [
        ("a.mp4", "aac", "stereo", {".mp4", ".mkv"}),
        ("a.mkv", "aac", "mono", {".mp4", ".mkv"}),
        ("a.mkv", "libopus", "mono", {".mp4", ".mkv"}),
        ("a.mov", "pcm_s16le", "stereo", set()),
        ("a.mkv", "flac", "mono", {".mkv"}),
        ("a.mp4", "libmp3lame", "stereo", {".mp4", ".mkv"}),
        ("a.mkv", "pcm_s16le", "5.1", set()),
    ],
)
def test_beeps_stay_with_their_flashes(tmp_path, suffix, name, codec, layout, copied_to):
    clip = write_clip(tmp_path / name, codec, layout=layout)
    made = tmp_path / f"made{suffix}"
    assert made_of(clip, made) == "all"
    assert encoding_of(made) == (encoding_of(clip) if suffix in copied_to else "aac")
    assert picture_times_ms(made) == [40.0 * index for index in range(75)]
    assert len(offsets_ms(made)) == 2
    assert np.abs(offsets_ms(made)).max() < 3
    assert sound_ends_s(made) == pytest.approx(3.0, abs=0.1)
    assert everything_in(tmp_path) == sorted([name, made.name])


@SUFFIXES
@pytest.mark.parametrize("codec", ["aac", "pcm_s16le"])
@pytest.mark.parametrize("late", [{"sound_late_s": 0.5}, {"pictures_late_s": 0.52}])
def test_they_do_where_one_begins_later_than_the_other(tmp_path, suffix, codec, late):
    clip = write_clip(tmp_path / "clip.mkv", codec, **late)
    made = tmp_path / f"made{suffix}"
    assert made_of(clip, made) == "all"
    assert len(offsets_ms(made)) == 2
    assert np.abs(offsets_ms(made)).max() < 3


@SUFFIXES
@pytest.mark.parametrize(("codec", "over_s"), [("aac", 0.024), ("pcm_s16le", 0.022)])
def test_sound_ends_with_the_pictures(tmp_path, suffix, codec, over_s):
    made = tmp_path / f"made{suffix}"
    assert made_of(write_clip(tmp_path / "clip.mkv", codec), made, until_ms=1500) == "all"
    assert len(picture_times_ms(made)) == 38
    assert 1.5 < sound_ends_s(made) <= 1.52 + over_s
    assert len(onsets_s(made)[1]) == 2


@SUFFIXES
@pytest.mark.parametrize("recorded", [".mp4", ".mkv"])
def test_a_recording_keeps_its_sound_too(tmp_path, recorded, suffix):
    """What the recorder writes, whose files begin in ways of their own."""
    clip, made = tmp_path / f"clip{recorded}", tmp_path / f"made{suffix}"
    sound = SoundFormat(44_100)
    with VideoSink(clip, (64, 48), 25.0, sound=sound) as sink:
        for index in range(75):
            lit = index % 25 < 3
            sink.write(np.full((48, 64, 3), 235 if lit else 20, np.uint8), 500 + 40.0 * index)
            time_s = 0.04 * index + np.arange(1764) / 44_100
            beep = np.where(time_s % 1 < 0.12, 0.6 * np.cos(2 * np.pi * 1000 * time_s), 0)
            sink.write_sound(beep[:, None].astype(np.float32), 500 + 40.0 * index)
    assert made_of(clip, made) == "all"
    assert encoding_of(made) == "aac"
    assert len(offsets_ms(made)) == 2
    assert np.abs(offsets_ms(made)).max() < 3
    assert sound_ends_s(made) == pytest.approx(3.0, abs=0.03)


def test_without_sound_a_file_stays_as_it_is(tmp_path):
    silent, made = tmp_path / "silent.mkv", tmp_path / "made.mp4"
    made_of(write_clip(tmp_path / "clip.mkv"), silent)
    with av.open(str(silent)) as container:
        assert container.streams.audio
    with VideoFileSource(silent) as source, VideoSink(tmp_path / "none.mkv", (64, 48)) as sink:
        sink.write(source.read().image_bgr, 0.0)
    with VideoSink(made, (64, 48)) as sink:
        sink.write(np.zeros((48, 64, 3), np.uint8), 0.0)
    before = made.read_bytes()
    assert keep_sound(made, tmp_path / "none.mkv", 0.0) == "all"
    assert keep_sound(made, tmp_path / "absent.mkv", 0.0) == "all"
    assert made.read_bytes() == before


@SUFFIXES
def test_sound_that_begins_after_the_pictures_leaves_no_empty_track(tmp_path, suffix):
    clip = write_clip(tmp_path / "clip.mkv", sound_late_s=2.0)
    made = tmp_path / f"made{suffix}"
    assert made_of(clip, made, until_ms=1000) == "all"
    with av.open(str(made)) as container:
        assert not container.streams.audio


@SUFFIXES
def test_what_is_damaged_is_left_out_and_the_rest_stays_in_time(tmp_path, suffix):
    clip = write_clip(tmp_path / "clip.mp4", seconds=4.0)
    break_packets(clip, packets_of(clip)[60:70])
    made = tmp_path / f"made{suffix}"
    assert made_of(clip, made) == "some"
    assert len(picture_times_ms(made)) == 100
    beeps = onsets_s(made)[1]
    assert beeps[-2:] == pytest.approx([2.0, 3.0], abs=0.003)


@SUFFIXES
@pytest.mark.parametrize("codec", ["aac", "libmp3lame"])
def test_sound_broken_all_over_leaves_the_pictures(tmp_path, suffix, codec):
    clip = write_clip(tmp_path / "clip.mp4", codec)
    break_packets(clip, packets_of(clip))
    made = tmp_path / f"made{suffix}"
    assert made_of(clip, made) == "none"
    assert len(picture_times_ms(made)) == 75
    with av.open(str(made)) as container:
        assert not container.streams.audio


def test_what_a_container_refuses_is_encoded_anew(tmp_path, monkeypatch):
    monkeypatch.setitem(kept_sound._PLAYED, "mp4", frozenset({"pcm_mulaw"}))
    made = tmp_path / "made.mp4"
    clip = write_clip(tmp_path / "clip.mov", "pcm_mulaw")
    assert made_of(clip, made) == "all"
    assert encoding_of(made) == "aac"
    assert np.abs(offsets_ms(made)).max() < 3
    assert everything_in(tmp_path) == ["clip.mov", "made.mp4"]


def test_a_full_disk_costs_the_sound_and_not_the_pictures(tmp_path):
    clip = write_clip(tmp_path / "clip.mkv", "pcm_s16le", seconds=12.0)
    silent = tmp_path / "silent.mp4"
    with VideoFileSource(clip) as source, VideoSink(silent, (64, 48)) as sink:
        while (frame := source.read()) is not None:
            sink.write(frame.image_bgr, frame.t_ms)
    with small_disk(tmp_path / "disk", round(silent.stat().st_size / 1024) + 40) as disk:
        made = Path(shutil.copy(silent, disk / "made.mp4"))
        with pytest.raises(DiskFull):
            keep_sound(made, clip, 0.0)
        assert everything_in(disk) == ["made.mp4"]
        assert made.read_bytes() == silent.read_bytes()
