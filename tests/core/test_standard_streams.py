"""Standard streams that are full or gone end in an exit code, not in a traceback."""

import errno
import subprocess
import sys

import pytest

from tryon_ar.core import standard_streams
from tryon_ar.core.standard_streams import NOBODY_READS, complain, flushed


class Failing:
    """A stream that cannot be written."""

    def __init__(self, error):
        self.error = error

    def write(self, _text):
        raise self.error

    def flush(self):
        raise self.error

    def fileno(self):
        raise OSError("no file")


@pytest.mark.parametrize(
    ("error", "before", "code"),
    [
        (BrokenPipeError(errno.EPIPE, "gone"), 0, NOBODY_READS),
        (OSError(errno.ENOSPC, "full"), 0, 6),
        (OSError(errno.ENOSPC, "full"), 8, 8),
        (ValueError("closed"), 0, 6),
    ],
)
def test_what_cannot_be_printed_is_an_exit_code(monkeypatch, error, before, code):
    monkeypatch.setattr(sys, "stdout", Failing(error))
    assert flushed(before) == code


def test_what_can_be_printed_is_none():
    assert flushed(0) == 0
    assert flushed(3) == 3


def test_complaining_to_nobody_is_harmless(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Failing(OSError(errno.ENOSPC, "full")))
    complain("nobody hears.")


def test_a_complaint_is_one_line(capsys):
    complain("it failed. Do this.")
    assert capsys.readouterr().err == "tryon-ar: it failed. Do this.\n"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell that closes streams")
def test_closed_streams_are_opened_so_that_no_file_takes_their_place(tmp_path):
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from tryon_ar.core.standard_streams import reopen_closed\n"
        "reopen_closed()\n"
        "file = open(sys.argv[2], 'w')\n"
        "print('lost'); print('lost', file=sys.stderr)\n"
        "file.write(str(file.fileno() > 2 and sys.stdin.read() == ''))\n"
    )
    place = tmp_path / "written"
    root = str(standard_streams.__file__).split("tryon_ar")[0]
    command = ["bash", "-c", '"$@" <&- >&- 2>&-', "bash", sys.executable, "-c", code]
    subprocess.run([*command, root, str(place)], check=True, timeout=60)
    assert place.read_text() == "True"
