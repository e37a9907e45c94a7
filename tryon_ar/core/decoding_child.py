"""What runs in the process pictures from outside are decoded in.

It reads requests from its standard input and answers on its standard output, touches no
file and no network, and lives under limits of memory, core dumps and written bytes. A
request is one JSON line (``name``, ``mode``, ``longest_px``, ``size``) and ``size`` bytes of
a picture file; the answer one JSON line (a :class:`~tryon_ar.core.decoding.Raster` without
its bands, or ``error`` and ``hint``) and the rows.
"""

import json
import math
import sys
import time
from typing import IO

from tryon_ar.core.decoding import Raster, decode
from tryon_ar.core.errors import UnsafeImage

# Together with the interpreter and its libraries this stays under 512 MB resident.
MAX_DATA_BYTES = 440 * 1024 * 1024
MAX_ADDRESS_BYTES = 1024 * 1024 * 1024
MAX_COMPUTING_S = 5


def main() -> None:
    """Answer requests until the standard input ends."""
    limit_resources()
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    answers.write(b"ready\n")
    answers.flush()
    while line := requests.readline():
        request = json.loads(line)
        allow_more_time()
        answer_request(request, requests.read(request["size"]), answers)
        answers.flush()


def limit_resources() -> None:
    """Bound what a picture can make this process take; does nothing on Windows."""
    try:
        import resource
    except ImportError:
        return
    for which, most in (
        ("RLIMIT_AS", MAX_ADDRESS_BYTES),
        ("RLIMIT_DATA", MAX_DATA_BYTES),
        ("RLIMIT_CORE", 0),  # a core dump would hold the picture
        ("RLIMIT_FSIZE", 0),
    ):
        try:
            resource.setrlimit(getattr(resource, which), (most, most))
        except (AttributeError, OSError, ValueError):
            continue  # macOS does not take all of them; the time limit still holds


def allow_more_time() -> None:
    """Let the system end this process should one picture compute for too long."""
    try:
        import resource
    except ImportError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    soon = math.ceil(time.process_time()) + MAX_COMPUTING_S
    if most in (resource.RLIM_INFINITY, -1) or soon < most:
        resource.setrlimit(resource.RLIMIT_CPU, (soon, most))


def answer_request(request: dict[str, object], data: bytes, answers: IO[bytes]) -> None:
    """Decode one picture and write the answer: its line, and its rows where it has any."""
    try:
        raster = decode(data, request["name"], request["mode"], request["longest_px"])  # type: ignore[arg-type]
    except UnsafeImage as error:
        _write_line(answers, {"error": error.user_text, "hint": error.hint})
        return
    _write_line(answers, _fields_of(raster))
    for band in raster.bands:
        answers.write(band)


def _fields_of(raster: Raster) -> dict[str, object]:
    names = ("width", "height", "channels", "orientation", "notices", "bare")
    return {name: getattr(raster, name) for name in names}


def _write_line(answers: IO[bytes], fields: dict[str, object]) -> None:
    answers.write(json.dumps(fields).encode() + b"\n")
