import contextlib
import errno
import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest

from tryon_ar.core.errors import (
    DiskFull,
    EncoderUnavailable,
    OutputUnwritable,
    SinkClosed,
    UsageError,
)
from tryon_ar.recording import output
from tryon_ar.recording.encoder import ENCODERS, EncoderChoice
from tryon_ar.recording.video import VideoSink

CONTAINERS = pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
PATCHES_BGR = [
    (0, 0, 0),
    (255, 255, 255),
    (128, 128, 128),
    (255, 0, 0),
    (0, 255, 0),
    (0, 0, 255),
    (0, 255, 255),
    (40, 80, 200),
    (200, 30, 120),
    (30, 20, 10),
    (110, 140, 200),
    (250, 250, 245),
]


def noise(size_px: tuple[int, int], seed: int = 0) -> np.ndarray:
    """A picture that does not compress, so that the file grows with every frame."""
    width, height = size_px
    return np.random.default_rng(seed).integers(0, 255, (height, width, 3), np.uint8)


def decode(path: Path) -> list[av.VideoFrame]:
    with av.open(str(path)) as container:
        return list(container.decode(video=0))


def fill(sink: VideoSink, count: int, step_ms: float = 1000 / 30) -> None:
    for index in range(count):
        sink.write(noise(sink.size_px, index), index * step_ms)


