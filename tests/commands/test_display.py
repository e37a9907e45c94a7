import sys

import pytest

from tryon_ar.commands.display import display_problem

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


def test_wayland_is_believed(monkeypatch):
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert display_problem() == ""


@pytest.mark.parametrize("platform", ["offscreen", "minimal"])
def test_platforms_without_a_screen_need_none(monkeypatch, platform):
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    assert display_problem() == ""


def test_other_systems_always_have_one(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert display_problem() == ""
