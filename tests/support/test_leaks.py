"""What the guards of all tests see: each kind of thing left behind, once."""

import subprocess
import sys
import tempfile
import threading
from contextlib import ExitStack
from multiprocessing import shared_memory
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QDialog, QWidget

from tests.support import leaks, qt_leaks

linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def a_thread(undo: ExitStack) -> None:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait, name="left alone")
    thread.start()
    undo.callback(thread.join)
    undo.callback(stop.set)


def a_child(undo: ExitStack) -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    undo.callback(child.communicate, b"\n")


def an_ended_child(undo: ExitStack) -> None:
    child = subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.PIPE)
    child.stdout.read()
    undo.callback(child.communicate)


def an_open_file(undo: ExitStack) -> None:
    undo.callback(Path(__file__).open().close)  # noqa: SIM115


def a_temporary_file(undo: ExitStack) -> None:
    undo.callback(tempfile.NamedTemporaryFile(prefix="left-alone-").close)  # noqa: SIM115


def shared(undo: ExitStack) -> None:
    memory = shared_memory.SharedMemory(create=True, size=64)
    undo.callback(memory.unlink)
    undo.callback(memory.close)


@pytest.mark.parametrize(
    ("leave", "named"),
    [
        (a_thread, "thread left alone"),
        pytest.param(a_child, "child process", marks=linux),
        pytest.param(an_ended_child, "child process", marks=linux),
        pytest.param(an_open_file, f": {__file__}", marks=linux),
        (a_temporary_file, "temporary file left-alone-"),
        (shared, "shared_memory /"),
    ],
)
def test_what_is_left_is_named_and_gone_again(leave, named):
    before = leaks.held()
    with ExitStack() as undo:
        leave(undo)
        assert any(named in one for one in leaks.left_since(before, patience_s=0.0))
    assert leaks.left_since(before) == []


def test_what_goes_by_itself_in_time_is_let_be():
    before = leaks.held()
    threading.Timer(0.2, lambda: None).start()
    assert leaks.left_since(before) == []


@pytest.fixture
def timers(qapp):
    restore = qt_leaks.note_timers()
    yield
    restore()


def test_a_timer_that_ticks_is_named(timers):
    owner, before = QObject(), qt_leaks.held_by_qt()
    timer = QTimer(owner)
    timer.start(5000)
    assert qt_leaks.left_since(before, 0.0) == ["timer of QObject, 5000 ms"]
    timer.stop()
    assert qt_leaks.left_since(before) == []


@pytest.mark.parametrize("made", [QDialog, QWidget])
def test_windows_are_named_until_they_are_deleted(qapp, made):
    before = qt_leaks.held_by_qt()
    window = made()
    window.show()
    assert qt_leaks.left_since(before, 0.0) == [f"window {made.__name__} ''"]
    window.hide()
    assert bool(qt_leaks.left_since(before, 0.0)) == (made is QDialog)
    window.deleteLater()
    assert qt_leaks.left_since(before) == []
