"""Decode pictures from outside in a process of their own."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import IO, Self

from tryon_ar.core.decoding import Mode, Raster
from tryon_ar.core.errors import UnsafeImage
from tryon_ar.core.picture_limits import check_size

# Where the system ends a process after 5 s of computing, this only bounds the waiting: on a
# busy machine 5 s of computing take longer.
TIME_LIMIT_S = 5.0 if sys.platform == "win32" else 60.0
START_LIMIT_S = 60.0

_PROGRAM = (
    "import sys; sys.path[:] = {path!r}; from tryon_ar.core.decoding_child import main; main()"
)


class IsolatedDecoder:
    """A process that decodes one picture after the other and can be lost without harm.

    Notes
    -----
    The limits on what a file may be (:mod:`tryon_ar.core.picture_limits`) hold in any
    process; this one is for what they do not foresee. The decoding process is given the
    file's bytes and gives back rows: it opens no file, may write none and leaves no core
    dump. Where the system has ``setrlimit`` it is bounded to 5 seconds of computing a
    picture, 440 MB of data and 1 GB of addresses, elsewhere to 5 seconds of time alone.
    Starting it takes about a tenth of a second, so one is kept for a whole pack.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    @contextmanager
    def decoded(
        self, data: bytes, name: str, mode: Mode, longest_px: int | None = None
    ) -> Iterator[Raster]:
        """Decode as :func:`tryon_ar.core.decoding.decode` does; take the bands inside.

        Raises
        ------
        UnsafeImage
            Also when the process dies or takes too long.
        """
        process = self._started(name)
        with self._deadline(process, name, TIME_LIMIT_S):
            answer = self._asked(process, data, name, mode, longest_px)
            if isinstance(answer, Raster):
                yield answer
                return
        raise answer

    def _asked(
        self,
        process: subprocess.Popen[bytes],
        data: bytes,
        name: str,
        mode: Mode,
        longest_px: int | None,
    ) -> Raster | UnsafeImage:
        assert process.stdin is not None
        assert process.stdout is not None
        request = {"name": name, "mode": mode, "longest_px": longest_px, "size": len(data)}
        process.stdin.write(json.dumps(request).encode() + b"\n")
        process.stdin.write(data)
        process.stdin.flush()
        fields = json.loads(_line(process.stdout))
        if "error" in fields:
            return UnsafeImage(fields["error"], fields["hint"])
        check_size(name, (fields["width"], fields["height"]))
        fields["notices"] = tuple(fields["notices"])
        return Raster(
            **fields,
            bands=_rows(process.stdout, fields["height"], fields["width"] * fields["channels"]),
        )

    def _started(self, name: str) -> subprocess.Popen[bytes]:
        if self._process is not None:
            return self._process
        # The same modules as here, wherever they are; the current folder is not among them.
        path = [entry for entry in sys.path if entry and os.path.isabs(entry)]
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", _PROGRAM.format(path=path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        assert self._process.stdout is not None
        with self._deadline(self._process, name, START_LIMIT_S):
            _line(self._process.stdout)
        return self._process

    @contextmanager
    def _deadline(
        self, process: subprocess.Popen[bytes], name: str, limit_s: float
    ) -> Iterator[None]:
        """End the process when the time is over; after any failure the next one is new."""
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(limit_s, end)
        timer.start()
        try:
            yield
        except (OSError, EOFError, ValueError) as error:
            self._stop()
            raise _failed(name, late.is_set() or _out_of_time(process)) from error
        except BaseException:
            # Rows that nobody took would be read as the next answer.
            self._stop()
            raise
        finally:
            timer.cancel()
            timer.join()

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            assert pipe is not None
            try:
                pipe.close()
            except OSError:  # what was still to be written finds nobody there
                continue
        process.wait()


def _out_of_time(process: subprocess.Popen[bytes]) -> bool:
    return process.returncode == -getattr(signal, "SIGXCPU", 0) != 0


def _failed(name: str, late: bool) -> UnsafeImage:
    why = "it takes too long" if late else "the decoder could not cope with it"
    return UnsafeImage(
        f"The picture {name} cannot be decoded: {why}.",
        "Open it in a picture program and save a copy, smaller if it is large.",
    )


def _line(pipe: IO[bytes]) -> bytes:
    line = pipe.readline()
    if not line.endswith(b"\n"):
        raise EOFError
    return line


def _rows(pipe: IO[bytes], height: int, row_bytes: int) -> Iterator[bytes]:
    step = max(1, (1 << 20) // row_bytes)
    for top in range(0, height, step):
        wanted = row_bytes * min(step, height - top)
        rows = pipe.read(wanted)
        if len(rows) < wanted:
            raise EOFError
        yield rows
