"""A display of one's own."""

import contextlib
import os
import select
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def own_display(
    size: str = "1280x800x24", wait_s: float = 60.0, framebuffer: Path | None = None
) -> Iterator[str | None]:
    """Start Xvfb on a free number and give its name; None where there is no Xvfb.

    What it shows lies in the folder ``framebuffer``, if one is given, as ``Xvfb_screen0``.
    """
    program = shutil.which("Xvfb")
    if program is None:
        yield None
        return
    read_end, write_end = os.pipe()
    command = [program, "-displayfd", str(write_end), "-screen", "0", size, "-nolisten", "tcp"]
    if framebuffer is not None:
        command += ["-fbdir", str(framebuffer)]
    process = subprocess.Popen(command, pass_fds=[write_end], stderr=subprocess.DEVNULL)
    os.close(write_end)
    try:
        ready, _, _ = select.select([read_end], [], [], wait_s)
        number = os.read(read_end, 16).decode().strip() if ready else ""
        yield f":{number}" if number else None
    finally:
        os.close(read_end)
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
