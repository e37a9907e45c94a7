"""Locks between programs, also on disks that have none."""

import errno
import subprocess
import sys

import pytest

from tryon_ar.core.file_lock import exclusive_lock, try_lock

fcntl = pytest.importorskip("fcntl", reason="written for POSIX")


def test_a_lock_is_dropped_with_its_holder(tmp_path):
    path = tmp_path / "lock"
    code = "import sys; from tryon_ar.core.file_lock import exclusive_lock\n"
    code += "from pathlib import Path\n"
    code += f"with exclusive_lock(Path({str(path)!r}), 1): print('held', flush=True); input()"
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
