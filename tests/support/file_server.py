"""A loopback server of the files in a folder."""

import functools
import http.server
import threading
from pathlib import Path
from typing import Any


class FileServer:
    """Serves a folder over HTTP while it is entered; hangs up after so many bytes of a file.

    Parameters
    ----------
    folder : Path
    most_bytes : int, optional
    says_length : bool
        Whether it says how many bytes a file has.
    """

    def __init__(
        self, folder: Path, most_bytes: int | None = None, *, says_length: bool = True
    ) -> None:
        handler = functools.partial(
            _QuietHandler,
            directory=str(folder),
            most_bytes=most_bytes,
            says_length=says_length,
        )
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    def __enter__(self) -> "FileServer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"


class _QuietHandler(http.server.SimpleHTTPRequestHandler):
    def __init__(
        self, *connection: Any, most_bytes: int | None, says_length: bool, directory: str
    ) -> None:
        self._most_bytes = most_bytes
        self._says_length = says_length
        super().__init__(*connection, directory=directory)

    def copyfile(self, source: Any, outputfile: Any) -> None:
        if self._most_bytes is None:
            super().copyfile(source, outputfile)
        else:
            outputfile.write(source.read(self._most_bytes))

    def send_header(self, keyword: str, value: str) -> None:
        if self._says_length or keyword.lower() != "content-length":
            super().send_header(keyword, value)

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        try:
            super().do_GET()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
