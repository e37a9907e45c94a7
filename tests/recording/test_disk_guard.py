import math
import shutil
import threading
import time
from pathlib import Path

import pytest

from tests.support.patience import PATIENCE_S, until
from tests.support.small_disk import small_disk
from tryon_ar.core.errors import DiskFull, OutputUnwritable
from tryon_ar.recording import disk_guard
from tryon_ar.recording.disk_guard import DiskGuard, RoomLeft, RoomMeter, check_room, out_of_room

MB = 1_000_000


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(disk_guard, "_CHECK_S", 0.01)
    monkeypatch.setattr(disk_guard, "SYNC_S", 0.01)
    monkeypatch.setattr(disk_guard, "_RATE_FROM_S", 0.05)


class Watching:
    """A guard over a file that a test lets grow, on a disk of any size."""

    def __init__(self, folder: Path, free_bytes: int = 10**12) -> None:
        folder.mkdir(exist_ok=True)
        self.path = folder / "film.mp4"
        self.path.write_bytes(b"x" * 1000)
        self.free_bytes = free_bytes
        self.looks = 0
        self.warned: list[float | None] = []
        self.ended: list[Exception] = []
        self.guard = DiskGuard(
            [self.path],
            self.warned.append,
            self.ended.append,
            free_bytes=self._free_bytes,
        )

    def _free_bytes(self, _folder: Path) -> int:
        self.looks += 1
        return self.free_bytes

    def wait_for_looks(self, more: int = 2) -> None:
        """Wait until the guard has looked at the files and the room once more, or more often."""
        before = self.looks
        until(lambda: self.looks >= before + more)


@pytest.fixture
def watching(tmp_path):
    made = []

    def watch(free_bytes: int = 10**12) -> Watching:
        made.append(Watching(tmp_path / "videos", free_bytes))
        return made[-1]

    yield watch
    for one in made:
        one.guard.close()


@pytest.mark.parametrize(
    ("free_mb", "rate_mb", "seconds"),
    [
        (1200, 1.0, 1000.0),
        (201, 1.0, 1.0),
        (200, 1.0, 0.0),
        (0, 0.0, 0.0),
        (199, 0.0, 0.0),
        (201, 0.0, math.inf),
        (1000, 50.0, 10.0),  # ten seconds of so much are more than 200 MB
        (500, 50.0, 0.0),
    ],
)
def test_what_is_left_is_counted_from_what_is_kept_free(free_mb, rate_mb, seconds):
    assert RoomLeft(round(free_mb * MB), rate_mb * MB).seconds == pytest.approx(seconds)


def test_with_room_nothing_is_said(watching):
    one = watching()
    one.wait_for_looks(5)
    assert (one.warned, one.ended) == ([], [])


def test_two_minutes_before_the_end_it_is_said_and_taken_back(watching):
    one = watching(free_bytes=200 * MB + 5000)

    def written_on() -> bool:
        with one.path.open("ab") as file:
            file.write(b"x" * 100)
        return bool(one.warned)

    until(written_on)
    assert one.warned[0] is not None
    assert 0 < one.warned[0] < 120
    assert not one.ended
    one.free_bytes = 10**12
    until(lambda: one.warned[-1] is None)


def test_what_must_stay_free_ends_the_recording_once(watching):
    one = watching(free_bytes=199 * MB)
    until(lambda: one.ended)
    one.wait_for_looks()
    (error,) = one.ended
    assert isinstance(error, DiskFull)
    assert "only 199 MB are left" in str(error)


def test_a_deleted_folder_is_told(watching):
    one = watching()
    one.wait_for_looks()
    shutil.rmtree(one.path.parent)
    until(lambda: one.ended)
    assert isinstance(one.ended[0], OutputUnwritable)
    assert "film.mp4 was deleted or moved" in str(one.ended[0])


def test_another_file_in_its_place_is_told(watching):
    one = watching()
    one.wait_for_looks()
    other = one.path.with_name("other")
    other.write_bytes(b"y")
    other.replace(one.path)
    until(lambda: one.ended)
    assert "deleted or moved" in str(one.ended[0])


def test_what_does_not_exist_yet_is_waited_for(tmp_path):
    ended: list[Exception] = []
    asked: list[Path] = []
    guard = DiskGuard(
        [tmp_path / "later.mp4"],
        lambda _: None,
        ended.append,
        free_bytes=lambda folder: asked.append(folder) or 10**12,
    )
    until(lambda: len(asked) > 3)
    guard.close()
    assert not ended


def test_files_and_their_folder_are_synced_and_a_lost_write_ends_the_recording(
    watching, monkeypatch
):
    synced: list[int] = []

    def fsync(number: int) -> None:
        synced.append(number)
        if len(synced) > 4:
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(disk_guard.os, "fsync", fsync)
    one = watching()
    until(lambda: one.ended)
    assert "input/output error" in str(one.ended[0])
    assert len(synced) >= 5


def test_a_disk_that_keeps_syncs_waiting_does_not_keep_the_watch_waiting(watching, monkeypatch):
    over, waits = threading.Event(), threading.Event()

    def fsync(_number: int) -> None:
        waits.set()
        over.wait(1.5 * PATIENCE_S)

    monkeypatch.setattr(disk_guard.os, "fsync", fsync)
    one = watching()
    assert waits.wait(PATIENCE_S)
    one.free_bytes = 0
    try:
        until(lambda: one.ended)
    finally:
        over.set()


