"""The memory held is told, on every system by its own means."""

import ctypes
import os
import subprocess
import sys

import numpy as np
import pytest

from tryon_ar.core import memory

MIB = 1 << 20


def test_resident_pages_are_read(tmp_path):
    statm = tmp_path / "statm"
    statm.write_text("900 300 20 1 0 5 0\n")
    assert memory._on_linux(statm) == 300 * os.sysconf("SC_PAGE_SIZE")
    statm.write_text("900\n")
    assert memory._on_linux(statm) is None
    assert memory._on_linux(tmp_path / "absent") is None


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux is at hand")
def test_what_is_taken_shows():
    before = memory.resident_bytes()
    taken = np.ones(64 * MIB, np.uint8)
    after = memory.resident_bytes()
    assert before is not None
    assert after is not None
    assert after - before > 48 * MIB
    assert taken[-1]


def test_macos_is_asked_for_its_task_info():
    asked = []

    def proc_pidinfo(pid, flavour, _argument, buffer, size):
        asked.append((pid, flavour, size))
        numbers = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_uint64))
        numbers[0], numbers[1] = 5000 * MIB, 300 * MIB
        return size

    assert memory._on_macos(proc_pidinfo) == 300 * MIB
    assert asked == [(os.getpid(), 4, 96)]
    assert memory._on_macos(lambda *_: 0) is None


class Kernel32:
    """Answers as Windows' own does."""

    def __init__(self, told: int) -> None:
        self.told = told

    def K32GetProcessMemoryInfo(self, process, counters, size):
        assert process.value == 2**64 - 1
        words = ctypes.cast(counters, ctypes.POINTER(ctypes.c_size_t))
        assert size == 72
        words[1], words[2] = 400 * MIB, 350 * MIB
        return self.told


@pytest.mark.skipif(ctypes.sizeof(ctypes.c_size_t) != 8, reason="laid out for 64 bits")
def test_windows_is_asked_for_its_working_set():
    def current():
        return 2**64 - 1

    for told, wanted in ((1, 350 * MIB), (0, None)):
        kernel32 = Kernel32(told)
        kernel32.GetCurrentProcess = current
        assert memory._on_windows(kernel32) == wanted


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_what_another_system_does_not_offer_is_not_known(monkeypatch, system):
    def refuse(_name):
        raise OSError("no such library")

    monkeypatch.setattr("sys.platform", system)
    monkeypatch.setattr(ctypes, "CDLL", refuse)
    monkeypatch.setattr(ctypes, "windll", object(), raising=False)
    assert memory.resident_bytes() is None


@pytest.mark.skipif(sys.platform != "linux", reason="as glibc holds it")
def test_what_lies_between_blocks_in_use_is_given_back():
    blocks = [bytearray(60_000) for _ in range(1600)]  # below what is taken from the system alone
    used = blocks[::4]
    del blocks
    before_mb = memory.resident_bytes() / 2**20
    memory.give_back_freed()
    assert memory.resident_bytes() / 2**20 < before_mb - 40.0
    del used


def test_where_nothing_can_be_given_back_nothing_happens(monkeypatch):
    monkeypatch.setattr(memory, "_trim", lambda: None)
    memory.give_back_freed()


def test_another_system_is_let_be(monkeypatch):
    monkeypatch.setattr(memory.sys, "platform", "win32")
    assert memory._trim.__wrapped__() is None


_ARENAS_OF_TEN_THREADS = """
import ctypes, sys, tempfile, threading
from tryon_ar.core.memory import share_freed

if sys.argv[1] == "shared":
    share_freed()
libc = ctypes.CDLL(None)
libc.malloc.restype = libc.fopen.restype = ctypes.c_void_p
together = threading.Barrier(10)

def take():
    libc.malloc(ctypes.c_size_t(50_000))
    together.wait()

threads = [threading.Thread(target=take) for _ in range(10)]
[one.start() for one in threads]
[one.join() for one in threads]
with tempfile.NamedTemporaryFile() as told:
    stream = ctypes.c_void_p(libc.fopen(told.name.encode(), b"w"))
    libc.malloc_info(0, stream)
    libc.fclose(stream)
    print(told.read().count(b"<heap nr="))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="as glibc holds it")
def test_threads_share_what_they_freed():
    arenas = {
        how: int(subprocess.check_output([sys.executable, "-c", _ARENAS_OF_TEN_THREADS, how]))
        for how in ("apart", "shared")
    }
    assert arenas["shared"] <= 3 < arenas["apart"]


@pytest.mark.parametrize("system", ["linux", "win32"])
def test_where_nothing_can_be_shared_nothing_happens(monkeypatch, system):
    monkeypatch.setattr(memory.sys, "platform", system)
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: object())
    memory.share_freed()
