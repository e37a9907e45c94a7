import logging
import os
import tempfile

import pytest

from tryon_ar.tracking.native_output import native_output_logged

LOG = logging.getLogger("tryon_ar.test_native_output")


def test_native_lines_go_to_the_log_and_the_terminal_stays_clean(caplog, capfd):
    with caplog.at_level(logging.DEBUG, LOG.name):
        with native_output_logged(LOG):
            os.write(2, b"W0000 first\nsecond\n")
        os.write(2, b"afterwards\n")
    assert [one.getMessage() for one in caplog.records if one.name == LOG.name] == [
        "native: W0000 first",
        "native: second",
    ]
    assert capfd.readouterr().err == "afterwards\n"


def test_an_error_inside_still_restores_the_terminal(capfd):
    with pytest.raises(KeyError), native_output_logged(LOG):
        raise KeyError
    os.write(2, b"back\n")
    assert capfd.readouterr().err == "back\n"


def test_leaves_no_descriptor_open():
    def open_descriptors():
        return len(os.listdir("/proc/self/fd"))

    if not os.path.isdir("/proc/self/fd"):
        pytest.skip("needs /proc")
    before = open_descriptors()
    for _ in range(5):
        with native_output_logged(LOG):
            pass
    assert open_descriptors() <= before  # others may have been closed meanwhile


def test_a_program_without_a_terminal_goes_on(monkeypatch):
    def no_terminal(_descriptor):
        raise OSError(9, "Bad file descriptor")

    monkeypatch.setattr(os, "dup", no_terminal)
    entered = []
    with native_output_logged(LOG):
        entered.append(1)
    assert entered == [1]


def test_what_the_program_says_meanwhile_is_said_afterwards(capfd, caplog):
    with native_output_logged(logging.getLogger("tryon_ar.test")):
        os.write(2, b"native noise\ntryon-ar: Something was worked around.\n")
    assert capfd.readouterr().err == "tryon-ar: Something was worked around.\n"


def test_two_at_once_leave_the_terminal_as_it_was(capfd):
    """As the mirror's tracker and a photo's that is imported, each in a thread of its own."""
    first, second = native_output_logged(LOG), native_output_logged(LOG)
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    second.__exit__(None, None, None)
    os.write(2, b"afterwards\n")
    assert capfd.readouterr().err == "afterwards\n"


def test_a_disk_without_room_for_what_is_collected_stops_nothing(monkeypatch, capfd):
    def full(*_args, **_kwargs):
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    with native_output_logged(LOG):
        os.write(2, b"a notice\n")
    assert capfd.readouterr().err == "a notice\n"
