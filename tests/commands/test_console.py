import os
import sys

import pytest

from tryon_ar.commands.console import incidents_noted, note, progress_bar, say
from tryon_ar.core import incidents


def test_results_go_to_stdout_and_remarks_to_stderr(capsys):
    say("done")
    note("by the way")
    assert capsys.readouterr() == ("done\n", "tryon-ar: by the way\n")


def test_there_is_no_bar_where_there_is_no_terminal(capsys):
    with progress_bar("Dressing") as advance:
        advance(0.5, "frame 1")
        advance(-1.0, "")
    assert capsys.readouterr() == ("", "")


def test_a_terminal_shows_what_is_done_and_is_left_clean(capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    with progress_bar("Dressing") as advance:
        advance(-1.0, "")
        advance(0.5, "frame 1")
        advance(1.0, "frame 2")
    out, err = capsys.readouterr()
    assert out == ""
    assert "Dressing" in err


def test_an_error_passes_through(capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with pytest.raises(KeyError), progress_bar("Dressing"):
        raise KeyError
    assert capsys.readouterr().out == ""


def test_incidents_are_noted_once(capsys):
    incidents.forget()
    with incidents_noted():
        for _ in range(2):
            incidents.tell("hands", "Hands are lost.", "Go on.")
    incidents.tell("hands", "Nobody notes this.")
    incidents.forget()
    assert capsys.readouterr() == ("", "tryon-ar: Hands are lost. Go on.\n")


def test_where_nobody_reads_what_broke_the_work_goes_on(monkeypatch):
    reads, writes = os.pipe()
    os.close(reads)
    incidents.forget()
    heard = []
    with open(writes, "w") as gone, incidents_noted(), monkeypatch.context() as unread:
        unread.setattr(sys, "stderr", gone)
        stop = incidents.listen(heard.append)
        incidents.tell("inference", "CUDA failed while running, CPU took over.")
        stop()
    assert len(heard) == 1
    incidents.forget()
