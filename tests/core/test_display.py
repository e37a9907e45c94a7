import os
import socket
import sys

import pytest

from tryon_ar.core import display
from tryon_ar.core.display import DisplayUnavailable, check_platform, display_problem

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="elsewhere there always is a display"
)


@pytest.fixture(autouse=True)
def _no_display(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


def test_without_any_display_it_says_so():
    assert "no display" in display_problem()


@pytest.mark.parametrize("display", [":4711", "nowhere", "localhost:77.0", ":"])
def test_a_display_that_does_not_answer(monkeypatch, display):
    monkeypatch.setenv("DISPLAY", display)
    assert display_problem() == f"the display {display} does not answer"


def test_a_server_that_hangs_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(display, "_PATIENCE_S", 0.3)
    monkeypatch.setattr(display, "_kept", [])
    number = 10_000 + os.getpid() % 40_000  # the names of such sockets are the whole machine's
    monkeypatch.setenv("DISPLAY", f":{number}")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind(f"\0/tmp/.X11-unix/X{number}")
        server.listen()  # and never reads what it is asked
        assert display_problem() == f"the display :{number} does not answer"
        server.settimeout(0.0)
        server.accept()[0].close()  # it was asked


def test_a_wayland_that_answers_is_a_display(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)  # a socket's path must be short
    monkeypatch.setenv("XDG_RUNTIME_DIR", ".")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-7")
    assert display_problem() == "the display wayland-7 does not answer"
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as compositor:
        compositor.bind("wayland-7")
        compositor.listen()
        assert display_problem() == ""


def test_where_wayland_is_dead_and_x11_lives_qt_is_told_so(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-7")
    monkeypatch.setenv("DISPLAY", ":1")
    monkeypatch.setattr("tryon_ar.core.display._x11_answers", lambda _display: True)
    monkeypatch.setenv("QT_QPA_PLATFORM", "")
    assert display_problem() == ""
    assert os.environ["QT_QPA_PLATFORM"] == "xcb"


def test_without_a_display_qt_is_not_even_tried():
    with pytest.raises(DisplayUnavailable, match="no display"):
        check_platform()


@pytest.mark.parametrize(
    ("reason", "says", "hint"),
    [
        ("libxcb-cursor.so.0: cannot open shared object file", "libxcb-cursor,", "xcb-util-cursor"),
        ("libxkbcommon-x11.so.0: no such file", "libxkbcommon-x11,", "libxkbcommon-x11-0"),
        ("/opt/lib/libEGL.so.1: file too short", "libEGL,", "libegl1"),
        ("libodd.so.5: cannot open", "libodd,", "package of your system"),
    ],
)
def test_a_missing_library_is_named_with_what_to_install(monkeypatch, reason, says, hint):
    def refuse(_name):
        raise OSError(reason)

    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr("ctypes.CDLL", refuse)
    with pytest.raises(DisplayUnavailable) as caught:
        check_platform()
    assert says in caught.value.user_text
    assert hint in caught.value.hint


def test_a_platform_that_qt_does_not_have_is_refused(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "nonsense:with=options")
    with pytest.raises(DisplayUnavailable, match="nonsense"):
        check_platform()
    monkeypatch.setenv("QT_QPA_PLATFORM", "nonsense;offscreen")
    check_platform()


def test_offscreen_needs_no_display(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    check_platform()


@pytest.mark.parametrize("platform", ["offscreen", "minimal"])
def test_platforms_without_a_screen_need_none(monkeypatch, platform):
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    assert display_problem() == ""


def test_other_systems_always_have_one(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert display_problem() == ""


def test_a_platform_that_can_be_loaded_is_let_through(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "nonsense;offscreen")
    check_platform()


def test_elsewhere_nothing_is_asked(monkeypatch):
    monkeypatch.setattr("sys.platform", "darwin")
    monkeypatch.setenv("QT_QPA_PLATFORM", "nonsense")
    assert display_problem() == ""
    check_platform()


class Xcb:
    """The library of X11, as far as it is called; refuses so many connections."""

    def __init__(self, refusals):
        self.refusals, self.left, self.asked = refusals, [], []
        self.xcb_connect = Called(self.connect)
        self.xcb_connection_has_error = Called(lambda one: one <= self.refusals)
        self.xcb_disconnect = Called(self.left.append)

    def connect(self, display, _screen):
        self.asked.append(display)
        return len(self.asked)


class Called:
    """A function of a library: what it takes and returns may be declared."""

    def __init__(self, function):
        self.function = function

    def __call__(self, *given):
        return self.function(*given)


@pytest.mark.parametrize(("refusals", "problem"), [(0, ""), (1, ""), (2, "does not answer")])
def test_an_x_server_that_starts_anew_is_asked_twice(monkeypatch, refusals, problem):
    xcb = Xcb(refusals)
    monkeypatch.setattr(display, "_kept", [])
    monkeypatch.setattr("time.sleep", lambda _s: None)
    monkeypatch.setattr("ctypes.CDLL", lambda _name: xcb)
    monkeypatch.setenv("DISPLAY", ":5")
    said = display_problem()
    assert said == (f"the display :5 {problem}" if problem else "")
    assert xcb.asked == [b":5"] * min(refusals + 1, 2)
    assert xcb.left == list(range(1, refusals + 1))  # what was refused is given back


def test_without_the_library_the_server_is_taken_to_answer(monkeypatch):
    def refuse(_name):
        raise OSError("libxcb.so.1: no such file")

    monkeypatch.setattr(display, "_kept", [])
    monkeypatch.setattr("ctypes.CDLL", refuse)
    monkeypatch.setenv("DISPLAY", ":5")
    assert display_problem() == ""
