"""Recordings looked at in a process of their own, so that it costs the mirror's nothing.

``python benchmarks/soak_films.py`` reads a name a line from its standard input, plays that
video to its end, deletes it and answers with a JSON object: how many frames it had, and
whether the times of all were rising.
"""

import json
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_LAST_S = 120.0


@dataclass
class FilmsSeen:
    """What was found in the recordings.

    Attributes
    ----------
    films : int
    unplayable : int
        Without a frame that can be decoded.
    disordered : int
        With a frame that is not later than the one before.
    frames : int
        In all of them.
    """

    films: int = 0
    unplayable: int = 0
    disordered: int = 0
    frames: int = 0


class Films:
    """Has recordings looked at; :meth:`close` waits for the last.

    Parameters
    ----------
    seen : FilmsSeen
        Counts; as of the last call of :meth:`look` or :meth:`close`.
    """

    def __init__(self, seen: FilmsSeen) -> None:
        self._seen = seen
        self._waiting = 0
        self._begun = b""
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )
        assert self._process.stdout is not None
        os.set_blocking(self._process.stdout.fileno(), False)

    def look(self, path: Path | None = None) -> None:
        """Count what was answered; have another recording looked at, which is then deleted."""
        if path is not None:
            assert self._process.stdin is not None
            self._process.stdin.write(f"{path}\n".encode())
            self._waiting += 1
        assert self._process.stdout is not None
        self._count(self._process.stdout.read() or b"")

    def close(self) -> None:
        """Wait for what is still to be answered; what is not by then counts as unplayable."""
        with suppress(subprocess.TimeoutExpired):
            self._count(self._process.communicate(timeout=_LAST_S)[0] or b"")
        self._process.kill()
        self._process.wait()
        self._seen.films += self._waiting
        self._seen.unplayable += self._waiting
        self._waiting = 0

    def _count(self, answered: bytes) -> None:
        *lines, self._begun = (self._begun + answered).split(b"\n")
        for line in lines:
            frames, rising = json.loads(line)
            self._waiting -= 1
            self._seen.films += 1
            self._seen.frames += frames
            self._seen.unplayable += frames == 0
            self._seen.disordered += not rising


def play(path: Path) -> tuple[int, bool]:
    """Return how many frames of a video can be decoded, and whether each is later."""
    import av

    frames, last_s, rising = 0, -1.0, True
    with suppress(av.FFmpegError, OSError), av.open(str(path)) as video:
        for frame in video.decode(video=0):
            frames += 1
            rising = rising and frame.time is not None and frame.time > last_s
            last_s = frame.time or 0.0
    return frames, rising


def main() -> int:
    """Answer until nothing more is asked."""
    os.nice(10)
    for line in sys.stdin:
        path = Path(line.rstrip("\n"))
        print(json.dumps(play(path)), flush=True)
        path.unlink(missing_ok=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
