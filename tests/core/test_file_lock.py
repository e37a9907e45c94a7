"""Locks between programs, also on disks that have none."""

import errno
import os
import subprocess
import sys
import threading
import time
from types import SimpleNamespace

import pytest

from tests.support.patience import PATIENCE_S
from tryon_ar.core.file_lock import exclusive_lock, try_lock

fcntl = pytest.importorskip("fcntl", reason="written for POSIX")


def test_a_lock_is_dropped_with_its_holder(tmp_path):
    path = tmp_path / "lock"
    code = "import sys; from tryon_ar.core.file_lock import exclusive_lock\n"
    code += "from pathlib import Path\n"
    code += f"with exclusive_lock(Path({str(path)!r}), 60): print('held', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(TimeoutError), exclusive_lock(path, 0.05):
            pass
        other.kill()
        other.wait()
    with exclusive_lock(path, 0.0):
        pass


@pytest.mark.parametrize("code", [errno.ENOLCK, errno.EOPNOTSUPP])
def test_on_a_disk_without_locks_every_file_is_free(tmp_path, monkeypatch, code):
    def refuse(*_):
        raise OSError(code, "no locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with exclusive_lock(tmp_path / "lock", 0.0):
        pass


def test_what_else_the_system_refuses_is_said(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(errno.EIO, "input/output error")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with (tmp_path / "lock").open("wb") as file, pytest.raises(OSError, match="input/output"):
        try_lock(file)


def test_windows_is_asked_for_the_first_byte_of_the_file(tmp_path, monkeypatch):
    taken = []

    def locking(handle, mode, count):
        if taken:
            raise PermissionError(errno.EACCES, "locked")
        taken.append((os.lseek(handle, 0, os.SEEK_CUR), mode, count))

    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(locking=locking, LK_NBLCK=2))
    with (tmp_path / "lock").open("a+b") as file:
        file.write(b"said")
        file.flush()
        assert try_lock(file)
        assert taken == [(0, 2, 1)]
        assert not try_lock(file)


def test_a_lock_deleted_by_its_holder_is_none_for_who_waited(tmp_path):
    path = tmp_path / "lock"
    held, gone = threading.Event(), threading.Event()

    def hold():
        with exclusive_lock(path, 1.0):
            held.set()
            time.sleep(0.1)
            path.unlink()
        gone.set()

    holder = threading.Thread(target=hold)
    holder.start()
    assert held.wait(PATIENCE_S)
    with exclusive_lock(path, 5.0):
        assert gone.wait(5.0)
        with pytest.raises(TimeoutError), exclusive_lock(path, 0.0):
            pass
    holder.join()


def test_who_waits_gets_the_lock_when_it_is_free(tmp_path):
    held, wanted = threading.Event(), threading.Event()

    def hold():
        with exclusive_lock(tmp_path / "lock", PATIENCE_S):
            held.set()
            wanted.wait(PATIENCE_S)
            time.sleep(0.05)

    holder = threading.Thread(target=hold)
    holder.start()
    assert held.wait(PATIENCE_S)
    with pytest.raises(TimeoutError), exclusive_lock(tmp_path / "lock", 0.0):
        pass
    wanted.set()
    with exclusive_lock(tmp_path / "lock", PATIENCE_S):
        pass
    holder.join()
