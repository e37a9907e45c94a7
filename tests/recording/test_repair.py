import shutil
from pathlib import Path

import av
import numpy as np
import pytest

from tests.support.cut_recordings import record
from tests.support.program import everything_in
from tests.support.small_disk import small_disk
from tryon_ar.core.errors import DiskFull, OutputUnwritable, SourceNotFound, TryOnError, UsageError
from tryon_ar.recording.output import OutputFile
from tryon_ar.recording.repair import repair
from tryon_ar.recording.structure import State, state_of
from tryon_ar.recording.unfinished import unfinished_recordings

FTYP = b"\0\0\0\x20ftypisom" + bytes(20)
SUFFIXES = pytest.mark.parametrize("suffix", [".mp4", ".mkv"])


def times_s(path: Path) -> list[float]:
    with av.open(str(path)) as container:
        return [float(frame.pts * frame.time_base) for frame in container.decode(video=0)]


def cut(source: Path, path: Path, share: float) -> Path:
    data = source.read_bytes()
    path.write_bytes(data[: round(share * len(data))])
    return path


@SUFFIXES
@pytest.mark.parametrize("sound", [False, True])
def test_what_a_kill_left_becomes_a_whole_seekable_file_beside_it(tmp_path, suffix, sound):
    path = record(tmp_path / f"film{suffix}", sound=sound, finish=False)
    before = path.read_bytes()
    assert state_of(path) is State.UNFINISHED
    played_s = times_s(path)
    repaired = repair(path)
    assert repaired is not None
    assert repaired.path == tmp_path / f"film (repaired){suffix}"
    assert state_of(repaired.path) is State.WHOLE
    np.testing.assert_allclose(times_s(repaired.path), played_s, atol=0.001)
    assert (repaired.pictures, repaired.has_sound) == (len(played_s), sound)
    assert len(played_s) >= 20
    assert repaired.seconds == pytest.approx(played_s[-1] + 0.1, abs=0.11)
    assert path.read_bytes() == before
    assert len(everything_in(tmp_path)) == 2
    with av.open(str(repaired.path)) as container:
        assert container.duration == pytest.approx(repaired.seconds * 1e6, abs=3e5)
        assert len(container.streams.audio) == sound
        container.seek(1_500_000)
        assert next(container.decode(video=0)).time == pytest.approx(1.0, abs=0.51)


@SUFFIXES
def test_av1_is_repaired_as_well(tmp_path, suffix):
    path = record(tmp_path / f"film{suffix}", sound=True, finish=False, codec="av1")
    repaired = repair(path)
    assert repaired is not None
    assert repaired.has_sound
    with av.open(str(repaired.path)) as container:
        assert container.streams.video[0].codec_context.name in ("libdav1d", "av1")
    assert len(times_s(repaired.path)) == len(times_s(path)) >= 20


def test_pictures_of_the_same_millisecond_are_all_kept(tmp_path):
    path = record(tmp_path / "film.mkv", finish=False, bunch=6)
    assert len(set(times_s(path))) < len(times_s(path))
    repaired = repair(path)
    assert repaired is not None
    assert len(times_s(repaired.path)) == len(times_s(path))


@SUFFIXES
def test_cut_anywhere_a_video_is_saved_up_to_there_or_refused(tmp_path, suffix):
    whole = record(tmp_path / f"whole{suffix}", sound=True)
    saved, refused = [], []
    for number, share in enumerate(np.linspace(0.001, 0.999, 40)):
        path = cut(whole, tmp_path / f"{number}{suffix}", share)
        try:
            repaired = repair(path)
        except SourceNotFound:
            refused.append(share)
            continue
        assert repaired is not None
        assert state_of(repaired.path) is State.WHOLE
        assert len(times_s(repaired.path)) == repaired.pictures
        saved.append(repaired.pictures)
    assert saved == sorted(saved)
    assert saved[-1] == 30
    assert max(refused) < 0.15
    assert not [name for name in everything_in(tmp_path) if ".part" in name]


@SUFFIXES
def test_what_a_power_cut_zeroed_is_left_out(tmp_path, suffix):
    path = record(tmp_path / f"film{suffix}", finish=False)
    data = bytearray(path.read_bytes())
    data[-len(data) // 4 :] = bytes(len(data) // 4)
    path.write_bytes(data)
    repaired = repair(path)
    assert repaired is not None
    assert 15 <= len(times_s(repaired.path)) <= 24


@SUFFIXES
def test_a_whole_video_is_left_alone(tmp_path, suffix):
    path = record(tmp_path / f"film{suffix}")
    assert repair(path) is None
    assert everything_in(tmp_path) == [path.name]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("text.mp4", b"hello " * 1000, "neither an MP4 nor an MKV"),
        ("empty.mkv", b"", "neither"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(900), "neither"),
        ("lie.mp4", FTYP, "cannot be read"),
        ("within.mp4", FTYP + b"\0\0\0\x18mdat" + b"\0\0\0\3ftyp" + bytes(8), "cannot be read"),
        ("far.mp4", FTYP + b"\0\0\0\1moof" + b"\xff" * 8, "no picture|cannot be read"),
        ("lie.mkv", b"\x1a\x45\xdf\xa3" + bytes(200), "cannot be read"),
        ("list.mp4", b"#EXTM3U\nhttp://localhost:9/a.ts\n", "neither"),
    ],
)
def test_what_is_no_video_is_refused_and_nothing_is_written(tmp_path, name, data, reason):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(SourceNotFound, match=reason) as refused:
        repair(path)
    assert refused.value.exit_code == 3
    assert everything_in(tmp_path) == [name]