def test_there_must_be_room_to_begin(tmp_path):
    check_room(tmp_path / "absent")
    with small_disk(tmp_path / "disk", 1000) as disk, pytest.raises(DiskFull, match="too little"):
        check_room(disk)


class Clock:
    """Stands in for ``time`` in the module."""

    def __init__(self) -> None:
        self.now_s = 500.0

    def monotonic(self) -> float:
        return self.now_s


@pytest.fixture
def clock(monkeypatch):
    made = Clock()
    monkeypatch.setattr(disk_guard, "time", made)
    monkeypatch.setattr(disk_guard, "_RATE_FROM_S", 2.0)
    return made


def test_the_rate_is_that_of_the_last_ten_seconds(clock, tmp_path):
    meter, size, rates = RoomMeter(tmp_path, lambda _: 10**12), 7000, []
    for second in range(41):
        rates.append(meter.measure(size).rate)
        size += 100 if second < 20 else 300
        clock.now_s += 1.0
    assert rates[:2] == [0.0, 0.0]  # not known yet
    assert rates[2:21] == [100.0] * 19
    assert rates[25] == pytest.approx(200.0)
    assert rates[30:] == [300.0] * 11


def test_a_file_that_shrinks_takes_no_room(clock, tmp_path):
    meter = RoomMeter(tmp_path, lambda _: 300 * MB)
    meter.measure(5000)
    clock.now_s += 2.0
    left = meter.measure(1000)
    assert (left.rate, left.seconds, left.free_bytes) == (0.0, math.inf, 300 * MB)


def test_the_end_names_whole_megabytes_and_never_fewer_than_none(tmp_path):
    assert "only 123 MB are left" in str(out_of_room(RoomLeft(123_999_999, 0.0), tmp_path))
    assert "only 0 MB are left" in str(out_of_room(RoomLeft(-5, 0.0), tmp_path))


@pytest.mark.parametrize(("free", "refused"), [(200 * MB, True), (200 * MB + 1, False)])
def test_what_is_kept_free_is_no_room_to_begin(tmp_path, monkeypatch, free, refused):
    monkeypatch.setattr(disk_guard, "_free_bytes", lambda _: free)
    if refused:
        with pytest.raises(DiskFull, match="only 200 MB"):
            check_room(tmp_path)
    else:
        check_room(tmp_path)


def test_threads_rest_between_looks_and_keep_no_program_alive(tmp_path, monkeypatch):
    rests: list[float] = []

    class Over(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            if timeout is not None:  # None waits for a thread to start
                rests.append(timeout)
            return super().wait(PATIENCE_S)

    monkeypatch.setattr(disk_guard.threading, "Event", Over)
    monkeypatch.setattr(disk_guard, "SYNC_S", 5.0)
    monkeypatch.setattr(disk_guard, "_CHECK_S", 0.5)
    before = set(threading.enumerate())
    guard = DiskGuard([tmp_path / "film.mp4"], lambda _: None, lambda _: None)
    threads = set(threading.enumerate()) - before
    until(lambda: len(rests) >= 2)
    guard.close()
    for thread in threads:
        thread.join(PATIENCE_S)
    assert sorted(rests) == [0.5, 5.0]
    assert {thread.name for thread in threads} == {"tryon-ar disk", "tryon-ar sync"}
    assert all(thread.daemon for thread in threads)


def test_a_disk_that_cannot_be_asked_ends_nothing(tmp_path):
    asked: list[Path] = []
    ended: list[Exception] = []

    def unknown(folder: Path) -> int:
        asked.append(folder)
        raise OSError(5, "Input/output error")

    guard = DiskGuard([tmp_path / "film.mp4"], lambda _: None, ended.append, free_bytes=unknown)
    until(lambda: len(asked) >= 3)
    guard.close()
    assert set(asked) == {tmp_path}
    assert len(asked) >= 3
    assert not ended


def test_the_files_name_is_written_through_once_and_the_file_every_time(tmp_path, monkeypatch):
    path = tmp_path / "film.mp4"
    opened: list[str] = []
    really = disk_guard.os.open

    def opening(where, flags):
        opened.append(Path(where).name)
        return really(where, flags)

    monkeypatch.setattr(disk_guard.os, "open", opening)
    file = disk_guard._WatchedFile(path)
    file.sync()  # not there yet: nothing of it can be lost
    assert opened == ["film.mp4"]
    path.write_bytes(b"x")
    for _ in range(3):
        file.sync()
    assert opened[1:] == ["film.mp4", tmp_path.name, "film.mp4", "film.mp4"]
    assert file.size == 0
    file.check_present()
    assert file.size == 1


def test_the_end_is_told_once_though_both_threads_find_it(watching):
    class Hesitating(threading.Event):
        def is_set(self):
            answer = super().is_set()
            time.sleep(0.1)  # as long as the other thread likes
            return answer

    watch = watching()
    watch.guard._stopped = Hesitating()
    gone = OutputUnwritable("The disk is gone.")
    both = [threading.Thread(target=watch.guard._end, args=(gone,)) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert watch.ended == [gone]
