"""How much memory the program holds, as each system tells it; and less of it."""

import ctypes
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

_STATM = Path("/proc/self/statm")
_PROC_PIDTASKINFO = 4
_M_ARENA_MAX, _ARENAS = -8, 2


class _TaskInfo(ctypes.Structure):
    """Begin of macOS' ``struct proc_taskinfo``, see ``<sys/proc_info.h>``; 96 bytes in all."""

    _fields_ = (
        ("virtual_size", ctypes.c_uint64),
        ("resident_size", ctypes.c_uint64),
        ("rest", ctypes.c_uint64 * 10),
    )


class _Counters(ctypes.Structure):
    """``PROCESS_MEMORY_COUNTERS`` of Windows, see ``<psapi.h>``."""

    _fields_ = (
        ("cb", ctypes.c_uint32),
        ("page_fault_count", ctypes.c_uint32),
        ("peak_working_set_size", ctypes.c_size_t),
        ("working_set_size", ctypes.c_size_t),
        ("quotas", ctypes.c_size_t * 6),
    )


def resident_bytes() -> int | None:
    """Return the memory this process holds now; None where the system does not tell it.

    Notes
    -----
    Linux: ``/proc/self/statm``, resident pages (``proc(5)``). macOS: ``proc_pidinfo`` with
    ``PROC_PIDTASKINFO``. Windows: the working set of ``K32GetProcessMemoryInfo``. The latter
    two are untested on such systems.
    """
    try:
        if sys.platform == "darwin":
            return _on_macos(ctypes.CDLL("libproc.dylib").proc_pidinfo)
        if sys.platform == "win32":
            return _on_windows(ctypes.windll.kernel32)
        return _on_linux(_STATM)
    except (OSError, AttributeError):
        return None


def give_back_freed() -> None:
    """Give memory back that was freed but is held for later use; the GIL is free meanwhile.

    Notes
    -----
    glibc keeps what lies between blocks in use. With pictures of several sizes and garments put
    on and off that comes to hundreds of megabytes, and wanders up and down by a hundred. Does
    nothing where another library gives out the memory.
    """
    trim = _trim()
    if trim is not None:
        trim(0)


def share_freed() -> None:
    """Let threads take what others freed; from now on, for the whole process.

    Notes
    -----
    glibc gives each thread an arena of its own, up to eight a core, and what is freed goes back
    to the one it came from (``mallopt(3)``, ``M_ARENA_MAX``). Frames pass through five threads
    here and a garment is made in one and freed in another, so that holes of a hundred megabytes
    wander about, more of them by the hour. Two arenas hold a hundred megabytes less, frames take
    no longer. Does nothing where another library gives out the memory.
    """
    if sys.platform != "linux":
        return
    with suppress(OSError, AttributeError):  # musl has none
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _ARENAS)


@cache
def _trim() -> Callable[[int], int] | None:
    if sys.platform != "linux":
        return None
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError):  # musl has none
        return None
    trim.argtypes, trim.restype = [ctypes.c_size_t], ctypes.c_int
    found: Callable[[int], int] = trim
    return found


def _on_linux(statm: Path) -> int | None:
    try:
        pages = int(statm.read_text(encoding="ascii").split()[1])
    except (OSError, IndexError, ValueError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE")


def _on_macos(proc_pidinfo: Callable[..., int]) -> int | None:
    info = _TaskInfo()
    size = ctypes.sizeof(info)
    written = proc_pidinfo(
        os.getpid(), _PROC_PIDTASKINFO, ctypes.c_uint64(0), ctypes.byref(info), size
    )
    return int(info.resident_size) if written == size else None


def _on_windows(kernel32: Any) -> int | None:  # noqa: ANN401 a library that ctypes loads
    counters = _Counters(cb=ctypes.sizeof(_Counters))
    kernel32.GetCurrentProcess.restype = ctypes.c_void_p
    process = ctypes.c_void_p(kernel32.GetCurrentProcess())
    told = kernel32.K32GetProcessMemoryInfo(process, ctypes.byref(counters), counters.cb)
    return int(counters.working_set_size) if told else None