def test_flipped_bytes_are_saved_or_refused_and_never_fatal(tmp_path):
    whole = record(tmp_path / "whole.mp4", finish=False).read_bytes()
    random = np.random.default_rng(5)
    path, saved = tmp_path / "flipped.mp4", 0
    for _ in range(40):
        data = np.frombuffer(whole, np.uint8).copy()
        data[random.integers(0, len(data), 20)] = random.integers(0, 256, 20)
        path.write_bytes(data.tobytes())
        try:
            repaired = repair(path)
        except TryOnError:
            continue
        assert repaired is None or repaired.path.stat().st_size > 1000
        if repaired is not None:
            repaired.path.unlink()
            saved += 1
    assert saved > 0


def test_sound_of_an_unknown_encoding_costs_no_picture(tmp_path):
    path = record(tmp_path / "film.mkv", sound=True, finish=False)
    path.write_bytes(path.read_bytes().replace(b"A_AAC", b"A_BBC"))
    repaired = repair(path)
    assert repaired is not None
    assert not repaired.has_sound
    assert len(times_s(repaired.path)) == repaired.pictures >= 20


@pytest.mark.parametrize(("suffix", "name"), [(".mp4", b"avc1"), (".mkv", b"V_MPEG4")])
def test_pictures_of_an_unknown_encoding_are_refused(tmp_path, suffix, name):
    path = record(tmp_path / f"film{suffix}", finish=False)
    path.write_bytes(path.read_bytes().replace(name, b"zzzzzzz"[: len(name)]))
    with pytest.raises(SourceNotFound, match="no picture that can be saved"):
        repair(path)
    assert everything_in(tmp_path) == [path.name]


def test_what_ffmpeg_cannot_copy_is_not_blamed_on_the_disk(tmp_path, monkeypatch):
    def refuse(_path, _from_s):
        raise av.error.PermissionError(1, "Operation not permitted")

    path = record(tmp_path / "film.mp4", finish=False)
    monkeypatch.setattr("tryon_ar.recording.repair._first_damage_s", refuse)
    with pytest.raises(SourceNotFound, match="damaged all over"):
        repair(path)
    assert everything_in(tmp_path) == ["film.mp4"]


def test_a_name_may_look_like_an_address(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    repaired = repair(record(Path("12:30.mkv"), finish=False))
    assert repaired is not None
    assert repaired.pictures == len(times_s(tmp_path / "12:30 (repaired).mkv"))


def test_a_name_that_leaves_no_room_for_another_is_told(tmp_path):
    path = record(tmp_path / "film.mp4", finish=False).rename(tmp_path / f"{'x' * 250}.mp4")
    assert unfinished_recordings([tmp_path]) == [path]
    with pytest.raises(OutputUnwritable, match="file name too long"):
        repair(path)
    assert everything_in(tmp_path) == [path.name]
    assert repair(path, tmp_path / "short.mp4") is not None


def test_an_absent_one_and_a_folder_are_refused(tmp_path):
    for path in (tmp_path / "absent.mp4", tmp_path):
        with pytest.raises(SourceNotFound, match="There is no video"):
            repair(path)


def test_the_copy_never_replaces_anything_and_keeps_the_kind(tmp_path):
    path = record(tmp_path / "film.mp4", finish=False)
    (tmp_path / "film (repaired).mp4").write_bytes(b"dear")
    with pytest.raises(UsageError, match="there already"):
        repair(path)
    with pytest.raises(UsageError, match="alike"):
        repair(path, tmp_path / "film.mkv")
    with pytest.raises(UsageError, match="there already"):
        repair(path, path)
    repaired = repair(path, tmp_path / "other.mp4")
    assert repaired is not None
    assert repaired.path.name == "other.mp4"
    assert (tmp_path / "film (repaired).mp4").read_bytes() == b"dear"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="locks of other systems")
def test_what_is_being_recorded_is_not_touched(tmp_path):
    path = record(tmp_path / "film.mp4", finish=False)
    data = path.read_bytes()
    with OutputFile(path, atomic=False) as file:
        file.write(data)
        with pytest.raises(UsageError, match="is being recorded"):
            repair(path)
    assert repair(path) is not None


def test_a_full_disk_leaves_no_copy(tmp_path):
    film = record(tmp_path / "film.mkv", finish=False)
    with small_disk(tmp_path / "disk", round(film.stat().st_size / 1024) + 16) as disk:
        path = Path(shutil.copy(film, disk))
        with pytest.raises(DiskFull):
            repair(path)
        assert everything_in(disk) == ["film.mkv"]
