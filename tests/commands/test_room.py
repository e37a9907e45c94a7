from types import SimpleNamespace

import pytest

from tests.support.small_disk import small_disk
from tryon_ar.commands import room as room_module
from tryon_ar.commands.room import Room
from tryon_ar.core.errors import DiskFull
from tryon_ar.recording import disk_guard

MB = 1_000_000


class Disk:
    """How much is free, and what time it is."""

    def __init__(self) -> None:
        self.free_bytes = 10**12
        self.now_s = 1000.0

    def write(self, count: int, seconds: float) -> None:
        self.free_bytes -= count
        self.now_s += seconds


@pytest.fixture
def disk(monkeypatch):
    made = Disk()
    clock = SimpleNamespace(monotonic=lambda: made.now_s)
    monkeypatch.setattr(room_module, "time", clock)
    monkeypatch.setattr(disk_guard, "time", clock)
    monkeypatch.setattr(disk_guard, "_free_bytes", lambda _folder: made.free_bytes)
    return made


def test_with_room_nothing_is_said(disk, tmp_path, capsys):
    room = Room(tmp_path)
    for _ in range(20):
        disk.write(2 * MB, 1.0)
        assert room.is_enough()
    assert capsys.readouterr().err == ""


def test_it_is_said_once_before_the_end_and_then_why_it_ended(disk, tmp_path, capsys):
    room = Room(tmp_path)
    disk.free_bytes = 400 * MB
    seconds = 0
    told = ""
    while room.is_enough():
        disk.write(MB, 1.0)
        seconds += 1
        told += capsys.readouterr().err
        assert bool(told) is (seconds > 81)  # two minutes before 200 MB are left
    assert seconds == 200
    assert told.count("nearly full: there is room for about 119 seconds.") == 1
    assert not room.is_enough()
    assert isinstance(room.problem, DiskFull)
    assert room.problem.exit_code == 6
    assert "only 200 MB are left" in str(room.problem)


def test_it_is_looked_at_once_a_second(disk, tmp_path):
    room = Room(tmp_path)
    assert room.is_enough()
    disk.write(10**12, 0.9)
    assert room.is_enough()
    disk.write(0, 0.1)
    assert not room.is_enough()


def test_a_disk_that_cannot_be_asked_is_no_reason_to_end(monkeypatch, tmp_path):
    monkeypatch.setattr(room_module, "_CHECK_S", 0.0)
    assert Room(tmp_path / "absent").is_enough()


def test_a_real_disk_is_asked(tmp_path):
    with small_disk(tmp_path / "disk", 1000) as folder:
        assert not Room(folder).is_enough()
