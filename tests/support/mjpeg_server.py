"""A loopback MJPEG camera, as phone apps are, that misbehaves on demand."""

import contextlib
import http.server
import itertools
import threading
import time
from dataclasses import dataclass, field

import numpy as np

from tryon_ar.capture.opencv import cv2
from tryon_ar.capture.synthetic import draw_counter

BOUNDARY = "frame"


@dataclass
class MjpegServer:
    """Serves numbered pictures; `fault` befalls every connection from frame `fault_at` on.

    Faults: ``stall`` (silence), ``close`` (end), ``garbage`` (three broken pictures),
    ``rubbish`` (broken pictures only), ``cut`` (half pictures only), ``resize`` (twice the
    size), ``slow`` (two a second), ``text`` (no video at all), ``silent`` (no answer), ``gone``
    (hangs up on everybody), ``missing`` (404). `fault` may be changed at any time. A machine that
    is too slow gets fewer pictures a second than `fps`: `sent_s` tells when each was sent.
    """

    fault: str = ""
    fault_at: int = 15
    fps: float = 60.0
    size_px: tuple[int, int] = (320, 240)
    path: str = "/video"
    connections: int = 0
    sent_s: list[float] = field(default_factory=list)
    _stopping: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> "MjpegServer":
        owner = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                pass

            def do_GET(self) -> None:
                owner.connections += 1
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    owner._answer(self)

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}{self.path}"

    def _answer(self, request: http.server.BaseHTTPRequestHandler) -> None:
        if self.fault == "gone":
            return
        while self.fault == "silent":
            if self._stopping.wait(0.02):
                return
        if self.fault == "missing":
            request.send_error(404)
            return
        request.send_response(200)
        kind = f"multipart/x-mixed-replace; boundary={BOUNDARY}"
        request.send_header("Content-Type", "text/html" if self.fault == "text" else kind)
        request.end_headers()
        if self.fault == "text":
            request.wfile.write(b"<html>no camera here</html>" * 200)
            return
        self._send_frames(request)

    def _send_frames(self, request: http.server.BaseHTTPRequestHandler) -> None:
        due = time.monotonic()
        for index in itertools.count():
            late = index >= self.fault_at
            due = max(due + 1 / (2.0 if late and self.fault == "slow" else self.fps), _not_past())
            if self._stopping.wait(max(0.0, due - time.monotonic())):
                return
            while late and self.fault == "stall":
                if self._stopping.wait(0.02):
                    return
            if late and self.fault in ("close", "gone"):
                return
            data = self._encode(index, doubled=late and self.fault == "resize")
            broken = self.fault == "garbage" and 0 <= index - self.fault_at < 3
            if broken or (late and self.fault == "rubbish"):
                data = b"\xff\xd8" + bytes(3000)
            if late and self.fault == "cut":
                data = data[: len(data) // 2]
            head = (
                f"--{BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: {len(data)}\r\n\r\n"
            )
            request.wfile.write(head.encode() + data + b"\r\n")
            self.sent_s.append(time.monotonic())

    def _encode(self, index: int, *, doubled: bool) -> bytes:
        width, height = self.size_px
        picture = np.full((height * (1 + doubled), width * (1 + doubled), 3), 120, np.uint8)
        draw_counter(picture, index)
        return cv2.imencode(".jpg", picture)[1].tobytes()


def _not_past() -> float:
    """Return when a picture may be due at the earliest: none is sent to make up for lost time."""
    return time.monotonic() - 0.1
