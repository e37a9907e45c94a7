"""A disk of a few kilobytes, where the tests may mount one."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest


@contextlib.contextmanager
def small_disk(folder: Path, size_kb: int, *, read_only: bool = False) -> Iterator[Path]:
    """Mount a disk of so many kilobytes on a new folder, or skip the test saying why."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root on Linux")
    folder.mkdir()
    mode = "ro" if read_only else "rw"
    command = ["mount", "-t", "tmpfs", "-o", f"size={size_kb}k,{mode}", "tmpfs", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"no disk can be mounted: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)
