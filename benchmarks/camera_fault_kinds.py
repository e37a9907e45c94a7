"""The ways in which cameras and streams fail, for camera_faults.py."""

import random
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.support.fake_v4l2 import FakeCameras
from tests.support.mjpeg_server import MjpegServer

NODES = 4


@dataclass(frozen=True)
class Kind:
    """A kind of fault.

    Attributes
    ----------
    name : str
    problems : frozenset of str
        What the window may call it, as values of ``Problem``; empty where it need not be named.
    mode : str
        Word of the preloaded camera or of the stream server.
    seconds : (float, float)
        How long it lasts, at least and at most.
    reopen : bool
        Whether it shows only when the camera is opened.
    stream : bool
        Whether it befalls the stream and not the camera.
    records : bool
        Whether a recording may run through it.
    """

    name: str
    problems: frozenset[str]
    mode: str
    seconds: tuple[float, float] = (2.6, 4.0)
    reopen: bool = False
    stream: bool = False
    records: bool = True


def _kind(name: str, problems: str, mode: str, **others: object) -> Kind:
    return Kind(name, frozenset(problems.split(", ")) - {""}, mode, **others)  # type: ignore[arg-type]


_GONE = "lost, absent, silent"
KINDS: tuple[Kind, ...] = (
    _kind("absent", "absent", "gone", reopen=True),
    _kind("busy (node)", "busy", "busy", reopen=True),
    _kind("busy (buffers)", "busy", "streaming", reopen=True),
    _kind("denied", "denied", "denied", reopen=True),
    _kind("unplug", _GONE, "gone"),
    _kind("replug at once", "", "gone", seconds=(0.1, 1.5)),
    _kind("replug elsewhere", _GONE, "move"),
    _kind("stall 0.5 s", "", "stall", seconds=(0.5, 0.5)),
    _kind("stall 3 s", "lost, silent", "stall", seconds=(3.0, 3.0)),
    _kind("stall 15 s", "lost, silent", "stall", seconds=(15.0, 15.0)),
    _kind("black", "black", "black"),
    _kind("frozen", "frozen", "frozen"),
    _kind("corrupt", "broken", "broken"),
    _kind("size change", "", "resized"),
    _kind("FPS collapse", "slow camera", "slow"),
    _kind("open hang", "silent", "hang", seconds=(3.0, 7.0), reopen=True),
    _kind("endless EAGAIN", "lost, silent", "again"),
    _kind("stream stall 0.5 s", "", "stall", stream=True, seconds=(0.5, 0.5)),
    _kind("stream stall 3 s", "lost, silent", "stall", stream=True, seconds=(3.0, 3.0)),
    _kind("stream gone", "lost, silent", "gone", stream=True),
    _kind("stream closed once", "", "close", stream=True, seconds=(0.05, 0.05)),
    _kind("stream corrupt", "broken, lost", "rubbish", stream=True),
    _kind("stream cut short", "broken, lost", "cut", stream=True),
    _kind("stream size change", "", "resize", stream=True),
    _kind("stream FPS collapse", "slow camera", "slow", stream=True),
    _kind("stream open hang", "silent", "silent", stream=True, seconds=(3.0, 7.0), reopen=True),
)


@dataclass
class Devices:
    """The camera and the server that fail; where the camera is now."""

    cameras: FakeCameras
    server: MjpegServer
    random: random.Random
    node: int = 0
    mend: Callable[[], None] = field(default=lambda: None)

    def spec(self, kind: Kind) -> str:
        """Return what to play."""
        return self.server.address if kind.stream else f"camera:{self.node}"

    def fail(self, kind: Kind) -> None:
        """Begin a fault; ``mend`` ends it."""
        if kind.stream:
            self.server.fault = kind.mode
            self.mend = self._mend_server
        elif kind.mode == "move":
            self.cameras.set_mode("gone", self.node)
            self.mend = self._plug_in_elsewhere
        else:
            self.cameras.set_mode(kind.mode, self.node)
            self.mend = lambda: self.cameras.set_mode("ok", self.node)

    def _mend_server(self) -> None:
        self.server.fault = ""

    def _plug_in_elsewhere(self) -> None:
        self.node = self.random.choice([one for one in range(NODES) if one != self.node])
        self.cameras.set_mode("ok", self.node)
