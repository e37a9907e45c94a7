"""What a test can leave behind in this process, and how to see it for little.

Child processes and open files are read from ``/proc``, so only on Linux. Temporary files are
seen because all tests share a temporary folder of their own (:func:`own_temporary_folder`),
which nothing else on the machine writes to. Shared memory and semaphores are told by what
Python registers for its own cleaning up.
"""

import gc
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from pathlib import Path

PATIENCE_S = 20.0
_LINUX = sys.platform == "linux"
_HANDLES, _TASKS = Path("/proc/self/fd"), Path("/proc/self/task")
# Opened by a library when it is first used, and kept for the life of the process.
_KEPT_HANDLES = ("/dev/urandom", "/dev/null", "/dev/nvidia", "anon_inode:[eventfd]")
# Started when first used, by a library and by the program: its decoder of pictures stays.
_KEPT_CHILDREN = ("multiprocessing.resource_tracker", "tryon_ar.core.decoding_child")
_KEPT_THREADS = ("Dummy-", "companion of MainThread")


@dataclass(frozen=True, slots=True)
class Held:
    """What this process holds.

    Attributes
    ----------
    children : frozenset of int
        Processes started by it, ended ones nobody waited for among them.
    handles : frozenset of int
        Numbers of its open files, sockets, pipes and the like.
    temporary : frozenset of str
        Names in the temporary folder.
    shared : frozenset of (str, str)
        Kind and name of shared memory and semaphores.
    threads : frozenset of Thread
        Python's own.
    """

    children: frozenset[int]
    handles: frozenset[int]
    temporary: frozenset[str]
    shared: frozenset[tuple[str, str]]
    threads: frozenset[threading.Thread]


_shared: set[tuple[str, str]] = set()
_temporary: list[str] = []  # the folder; a test may name another for a while


def note_shared() -> Callable[[], None]:
    """Keep a list of the shared memory and semaphores there are; return what ends that."""
    register, unregister = resource_tracker.register, resource_tracker.unregister

    def registered(name: str, kind: str) -> None:
        _shared.add((kind, name))
        register(name, kind)

    def unregistered(name: str, kind: str) -> None:
        _shared.discard((kind, name))
        unregister(name, kind)

    def restore() -> None:
        resource_tracker.register, resource_tracker.unregister = register, unregister

    resource_tracker.register, resource_tracker.unregister = registered, unregistered
    return restore


def own_temporary_folder() -> Path:
    """Make a folder for temporary files that only this process and its children use."""
    # pytest keeps its own folders where it would, and removes the oldest there.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", tempfile.gettempdir())
    folder = Path(tempfile.mkdtemp(prefix="tryon-ar-tests-"))
    os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
    _temporary[:] = [str(folder)]
    return folder


def held() -> Held:
    """Return what this process holds now."""
    return Held(
        children=frozenset(_children()),
        handles=frozenset(_handles()),
        temporary=frozenset(name for folder in _temporary for name in os.listdir(folder)),
        shared=frozenset(_shared),
        threads=frozenset(threading.enumerate()),
    )


def left_since(before: Held, patience_s: float = PATIENCE_S) -> list[str]:
    """Return what is held beyond what was, in words; waits a while for it to go."""
    left = _left(before, held())
    if not left:
        return []
    gc.collect()
    until_s = time.monotonic() + patience_s
    while (left := _left(before, held())) and time.monotonic() < until_s:
        time.sleep(0.02)
    return left


def _left(before: Held, now: Held) -> list[str]:
    left = [f"temporary file {name}" for name in now.temporary - before.temporary]
    left += [f"{kind} {name}" for kind, name in now.shared - before.shared]
    left += [
        f"thread {thread.name}"
        for thread in now.threads - before.threads
        if thread.is_alive() and not thread.name.startswith(_KEPT_THREADS)
    ]
    kept, children = _told_apart(now.children - before.children)
    if len(now.handles) > len(before.handles):
        # It is spoken with through pipes that stay as long as it does.
        left += _named_handles(now.handles - before.handles, ("pipe:",) if kept else ())
    return left + children


def _handles() -> list[int]:
    numbers = []
    for name in os.listdir(_HANDLES) if _LINUX else []:
        with suppress(OSError):
            os.fstat(int(name))  # the listing's own is closed by now
            numbers.append(int(name))
    return numbers


def _children() -> list[int]:
    """Return the children of all threads: each has those that it started."""
    found = ""
    for task in os.listdir(_TASKS) if _LINUX else []:
        with suppress(OSError), open(f"{_TASKS}/{task}/children", encoding="ascii") as file:
            found += f" {file.read()}"
    return [int(number) for number in found.split()]


def _named_handles(numbers: frozenset[int], kept: tuple[str, ...]) -> list[str]:
    named = []
    for number in sorted(numbers):
        with suppress(OSError):
            target = os.readlink(f"{_HANDLES}/{number}")
            if not target.startswith((*_KEPT_HANDLES, *kept)):
                named.append(f"open file {number}: {target}")
    return named


def _told_apart(children: frozenset[int]) -> tuple[int, list[str]]:
    """Return how many children are there to stay, and the others in words."""
    kept, named = 0, []
    for number in sorted(children):
        with suppress(OSError):
            command = Path(f"/proc/{number}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            if any(one in command for one in _KEPT_CHILDREN):
                kept += 1
            else:
                named.append(f"child process {number}: {command[:200] or '(ended)'}")
    return kept, named
