"""Build the preloaded fake cameras, steer them, and run tests under them."""

import errno
import mmap
import os
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

SOURCE = Path(__file__).with_name("fake_v4l2.c")
MODE_VARIABLE = "FAKE_V4L2_MODE"
JPEGS_VARIABLE = "FAKE_V4L2_JPEGS"
NODES = 4

# struct state of fake_v4l2.c
_STATE = struct.Struct("=8if28x")
_FIELDS = (
    "present",
    "generation",
    "camera",
    "open_errno",
    "hangs",
    "streaming",
    "pictures",
    "delivery",
    "fps",
)
WELL: dict[str, float] = {
    "present": 1,
    "open_errno": 0,
    "hangs": 0,
    "streaming": 0,
    "pictures": 0,
    "delivery": 0,
    "fps": 0.0,
}
#: What a camera does, by the word `set_mode` takes; ``gone`` pulls the plug.
MODES: dict[str, dict[str, float]] = {
    "ok": {},
    "gone": {"present": 0},
    "busy": {"open_errno": errno.EBUSY},  # nobody may open it
    "streaming": {"streaming": 1},  # another program has the buffers
    "denied": {"open_errno": errno.EACCES},
    "hang": {"hangs": 1},
    "black": {"pictures": 1},
    "frozen": {"pictures": 2},
    "broken": {"pictures": 3},
    "resized": {"pictures": 4},
    "stall": {"delivery": 1},
    "again": {"delivery": 2},  # ready for ever, and nothing to fetch
    "slow": {"fps": 2.0},
}


class FakeCameras:
    """The nodes of one process, steered from it or from outside.

    Parameters
    ----------
    path : Path
        The file that ``FAKE_V4L2_MODE`` names.
    """

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(bytes(_STATE.size * NODES))
        with path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), _STATE.size * NODES)

    def set_mode(self, word: str, node: int = 0) -> None:
        """Let the camera at a node do what a word says; plugged in, unless it says ``gone``."""
        state = self._state(node)
        before = state["present"]
        state.update(WELL, **MODES[word])
        if before and not state["present"]:
            state["generation"] += 1
        self._put(node, state)

    def move(self, node: int, to: int) -> None:
        """Unplug a camera and plug it in at another, empty node."""
        state = self._state(node)
        self.set_mode("gone", node)
        self._put(to, {**self._state(to), **WELL, "camera": state["camera"]})

    def close(self) -> None:
        """Let go of the file."""
        self._map.close()

    def _state(self, node: int) -> dict[str, float]:
        values = _STATE.unpack_from(self._map, node * _STATE.size)
        return dict(zip(_FIELDS, values, strict=True))

    def _put(self, node: int, state: dict[str, float]) -> None:
        whole = [int(state[name]) for name in _FIELDS[:-1]]
        _STATE.pack_into(self._map, node * _STATE.size, *whole, state["fps"])


def build(folder: Path) -> Path:
    """Compile the fake into a folder, or skip the test saying why that cannot be."""
    if sys.platform != "linux":
        pytest.skip("the fake camera stands in for Linux device nodes")
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        pytest.skip("no C compiler for the fake camera")
    library = folder / "fake_v4l2.so"
    command = [compiler, "-O2", "-shared", "-fPIC", "-o", str(library)]
    built = subprocess.run(
        [*command, str(SOURCE), "-ldl", "-lpthread"], capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stderr
    return library


def environment(folder: Path, *, jpegs: bool = False) -> dict[str, str]:
    """Return the environment of a child process that has a camera at the first node.

    Parameters
    ----------
    folder : Path
        For the library and the files that steer it.
    jpegs : bool
        Whether the cameras deliver MJPG, as most real ones do, and not only YUYV.
    """
    library = folder / "fake_v4l2.so"
    if not library.exists():
        build(folder)
    mode = folder / "mode"
    cameras = FakeCameras(mode)
    cameras.set_mode("ok")
    cameras.close()
    found = {**os.environ, "LD_PRELOAD": str(library), MODE_VARIABLE: str(mode)}
    if jpegs:
        pictures = folder / "jpegs"
        pictures.write_bytes(_jpegs())
        found[JPEGS_VARIABLE] = str(pictures)
    return found


def _jpegs(count: int = 30) -> bytes:
    """Return noisy numbered pictures of 320x240 and 640x480, and black ones of both."""
    from tryon_ar.capture.opencv import cv2
    from tryon_ar.capture.synthetic import draw_counter

    rng = np.random.default_rng(5)
    entries: list[tuple[bytes, int, int]] = []
    for width in (320, 640):
        for number in range(count):
            for black in (False, True):
                size = (width * 3 // 4, width, 3)
                picture = rng.normal(4 if black else 120, 2 if black else 6, size)
                if not black:
                    picture[:, number * width // count :][:, : width // 8] += 80
                drawn = picture.clip(0, 255).astype(np.uint8)
                if not black:
                    draw_counter(drawn, number)
                data = cv2.imencode(".jpg", drawn)[1].tobytes()
                entries.append((data, width | black << 16, width * 3 // 4))
    start = 4 + 16 * len(entries)
    head, body = [struct.pack("=I", len(entries))], b""
    for data, width, height in entries:
        head.append(struct.pack("=4I", start + len(body), len(data), width, height))
        body += data
    return b"".join(head) + body


def is_present() -> bool:
    """Return whether this process has the fake camera."""
    return MODE_VARIABLE in os.environ


def set_mode(word: str, node: int = 0) -> None:
    """Change what a fake camera of this process does."""
    cameras = this_process()
    cameras.set_mode(word, node)
    cameras.close()


def this_process() -> FakeCameras:
    """Return the cameras of this process."""
    return FakeCameras(Path(os.environ[MODE_VARIABLE]))