def exact_bgr(frame: av.VideoFrame) -> np.ndarray:
    """Invert the matrix the file is tagged with, in floats, at the centre of every chroma pair.

    Independent of the scaler, whose own rounding would add to the error.
    """
    planes = frame.to_ndarray().astype(np.float64)
    height, width = frame.height, frame.width
    luma = (planes[:height] - 16) / 219
    chroma = planes[height:].reshape(2, height // 2, width // 2)
    blue, red = ((chroma - 128) / 224).repeat(2, axis=1).repeat(2, axis=2)
    kr, kb = {1: (0.2126, 0.0722), 6: (0.299, 0.114)}[int(frame.colorspace)]
    r = luma + 2 * (1 - kr) * red
    b = luma + 2 * (1 - kb) * blue
    g = (luma - kr * r - kb * b) / (1 - kr - kb)
    return np.clip(np.stack([b, g, r], axis=-1) * 255, 0, 255)


# -- what the file holds ---------------------------------------------------------------


@CONTAINERS
@pytest.mark.parametrize(("size_px", "matrix"), [((640, 480), 6), ((1280, 720), 1)])
def test_colours_come_back_within_three_levels_and_tagged(tmp_path, suffix, size_px, matrix):
    width, height = size_px
    patches = np.array(PATCHES_BGR, np.uint8).reshape(3, 4, 3)
    picture = patches.repeat(height // 3, axis=0).repeat(width // 4, axis=1)
    path = tmp_path / f"out{suffix}"
    with VideoSink(path, size_px) as sink:
        for index in range(8):
            sink.write(picture, index * 33.0)
    frame = decode(path)[-1]
    rows, columns = (
        np.arange(height // 6, height, height // 3),
        np.arange(width // 8, width, width // 4),
    )
    error = np.abs(exact_bgr(frame)[np.ix_(rows, columns)] - patches)
    assert error.max() <= 3.0, error
    assert int(frame.colorspace) == matrix
    assert int(frame.color_range) == 1
    assert int(frame.color_primaries) == int(frame.color_trc) == 1


@CONTAINERS
def test_key_frames_come_at_least_every_second_whatever_the_rate(tmp_path, suffix):
    path = tmp_path / f"out{suffix}"
    times_ms = np.concatenate([np.arange(0, 4000, 33.37), np.arange(4000, 9000, 101.0)])
    with VideoSink(path, (64, 48), fps_hint=30) as sink:
        for t_ms in times_ms:
            sink.write(noise((64, 48)), float(t_ms))
    keys_ms = [float(f.pts * f.time_base * 1000) for f in decode(path) if f.key_frame]
    assert np.diff(keys_ms).max() <= 1001
    assert len(keys_ms) <= 14


@CONTAINERS
@pytest.mark.parametrize("size_px", [(1, 1), (3, 2), (321, 241), (2, 481)])
def test_odd_sides_are_padded_by_repeating_the_edge(tmp_path, suffix, size_px):
    width, height = size_px
    picture = np.zeros((height, width, 3), np.uint8)
    picture[:, -1] = picture[-1, :] = 255
    path = tmp_path / f"out{suffix}"
    with VideoSink(path, size_px) as sink:
        sink.write(picture, 0.0)
    (frame,) = decode(path)
    assert (frame.width, frame.height) == (width + width % 2, height + height % 2)
    luma = frame.to_ndarray()[: frame.height]
    assert luma[-1].min() > 200
    assert luma[:, -1].min() > 200


def test_two_frames_in_one_millisecond_both_survive(tmp_path):
    path = tmp_path / "out.mkv"
    with VideoSink(path, (64, 48)) as sink:
        for t_ms in (0.0, 0.1, 0.2, 40.0):
            sink.write(noise((64, 48)), t_ms)
    assert len(decode(path)) == 4


def test_a_finished_mp4_is_plain(tmp_path):
    path = tmp_path / "out.mp4"
    with VideoSink(path, (64, 48)) as sink:
        fill(sink, 40)
    boxes, data, offset = [], path.read_bytes(), 0
    while offset < len(data):
        size = int.from_bytes(data[offset : offset + 4], "big")
        kind = data[offset + 4 : offset + 8]
        if size == 1:
            size = int.from_bytes(data[offset + 8 : offset + 16], "big")
        boxes.append(kind)
        offset += size
    assert b"moof" not in boxes
    assert boxes.count(b"moov") == 1


def test_no_personal_metadata_is_written(tmp_path):
    path = tmp_path / "out.mp4"
    with VideoSink(path, (64, 48)) as sink:
        fill(sink, 3)
    with av.open(str(path)) as container:
        assert not {"creation_time", "title", "artist", "location"} & set(container.metadata)


# -- while it is written ---------------------------------------------------------------


@CONTAINERS
def test_a_copy_taken_at_any_time_plays_and_lacks_less_than_a_second(tmp_path, suffix):
    """What a killed program leaves is what other readers see of the file."""
    path = tmp_path / f"out{suffix}"
    copy = tmp_path / f"copy{suffix}"
    with VideoSink(path, (160, 120)) as sink:
        for index in range(100):
            t_ms = index * 1000 / 30 + (700 if index >= 70 else 0)
            sink.write(noise(sink.size_px, index), t_ms)
            if index == 0 or (index % 4 and not 70 <= index < 75):
                continue
            copy.write_bytes(path.read_bytes())
            frames = decode(copy)
            last_ms = float(frames[-1].pts * frames[-1].time_base * 1000)
            assert t_ms - last_ms <= (735 if index == 70 else 300)


@CONTAINERS
@pytest.mark.parametrize("share", [0.0, 0.5])
def test_a_kill_between_or_within_any_two_writes_leaves_what_was_there(
    tmp_path, monkeypatch, suffix, share
):
    """Replays the file's writes, closing included, up to each one and a share of it."""
    writes: list[tuple[int, bytes]] = []
    original = output.OutputFile.write

    def write(self: output.OutputFile, data: bytes) -> int:
        writes.append((self.tell(), bytes(data)))
        return original(self, data)

    monkeypatch.setattr(output.OutputFile, "write", write)
    path = tmp_path / f"out{suffix}"
    with VideoSink(path, (160, 120)) as sink:
        fill(sink, 45)
    assert len(decode(path)) == 45
    disk, counts = bytearray(), []
    for offset, data in writes:
        # A write below a page in size is not cut in two.
        part = data[: int(len(data) * share)] if len(data) > 4096 else b""
        counts.append(playable_frames(tmp_path / f"part{suffix}", after_write(disk, offset, part)))
        disk = after_write(disk, offset, data)
    assert bytes(disk) == path.read_bytes()
    assert counts == sorted(counts)
    assert np.diff([*counts, 45]).max() <= 9


def after_write(disk: bytearray, offset: int, data: bytes) -> bytearray:
    return disk[:offset] + data + disk[offset + len(data) :]


def playable_frames(path: Path, data: bytearray) -> int:
    """Frames that decode; like players do, a damaged packet at the end is passed over."""
    path.write_bytes(data)
    count = 0
    with contextlib.suppress(av.error.InvalidDataError, EOFError), av.open(str(path)) as container:
        for packet in container.demux(video=0):
            with contextlib.suppress(av.error.InvalidDataError):
                count += len(packet.decode())
    return count


def test_an_existing_file_stays_until_the_first_frame(tmp_path):
    path = tmp_path / "out.mp4"
    path.write_bytes(b"something dear")
    sink = VideoSink(path, (64, 48))
    assert path.read_bytes() == b"something dear"
    sink.close()
    assert path.read_bytes() == b"something dear"
    with VideoSink(path, (64, 48)) as sink:
        fill(sink, 2)
    assert len(decode(path)) == 2


# -- atomic ----------------------------------------------------------------------------


@CONTAINERS
def test_atomic_shows_nothing_until_it_is_whole(tmp_path, suffix):
    path = tmp_path / f"out{suffix}"
    with VideoSink(path, (64, 48), atomic=True) as sink:
        fill(sink, 40)
        assert not path.exists()
        parts = [part.name for part in tmp_path.iterdir() if part.is_file()]
        assert [name[0] for name in parts] == ["."]
    assert len(decode(path)) == 40
    assert [part.name for part in tmp_path.iterdir() if part.is_file()] == [path.name]


@CONTAINERS
def test_atomic_leaves_an_older_file_alone_when_the_run_fails(tmp_path, suffix):
    path = tmp_path / f"out{suffix}"
    path.write_bytes(b"the last good one")

    def run() -> None:
        with VideoSink(path, (64, 48), atomic=True) as sink:
            fill(sink, 5)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run()
    assert path.read_bytes() == b"the last good one"
    assert [part.name for part in tmp_path.iterdir() if part.is_file()] == [path.name]


def test_not_atomic_keeps_what_there_is_when_the_run_fails(tmp_path):
    path = tmp_path / "out.mp4"

    def run() -> None:
        with VideoSink(path, (64, 48)) as sink:
            fill(sink, 5)
            raise RuntimeError("renderer")

    with pytest.raises(RuntimeError, match="renderer"):
        run()
    assert len(decode(path)) == 5


# -- where it cannot be written --------------------------------------------------------


@pytest.mark.parametrize("name", ["out.avi", "out", "out.mp4.txt", "out.png"])
def test_an_unknown_ending_is_a_sentence(tmp_path, name):
    with pytest.raises(UsageError, match=r"must end in \.mp4 or \.mkv"):
        VideoSink(tmp_path / name, (64, 48))


def test_unwritable_places_are_told_apart(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "folder.mp4").mkdir()
    cases = {
        "absent/out.mp4": "folder does not exist",
        "file/out.mp4": "not a directory",
        "folder.mp4": "it is a folder",
    }
    for name, reason in cases.items():
        with pytest.raises(OutputUnwritable, match=reason):
            VideoSink(tmp_path / name, (64, 48))


def test_a_folder_deleted_meanwhile_is_an_error_not_a_crash(tmp_path):
    folder = tmp_path / "videos"
    folder.mkdir()
    sink = VideoSink(folder / "out.mp4", (64, 48))
    folder.rmdir()
    with pytest.raises(OutputUnwritable):
        sink.write(noise((64, 48)), 0.0)
    with pytest.raises(SinkClosed):
        sink.write(noise((64, 48)), 40.0)


def test_without_any_encoder_the_error_names_those_tried(tmp_path):
    absent = (EncoderChoice("no_such_h264", {}), EncoderChoice("nor_this", {}))
    with pytest.raises(EncoderUnavailable, match="tried no_such_h264, nor_this"):
        VideoSink(tmp_path / "out.mp4", (64, 48), encoders=absent)
    assert not [part for part in tmp_path.iterdir() if part.is_file()]


def test_the_next_encoder_serves_when_the_first_is_absent(tmp_path):
    encoders = (EncoderChoice("no_such_h264", {}), *ENCODERS)
    path = tmp_path / "out.mp4"
    with VideoSink(path, (64, 48), encoders=encoders) as sink:
        assert sink.encoder == "libx264"
        fill(sink, 3)
    assert len(decode(path)) == 3


# -- full disk -------------------------------------------------------------------------


class FullDisk:
    """A raw file on which the n-th write fails, after whole pages of what it was given."""

    def __init__(self, path: Path, mode: str, good_writes: int, buffering: int) -> None:
        self.file = open(path, mode, buffering=buffering)  # noqa: SIM115
        self.left = good_writes

    def write(self, data: memoryview) -> int:
        self.left -= 1
        if self.left < -1:
            raise OSError(errno.ENOSPC, "No space left on device")
        if self.left < 0 and len(data) > 4096:
            return self.file.write(data[: len(data) // 4096 * 4096])
        if self.left < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return self.file.write(data)

    def __getattr__(self, name: str):
        return getattr(self.file, name)


@CONTAINERS
@pytest.mark.parametrize("atomic", [False, True])
@pytest.mark.parametrize("good_writes", [0, 1, 2, 3, 4, 5, 7, 10, 14, 15, 16, 17, 18, 19, 20, 25])
def test_a_disk_full_at_the_nth_write(tmp_path, monkeypatch, suffix, atomic, good_writes):
    path = tmp_path / f"out{suffix}"

    def open_full(name: Path, mode: str, buffering: int) -> FullDisk:
        return FullDisk(name, mode, good_writes, buffering)

    monkeypatch.setattr(output, "open", open_full, raising=False)
    sink = VideoSink(path, (64, 48), atomic=atomic)
    written, error = write_until_full(sink)
    left = [part for part in tmp_path.iterdir() if part.is_file()]
    if error is None:
        assert written == len(decode(path)) == 60
        return
    assert "no room" in error.user_text
    assert error.exit_code == 6
    with pytest.raises(SinkClosed):
        sink.write(noise(sink.size_px), 1e6)
    sink.close()
    if atomic or written < 2:
        assert left == []
    elif left:
        assert len(decode(path)) >= max(1, written - 10)
    else:
        assert written < 10


def write_until_full(sink: VideoSink) -> tuple[int, DiskFull | None]:
    written = 0
    try:
        for index in range(60):
            sink.write(noise(sink.size_px, index), index * 1000 / 30)
            written += 1
        sink.close()
    except DiskFull as error:
        return written, error
    return written, None


FILL_UP = """
import resource, sys
import numpy as np
from pathlib import Path
from tryon_ar.core.errors import TryOnError
from tryon_ar.recording.video import VideoSink
if len(sys.argv) > 2:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
rng = np.random.default_rng(0)
try:
    with VideoSink(Path(sys.argv[1]), (320, 240)) as sink:
        for index in range(2000):
            sink.write(rng.integers(0, 255, (240, 320, 3), np.uint8), index * 33.0)
except TryOnError as error:
    print(type(error).__name__, error)
    sys.exit(error.exit_code)
"""


@CONTAINERS
def test_a_size_limit_of_the_system_leaves_a_playable_file(tmp_path, suffix):
    pytest.importorskip("resource", reason="no file size limits here")
    path = tmp_path / f"out{suffix}"
    done = subprocess.run(
        [sys.executable, "-c", FILL_UP, str(path), "1500000"],
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert done.returncode == 6, done.stderr
    assert done.stdout.startswith("DiskFull")
    assert path.stat().st_size <= 1_500_000
    assert len(decode(path)) > 5


@CONTAINERS
def test_a_full_disk_leaves_a_playable_file(tmp_path, suffix):
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", str(disk)]
    if (
        sys.platform != "linux"
        or subprocess.run(mount, capture_output=True, check=False).returncode
    ):
        pytest.skip("a small disk cannot be mounted here")
    try:
        path = disk / f"out{suffix}"
        done = subprocess.run(
            [sys.executable, "-c", FILL_UP, str(path)],
            capture_output=True,
            text=True,
            timeout=110,
            check=False,
        )
        assert done.returncode == 6, done.stderr
        assert "no room left" in done.stdout
        assert done.stderr == ""
        assert len(decode(path)) > 5
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_nothing_stays_open_after_any_end(tmp_path):
    fds = Path("/proc/self/fd")
    if not fds.is_dir():
        pytest.skip("open files cannot be counted here")

    def use(kind: int) -> None:
        sink = VideoSink(tmp_path / f"{kind}.mp4", (64, 48), atomic=kind % 2 == 0)
        if kind % 3:
            fill(sink, 3)
        if kind % 5 == 0:
            sink.abort()
        sink.close()

    use(1)
    before = len(list(fds.iterdir()))
    for kind in range(30):
        use(kind)
    assert len(list(fds.iterdir())) <= before
